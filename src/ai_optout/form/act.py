"""Gives one answer to one control, the way a person's hands would; whether it holds is read back from a later scan, not here.

Enter is never pressed: it submits. Nothing is ever cut or changed to make it fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playwright.sync_api import ElementHandle, Frame
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ai_optout.country import country_code, country_names
from ai_optout.form.meaning import Answer, Files, Meaning, Territory
from ai_optout.form.options import choose
from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Control, Kind, Option, Ref
from ai_optout.form.words import normalise

ACT_MS = 4_000
"""How long one control may take to let itself be filled before the person is asked."""
SUGGEST_MS = 2_500
"""How long a list of suggestions may take to open."""
PLAIN_MS = 600
"""The same where nothing says that one will."""


class CannotFill(Exception):  # noqa: N818 - it says what happened, it is no fault
    """The control didn't take the answer; `why` is a sentence for the person, without the answer."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def act(scan: Scan, control: Control, meaning: Meaning | None, answer: Answer, language: str) -> None:
    """Give `answer` to `control`. Raises `CannotFill` where the answer doesn't fit, Playwright's errors where the page is in
    the way.
    """
    element = scan.element(control.ref)
    match control.kind:
        case Kind.TEXT | Kind.TEXTAREA:
            if isinstance(answer, Territory):
                _fill_typeahead(scan, element, control, answer, language)
            else:
                _fill_text(element, control, _text(answer))
        case Kind.SELECT:
            element.select_option(index=_index(control, meaning, answer), timeout=ACT_MS)
        case Kind.RADIO | Kind.CHECKBOXES:
            _press_option(scan, control, meaning, answer)
        case Kind.CHECKBOX | Kind.SWITCH:
            if control.checked is not _truth(answer):
                _press(element)
        case Kind.COMBOBOX | Kind.LISTBOX:
            _choose_from_popup(element, control, meaning, answer, language)
        case Kind.FILE:
            _hand_over(element, control, answer)


def _text(answer: Answer) -> str:
    if isinstance(answer, str):
        return answer
    raise CannotFill("The page asks for text here, and the answer is none.")


def _truth(answer: Answer) -> bool:
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, str) and normalise(answer) in {"yes", "true", "no", "false", "x", "on", "off"}:
        return normalise(answer) in {"yes", "true", "x", "on"}
    raise CannotFill("This is a box to tick: the answer to it is yes or no.")


def _fill_text(element: ElementHandle, control: Control, text: str) -> None:
    units = len(text.replace("\r\n", "\n").encode("utf-16-le")) // 2  # maxlength counts UTF-16 code units (HTML, 4.10.5.3.1)
    if control.max_length is not None and units > control.max_length:
        raise CannotFill(f"The answer has {units} characters and the page takes {control.max_length}; it isn't cut without you.")
    if control.kind is Kind.TEXT and ("\n" in text or "\r" in text):
        raise CannotFill("The answer has several lines and the page takes one.")
    if control.type == "file":
        raise CannotFill("The page asks for a file here.")
    element.fill(text, timeout=ACT_MS)


def _index(control: Control, meaning: Meaning | None, answer: Answer) -> int:
    return control.options.index(_option(control.options, meaning, answer))


def _option(options: Sequence[Option], meaning: Meaning | None, answer: Answer) -> Option:
    found = choose(options, meaning, answer)
    if found is None:
        raise CannotFill("None of the options, or more than one, says the answer.")
    return found


def _press_option(scan: Scan, control: Control, meaning: Meaning | None, answer: Answer) -> None:
    chosen = _option(control.options, meaning, answer)
    assert isinstance(chosen.ref, Ref), "every option of a group is an element"
    if not chosen.selected:
        _press(scan.element(chosen.ref))


def _press(element: ElementHandle) -> None:
    """Click it, or the label that stands for it where a styled control is itself invisible."""
    target = element
    if not element.is_visible():
        label = element.evaluate_handle("e => e.labels?.[0] ?? e.closest('label') ?? e.parentElement").as_element()
        target = label or element
    target.click(timeout=ACT_MS)


def _hand_over(element: ElementHandle, control: Control, answer: Answer) -> None:
    if not isinstance(answer, Files):
        raise CannotFill("The page asks for a file here, and the answer is none.")
    if len(answer.paths) > 1 and not control.multiple:
        raise CannotFill(f"The page takes one file here and the profile has {len(answer.paths)}.")
    element.set_input_files([str(path) for path in answer.paths], timeout=ACT_MS)


