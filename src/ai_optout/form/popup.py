"""Lists that open: the one option of a control's own list is found and clicked, typing a name where the list filters, scrolling
where it has only a part of its options in the page, and going through it by the arrow down; never by Enter.

A wait ends as soon as a list shows others than were known: one that filters still holds the old options for a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from time import monotonic
from typing import Final

from playwright.sync_api import ElementHandle, JSHandle
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ai_optout.form.snapshot import Option

Choice = Callable[[Sequence[Option]], Option | None]
"""Which of these options is the answer."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, in milliseconds: for an element to let itself be used, for a list that should open, for one that may."""

    act_ms: float
    suggest_ms: float
    plain_ms: float


@cache
def _options_shown() -> str:
    return files("ai_optout.form").joinpath("options_shown.js").read_text(encoding="utf-8")


_STANDING: Final = """
() => {
  const found = new Set();
  const walk = root => { for (const e of root.querySelectorAll('*')) {
    if (e.shadowRoot) walk(e.shadowRoot);
    if (e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().height > 0) found.add(e);
  } };
  walk(document);
  return found;
}
"""
# The input that has the focus now, if it came with the list: the list's own search.
_SEARCH = """
standing => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at && at.matches('input:not([readonly])') && !standing.has(at) ? at : null;
}
"""
_ACTIVE: Final = """
element => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const id = [at, element].map(one => one?.getAttribute('aria-activedescendant')).find(Boolean);
  const active = id ? at.getRootNode().getElementById(id) || document.getElementById(id) : at?.closest('[role=option]');
  return active && active.checkVisibility() ? active : null;
}
"""
_SAYS: Final = f"""
element => {{
  const active = ({_ACTIVE})(element);
  return active && [active.innerText.replace(/\\s+/g, ' ').trim() || active.getAttribute('aria-label') || '',
    active.getAttribute('data-value') || '', !active.closest('[aria-disabled=true]')];
}}
"""
SCROLLED_WITHIN_S: Final = 45.0
"""How long a list may be gone through that shows only a part of its options."""
SETTLES_S: Final = 0.6
"""How long a list may take to build what it was scrolled to."""
DRAWS_S: Final = 2.0
"""How much longer one may take that built something at the move before, or is moved for the first time."""
PRESS_MS: Final = 1_000
"""How long something may lie over a control before what is drawn in its place is pressed instead."""
ARROWS_AT_MOST: Final = 300
AROUND: Final = 3
"""After so many options that were active before, the arrows have gone around."""


@dataclass(frozen=True)
class _Opened:
    """A list that was opened: its control, and what was visible before it."""

    element: ElementHandle
    standing: JSHandle
    choice: Choice
    patience: Patience

    def click(self, wait_ms: float) -> tuple[bool, bool]:
        """Whether the answer's option was clicked, and whether any was shown."""
        deadline = monotonic() + wait_ms / 1000
        known, shown = "", False
        while (left := deadline - monotonic()) > 0:
            look = self._look(known, left)
            records, known = look.evaluate("look => [look.records, look.state]")
            shown = shown or bool(records)
            done = self._click_in(look, records)
            if done is None:
                known = ""  # the list was built anew under the pointer
            elif done:
                return True, True
        return False, shown

    def _look(self, known: str, wait_s: float, scroll: str = "") -> JSHandle:
        return self.element.evaluate_handle(_options_shown(), [self.standing, known, wait_s * 1000, scroll])

    def _click_in(self, look: JSHandle, records: Sequence[tuple[str, str, bool]]) -> bool | None:
        """Whether the answer's option is among these and was clicked; None where it went away meanwhile."""
        options = [Option(label, value, enabled=enabled) for label, value, enabled in records]
        chosen = self.choice(options)
        if chosen is None:
            return False
        option = look.evaluate_handle("(look, place) => look.elements[place]", options.index(chosen)).as_element()
        assert option is not None, "every record is of an element"
        try:
            option.click(timeout=self.patience.act_ms)
        except PlaywrightError:
            if option.evaluate("e => e.isConnected"):
                raise
            return None
        return True

    def click_further_down(self) -> bool:
        """Scroll through a list that has only a part of its options in the page; whether the answer's was clicked."""
        deadline = monotonic() + SCROLLED_WITHIN_S
        known, scroll, drawn = self._look("", SETTLES_S).evaluate("look => look.state"), "top", True
        while monotonic() < deadline:
            look = self._look(known, SETTLES_S, scroll)
            records, state, moved = look.evaluate("look => [look.records, look.state, look.moved]")
            if not moved:
                return False
            if state == known and drawn:  # what isn't looked at now is skipped by the next move
                look = self._look(known, DRAWS_S)
                records, state = look.evaluate("look => [look.records, look.state]")
            drawn = state != known
            known, scroll = state, "on"
            if self._click_in(look, records):
                return True
        return False

    def click_by_arrows(self) -> bool:
        """Go through the options by the arrow down, and click the active one that is the answer."""
        frame = self.element.owner_frame()
        assert frame is not None, "a control lies in a frame"
        seen: set[str] = set()
        again, deadline = 0, monotonic() + SCROLLED_WITHIN_S
        for _press in range(ARROWS_AT_MOST):
            frame.page.keyboard.press("ArrowDown")
            told = self.element.evaluate(_SAYS)
            if told is None or monotonic() > deadline or again >= AROUND:
                return False
            label, value, enabled = told
            if self.choice([Option(label, value, enabled=enabled)]) is not None:
                active = self.element.evaluate_handle(_ACTIVE).as_element()
                if active is not None:
                    active.click(timeout=self.patience.act_ms)
                return active is not None
            again = again + 1 if label in seen else 0
            seen.add(label)
        return False


