"""The strip in the page that says what happens, and the frame around the field in work. A bonus: terminal and title say the
same.

It is Playwright's overlay: it lets every click through, lies in no locator or snapshot, and is gone without an error where the
page's policy forbids inline styles. Nothing depends on it.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as PlaywrightError

from ai_optout.messages import _

_STRIP = (
    "position:fixed;left:50%;bottom:18px;transform:translateX(-50%);max-width:min(680px,92vw);box-sizing:border-box;"
    "padding:12px 20px;border-radius:12px;background:#10243e;color:#ffffff;font:15px/1.45 system-ui,sans-serif;"
    "box-shadow:0 6px 24px rgba(0,0,0,.35);border-left:6px solid {edge};z-index:2147483647"
)
_EDGES = {"working": "#4cc2ff", "yours": "#ffb648"}
_FRAME = (
    "position:fixed;left:{x}px;top:{y}px;width:{width}px;height:{height}px;"
    "border:3px solid #ff8c00;border-radius:8px;box-sizing:border-box"
)
_AROUND_PX = 5


class _Overlay(Protocol):
    def close(self) -> None: ...


@dataclass
class Banner:
    """The overlay of one page at a time. `shown` is False without a window: then nothing is drawn."""

    shown: bool
    _overlay: _Overlay | None = field(default=None, repr=False)
    _page: Page | None = field(default=None, repr=False)

    def say(self, page: Page, text: str, *, yours: bool = False, around: ElementHandle | None = None) -> None:
        """Show one sentence; `yours` where the person has to act; `around` frames a field. A page that won't have it goes
        without.
        """
        if not self.shown:
            return
        try:
            if around is not None:
                around.scroll_into_view_if_needed(timeout=1_000)
            frame = _frame(around)
            self.clear()
            who = _("Your turn") if yours else "ai-optout"
            style = _STRIP.format(edge=_EDGES["yours" if yours else "working"])
            strip = (
                f'<div role="status" aria-live="polite" aria-label="ai-optout" style="{style}">'
                f"<strong>{who}</strong>&ensp;{html.escape(text)}</div>"
            )
            self._overlay = page.screencast.show_overlay(strip + frame)
            self._page = page
        except PlaywrightError:
            self._overlay = None  # gone with a navigation; the next step draws it anew

    def clear(self) -> None:
        """Take it away."""
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


def _frame(around: ElementHandle | None) -> str:
    box = around.bounding_box() if around is not None else None
    if box is None:
        return ""
    place = {
        "x": box["x"] - _AROUND_PX,
        "y": box["y"] - _AROUND_PX,
        "width": box["width"] + 2 * _AROUND_PX,
        "height": box["height"] + 2 * _AROUND_PX,
    }
    return f'<div aria-hidden="true" style="{_FRAME.format(**{name: round(size) for name, size in place.items()})}"></div>'
