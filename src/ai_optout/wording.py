"""Phrases that refusals share: what was found, and what was perhaps meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ai_optout.messages import _


def did_you_mean(word: str, known: Iterable[str], quote: str = '"') -> str:
    """` (did you mean "..."?)`, with the nearest of `known`, to end a refusal of `word`; "" where none is near."""
    names = {name.casefold().replace("-", "_"): name for name in known}
    near = difflib.get_close_matches(word.casefold().replace("-", "_"), list(names), n=1)
    return _(" (did you mean {quote}{names}{quote}?)").format(quote=quote, names=names[near[0]]) if near else ""


def found_kind(value: object) -> str:
    """What kind of thing a value read from TOML or JSON is, without showing it."""
    kinds = {
        bool: _("true or false"),
        int: _("a number"),
        float: _("a number"),
        str: "text",
        list: _("a list"),
        dict: _("a table"),
        type(None): "nothing",
    }
    return kinds.get(type(value), _("a date or time"))
