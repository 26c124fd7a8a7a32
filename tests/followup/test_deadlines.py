"""When an answer is due: the law's own way of counting, over ends of months, week-ends, holidays and time zones."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ai_optout.folders import Folders
from ai_optout.followup.deadlines import due, months_later, rules, zone_of
from ai_optout.followup.public_holidays import public_holidays
from ai_optout.regimes import regimes
from ai_optout.regions import OBJECTION_REGIONS


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "country", "last_day"),
    [
        ("2026-11-03T12:00", "DE", "2026-12-03"),
        ("2026-01-31T12:00", "DE", "2026-03-02"),  # 28 February 2026 is a Saturday
        ("2027-12-31T12:00", "DE", "2028-01-31"),
        ("2028-01-31T12:00", "DE", "2028-02-29"),
        ("2026-08-31T12:00", "DE", "2026-09-30"),
        ("2026-10-14T12:00", "DE", "2026-11-16"),  # 14 November 2026 is a Saturday
        ("2026-11-25T12:00", "DE", "2026-12-28"),  # Christmas on a Friday, a second day of it, a Sunday
        ("2026-04-01T12:00", "DE", "2026-05-04"),  # 1 May, then a week-end
        ("2026-04-01T12:00", "NL", "2026-05-01"),  # no holiday there
        ("2026-11-28T12:00", "GB", "2026-12-29"),  # the 28th stands in for Boxing Day
        ("2026-11-03T12:00", "CH", "2026-12-03"),
        ("2026-11-03T12:00", "BR", "2026-11-18"),
        ("2026-11-05T12:00", "BR", "2026-11-23"),  # Consciência Negra on a Friday
    ],
)
def test_an_answer_is_due_on_the_day_that_the_law_counts_to(received: str, country: str, last_day: str) -> None:
    assert due(on(received), country).day == date.fromisoformat(last_day)


@pytest.mark.parametrize(("country", "last_day"), [("DE", "2026-12-03"), ("GB", "2026-12-02"), ("BR", "2026-11-17")])
def test_the_day_of_receipt_is_that_of_the_residence(country: str, last_day: str) -> None:
    assert due(on("2026-11-02T23:30"), country).day == date.fromisoformat(last_day)


def test_where_no_period_is_known_none_is_named() -> None:
    until = due(on("2026-11-03T12:00"), "US")

    assert until.day is None
    assert until.rule.basis == "No period is known to be set by law where you live."


@pytest.mark.parametrize(
    ("regime", "sure"), [("gdpr", True), ("uk-gdpr", True), ("fadp", False), ("lgpd", False), ("none", False)]
)
def test_a_period_that_the_law_sets_for_something_else_is_called_a_yardstick(regime: str, sure: bool) -> None:  # noqa: FBT001
    rule = rules()[regime]

    assert rule.sure is sure
    assert ("yardstick" in rule.basis) is (regime in {"fadp", "lgpd"})


def test_every_regime_has_a_rule_with_a_source() -> None:
    assert set(rules()) == set(regimes())
    assert all(rule.source and rule.basis for rule in rules().values())


def test_every_country_where_the_forms_are_open_has_a_time_zone() -> None:
    countries = OBJECTION_REGIONS.countries() | OBJECTION_REGIONS.countries("one source")

    assert [country for country in countries if zone_of(country) == "UTC"] == []


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-12-15", 1, "2027-01-15"), ("2026-11-30", 3, "2027-02-28")],
)
def test_months_end_where_they_end(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_what_was_looked_up_of_holidays_is_kept_for_the_next_time() -> None:
    public_holidays.cache_clear()
    found = public_holidays("DE", 2031)
    kept = Folders.of_this_person().cache / "holidays" / "DE-2031.json"
    public_holidays.cache_clear()

    assert date(2031, 10, 3) in found
    assert kept.stat().st_mode & 0o777 == 0o600
    assert public_holidays("DE", 2031) == found


def test_a_damaged_note_of_holidays_is_looked_up_anew() -> None:
    public_holidays.cache_clear()
    kept = Folders.of_this_person().cache / "holidays" / "FR-2031.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("[", encoding="ascii")

    assert date(2031, 7, 14) in public_holidays("FR", 2031)
