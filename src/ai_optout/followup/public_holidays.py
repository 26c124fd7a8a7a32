"""Nationwide public holidays, from the `holidays` package, kept a month in the cache folder: loading the package takes longer
than all the rest of `ai-optout status`.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from typing import Final

from ai_optout.errors import AiOptoutError
from ai_optout.folders import Folders, write_private

FOLDER: Final = "holidays"
"""In the cache folder: a file a country and year, which says where somebody lives."""
KEPT: Final = timedelta(days=30)
"""How long what was looked up is believed: a new release of the package may know of a new holiday."""


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The nationwide public holidays of a country (ISO 3166-1 alpha-2) in a year; none for a country that isn't known."""
    path = Folders.of_this_person().cache / FOLDER / f"{country}-{year}.json"
    today = date.today()  # noqa: DTZ011 - the age of a file on this machine
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        if date.fromisoformat(kept["read"]) <= today < date.fromisoformat(kept["read"]) + KEPT:
            return frozenset(map(date.fromisoformat, kept["days"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not there, or not ours any more: it is looked up
    days = _looked_up(country, year)
    with suppress(AiOptoutError):  # what can't be kept is looked up again
        write_private(path, json.dumps({"read": str(today), "days": sorted(map(str, days))}).encode())
    return days


def _looked_up(country: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - the one place that needs it

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()  # its weekends are all that is known
