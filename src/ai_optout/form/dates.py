"""Dates: an answer that is one (ISO 8601, "2026-12-01"), written the way a field wants it. Pure functions.

The way is read from what the field says: letters ("TT.MM.JJJJ", in the languages of `date_words.toml`), an example
("31.12.2025"), or an attribute. Where a field says that it wants numbers and not which of them is the month, nothing is
guessed: 01/02 is two days.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from babel import Locale, UnknownLocaleError

from ai_optout.form.snapshot import Control
from ai_optout.form.words import normalise

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_RUN = r"(?P<{0}>(?P<{0}1>[^\W\d_])(?P={0}1){{0,3}})"
_LETTERS = re.compile(
    rf"(?<!\w){_RUN.format('a')}(?P<gap>\s?[./\-,]\s?|\s){_RUN.format('b')}(?P<gap2>\s?[./\-,]\s?|\s){_RUN.format('c')}(?!\w)"
)
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,4})(\s?[./-]\s?)(\d{1,2})\2(\d{1,4})(?![\d/-])")
_ANY = re.compile(r"(?<![\w])([_#09xX]{1,4})\s?([./-])\s?([_#09xX]{1,2})\s?\2\s?([_#09xX]{1,4})(?!\w)")
_LONG_YEAR: Final = 4
_Order = tuple["Part", ...]
MONTHS: Final = 12


class Part(StrEnum):
    """A part of a date, as a field of its own may ask for it."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_YEAR_FIRST: Final[_Order] = (Part.YEAR, Part.MONTH, Part.DAY)


class AmbiguousError(Exception):
    """The field wants a date in numbers and doesn't say in which order."""


def date_of(answer: object) -> dt.date | None:
    """The date that an answer is; None where it is none."""
    if not isinstance(answer, str) or not _ISO.fullmatch(answer):
        return None
    try:
        return dt.date.fromisoformat(answer)
    except ValueError:
        return None


def written(date: dt.date, control: Control, language: str) -> str:
    """The date as this text field wants it; ISO 8601 where it says nothing, as HTML's own date field takes it. Raises
    `AmbiguousError`.
    """
    if control.type in {"date", "datetime-local", "month", "week"}:
        return date.isoformat()
    texts = [
        control.format,
        control.placeholder,
        control.label,
        control.before,
        control.after,
        control.description,
        control.value,
    ]
    for text in texts:
        found = _by_characters(date, text) or _by_letters(date, text, language) or _by_example(date, text, language)
        if found:
            return found
    return date.isoformat()


def shows(date: dt.date, control: Control, language: str) -> bool:
    """Whether what the field holds is the date: as it wants it, or another way that can't be another day."""
    value = control.value
    if value == date.isoformat():
        return True
    try:
        wanted = written(date, control, language)
    except AmbiguousError:
        wanted = ""
    if wanted and _digits(value) == _digits(wanted):
        return True
    found = _NUMBERS.fullmatch(value.strip())
    if found:
        first, gap, second, third = found[1], found[2].strip(), int(found[3]), found[4]
        if len(first) == _LONG_YEAR:
            return (int(first), second, int(third)) == (date.year, date.month, date.day)
        unmistakable = gap == "." or date.day > MONTHS or date.day == date.month
        same = {int(first), second} == {date.day, date.month} and int(third) == date.year
        return same and unmistakable and (gap != "." or int(first) == date.day)
    return _in_words(date, value, language)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _in_words(date: dt.date, value: str, language: str) -> bool:
    """As in "17 May 1984"."""
    words = normalise(value).split(" ")
    numbers = sorted(int(word) for word in words if word.isdigit())
    names = [months[date.month - 1] for spoken in (spoken_in(language), "en") if (months := month_names(spoken))]
    return numbers == sorted((date.day, date.year)) and any(word in own for own in names for word in words)


def _by_characters(date: dt.date, text: str) -> str:
    """年/月/日, and 2026年1月31日: the year comes first (CLDR, ja and zh)."""
    found = re.search(r"年(\s?[./-]?)\s?[\dM]{0,2}月", text)
    if not found:
        return ""
    return date.strftime(f"%Y{found[1]}%m{found[1]}%d") if found[1].strip() else f"{date.year}年{date.month}月{date.day}日"