# --- lists that open ---


def _names(answer: Answer, language: str) -> list[str]:
    """What to type into a list that filters: the country as the page would call it, then in English; any other answer as it
    is.
    """
    if not isinstance(answer, Territory):
        return [_text(answer)]
    spoken = language.replace("_", "-").split("-")[0]
    names = [*(country_names(answer.code, spoken) if spoken else ()), *country_names(answer.code, "en"), answer.written]
    return list(dict.fromkeys(names))


_OPTIONS = "[role=option]"


def _choose_from_popup(element: ElementHandle, control: Control, meaning: Meaning | None, answer: Answer, language: str) -> None:
    frame = element.owner_frame()
    assert frame is not None, "a control lies in a frame"
    writable = bool(element.evaluate("e => e.matches('input:not([readonly]),textarea')"))
    if control.kind is not Kind.LISTBOX and element.get_attribute("aria-expanded") != "true":
        element.click(timeout=ACT_MS)
    tries: list[str | None] = [None]
    if writable and isinstance(answer, Territory | str):
        tries = [*_names(answer, language)]
    for text in tries:
        if text is not None:
            element.fill(text, timeout=ACT_MS)
        chosen = _visible_option(frame, meaning, answer)
        if chosen is not None:
            chosen.click(timeout=ACT_MS)
            return
    raise CannotFill("The list shows no option that says the answer, or more than one.")


def _visible_option(frame: Frame, meaning: Meaning | None, answer: Answer) -> ElementHandle | None:
    try:
        frame.wait_for_selector(_OPTIONS, state="visible", timeout=SUGGEST_MS)
    except PlaywrightTimeout:
        return None
    shown = [handle for handle in frame.query_selector_all(_OPTIONS) if handle.is_visible()]
    options = [Option(" ".join(handle.inner_text().split()), handle.get_attribute("data-value") or "") for handle in shown]
    chosen = choose(options, meaning, answer)
    return shown[options.index(chosen)] if chosen is not None else None


_SHOWN_BEFORE = """
() => [...document.querySelectorAll('li,[role=option],[role=menuitem],a,button,div,td,span')].filter(e => e.checkVisibility())
"""
_SUGGESTIONS = """
([input, before]) => {
  const found = [];
  const inner = 'li,[role=option],div,td,a,input,select';
  for (const element of document.querySelectorAll('li,[role=option],[role=menuitem],a,button,div,td,span')) {
    if (before.includes(element) || element.contains(input) || element.querySelector(inner)) continue;
    if (!element.checkVisibility()) continue;
    const text = element.textContent.trim();
    if (text && text.length < 80 && element.getBoundingClientRect().height > 0) found.push(element);
  }
  return found.length ? found : null;
}
"""


def _fill_typeahead(scan: Scan, element: ElementHandle, control: Control, answer: Territory, language: str) -> None:
    """A country asked for in a text field: type its name and take the suggestion that is it; where none opens, the name stays."""
    frame = scan.frame(control.ref)
    before = frame.evaluate_handle(_SHOWN_BEFORE)
    names = _names(answer, language)

    def write(text: str) -> None:
        element.fill(text, timeout=ACT_MS)

    def type_out(text: str) -> None:
        element.fill("", timeout=ACT_MS)
        element.type(text, timeout=ACT_MS)

    ways: list[tuple[Callable[[str], None], str]] = [
        (write, names[0]),
        (type_out, names[0]),
        *((write, name) for name in names[1:]),
    ]
    opened = bool(control.hidden or control.popup)
    for place, (way, name) in enumerate(ways):
        if place > 1 and not opened:
            break  # neither setting nor typing the name opened anything: a plain text field
        way(name)
        try:
            found = frame.wait_for_function(_SUGGESTIONS, arg=[element, before], timeout=SUGGEST_MS if opened else PLAIN_MS)
        except PlaywrightTimeout:
            continue
        opened = True
        for suggestion in found.get_properties().values():
            handle = suggestion.as_element()
            if handle is not None and country_code((handle.text_content() or "").strip()) == answer.code:
                handle.click(timeout=ACT_MS)
                return
    write(names[0])
