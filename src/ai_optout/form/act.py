"""Gives one answer to one control, the way a person's hands would; whether it holds is read back from a later scan, not here.

Enter is never pressed: it submits. Nothing is ever cut or changed to make it fit.
"""

from __future__ import annotations

from collections.abc import Sequence

import phonenumbers
from playwright.sync_api import ElementHandle

from ai_optout.country import country_names
from ai_optout.form.dates import AmbiguousError, date_of, written
from ai_optout.form.meaning import TYPED, Answer, Files, Meaning, Territory
from ai_optout.form.options import choose
from ai_optout.form.popup import Patience, choose_from_popup
from ai_optout.form.press import press
from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Control, Kind, Option, Ref
from ai_optout.form.suggest import fill_typeahead, fitting_datalist_value
from ai_optout.form.words import normalise
from ai_optout.messages import _

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


def act(scan: Scan, control: Control, meaning: Meaning | None, answer: Answer, language: str, *, by_keys: bool = False) -> None:
    """Give `answer` to `control`; a text of one line key by key, where `by_keys`. Raises `CannotFill` where the answer doesn't
    fit, Playwright's errors where the page is in the way.
    """
    element = scan.element(control.ref)
    match Kind.TEXT if meaning in TYPED else control.kind:  # a field that suggests a name takes it as any other
        case Kind.TEXT | Kind.TEXTAREA:
            if isinstance(answer, Territory) and meaning is Meaning.COUNTRY:
                _fill_country(element, control, answer, language)
            elif isinstance(answer, Territory) and meaning is Meaning.TEL_COUNTRY_CODE:
                _fill_text(element, control, _dialling_code(element, control, answer))
            else:
                _fill_text(element, control, _as_wanted(control, _text(answer), language), by_keys=by_keys)
        case Kind.SELECT:
            element.select_option(index=_index(control, meaning, answer), timeout=ACT_MS)
        case Kind.RADIO | Kind.CHECKBOXES:
            _press_option(scan, control, meaning, answer)
        case Kind.CHECKBOX | Kind.SWITCH:
            if control.checked is not _truth(answer):
                press(element, wanted=_truth(answer), timeout_ms=ACT_MS)
        case Kind.COMBOBOX | Kind.LISTBOX:
            _choose_from_list(element, control, meaning, answer, language)
        case Kind.FILE:
            _hand_over(element, control, answer)


def empty(scan: Scan, control: Control) -> None:
    """Take out what a text field holds. Raises Playwright's errors."""
    scan.element(control.ref).fill("", timeout=ACT_MS)


def _as_wanted(control: Control, text: str, language: str) -> str:
    """A date as the field wants it, any other text as it is."""
    date = date_of(text)
    if date is None or control.kind is not Kind.TEXT:
        return text
    try:
        return written(date, control, language)
    except AmbiguousError:
        raise CannotFill(_("The page wants a date here and doesn't say which number is the day and which the month.")) from None


def _text(answer: Answer) -> str:
    if isinstance(answer, str):
        return answer
    raise CannotFill(_("The page asks for text here, and the answer is none."))


def _truth(answer: Answer) -> bool:
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, str) and normalise(answer) in {"yes", "true", "no", "false", "x", "on", "off"}:
        return normalise(answer) in {"yes", "true", "x", "on"}
    raise CannotFill(_("This is a box to tick: the answer to it is yes or no."))


def _fill_text(element: ElementHandle, control: Control, text: str, *, by_keys: bool = False) -> None:
    if not _fits(control, text):
        raise CannotFill(
            _("The answer has {units} characters and the page takes {max_length}; it isn't cut without you.").format(
                units=_units(text), max_length=control.max_length
            )
        )
    if control.kind is Kind.TEXT and ("\n" in text or "\r" in text):
        raise CannotFill(_("The answer has several lines and the page takes one."))
    if control.type == "file":
        raise CannotFill(_("The page asks for a file here."))
    if by_keys and control.kind is Kind.TEXT and control.type in _TYPED:  # a mask may listen to keys alone
        element.fill("", timeout=ACT_MS)
        element.type(text, timeout=ACT_MS)  # holds no line end, which would be Enter
    else:
        element.fill(text, timeout=ACT_MS)


_TYPED = frozenset({"", "text", "tel", "search", "email", "url"})
"""The types of input that take a text letter by letter as it stands."""


def _units(text: str) -> int:
    """Its length as `maxlength` counts it: UTF-16 code units (HTML, 4.10.5.3.1)."""
    return len(text.replace("\r\n", "\n").encode("utf-16-le")) // 2


def _fits(control: Control, text: str) -> bool:
    return control.max_length is None or _units(text) <= control.max_length


def _index(control: Control, meaning: Meaning | None, answer: Answer) -> int:
    return control.options.index(_option(control.options, meaning, answer))


