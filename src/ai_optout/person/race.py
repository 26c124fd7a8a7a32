"""Waiting for somebody, in slices and in Playwright, so that the pages stay alive under the person's hands.

Where several requests are under way, the scheduler is the one place that waits (`person.scheduler`); a pause that is alone waits
here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ai_optout.browser.faults import playwright_errors
from ai_optout.errors import BrowserError, Stopped
from ai_optout.messages import _
from ai_optout.person.pause import Pause, Prompt, Reply, SaidTo, Source

SLICE_MS = 100
"""How long one slice of waiting for a page is, at about 1 % of a processor."""


def race(
    pause: Pause,
    sources: Sequence[Source],
    stop_requested: Callable[[], bool],
    wait: Callable[[], None],
    prompt: Prompt | None = None,
) -> Reply:
    """The first reply that the page, any source or the person gives. Raises `Stopped` on Ctrl-C, what a source raises,
    `BrowserError` where the page is closed. `wait` is a slice of waiting where no browser is open.
    """

    def stopped() -> Reply | None:
        if stop_requested():
            raise Stopped(_("Stopped, as you asked."))
        return None

    if pause.turns is not None:
        reply: Reply = pause.turns.wait(pause, (stopped, *sources), prompt)
        return reply
    looked_at: list[Callable[[], Reply | SaidTo | None]] = [stopped, pause.watch, *sources]
    if prompt is not None:
        looked_at.append(prompt.typed)
        prompt.show()
    while True:
        for source in looked_at:
            came: Reply | SaidTo | None = source()
            if came is not None and not isinstance(came, SaidTo):
                return came
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
        except RuntimeError:  # what Playwright raises here once its driver is gone: there is no loop any more to wait in
            raise BrowserError(_("The browser window was closed."), _("To try again, run the same command.")) from None
    raise BrowserError(_("The window was closed."), _("To try again, run the same command."))
