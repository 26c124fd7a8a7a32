"""What one sentence of an answer says. Pure functions of the sentence and the lexicon.

Words count only together: a deed and what it was done to, near each other; a verb and what denies it. A sentence that names a
condition, a review or a right says nothing of how it was decided, however well its words would fit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from ai_optout.followup.lexicon import answers_lexicon, languages
from ai_optout.form.words import Hit, normalise


class Sign(StrEnum):
    """What a sentence says of the request."""

    HONOURED = "honoured"
    UNABLE = "unable"  # denied, as it is where something is missing
    FINAL = "final"  # refused, whatever might still come
    WANTED = "wanted"  # screenshots, examples, more information are asked for
    OFFERED = "offered"  # they may be sent: under a condition
    UNCLEAR = "unclear"  # a deed and a negation that don't belong together
    RECEIVED = "received"
    CODE = "code"
    LOGIN = "login"
    OBJECTION = "objection"  # names it
    AI = "ai"
    REQUEST = "request"


_END: Final = re.compile(r"(?<=[.!?])[\"'»”)\]]*\s+(?![\da-zà-ÿα-ωа-я(])|(?<=[。！？])|\n\s*\n|\n\s*(?=[-•*·]\s)")
_MOST: Final = 2_000
"""Sentences that are looked at: what an answer says stands on its first page."""
_SUBJECT: Final = 4
"""So many times further the subject of a passive may stand off: "your objection to ... has been accepted"."""
_LONGEST: Final = 1_500
"""Characters of one sentence: what has no end within so many isn't one, and is cut."""


def sentences(text: str) -> list[str]:
    """The sentences of `text`: a blank line ends one as a full stop does, a line's end alone doesn't."""
    pieces = (" ".join(piece.split()) for piece in _END.split(text))
    return [piece[:_LONGEST] for piece in pieces if piece][:_MOST]


def signs(sentence: str, spoken: Iterable[str]) -> frozenset[Sign]:
    """What `sentence` says, read in each of the languages `spoken`; where they disagree, it is unclear."""
    hits = [hit for hit in answers_lexicon().hits(sentence) if hit.table == "says"]
    bare = normalise(sentence)
    found: set[Sign] = set()
    for language in spoken:
        by_key: defaultdict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            if language in hit.languages:
                by_key[hit.key].append(hit)
        found |= set(_of_language(by_key, bare, languages()[language].reach))
    decisions = found & {Sign.HONOURED, Sign.UNABLE, Sign.FINAL}
    if Sign.HONOURED in decisions and (len(decisions) > 1 or Sign.UNCLEAR in found):
        return frozenset(found - decisions | {Sign.UNCLEAR})
    return frozenset(found)


def _of_language(hits: Mapping[str, Sequence[Hit]], bare: str, reach: int) -> Iterator[Sign]:
    for key, sign in (("objection", Sign.OBJECTION), ("ai", Sign.AI), ("request", Sign.REQUEST), ("code", Sign.CODE)):
        if hits.get(key):
            yield sign
    if hits.get("login"):
        yield Sign.LOGIN
    if hits.get("received"):
        yield Sign.RECEIVED
    matters = [*hits.get("objection", ()), *hits.get("request", ())]
    is_open = bool(hits.get("open"))
    if (wanted := _wanted(hits, matters, is_open=is_open)) is not None:
        yield wanted
        if wanted is Sign.WANTED:
            return  # "we can't go on without a screenshot" asks, whatever else it says
    yield from _decision(hits, matters, bare, reach, is_open=is_open)


def _wanted(hits: Mapping[str, Sequence[Hit]], matters: Sequence[Hit], *, is_open: bool) -> Sign | None:
    things, asks = [*hits.get("thing", ()), *hits.get("more", ())], hits.get("ask", ())
    if not things or not any(_apart(ask, thing) for ask in asks for thing in things):
        return None
    if not hits.get("thing") and not matters and is_open:
        return None
    return Sign.OFFERED if is_open and not hits.get("negation") and not matters else Sign.WANTED


def _decision(
    hits: Mapping[str, Sequence[Hit]], matters: Sequence[Hit], bare: str, reach: int, *, is_open: bool
) -> Iterator[Sign]:
    if is_open:
        return
    whole = [*hits.get("stop", ()), *hits.get("refusal", ())]
    denials = [hit for hit in hits.get("negation", ()) if not any(_within(hit, one) for one in whole)]
    if hits.get("refusal"):
        yield Sign.FINAL
    declined = [one for one in hits.get("decline", ()) if _near_any(one, matters, bare, reach * 2)]
    if declined:
        yield Sign.UNCLEAR if denials else Sign.FINAL
    if hits.get("stop") and (hits.get("ai") or hits.get("objection")):
        yield Sign.UNCLEAR if denials else Sign.HONOURED
    accepted = [one for one in hits.get("accept", ()) if _near_any(one, matters, bare, reach)]
    accepted += [one for one in hits.get("accepted", ()) if _follows_any(one, matters, bare, reach * _SUBJECT)]
    granted = [one for one in hits.get("grant", ()) if _near_any(one, matters, bare, reach)]
    granted += [  # "your objection to ... was not accepted"
        one
        for one in hits.get("grant", ())
        if _follows_any(one, matters, bare, reach * _SUBJECT)
        and any(denial.end <= one.start and _words_between(denial, one, bare) <= 1 for denial in denials)
    ]
    if not denials:
        if accepted and not hits.get("refusal") and not declined:
            yield Sign.HONOURED
        return
    yield from _denied(accepted, granted, denials, bare, reach)


def _denied(accepted: Sequence[Hit], granted: Sequence[Hit], denials: Sequence[Hit], bare: str, reach: int) -> Iterator[Sign]:
    """What a sentence with a negation says: "can't honour" denies, "will honour this, but not that" leaves it unclear."""
    others = [one for one in granted if all(_apart(one, deed) for deed in accepted)]
    before = [hit for hit in denials if not accepted or not reach or any(hit.start < deed.start for deed in accepted)]
    if accepted and (not before or (others and reach)):
        yield Sign.UNCLEAR
    elif any(_near_any(one, before, bare, reach + 2) for one in (*accepted, *granted)):
        yield Sign.UNABLE
    elif accepted:
        yield Sign.UNCLEAR


def _near_any(one: Hit, others: Iterable[Hit], bare: str, reach: int) -> bool:
    return any(not reach or _words_between(one, other, bare) <= reach for other in others)


def _follows_any(one: Hit, others: Iterable[Hit], bare: str, reach: int) -> bool:
    """Whether one of `others` stands before, as the subject of a passive, or right behind."""
    return any(_near_any(one, [other], bare, reach if other.start < one.start else 1) for other in others)


def _words_between(one: Hit, other: Hit, bare: str) -> int:
    first, second = sorted((one, other), key=lambda hit: hit.start)
    return len(bare[first.end : second.start].split()) if second.start >= first.end else 0


def _within(one: Hit, other: Hit) -> bool:
    return other.start <= one.start and one.end <= other.end


def _apart(one: Hit, other: Hit) -> bool:
    return one.end <= other.start or other.end <= one.start
