"""One click of the person's at a field, waited for while everything else goes on.

Playwright's `pick_locator()` frames what is under the pointer and swallows the click; but it blocks, has no timeout, and stays
pending over a navigation. So it waits in a greenlet of its own, started by Playwright's loop as its event handlers are, and a
picking ends with the click, with a navigation, or when it is left.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from greenlet import greenlet
from playwright.sync_api import ElementHandle, Frame, Locator, Page
from playwright.sync_api import Error as PlaywrightError

_HERE_MS: Final = 2_000
"""How long what was clicked may take to be found again: it was there a moment ago."""


@dataclass
class Picking:
    """What came of it so far. `over` once there was a click or the page went elsewhere; `picked` is None without a click."""

    _page: Page
    over: bool = False
    _locator: Locator | None = field(default=None, repr=False)

    @property
    def picked(self) -> ElementHandle | None:
        """The element that was clicked; None where nothing was, or it is gone."""
        if self._locator is None:
            return None
        try:
            return self._locator.first.element_handle(timeout=_HERE_MS)
        except PlaywrightError:
            return None

    def _wait(self) -> None:
        try:
            self._locator = self._page.pick_locator()
        except PlaywrightError:  # cancelled, or the page is closed: who waits for the page sees that for themselves
            self._locator = None
        self.over = True

    def _led_away(self, frame: Frame) -> None:
        if frame is self._page.main_frame:
            self.over = True


@contextmanager
def picking(page: Page) -> Iterator[Picking]:
    """Let the person click one element in `page`, until the block ends; the click itself does nothing. It is seen whenever
    Playwright is waited in.
    """
    one = Picking(page)
    page.on("framenavigated", one._led_away)  # noqa: SLF001 - the other half of the class
    asyncio.get_running_loop().call_soon(lambda: greenlet(one._wait).switch())  # noqa: SLF001
    try:
        yield one
    finally:
        page.remove_listener("framenavigated", one._led_away)  # noqa: SLF001
        with suppress(PlaywrightError):  # the page is closed, and the picking with it
            page.cancel_pick_locator()
