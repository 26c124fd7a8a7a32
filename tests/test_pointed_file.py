"""What was pointed at is kept a file a form, private, by host and path, and no answer is in it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ai_optout.errors import UsageError
from ai_optout.form.meaning import Meaning
from ai_optout.form.pointed import Place, Pointed
from ai_optout.form.snapshot import Kind
from ai_optout.pointed_file import PointedFiles, form_of

URL = "https://www.facebook.com/help/contact/510058597920541?token=topsecret#part"
WORDED = Pointed(
    Meaning.FAMILY_NAME, 'Nach"name\\ ünd 姓', "de", Place(-1, 0, Kind.TEXT, "text", 3, 1), ("#host", 'input[name="a\\"b"]')
)
WORDLESS = Pointed(Meaning.COUNTRY, "", "", Place(0, -1, Kind.SELECT, "", 0, 0), ())


@pytest.fixture
def files(tmp_path: Path) -> PointedFiles:
    return PointedFiles(tmp_path / "config" / "pointed")


def test_what_was_kept_comes_back_as_it_was(files: PointedFiles) -> None:
    files.store(URL, (WORDED, WORDLESS))

    assert files.load(URL) == (WORDED, WORDLESS)


def test_a_form_is_its_host_and_path_and_nothing_else(files: PointedFiles) -> None:
    files.store(URL, (WORDED,))

    assert files.load("https://WWW.facebook.com/help/contact/510058597920541/?locale=de_DE") == (WORDED,)
    assert files.load("https://www.facebook.com/help/contact/510058597920542") == ()
    assert files.load("https://m.facebook.com/help/contact/510058597920541") == ()
    assert form_of("https://who:secret@form.example:8443/a/") == "form.example:8443/a"


def test_nothing_is_there_before_somebody_pointed(files: PointedFiles) -> None:
    assert files.load(URL) == ()
    assert not files.folder.exists()


def test_the_file_is_private_and_holds_nothing_of_the_query(files: PointedFiles) -> None:
    path = files.store(URL, (WORDED,))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "topsecret" not in path.read_text(encoding="utf-8") + path.name
    assert path.name.startswith("www.facebook.com-help-contact-510058597920541-")


@pytest.mark.parametrize(
    "text",
    ["not toml", "version = 2\nform = 'x'", "version = 1\nform = 'x'\n[[question]]\nmeaning = 'pin'", "version = 1\nform = 1"],
    ids=["no toml", "another version", "no meaning", "no form"],
)
def test_a_file_that_cannot_be_used_is_named_with_the_way_out(files: PointedFiles, text: str) -> None:
    path = files.store(URL, ())
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=path.name) as refusal:
        files.load(URL)
    assert str(path) in refusal.value.hint or "quotes" in refusal.value.hint
