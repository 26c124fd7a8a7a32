"""The kinds of value a profile holds, each with the check that it could be typed into a form.

A check never changes a value (no strip, no Unicode normalisation, no case change: it is typed as it stands) and never repeats it:
it raises a pydantic error that says what was expected and what kind of thing was found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, PlainSerializer, ValidationInfo
from pydantic_core import PydanticCustomError

from ai_optout.country import country_code
from ai_optout.messages import _

Site = Literal["facebook", "instagram", "whatsapp"]

FAULT = "profile_fault"
"""The pydantic error type of every check here: its message is the sentence to show."""


def fault(sentence: str) -> PydanticCustomError:
    return PydanticCustomError(FAULT, "{sentence}", {"sentence": sentence})


def _one_line(value: str) -> str:
    _some_text(value)
    for character in value:
        if character in "\n\r\x0b\x0c\x85" or unicodedata.category(character) in {"Zl", "Zp"}:
            raise fault(_("expected one line, found a line break"))
        _printable(character)
    return value


def _several_lines(value: str) -> str:
    _some_text(value)
    for character in value:
        if character not in "\n\r\t":
            _printable(character)
    return value


def _some_text(value: str) -> None:
    if not value or value.isspace():
        raise fault(_("expected text, found nothing") if not value else _("expected text, found only blanks"))


def _printable(character: str) -> None:
    if unicodedata.category(character) in {"Cc", "Cs"}:
        raise fault(_("expected text, found a control character (U+{ord:04X})").format(ord=ord(character)))


def _country(value: str) -> str:
    if country_code(value) is None:
        raise fault(_('expected a country, by its name in any language or its ISO code, such as "Germany" or "DE"'))
    return value


def _email(value: str) -> str:
    try:
        # No look-up: whether a domain exists is for the mail to tell. `test_environment` lets made-up people live under .test.
        address = validate_email(value, check_deliverability=False, test_environment=True, allow_quoted_local=True)
    except EmailNotValidError:
        address = None
    if address is None or "." not in address.domain:
        raise fault(_("expected an e-mail address, such as name@example.org"))
    return value


def _tel(value: str, info: ValidationInfo) -> str:
    import phonenumbers  # noqa: PLC0415 - 60 ms that only a profile with a number needs

    region = country_code(info.data["country"]) if "country" in info.data else None
    if region is None and not value.startswith("+"):
        return value  # the country's fault is told; with it, this number may be right
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(value, region))
    except phonenumbers.NumberParseException:
        possible = False
    if not possible:
        raise fault(_('expected a telephone number, in international form ("+49 30 ...") or as dialled within the country'))
    return value


def _language(value: str) -> str:
    try:
        Locale.parse(value.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise fault(_('expected a language tag, such as "de" or "pt-BR"')) from None
    return value


def _path(value: str | Path, info: ValidationInfo) -> Path:
    if not isinstance(value, str | Path):
        raise fault(_("expected a path as text"))
    path = Path(_one_line(str(value)))
    folder = (info.context or {}).get("folder")
    try:
        path = path.expanduser()
    except RuntimeError:
        raise fault(_('expected a path, found "~" for somebody who isn\'t known here')) from None
    return folder / path if folder else path


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | Path) else value


def _nothing_for_empty(value: object) -> object:
    return None if value == "" else value


def _frozen(value: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(value))


Line = Annotated[str, AfterValidator(_one_line)]
LongText = Annotated[str, AfterValidator(_several_lines)]
Country = Annotated[Line, AfterValidator(_country)]
Email = Annotated[Line, AfterValidator(_email)]
Tel = Annotated[Line, AfterValidator(_tel)]
Language = Annotated[Line, AfterValidator(_language)]
EvidencePath = Annotated[Path, BeforeValidator(_path)]
EvidencePaths = Annotated[tuple[EvidencePath, ...], BeforeValidator(_listed)]
Remembered = Annotated[Mapping[Line, LongText], AfterValidator(_frozen), PlainSerializer(dict)]
# An empty value in a file is a question left open, not an answer to type.
Unanswered = BeforeValidator(_nothing_for_empty)
