"""More of test_what_goes_wrong.py, for `make sweep`."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.rehearsal import Rehearsal

from ai_optout.person.pause import Pause, PauseKind, Person, Reply, Said, Send
from ai_optout.person.written import WrittenAnswers, WrittenPerson
from ai_optout.testing import ScriptedPerson

Sent = ("sent", 5)


def written(rehearsal: Rehearsal, times: float = 1, **answers: object) -> Person:
    """A person written down, whose patience runs out so many times as fast."""
    login = {"name": rehearsal.profile.email, "password": rehearsal.mock.switches.password}
    values = {"review": "send", "login": login, **answers}
    clock = rehearsal.hurried(times)
    return WrittenPerson(
        WrittenAnswers.model_validate(values), Path.cwd(), lambda: False, lambda: None, lambda _: None, clock.monotonic
    )


def wrong(pause: Pause) -> Reply:
    return Said("000000")


def close_window(pause: Pause) -> None:
    assert pause.page is not None
    pause.page.close()


def test_a_wrong_code_and_then_the_right_one_is_acknowledged(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=True, shape="2024")
    obliging = rehearsal.obliging()

    with ScriptedPerson(
        (PauseKind.LOGIN, obliging.ask), (PauseKind.REVIEW, Send()), (PauseKind.CODE, wrong), (PauseKind.CODE, obliging.ask)
    ) as person:
        assert rehearsal.one("facebook-objection", person=person).status == "acknowledged"
    assert rehearsal.only_accepted()["code_confirmed"]


def test_a_window_that_is_closed_after_sending_is_sent(rehearsal: Rehearsal) -> None:
    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, close_window)) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "sent"
    assert result.reason is not None
    assert result.reason.startswith("The form was sent; then it broke off: The ")
    assert "window was closed." in result.reason


def test_evidence_that_no_flow_asks_for_is_not_looked_at(rehearsal: Rehearsal) -> None:
    rehearsal.switch(shape="2025", code=False)
    profile = rehearsal.profile_with(evidence=["/nowhere/at-all.png"])

    assert rehearsal.one("facebook-objection", profile=profile).status == "acknowledged"