def _option(options: Sequence[Option], meaning: Meaning | None, answer: Answer) -> Option:
    found = choose(options, meaning, answer)
    if found is None:
        raise CannotFill(_("None of the options, or more than one, says the answer."))
    return found


def _press_option(scan: Scan, control: Control, meaning: Meaning | None, answer: Answer) -> None:
    chosen = _option(control.options, meaning, answer)
    assert isinstance(chosen.ref, Ref), "every option of a group is an element"
    if not chosen.selected:
        press(scan.element(chosen.ref), wanted=True, timeout_ms=ACT_MS)


def _hand_over(element: ElementHandle, control: Control, answer: Answer) -> None:
    if not isinstance(answer, Files):
        raise CannotFill(_("The page asks for a file here, and the answer is none."))
    if len(answer.paths) > 1 and not control.multiple:
        raise CannotFill(_("The page takes one file here and the profile has {number}.").format(number=len(answer.paths)))
    paths = [str(path) for path in answer.paths]
    if element.evaluate("e => e instanceof HTMLInputElement"):
        element.set_input_files(paths, timeout=ACT_MS)
    else:
        _drop(element, paths)


_DROP = """
(zone, input) => {
  const dataTransfer = new DataTransfer();
  for (const file of input.files) dataTransfer.items.add(file);
  for (const type of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
}
"""


def _drop(zone: ElementHandle, paths: Sequence[str]) -> None:
    """Let go of files over a zone that has no input: they come from one that is no part of the page."""
    frame = zone.owner_frame()
    assert frame is not None, "a control lies in a frame"
    created = frame.evaluate_handle("() => Object.assign(document.createElement('input'), { type: 'file', multiple: true })")
    carrier = created.as_element()
    assert carrier is not None, "an input is an element"
    carrier.set_input_files(list(paths), timeout=ACT_MS)
    zone.evaluate(_DROP, carrier)


# --- countries, and lists that open ---


def _names(answer: Answer, language: str) -> list[str]:
    """What to type into a list that filters: the country as the page would call it, then in English; any other answer as it
    is.
    """
    if not isinstance(answer, Territory):
        return [_text(answer)]
    spoken = language.replace("_", "-").split("-")[0]
    names = [*(country_names(answer.code, spoken) if spoken else ()), *country_names(answer.code, "en"), answer.written]
    return list(dict.fromkeys(names))


def _calling_codes(answer: Territory) -> list[str]:
    """The country's calling code as it is written: "+49", "49", "0049"; none where it has none."""
    code = phonenumbers.country_code_for_region(answer.code)
    return [f"+{code}", f"{code}", f"00{code}"] if code else []


_ALLOWS = """
(e, text) => {
  if (e.type === 'number' && !/^\\d+$/.test(text)) return false;
  try { return !e.pattern || new RegExp(`^(?:${e.pattern})$`, 'v').test(text); } catch { return true; }
}
"""


def _dialling_code(element: ElementHandle, control: Control, answer: Territory) -> str:
    """The way of writing it that the field allows: some take no "+"."""
    listed = fitting_datalist_value(element, lambda options: choose(options, Meaning.TEL_COUNTRY_CODE, answer))
    codes = [listed] if listed else _calling_codes(answer)
    if control.before.endswith("+"):
        codes = [code for code in codes if not code.startswith("+")]
    for code in codes:
        if _fits(control, code) and element.evaluate(_ALLOWS, code):
            return code
    raise CannotFill(_("The page takes the country's dialling code in no form that is known."))


def _fill_country(element: ElementHandle, control: Control, answer: Territory, language: str) -> None:
    """A country asked for in a text field: the value of its datalist, a suggestion that opens on typing, else its name."""
    listed = fitting_datalist_value(element, lambda options: choose(options, Meaning.COUNTRY, answer))
    names = [listed] if listed else _names(answer, language)
    if control.max_length == len(answer.code):
        names.append(answer.code)
    fitting = [name for name in names if _fits(control, name)]
    if listed or control.popup or len(fitting) <= 1:  # a datalist's suggestions never stand in the page
        _fill_text(element, control, (fitting or names)[0])
        return
    fill_typeahead(element, fitting, answer, _patience(), expected=bool(control.hidden))


def _choose_from_list(element: ElementHandle, control: Control, meaning: Meaning | None, answer: Answer, language: str) -> None:
    names = _names(answer, language) if isinstance(answer, Territory | str) else []
    if isinstance(answer, Territory) and meaning is Meaning.TEL_COUNTRY_CODE:
        names += _calling_codes(answer)[:2]
    listed = fitting_datalist_value(element, lambda options: choose(options, meaning, answer))
    if listed:
        _fill_text(element, control, listed)
    elif not choose_from_popup(element, names, lambda options: choose(options, meaning, answer), _patience()):
        raise CannotFill(_("The list shows no option that says the answer, or more than one."))


def _patience() -> Patience:
    return Patience(act_ms=ACT_MS, suggest_ms=SUGGEST_MS, plain_ms=PLAIN_MS)
