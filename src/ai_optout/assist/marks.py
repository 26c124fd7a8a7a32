"""Outlines in a page that show what was filled and what was left, without a change to its document.

They are rules of a stylesheet that is constructed and adopted (CSSOM, *adoptedStyleSheets*): no element or attribute is added,
they move with the page, a policy against inline styles doesn't matter, and they stay where the browser is left open.
(Playwright's `highlight()` writes its selector over the labels; its overlay doesn't scroll along and ends with the connection.)
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from playwright.sync_api import Error as PlaywrightError

from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Ref

FILLED: Final = "3px solid #1a7f37"
LEFT: Final = "3px dashed #bc4c00"
"""Told apart by the line too, not by the colour alone (WCAG 2.2, 1.4.1)."""

_OUTLINE: Final = """
(element, outline) => {
  const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
  const target = shown(element) ? element : [...(element.labels || [])].find(shown) || element.parentElement || element;
  const root = target.getRootNode();
  const path = [];
  for (let at = target; at; at = at.parentElement) {
    const own = at.id && "#" + CSS.escape(at.id);
    if (own && root.querySelectorAll(own).length === 1) { path.unshift(own); break; }
    const peers = [...(at.parentNode?.children ?? [])];
    path.unshift(CSS.escape(at.localName) + `:nth-child(${peers.indexOf(at) + 1})`);
  }
  const sheet = new CSSStyleSheet();
  sheet.insertRule(`${path.join(" > ")} { outline: ${outline} !important; outline-offset: 2px !important; }`);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
"""


def mark(look: Scan, refs: Iterable[Ref], outline: str) -> None:
    """Outline these elements of a look. A bonus: one that the page has replaced meanwhile goes without."""
    for ref in refs:
        with suppress(PlaywrightError):
            look.element(ref).evaluate(_OUTLINE, outline)
