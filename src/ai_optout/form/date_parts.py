"""A date in three fields: which of them asks for the day, the month and the year, and what each takes. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from ai_optout.country import FORM_LANGUAGES
from ai_optout.form.dates import MONTHS, Part, languages, month_names, spoken_in
from ai_optout.form.snapshot import Control, Kind, Option
from ai_optout.form.words import attribute_words, normalise

_DAYS: Final = range(28, 32)
_FEWEST_YEARS: Final = 5


def part_of(control: Control, language: str) -> Part | None:
    """Which part of a date a control asks for, by its options or its words; None for none, or for more than one."""
    if control.autocomplete.endswith(("bday-day", "bday-month", "bday-year")):
        return Part(control.autocomplete.rsplit("-", 1)[1])
    if control.kind in {Kind.SELECT, Kind.COMBOBOX, Kind.LISTBOX} and control.options:
        labels = [option.label for option in _choices(control.options)]
        if labels:
            said = _part_said(control, language)
            return _part_of_options(labels, language) or (said if said and _may_be(labels, said, language) else None)
    return _part_said(control, language) if control.kind in {Kind.TEXT, Kind.COMBOBOX} else None


def _part_said(control: Control, language: str) -> Part | None:
    for text in (control.label, control.placeholder, control.before, control.attribute_name, control.attribute_id):
        found = _part_of_words(attribute_words(text), language)
        if found is not None:
            return found
    return None


def _part_of_options(labels: Sequence[str], language: str) -> Part | None:
    numbers = [int(label) for label in labels if label.isdigit()]
    if len(labels) == MONTHS and (numbers == list(range(1, MONTHS + 1)) or _months_of(labels, language)):
        return Part.MONTH
    if len(numbers) != len(labels):
        return None
    if len(numbers) in _DAYS and sorted(numbers) == list(range(1, len(numbers) + 1)):
        return Part.DAY
    return Part.YEAR if len(numbers) >= _FEWEST_YEARS and all(number >= 1000 for number in numbers) else None  # noqa: PLR2004


def _may_be(labels: Sequence[str], part: Part, language: str) -> bool:
    """Whether a short list can be of the part that its label says: the years that a card may end in."""
    if part is Part.MONTH and _months_of(labels, language):
        return True
    most = {Part.DAY: range(1, 32), Part.MONTH: range(1, MONTHS + 1), Part.YEAR: range(1000, 10_000)}[part]
    return all(label.isdigit() and int(label) in most for label in labels)


def _part_of_words(text: str, language: str) -> Part | None:
    words = set(text.split(" "))
    if sum(len(one) in {2, 4} and one == one[0] * len(one) for one in words) > 1:
        return None  # a whole date's
    for known in languages(language):
        found = {part for part, own in known.words.items() if words & own}
        found |= {known.letters[one[0]] for one in words if one and one[0] in known.letters and one in {one[0] * 2, one[0] * 4}}
        if found:
            return found.pop() if len(found) == 1 else None
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
    choices = [option for option in options if option.enabled]
    found = [option for option in choices if option.label.isdigit() and int(option.label) == value]
    if part is Part.MONTH and not found:
        months = _months_of([option.label for option in _choices(options)], language)
        found = [option for option in choices if months and _names_month(option.label, months[value - 1])]
    return found[0] if len(found) == 1 else None


def _choices(options: Sequence[Option]) -> Sequence[Option]:
    """Without the "Month" that a list begins with: it has no value, no digit where the others have, or is a thirteenth."""
    first, others = options[0], options[1:]
    is_number = any(map(str.isdigit, first.label))
    if not first.value or len(options) == MONTHS + 1 or (not is_number and all(one.label.isdigit() for one in others)):
        return others
    return options


def _months_of(labels: Sequence[str], language: str) -> tuple[frozenset[str], ...] | None:
    """The months' names in the first language that has one for each of the labels: Listopad is November in one, October in
    another.
    """
    for spoken in dict.fromkeys([language, spoken_in(language), "en", *FORM_LANGUAGES]):
        names = month_names(spoken)
        if names and all(any(_names_month(label, own) for own in names) for label in labels):
            return names
    return None


def _names_month(label: str, names: frozenset[str]) -> bool:
    """As "March", "Mar" or "03 - March"."""
    words = normalise(label).split(" ")
    return " ".join(words) in names or (len(words) > 1 and words[0].isdigit() and " ".join(words[1:]) in names)
