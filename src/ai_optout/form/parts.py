"""Whose details the parts of one form ask for, where two of them ask who somebody is. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from ai_optout.form.meaning import IDENTITY, Meaning
from ai_optout.form.outcome import key_of
from ai_optout.form.understand import Question
from ai_optout.form.words import lexicon, normalise

_WHO = frozenset({Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME, Meaning.EMAIL})


def asked_elsewhere(questions: Sequence[Question]) -> frozenset[str]:
    """The questions (`key_of`) that ask who the person is once more, under another legend or heading: the first to ask is
    answered, here it may be somebody else, whose number and country are others, too. An address of the invoice or the delivery
    is the person's as well.
    """
    first: dict[Meaning, tuple[str, ...]] = {}
    again = []
    for question in questions:
        if question.meaning in _WHO:
            part = _part_of(question)
            if first.setdefault(question.meaning, part) != part and not _is_an_address(question):
                again.append(question)
    theirs = {_part_of(question) for question in again} - set(first.values())
    beside = [one for one in questions if one.meaning in IDENTITY and _part_of(one) in theirs]
    return frozenset(map(key_of, (*again, *beside)))


def _part_of(question: Question) -> tuple[str, ...]:
    control = question.control
    return tuple(map(normalise, (control.legend, control.heading, control.title)))


def _is_an_address(question: Question) -> bool:
    control = question.control
    return any(
        lexicon().says(text, "not", "address") for text in (control.legend, control.heading, control.label, control.before)
    )
