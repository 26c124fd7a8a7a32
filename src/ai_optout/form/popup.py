"""Lists that open: the one option of a control's own list is found and clicked, typing a name where the list filters.

A wait ends as soon as a list shows others than were known: one that filters still holds the old options for a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from playwright.sync_api import ElementHandle, JSHandle
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ai_optout.country import country_code
from ai_optout.form.meaning import Territory
from ai_optout.form.snapshot import Option

Choice = Callable[[Sequence[Option]], Option | None]
"""Which of these options is the answer."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, in milliseconds: for an element to let itself be used, for a list that should open, for one that may."""

    act_ms: float
    suggest_ms: float
    plain_ms: float


def fitting_datalist_value(element: ElementHandle, choice: Choice) -> str | None:
    """What the input's `<datalist>` would write for the answer; None where it has no datalist, or none with the answer."""
    listed = element.evaluate("e => e.list instanceof Element ? [...e.list.options].map(o => [o.label, o.value]) : []")
    chosen = choice([Option(" ".join(label.split()), value) for label, value in listed])
    return chosen.value if chosen is not None else None


# --- a combobox or listbox ---

_STANDING = """
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
# The shown options of the control's own list, or of the list that has come since; resolves when they are others than `known`.
# Some lists have no roles, or give them to something that nobody sees: then it is the innermost words of what has come since.
_OPTIONS = """
(element, [standing, known, ms]) => new Promise(done => {
  const root = element.getRootNode(), latest = performance.now() + ms, began = performance.now();
  const fold = text => (text || '').replace(/\\s+/g, ' ').trim();
  const shown = e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().height > 1;
  const isNew = e => !standing.has(e);
  const roots = root === document ? [document] : [root, document];
  const lists = () => {
    if (element.matches('[role=listbox]') && element.getAttribute('aria-expanded') === null) return [element];
    const named = [element, element.closest('[role=combobox]')].flatMap(e =>
      e ? `${e.getAttribute('aria-controls') || ''} ${e.getAttribute('aria-owns') || ''}`.split(/\\s+/) : []);
    const found = named.filter(Boolean).map(id => root.getElementById?.(id) || document.getElementById(id));
    return [...new Set(found.filter(e => e && !e.contains(element)))];
  };
  const ITEMS = '[role=menuitem],[role=menuitemradio],[role=treeitem],li';
  const come = () => {
    const options = roots.flatMap(one => [...one.querySelectorAll('[role=option]')]).filter(e => isNew(e) && shown(e));
    return new Set(options.map(e => e.closest('[role=listbox]'))).size > 1 ? [] : options;
  };
  const words = own => {  // around a list that nobody sees, or anywhere
    const around = own.map(list => { let at = list; while (at && !shown(at)) at = at.parentElement; return at; })
      .filter(at => at && isNew(at) && !at.contains(element));
    if (own.length && !around.length) return [];
    const found = (around.length ? around : [...document.querySelectorAll('body *')].filter(isNew)).flatMap(e =>
      around.length ? [...e.querySelectorAll('*')] : [e]);
    return [...new Set(found)].filter(e => isNew(e) && shown(e) && fold(e.innerText) && fold(e.innerText).length < 80
      && ![...e.children].some(child => fold(child.innerText)) && !e.closest('[role=alert],[aria-live]') && !e.contains(element));
  };
  const options = () => {
    const own = lists();
    const within = selector => own.flatMap(list => [...list.querySelectorAll(selector)]).filter(shown);
    for (const find of [() => within('[role=option]'), () => within(ITEMS)]) { const found = find(); if (found.length) return found; }
    if (!own.length || own.every(list => !shown(list))) {
      const found = own.length ? [] : come();
      return found.length || performance.now() - began < 250 ? found : words(own);
    }
    return [];
  };
  const look = () => {
    const elements = options();
    const records = elements.map(e => [fold(e.innerText) || e.getAttribute('aria-label') || '',
      e.getAttribute('data-value') || '', !e.closest('[aria-disabled=true]')]);
    const state = JSON.stringify(records);
    if (elements.length && state !== known || performance.now() >= latest) done({ elements, records, state });
    else setTimeout(look, 30);
  };
  look();
})
"""
# Moves the list that holds these options on by most of what it shows, the first time to its top; false where it is at its end.
_FURTHER = """
(look, first) => {
  for (let at = look.elements[0]; at; at = at.parentElement) {
    if (at.scrollHeight <= at.clientHeight + 1 || !/auto|scroll|hidden/.test(getComputedStyle(at).overflowY) || at.clientHeight < 10) continue;
    if (at.matches('html,body')) return false;
    const before = at.scrollTop;
    at.scrollTop = first ? 0 : before + Math.max(at.clientHeight * 0.7, 20);
    if (first && before === 0) at.scrollTop = Math.max(at.clientHeight * 0.7, 20);
    return at.scrollTop !== before;
  }
  return false;
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
_ACTIVE = """
element => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const id = [at, element].map(one => one?.getAttribute('aria-activedescendant')).find(Boolean);
  const active = id ? at.getRootNode().getElementById(id) || document.getElementById(id) : at?.getAttribute('role') === 'option' ? at : null;
  return active && active.checkVisibility() ? active : null;
}
"""
SCROLLED_WITHIN_S = 8.0
"""How long a list may be gone through that shows only a part of its options."""
ARROWS_AT_MOST = 300
AROUND = 3
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

    def _look(self, known: str, wait_s: float) -> JSHandle:
        return self.element.evaluate_handle(_OPTIONS, [self.standing, known, wait_s * 1000])

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
        first = True
        while monotonic() < deadline:
            look = self._look("", 0)
            if not look.evaluate(_FURTHER, first):
                return False
            first = False
            known = look.evaluate("look => look.state")
            look = self._look(known, SETTLES_S)
            if self._click_in(look, look.evaluate("look => look.records")):
                return True
        return False

    def click_by_arrows(self) -> bool:
        """Go through the options by the arrow down, and click the active one that is the answer."""
        page = self.element.owner_frame()
        assert page is not None, "a control lies in a frame"
        seen: set[str] = set()
        again, deadline = 0, monotonic() + SCROLLED_WITHIN_S
        for _press in range(ARROWS_AT_MOST):
            page.page.keyboard.press("ArrowDown")
            active = self.element.evaluate_handle(_ACTIVE).as_element()
            if active is None or monotonic() > deadline:
                return False
            label = " ".join(active.inner_text().split()) or active.get_attribute("aria-label") or ""
            enabled = active.get_attribute("aria-disabled") != "true"
            if self.choice([Option(label, active.get_attribute("data-value") or "", enabled=enabled)]) is not None:
                active.click(timeout=self.patience.act_ms)
                return True
            again = again + 1 if label in seen else 0
            if again >= AROUND:
                return False
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
            _type_out(field, name, patience)
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
PRESS_MS = 1_000
SETTLES_S = 0.3
"""How long a list may take to build what it was scrolled to."""


def _type_out(element: ElementHandle, text: str, patience: Patience) -> None:
    element.fill("", timeout=patience.act_ms)
    element.type(text, timeout=patience.act_ms)


# --- a text field that suggests ---

_SHOWN_BEFORE = """
() => new Set([...document.querySelectorAll('li,[role=option],[role=menuitem],a,button,div,td,span')].filter(e => e.checkVisibility()))
"""
_SUGGESTIONS = """
(input, [before, known, ms]) => new Promise(done => {
  const latest = performance.now() + ms, inner = 'li,[role=option],div,td,a,input,select';
  const look = () => {
    const elements = [...document.querySelectorAll('li,[role=option],[role=menuitem],a,button,div,td,span')].filter(element => {
      if (before.has(element) || element.contains(input) || element.querySelector(inner)) return false;
      const text = element.textContent.trim();
      return text && text.length < 80 && element.checkVisibility() && element.getBoundingClientRect().height > 0;
    });
    const texts = elements.map(element => element.textContent.trim()), state = JSON.stringify(texts);
    if (elements.length && state !== known || performance.now() >= latest) done({ elements, texts, state });
    else setTimeout(look, 30);
  };
  look();
})
"""


def fill_typeahead(
    element: ElementHandle, names: Sequence[str], answer: Territory, patience: Patience, *, expected: bool
) -> None:
    """Type a country's names until a suggestion is it, and take that; where none is, the first name stays.

    `expected`: something says that the field suggests.
    """
    frame = element.owner_frame()
    assert frame is not None, "a control lies in a frame"
    before = frame.evaluate_handle(_SHOWN_BEFORE)
    for place, name in enumerate((names[0], *names)):
        if place > 1 and not expected:
            break  # neither setting nor typing the name opened anything: a plain text field
        if place == 1:
            _type_out(element, name, patience)
        else:
            element.fill(name, timeout=patience.act_ms)
        found, shown = _suggestion(element, before, answer, patience.suggest_ms if expected else patience.plain_ms)
        if found is not None:
            found.click(timeout=patience.act_ms)
            return
        expected = expected or shown
    element.fill(names[0], timeout=patience.act_ms)


def _suggestion(element: ElementHandle, before: JSHandle, answer: Territory, wait_ms: float) -> tuple[ElementHandle | None, bool]:
    """The suggestion that is the country, and whether anything was suggested."""
    deadline = monotonic() + wait_ms / 1000
    known, shown = "", False
    while (left := deadline - monotonic()) > 0:
        look = element.evaluate_handle(_SUGGESTIONS, [before, known, left * 1000])
        texts, known = look.evaluate("look => [look.texts, look.state]")
        shown = shown or bool(texts)
        for place, text in enumerate(texts):
            if country_code(text) == answer.code:
                return look.evaluate_handle("(look, place) => look.elements[place]", place).as_element(), True
    return None, shown
