"""The code in a real page: wrong, expired, asked for again, in the window that opens and on the page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from tests.journeys.rehearsal import Rehearsal

from ai_optout.errors import NeedsPerson
from ai_optout.person.pause import Done, Pause, PauseKind, Reply, Said, Send
from ai_optout.person.race import pump
from ai_optout.testing import ScriptedPerson

PLACES = pytest.mark.parametrize("place", [{"code_place": "dialog"}, {"code_place": "page"}, {"site_variant": "mobile"}], ids=str)
NEW_ONE = "That code is no longer valid, and a new one was asked for. "


def newest(rehearsal: Rehearsal) -> Callable[[Pause], Reply]:
    """Types the code of the newest mail."""
    return lambda _: Said(codes(rehearsal)[-1])


def codes(rehearsal: Rehearsal) -> list[str]:
    return [code for mail in rehearsal.mails() for code in re.findall(r"^\d{4,10}$", mail["text"], re.MULTILINE)]


def wrong(pause: Pause) -> Reply:
    return Said("000000")


@PLACES
def test_a_wrong_code_is_noticed_at_once_and_asked_for_again_in_place(rehearsal: Rehearsal, place: dict[str, str]) -> None:
    rehearsal.switch(code=True, **place)
    asked: list[float] = []

    def timed(answer: Callable[[Pause], Reply]) -> Callable[[Pause], Reply]:
        def answering(pause: Pause) -> Reply:
            asked.append(time.monotonic())
            return answer(pause)

        return answering

    with ScriptedPerson(
        (PauseKind.REVIEW, Send()), (PauseKind.CODE, timed(wrong)), (PauseKind.CODE, timed(newest(rehearsal)))
    ) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert asked[1] - asked[0] < 15  # seconds, on a busy machine; it was 30 where the refusal wasn't noticed
    assert person.asked[2].say.startswith("That code wasn't taken. ")
    assert rehearsal.only_accepted()["code_confirmed"]


@PLACES
def test_a_code_that_has_expired_has_a_new_one_sent_and_that_one_is_waited_for(
    rehearsal: Rehearsal, place: dict[str, str]
) -> None:
    rehearsal.switch(code=True, code_valid_s=3, **place)
    asked_at: list[datetime] = []

    def too_late(pause: Pause) -> Reply:
        asked_at.append(pause.asked_at)
        late = Said(codes(rehearsal)[-1])
        until = time.monotonic() + 3.5
        while time.monotonic() < until:
            assert pause.page is not None
            pump(pause.page)
        return late

    def in_time(pause: Pause) -> Reply:
        asked_at.append(pause.asked_at)
        return Said(codes(rehearsal)[-1])

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, too_late), (PauseKind.CODE, in_time)) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert person.asked[2].say.startswith(NEW_ONE)
    assert "That code is no longer valid: asking for a new one" in person.told
    assert len(codes(rehearsal)) == 2
    assert asked_at[1] > asked_at[0]  # a mail from before isn't looked for any more


def test_after_too_many_wrong_codes_a_new_one_is_asked_for(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=True, code_attempts=1)

    again = [(PauseKind.CODE, newest(rehearsal))] * 2
    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, wrong), *again) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, len(codes(rehearsal))) == ("acknowledged", 2)
    assert person.asked[3].say.startswith("That code wasn't taken. A new one was asked for: take the newest mail's. ")


@PLACES
def test_a_page_that_sends_no_new_code_yet_is_quoted_in_its_own_words(rehearsal: Rehearsal, place: dict[str, str]) -> None:
    rehearsal.switch(code=True, code_attempts=1, code_resend_throttled=True, **place)

    waits = (PauseKind.CODE, NeedsPerson("No new code came."))
    with ScriptedPerson(
        (PauseKind.REVIEW, Send()), (PauseKind.CODE, wrong), (PauseKind.CODE, newest(rehearsal)), waits
    ) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, len(codes(rehearsal))) == ("sent", 1)
    say = person.asked[3].say
    assert say.startswith("That code wasn't taken. A new one was asked for: take the newest mail's. The page says: «")
    assert "You’ve requested a code only a moment ago. Please wait a while before you try again». " in say


def test_a_portal_that_sends_no_new_code_yet_is_quoted_and_nothing_is_sent(rehearsal: Rehearsal) -> None:
    rehearsal.switch(doors_lead_to_portal="request", login=False, code_valid_s=1, code_resend_throttled=True)

    def too_late(pause: Pause) -> Reply:
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            assert pause.page is not None
            pump(pause.page)
        return Said(codes(rehearsal)[-1])

    waits = (PauseKind.CODE, NeedsPerson("No new code came."))
    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, too_late), waits) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert (result.status, rehearsal.received()) == ("needs-person", [])
    assert (
        "The page says: «You’ve requested a code only a moment ago. Please wait a while before you try again»."
        in person.asked[2].say
    )


def test_how_long_a_code_is_valid_is_said_where_it_is_known_and_not_invented_elsewhere(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=True)

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, NeedsPerson("Nobody is there."))) as person:
        rehearsal.one("facebook-third-party", person=person)
    rehearsal.switch(doors_lead_to_portal="request", login=False)
    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, NeedsPerson("Nobody is there."))) as there:
        rehearsal.one("facebook-objection", person=there)

    here = person.asked[1]
    assert (here.valid_until, here.say) == (
        None,
        "A code was sent to your e-mail address: look in the inbox, and in spam. How long it is valid stands in the mail.",
    )
    portal = there.asked[1]
    assert portal.valid_until is not None
    assert (portal.valid_until - portal.asked_at).total_seconds() == 3600
    assert portal.say.endswith(f"It is valid for 60 minutes, until {portal.valid_until.astimezone():%H:%M}.")


def test_enter_at_the_code_looks_again_and_costs_no_try(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=True)

    with ScriptedPerson(
        (PauseKind.REVIEW, Send()), *[(PauseKind.CODE, Done())] * 4, (PauseKind.CODE, newest(rehearsal))
    ) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert person.asked[5].say.startswith("The page still asks for the code. ")


def test_a_security_check_that_nobody_solves_has_sent_nothing(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, security_check=True)

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CHECK, NeedsPerson("Nobody is there."))) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, result.reason) == ("needs-person", "Nobody is there.")
    assert rehearsal.accepted() == []
    assert person.asked[1].about == "security check"


def test_a_security_check_whose_answer_was_lost_may_have_sent_it(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, security_check=True, check_answer="500", submit_lost_accepted=True)

    def solve(pause: Pause) -> Reply:
        assert pause.page is not None
        pause.page.get_by_label("Characters in the picture").fill(rehearsal.open_checks()[0])
        with pause.page.expect_response(lambda response: response.url.endswith("/check/")):
            pause.page.get_by_role("button", name="Continue").click()
        return Done()

    with ScriptedPerson(
        (PauseKind.REVIEW, Send()), (PauseKind.CHECK, solve), (PauseKind.CHECK, NeedsPerson("Nobody is there."))
    ) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "sent"
    assert result.reason == "The form was sent; then it broke off: Nobody is there."
