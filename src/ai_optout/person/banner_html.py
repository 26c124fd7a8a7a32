"""What the strip in the page looks like, as HTML of its own, and where it may lie: two pure functions, tried without a page.

Contrasts (WCAG 2.2, 1.4.3 asks for 4.5 to 1): white on the strip's blue 15.6, the word "Your turn" on its amber 10.9, the word
"ai-optout" on the blue 10.2. Nothing moves for somebody who asked the system for less motion, and with forced colours the strip
has an edge of the system's own.
"""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Final, Literal

from ai_optout.messages import N_, _

Edge = Literal["bottom", "top"]

_MARGIN_PX: Final = 16
_WIDEST_PX: Final = 680
_PADDING_PX: Final = 12
_LINE_PX: Final = 22
_LETTER_PX: Final = 8.2
"""What a letter takes on average at 15 pixels, generously: sans-serifs take 7 to 8."""
_BESIDE_THE_TEXT_PX: Final = 150
"""What the word before the text and the paddings take of the width."""
_GAP_PX: Final = 12
"""How far the strip stays from a field."""

_STYLE: Final = """
.strip{position:fixed;left:0;right:0;margin:0 auto;width:fit-content;max-width:min(680px,calc(100vw - 24px));
box-sizing:border-box;display:flex;gap:12px;align-items:baseline;
padding:12px 20px 12px 16px;border-radius:12px;border:1px solid #3d5675;
background:#10243e;color:#ffffff;font:400 15px/22px system-ui,-apple-system,"Segoe UI",sans-serif;text-align:start;
box-shadow:0 6px 24px rgba(0,0,0,.35);z-index:2147483647;overflow-wrap:anywhere}
.bottom{bottom:16px}
.top{top:16px}
.who{flex:none;font-weight:600;color:#8fd6ff}
.yours .who{color:#231600;background:#ffb648;border-radius:6px;padding:0 8px}
.yours{border-color:#ffb648}
.frame{position:fixed;box-sizing:border-box;border:3px solid #ff8c00;border-radius:8px;outline:1px solid #10243e}
@media (prefers-reduced-motion:no-preference){.strip{animation:come .18s ease-out}}
@keyframes come{from{opacity:0}to{opacity:1}}
@media (forced-colors:active){.strip{border:2px solid CanvasText}}
"""
WHO: Final = {"yours": N_("Your turn"), "working": "ai-optout"}


@dataclass(frozen=True)
class Box:
    """A rectangle in the window, in CSS pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Window:
    """The size of what is seen of a page, in CSS pixels."""

    width: float
    height: float


def strip(text: str, *, yours: bool, edge: Edge) -> str:
    """One sentence as a labelled live region; `yours` where the person has to act."""
    who = "yours" if yours else "working"
    return (
        f"<style>{_STYLE}</style>"
        f'<div class="strip {who} {edge}" role="status" aria-live="polite" aria-label="ai-optout" dir="auto">'
        f'<span class="who">{html.escape(_(WHO[who]))}</span><span>{html.escape(text)}</span></div>'
    )


def frame(box: Box, around_px: float = 5) -> str:
    """A frame around a field; nothing to a screen reader, which is told of the field by the strip."""
    place = {
        "left": box.left - around_px,
        "top": box.top - around_px,
        "width": box.width + 2 * around_px,
        "height": box.height + 2 * around_px,
    }
    style = ";".join(f"{name}:{round(size)}px" for name, size in place.items())
    return f'<div class="frame" aria-hidden="true" style="{style}"></div>'


def clear_edge(text: str, window: Window, in_use: Box | None) -> Edge:
    """The edge of the window where the strip covers nothing of the field in use; of two that won't do, the lesser evil."""
    if in_use is None:
        return "bottom"
    height = strip_height(text, window) + _MARGIN_PX + _GAP_PX
    under_the_bottom = _overlap(in_use, window.height - height, window.height)
    under_the_top = _overlap(in_use, 0, height)
    return "bottom" if under_the_bottom <= under_the_top else "top"


def strip_height(text: str, window: Window) -> float:
    """How high the strip is at most, in CSS pixels."""
    room = max(min(_WIDEST_PX, window.width - 24) - _BESIDE_THE_TEXT_PX, 80)
    return math.ceil(len(text) * _LETTER_PX / room) * _LINE_PX + 2 * _PADDING_PX + 2


def _overlap(box: Box, top: float, bottom: float) -> float:
    return max(0.0, min(box.top + box.height, bottom) - max(box.top, top))
