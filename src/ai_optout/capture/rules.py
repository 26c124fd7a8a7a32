"""The lists of `rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Rules:
    """What a capture keeps; what the lists mean stands in the file, beside each."""

    dropped: frozenset[str]
    emptied: frozenset[str]
    pictures: frozenset[str]
    words: frozenset[str]
    texts: frozenset[str]
    plain: frozenset[str]
    addresses: frozenset[str]
    chosen: frozenset[str]
    values: frozenset[str]
    public: tuple[str, ...]
    styles: Mapping[str, str]


@cache
def rules() -> Rules:
    """The rules, read once."""
    tables = tomllib.loads(files("ai_optout.capture").joinpath("rules.toml").read_text(encoding="utf-8"))
    elements, attributes = tables["elements"], tables["attributes"]
    return Rules(
        **{name: frozenset(elements[name]) for name in ("dropped", "emptied", "pictures")},
        **{name: frozenset(attributes[name]) for name in ("words", "texts", "plain", "addresses", "chosen", "values")},
        public=tuple(tables["addresses"]["public"]),
        styles=tables["styles"],
    )
