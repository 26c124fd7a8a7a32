"""Who watches over the law where somebody lives, and whom a letter to Meta goes to: facts from data/."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

OWN_PAGE: Final = "own page"
"""How data/authorities.toml marks what was compared with the authority's own page, as recorded elsewhere."""


@dataclass(frozen=True)
class Authority:
    """A supervisory authority. `address` and `email` are empty where they aren't surely known: then look at `website`.
    `confirmed` is whether what there is of them was compared with the authority's own page.
    """

    code: str
    name: str
    address: tuple[str, ...]
    website: str
    email: str | None
    languages: tuple[str, ...]
    confirmed: bool


@dataclass(frozen=True)
class Addressee:
    """The company that a letter to Meta goes to; `sure` is false where that should be compared with Meta's own policy."""

    lines: tuple[str, ...]
    sure: bool


@cache
def authorities() -> Mapping[str, Authority]:
    """All of them, by ISO 3166 code of the country, territory or region."""
    found: dict[str, Authority] = {}
    for code, table in _data("authorities.toml")["authority"].items():
        one = Authority(
            code,
            table["name"],
            tuple(table.get("address", ())),
            table["website"],
            table.get("email"),
            tuple(table["languages"]),
            all(table.get(f"{what}_from") == OWN_PAGE for what in ("address", "email") if what in table),
        )
        found |= dict.fromkeys([code, *table.get("also", ())], one)
    return MappingProxyType(found)


def authority_of(country: str, region: str | None = None) -> Authority | None:
    """The authority for a country, or for a region that has its own, such as `DE-BY`; None where none is known.

    A country whose regions have their own has one for the region alone: without `region` it is None there, too.
    """
    if region is not None:
        return authorities().get(region.upper())
    return None if regions_of(country) else authorities().get(country)


def regions_of(country: str) -> list[Authority]:
    """The regions' own authorities in a country; none where the country's is responsible."""
    return [one for code, one in authorities().items() if code.startswith(f"{country}-")]


def lead_authority() -> Authority:
    """Meta's lead supervisory authority in the Union (GDPR, Art. 56)."""
    return authorities()[_data("authorities.toml")["lead"]["country"]]


@cache
def addressee_of(regime: str) -> Addressee:
    """Whom a letter to Meta goes to under a regime."""
    table = _data("addressees.toml")[regime]
    return Addressee(tuple(table["lines"]), table["sure"])


@cache
def law_of(regime: str, language: str) -> Mapping[str, str]:
    """How a letter in `language` names a regime's `objection`, `answer` and `complaint`; "" for what it doesn't have."""
    tables = _data("laws.toml")[regime]
    return MappingProxyType(tables.get(language, tables["en"]))


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("ai_optout") / "data" / name).read_text(encoding="utf-8"))
