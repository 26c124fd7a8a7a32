"""The words in which answers are written, from the files in `wording/`: one file a language, which a translator can add to.

A file names for each thing that an answer may say the words that say it. What is asked: `objection`, `request`, `ai`. That it is
granted: `accept` (a deed), `accepted` (said of its subject), `stop` (a use that ends), `grant` (the bare verb, which says
nothing unless it is denied). That it isn't: `decline`, and `refusal`, complete in itself. What denies: `negation`. What leaves
open: `open` (conditions, reviews, rights in general, what the person asked for). What is wanted: `thing`, `more`, `ask`. The
rest: `received`, `code`, `login`.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from ai_optout.form.words import SPACELESS, Lexicon, build, normalise

_AT_LEAST: Final = 0.06
"""The share of a mail's words that must be among a language's commonest for the mail to be in it."""
_SURELY: Final = 0.18
"""From this share on, a mail is surely in that language, and what it doesn't say it doesn't say."""
_RIVAL: Final = 0.6
"""From this share of the first language's on, a mail is read in a second one too: Danish and Norwegian, Czech and Slovak."""


@dataclass(frozen=True)
class Language:
    """One language: its commonest words, and how many may stand between a verb and what it is about (0: any number)."""

    name: str
    common: frozenset[str]
    reach: int


@cache
def languages() -> Mapping[str, Language]:
    """Every language there is a file for."""
    return MappingProxyType(
        {name: Language(name, frozenset(map(normalise, table["common"])), table["reach"]) for name, table in _tables().items()}
    )


@cache
def answers_lexicon() -> Lexicon:
    """All phrases; the table of each is `says`."""
    return build({name: {"says": table["says"]} for name, table in _tables().items()})


@cache
def _tables() -> Mapping[str, dict[str, Any]]:
    folder = resources.files("ai_optout.followup") / "wording"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def languages_of(text: str) -> tuple[str, ...]:
    """The languages that a text may be in, the likeliest first; () where it is in none that is known."""
    shares = _shares(text)
    best = max(shares.values(), default=0.0)
    if best < _AT_LEAST:
        return ()
    return tuple(sorted((name for name, share in shares.items() if share >= best * _RIVAL), key=lambda name: -shares[name]))


def is_surely_known(text: str) -> bool:
    """Whether a text is surely in one of the languages, so that it can be said to be about something else."""
    return max(_shares(text).values(), default=0.0) >= _SURELY


def _shares(text: str) -> dict[str, float]:
    """How much of a text is words that each language is known by."""
    bare = normalise(text[:20_000])
    words = bare.split()
    if not words:
        return {}
    known = Counter(language for hit in answers_lexicon().hits(bare) for language in hit.languages)
    shares = {}
    for language in languages().values():
        if language.name in SPACELESS:
            letters = bare.replace(" ", "")
            found = sum(letters.count(piece) * len(piece) for piece in language.common)
            shares[language.name] = (found + known[language.name]) / len(letters)
        else:
            shares[language.name] = (sum(word in language.common for word in words) + known[language.name]) / len(words)
    return shares
