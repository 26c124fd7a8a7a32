"""What the tests of assisted filling share: a site of somebody else's, a tab, and the filling of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ElementHandle, Page
from tests.assist.site import Site, serving

from ai_optout.assist import Assistance, Assisted, Values, Withholding, read_values
from ai_optout.form.meaning import Meaning
from ai_optout.form.pointed import pointed_at
from ai_optout.form.scan import scan
from ai_optout.form.stillness import still
from ai_optout.form.understand import Question
from ai_optout.inspection import label_of
from ai_optout.origin import FormAddress
from ai_optout.profile import Profile

PATIENCE_MS = 5_000
COUNT_ENTERS = "window.enters = 0; addEventListener('keydown', event => { if (event.key === 'Enter') enters++; }, true);"


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    server.pages.clear()
    server.leads.clear()
    server.asked.clear()
    return server


@pytest.fixture(scope="session")
def shared_page(browser: Browser) -> Iterator[Page]:
    """One for all tests: a new one each would take most of their time."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1000, "height": 800}, service_workers="block")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(shared_page: Page) -> Page:
    shared_page.goto("about:blank")
    return shared_page


class Unseen:
    """A watcher that watches nothing."""

    def filling(self, question: Question, element: ElementHandle) -> None:
        """Nothing."""


class Filled:
    """What came of a filling, by the questions' labels."""

    def __init__(self, assisted: Assisted, withholding: Withholding, enters: int) -> None:
        self.assisted = assisted
        self.filled = [label_of(question.control) for question in assisted.filled]
        self.left = {label_of(question.control): why for question, why in assisted.left}
        self.unasked = assisted.unasked
        self.stopped = withholding.stopped
        self.enters = enters


@pytest.fixture
def values(tmp_path: Path) -> Callable[[str], Values]:
    """The values in a file of these lines."""

    def write(text: str) -> Values:
        file = tmp_path / "values.toml"
        file.write_text(text, encoding="utf-8")
        return read_values(file)

    return write


@pytest.fixture
def fill(tab: Page, site: Site, values: Callable[[str], Values]) -> Callable[..., Filled]:
    """Opens the page at a path of the site and fills it from these lines of a values file and this profile; `pointed` are
    fields, by CSS, that were pointed at before.
    """

    def run(
        path: str,
        lines: str = "",
        profile: Profile | None = None,
        pointed: Iterable[tuple[str, Meaning]] = (),
        settle: Callable[[], None] = lambda: None,
    ) -> Filled:
        address = FormAddress.parse(site.url(path))
        tab.goto(address.url)
        tab.evaluate(COUNT_ENTERS)
        still(tab)
        look = scan(tab)
        by_css = {control.css[0]: control for control in look.snapshot.controls}
        shown = tuple(pointed_at(look.snapshot, by_css[css], meaning) for css, meaning in pointed)
        assistance = Assistance(
            tab, profile, values(lines), lambda url: address.check(tab.url, url), Unseen(), settle=settle, pointed=shown
        )
        withholding = Withholding(tab, assistance.texts(look.snapshot))
        with withholding.watching():
            done = assistance.run()
            address.check(tab.url)
        return Filled(done, withholding, tab.evaluate("() => enters"))

    return run
