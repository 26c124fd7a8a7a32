"""Dates are written the way a field wants them, in any of the forms' languages; what could be two days is no day."""

from __future__ import annotations

import datetime as dt

import pytest

from ai_optout.form.date_parts import part_of, part_option, part_text
from ai_optout.form.dates import AmbiguousError, Part, date_of, shows, written
from ai_optout.form.snapshot import Control, Kind, Option, Ref

MAY = dt.date(1984, 5, 7)


def field(kind: Kind = Kind.TEXT, **said: object) -> Control:
    return Control(Ref(0, 0), kind, ("input",), **said)  # type: ignore[arg-type]


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(label, str(place)) for place, label in enumerate(labels, start=1))


HINTS = {
    "en": {"MM/DD/YYYY": "05/07/1984", "dd/mm/yyyy": "07/05/1984", "M/D/YY": "5/7/84", "e.g. 31/12/2025": "07/05/1984"},
    "en-GB": {"01/02/2026": "07/05/1984"},
    "de": {"TT.MM.JJJJ": "07.05.1984", "__.__.____": "07.05.1984", "z. B. 01.02.2026": "07.05.1984"},
    "fr": {"JJ/MM/AAAA": "07/05/1984", "01/02/2026": "07/05/1984", "JJ / MM / AAAA": "07 / 05 / 1984"},
    "it": {"GG/MM/AAAA": "07/05/1984"},
    "es": {"dd/mm/aaaa": "07/05/1984"},
    "nl": {"dd-mm-jjjj": "07-05-1984"},
    "pl": {"DD.MM.RRRR": "07.05.1984"},
    "sv": {"åååå-mm-dd": "1984-05-07"},
    "fi": {"pp.kk.vvvv": "07.05.1984"},
    "hu": {"ÉÉÉÉ.HH.NN": "1984.05.07"},
    "ro": {"zz.ll.aaaa": "07.05.1984"},
    "bg": {"дд.мм.гггг": "07.05.1984"},
    "el": {"ΗΗ/ΜΜ/ΕΕΕΕ": "07/05/1984"},
    "tr": {"gg.aa.yyyy": "07.05.1984"},
    "ja": {"年/月/日": "1984/05/07", "2026年1月31日": "1984年5月7日", "yyyy/mm/dd": "1984/05/07"},
    "": {"dd.MM.yyyy": "07.05.1984", "2026-01-31": "1984-05-07", "Your date": "1984-05-07", "": "1984-05-07"},
}


@pytest.mark.parametrize(
    ("language", "hint", "text"), [(language, *pair) for language, pairs in HINTS.items() for pair in pairs.items()]
)
def test_a_date_is_written_as_the_field_says(language: str, hint: str, text: str) -> None:
    assert written(MAY, field(placeholder=hint), language) == text
    assert written(MAY, field(name=f"Start ({hint})"), language) == text
    assert shows(MAY, field(placeholder=hint, value=text), language)


def test_the_pages_language_is_no_condition_for_its_letters() -> None:
    assert written(MAY, field(placeholder="TT.MM.JJJJ"), "en") == "07.05.1984"


@pytest.mark.parametrize("hint", ["01/02/2026", "__/__/____", "xx/xx/xxxx", "QQ/WW/ZZZZ"])
@pytest.mark.parametrize("language", ["en", "en-US", ""])
def test_what_may_be_two_days_is_not_guessed(hint: str, language: str) -> None:
    with pytest.raises(AmbiguousError):
        written(MAY, field(placeholder=hint), language)


def test_a_date_field_of_html_takes_iso_whatever_is_shown_in_it() -> None:
    assert written(MAY, field(type="date", placeholder="mm/dd/yyyy"), "en") == "1984-05-07"


SHOWN = {
    "another separator": ("07-05-1984", "dd/mm/yyyy", True),
    "the month in words": ("7 May 1984", "", True),
    "points": ("7.5.1984", "", True),
    "day and month changed": ("05/07/1984", "dd/mm/yyyy", False),
    "another year": ("07/05/1985", "dd/mm/yyyy", False),
    "which is which isn't known": ("05/07/1984", "", False),
    "half of it": ("07/05", "dd/mm/yyyy", False),
    "nothing": ("", "", False),
}


@pytest.mark.parametrize(("value", "hint", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_date_is_read_back(value: str, hint: str, *, shown: bool) -> None:
    assert shows(MAY, field(value=value, placeholder=hint), "en") is shown


@pytest.mark.parametrize(("text", "date"), [("1984-05-07", MAY), ("07.05.1984", None), ("1984-13-07", None), ("x", None)])
def test_only_iso_8601_is_a_date(text: str, date: dt.date | None) -> None:
    assert date_of(text) == date


MONTHS_DE = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
MONTHS_HR = [
    "siječanj",
    "veljača",
    "ožujak",
    "travanj",
    "svibanj",
    "lipanj",
    "srpanj",
    "kolovoz",
    "rujan",
    "listopad",
    "studeni",
    "prosinac",
]
MONTHS_PL = [
    "styczeń",
    "luty",
    "marzec",
    "kwiecień",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpień",
    "wrzesień",
    "październik",
    "listopad",
    "grudzień",
]
PARTS = {
    "days": (field(Kind.SELECT, options=options("Day", *map(str, range(1, 32)))), Part.DAY),
    "months as numbers": (field(Kind.SELECT, options=options("MM", *(f"{one:02}" for one in range(1, 13)))), Part.MONTH),
    "months by name": (field(Kind.SELECT, options=options("Monat", *MONTHS_DE)), Part.MONTH),
    "years": (field(Kind.SELECT, options=options("Jahr", *map(str, range(2026, 1930, -1)))), Part.YEAR),
    "words": (field(name="Tag"), Part.DAY),
    "letters": (field(placeholder="YYYY"), Part.YEAR),
    "attributes": (field(attribute_name="dob_month"), Part.MONTH),
    "autocomplete": (field(autocomplete="bday-year"), Part.YEAR),
    "a whole date": (field(placeholder="MM/DD/YYYY"), None),
    "a number of people": (field(Kind.SELECT, options=options("1", "2", "3")), None),
    "twelve sizes": (field(Kind.SELECT, options=options(*(f"Size {one}" for one in "abcdefghijkl"))), None),
}


@pytest.mark.parametrize(("control", "part"), PARTS.values(), ids=PARTS)
def test_a_part_of_a_date_is_known(control: Control, part: Part | None) -> None:
    assert part_of(control, "de") is part


@pytest.mark.parametrize(("months", "october"), [(MONTHS_HR, "listopad"), (MONTHS_PL, "październik")], ids=["hr", "pl"])
def test_a_month_is_that_of_the_language_of_its_list(months: list[str], october: str) -> None:
    found = part_option(dt.date(2026, 10, 1), Part.MONTH, options(*months), "en")

    assert found is not None
    assert found.label == october


def test_a_part_has_a_nought_before_it_where_the_field_shows_two_letters() -> None:
    assert [part_text(MAY, Part.DAY, field(placeholder=hint)) for hint in ("DD", "Day", "")] == ["07", "7", "7"]
