"""When an answer is due: the period of the law where the person lives, counted as that law counts.

Periods in months follow Regulation (EEC, Euratom) No 1182/71, Art. 3: the day of the event isn't counted; the period ends with
the day of the same number, or with the last of a month that has none; where that is a Saturday, a Sunday or a public holiday,
with the next working day. Public holidays are the nationwide ones of the country of residence. (The regulation looks at where
something is to be done, which may as well be Ireland, where Meta sits: a day or two may lie between.)
"""

from __future__ import annotations

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from ai_optout.followup.public_holidays import public_holidays
from ai_optout.regions import OBJECTION_REGIONS

_SATURDAY: Final = 5
_OTHERWISE: Final = "UTC"


@dataclass(frozen=True)
class Rule:
    """The period of one regime: in `months` or in `days`, or neither. `sure`: the law sets it for an objection."""

    regime: str
    months: int | None
    days: int | None
    sure: bool
    basis: str
    counting: str
    source: str


@dataclass(frozen=True)
class Due:
    """The last day on which an answer is in time, in the zone of residence, and by which rule; `day` is None where none is
    set.
    """

    day: date | None
    rule: Rule
    zone: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every regime's rule, by its id."""
    return MappingProxyType(
        {
            name: Rule(
                name, table.get("months"), table.get("days"), table["sure"], table["basis"], table["counting"], table["source"]
            )
            for name, table in _tables().items()
            if name != "zones"
        }
    )


def rule_of(country: str) -> Rule:
    """The rule where somebody lives, by ISO 3166-1 alpha-2 code."""
    return rules()[OBJECTION_REGIONS.of(country).regime]


def zone_of(country: str) -> str:
    """The time zone there, by its IANA name; UTC for a country that isn't listed."""
    return str(_tables()["zones"].get(country, _OTHERWISE))


def due(start: datetime, country: str) -> Due:
    """When the answer to a request that arrived at the moment `start` is due to somebody who lives in `country`."""
    return _due(start.astimezone(_zone(country)).date(), country)


@cache
def _zone(country: str) -> ZoneInfo:
    return ZoneInfo(zone_of(country))


@cache
def _due(start: date, country: str) -> Due:
    rule = rule_of(country)
    end = None
    if rule.months is not None:
        end = next_working_day(months_later(start, rule.months), country)
    elif rule.days is not None:
        end = next_working_day(start + timedelta(days=rule.days), country)
    return Due(end, rule, zone_of(country))


def months_later(start: date, months: int) -> date:
    """The day of the same number so many months later, or the last of that month where it has none."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def next_working_day(day: date, country: str) -> date:
    """`day`, or the first after it that is neither Saturday, Sunday nor a nationwide public holiday in `country`."""
    while day.weekday() >= _SATURDAY or day in public_holidays(country, day.year):
        day += timedelta(days=1)
    return day


@cache
def _tables() -> Mapping[str, dict[str, Any]]:
    text = (resources.files("ai_optout") / "data" / "deadlines.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
