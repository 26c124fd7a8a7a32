"""Text fields that suggest: a `<datalist>`, and lists that come while one types a country."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from playwright.sync_api import ElementHandle, JSHandle

from ai_optout.country import country_code
from ai_optout.form.meaning import Territory
from ai_optout.form.popup import Choice, Patience, type_out
from ai_optout.form.snapshot import Option


def fitting_datalist_value(element: ElementHandle, choice: Choice) -> str | None:
    """What the input's `<datalist>` would write for the answer; None where it has no datalist, or none with the answer."""
    listed = element.evaluate("e => e.list instanceof Element ? [...e.list.options].map(o => [o.label, o.value]) : []")
    chosen = choice([Option(" ".join(label.split()), value) for label, value in listed])
    return chosen.value if chosen is not None else None


_SHOWN_BEFORE = """
() => new Set([...document.querySelectorAll('li,[role=option],[role=menuitem],a,button,div,td,span')]
  .filter(e => e.checkVisibility()))
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
            type_out(element, name, patience)
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
