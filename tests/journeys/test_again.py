"""What may be with Meta already is sent again only on a yes: covered requests, and those that nobody knows the end of."""

from __future__ import annotations

import pytest
from tests.journeys.rehearsal import Rehearsal

from ai_optout.clock import SystemClock
from ai_optout.errors import NeedsPerson
from ai_optout.ledger import Ledger, Request, State, who
from ai_optout.person.pause import No, PauseKind, Send, Yes
from ai_optout.status import Status
from ai_optout.testing import ScriptedPerson

TODAY = f"{SystemClock().now():%Y-%m-%d}"


def remember(rehearsal: Rehearsal, *states: State, status: Status | None, flow: str = "facebook-third-party") -> Request:
    """An earlier request of the demo's person in the ledger, which went through these states."""
    with Ledger.open(rehearsal.data, clock=SystemClock()) as ledger:
        person = who(rehearsal.profile.email, b"key")
        request = ledger.plan(person=person, profile="demo", flow=flow, right="third-party", account="person")
        for state in states:
            ledger.enter(request.id, state)
        if status is not None:
            reason = None if status is Status.ACKNOWLEDGED else "It is told so here."
            ledger.end(request.id, status, reason=reason)
        return ledger.request(request.id)


TO_SENDING = (State.OPENED, State.FILLED, State.REVIEWED, State.SENDING)


def test_what_was_acknowledged_is_sent_again_only_on_a_yes(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False)
    remember(rehearsal, *TO_SENDING, State.ACKNOWLEDGED, status=Status.ACKNOWLEDGED, flow="instagram-third-party")

    with ScriptedPerson((PauseKind.AGAIN, No())) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, result.reason) == ("covered", f"Covered by instagram-third-party, acknowledged on {TODAY}.")
    assert (rehearsal.opened, rehearsal.received(), result.receipt) == (0, [], None)
    assert [pause.kind for pause in result.pauses] == ["again"]
    assert person.asked[0].say == f"The same request was acknowledged on {TODAY}: a repeat is not needed and does no harm."

    with ScriptedPerson((PauseKind.AGAIN, Yes()), (PauseKind.REVIEW, Send())) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert rehearsal.only_accepted()["acknowledged"]


def test_another_person_is_not_covered(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False)
    remember(rehearsal, *TO_SENDING, State.ACKNOWLEDGED, status=Status.ACKNOWLEDGED)
    other = rehearsal.profile_with(email="somebody.else@mail.example")

    with ScriptedPerson((PauseKind.REVIEW, Send())) as person:
        assert rehearsal.one("facebook-third-party", person=person, profile=other).status == "acknowledged"


@pytest.mark.parametrize(
    ("states", "status", "called"),
    [
        (TO_SENDING, None, "unknown"),
        ((*TO_SENDING, State.SENT), Status.SENT, "sent"),
        ((*TO_SENDING, State.CODE_ASKED), Status.SENT, "sent"),
    ],
    ids=["cut off while sending", "sent without a word", "the code was never given"],
)
def test_what_may_have_arrived_is_left_out_unless_the_person_says_yes(
    rehearsal: Rehearsal, states: tuple[State, ...], status: Status | None, called: str
) -> None:
    remember(rehearsal, *states, status=status)

    with ScriptedPerson((PauseKind.AGAIN, No())) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, result.reason) == ("skipped", f"Left out: facebook-third-party of {TODAY} may have arrived.")
    assert person.asked[0].say == f"An earlier request may have arrived on {TODAY} ({called}). Look for its e-mail."
    assert (rehearsal.opened, rehearsal.received()) == (0, [])


def test_where_nobody_answers_whether_to_send_again_it_is_not_sent(rehearsal: Rehearsal) -> None:
    remember(rehearsal, *TO_SENDING, status=None)

    with ScriptedPerson((PauseKind.AGAIN, NeedsPerson("Nobody is there."))) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, result.reason, rehearsal.opened) == ("needs-person", "Nobody is there.", 0)
    assert [pause.kind for pause in result.pauses] == ["again"]


def test_a_dry_run_asks_nothing_about_what_was_sent(rehearsal: Rehearsal) -> None:
    remember(rehearsal, *TO_SENDING, State.ACKNOWLEDGED, status=Status.ACKNOWLEDGED)

    with ScriptedPerson() as person:
        assert rehearsal.one("facebook-third-party", person=person, dry_run=True).status == "filled"