def choose_from_popup(element: ElementHandle, names: Sequence[str], choice: Choice, patience: Patience) -> bool:
    """Open the list of `element`, type each of `names` where one can type, and click the option of `choice`; else scroll and go
    through it.

    False where the list shows no such option; what was typed is then taken out again. Raises Playwright's errors.
    """
    frame = element.owner_frame()
    assert frame is not None, "a control lies in a frame"
    writable = bool(element.evaluate("e => e.matches('input:not([readonly]),textarea:not([readonly])')")) and bool(names)
    is_open = bool(element.evaluate(_IS_OPEN))
    standing = frame.evaluate_handle("() => new Set()" if is_open else _STANDING)
    if not is_open:
        _open(element, writable=writable, patience=patience)
    opened = _Opened(element, standing, choice, patience)
    if writable:
        return _type_and_click(element, names, opened)
    clicked, shown = opened.click(patience.suggest_ms if not is_open else patience.plain_ms)
    if clicked:
        return True
    search = frame.evaluate_handle(_SEARCH, standing).as_element()
    if search is not None and names:
        return _type_and_click(search, names, opened)
    if shown and (opened.click_further_down() or opened.click_by_arrows()):
        return True
    _close(element)
    return False


_IS_OPEN = """
e => e.getAttribute('aria-expanded') === 'true' || e.matches('[role=listbox]') && e.getAttribute('aria-expanded') === null
"""


def _type_and_click(field: ElementHandle, names: Sequence[str], opened: _Opened) -> bool:
    patience, seen = opened.patience, False
    for place, name in enumerate((names[0], *names)):
        if place == 1 and seen:
            continue  # only some lists listen to keys alone
        if place == 1:
            type_out(field, name, patience)
        else:
            field.fill(name, timeout=patience.act_ms)
        likely = place == 0 or seen or field.get_attribute("aria-expanded") == "true"
        clicked, shown = opened.click(patience.suggest_ms if likely else patience.plain_ms)
        if clicked:
            return True
        seen = seen or shown
    field.fill("", timeout=patience.act_ms)
    _clicked, shown = opened.click(patience.plain_ms)  # a list that typing doesn't filter, or that knows it by another name
    if _clicked or (shown and (opened.click_further_down() or opened.click_by_arrows())):
        return True
    field.fill("", timeout=patience.act_ms)
    _close(opened.element)
    return False


def _close(element: ElementHandle) -> None:
    """Close what stayed open and may lie over other fields; in a dialog, which the same key closes, by the control itself."""
    if not element.evaluate("e => e.isConnected && e.getAttribute('aria-expanded') === 'true'"):
        return
    frame = element.owner_frame()
    if frame is None or element.evaluate("e => !!e.closest('dialog,[role=dialog],[role=alertdialog]')"):
        element.dispatch_event("click")
    else:
        frame.page.keyboard.press("Escape")


def _open(element: ElementHandle, *, writable: bool, patience: Patience) -> None:
    try:
        element.click(timeout=patience.act_ms if not element.evaluate(_IS_COVERED) else PRESS_MS)
    except PlaywrightTimeout:
        if element.evaluate(_IS_COVERED):  # what shows the chosen option lies over the input
            element.click(force=True, timeout=patience.act_ms)
        elif not writable:
            raise
        element.focus()  # typing opens the list as well


# Whether what lies over the middle of an element is of the same few elements around it: what is drawn in its place.
_IS_COVERED = """
element => {
  const box = element.getBoundingClientRect(), root = element.getRootNode();
  const hit = root.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const around = element.parentElement?.parentElement?.parentElement || element.parentElement;
  return !!hit && hit !== element && !element.contains(hit) && !!around && around.contains(hit) && !hit.contains(around);
}
"""


def type_out(element: ElementHandle, text: str, patience: Patience) -> None:
    """Type a text key by key, in place of what is there."""
    element.fill("", timeout=patience.act_ms)
    element.type(text, timeout=patience.act_ms)
