"""How a form stands after it was answered: every question, what was left and why. Frozen values, no page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ai_optout.form.meaning import Files, Meaning
from ai_optout.form.snapshot import Kind, Snapshot
from ai_optout.form.understand import Question
from ai_optout.form.words import normalise


class Why(StrEnum):
    """Why a question was left."""

    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    ELSEWHERE = "elsewhere"
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
    unmarked: bool = False
    """Whether the form marks what needn't be answered, and not this one (`unmarked`)."""

    @property
    def blocks(self) -> bool:
        """Whether nothing may be sent before the person has looked: it is required, or the page and the answer contradict each
        other.
        """
        needed = self.question.required or self.unmarked
        return self.why in CONTRADICTIONS or (needed and not self.question.answered)


CONTRADICTIONS: Final = frozenset({Why.DIFFERS, Why.REFUSED, Why.REVERTED, Why.COMPLAINED})
"""Where the page and the answer say different things."""
_ASKING: Final = frozenset({Kind.TEXT, Kind.TEXTAREA, Kind.SELECT, Kind.RADIO, Kind.COMBOBOX, Kind.LISTBOX})


def unmarked(questions: Sequence[Question]) -> frozenset[str]:
    """The questions (`key_of`) of a form that must be answered by its own manner of saying so: where it marks what is optional
    and nothing as required, that is every other one. A box to tick, or a file, is often meant as optional and not marked.
    """
    if not any(question.optional for question in questions) or any(question.required for question in questions):
        return frozenset()
    return frozenset(key_of(question) for question in questions if not question.optional and question.control.kind in _ASKING)


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


_LEFT_OVER: Final = ((Kind.TEXTAREA, Meaning.IMPACT), (Kind.FILE, Meaning.EVIDENCE))


def only_one_left(outcome: Outcome, missing: frozenset[Meaning], taken: Collection[str]) -> tuple[str, Meaning] | None:
    """The only box for a long answer that wasn't understood, for the reason, or the only field for files, for the evidence, where
    that is what the form must still ask: its key and that meaning. None where there is none, or more, or it is one of `taken`.
    """
    for kind, meaning in _LEFT_OVER:
        if meaning not in missing or (kind is Kind.TEXTAREA and Meaning.PROMPTS in missing):
            continue  # where prompts are missing, too, a box may be for either of two
        unknown = [left.question for left in outcome.left if left.why is Why.UNKNOWN and left.question.control.kind is kind]
        if len(unknown) == 1 and not unknown[0].control.answered and key_of(unknown[0]) not in taken:
            return key_of(unknown[0]), meaning
    return None


def handed_over(snapshot: Snapshot, questions: Sequence[Question], given: Mapping[str, Files]) -> dict[str, str]:
    """Drop zones often empty their field and list the files themselves: then the page's text is what is read back. By question,
    the names of the files that were `given` to it and that the page names.
    """
    found: dict[str, str] = {}
    for question in questions:
        files = given.get(key_of(question))
        if files is not None and not question.control.answered:
            names = [path.name for path in files.paths]
            if all(name in snapshot.text for name in names):
                found[key_of(question)] = ", ".join(names)
    return found
