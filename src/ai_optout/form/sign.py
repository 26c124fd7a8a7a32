"""A sign: one reason for a meaning, or against it. And what a word of the lexicon speaks against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ai_optout.form.meaning import IDENTITY, Meaning

VETO = 8.0
"""What a word against an identity weighs in a label: more than all that may speak for it."""
NAMES = frozenset({Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME})
_AGAINST_ALL = frozenset({"search", "password", "username"})


@dataclass(frozen=True)
class Sign:
    """One reason for (or, with a weight below nought, against) a meaning; `because` quotes it without any answer."""

    meaning: Meaning
    weight: float
    because: str
    source: str = ""
    """Where the words stand that it goes by."""
    trap: str = ""
    """The lexicon's key under which they speak of something else, or of somebody else's."""


def weights_of(signs: Iterable[Sign]) -> dict[Meaning, float]:
    """What the signs weigh together, for and against each meaning that they speak of."""
    total: defaultdict[Meaning, float] = defaultdict(float)
    for sign in signs:
        total[sign.meaning] += sign.weight
    return dict(total)


def against(key: str) -> frozenset[Meaning]:
    """Which meanings the words of a `[not]` key speak against."""
    if key in _AGAINST_ALL:
        return frozenset(Meaning)
    return NAMES | {Meaning.ONE_TIME_CODE} if key == "card" else IDENTITY
