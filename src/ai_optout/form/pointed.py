"""Controls that a person pointed at, and how each is found again in a later look: values and pure functions, no page, no file.

What is kept of such a control is the question's wording, its place in the form's structure, and its selector, in this order of
trust: words stay with their question when a page is drawn anew, a place does while the form stays as it is, an id often doesn't.
No answer is in it. A control is taken for the one that was pointed at only where exactly one fits, and where its kind can take
the meaning; otherwise it is as unknown as it was, and the person is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ai_optout.form.language import language_of
from ai_optout.form.meaning import Meaning, takes
from ai_optout.form.sign import Sign
from ai_optout.form.snapshot import Control, Kind, Snapshot
from ai_optout.form.understand import Question, understand
from ai_optout.form.words import normalise, same_wording
from ai_optout.messages import N_, _

YOU_POINTED: Final = N_("you pointed at it")
"""The sign that such a meaning rests on."""
LONGEST_WORDING: Final = 300
"""Characters that are kept of a question: more is a paragraph that stands near."""
_WEIGHT: Final = 9.0  # more than all that the other signs of a question come to
_CONFIDENCE: Final = 0.99
_SHORTEST_PRIVATE: Final = 3
"""Characters from which on an answer is looked for in what is kept: "de" is in every second word."""
_PERSONAL: Final = re.compile(r"\S@\S|\d(?:[ ()./\u00a0-]{0,2}\d){5,}")
"""An e-mail address; six digits and more, as the numbers of telephones and accounts have."""


@dataclass(frozen=True)
class Place:
    """Where a control stands in the structure of its page: the numbers count from nought, `form` and `dialog` are -1 for none."""

    dialog: int
    form: int
    kind: Kind
    type: str
    row: int
    """How many questions of its form stand before it."""
    nth: int
    """How many of them are of its kind and type."""


@dataclass(frozen=True)
class Pointed:
    """A control that was pointed at, and what it means. `wording` is "" where the page has no words for it; `language` is the
    page's at that time.
    """

    meaning: Meaning
    wording: str
    language: str
    place: Place
    css: tuple[str, ...]


def pointed_at(snapshot: Snapshot, control: Control, meaning: Meaning, private: Iterable[str] = ()) -> Pointed:
    """What is kept of `control`, a question of `snapshot`. Wording and selector are left out where they hold one of the `private`
    texts, what stands in a field of the page, an e-mail address, or (the wording) a long number.
    """
    held = [one.value for one in snapshot.controls if one.kind in {Kind.TEXT, Kind.TEXTAREA, Kind.COMBOBOX}]
    texts = [normalise(text) for text in (*private, *held) if len(text) >= _SHORTEST_PRIVATE]

    def is_personal(text: str) -> bool:
        words = f" {normalise(text)} "
        return any(f" {one} " in words or (not one.isascii() and one in words) for one in texts if one)

    wording = words_of(control)
    css = control.css if not any(is_personal(part) or "@" in part for part in control.css) else ()
    return Pointed(
        meaning=meaning,
        wording="" if is_personal(wording) or _PERSONAL.search(wording) else wording,
        language=language_of(snapshot),
        place=place_of(snapshot, control),
        css=css,
    )


def words_of(control: Control) -> str:
    """The page's words for a question, cut where they are a paragraph; "" where it has none: a `name` or `id` is no word."""
    after = control.after if control.kind in {Kind.CHECKBOX, Kind.SWITCH} else ""
    texts = (control.label, control.legend, control.before, control.placeholder, after)
    return next((text for text in texts if text), "")[:LONGEST_WORDING]


def place_of(snapshot: Snapshot, control: Control) -> Place:
    """Where `control`, a question of `snapshot`, stands."""
    before = [one for one in snapshot.questions if (one.dialog, one.form) == (control.dialog, control.form)]
    before = before[: next(number for number, one in enumerate(before) if one.ref == control.ref)]
    alike = [one for one in before if (one.kind, one.type) == (control.kind, control.type)]
    return Place(control.dialog, control.form, control.kind, control.type, len(before), len(alike))


def understand_pointed(snapshot: Snapshot, pointed: Sequence[Pointed]) -> tuple[Question, ...]:
    """The questions of a snapshot as `understand` gives them, those that were pointed at with the meaning that they were given.

    What the form asks by its own words elsewhere isn't taken from there: then what was pointed at no longer holds.
    """
    questions = understand(snapshot)
    for one in pointed:
        control = find(snapshot, questions, one)
        if control is not None and not _asked_elsewhere(questions, control, one.meaning):
            questions = tuple(
                _meant(question, one.meaning) if question.control is control else question for question in questions
            )
    return questions


def with_one_more(pointed: Sequence[Pointed], new: Pointed) -> tuple[Pointed, ...]:
    """`pointed` with `new`, which takes the place of what was said before of its meaning or of the same control."""
    kept = (
        one
        for one in pointed
        if one.meaning is not new.meaning and (one.wording, one.place, one.css) != (new.wording, new.place, new.css)
    )
    return (*kept, new)


def find(snapshot: Snapshot, questions: Sequence[Question], one: Pointed) -> Control | None:
    """The one control that was pointed at: by its wording, where several have that by its place among them, else by its place,
    else by its selector. None where none or several fit.

    Where the page says something else now, in the language that it spoke then, or something where it said nothing, place and
    selector must agree; where it says nothing, or speaks another language, either will do. Either way the question mustn't be
    understood by itself as something else.
    """
    able = [question for question in questions if one.meaning in takes(question.control)]
    worded = [question for question in able if one.wording and same_wording(words_of(question.control), one.wording)]
    placed = [question for question in able if _stands_at(snapshot, question.control, one.place)]
    selected = [question for question in able if one.css and question.control.css == one.css]
    if worded:
        narrowed = (worded, [each for each in worded if each in placed], [each for each in worded if each in selected])
        return next((found[0].control for found in narrowed if len(found) == 1), None)
    unknown = [question for question in able if question.meaning in {None, one.meaning}]
    for found in ([each for each in placed if each in unknown], [each for each in selected if each in unknown]):
        if len(found) == 1 and (not _says_otherwise(snapshot, found[0], one) or (found[0] in placed and found[0] in selected)):
            return found[0].control
    return None


def _stands_at(snapshot: Snapshot, control: Control, place: Place) -> bool:
    same = (control.dialog, control.form, control.kind, control.type) == (place.dialog, place.form, place.kind, place.type)
    return same and place_of(snapshot, control) == place


def _says_otherwise(snapshot: Snapshot, question: Question, one: Pointed) -> bool:
    words = words_of(question.control)
    return bool(words) and (not one.wording or language_of(snapshot) == one.language)


def _asked_elsewhere(questions: Sequence[Question], control: Control, meaning: Meaning) -> bool:
    return any(
        question.meaning is meaning
        and question.control is not control
        and (question.control.dialog, question.control.form) == (control.dialog, control.form)
        for question in questions
    )


def _meant(question: Question, meaning: Meaning) -> Question:
    """`question` with the meaning that the person gave it; one that the page's own signs gave it already rests on those too."""
    return replace(
        question,
        meaning=meaning,
        confidence=max(_CONFIDENCE, question.confidence),
        signs=(Sign(meaning, _WEIGHT, _(YOU_POINTED)), *question.signs),
    )
