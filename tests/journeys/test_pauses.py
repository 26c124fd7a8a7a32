"""The pauses in a real page: who may answer, what sends and what doesn't, and that nothing is pressed twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

from PIL import Image, ImageChops
from playwright.sync_api import Page
from tests.journeys.rehearsal import Rehearsal

from ai_optout.errors import Skipped, Stopped
from ai_optout.ledger import State
from ai_optout.person.pause import Done, Pause, PauseKind, Posted, Reply, Said, Send
from ai_optout.person.race import pump
from ai_optout.testing import ScriptedPerson

SHADOW = 40
"""So much darker the shadow of the strip may make a pixel, of 255."""


def in_the_page(act: Callable[[Page], object]) -> Callable[[Pause], Reply | None]:
    """The person does something in the open window; what the page then shows is the answer."""

    def do(pause: Pause) -> None:
        assert pause.page is not None
        act(pause.page)

    return do


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit", exact=True).click()


def test_the_persons_own_press_of_the_pages_button_is_the_sending(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, submit_guard=False)

    with ScriptedPerson((PauseKind.REVIEW, in_the_page(submit))) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert rehearsal.only_accepted()["acknowledged"]
    assert "Sending" not in person.told
    by = [event.detail for event in rehearsal.events() if event.kind == State.REVIEWED]
    assert by == [{"by": "the page's own button"}]
    assert rehearsal.receipt(result)["address"] == "https://www.facebook.com/ajax/help/contact/submit/page"


def test_a_press_of_the_pages_button_that_comes_with_the_word_is_one_sending(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, submit_guard=False, latency_ms=300)

    def both(pause: Pause) -> Reply:
        assert pause.page is not None
        submit(pause.page)
        return Send()

    with ScriptedPerson((PauseKind.REVIEW, both)) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert len(rehearsal.received()) == 1


def test_what_the_person_changes_during_the_review_is_shown_again_before_it_is_sent(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False)

    def change(page: Page) -> None:
        page.get_by_label("Surname").fill("Married")
        page.get_by_label("Surname").blur()

    with ScriptedPerson((PauseKind.REVIEW, in_the_page(change)), (PauseKind.REVIEW, Send())) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert [row.answer for row in person.asked[1].rows if row.question == "Surname"] == ["Married"]
    assert rehearsal.only_accepted()["answers"]["surname"] == "Married"
    assert {one["meaning"]: one["answer"] for one in rehearsal.receipt(result)["answers"]}["family-name"] == "Married"


def test_a_word_that_comes_after_a_last_change_sends_nothing_before_another_look(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False)

    def change_and_say_send(pause: Pause) -> Reply:
        assert pause.page is not None
        pause.page.get_by_label("Surname").fill("Slipped in")
        return Send()

    with ScriptedPerson((PauseKind.REVIEW, change_and_say_send), (PauseKind.REVIEW, Stopped("Stopped, as you asked."))) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, rehearsal.received()) == ("stopped", [])
    assert "Slipped in" in [row.answer for row in person.asked[1].rows]


def test_the_review_shows_every_question_with_the_answer_as_the_page_holds_it(rehearsal: Rehearsal) -> None:
    with ScriptedPerson((PauseKind.REVIEW, Skipped("Left out, as you asked."))) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, result.reason) == ("skipped", "Left out, as you asked.")
    profile = rehearsal.profile
    assert [row.answer for row in person.asked[0].rows][1:5] == [
        "Germany",
        profile.given_name,
        profile.family_name,
        profile.email,
    ]
    assert (rehearsal.received(), rehearsal.states()[-1]) == ([], State.SKIPPED)


def test_what_the_account_has_filled_in_differently_is_a_question(rehearsal: Rehearsal) -> None:
    rehearsal.switch(shape="2025", account_email="of.the.account@mail.example")

    def log_in(page: Page) -> None:
        page.locator("[name=email]").fill("somebody")
        page.locator("[name=pass]").fill("mock-password")
        page.get_by_role("button", name="Log in").click()

    with ScriptedPerson(
        (PauseKind.LOGIN, in_the_page(log_in)), (PauseKind.QUESTION, Done()), (PauseKind.REVIEW, Send())
    ) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert result.status == "acknowledged"
    assert "The page has filled in something other than the profile says." in person.asked[1].say
    assert rehearsal.profile.email not in person.asked[1].say
    assert rehearsal.only_accepted()["answers"]["email"] == "of.the.account@mail.example"


def test_a_reason_that_the_page_refuses_is_corrected_reviewed_again_and_sent(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, reason_minimum=100, reason_checked_after_code=False)
    short, long = "Too short.", "Long enough by now, as the page wants it: " + "x" * 80
    profile = rehearsal.profile_with(reason=short)

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.QUESTION, Said(long)), (PauseKind.REVIEW, Send())) as person:
        result = rehearsal.one("facebook-third-party", person=person, profile=profile)

    assert result.status == "acknowledged"
    assert person.asked[1].say == "The page says: «Your explanation needs to be at least 100 characters long.»."
    assert [(one["accepted"], one["answers"]["reason"]) for one in rehearsal.received()] == [(False, short), (True, long)]


def test_a_reason_refused_only_after_the_code_is_corrected_and_sent_once_more(rehearsal: Rehearsal) -> None:
    rehearsal.switch(reason_minimum=100, code_again_after_error=True)
    profile = rehearsal.profile_with(reason="Too short.")
    obliging = rehearsal.obliging(profile)
    long = "Long enough by now, as the page wants it: " + "x" * 80

    with ScriptedPerson(
        (PauseKind.REVIEW, Send()),
        (PauseKind.CODE, obliging.ask),
        (PauseKind.QUESTION, Said(long)),
        (PauseKind.REVIEW, Send()),
        (PauseKind.CODE, obliging.ask),
    ) as person:
        result = rehearsal.one("facebook-third-party", person=person, profile=profile)

    assert result.status == "acknowledged"
    assert [(one["accepted"], one["answers"]["reason"]) for one in rehearsal.received()] == [
        (False, "Too short."),
        (True, long),
    ]


def test_a_security_check_after_sending_is_the_persons_and_nothing_is_sent_twice(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, security_check=True)

    def solve(page: Page) -> None:
        answer = rehearsal.open_checks()[0]
        page.get_by_label("Characters in the picture").fill(answer)
        page.get_by_role("button", name="Continue").click()

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CHECK, in_the_page(solve))) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert rehearsal.only_accepted()["acknowledged"]
    assert person.asked[1].about == "security check"


def test_somebody_who_leaves_the_code_undone_has_sent_and_is_told_so(rehearsal: Rehearsal) -> None:
    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, Skipped("Left out, as you asked."))) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, result.reason) == ("sent", "The form was sent; then it broke off: Left out, as you asked.")
    assert rehearsal.requests()[0].status == "sent"
    assert len(rehearsal.received()) == 1
    assert person.asked[-1].kind is PauseKind.CODE


def test_nothing_else_than_the_persons_word_sends(rehearsal: Rehearsal) -> None:
    """A post that doesn't hold the answers is no sending."""
    rehearsal.switch(code=False, beacons=True)

    def wait_a_while(pause: Pause) -> Reply:
        assert pause.page is not None
        pause.page.evaluate("() => fetch('/ajax/bz', {method: 'POST', body: 'something else'})")
        for _ in range(5):
            pump(pause.page)
            assert not isinstance(pause.watch(), Posted)
        return Send()

    with ScriptedPerson((PauseKind.REVIEW, wait_a_while)) as person:
        assert rehearsal.one("facebook-third-party", person=person).status == "acknowledged"
    assert len(rehearsal.received()) == 1


def test_at_the_review_the_strip_leaves_the_pages_own_button_free(rehearsal: Rehearsal) -> None:
    rehearsal.browser = replace(rehearsal.browser, headed=True)  # as far as the run can tell
    rehearsal.switch(code=False, site_variant="mobile")
    covered: list[object] = []

    def look(pause: Pause) -> Reply:
        page = pause.page
        assert page is not None
        box = page.locator("input[type=submit]").bounding_box()
        assert box is not None
        clip = (int(box["x"]), int(box["y"]), int(box["x"] + box["width"]), int(box["y"] + box["height"]))
        seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        assert clip[1] >= 0, "the button is in view"
        assert clip[3] <= seen.height, "the button is in view"
        page.screencast.hide_overlays()
        bare = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        page.screencast.show_overlays()
        assert ImageChops.difference(seen, bare).getbbox() is not None, "there is a strip"
        differing = ImageChops.difference(seen.crop(clip), bare.crop(clip)).convert("L")
        covered.append(differing.point(lambda level: 255 if level > SHADOW else 0).getbbox())
        return Send()

    with ScriptedPerson((PauseKind.REVIEW, look)) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert (result.status, covered) == ("acknowledged", [None])
