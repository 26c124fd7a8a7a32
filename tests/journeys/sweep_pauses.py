"""More of test_pauses.py, for `make sweep`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.journeys.rehearsal import Rehearsal

from ai_optout.errors import Skipped, Stopped
from ai_optout.person.pause import Pause, PauseKind, Reply, Said, Send
from ai_optout.person.race import pump
from ai_optout.testing import ScriptedPerson


def in_the_page(act: Callable[[Page], object]) -> Callable[[Pause], Reply | None]:
    """The person does something in the open window; what the page then shows is the answer."""

    def do(pause: Pause) -> None:
        assert pause.page is not None
        act(pause.page)

    return do


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit", exact=True).click()


def test_a_link_of_the_trail_that_is_missing_is_a_pause_not_a_crash(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, trail_missing="submit")

    def go_there(page: Page) -> None:
        page.goto("https://www.facebook.com/help/contact/510058597920541")

    with ScriptedPerson((PauseKind.QUESTION, in_the_page(go_there)), (PauseKind.REVIEW, Send())) as person:
        result = rehearsal.one("instagram-third-party", person=person, clock=rehearsal.hurried(10))

    assert result.status == "acknowledged"
    assert (person.asked[0].about, person.asked[0].say) == (
        "Learn more and submit requests here",
        "The link «Learn more and submit requests here» isn't on this page. Open what it led to in the window.",
    )


def test_a_code_typed_in_the_window_is_as_good_as_one_typed_in_the_terminal(rehearsal: Rehearsal) -> None:
    obliging = rehearsal.obliging()

    def type_it(pause: Pause) -> None:
        said = obliging.ask(pause)
        assert isinstance(said, Said)
        assert pause.page is not None
        pause.page.get_by_label("Verification code").fill(said.text)
        pump(pause.page)
        confirm = pause.page.get_by_role("button", name="Confirm", exact=True)
        if confirm.is_visible():
            confirm.click()

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, type_it)) as person:
        result = rehearsal.one("facebook-third-party", person=person)

    assert result.status == "acknowledged"
    assert rehearsal.only_accepted()["code_confirmed"]


@pytest.mark.parametrize("kind", [PauseKind.LOGIN], ids=str)
def test_a_request_left_out_at_the_log_in_lets_the_next_one_go_on(rehearsal: Rehearsal, kind: PauseKind) -> None:
    rehearsal.switch(code=False)

    with ScriptedPerson((kind, Skipped("Left out, as you asked.")), (PauseKind.REVIEW, Send())) as person:
        results = rehearsal.run("facebook-objection", "facebook-third-party", person=person)

    assert [result.status for result in results.requests] == ["skipped", "acknowledged"]
    assert [one["door"] for one in rehearsal.received()] == ["C"]


def test_a_stop_leaves_what_comes_after_it_unbegun(rehearsal: Rehearsal) -> None:
    with ScriptedPerson((PauseKind.LOGIN, Stopped("Stopped, as you asked."))) as person:
        results = rehearsal.run("facebook-objection", "facebook-third-party", person=person)

    assert [(result.status, result.reason) for result in results.requests] == [
        ("stopped", "Stopped, as you asked."),
        ("stopped", "Not begun: you stopped before it."),
    ]
    assert results.exit_status == 4
    assert [request.flow for request in rehearsal.requests()] == ["facebook-objection"]
