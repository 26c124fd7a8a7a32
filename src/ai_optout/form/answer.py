"""Answers a form: look, decide, answer one question, look again, until the page is still and holds what it should.

A look comes after every choice, because answers reveal questions; and everything is read back at the end, because some pages
take an answer back silently. What isn't sure, doesn't fit or doesn't hold is left, with the reason: the caller makes a pause of
it. What the page had filled in by itself is never overwritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as PlaywrightError

from ai_optout.form.act import CannotFill, act
from ai_optout.form.holds import holds
from ai_optout.form.language import language_of
from ai_optout.form.meaning import Answer, Answers, Files, Meaning
from ai_optout.form.pointed import Pointed, understand_pointed
from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Control, Kind, Snapshot
from ai_optout.form.understand import Question, main_form
from ai_optout.form.words import normalise, same_wording

ROUNDS = 60
"""Looks at one form before it is left to the person: a form that re-renders for ever ends here."""
TRIES = 3
"""How often an answer that doesn't hold is given again."""
_STILL = """
() => new Promise(done => {
  let timer = setTimeout(finish, 120);
  const latest = setTimeout(finish, 1500);
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(finish, 120); });
  function finish() { watch.disconnect(); clearTimeout(timer); clearTimeout(latest); done(); }
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
})
"""


class Why(StrEnum):
    """Why a question was left."""

    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    DIFFERS = "differs"
    REFUSED = "refused"
    REVERTED = "reverted"


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
        return self.why in {Why.DIFFERS, Why.REFUSED, Why.REVERTED} or (
            self.question.required and not self.question.control.answered
        )


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


class Watcher(Protocol):
    """Told of each answer just before it is given: names it, highlights it."""

    def filling(self, question: Question, element: ElementHandle) -> None: ...


