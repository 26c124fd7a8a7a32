"""A person written down: what the file may say, and that a pause it doesn't answer is nobody's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ai_optout.errors import AiOptoutError, NeedsPerson, Stopped, UsageError
from ai_optout.person.pause import No, Pause, PauseKind, Reply, Said, Send, Yes
from ai_optout.person.written import WrittenAnswers, WrittenPerson, read_answers

HINT = "The keys are review, again, code_command, [login] and [questions]."
WHOLE = """
review = "send"
again = "no"
code_command = ["./latest-code", "--new"]

[login]
name = "mina"
password = "secret-password"

[questions]
"First name" = "Mina"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def reply(kind: PauseKind, about: str = "x", **answers: Any) -> Reply:
    person = WrittenPerson(
        WrittenAnswers.model_validate(answers), Path(), lambda: False, lambda: None, lambda _: None, lambda: 0.0
    )
    pause = Pause(kind, about, "Do something.", "facebook-objection", datetime(2026, 11, 23, tzinfo=UTC), lambda: None)
    return person.ask(pause)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    answers = read_answers(written(tmp_path, WHOLE))

    assert (answers.review, answers.again, answers.code_command) == ("send", "no", ("./latest-code", "--new"))
    assert answers.login is not None
    assert (answers.login.name, answers.login.password.get_secret_value()) == ("mina", "secret-password")
    assert answers.questions == {"First name": "Mina"}
    assert "secret-password" not in repr(answers)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('review = "yes"', "review: Input should be 'send' or 'stop'"),
        ('reviw = "send"', "reviw: Extra inputs are not permitted"),
        ('[login]\nname = "a"', "login.password: Field required"),
        ('code_command = "./latest-code"', "code_command: Input should be a valid tuple"),
    ],
    ids=["another word", "a slip of the key", "half a log-in", "a command in one string"],
)
def test_a_file_that_says_something_else_is_refused_with_its_key(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_answers(written(tmp_path, text))

    assert (refusal.value.message, refusal.value.hint) == (f"The answers in answers.toml can't be used: {sentence}.", HINT)


def test_a_refusal_repeats_no_password(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        read_answers(written(tmp_path, '[login]\nname = "a"\npassword = ["secret-password"]'))

    assert "secret" not in f"{refusal.value.message} {refusal.value!r}"


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        read_answers(tmp_path / "answers.toml")

    assert (refusal.value.message, refusal.value.hint) == (f"There is no file {tmp_path / 'answers.toml'}.", HINT)


GIVEN: dict[str, tuple[PauseKind, dict[str, Any], Reply]] = {
    "send": (PauseKind.REVIEW, {"review": "send"}, Send()),
    "send again": (PauseKind.AGAIN, {"again": "yes"}, Yes()),
    "send again, as the design words it": (PauseKind.AGAIN, {"again": "send"}, Yes()),
    "true": (PauseKind.AGAIN, {"again": True}, Yes()),
    "not again": (PauseKind.AGAIN, {"again": "no"}, No()),
    "false": (PauseKind.AGAIN, {"again": False}, No()),
}


@pytest.mark.parametrize(("kind", "answers", "expected"), GIVEN.values(), ids=GIVEN)
def test_what_is_written_is_answered(kind: PauseKind, answers: dict[str, Any], expected: Reply) -> None:
    assert reply(kind, **answers) == expected


@pytest.mark.parametrize(
    "wording", ["Do you own a Page?", "do you own a page", "Page"], ids=["the wording", "in other letters", "a part of it"]
)
def test_a_question_is_answered_by_its_wording(wording: str) -> None:
    assert reply(PauseKind.QUESTION, "Do you own a Page?", questions={wording: "No", "Other": "x"}) == Said("No")


def test_a_whole_wording_goes_before_a_part() -> None:
    assert reply(PauseKind.QUESTION, "Name of the Page", questions={"Page": "a part", "Name of the Page": "whole"}) == Said(
        "whole"
    )


def test_two_parts_that_fit_are_no_answer() -> None:
    with pytest.raises(NeedsPerson):
        reply(PauseKind.QUESTION, "Name of the Page", questions={"Page": "a", "Name": "b"})


def test_to_stop_at_the_review_stops() -> None:
    with pytest.raises(Stopped) as stop:
        reply(PauseKind.REVIEW, review="stop")
    assert stop.value.message == "Stopped at the review, as written down."


@pytest.mark.parametrize("kind", list(PauseKind), ids=str)
def test_what_is_not_written_needs_a_person(kind: PauseKind) -> None:
    with pytest.raises(AiOptoutError) as refusal:
        reply(kind)

    assert isinstance(refusal.value, NeedsPerson)
    assert refusal.value.message == f"The {kind} pause needs a person, and the written answers say nothing to it: Do something."
    assert refusal.value.hint == "Add it to the answers file, or run it with --headed."
