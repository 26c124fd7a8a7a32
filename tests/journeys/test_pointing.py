"""A field whose words nobody can read: the person clicks at it once, and at the next visit it is known."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page
from tests.journeys.rehearsal import Rehearsal, same_text

from ai_optout.errors import Skipped
from ai_optout.person.pause import Done, Pause, PauseKind, Point, Reply, Said, Send, Yes
from ai_optout.person.race import pump
from ai_optout.pointed_file import PointedFiles
from ai_optout.testing import ScriptedPerson
from mock_meta.wording import Wording

UNREADABLE = {"surname_label": "Zxq vlop", "prompts_label": "Qwu brem", "reason_label": "Grom tilf"}


@pytest.fixture
def watched(rehearsal: Rehearsal) -> Rehearsal:
    """A rehearsal with a window, as far as the run can tell."""
    rehearsal.browser = replace(rehearsal.browser, headed=True)
    rehearsal.switch(code=False, field_names="numeric")
    return rehearsal


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Takes the words from questions of the mock's forms."""
    read = Wording.text

    def make(*keys: str) -> None:
        def text(self: Wording, key: str, **values: object) -> str:
            return UNREADABLE[key] if key in keys else read(self, key, **values)

        monkeypatch.setattr(Wording, "text", text)

    return make


def click(page: Page, field: Locator) -> None:
    """A real click of the mouse."""
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)


def click_at(field: Callable[[Page], Locator]) -> Callable[[Pause], Reply | None]:
    """Clicks there until it is seen: one that comes before the page is ready for it is a click like any other."""

    def do(pause: Pause) -> Reply:
        page = pause.page
        assert page is not None
        for _try in range(20):
            click(page, field(page))
            for _slice in range(6):
                pump(page)
                if (reply := pause.watch()) is not None:
                    return reply
        raise AssertionError("no click was seen")

    return do


def labelled(wording: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_label(wording)


def kept(rehearsal: Rehearsal) -> list[Path]:
    return sorted((rehearsal.data / "pointed").glob("*.toml"))


@pytest.mark.timeout(400)  # the whole journey twice
def test_what_is_missing_is_pointed_at_filled_and_known_at_the_next_visit(
    watched: Rehearsal, unreadable: Callable[..., None]
) -> None:
    unreadable("reason_label", "prompts_label")
    profile = watched.profile

    with ScriptedPerson(
        (PauseKind.QUESTION, Point()),
        (PauseKind.QUESTION, click_at(labelled("Grom tilf"))),
        (PauseKind.QUESTION, Said("1")),  # two answers are missing: which of them?
        (PauseKind.QUESTION, Point()),
        (PauseKind.QUESTION, click_at(labelled("Qwu brem"))),  # one is: it is that
        (PauseKind.REVIEW, Send()),
    ) as person:
        result = watched.one("facebook-third-party", person=person, clock=watched.hurried(20))

    assert (result.status, result.reason) == ("acknowledged", None)
    answers = watched.only_accepted()["answers"]
    assert same_text(answers["reason"], profile.reason or "")
    assert same_text(answers["prompts"], profile.prompts or "")
    assert [pause.pointable for pause in person.asked] == [True, False, False, True, False, False]
    assert person.asked[2].choices == ("1  your reason", "2  the prompts that show your information")
    assert "the field that asks for the prompts that show your information" in person.asked[4].say
    assert [row["meaning"] for row in watched.receipt(result)["answers"]][-3:] == ["impact", "prompts", "evidence"]
    (file,) = kept(watched)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [value for value in profile.personal_values() if value in file.read_text(encoding="utf-8")] == []

    with ScriptedPerson((PauseKind.AGAIN, Yes()), (PauseKind.REVIEW, Send())) as person:
        again = watched.one("facebook-third-party", person=person, clock=watched.hurried(20))

    assert again.status == "acknowledged"
    assert watched.received()[-1]["answers"] == answers


def test_an_answer_typed_instead_of_the_click_is_the_answer_and_ends_the_picking(
    watched: Rehearsal, unreadable: Callable[..., None]
) -> None:
    unreadable("reason_label", "prompts_label")

    def is_free(pause: Pause) -> Reply:
        page = pause.page
        assert page is not None
        click(page, page.get_by_label("Grom tilf"))
        assert page.get_by_label("Grom tilf").evaluate("field => field === document.activeElement")
        return Send()

    with ScriptedPerson(
        (PauseKind.QUESTION, Point()),
        (PauseKind.QUESTION, Said("Typed after all.")),
        (PauseKind.QUESTION, Point()),
        (PauseKind.QUESTION, Done()),  # Enter: back
        (PauseKind.QUESTION, Said("Typed, too.")),
        (PauseKind.REVIEW, is_free),
    ) as person:
        result = watched.one("facebook-third-party", person=person, clock=watched.hurried(20))

    assert result.status == "acknowledged"
    answers = watched.only_accepted()["answers"]
    assert (answers["reason"], answers["prompts"]) == ("Typed after all.", "Typed, too.")
    assert kept(watched) == []


def test_a_click_beside_the_fields_is_said_and_another_one_asked_for(watched: Rehearsal, unreadable: Callable[..., None]) -> None:
    unreadable("reason_label", "prompts_label")

    with ScriptedPerson(
        (PauseKind.QUESTION, Point()),
        (PauseKind.QUESTION, click_at(lambda page: page.get_by_text("What would you like to do?"))),
        (PauseKind.QUESTION, click_at(labelled("First name"))),
        (PauseKind.QUESTION, Skipped("Left out, as you asked.")),
    ) as person:
        result = watched.one("facebook-third-party", person=person, clock=watched.hurried(20))

    assert result.status == "skipped"
    assert person.asked[2].say.startswith("That isn't a field of the form. ")
    assert person.asked[3].say.startswith("What does «First name» ask? 1  your reason; 2  the prompts ")


def test_a_page_that_goes_elsewhere_meanwhile_ends_the_picking(watched: Rehearsal, unreadable: Callable[..., None]) -> None:
    unreadable("reason_label", "prompts_label")

    def leave(pause: Pause) -> None:
        assert pause.page is not None
        pause.page.goto("https://www.facebook.com/")

    with ScriptedPerson((PauseKind.QUESTION, Point()), (PauseKind.QUESTION, leave)) as person:
        result = watched.one("facebook-third-party", person=person, clock=watched.hurried(20))

    assert result.status == "failed"
    assert result.reason is not None
    assert watched.received() == []


def test_without_a_window_nobody_is_asked_to_point(rehearsal: Rehearsal, unreadable: Callable[..., None]) -> None:
    rehearsal.switch(code=False, field_names="numeric")
    unreadable("reason_label", "prompts_label")

    with ScriptedPerson((PauseKind.QUESTION, Skipped("Left out, as you asked."))) as person:
        rehearsal.one("facebook-third-party", person=person, clock=rehearsal.hurried(20))

    assert not person.asked[0].pointable


def test_what_was_kept_and_cannot_be_read_is_said_and_the_form_filled_without(
    watched: Rehearsal, unreadable: Callable[..., None]
) -> None:
    unreadable("reason_label", "prompts_label")
    path = PointedFiles(watched.data / "pointed").store("https://www.facebook.com/help/contact/510058597920541", ())
    path.write_text("nonsense", encoding="utf-8")

    with ScriptedPerson((PauseKind.QUESTION, Skipped("Left out, as you asked."))) as person:
        watched.one("facebook-third-party", person=person, clock=watched.hurried(20))

    assert [line for line in person.told if line.startswith(f"The file {path} isn't TOML")] != []
