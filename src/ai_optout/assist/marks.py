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
elements => {
  const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
  const places = new Map();
  const placeOf = (at) => {
    if (!places.has(at)) [...at.parentNode.children].forEach((peer, place) => places.set(peer, place + 1));
    return places.get(at);
  };
  const pathOf = (target, root) => {
    const path = [];
    for (let at = target; at; at = at.parentElement) {
      const own = at.id && "#" + CSS.escape(at.id);
      if (own && root.querySelectorAll(own).length === 1) { path.unshift(own); break; }
      path.unshift(CSS.escape(at.localName) + `:nth-child(${at.parentNode ? placeOf(at) : 1})`);
    }
    return path.join(" > ");
  };
  const connected = elements.filter((element) => element.isConnected);
  const targets = connected.map((one) => shown(one) ? one : [...(one.labels || [])].find(shown) || one.parentElement || one);
  for (const [root, own] of Map.groupBy(targets, (target) => target.getRootNode())) {
    const sheet = new CSSStyleSheet();
    const drawn = "{ outline: OUTLINE !important; outline-offset: 2px !important; }";
    sheet.replaceSync(own.map((one) => `${pathOf(one, root)} ${drawn}`).join(" "));
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
  return elements.map(() => null);
}
"""


def mark(look: Scan, refs: Iterable[Ref], outline: str) -> None:
    """Outline these elements of a look. A bonus: one that the page has replaced meanwhile goes without."""
    with suppress(PlaywrightError):
        look.ask(tuple(refs), _OUTLINE.replace("OUTLINE", outline))