@dataclass
class Answering:
    """One form being answered; keeps between calls what was answered, so that the person's own answers are never overwritten.

    `may_type` is asked with the frame's address before anything is typed or handed over, and raises where that isn't allowed.
    """

    page: Page
    answers: Answers
    may_type: Callable[[str], None]
    watcher: Watcher
    by_wording: dict[str, str] = field(default_factory=dict)
    pointed: Sequence[Pointed] = ()
    """What the person pointed at in this form, now or at an earlier visit."""
    _settled: set[str] = field(default_factory=set)
    _tries: Counter[str] = field(default_factory=Counter)
    _refused: dict[str, str] = field(default_factory=dict)
    _read_as: dict[str, Meaning] = field(default_factory=dict)
    _reopened: bool = False

    def settle(self, question: Question) -> None:
        """The person answered this one: what the page holds for it stands."""
        self._settled.add(key_of(question))

    def reopen(self) -> None:
        """The page may have lost what it held: what is empty now is answered again, settled or not."""
        self._reopened = True

    def again(self, question: Question) -> None:
        """Try this one afresh."""
        self._settled.discard(key_of(question))
        self._tries.pop(key_of(question), None)
        self._refused.pop(key_of(question), None)

    def overwrite(self, question: Question) -> None:
        """The person gave this one its meaning: what the page holds for it was the answer to something else."""
        self.again(question)
        self._tries[key_of(question)] = 1

    def run(self) -> Outcome:
        """Answer all that can be answered. Raises what `may_type` raises, and Playwright's errors where the page goes away."""
        for _round in range(ROUNDS):
            still(self.page)
            look = scan(self.page)
            questions = main_form(understand_pointed(look.snapshot, self.pointed))
            due = [question for question in questions if self._is_due(question)]
            if not due:
                look.close()
                return self._outcome(look.snapshot, questions)
            self._give(look, due)
            look.close()
        return self._outcome(look.snapshot, questions)

    def eliminate(self, outcome: Outcome, missing: frozenset[Meaning]) -> bool:
        """Take the only box for a long answer that wasn't understood for the reason, and the only field for files for the
        evidence, where that is what the form must still ask. True where there is such a one; the review says so.
        """
        if Meaning.PROMPTS in missing:
            return self._take(outcome, Kind.FILE, Meaning.EVIDENCE, missing)  # a box may be for either of two
        return self._take(outcome, Kind.TEXTAREA, Meaning.IMPACT, missing) or self._take(
            outcome, Kind.FILE, Meaning.EVIDENCE, missing
        )

    def _take(self, outcome: Outcome, kind: Kind, meaning: Meaning, missing: frozenset[Meaning]) -> bool:
        unknown = [left.question for left in outcome.left if left.why is Why.UNKNOWN and left.question.control.kind is kind]
        if meaning not in missing or len(unknown) != 1 or unknown[0].control.answered:
            return False
        key = key_of(unknown[0])
        if key in self._read_as or key in self._settled:
            return False
        self._read_as[key] = meaning
        return True

    def read(self) -> Outcome:
        """The form as it stands, nothing answered."""
        still(self.page)
        look = scan(self.page)
        look.close()
        return self._outcome(look.snapshot, main_form(understand_pointed(look.snapshot, self.pointed)))

    def answer_to(self, question: Question) -> Answer | None:
        """What there is to say: the answer of its meaning, or the one the person gave for its wording."""
        for wording, text in self.by_wording.items():
            if any(same_wording(wording, own) for own in _wordings(question.control)):
                return text
        meaning = question.meaning or self._read_as.get(key_of(question))
        return None if meaning is None else self.answers.get(meaning)

    def _is_due(self, question: Question) -> bool:
        answer = self.answer_to(question)
        key = key_of(question)
        if key in self._settled and (question.control.answered or not self._reopened):
            return False
        if answer is None or key in self._refused or self._tries[key] >= TRIES:
            return False
        if question.control.kind is Kind.FILE and self._tries[key]:
            return False  # handed over once; a page that took it out of its field would have it twice
        return not holds(question.control, question.meaning, answer) and not self._is_the_pages_own(question, key)

    def _is_the_pages_own(self, question: Question, key: str) -> bool:
        """A text that the page filled in by itself is from the person's account (the design, *Meanings*)."""
        control = question.control
        written = any(same_wording(wording, own) for wording in self.by_wording for own in _wordings(control))
        if self._tries[key] or written:
            return False
        if control.kind is Kind.SELECT:  # the first option is only where a list begins
            return question.meaning is Meaning.COUNTRY and control.answered and not control.options[0].selected
        return control.kind in {Kind.TEXT, Kind.TEXTAREA} and bool(control.value)

    def _give(self, look: Scan, due: list[Question]) -> None:
        for question in due:
            answer = self.answer_to(question)
            assert answer is not None, "only what has an answer is due"
            key = key_of(question)
            self._tries[key] += 1
            try:
                self.may_type(look.frame(question.control.ref).url)
                self.watcher.filling(question, look.element(question.control.ref))
                act(look, question.control, question.meaning, answer, language_of(look.snapshot))
            except CannotFill as refusal:
                self._refused[key] = refusal.why
            except PlaywrightError:
                if self.page.is_closed():
                    raise
                if self._tries[key] >= TRIES:
                    self._refused[key] = "The page didn't let it be filled."
                return
            if question.control.kind not in {Kind.TEXT, Kind.TEXTAREA}:
                return

    def _outcome(self, snapshot: Snapshot, questions: tuple[Question, ...]) -> Outcome:
        handed = self._handed(snapshot, questions)
        left = tuple(
            one for question in questions if key_of(question) not in handed and (one := self._left(question)) is not None
        )
        asked = {question.meaning or self._read_as.get(key_of(question)) for question in questions}
        notes = dict.fromkeys(self._read_as, "Taken for it because it is the only one left.")
        unasked = frozenset(meaning for meaning in self.answers if meaning not in asked)
        return Outcome(snapshot, questions, left, unasked, handed, notes)

    def _handed(self, snapshot: Snapshot, questions: tuple[Question, ...]) -> dict[str, str]:
        """Drop zones often empty their field and list the files themselves: then the page's text is what is read back."""
        found: dict[str, str] = {}
        for question in questions:
            answer = self.answer_to(question)
            if isinstance(answer, Files) and not question.control.answered and self._tries[key_of(question)]:
                names = [path.name for path in answer.paths]
                if all(name in snapshot.text for name in names):
                    found[key_of(question)] = ", ".join(names)
        return found

    def _left(self, question: Question) -> Left | None:  # noqa: PLR0911 - one line a reason
        control, key = question.control, key_of(question)
        if key in self._settled and (control.answered or not question.required):
            return None
        answer = self.answer_to(question)
        if answer is not None and holds(control, question.meaning, answer):
            return None
        if key in self._refused:
            return Left(question, Why.REFUSED, self._refused[key])
        if answer is None:
            if control.answered and question.meaning is not None:
                return None
            if question.meaning is None:
                return Left(question, Why.UNKNOWN, "It isn't known what this asks.")
            return Left(question, Why.UNANSWERED, "The profile has no answer to it.")
        if self._is_the_pages_own(question, key):
            return Left(question, Why.DIFFERS, "The page has filled in something other than the profile says.")
        return Left(question, Why.REVERTED, "The page doesn't keep the answer.")


def still(page: Page) -> None:
    """Wait until the page's document has been quiet for a moment, 1.5 s at most. A navigation meanwhile is waited for."""
    try:
        page.evaluate(_STILL)
    except PlaywrightError:
        if page.is_closed():
            raise
        page.wait_for_load_state("domcontentloaded")


def key_of(question: Question) -> str:
    """The same question in a later look: by what it asks and how, not by ids, which change."""
    control = question.control
    return f"{control.kind}|{question.meaning or ''}|{normalise(control.wording)}"


def find_by_wording(questions: tuple[Question, ...], answers: Mapping[str, str]) -> dict[str, str]:
    """Of answers by wording those that a question asks for: the whole wording first, else a part of it that only one question
    has.
    """
    found: dict[str, str] = {}
    for wording, text in answers.items():
        exact = [question for question in questions if any(same_wording(wording, own) for own in _wordings(question.control))]
        part = [
            question
            for question in questions
            if normalise(wording) and any(normalise(wording) in normalise(own) for own in _wordings(question.control))
        ]
        matching = exact or (part if len(part) == 1 else [])
        if matching:
            found[matching[0].control.wording] = text
    return found


def _wordings(control: Control) -> tuple[str, ...]:
    texts = (
        control.name,
        control.legend,
        control.before,
        control.placeholder,
        control.after if control.kind in {Kind.CHECKBOX, Kind.SWITCH} else "",
        control.wording,
    )
    return tuple(text for text in texts if text)