def _by_letters(date: dt.date, text: str, language: str) -> str:
    """Raises `AmbiguousError` where the letters are a date's in no language that is known."""
    found = _LETTERS.search(text)
    if not found:
        return ""
    runs = [found["a"], found["b"], found["c"]]
    lengths = list(map(len, runs))
    for order in _orders([normalise(run[0]) for run in runs], language):
        if all(length in ({2, _LONG_YEAR} if part is Part.YEAR else {1, 2}) for length, part in zip(lengths, order, strict=True)):
            first, second, third = (_number(date, part, length) for part, length in zip(order, lengths, strict=True))
            return f"{first}{found['gap']}{second}{found['gap2']}{third}"
    if sorted(lengths) == [2, 2, _LONG_YEAR]:
        raise AmbiguousError
    return ""


def _number(date: dt.date, part: Part, length: int) -> str:
    if part is Part.YEAR:
        return f"{date.year:04}" if length == _LONG_YEAR else f"{date.year % 100:02}"
    return f"{date.day if part is Part.DAY else date.month:0{length}}"


def _orders(letters: Sequence[str], language: str) -> Iterator[tuple[Part, ...]]:
    """What three letters stand for, in the page's language first: TT.MM.JJJJ is day, month, year."""
    for known in languages(language):
        if set(letters) == set(known.letters):
            yield tuple(known.letters[letter] for letter in letters)


def _by_example(date: dt.date, text: str, language: str) -> str:
    found = _NUMBERS.search(text)
    if found:
        first, gap, second, third = found[1], found[2], found[3], found[4]
        if len(first) == _LONG_YEAR and len(third) <= 2:  # noqa: PLR2004
            order = _YEAR_FIRST
        elif len(third) == _LONG_YEAR and len(first) <= 2:  # noqa: PLR2004
            order = _day_first(gap.strip(), int(first), int(second), language)
        else:
            return ""
        lengths = [len(first), len(second), len(third)]
    elif (found := _ANY.search(text)) is not None:
        lengths = [len(found[1]), len(found[3]), len(found[4])]
        gap = found[2]
        if lengths[0] == _LONG_YEAR:
            order = _YEAR_FIRST
        elif lengths[2] == _LONG_YEAR:
            order = _day_first(gap, 1, 1, language)
        else:
            return ""
    else:
        return ""
    return gap.join(_number(date, part, length) for part, length in zip(order, lengths, strict=True))


def _day_first(gap: str, first: int, second: int, language: str) -> tuple[Part, ...]:
    """The order of a date whose year comes last. With points, the day is first wherever that is written (CLDR)."""
    day, month = (Part.DAY, Part.MONTH, Part.YEAR), (Part.MONTH, Part.DAY, Part.YEAR)
    if gap == "." or first > MONTHS:
        return day
    if second > MONTHS:
        return month
    order = _usual_order(language)
    if order is None:
        raise AmbiguousError
    return order


def _usual_order(language: str) -> tuple[Part, ...] | None:
    """How dates are written in a language; None for English without a country that writes the day first: pages say "en" and
    "en-US" of themselves wherever they are.
    """
    parts = language.replace("_", "-").split("-")
    if parts[0] == "" or (parts[0] == "en" and parts[1:2] in ([], ["US"])):
        return None
    try:
        pattern = Locale.parse("_".join(parts[:2])).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return None
    letters = [letter for letter in dict.fromkeys(pattern) if letter in "dMy"]
    return (Part.DAY, Part.MONTH, Part.YEAR) if letters == ["d", "M", "y"] else None


@cache
def month_names(language: str) -> tuple[frozenset[str], ...]:
    """The names of the twelve months, long and short (CLDR); () for a language that isn't known."""
    try:
        months = Locale.parse(language.replace("-", "_")).months
    except (UnknownLocaleError, ValueError):
        return ()
    widths = [months[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    return tuple(frozenset(normalise(width[number]) for width in widths) - {""} for number in range(1, MONTHS + 1))


@dataclass(frozen=True)
class _Words:
    words: Mapping[Part, frozenset[str]]
    letters: Mapping[str, Part]


@cache
def _words() -> Mapping[str, _Words]:
    """By language, what a day, a month and a year are called, folded, and the letters for them."""
    text = files("ai_optout.form").joinpath("date_words.toml").read_text(encoding="utf-8")
    return {
        language: _Words(
            {part: frozenset(map(normalise, own[part])) for part in Part},
            {normalise(letter): part for letter, part in zip(own["letters"], Part, strict=True)},
        )
        for language, own in tomllib.loads(text)["words"].items()
    }


def languages(language: str) -> Iterator[_Words]:
    """The words of the page's language, then English, then all others."""
    known = _words()
    return (known[spoken] for spoken in dict.fromkeys([spoken_in(language), "en", *known]) if spoken in known)


def spoken_in(language: str) -> str:
    return language.replace("_", "-").split("-")[0]
