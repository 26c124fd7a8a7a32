"""Answers a form: look, decide, answer one question, look again, until the page is still and holds what it should.

A look comes after every choice, because answers reveal questions; and everything is read back at the end, because some pages
take an answer back silently. What isn't sure, doesn't fit or doesn't hold is left, with the reason: the caller makes a pause of
it. What the page had filled in by itself is never overwritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ai_optout.form.act import CannotFill, act, empty
from ai_optout.form.complaints import complaints, let_go, sentences
from ai_optout.form.holds import holds, holds_a_part, holds_a_text
from ai_optout.form.language import language_of
from ai_optout.form.meaning import Answer, Answers, Files, Meaning, Territory
from ai_optout.form.naming import said
from ai_optout.form.numbers import without_dialling_code
from ai_optout.form.outcome import Left, Outcome, Why, handed_over, key_of, only_one_left, unmarked
from ai_optout.form.parts import asked_elsewhere
from ai_optout.form.pointed import Pointed, understand_pointed
from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Kind
from ai_optout.form.stillness import still
from ai_optout.form.understand import Question, main_form
from ai_optout.messages import _

__all__ = ["Answering", "Left", "Outcome", "Watcher", "Why", "key_of"]

ROUNDS = 60
"""Looks at one form before it is left to the person: a form that re-renders for ever ends here."""
TRIES = 3
"""How often an answer that doesn't hold is given again."""


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
    _given: dict[str, Answer] = field(default_factory=dict)
    """What the person said to one question, by `key_of`."""
    _heard: dict[str, Answer] = field(default_factory=dict)
    """What `by_wording` says to the questions of the last look."""
    _language: str = ""
    _coded: frozenset[tuple[int, int]] = frozenset()
    """The forms of the last look that ask for the dialling code apart from the number."""
    _elsewhere: frozenset[str] = frozenset()
    """The questions of the last look that another part of the form asks first."""
    _known: frozenset[str] | None = None
    """What the page said in the manner of a complaint before anything was given."""
    _last: str = ""
    """The question that was answered last."""
    _settled: set[str] = field(default_factory=set)
    _tries: Counter[str] = field(default_factory=Counter)
    _handed: set[tuple[str, ...]] = field(default_factory=set)
    """Where files were handed over, by `css`."""
    _refused: dict[str, str] = field(default_factory=dict)
    _read_as: dict[str, Meaning] = field(default_factory=dict)
    _reopened: bool = False

    def say(self, question: Question, answer: Answer) -> None:
        """The person's answer to this very question, before any other there is to it."""
        self._given[key_of(question)] = answer

    @property
    def known(self) -> frozenset[str]:
        """What the page said in the manner of a complaint before anything was given."""
        return self._known or frozenset()

    def settle(self, question: Question) -> None:
        """The person answered this one: what the page holds for it stands."""
        self._settled.add(key_of(question))

    def reopen(self) -> None:
        """The page may have lost what it held: what is empty now is answered again, settled or not. What it complains of now
        is told, and stands there until the page looks at the answers again.
        """
        self._reopened = True
        self._known = None

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
        left_it = False
        for _round in range(ROUNDS):
            look, questions = self._look()
            due = [question for question in questions if self._is_due(question)]
            if due:
                left_it = False
                self._give(look, due)
            elif self._last and not left_it:
                left_it = True
                self._take_back(look, questions)
                let_go(look)
            else:
                break
            look.close()
        else:
            look, questions = self._look()
        outcome = self._outcome(look, questions)
        look.close()
        return outcome

    def _look(self) -> tuple[Scan, tuple[Question, ...]]:
        """The page once it is still, and the questions of its main form."""
        still(self.page)
        look = scan(self.page)
        questions = main_form(understand_pointed(look.snapshot, self.pointed))
        self._language = language = language_of(look.snapshot)
        self._heard = {
            key_of(question): answer
            for wording, text in self.by_wording.items()
            for question, answer in said(questions, wording, text, language)
        }
        self._coded = frozenset(
            (question.control.form, question.control.dialog)
            for question in questions
            if question.meaning is Meaning.TEL_COUNTRY_CODE and key_of(question) not in self._refused
        )
        self._elsewhere = asked_elsewhere(questions)
        if self._known is None:
            found = complaints(look, look.snapshot.questions)
            self._known = frozenset([*look.snapshot.alerts, *(text for one in found for text in one.texts)])
        return look, questions

    def _take_back(self, look: Scan, questions: tuple[Question, ...]) -> None:
        """Empty the fields in which the page has made other letters or digits of an answer: half a number is a wrong one."""
        for question in questions:
            answer, tried = self.answer_to(question), self._tries[key_of(question)] >= TRIES
            if isinstance(answer, str) and tried and holds_a_part(question.control, question.meaning, answer, self._language):
                with suppress(PlaywrightTimeout):
                    empty(look, question.control)

    def eliminate(self, outcome: Outcome, missing: frozenset[Meaning]) -> bool:
        """Take the only question that is left for what the form must still ask (`only_one_left`). True where there is such a one;
        the review says so.
        """
        found = only_one_left(outcome, missing, {*self._read_as, *self._settled})
        if found is not None:
            self._read_as[found[0]] = found[1]
        return found is not None

    def read(self) -> Outcome:
        """The form as it stands, nothing answered."""
        look, questions = self._look()
        outcome = self._outcome(look, questions)
        look.close()
        return outcome

    def complained(self) -> tuple[Outcome, tuple[tuple[Question, str], ...]]:
        """The form as it stands, and the questions that the page complains of at their place, in its order, with its words."""
        look, questions = self._look()
        outcome = self._outcome(look, questions)
        found = complaints(look, [question.control for question in questions])
        look.close()
        said = [
            (one, [text for text in of.texts if of.marked or text not in self.known], of.marked)
            for one, of in zip(questions, found, strict=True)
        ]
        return outcome, tuple((one, (texts or [""])[0]) for one, texts, marked in said if texts or marked)

    def has_lost(self, question: Question) -> bool:
        """Whether there is an answer to it, and the page doesn't hold it."""
        answer = self.answer_to(question)
        return answer is not None and not holds(question.control, question.meaning, answer, self._language)

    def answer_to(self, question: Question) -> Answer | None:
        """What there is to say, by the last look: the person's own answer, the one for its wording, that of its meaning."""
        key = key_of(question)
        for own in (self._given, self._heard):
            if key in own:
                return own[key]
        if key in self._elsewhere:
            return None
        meaning = question.meaning or self._read_as.get(key)
        answer = None if meaning is None else self.answers.get(meaning)
        if meaning is Meaning.TEL and isinstance(answer, str) and (question.control.form, question.control.dialog) in self._coded:
            code = self.answers.get(Meaning.TEL_COUNTRY_CODE)
            return without_dialling_code(answer, code) if isinstance(code, Territory) else answer
        return answer

    def _is_due(self, question: Question) -> bool:
        answer, key = self.answer_to(question), key_of(question)
        if key in self._settled and (question.control.answered or not self._reopened):
            return False
        if answer is None or key in self._refused or self._tries[key] >= TRIES:
            return False
        if question.control.kind is Kind.FILE and (self._tries[key] or question.control.css in self._handed):
            return (
                False  # handed over once; a page that took it out of its field, or calls the field after it, would have it twice
            )
        return not holds(question.control, question.meaning, answer, self._language) and not self._is_the_pages_own(question, key)

    def _is_the_pages_own(self, question: Question, key: str) -> bool:
        """A text that the page filled in by itself is from the person's account (the design, *Meanings*)."""
        control = question.control
        if self._tries[key] or key in self._given or key in self._heard:
            return False
        if control.kind is Kind.SELECT:  # the first option is only where a list begins
            return question.meaning is Meaning.COUNTRY and control.answered and not control.options[0].selected
        return holds_a_text(control, question.meaning)

    def _give(self, look: Scan, due: list[Question]) -> None:
        for question in due:
            answer = self.answer_to(question)
            assert answer is not None, "only what has an answer is due"
            key = key_of(question)
            self._tries[key] += 1
            self._last = key
            if question.control.kind is Kind.FILE:
                self._handed.add(question.control.css)
            try:
                self.may_type(look.frame(question.control.ref).url)
                self.watcher.filling(question, look.element(question.control.ref))
                act(look, question.control, question.meaning, answer, self._language, by_keys=self._tries[key] > 1)
            except CannotFill as refusal:
                self._refused[key] = refusal.why
            except PlaywrightError:
                if self.page.is_closed():
                    raise
                if self._tries[key] >= TRIES:
                    self._refused[key] = _("The page didn't let it be filled.")
                return
            if question.control.kind not in {Kind.TEXT, Kind.TEXTAREA}:
                return

    def _outcome(self, look: Scan, questions: tuple[Question, ...]) -> Outcome:
        snapshot = look.snapshot
        files = {key_of(one): answer for one in questions if isinstance(answer := self.answer_to(one), Files)}
        handed = handed_over(snapshot, questions, {key: answer for key, answer in files.items() if self._tries[key]})
        given = {key_of(one): _spelt(answer) for one in questions if (answer := self.answer_to(one)) is not None}
        tried = {key: text for key, text in given.items() if self._tries[key]}
        refused = sentences(look, [(key_of(one), one.control) for one in questions], tried, self._last, self.known)
        needed = unmarked(questions)
        left = tuple(
            replace(one, unmarked=key_of(question) in needed)
            for question in questions
            if (one := self._left(question, refused.get(key_of(question), ""), handed=key_of(question) in handed)) is not None
        )
        asked = {question.meaning or self._read_as.get(key_of(question)) for question in questions}
        notes = dict.fromkeys(self._read_as, _("Taken for it because it is the only one left."))
        unasked = frozenset(meaning for meaning in self.answers if meaning not in asked)
        return Outcome(snapshot, questions, left, unasked, handed, notes)

    def _left(self, question: Question, refusal: str, *, handed: bool) -> Left | None:  # noqa: PLR0911 - one line a reason
        control, key = question.control, key_of(question)
        if key in self._settled and (question.answered or not question.required):
            return None
        answer = self.answer_to(question)
        if handed or (answer is not None and holds(control, question.meaning, answer, self._language)):
            return Left(question, Why.COMPLAINED, refusal) if refusal else None
        if key in self._refused:
            return Left(question, Why.REFUSED, self._refused[key])
        if answer is None:
            if question.answered and question.meaning is not None:
                return None
            if key in self._elsewhere:
                return Left(question, Why.ELSEWHERE, _("Another part of the form asks it, too: it isn't known whose it is here."))
            if question.meaning is None:
                return Left(question, Why.UNKNOWN, _("It isn't known what this asks."))
            return Left(question, Why.UNANSWERED, _("The profile has no answer to it."))
        if self._is_the_pages_own(question, key):
            return Left(question, Why.DIFFERS, _("The page has filled in something other than the profile says."))
        return Left(question, Why.REVERTED, _("The page doesn't keep the answer."))


def _spelt(answer: Answer) -> str:
    return answer if isinstance(answer, str) else answer.written if isinstance(answer, Territory) else ""
