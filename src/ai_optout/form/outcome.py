"""How a form stands after it was answered: every question, what was left and why. Frozen values, no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import Question
from ai_optout.form.words import normalise


class Why(StrEnum):
    """Why a question was left."""

    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    DIFFERS = "differs"
    REFUSED = "refused"
    REVERTED = "reverted"
    COMPLAINED = "complained"


@dataclass(frozen=True)
class Left:
    """A question that was left, why, and a sentence for the person (without any answer)."""

    question: Question
    why: Why
    sentence: str

    @property
    def blocks(self) -> bool:
        """Whether nothing may be sent before the person has looked: it is required, or the page and the answer contradict each
        other.
        """
        return self.why in _CONTRADICTIONS or (self.question.required and not self.question.answered)


_CONTRADICTIONS: Final = frozenset({Why.DIFFERS, Why.REFUSED, Why.REVERTED, Why.COMPLAINED})


@dataclass(frozen=True)
class Outcome:
    """The form as it stands: every question of it, what was left, the page's complaints, and which answers no question asked
    for.
    """

    snapshot: Snapshot
    questions: tuple[Question, ...]
    left: tuple[Left, ...]
    unasked: frozenset[Meaning]
    handed: Mapping[str, str] = field(default_factory=dict)
    """Files that the page took out of their field and names elsewhere: by question (`key_of`), as it names them."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What there is to say about an answer that was given, by question."""


def key_of(question: Question) -> str:
    """The same question in a later look: by what it asks and how, not by ids, which change."""
    control = question.control
    twin = f"|{question.twin}" if question.twin else ""
    return f"{control.kind}|{question.meaning or ''}|{normalise(control.wording)}{twin}"
