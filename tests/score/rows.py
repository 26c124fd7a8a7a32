"""What is scored: for every control of a page its label, the engine's verdict and Chromium's, with what it takes to see why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.score.chromium import Predictions, meaning_of
from tests.score.corpus import SCORED, scored_as
from tests.score.looks import Element, Look

from ai_optout.form.learned import Learned
from ai_optout.form.snapshot import Control
from ai_optout.form.understand import Question, understand, understand_unseen

NOT_SCANNED: Final = "not scanned"
NO_QUESTION: Final = "no question"
QUESTION: Final = "question"


@dataclass(frozen=True)
class Row:
    """A control that has a scored label, or was given a scored meaning by the engine or by Chromium.

    `truth`, `given` and `chromium` are scored meanings or ""; `token`, `meaning` and `prediction` what was really said. `state`
    says whether the engine saw a question in it; `shown` whether the browser shows it, told without the engine.
    """

    file: str
    index: int
    css: tuple[str, ...]
    language: str
    label: str
    truth: str
    token: str
    given: str
    meaning: str
    confidence: float
    signs: tuple[str, ...]
    chromium: str
    prediction: str
    state: str
    shown: bool
    html: str
    before: str


def rows_of(file: str, look: Look, predictions: Predictions, weights: Learned | None = None) -> tuple[Row, ...]:
    """Every row of one page, in the order of the document, what is none of the three elements last.

    Hidden controls have the meaning that `inspect` shows for them. `weights` are others than the shipped ones.
    """
    asked = {question.control.ref: question for question in understand(look.snapshot, weights=weights)}
    unseen = understand_unseen(look.snapshot, weights=weights)
    questions = asked | {question.control.ref: question for question in unseen}
    by_index = {look.places[control.ref]: control for control in look.snapshot.controls if look.places[control.ref] >= 0}
    elsewhere = [control for control in look.snapshot.controls if look.places[control.ref] < 0]
    language = language_of(look.snapshot.language)

    def row(element: Element, control: Control | None) -> Row:
        question = questions.get(control.ref) if control else None
        meaning = _meaning(question)
        prediction = predictions.get(element.index, "")
        return Row(
            file=file,
            index=element.index,
            css=control.css if control else (),
            language=language,
            label=control.wording if control else "",
            truth=scored_as(element.token),
            token=element.token,
            given=meaning if meaning in SCORED else "",
            meaning=meaning,
            confidence=question.confidence if question else 0.0,
            signs=tuple(f"{sign.meaning} {sign.weight:+.2f} {sign.because}" for sign in question.signs) if question else (),
            chromium=meaning_of(prediction),
            prediction=prediction,
            state=NOT_SCANNED if control is None else QUESTION if control.ref in asked else NO_QUESTION,
            shown=element.shown,
            html=element.html,
            before=control.before[:200] if control else "",
        )

    rows = [
        *(row(element, by_index.get(element.index)) for element in look.elements),
        *(row(Element(-1, "", control.visible, ""), control) for control in elsewhere),
    ]
    return tuple(one for one in rows if one.truth or one.given or one.chromium)


def language_of(told: str) -> str:
    """The primary subtag of a page's own language; "unsaid" where it says none, or no language."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", told)
    return found[1].lower() if found else "unsaid"


def in_sight(rows: Iterable[Row]) -> Iterator[Row]:
    """Only those that the browser shows."""
    return (row for row in rows if row.shown)


def _meaning(question: Question | None) -> str:
    return question.meaning.value if question and question.meaning else ""
