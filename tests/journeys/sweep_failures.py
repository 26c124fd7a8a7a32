"""Every failure that people reported, at every door where it may happen, for `make sweep`: each ends in the documented pause or
sentence, and never in a wrong or a second submission.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.journeys.rehearsal import Rehearsal, Sent

from ai_optout.errors import NeedsPerson
from ai_optout.person.pause import Done, Pause, PauseKind, Reply, Said, Send
from ai_optout.testing import ScriptedPerson

PORTAL: dict[str, object] = {"doors_lead_to_portal": "request"}
ENDS: dict[str, tuple[str, dict[str, object], tuple[str, ...], int]] = {
    # what goes wrong: the flow, the switches, how it may end, how many are accepted
    "the region is refused": ("facebook-objection", {"region_refused": "page"}, ("not-eligible",), 0),
    "the region is refused for WhatsApp": ("whatsapp-objection", {"region_refused": "page"}, ("not-eligible",), 0),
    "the region is led to the Help Centre": ("instagram-objection", {"region_refused": "redirect"}, ("needs-person",), 0),
    "one error after the log-in": ("facebook-objection", {"login_error_loops": 1}, ("acknowledged",), 1),
    "errors after each log-in": ("instagram-objection", {"login_error_loops": 99}, ("needs-person",), 0),
    "a checkpoint": ("facebook-objection", {"checkpoint": "checkpoint"}, ("needs-person",), 0),
    "a second factor": ("instagram-objection", {"checkpoint": "two_factor"}, ("needs-person",), 0),
    "the session is lost at sending": ("facebook-objection", {"session_lost": True}, ("acknowledged",), 1),
    "the session is lost at sending, on the mobile site": (
        "facebook-objection",
        {"session_lost": True, "site_variant": "mobile"},
        ("acknowledged",),
        1,
    ),
    "no form opens": ("facebook-third-party", {"page_answer": "500"}, ("failed", "needs-person"), 0),
    "the connection is cut at the form": ("facebook-third-party", {"page_answer": "reset"}, ("failed",), 0),
    "the first answer of the form is bad": (
        "facebook-third-party",
        {"page_answer": "500", "bad_answers": 1},
        ("acknowledged",),
        1,
    ),
    "the portal's Submit breaks": ("facebook-objection", {**PORTAL, "submit_answer": "reset"}, ("unknown",), 0),
    "the portal's Submit breaks after it was taken": (
        "facebook-objection",
        {**PORTAL, "submit_answer": "reset", "submit_lost_accepted": True},
        ("unknown",),
        1,
    ),
    "the portal's Submit answers with an error": ("facebook-objection", {**PORTAL, "submit_answer": "500"}, ("sent",), 0),
    "the portal's wish for a code fails": ("facebook-objection", {**PORTAL, "code_answer": "500"}, ("needs-person",), 0),
    "the portal says nothing at the end": ("facebook-objection", {**PORTAL, "acknowledgement": False}, ("sent",), 1),
    "the portal's double click is guarded by nobody": (
        "facebook-objection",
        {**PORTAL, "submit_guard": False},
        ("acknowledged",),
        1,
    ),
    "the portal is slow": ("facebook-objection", {**PORTAL, "late_block_ms": 6_000}, ("acknowledged",), 1),
    "the portal's mail is late": ("facebook-objection", {**PORTAL, "mail_delay_s": 8}, ("acknowledged",), 1),
    "the portal's Submit is never answered": (
        "facebook-objection",
        {**PORTAL, "code": False, "submit_answer": "hang"},
        ("unknown",),
        0,
    ),
    "the portal's wish for a code is never answered": (
        "facebook-objection",
        {**PORTAL, "code_answer": "hang"},
        ("needs-person",),
        0,
    ),
    "dead doors lead home": (
        "facebook-third-party",
        {"dead_doors": ("510058597920541", "1266025207620918"), "dead_door_answer": "home"},
        ("needs-person",),
        0,
    ),
    "the log-in is offered to be saved": ("instagram-objection", {"login_prompt": True, "code": False}, ("acknowledged",), 1),
    "the log-in answers with an error": ("facebook-objection", {"login_answer": "500"}, ("failed",), 0),
    "the log-in's connection is cut": ("facebook-objection", {"login_answer": "reset"}, ("failed",), 0),
    "the log-in's first answer is an error": (
        "facebook-objection",
        {"login_answer": "500", "bad_answers": 1, "code": False},
        ("acknowledged",),
        1,
    ),
    "the form comes too late": ("facebook-third-party", {"page_answer": "timeout"}, ("failed",), 0),
    "Submit is answered too late": ("facebook-third-party", {"code": False, "submit_answer": "timeout"}, ("sent",), 0),
    "Submit is never answered": ("facebook-third-party", {"code": False, "submit_answer": "hang"}, ("unknown",), 0),
    "WhatsApp's Submit answers with an error": ("whatsapp-objection", {"code": False, "submit_answer": "500"}, ("sent",), 0),
    "the mobile site's Submit answers with an error": (
        "facebook-third-party",
        {"site_variant": "mobile", "code": False, "submit_answer": "500"},
        ("sent",),
        0,
    ),
    "the mobile site answers a code with an error": (
        "facebook-third-party",
        {"site_variant": "mobile", "code": True, "code_answer": "500"},
        ("sent",),
        1,
    ),
    "the mail is late": ("facebook-third-party", {"code": True, "mail_delay_s": 8}, ("acknowledged",), 1),
    "the choice can't be sent": ("facebook-third-party", {"code": False, "option_unsendable": "object"}, ("failed",), 0),
    "the account has chosen another language": (
        "facebook-objection",
        {"account_locale": "pl", "locale": None, "code": False},
        ("acknowledged",),
        1,
    ),
    "the code has eight digits": ("facebook-third-party", {"code": True, "code_digits": 8}, ("acknowledged",), 1),
    "the portal says no case number": ("facebook-objection", {**PORTAL, "portal_case_digits": 0}, ("acknowledged",), 1),
}


@pytest.mark.parametrize("what", ENDS)
def test_it_ends_as_documented_and_never_twice(rehearsal: Rehearsal, what: str) -> None:
    flow, switches, statuses, accepted = ENDS[what]
    rehearsal.switch(**switches)
    profile = rehearsal.profile_with(accounts=["facebook", "instagram", "whatsapp"])
    hurried = not {"late_block_ms", "session_lost"} & switches.keys()

    result = rehearsal.one(flow, profile=profile, clock=rehearsal.hurried(6) if hurried and accepted == 0 else None)

    assert result.status in statuses, result.reason
    assert len(rehearsal.accepted()) == accepted
    for one in rehearsal.accepted():
        assert Sent(one).answers(profile) == {}
    assert (result.reason is None) == (result.status == "acknowledged")


def test_a_code_of_the_portal_that_never_comes_sends_nothing(rehearsal: Rehearsal) -> None:
    rehearsal.switch(**PORTAL, mail_dropped=True)

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, NeedsPerson("No new code came."))) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert (result.status, result.reason, rehearsal.received()) == ("needs-person", "No new code came.", [])


def in_the_page(act: Callable[[Page], object]) -> Callable[[Pause], Reply | None]:
    def do(pause: Pause) -> None:
        assert pause.page is not None
        act(pause.page)

    return do


def wrong(_: Pause) -> Reply:
    return Said("000000")


def test_a_wrong_code_in_the_portal_is_asked_for_again_and_then_it_is_sent_once(rehearsal: Rehearsal) -> None:
    rehearsal.switch(**PORTAL)
    obliging = rehearsal.obliging()

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, wrong), (PauseKind.CODE, obliging.ask)) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert result.status == "acknowledged"
    assert person.asked[2].say.startswith("That code wasn't taken. ")
    assert Sent(rehearsal.only_accepted()).answers(rehearsal.profile) == {}


def test_three_wrong_codes_in_the_portal_send_nothing(rehearsal: Rehearsal) -> None:
    rehearsal.switch(**PORTAL)

    with ScriptedPerson((PauseKind.REVIEW, Send()), *[(PauseKind.CODE, wrong)] * 3) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert (result.status, rehearsal.received()) == ("failed", [])
    assert result.reason is not None
    assert result.reason.startswith("The page didn't take 3 codes, and nothing was sent.")


def test_a_security_check_in_the_portal_is_the_persons(rehearsal: Rehearsal) -> None:
    rehearsal.switch(**PORTAL, code=False, security_check=True)

    def solve(page: Page) -> None:
        page.get_by_label("Characters in the picture").fill(rehearsal.open_checks()[0])
        page.get_by_role("button", name="Continue").click()

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CHECK, in_the_page(solve))) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert result.status == "acknowledged"
    assert Sent(rehearsal.only_accepted()).answers(rehearsal.profile) == {}


def test_a_reason_that_the_portal_refuses_is_corrected_on_its_page_reviewed_and_sent(rehearsal: Rehearsal) -> None:
    rehearsal.switch(**PORTAL, code=False, reason_minimum=100)
    long = "Long enough by now, as the page wants it: " + "x" * 80
    profile = rehearsal.profile_with(reason="Too short.")

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.QUESTION, Said(long)), (PauseKind.REVIEW, Send())) as person:
        result = rehearsal.one("facebook-objection", person=person, profile=profile)

    assert result.status == "acknowledged"
    assert len(person.asked[2].rows) == len(person.asked[0].rows)
    assert [(one["accepted"], one["answers"]["impact"]) for one in rehearsal.received()] == [(False, "Too short."), (True, long)]


def test_a_security_check_whose_answer_breaks_is_asked_for_again_and_sent_once(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, security_check=True, check_answer="500", bad_answers=1)

    def solve(page: Page) -> None:
        page.get_by_label("Characters in the picture").fill(rehearsal.open_checks()[0])
        page.get_by_role("button", name="Continue").click()

    def solve_in_vain(pause: Pause) -> Reply:
        assert pause.page is not None
        with pause.page.expect_response(lambda response: response.url.endswith("/check/")):
            solve(pause.page)
        return Done()

    with ScriptedPerson(
        (PauseKind.REVIEW, Send()), (PauseKind.CHECK, solve_in_vain), (PauseKind.CHECK, in_the_page(solve))
    ) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert Sent(rehearsal.only_accepted()).answers(rehearsal.profile) == {}


def test_a_form_that_needs_a_screenshot_asks_for_what_is_missing(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, evidence_required=True)
    profile = rehearsal.profile_with(evidence=None)

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.QUESTION, NeedsPerson("No screenshot."))) as person:
        result = rehearsal.one("facebook-third-party", person=person, profile=profile)

    assert (result.status, rehearsal.accepted()) == ("needs-person", [])
    assert person.asked[1].say == "The page says: «This field is required»."


@pytest.mark.parametrize("checkpoint", ["checkpoint", "two_factor"])
def test_what_stands_between_password_and_account_is_done_by_the_person(rehearsal: Rehearsal, checkpoint: str) -> None:
    rehearsal.switch(checkpoint=checkpoint, code=False, shape="2025")
    obliging = rehearsal.obliging()

    def passes(page: Page) -> None:
        if checkpoint == "two_factor":
            page.get_by_label("Log-in code").fill(rehearsal.mock.switches.two_factor_code)
        page.get_by_role("button", name="Continue").click()

    with ScriptedPerson(
        (PauseKind.LOGIN, obliging.ask), (PauseKind.CHECK, in_the_page(passes)), (PauseKind.REVIEW, Send())
    ) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert result.status == "acknowledged"
    assert Sent(rehearsal.only_accepted()).answers(rehearsal.profile) == {}


def test_an_ineligible_person_who_wants_it_anyway_gets_to_the_form(rehearsal: Rehearsal) -> None:
    rehearsal.switch(shape="2025", code=False)
    profile = rehearsal.profile_with(country="US")

    assert rehearsal.one("facebook-objection", profile=profile).status == "not-eligible"
    assert rehearsal.one("facebook-objection", profile=profile, anyway=True).status == "acknowledged"
