"""What the tests of the form engine share: tabs of one real Chromium, and ways to put a page in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Control, Snapshot

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
