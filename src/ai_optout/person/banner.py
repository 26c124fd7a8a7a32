"""The strip in the page that says what happens, and the frame around the field in work. A bonus: terminal and title say the
same.

It is Playwright's overlay: it lets every click through, lies in no locator or snapshot, and is gone without an error where the
page's policy forbids inline styles. Nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as PlaywrightError

from ai_optout.person.banner_html import Box, Edge, Window, clear_edge, frame, strip

_IN_USE = """
() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const used = element && element !== document.body && element !== document.documentElement && element.localName !== 'iframe';
  const box = used ? element.getBoundingClientRect() : null;
  return {window: [innerWidth, innerHeight], box: box && [box.left, box.top, box.width, box.height]};
}
"""


class _Overlay(Protocol):
    def close(self) -> None: ...


@dataclass
class Banner:
    """The overlay of one page at a time. `shown` is False without a window: then nothing is drawn."""

    shown: bool
    _overlay: _Overlay | None = field(default=None, repr=False)
    _page: Page | None = field(default=None, repr=False)
    _text: str = ""
    _yours: bool = False
    _edge: Edge = "bottom"

    def say(
        self,
        page: Page,
        text: str,
        *,
        yours: bool = False,
        around: ElementHandle | None = None,
        beside: ElementHandle | None = None,
    ) -> None:
        """Show one sentence; `yours` where the person has to act; `around` frames a field. `beside` is one that the person may
        scroll away from, so no frame would stay with it: it is brought into view and kept free. A page that won't have it goes
        without.
        """
        if not self.shown:
            return
        try:
            if around is not None:
                around.scroll_into_view_if_needed(timeout=1_000)
            if beside is not None:
                with suppress(PlaywrightError):  # it isn't shown, or it moves: then the sentence alone
                    beside.scroll_into_view_if_needed(timeout=1_000)
            window, in_use = _in_use(page)
            framed = _box_of(around)
            free = framed or _box_of(beside) or in_use
            self._draw(page, text, yours=yours, edge=clear_edge(text, window, free), framed=framed)
        except PlaywrightError:
            self._overlay = None  # gone with a navigation; the next step draws it anew

    def keep_clear(self, page: Page) -> None:
        """During a pause: move it to the other edge where it covers the field that the person is in, and into the window that
        the site opened.
        """
        if not self.shown or not self._text or self._page is None:
            return
        try:
            window, in_use = _in_use(page)
            edge = clear_edge(self._text, window, in_use)
            if page is not self._page or (in_use is not None and edge != self._edge):
                self._draw(page, self._text, yours=self._yours, edge=edge, framed=None)
        except PlaywrightError:
            return  # the page is on its way elsewhere, and takes it along

    def clear(self) -> None:
        """Take it away."""
        self._text = ""
        if self._overlay is not None:
            with suppress(PlaywrightError):  # gone with its page
                self._overlay.close()
            self._overlay = None

    @contextmanager
    def hidden(self, page: Page) -> Iterator[None]:
        """Out of the way, for a picture."""
        if not self.shown:
            yield
            return
        page.screencast.hide_overlays()
        try:
            yield
        finally:
            page.screencast.show_overlays()

    def _draw(self, page: Page, text: str, *, yours: bool, edge: Edge, framed: Box | None) -> None:
        self.clear()
        drawn = strip(text, yours=yours, edge=edge) + (frame(framed) if framed is not None else "")
        self._overlay = page.screencast.show_overlay(drawn)
        self._page, self._text, self._yours, self._edge = page, text, yours, edge


def _in_use(page: Page) -> tuple[Window, Box | None]:
    """The window, and the field that has the focus."""
    found = page.evaluate(_IN_USE)
    return Window(*found["window"]), Box(*found["box"]) if found["box"] else None


def _box_of(element: ElementHandle | None) -> Box | None:
    box = element.bounding_box() if element is not None else None
    return Box(box["x"], box["y"], box["width"], box["height"]) if box is not None else None
