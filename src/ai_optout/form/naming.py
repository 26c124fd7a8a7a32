"""Which question a wording means, and what an answer by wording says to it. Pure functions.

What a question says of itself comes before what stands over or beside it, the whole of it before its beginning. Where two
questions could equally well be meant, none is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ai_optout.form.date_parts import part_of, part_option, part_text
from ai_optout.form.dates import Part, date_of
from ai_optout.form.meaning import Answer
from ai_optout.form.snapshot import Control, Kind
from ai_optout.form.understand import Question, main_form
from ai_optout.form.words import normalise, same_wording

_PARTS = len(Part)


def texts(control: Control) -> tuple[str, ...]:
    """The texts by which a person may name a question, what is only its own first."""
    return tuple(dict.fromkeys(text for rank in _ranks(control) for text in rank))


def _ranks(control: Control) -> tuple[tuple[str, ...], ...]:
    beside = control.after if control.kind in {Kind.CHECKBOX, Kind.SWITCH} else ""
    ranks = ((control.label, control.wording), (control.before, control.placeholder, beside), (control.legend,))
    return tuple(tuple(text for text in rank if text) for rank in ranks)


def named(questions: Sequence[Question], wording: str) -> Question | None:
    """The one question of that wording; None for none, and for more than one. Of two in two forms, the main form's."""
    start = f"{normalise(wording)} "
    ways: tuple[Callable[[str], bool], ...] = (
        lambda text: same_wording(wording, text),
        lambda text: start != " " and normalise(text).startswith(start),
    )
    for says in ways:
        for rank in range(3):
            found = [question for question in questions if any(map(says, _ranks(question.control)[rank]))]
            if len(found) > 1:
                mains = {question.control.ref for question in main_form(questions)}
                found = [question for question in found if question.control.ref in mains]
                return found[0] if len(found) == 1 else None
            if found:
                return found[0]
    return None


def said(questions: Sequence[Question], wording: str, answer: Answer, language: str) -> tuple[tuple[Question, Answer], ...]:
    """Which questions an answer by wording is for, each with what it says there: one, or the three that ask for a date."""
    if (parts := date_parts(questions, wording, answer, language)) is not None:
        return parts
    question = named(questions, wording)
    return () if question is None else ((question, answer),)


def date_parts(
    questions: Sequence[Question], wording: str, answer: object, language: str
) -> tuple[tuple[Question, str], ...] | None:
    """A date's day, month and year, each for the question that asks for it, where three in a row do so under that wording; what
    none of a question's options says isn't among them. None where the answer is no date, or no three, or more than one such
    three are meant.
    """
    date = date_of(answer)
    if date is None:
        return None
    found = [three for three in _threes(questions, language) if _are_named(three, wording)]
    if len(found) != 1:
        return None
    given = []
    for part, question in found[0].items():
        options = question.control.options
        option = part_option(date, part, options, language) if options else None
        text = option.label if option else part_text(date, part, question.control)
        given.append((question, text))
    return tuple(given)


def _threes(questions: Sequence[Question], language: str) -> Iterator[Mapping[Part, Question]]:
    for place in range(len(questions) - _PARTS + 1):
        three = questions[place : place + _PARTS]
        if len({(one.control.form, one.control.dialog, one.control.legend) for one in three}) == 1:
            parts = {part: one for one in three if (part := part_of(one.control, language)) is not None}
            if len(parts) == _PARTS:
                yield parts


def _are_named(three: Mapping[Part, Question], wording: str) -> bool:
    """Under one legend of that wording, behind it, or each beginning with it; `three` are in the page's order."""
    controls = [question.control for question in three.values()]
    wanted = normalise(wording)

    def says(text: str) -> bool:
        return same_wording(text, wording) or f"{normalise(text)} ".startswith(f"{wanted} ")

    if not wanted:
        return False
    over = all(says(control.legend) for control in controls) or all(says(control.heading) for control in controls)
    return over or says(controls[0].before) or all(says(control.label) for control in controls)
