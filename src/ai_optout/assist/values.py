"""What a person wrote down for one form: a TOML file with answers by meaning or by a question's own wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import phonenumbers

from ai_optout.country import country_code
from ai_optout.errors import UsageError
from ai_optout.form.meaning import TOKENS, Answer, Files, Meaning, Right, Territory
from ai_optout.form.snapshot import Kind
from ai_optout.form.understand import Question
from ai_optout.messages import _
from ai_optout.toml_file import read_toml
from ai_optout.wording import found_kind

Value = str | bool | tuple[str, ...]
"""As it stands in the file: a text, yes or no, several options or files."""

_LONGEST_NAME = 255
"""Bytes of a file's name that any system takes: what is longer is a text."""
RIGHTS = frozenset({"objection", "third-party", "access", "correct", "delete", "different"})
"""The lexicon's keys under [request]."""


@dataclass(frozen=True)
class Values:
    """The file's lines in their order; paths of files are relative to `folder`. `repr` shows no value."""

    given: Mapping[str, Value] = field(default_factory=dict, repr=False)
    folder: Path = field(default_factory=Path)
    copies: Mapping[Path, Path] = field(default_factory=dict, repr=False)
    """What is handed over in a file's place."""

    @property
    def evidence(self) -> tuple[Path, ...]:
        """The files given as evidence."""
        value = self.given.get(Meaning.EVIDENCE.value, ())
        return () if isinstance(value, bool) else self.paths(value)

    @property
    def other_files(self) -> tuple[Path, ...]:
        """The files that are there of those that a line by wording may name: whether it names one shows where it is asked."""
        named = [path for value in self.wordings.values() if not isinstance(value, bool) for path in self.paths(value)]
        return tuple(path for path in named if len(path.name) <= _LONGEST_NAME and path.is_file())

    def paths(self, value: str | tuple[str, ...]) -> tuple[Path, ...]:
        """A text, or several, taken for paths."""
        return tuple(self.folder / Path(one).expanduser() for one in ([value] if isinstance(value, str) else value))

    def without(self, files: Collection[Path]) -> Values:
        """Without the lines that name one of `files`."""
        kept = {
            key: value for key, value in self.given.items() if isinstance(value, bool) or not set(self.paths(value)) & set(files)
        }
        return replace(self, given=kept)

    @property
    def meanings(self) -> dict[Meaning, Value]:
        """Those given by meaning."""
        return {Meaning(key): value for key, value in self.given.items() if key in TOKENS}

    @property
    def wordings(self) -> dict[str, Value]:
        """Those given by a question's wording."""
        return {key: value for key, value in self.given.items() if key not in TOKENS}

    def answer(self, key: str, question: Question) -> Answer | tuple[str, ...]:
        """What the line `key` says to that question: a file's path to a file field, a country to a list of countries."""
        return self._as_asked(self.given[key], question.control.kind, question.meaning)

    def by_meaning(self) -> dict[Meaning, Answer]:
        """The answers by meaning. One that takes several options isn't among them: it needs its question."""
        found = {}
        for meaning, value in self.meanings.items():
            kind = Kind.FILE if meaning is Meaning.EVIDENCE else Kind.TEXT
            answer = self._as_asked(value, kind, meaning)
            if not isinstance(answer, tuple):
                found[meaning] = answer
        return found

    def _as_asked(self, value: Value, kind: Kind, meaning: Meaning | None) -> Answer | tuple[str, ...]:
        if kind is Kind.FILE and not isinstance(value, bool):
            return Files(tuple(self.copies.get(path, path) for path in self.paths(value)))
        if isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if not isinstance(value, str):
            return value
        if meaning in {Meaning.COUNTRY, Meaning.TEL_COUNTRY_CODE}:
            return _territory(value) or value
        if meaning is Meaning.REQUEST and value in RIGHTS:
            return Right(value)
        return value


def read_values(path: Path) -> Values:
    """The values in the TOML file at `path`. Raises `UsageError` where it can't be read or a line says nothing to type."""
    faults: list[str] = []
    given: dict[str, Value] = {}
    for key, value in read_toml(
        path, error=UsageError, hint=_('It holds lines such as: "Expected start date" = "2026-12-01"')
    ).items():
        plain = _plain(value)
        if plain is None:
            faults.append(
                _("`{key}`: expected text, a number, a date, true or false, or a list of texts, found {found_kind}").format(
                    key=key, found_kind=found_kind(value)
                )
            )
        elif key in {Meaning.COUNTRY, Meaning.TEL_COUNTRY_CODE} and _territory(plain) is None:
            faults.append(
                _('`{key}`: expected a country, by its name in any language or its ISO code, such as "Germany" or "DE"').format(
                    key=key
                )
            )
        elif key == Meaning.EVIDENCE and (missing := _missing(plain, path.parent)):
            faults.append(f"`{key}`: {missing}")
        else:
            given[key] = plain
    if faults:
        raise UsageError(
            _("The values in {path} can't be used: {faults}.").format(path=path, faults="; ".join(faults)),
            _("Correct {path} and run it again.").format(path=path),
        )
    return Values(given, path.absolute().parent)


def _plain(value: object) -> Value | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int | float | dt.date | dt.time):
        return _text(value)
    if isinstance(value, list) and value and all(isinstance(one, str | int | float) for one in value):
        return tuple(_text(one) for one in value)
    return None


def _text(value: str | float | dt.date | dt.time) -> str:
    """Dates as HTML's date fields take them (ISO 8601, HTML 2.3.5); a time without seconds that nobody wrote."""
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, dt.time):
        return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _missing(value: Value, folder: Path) -> str:
    paths = (
        [folder / Path(one).expanduser() for one in ([value] if isinstance(value, str) else value or ())]
        if value is not True
        else []
    )
    gone = [path for path in paths if not path.is_file()]
    return _("there is no file {gone}").format(gone=gone[0]) if gone else ""


def _territory(value: Value) -> Territory | None:
    """The country that is named, or whose dialling code is written (+1 is taken for the United States, +44 for Great Britain)."""
    if not isinstance(value, str):
        return None
    code = country_code(value)
    digits = value.strip().removeprefix("+")
    if code is None and digits.isdigit():
        region = phonenumbers.region_code_for_country_code(int(digits))
        code = country_code(region) if region else None
    return Territory(code, value) if code else None
