"""The files that a form is given: no picture goes out with more in it than the picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.pictures import SECRETS, jpg_full_of_words, saved

from ai_optout.assist import Values, handed_over
from ai_optout.errors import ProfileError
from ai_optout.form.meaning import Files, Meaning
from ai_optout.form.snapshot import Control, Kind, Ref
from ai_optout.form.understand import Question
from ai_optout.profile import Profile

PHOTO = Question(Control(ref=Ref(0, 0), kind=Kind.FILE, css=("input",), name="Your photo"), None, 0.0)


def never(offer: str) -> bool:
    raise AssertionError(f"Nothing was to be asked: {offer}")


def file(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def secrets_in(answer: object) -> list[bytes]:
    assert isinstance(answer, Files)
    return [secret for path in answer.paths for secret in SECRETS if secret in path.read_bytes()]


def test_evidence_among_the_values_goes_out_as_the_picture_alone(tmp_path: Path) -> None:
    file(tmp_path, "shot.jpg", jpg_full_of_words())

    with handed_over(None, Values({"evidence": "shot.jpg"}, tmp_path), tmp_path / "private", never, stays=False) as ready:
        assert secrets_in(ready.values.by_meaning()[Meaning.EVIDENCE]) == []
        assert "written in shot.jpg were left out" in ready.notes[0]


def test_a_picture_named_by_a_questions_wording_goes_out_as_the_picture_alone(tmp_path: Path) -> None:
    file(tmp_path, "me.jpg", jpg_full_of_words())

    with handed_over(None, Values({"Your photo": "me.jpg"}, tmp_path), tmp_path / "private", never, stays=False) as ready:
        answer = ready.values.answer("Your photo", PHOTO)
        assert secrets_in(answer) == []
        assert isinstance(answer, Files)
        assert [path.name for path in answer.paths] == ["me.jpg"]


def test_a_file_that_is_no_picture_is_handed_over_itself(tmp_path: Path) -> None:
    letter = file(tmp_path, "cv.pdf", b"%PDF-1.7")

    with handed_over(None, Values({"Your photo": "cv.pdf"}, tmp_path), tmp_path / "private", never, stays=False) as ready:
        assert ready.values.answer("Your photo", PHOTO) == Files((letter,))


def test_a_large_picture_for_another_form_is_not_made_smaller(tmp_path: Path) -> None:
    photo = file(tmp_path, "large.png", saved("PNG") + b"\0" * 5_000_000)

    with handed_over(None, Values({"Your photo": "large.png"}, tmp_path), tmp_path / "private", never, stays=False) as ready:
        answer = ready.values.answer("Your photo", PHOTO)
        assert isinstance(answer, Files)
        assert [path.name for path in answer.paths] == [photo.name]


@pytest.mark.parametrize("key", ["evidence", "Your photo"])
def test_what_only_calls_itself_a_picture_is_refused(tmp_path: Path, key: str) -> None:
    file(tmp_path, "text.jpg", b"no picture at all")
    values = Values({key: "text.jpg"}, tmp_path)

    with pytest.raises(ProfileError, match="is no image"), handed_over(None, values, tmp_path / "private", never, stays=False):
        pass


def test_a_text_that_names_no_file_is_a_text(tmp_path: Path) -> None:
    values = Values({"Your wish": "a photo.jpg", "Your reason": "long " * 200}, tmp_path)

    with handed_over(None, values, tmp_path / "private", never, stays=False) as ready:
        assert ready.values.given == values.given
        assert ready.notes == ()


def test_where_the_page_stays_a_picture_that_needs_a_copy_is_left_to_the_person(tmp_path: Path) -> None:
    file(tmp_path, "shot.jpg", jpg_full_of_words())
    values = Values({"evidence": "shot.jpg", "email": "ada@mail.example"}, tmp_path)

    with handed_over(None, values, tmp_path / "private", never, stays=True) as ready:
        assert list(ready.values.given) == ["email"]
        assert ready.notes[0].startswith("Attach shot.jpg yourself")


def test_the_profiles_evidence_goes_out_as_the_picture_alone(tmp_path: Path) -> None:
    shot = file(tmp_path, "shot.jpg", jpg_full_of_words())
    ada = Profile(country="DE", email="ada@mail.example", accounts=[], evidence=(shot,))

    with handed_over(ada, Values(), tmp_path / "private", never, stays=False) as ready:
        assert ready.person is not None
        assert secrets_in(Files(ready.person.evidence)) == []
