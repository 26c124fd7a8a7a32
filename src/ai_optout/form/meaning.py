"""The vocabulary of the engine: what a question can mean, and what can be said in answer.

Where WHATWG has an autofill token (HTML, *Autofill*), it is the name; the others are this project's own (the design, *Meanings*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ai_optout.form.snapshot import Control, Kind


class Meaning(StrEnum):
    """What a question asks."""

    GIVEN_NAME = "given-name"
    FAMILY_NAME = "family-name"
    NAME = "name"
    EMAIL = "email"
    EMAIL_AGAIN = "email-again"
    COUNTRY = "country"
    TEL = "tel"
    TEL_COUNTRY_CODE = "tel-country-code"
    ONE_TIME_CODE = "one-time-code"
    REQUEST = "request"
    ABOUT_AI = "about-ai"
    IMPACT = "impact"
    ADDITIONAL = "additional"
    PROMPTS = "prompts"
    EVIDENCE = "evidence"
    DECLARATION = "declaration"


TOKENS: frozenset[str] = frozenset(meaning.value for meaning in Meaning)
"""Their names, to tell a meaning from other words."""

IDENTITY = frozenset(
    {
        *(Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME, Meaning.EMAIL, Meaning.EMAIL_AGAIN),
        *(Meaning.COUNTRY, Meaning.TEL, Meaning.TEL_COUNTRY_CODE),
    }
)
"""Who the person is: what a company, a friend or a newsletter box may ask for as well."""

_CHOICES = frozenset({Meaning.COUNTRY, Meaning.TEL_COUNTRY_CODE, Meaning.REQUEST, Meaning.ABOUT_AI})
_WRITTEN = frozenset({Meaning.IMPACT, Meaning.ADDITIONAL, Meaning.PROMPTS})

ANSWERABLE: Mapping[Kind, frozenset[Meaning]] = {
    Kind.TEXT: IDENTITY | _WRITTEN | {Meaning.ONE_TIME_CODE},
    Kind.TEXTAREA: _WRITTEN,
    Kind.SELECT: _CHOICES,
    Kind.COMBOBOX: _CHOICES,
    Kind.LISTBOX: _CHOICES,
    Kind.RADIO: frozenset({Meaning.REQUEST, Meaning.ABOUT_AI}),
    Kind.CHECKBOXES: frozenset({Meaning.REQUEST}),
    Kind.CHECKBOX: frozenset({Meaning.DECLARATION, Meaning.ABOUT_AI}),
    Kind.SWITCH: frozenset({Meaning.DECLARATION, Meaning.ABOUT_AI}),
    Kind.FILE: frozenset({Meaning.EVIDENCE}),
}
"""Which meanings a kind of control can have: a country is never a text area, evidence always a file."""

INPUT_TYPES: Mapping[str, frozenset[Meaning]] = {
    "email": frozenset({Meaning.EMAIL, Meaning.EMAIL_AGAIN}),
    "tel": frozenset({Meaning.TEL, Meaning.TEL_COUNTRY_CODE, Meaning.ONE_TIME_CODE}),
    "number": frozenset({Meaning.TEL, Meaning.TEL_COUNTRY_CODE, Meaning.ONE_TIME_CODE}),
    **dict.fromkeys(
        ("password", "search", "url", "date", "datetime-local", "month", "week", "time", "color", "range"), frozenset()
    ),
}
"""What an `<input type>` narrows it to; a type that isn't named narrows nothing."""


TYPED = IDENTITY - _CHOICES
"""Who the person is, as a text: a field that suggests something for it takes it all the same."""
_TEXT_TYPES = frozenset({"text", "email", "tel"})


def takes(control: Control) -> frozenset[Meaning]:
    """The meanings that a control can have, by its kind and type alone."""
    allowed = ANSWERABLE[control.kind]
    if control.kind is Kind.COMBOBOX and control.type in _TEXT_TYPES:
        return allowed | TYPED & INPUT_TYPES.get(control.type, TYPED)
    return allowed & INPUT_TYPES.get(control.type, allowed) if control.kind is Kind.TEXT else allowed


@dataclass(frozen=True)
class Territory:
    """A country as an answer: its ISO 3166-1 alpha-2 code, and what the person wrote for it."""

    code: str
    written: str


@dataclass(frozen=True)
class Right:
    """Which of the rights that a form offers: the lexicon's keys under `[request]`.

    `wanted` must be what the option says. Where several say it, those with `about` are meant, or where `about` is empty those
    that speak of no third party.
    """

    wanted: str
    about: str = ""


@dataclass(frozen=True)
class Files:
    """Files to hand over, in this order."""

    paths: tuple[Path, ...]


Answer = str | bool | Territory | Right | Files
"""What can be said in answer to a question."""

Answers = Mapping[Meaning, Answer]
