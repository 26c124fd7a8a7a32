"""Answers that a profile remembers: which may be, and how keyring and file keep them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ai_optout.errors import ProfileError
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Ref
from ai_optout.form.understand import Question
from ai_optout.profile import load_profile
from ai_optout.remembering import FileMemory, KeyringMemory, SaidAnswer, memory_of, said_answer
from ai_optout.testing import MemoryVault

WRITTEN = """# mine
country = "DE"    # where I live
email = "mina@mail.example"
accounts = ["facebook"]

[remembered]
# asked by one shop
"Customer number" = "77"
"""


def question(name: str, *, kind: Kind = Kind.TEXT, meaning: Meaning | None = None, **more: object) -> Question:
    control = Control(ref=Ref(0, 0), kind=kind, css=("input",), name=name, **more)  # type: ignore[arg-type] # the fields of a control
    return Question(control, meaning, 1.0)


def said(name: str, answer: str = "an answer", **more: object) -> SaidAnswer | None:
    return said_answer("me", question(name, **more), answer)  # type: ignore[arg-type] # as above


def test_an_answer_goes_by_its_meaning_where_that_is_known_and_else_by_its_wording() -> None:
    assert said("Date of\n birth") == SaidAnswer("me", "Date of birth", "Date of birth", "an answer")
    assert said("Phone", meaning=Meaning.TEL) == SaidAnswer("me", "tel", "Phone", "an answer")


NEVER = {
    "a code": question("Code", meaning=Meaning.ONE_TIME_CODE),
    "a code that wasn't understood": question("Enter the 6-digit code"),
    "a password field": question("Word", type="password"),
    "a password by its words": question("Your password"),
    "a password by its autocomplete": question("Word", autocomplete="current-password"),
    "a file": question("Screenshot", kind=Kind.FILE),
    "a declaration": question("I declare that this is true", kind=Kind.CHECKBOX, meaning=Meaning.DECLARATION),
    "which right it is": question("What would you like to do?", kind=Kind.RADIO, meaning=Meaning.REQUEST),
}


@pytest.mark.parametrize("asked", NEVER.values(), ids=NEVER)
def test_what_is_given_anew_each_time_is_never_remembered(asked: Question) -> None:
    assert said_answer("me", asked, "482913") is None


def test_an_empty_answer_is_none() -> None:
    assert said("Date of birth", " ") is None


def answer(key: str, text: str = "1984-05-17") -> SaidAnswer:
    return SaidAnswer("me", key, key, text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_file_keeps_its_comments_and_its_order_and_its_privacy(file: Path) -> None:
    FileMemory(file).keep([answer("Date of birth"), answer("tel", "+49301234567")])

    text = file.read_text(encoding="utf-8")
    assert text == WRITTEN + '"Date of birth" = "1984-05-17"\ntel = "+49301234567"\n'
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_profile(file).remembered == {"Customer number": "77", "Date of birth": "1984-05-17", "tel": "+49301234567"}


def test_a_file_without_such_a_table_gets_one(file: Path) -> None:
    file.write_text('country = "DE"\nemail = "mina@mail.example"\n', encoding="utf-8")

    FileMemory(file).keep([answer('Say "yes", Zoë', 'Two\nlines "quoted"')])

    assert load_profile(file).remembered == {'Say "yes", Zoë': 'Two\nlines "quoted"'}


def test_what_a_profile_cannot_hold_is_refused_and_the_file_stays_as_it_was(file: Path) -> None:
    with pytest.raises(ProfileError, match=r"^That answer can't be remembered: "):
        FileMemory(file).keep([answer("Why", "x\x00y")])

    assert file.read_text(encoding="utf-8") == WRITTEN


def test_a_link_stays_a_link_and_what_it_leads_to_is_written(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(file)

    FileMemory(link).keep([answer("Date of birth")])

    assert link.is_symlink()
    assert "Date of birth" in load_profile(file).remembered


def test_the_keyring_keeps_them_beside_what_it_had(file: Path) -> None:
    vault = MemoryVault()
    vault.store("me", load_profile(file))

    KeyringMemory(vault, "me").keep([answer("Date of birth")])

    assert vault.load("me").remembered == {"Customer number": "77", "Date of birth": "1984-05-17"}


def test_a_profile_is_only_changed_where_it_is_the_persons_own(file: Path) -> None:
    assert memory_of(str(file), MemoryVault()) == FileMemory(file)
    assert isinstance(memory_of("me", MemoryVault()), KeyringMemory)
    assert memory_of("/run/secrets/profile.toml", MemoryVault()) is None
    if os.geteuid() == 0:
        os.chown(file, 12345, 12345)
        assert memory_of(str(file), MemoryVault()) is None
