"""What the tests of the form engine share: tabs of one real Chromium, and ways to put a page in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ElementHandle, Page, Route

from ai_optout.form.answer import Answering, Outcome
from ai_optout.form.meaning import Answers
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Control, Snapshot
from ai_optout.form.understand import Question

PATIENCE_MS = 5_000


@pytest.fixture(scope="session")
def shared_context(browser: Browser) -> Iterator[BrowserContext]:
    """One context for all tests: a new one each would take most of their time."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1000, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture(scope="session")
def shared_tab(shared_context: BrowserContext) -> Page:
    return shared_context.new_page()


@pytest.fixture(scope="session")
def looked_at(shared_context: BrowserContext) -> Page:
    """A tab for pages without scripts, which are only looked at: one takes the place of the other."""
    return shared_context.new_page()


@pytest.fixture
def tab(shared_tab: Page) -> Iterator[Page]:
    """An empty page with a window of its own: no script, timer, route or listener of an earlier test."""
    shared_tab.goto("about:blank")
    shared_tab.bring_to_front()  # behind another tab it is drawn once a second, and lists that draw while they are scrolled wait for that
    yield shared_tab
    shared_tab.unroute_all()


@pytest.fixture
def own_tab(browser: Browser) -> Iterator[Page]:
    """A page of the test's own, for one that closes it or leads it away."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


@pytest.fixture
def serve(tab: Page) -> Callable[[dict[str, str]], None]:
    """Puts pages at addresses, as if they were on the internet; the tab is led to the first."""

    def put(pages: dict[str, str]) -> None:
        def answered(route: Route) -> None:
            route.fulfill(body=pages.get(route.request.url, ""), content_type="text/html; charset=utf-8")

        tab.route("**/*", answered)
        tab.goto(next(iter(pages)))

    return put


@pytest.fixture
def look(looked_at: Page) -> Callable[[str], Snapshot]:
    """What the engine reads in a page of this HTML, which has no script."""

    def read(html: str) -> Snapshot:
        looked_at.set_content(html)
        found = scan(looked_at)
        found.close()
        return found.snapshot

    return read


@pytest.fixture
def control(look: Callable[[str], Snapshot]) -> Callable[[str], Control]:
    """The one control of a page of this HTML."""

    def read(html: str) -> Control:
        controls = look(html).controls
        assert len(controls) == 1, [one.css for one in controls]
        return controls[0]

    return read


@dataclass
class Told:
    """The guard and the watcher of a form being filled: they write down what they are asked and told."""

    page: Page
    asked: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    """What the whole page held each time just before something was given."""

    def may_type(self, url: str) -> None:
        self.asked.append(url)

    def filling(self, question: Question, element: ElementHandle) -> None:
        self.named.append(question.control.wording)
        self.held.append(
            self.page.evaluate(
                "() => [...document.querySelectorAll('input,textarea')].map(e => e.value).filter(Boolean).join('|')"
            )
        )


@pytest.fixture
def told(tab: Page) -> Told:
    return Told(tab)


@pytest.fixture
def answering(tab: Page, told: Told) -> Callable[..., Answering]:
    """The engine, set to answer the form of the tab."""

    def begin(answers: Answers, **by_wording: str) -> Answering:
        return Answering(tab, answers, told.may_type, told, {key.replace("_", " "): text for key, text in by_wording.items()})

    return begin


@pytest.fixture
def fill(tab: Page, answering: Callable[..., Answering]) -> Callable[..., Outcome]:
    """Puts a page of this HTML in the tab and answers it; every key pressed and every sending is counted in the window."""

    def run(html: str, answers: Answers, **by_wording: str) -> Outcome:
        tab.set_content(
            "<!doctype html><script>window.enters = 0; window.sent = 0;"
            "addEventListener('keydown', e => { if (e.key === 'Enter') enters++; }, true);"
            "addEventListener('submit', e => { sent++; e.preventDefault(); }, true);</script>" + html
        )
        outcome: Outcome = answering(answers, **by_wording).run()
        assert tab.evaluate("() => [enters, sent]") == [0, 0], "nothing may be sent while filling, and Enter never be pressed"
        return outcome

    return run
