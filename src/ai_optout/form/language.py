"""In which language a page speaks: its own word for it, else what its words say. A pure function of a snapshot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from ai_optout.form.snapshot import Snapshot
from ai_optout.form.words import lexicon

_WEIGHS: Final = 1.0
"""How many words that no other language has must be known at least."""


def language_of(snapshot: Snapshot) -> str:
    """The page's own word for its language, else the one that most of its words are known in; "" where that isn't clear."""
    said = snapshot.language.strip()
    if re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", said):
        return said
    weights: defaultdict[str, float] = defaultdict(float)
    for text in set(_texts(snapshot)):
        for hit in lexicon().hits(text):
            for language in hit.languages:
                weights[language] += 1 / len(hit.languages)
    first, second = sorted([*weights.values(), 0.0, 0.0], reverse=True)[:2]
    return max(weights, key=lambda language: weights[language]) if first >= _WEIGHS and first > second else ""


def spoken_in(snapshot: Snapshot) -> str:
    """The same as the lexicon's files are called: "nb" for Norwegian, whichever; "" where it isn't clear."""
    primary = re.split("[-_]", language_of(snapshot).lower())[0]
    return "nb" if primary in {"no", "nn"} else primary


def _texts(snapshot: Snapshot) -> Iterable[str]:
    yield snapshot.title
    yield from snapshot.headings
    yield from (button.name for button in snapshot.buttons)
    for control in snapshot.controls:
        yield from (control.label, control.legend, control.before, control.after, control.placeholder, control.description)
