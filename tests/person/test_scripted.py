"""The scripted person that the library ships: it fails on what nobody expected, and on what nobody asked for."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest

from ai_optout.errors import Stopped
from ai_optout.person.pause import Done, No, Pause, PauseKind, Person, Said, Send, Yes
from ai_optout.testing import ScriptedPerson


def pause(kind: PauseKind) -> Pause:
    return Pause(kind, "about it", "Say something.", "a-flow", datetime(2026, 11, 23, tzinfo=UTC), Done)


def test_it_is_a_person_and_answers_in_order() -> None:
    with ScriptedPerson(("review", Send()), (PauseKind.CODE, Said("123456"))) as scripted:
        person: Person = scripted
        person.tell("Opening")
        assert person.ask(pause(PauseKind.REVIEW)) == Send()
        assert person.ask(pause(PauseKind.CODE)) == Said("123456")
    assert scripted.told == ["Opening"]
    assert [one.kind for one in scripted.asked] == [PauseKind.REVIEW, PauseKind.CODE]


def test_it_raises_what_it_was_given_to_raise() -> None:
    with ScriptedPerson((PauseKind.REVIEW, Stopped("Stopped."))) as person, pytest.raises(Stopped):
        person.ask(pause(PauseKind.REVIEW))


def test_what_it_does_may_be_an_answer_or_leave_the_answer_to_the_page() -> None:
    with ScriptedPerson((PauseKind.AGAIN, lambda _: Yes()), (PauseKind.LOGIN, lambda _: None)) as person:
        assert person.ask(pause(PauseKind.AGAIN)) == Yes()
        assert person.ask(pause(PauseKind.LOGIN)) == Done()


def test_it_fails_on_a_question_that_nobody_expected() -> None:
    person = ScriptedPerson()

    with pytest.raises(AssertionError, match=r"^Nobody expected a question, and this one came \(login\): Say something\.$"):
        person.ask(pause(PauseKind.LOGIN))


def test_it_fails_on_another_question_than_was_expected() -> None:
    person = ScriptedPerson((PauseKind.REVIEW, Send()))

    with pytest.raises(
        AssertionError, match=r"^Question 1 was expected to be of the kind review, and is login: Say something\.$"
    ):
        person.ask(pause(PauseKind.LOGIN))


def test_it_fails_on_an_answer_that_nobody_asked_for() -> None:
    with (
        pytest.raises(AssertionError, match=r"^Nobody asked for 2 of the answers: review, code$"),
        ScriptedPerson((PauseKind.AGAIN, No()), (PauseKind.REVIEW, Send()), (PauseKind.CODE, Done())) as person,
    ):
        person.ask(pause(PauseKind.AGAIN))


def test_a_fault_that_a_run_has_made_a_failed_request_of_comes_out_at_the_end() -> None:
    person = ScriptedPerson()
    with contextlib.suppress(AssertionError):
        person.ask(pause(PauseKind.LOGIN))

    with pytest.raises(AssertionError, match=r"^Nobody expected a question"):
        person.__exit__(None, None, None)


def test_what_went_wrong_already_is_not_covered_up() -> None:
    with pytest.raises(ZeroDivisionError), ScriptedPerson((PauseKind.AGAIN, No())):
        raise ZeroDivisionError
