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
() => [...document.querySelectorAll('[role=option]')].filter(e => e.checkVisibility({ visibilityProperty: true }))
"""
# The shown options of the control's own list, or of the list that has come since; resolves when they are others than `known`.
_OPTIONS = """
(element, [standing, known, ms]) => new Promise(done => {
  const root = element.getRootNode(), latest = performance.now() + ms;
  const fold = text => (text || '').replace(/\\s+/g, ' ').trim();
  const shown = e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().height > 0;
  const lists = () => {
    if (element.matches('[role=listbox]')) return [element];
    const named = [element, element.closest('[role=combobox]')].flatMap(e =>
      e ? `${e.getAttribute('aria-controls') || ''} ${e.getAttribute('aria-owns') || ''}`.split(/\\s+/) : []);
    const found = named.filter(Boolean).map(id => root.getElementById?.(id) || document.getElementById(id));
    return [...new Set(found.filter(e => e && !e.contains(element)))];
  };
  const options = () => {
    const own = lists();
    if (own.length) {
      const within = selector => own.flatMap(list => [...list.querySelectorAll(selector)]).filter(shown);
      const proper = within('[role=option]');
      return proper.length ? proper : within('[role=menuitem],[role=menuitemradio],[role=treeitem],li');
    }
    const roots = root === document ? [document] : [root, document];
    const come = roots.flatMap(one => [...one.querySelectorAll('[role=option]')]).filter(e => !standing.includes(e) && shown(e));
    return new Set(come.map(e => e.closest('[role=listbox]'))).size > 1 ? [] : come;
  };
  const look = () => {
    const elements = options();
    const records = elements.map(e => [fold(e.innerText) || e.getAttribute('aria-label') || '',
      e.getAttribute('data-value') || '', e.getAttribute('aria-disabled') !== 'true']);
    const state = JSON.stringify(records);
    if (elements.length && state !== known || performance.now() >= latest) done({ elements, records, state });
    else setTimeout(look, 30);
  };
  look();
})
"""


def choose_from_popup(element: ElementHandle, names: Sequence[str], choice: Choice, patience: Patience) -> bool:
    """Open the list of `element`, type each of `names` where one can type, and click the option of `choice`.

    False where the list shows no such option; what was typed is then taken out again. Raises Playwright's errors.
    """
    frame = element.owner_frame()
    assert frame is not None, "a control lies in a frame"
    writable = bool(element.evaluate("e => e.matches('input:not([readonly]),textarea:not([readonly])')")) and bool(names)
    is_open = bool(element.evaluate("e => e.matches('[role=listbox]') || e.getAttribute('aria-expanded') === 'true'"))
    standing = frame.evaluate_handle("() => []" if is_open else _STANDING)
    if not is_open:
        _open(element, writable=writable, patience=patience)
    if not writable:
        return _click_option(element, standing, choice, patience.suggest_ms, patience)[0]
    seen = False
    for place, name in enumerate((names[0], *names)):
        if place == 1 and seen:
            continue  # only some lists listen to keys alone
        if place == 1:
            _type_out(element, name, patience)
        else:
            element.fill(name, timeout=patience.act_ms)
        likely = place == 0 or seen or element.get_attribute("aria-expanded") == "true"
        wait_ms = patience.suggest_ms if likely else patience.plain_ms
        clicked, shown = _click_option(element, standing, choice, wait_ms, patience)
        if clicked:
            return True
        seen = seen or shown
    element.fill("", timeout=patience.act_ms)
    return False


def _open(element: ElementHandle, *, writable: bool, patience: Patience) -> None:
    try:
        element.click(timeout=patience.act_ms)
    except PlaywrightTimeout:
        if not writable:
            raise
        element.focus()  # what shows the chosen option may lie over the input; typing opens the list as well


def _type_out(element: ElementHandle, text: str, patience: Patience) -> None:
    element.fill("", timeout=patience.act_ms)
    element.type(text, timeout=patience.act_ms)


def _click_option(
    element: ElementHandle, standing: JSHandle, choice: Choice, wait_ms: float, patience: Patience
) -> tuple[bool, bool]:
    """Whether the answer's option was clicked, and whether any was shown."""
    deadline = monotonic() + wait_ms / 1000
    known, shown = "", False
    while (left := deadline - monotonic()) > 0:
        look = element.evaluate_handle(_OPTIONS, [standing, known, left * 1000])
        records, known = look.evaluate("look => [look.records, look.state]")
        shown = shown or bool(records)
        options = [Option(label, value, enabled=enabled) for label, value, enabled in records]
        chosen = choice(options)
        if chosen is None:
            continue
        option = look.evaluate_handle("(look, place) => look.elements[place]", options.index(chosen)).as_element()
        assert option is not None, "every record is of an element"
        try:
            option.click(timeout=patience.act_ms)
        except PlaywrightError:
            if option.evaluate("e => e.isConnected"):
                raise
            known = ""  # the list was built anew under the pointer
        else:
            return True, True
    return False, shown


# --- a text field that suggests ---

_SHOWN_BEFORE = """
() => [...document.querySelectorAll('li,[role=option],[role=menuitem],a,button,div,td,span')].filter(e => e.checkVisibility())
"""
_SUGGESTIONS = """
(input, [before, known, ms]) => new Promise(done => {
  const latest = performance.now() + ms, inner = 'li,[role=option],div,td,a,input,select';
  const look = () => {
    const elements = [...document.querySelectorAll('li,[role=option],[role=menuitem],a,button,div,td,span')].filter(element => {
      if (before.includes(element) || element.contains(input) || element.querySelector(inner)) return false;
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
