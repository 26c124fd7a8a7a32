"""Each pause at a real terminal and in a window on a display: what it says, how it calls, and that it goes on with no key pressed
once the page shows that it is done. Enter goes on, too.
"""

from __future__ import annotations

import io
import os
import pty
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright
from rich.console import Console
from tests.journeys.display import own_display
from tests.journeys.rehearsal import Rehearsal, launched

from ai_optout.flow import Catalogue
from ai_optout.person.lines import Lines
from ai_optout.person.pause import Pause, PauseKind, Reply
from ai_optout.person.terminal import TerminalPerson
from mock_meta.server import MockMeta

pytestmark = [
    pytest.mark.needs("xvfb"),
    pytest.mark.skipif(sys.platform == "win32", reason="a terminal is made as POSIX does it"),
]
BELL, TITLE = "\x07", "\x1b]0;ai-optout: {}\x07"
Act = Callable[[Page], object]


@dataclass
class Watched:
    """The person at the terminal, who acts in the window, or types, as soon as they are asked."""

    person: TerminalPerson
    keyboard: int
    acts: dict[PauseKind, Act | str]
    asked: list[Pause] = field(default_factory=list)

    def tell(self, line: str) -> None:
        self.person.tell(line)

    def ask(self, pause: Pause) -> Reply:
        self.asked.append(pause)
        act = self.acts.get(pause.kind)
        looks = 0

        def watch() -> Reply | None:
            nonlocal looks
            looks += 1
            if looks == 2 and act is not None:  # at the first look nobody has been asked yet
                if isinstance(act, str):
                    os.write(self.keyboard, act.encode())
                else:
                    assert pause.page is not None
                    act(pause.page)
            return pause.watch()

        return self.person.ask(replace(pause, watch=watch))


@pytest.fixture
def headed(  # noqa: PLR0917 - fixtures
    rehearsal: Rehearsal,
    playwright: Playwright,
    browser_executable: Path,
    running_mock: MockMeta,
    the_flows: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Rehearsal]:
    """The rehearsal in a browser with a window."""
    with own_display() as display:
        monkeypatch.setenv("DISPLAY", display)
        rehearsal.browser = launched(playwright, browser_executable, running_mock, the_flows, display=display)
        yield rehearsal
        rehearsal.browser.browser.close()


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[Watched, io.StringIO]]]:
    """A person at a terminal of the test's own, with what they see."""
    keyboard, terminal = pty.openpty()
    with os.fdopen(terminal, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)

        def begin(**acts: Act | str) -> tuple[Watched, io.StringIO]:
            seen = io.StringIO()
            console = Console(file=seen, force_terminal=True, width=100, legacy_windows=False)
            person = TerminalPerson(console, Lines(), lambda: False, lambda: None)
            return Watched(person, keyboard, {PauseKind(kind): act for kind, act in acts.items()}), seen

        yield begin
        os.close(keyboard)


def log_in(page: Page) -> None:
    page.locator("[name=email]").fill("somebody@mail.example")
    page.locator("[name=pass]").fill("mock-password")
    page.get_by_role("button", name="Log in").click()


def pass_the_checkpoint(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def calls(seen: io.StringIO, say: str) -> tuple[bool, bool]:
    """Whether the bell rang and the terminal's title says what to do."""
    text = seen.getvalue()
    return BELL in text.replace(TITLE.format(say), ""), TITLE.format(say) in text


def test_a_log_in_and_a_checkpoint_that_are_done_go_on_with_no_key_pressed(
    headed: Rehearsal, at_a_terminal: Callable[..., tuple[Watched, io.StringIO]]
) -> None:
    headed.switch(code=False, checkpoint="checkpoint", shape="2025", account_email=headed.profile.email)
    person, seen = at_a_terminal(login=log_in, check=pass_the_checkpoint, review="send\r")

    result = headed.one("facebook-objection", person=person)

    assert result.status == "acknowledged"
    assert [pause.kind for pause in person.asked] == [PauseKind.LOGIN, PauseKind.CHECK, PauseKind.REVIEW]
    for pause in person.asked[:2]:
        assert calls(seen, pause.say) == (True, True)
    assert "It goes on by itself when you are logged in; Enter looks at once." in seen.getvalue()


def test_a_security_check_that_is_solved_goes_on_with_no_key_pressed(
    headed: Rehearsal, at_a_terminal: Callable[..., tuple[Watched, io.StringIO]]
) -> None:
    headed.switch(code=False, security_check=True)

    def solve(page: Page) -> None:
        page.get_by_label("Characters in the picture").fill(headed.open_checks()[0])
        page.get_by_role("button", name="Continue").click()

    person, seen = at_a_terminal(review="send\r", check=solve)

    assert headed.one("facebook-third-party", person=person).status == "acknowledged"
    assert calls(seen, "Do the security check in the open window.") == (True, True)


IN_VIEW = "e => { const box = e.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"


def test_the_field_for_the_code_is_in_view_when_it_is_waited_for(
    headed: Rehearsal, at_a_terminal: Callable[..., tuple[Watched, io.StringIO]]
) -> None:
    headed.switch(code=True, account_email=headed.profile.email)
    in_view: list[bool] = []

    def look(page: Page) -> None:
        in_view.append(page.get_by_label("code").evaluate(IN_VIEW))
        page.get_by_label("code").fill(re.findall(r"^\d{6}$", headed.mails()[-1]["text"], re.MULTILINE)[0])
        page.get_by_role("button", name="Confirm").click()

    person, _seen = at_a_terminal(login=log_in, review="send\r", code=look)

    assert headed.one("facebook-objection", person=person).status == "acknowledged"
    assert in_view == [True]


def test_an_unknown_question_that_is_answered_in_the_page_goes_on_and_may_be_remembered(
    headed: Rehearsal, at_a_terminal: Callable[..., tuple[Watched, io.StringIO]]
) -> None:
    headed.switch(code=False, drift=5, drift_severity=5)

    def answer(page: Page) -> None:
        words = page.get_by_text(person.asked[-1].about).locator("visible=true").first
        field = words.locator("xpath=(descendant::input | following::input)[1]")
        field.fill("1984-05-17")
        field.blur()

    person, seen = at_a_terminal(question=answer, review="send\r")

    assert headed.one("facebook-third-party", person=person).status == "acknowledged"
    asked = next(pause for pause in person.asked if pause.kind is PauseKind.QUESTION)
    assert calls(seen, asked.say) == (True, True)
    assert [(one.wording, one.answer) for one in headed.said] == [(asked.about, "1984-05-17")]


def test_enter_goes_on_at_a_log_in_that_is_not_done_and_it_is_asked_again(
    headed: Rehearsal, at_a_terminal: Callable[..., tuple[Watched, io.StringIO]]
) -> None:
    headed.switch(code=False)
    person, _seen = at_a_terminal(login="\r")
    asked = 0
    whole = person.ask

    def ask(pause: Pause) -> Reply:
        nonlocal asked
        asked += 1
        if asked == 2:
            person.acts[PauseKind.LOGIN] = "s\r"
        return whole(pause)

    person.ask = ask  # type: ignore[method-assign] # the second time the person leaves it out

    result = headed.one("facebook-objection", person=person)

    assert (result.status, asked) == ("skipped", 2)
