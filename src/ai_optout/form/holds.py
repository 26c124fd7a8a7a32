"""Whether a page now holds an answer. A pure function of a fresh look at the control: what was typed is not what counts."""

from __future__ import annotations

from ai_optout.country import country_code
from ai_optout.form.meaning import Answer, Files, Meaning, Territory
from ai_optout.form.options import choose
from ai_optout.form.snapshot import Control, Kind
from ai_optout.form.words import normalise


def holds(control: Control, meaning: Meaning | None, answer: Answer) -> bool:
    """Whether `control` reads back as `answer`. Line ends aside; an e-mail's domain may read back in its ASCII form, a number
    in other spacing.
    """
    match control.kind:
        case Kind.TEXT | Kind.TEXTAREA:
            return (
                _country_text(control, answer)
                if isinstance(answer, Territory)
                else isinstance(answer, str) and _same_text(control, answer)
            )
        case Kind.COMBOBOX:
            return (
                _country_text(control, answer)
                if isinstance(answer, Territory)
                else normalise(control.value) == normalise(str(answer)) != ""
            )
        case Kind.SELECT | Kind.RADIO | Kind.CHECKBOXES | Kind.LISTBOX:
            chosen = choose(control.options, meaning, answer)
            return chosen is not None and [option for option in control.options if option.selected] == [chosen]
        case Kind.CHECKBOX | Kind.SWITCH:
            return isinstance(answer, bool | str) and bool(control.checked) == (
                answer is True or normalise(str(answer)) in {"yes", "true", "x", "on"}
            )
        case Kind.FILE:
            return isinstance(answer, Files) and control.value == "\n".join(
                f"{path.name}\t{path.stat().st_size}" for path in answer.paths
            )


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


def _country_text(control: Control, answer: Territory) -> bool:
    """What it shows is the country, and so is the code that it posts beside it, where it posts one."""
    codes = [
        value
        for name, value in control.hidden
        if "iso2" in name.lower() or name.lower().endswith(("country_code", "countrycode"))
    ]
    return country_code(control.value) == answer.code and all(code.upper() == answer.code for code in codes)
