"""Finding the one-time code in what somebody types, pastes or was mailed.

A mail holds other numbers, too: a year, a telephone number, a street, a case. The code is known by standing near the words for a
code, by having six digits (facts, *The code e-mail*; of how many digits the AI forms' is isn't known), and by standing alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ai_optout.form.words import lexicon

LENGTHS: Final = range(4, 11)
"""Digits of a code: six is what the portal's mail has."""
USUAL: Final = 6

_SPACES: Final = " \u00a0\u202f\u2009"
_LETTERS: Final = "A-Za-z_\u00aa-\u1fff"  # of scripts that set words apart: in Japanese a code stands between letters
_RUN = re.compile(rf"(?<![\d{_LETTERS}])\d(?:[{_SPACES}-]?\d)*(?![\d{_LETTERS}])")
_SEPARATORS = re.compile(rf"[{_SPACES}-]")
_MIXED = re.compile(r"(?=.*\d)[A-Z0-9]{4,10}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_SOMETHING_ELSE_BEFORE = re.compile(r"(?:\+[\d\s()/.-]*|\(\d+\)\s*|\d[.,/:]|#\s?|[A-Za-z]-)$")
_OF_SOMETHING_ELSE_AFTER = re.compile(r"[.,/:]\d|[-/]\w")

ON_ITS_LINE: Final = 3
BEFORE_ON_ITS_LINE: Final = 4
AFTER_ON_ITS_LINE: Final = 3
ON_THE_LINE_BEFORE: Final = 2
ON_THE_LINE_AFTER: Final = 1
"""What each sign counts; only their order matters."""
_NEAR: Final = (BEFORE_ON_ITS_LINE, AFTER_ON_ITS_LINE, ON_THE_LINE_BEFORE)


@dataclass(frozen=True)
class _Number:
    digits: str
    near: int
    alone: bool

    @property
    def rank(self) -> int:
        return self.near + (ON_ITS_LINE if self.alone else 0)


def codes_in(text: str) -> tuple[str, ...]:
    """The code in `text`, digits alone ("123456", "123-456", "1 2 3 4 5 6", a whole mail, in any script's digits).

    () where there is none, several where nothing tells which of them it is. A code with letters is taken where it stands alone.
    """
    bare = text.strip()
    if (whole := _digits(bare)) is not None:
        return (whole,)
    if _MIXED.fullmatch(bare):
        return (bare,)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [number for place in range(len(lines)) for number in _numbers(lines, place)]
    usual = [number for number in found if len(number.digits) == USUAL]
    likely = [number for number in usual if number.near] or usual or [number for number in found if number.near in _NEAR]
    best = max((number.rank for number in likely), default=0)
    return tuple(dict.fromkeys(number.digits for number in likely if number.rank == best))


def find_code(text: str) -> str | None:
    """The code in `text`; None where there is none, or where several might be it."""
    codes = codes_in(text)
    return codes[0] if len(codes) == 1 else None


def _digits(run: str) -> str | None:
    """The digits of a run, if it may be a code: in one piece, one by one, or in groups of the same length."""
    if _RUN.fullmatch(run) is None:
        return None
    groups = _SEPARATORS.split(run)
    digits = "".join(str(unicodedata.digit(digit)) for group in groups for digit in group)
    return digits if len(digits) in LENGTHS and len({len(group) for group in groups}) == 1 else None


def _numbers(lines: Sequence[str], place: int) -> list[_Number]:
    line = lines[place]
    found = []
    for match in _RUN.finditer(line):
        before, after = line[: match.start()], line[match.end() :]
        digits = _digits(match[0])
        if digits is None or _OF_SOMETHING_ELSE_BEFORE.search(before) or _OF_SOMETHING_ELSE_AFTER.match(after):
            continue
        near = _nearness(lines, place, before, after)
        if _YEAR.fullmatch(digits) or (near not in (BEFORE_ON_ITS_LINE, AFTER_ON_ITS_LINE) and _says(line, "tel")):
            continue
        found.append(_Number(digits, near, match[0] == line))
    return found


def _nearness(lines: Sequence[str], place: int, before: str, after: str) -> int:
    """How close the words for a code stand: on the same line, on the one before, on the one after; 0: not there."""
    if _names_a_code(before):
        return BEFORE_ON_ITS_LINE
    if _names_a_code(after):
        return AFTER_ON_ITS_LINE
    if place > 0 and _names_a_code(lines[place - 1]):
        return ON_THE_LINE_BEFORE
    return ON_THE_LINE_AFTER if place + 1 < len(lines) and _names_a_code(lines[place + 1]) else 0


def _names_a_code(text: str) -> bool:
    """Whether `text` has a word for a one-time code in any language of the lexicon."""
    words = (hit.phrase for hit in lexicon().hits(text) if (hit.table, hit.key) == ("page", "code-word"))
    return _says(text, "one-time-code") or any(not _says(word, "email") for word in words)  # "mail" is among them, and no code


def _says(text: str, meaning: str) -> bool:
    return lexicon().says(text, "meaning", meaning)
