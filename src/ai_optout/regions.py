"""Which country may use which form, under which legal regime: facts from data/regions.toml, and the hosts of the forms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

Eligible = Literal["yes", "one source", "no"]
"""Whether a form is open to a country's residents: `one source` is known from one place only, and tried."""

META = ("facebook.com", "instagram.com", "meta.com")
"""The hosts, and all below them, on which Meta's objection and third-party forms may lie."""

WHATSAPP = ("whatsapp.com",)
"""The host, and all below it, of WhatsApp's form."""


@dataclass(frozen=True)
class Standing:
    """How a country stands to a form: whether its residents may use it, and the regime they would name (see regimes.py)."""

    eligible: Eligible
    regime: str


@dataclass(frozen=True)
class Regions:
    """Where a flow applies: `of(code)` for one country. `name` is a table of data/regions.toml, or `everywhere`."""

    name: str

    def of(self, code: str) -> Standing:
        """The standing of a country, by ISO 3166-1 alpha-2 code. The regime is told for a country that isn't eligible, too."""
        here = _standings("objection").get(code, Standing("no", "none"))
        if self.name == EVERYWHERE.name:
            return Standing("yes", here.regime)
        return _standings(self.name).get(code, Standing("no", here.regime))

    def countries(self, eligible: Eligible = "yes") -> frozenset[str]:
        """The codes of the countries that are listed as `eligible`; none are listed for `no`, nor anywhere for `everywhere`."""
        if self.name == EVERYWHERE.name:
            return frozenset()
        return frozenset(code for code, standing in _standings(self.name).items() if standing.eligible == eligible)


OBJECTION_REGIONS = Regions("objection")
"""Doors A and B: EU, EEA, UK, Switzerland, Brazil; from one source, Japan and South Korea."""

WHATSAPP_REGIONS = Regions("whatsapp")
"""Door D: EU, UK and Brazil."""

EVERYWHERE = Regions("everywhere")
"""Door C, the third-party form, is open to everyone."""


@cache
def _standings(name: str) -> Mapping[str, Standing]:
    tables = tomllib.loads((resources.files("ai_optout") / "data" / "regions.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {code: Standing(table["eligible"], table["regime"]) for table in tables[name] for code in table["countries"]}
    )
