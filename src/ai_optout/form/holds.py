"""Whether a page now holds an answer. A pure function of a fresh look at the control: what was typed is not what counts."""

from __future__ import annotations

import phonenumbers

from ai_optout.country import country_code
from ai_optout.form.dates import date_of, shows
from ai_optout.form.meaning import TYPED, Answer, Files, Meaning, Territory
from ai_optout.form.numbers import is_only_a_code
from ai_optout.form.options import choose
from ai_optout.form.snapshot import Control, Kind, Option
from ai_optout.form.words import normalise


def holds(control: Control, meaning: Meaning | None, answer: Answer, language: str = "") -> bool:  # noqa: PLR0911 - a kind, a line
    """Whether `control` reads back as `answer`. Line ends aside; an e-mail's domain may read back in its ASCII form, a number
    in other spacing, a date as the field of a page in `language` wants it.
    """
    date = date_of(answer)
    if date is not None and control.kind is Kind.TEXT:
        return shows(date, control, language)
    match control.kind:
        case Kind.TEXT | Kind.TEXTAREA:
            if isinstance(answer, Territory):
                return _dialling_text(control, answer) if meaning is Meaning.TEL_COUNTRY_CODE else _country_text(control, answer)
            return isinstance(answer, str) and _same_text(control, answer)
        case Kind.COMBOBOX if meaning in TYPED:
            return isinstance(answer, str) and _same_text(control, answer)
        case Kind.COMBOBOX:
            if isinstance(answer, Territory) and meaning is not Meaning.TEL_COUNTRY_CODE:
                return _country_text(control, answer)
            return bool(control.value) and choose((Option(control.value, control.value),), meaning, answer) is not None
        case Kind.SELECT | Kind.RADIO | Kind.CHECKBOXES | Kind.LISTBOX:
            chosen = choose(control.options, meaning, answer)
            selected = [(option.label, option.value) for option in control.options if option.selected]
            return chosen is not None and selected == [(chosen.label, chosen.value)]
        case Kind.CHECKBOX | Kind.SWITCH:
            return isinstance(answer, bool | str) and bool(control.checked) == (
                answer is True or normalise(str(answer)) in {"yes", "true", "x", "on"}
            )
        case Kind.FILE:
            return isinstance(answer, Files) and (control.value == _as_listed(answer) or _names_all(control.after, answer))


def _as_listed(answer: Files) -> str:
    return "\n".join(f"{path.name}\t{path.stat().st_size}" for path in answer.paths)


def _names_all(text: str, answer: Files) -> bool:
    """Whether a drop zone that has no field says itself what it was given."""
    return bool(answer.paths) and all(path.name in text for path in answer.paths)


def holds_a_text(control: Control, meaning: Meaning | None) -> bool:
    """Whether somebody's text is there: not a mask's, nor the dialling code that a page begins a number with."""
    is_text = control.kind in {Kind.TEXT, Kind.TEXTAREA} and control.answered
    return is_text and not ((meaning is Meaning.TEL or control.type == "tel") and is_only_a_code(control.value))


def holds_a_part(control: Control, meaning: Meaning | None, answer: str, language: str) -> bool:
    """Whether a field holds a text that isn't the answer by its letters and digits: half a number is a wrong one."""
    if control.kind not in {Kind.TEXT, Kind.TEXTAREA} or _bare(control.value) in {"", _bare(answer)}:
        return False
    return not holds(control, meaning, answer, language)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def same_text(one: str, other: str) -> bool:
    """Equal, line ends aside."""
    return one.replace("\r\n", "\n").replace("\r", "\n") == other.replace("\r\n", "\n").replace("\r", "\n")


def _same_text(control: Control, answer: str) -> bool:
    if same_text(control.value, answer):
        return True
    if control.type == "email":  # Chromium's e-mail field gives an internationalised domain back in ASCII (HTML, 4.10.5.1.5)
        return _ascii_domain(control.value) == _ascii_domain(answer)
    if control.type == "tel":
        return [letter for letter in control.value if letter.isdigit() or letter == "+"] == [
            letter for letter in answer if letter.isdigit() or letter == "+"
        ]
    return False


def _ascii_domain(address: str) -> str:
    local, at, domain = address.strip().rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _dialling_text(control: Control, answer: Territory) -> bool:
    """A text field for the dialling code: "+49", "0049" or "49"."""
    digits = "".join(filter(str.isdigit, control.value)).removeprefix("00")
    return digits == str(phonenumbers.country_code_for_region(answer.code))


def _country_text(control: Control, answer: Territory) -> bool:
    """What it shows is the country, and so is the code that it posts beside it, where it posts one."""
    codes = [
        value
        for name, value in control.hidden
        if "iso2" in name.lower() or name.lower().endswith(("country_code", "countrycode"))
    ]
    return country_code(control.value) == answer.code and all(code.upper() == answer.code for code in codes)
