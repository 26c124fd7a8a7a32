"""The one place that waits for somebody: in slices, in Playwright, so that the page stays alive under the person's hands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ai_optout.browser.faults import playwright_errors
from ai_optout.errors import BrowserError, Stopped
from ai_optout.person.pause import Pause, Reply

SLICE_MS = 100
"""How long one slice of waiting is: short enough that an answer feels immediate, at about 1 % of a processor."""

Source = Callable[[], Reply | None]


def race(pause: Pause, sources: Sequence[Source], stop_requested: Callable[[], bool], wait: Callable[[], None]) -> Reply:
    """The first reply that any source or the page gives. Raises `Stopped` on Ctrl-C, what a source raises, `BrowserError` where
    the page is closed.
    """
    while True:
        if stop_requested():
            raise Stopped("Stopped, as you asked.")
        for source in (pause.watch, *sources):
            reply = source()
            if reply is not None:
                return reply
        if pause.page is None:
            wait()
        else:
            pump(pause.page)


def pump(page: Page, slice_ms: float = SLICE_MS) -> None:
    """Let Playwright and the page work for one slice. Raises `BrowserError` where the page was closed."""
    with playwright_errors():
        try:
            page.wait_for_event("close", timeout=slice_ms)
        except PlaywrightTimeout:
            return
    raise BrowserError("The window was closed.", "To try again, run the same command.")
