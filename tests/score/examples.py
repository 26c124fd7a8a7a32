"""What is learned from: the controls of the corpus' pages with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.score.corpus import CRAWLED, LABELLED, Saved, WrongLabel, scored_as
from tests.score.looks import Look

from ai_optout.form.features import Features, features_of
from ai_optout.form.language import spoken_in
from ai_optout.form.learned import LEARNED
from ai_optout.form.meaning import Meaning, takes
from ai_optout.form.sign import weights_of
from ai_optout.form.signs import signs_of
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.words import lexicon

WORTH: Final[Mapping[str, float]] = {LABELLED: 1.0, CRAWLED: 0.5}
"""What a control weighs by who labelled its page: a hand, or a model."""


@dataclass(frozen=True)
class Page:
    """A page to learn from: its snapshot, its controls' features, and the class of each that counts (its worth is not 0)."""

    name: str
    snapshot: Snapshot
    features: tuple[Features, ...]
    classes: tuple[int, ...]
    worth: tuple[float, ...]


def page_of(saved: Saved, look: Look, wrong: Iterable[WrongLabel]) -> Page:
    """The page with what is learned from it.

    Nothing is learned from a wrong label; nor from what has none because it couldn't have any: a widget that is no input, select
    or textarea, and where a model labelled, what the rules claim all the same.
    """
    snapshot = look.snapshot
    aside = {one.index for one in wrong if one.file == saved.name}
    tokens = {element.index: element.token for element in look.elements}
    words = lexicon()
    language = spoken_in(snapshot)
    sums = [weights_of(signs_of(control, words, language)) for control in snapshot.controls]
    classes, worth = [], []
    for control, total in zip(snapshot.controls, sums, strict=True):
        index = look.places[control.ref]
        meaning = scored_as(tokens.get(index, ""))
        classes.append(1 + LEARNED.index(Meaning(meaning)) if meaning else 0)
        doubtful = not meaning and (index < 0 or (saved.folder == CRAWLED and not tokens.get(index)))
        claimed = max((total.get(one, 0.0) for one in LEARNED), default=0.0) > 1
        counts = bool(takes(control) & set(LEARNED)) and index not in aside and not (doubtful and claimed)
        worth.append(WORTH[saved.folder] if counts else 0.0)
    return Page(saved.name, snapshot, tuple(features_of(snapshot, sums)), tuple(classes), tuple(worth))
