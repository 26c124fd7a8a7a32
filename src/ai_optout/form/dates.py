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

from ai_optout.country import FORM_LANGUAGES
from ai_optout.form.snapshot import Control, Kind, Option
from ai_optout.form.words import attribute_words, normalise

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_RUN = r"(?P<{0}>(?P<{0}1>[^\W\d_])(?P={0}1){{0,3}})"
_LETTERS = re.compile(
    rf"(?<!\w){_RUN.format('a')}(?P<gap>\s?[./\-,]\s?|\s){_RUN.format('b')}(?P<gap2>\s?[./\-,]\s?|\s){_RUN.format('c')}(?!\w)"
)
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,4})(\s?[./-]\s?)(\d{1,2})\2(\d{1,4})(?![\d/-])")
_ANY = re.compile(r"(?<![\w])([_#09xX]{1,4})\s?([./-])\s?([_#09xX]{1,2})\s?\2\s?([_#09xX]{1,4})(?!\w)")
_LONG_YEAR: Final = 4
_DAYS, _MONTHS = range(28, 32), 12
_FEWEST_YEARS: Final = 5


class Part(StrEnum):
    """A part of a date, as a field of its own may ask for it."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


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
    texts = [control.format, control.placeholder, control.name, control.before, control.after, control.description, control.value]
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
        unmistakable = gap == "." or date.day > _MONTHS or date.day == date.month
        same = {int(first), second} == {date.day, date.month} and int(third) == date.year
        return same and unmistakable and (gap != "." or int(first) == date.day)
    return _in_words(date, value, language)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _in_words(date: dt.date, value: str, language: str) -> bool:
    """ "17 May 1984" """
    words = normalise(value).split(" ")
    numbers = sorted(int(word) for word in words if word.isdigit())
    return numbers == sorted((date.day, date.year)) and any(word in _month_names(language)[date.month - 1] for word in words)


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
    for known in _languages(language):
        if set(letters) == set(known.letters):
            yield tuple(known.letters[letter] for letter in letters)


def _by_example(date: dt.date, text: str, language: str) -> str:
    found = _NUMBERS.search(text)
    if found:
        first, gap, second, third = found[1], found[2], found[3], found[4]
        if len(first) == _LONG_YEAR and len(third) <= 2:  # noqa: PLR2004
            order = (Part.YEAR, Part.MONTH, Part.DAY)
        elif len(third) == _LONG_YEAR and len(first) <= 2:  # noqa: PLR2004
            order = _day_first(gap.strip(), int(first), int(second), language)
        else:
            return ""
        lengths = [len(first), len(second), len(third)]
    elif (found := _ANY.search(text)) is not None:
        lengths = [len(found[1]), len(found[3]), len(found[4])]
        gap = found[2]
        if lengths[0] == _LONG_YEAR:
            order = (Part.YEAR, Part.MONTH, Part.DAY)
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
    if gap == "." or first > _MONTHS:
        return day
    if second > _MONTHS:
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


# --- a date in three fields ---


def part_of(control: Control, language: str) -> Part | None:
    """Which part of a date a control asks for, by its options or its words; None for none, or for more than one."""
    if control.autocomplete.endswith(("bday-day", "bday-month", "bday-year")):
        return Part(control.autocomplete.rsplit("-", 1)[1])
    if control.kind in {Kind.SELECT, Kind.COMBOBOX, Kind.LISTBOX}:
        labels = [option.label for option in control.options if _is_a_choice(option, language)]
        if labels:
            return _part_of_options(labels, language)
    if control.kind not in {Kind.TEXT, Kind.COMBOBOX}:
        return None
    for text in (control.name, control.placeholder, control.before, control.attribute_name, control.attribute_id):
        found = _part_of_words(attribute_words(text), language)
        if found is not None:
            return found
    return None


def _is_a_choice(option: Option, language: str) -> bool:
    """Not the "Day" that a list begins with."""
    text = normalise(option.label)
    return any(map(str.isdigit, text)) or any(text in names for names in _month_names(language))


def _part_of_options(labels: Sequence[str], language: str) -> Part | None:
    numbers = [int(label) for label in labels if label.isdigit()]
    if len(labels) == _MONTHS and (
        numbers == list(range(1, _MONTHS + 1))
        or all(any(normalise(label) in names for names in _month_names(language)) or label[:1].isdigit() for label in labels)
    ):
        return Part.MONTH
    if len(numbers) != len(labels):
        return None
    if len(numbers) in _DAYS and sorted(numbers) == list(range(1, len(numbers) + 1)):
        return Part.DAY
    return Part.YEAR if len(numbers) >= _FEWEST_YEARS and all(number >= 1000 for number in numbers) else None  # noqa: PLR2004


def _part_of_words(text: str, language: str) -> Part | None:
    said = set(text.split(" "))
    for known in _languages(language):
        found = {part for part, words in known.words.items() if said & words}
        found |= {known.letters[one[0]] for one in said if one and one[0] in known.letters and one in {one[0] * 2, one[0] * 4}}
        if len(found) == 1:
            return found.pop()
    return None


def part_text(date: dt.date, part: Part, control: Control) -> str:
    """The part as a text field takes it: two digits where it shows two letters or takes two, else without a nought before."""
    value = {Part.DAY: date.day, Part.MONTH: date.month, Part.YEAR: date.year}[part]
    hint = control.placeholder or control.format
    two = len(hint) == 2 and len(set(hint.casefold())) == 1  # noqa: PLR2004 - DD, MM
    return f"{value:02}" if two and part is not Part.YEAR else f"{value}"


def part_option(date: dt.date, part: Part, options: Sequence[Option], language: str) -> Option | None:
    """The option that is this part of the date: a number, or the month's name in the page's language or another's."""
    value = {Part.DAY: date.day, Part.MONTH: date.month, Part.YEAR: date.year}[part]
    found = [
        option
        for option in options
        if option.enabled
        and (
            (option.label.isdigit() and int(option.label) == value)
            or (part is Part.MONTH and _is_month(option.label, date.month, language))
        )
    ]
    return found[0] if len(found) == 1 else None


def _is_month(label: str, month: int, language: str) -> bool:
    words = normalise(label).split(" ")
    names = _month_names(language)[month - 1]
    return normalise(label) in names or (len(words) > 1 and any(word in names for word in words))


@cache
def _month_names(language: str) -> tuple[frozenset[str], ...]:
    """The names of the twelve months, long and short, in the page's language and in English; of no language, in all the forms'."""
    spoken = _spoken(language)
    tags = (language.replace("-", "_"), spoken, "en") if spoken else FORM_LANGUAGES
    names: list[set[str]] = [set() for _ in range(_MONTHS)]
    for tag in tags:
        try:
            months = Locale.parse(tag).months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names[number - 1].add(normalise(name))
    return tuple(frozenset(one - {""}) for one in names)


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


def _languages(language: str) -> Iterator[_Words]:
    """The words of the page's language, then English, then all others."""
    known = _words()
    return (known[spoken] for spoken in dict.fromkeys([_spoken(language), "en", *known]) if spoken in known)


def _spoken(language: str) -> str:
    return language.replace("_", "-").split("-")[0]
