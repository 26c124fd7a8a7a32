"""The legal regimes a person may object under, each with its article and a draft of a reason, from data/regimes.toml.

A draft says only what is true of everyone who objects; it is offered to be edited, never sent by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True)
class Regime:
    """A law: `name` and `article` as one cites them ("" for none), and drafts of a reason by language, English among them."""

    id: str
    name: str
    article: str
    drafts: Mapping[str, str]

    def draft(self, language: str | None = None) -> str:
        """The draft in `language` (a BCP 47 tag), else in English: at least 100 characters, in the first person."""
        return self.drafts.get((language or "en").replace("_", "-").split("-")[0].lower(), self.drafts["en"])


@cache
def regimes() -> Mapping[str, Regime]:
    """All regimes by id: gdpr, uk-gdpr, fadp, lgpd, none."""
    tables = tomllib.loads((resources.files("ai_optout") / "data" / "regimes.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {name: Regime(name, table["name"], table["article"], MappingProxyType(table["draft"])) for name, table in tables.items()}
    )
