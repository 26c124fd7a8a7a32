"""Fills a form from a profile and from values that a person wrote down, as far as it is sure; what is left, and why, is said.

The engine answers the page's main form. What the person named by its wording is theirs to know: it is answered wherever it
stands. A text that is already there is nobody's to overwrite. What counts as filled is what the page holds at the end and
doesn't refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from ai_optout.assist.by_hand import Asked, ByHand, asked_by_wording, boxes_of, holds_another_text, is_simple
from ai_optout.assist.values import Values
from ai_optout.errors import PageError
from ai_optout.flow import Flow
from ai_optout.form.answer import Answering, Left, Outcome, Watcher, Why, key_of
from ai_optout.form.complaints import complaints
from ai_optout.form.language import language_of
from ai_optout.form.meaning import Answer, Meaning, Territory
from ai_optout.form.naming import named
from ai_optout.form.pointed import Pointed, understand_pointed
from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Kind, Snapshot
from ai_optout.form.stillness import still
from ai_optout.form.understand import Question, main_form, understand
from ai_optout.form.words import same_wording
from ai_optout.messages import N_, _
from ai_optout.profile import Profile
from ai_optout.regions import EVERYWHERE
from ai_optout.visit.answers import FOLLOWS, answers_for, completed, remembered_wordings

PASSES: Final = 6
"""How often an answer may bring questions that are named by their wording."""

_NO_ACCOUNT: Final = Flow(
    name="fill",
    title="Any form",
    right="",
    per="person",
    hosts=(),
    doors=(),
    trail=(),
    regions=EVERYWHERE,
    login=None,
    expects=frozenset(),
    minimum={},
    script=lambda _visit: None,
    source=Path(__file__),
)
"""For whom the profile answers: the person, for none of their accounts."""

LOCKED: Final = N_("The page lets nobody type here: choose it in the window.")
UNKNOWN: Final = N_("It isn't known what this asks.")
UNANSWERED: Final = N_("Neither the profile nor the values have an answer to it.")
OCCUPIED: Final = N_("A text is there already, and it was left as it is.")
ASIDE: Final = N_("It stands beside the form that is filled.")


@dataclass(frozen=True)
class Assisted:
    """What came of it: a last look, the questions that hold their answer, the others each with the reason, and which values
    nothing asked for (their wordings or meanings).
    """

    look: Scan
    filled: tuple[Question, ...]
    left: tuple[tuple[Question, str], ...]
    unasked: tuple[str, ...]


@dataclass
class Assistance:
    """One form being filled for a person. `may_type` is asked with a frame's address before anything is typed there."""

    page: Page
    profile: Profile | None
    values: Values
    may_type: Callable[[str], None]
    watcher: Watcher
    settle: Callable[[], None] = lambda: None
    """Lets the page do what it does some time after the last answer, before it is read a last time."""
    pointed: tuple[Pointed, ...] = ()
    """What the person pointed at in this form at an earlier visit."""
    _by_hand: ByHand = field(init=False, repr=False)
    _said: dict[str, Answer] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_hand = ByHand(self.page, self.values, self.may_type, self.watcher)

    def run(self) -> Assisted:
        """Fill what can be filled. Raises `PageError` where the page shows no form, what `may_type` raises, and Playwright's
        errors where the page goes away.
        """
        look = scan(self.page)
        look.close()
        if not look.snapshot.questions:
            raise PageError(
                _("There is no form on this page."),
                _("If it comes after a log-in or a click, get there in a browser of your own, and use --attach."),
            )
        answering = Answering(self.page, self.answers(look.snapshot), self.may_type, self.watcher, pointed=self.pointed)
        for _pass in range(PASSES):
            self._engine(answering)
            self._by_hand.run()
            outcome = answering.run()
            self.settle()
            if _asked(answering.read()) <= _asked(outcome):  # nothing came after the last answer
                break
        return self._result(answering, outcome)

    def answers(self, snapshot: Snapshot) -> dict[Meaning, Answer]:
        """What there is to say by meaning on that page, the values before the profile."""
        language, given = language_of(snapshot), self.values.by_meaning()
        said = answers_for(self.profile, _NO_ACCOUNT, language) if self.profile else {}
        files = [question for question in understand(snapshot) if question.meaning is Meaning.EVIDENCE]
        if not files or not all(map(_asks_for_evidence, files)):
            said.pop(Meaning.EVIDENCE, None)  # a picture of a conversation is no curriculum vitae
        for meaning, of in FOLLOWS.items():
            if not of.isdisjoint(given):  # the profile's would be another person's
                said.pop(meaning, None)
        return completed(said | given, language)

    def texts(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Every text that may be typed: by these a sending is known."""
        found: list[str] = []
        for answer in self.answers(snapshot).values():
            found += (
                [answer] if isinstance(answer, str) else [answer.written, answer.code] if isinstance(answer, Territory) else []
            )
        for value in self.values.given.values():
            found += [value] if isinstance(value, str) else value if isinstance(value, tuple) else []
        return tuple(dict.fromkeys([*found, *self._remembered.values()]))

    @property
    def _remembered(self) -> dict[str, str]:
        return remembered_wordings(self.profile) if self.profile else {}

    def _engine(self, answering: Answering) -> None:
        """The main form, with the answers by wording that it asks for; those that come late, too."""
        for number in range(PASSES):
            outcome = answering.read()
            answers = self.answers(outcome.snapshot)
            fresh = self._say(answering, outcome)
            if number and not fresh and answers == answering.answers:
                return
            answering.answers = answers
            answering.run()

    def _say(self, answering: Answering, outcome: Outcome) -> bool:
        """Answers by the questions' own wording; none to one that holds a text already. Whether there was a new one."""
        language, fresh = language_of(outcome.snapshot), False
        remembered = Values(self._remembered) if self._remembered else Values()
        for values in (remembered, self.values):
            for asked in asked_by_wording(outcome.questions, values, language):
                answer = asked.answer
                if not is_simple(asked) or isinstance(answer, tuple | None) or self._is_said(asked.key, answer):
                    continue
                if not holds_another_text(asked.control, asked.question.meaning, answer, language):
                    answering.say(asked.question, answer)
                    self._said[asked.key] = answer
                    fresh = True
        return fresh

    def _is_said(self, key: str, answer: Answer) -> bool:
        return key in self._said and self._said[key] == answer

    # --- what came of it ---

    def _result(self, answering: Answering, outcome: Outcome) -> Assisted:
        still(self.page)
        look = scan(self.page)
        language = language_of(look.snapshot)
        questions = understand_pointed(look.snapshot, self.pointed)
        by_wording = list(asked_by_wording(questions, self.values, language))
        shown = list(_shown(questions, by_wording))
        lefts = {key_of(left.question): left for left in outcome.left}
        filled, left = [], []
        for asked, complaint in zip(shown, complaints(look, [one.control for one in shown]), strict=True):
            question, key = asked.question, key_of(asked.question)
            answer = asked.answer if asked in by_wording or asked.is_box else answering.answer_to(question)
            given = replace(asked, answer=answer, language=language)
            reason = "" if key in outcome.handed else self._reason(given, lefts.get(key))
            if not reason:
                known = lefts[key].sentence if key in lefts and lefts[key].why is Why.COMPLAINED else ""
                reason = complaint.sentence(_spelt(answer), answering.known) or known
            told = replace(question, control=asked.control)
            if reason:
                left.append((told, reason))
            else:
                filled.append(told)
        locked = tuple(_locked(look.snapshot, shown))
        left += [(question, _(LOCKED)) for question in locked]
        return Assisted(look, tuple(filled), tuple(left), tuple(_unasked(self.values, (*questions, *locked), language)))

    def _reason(self, asked: Asked, left: Left | None) -> str:
        """Why a question is left; "" where the page holds its answer."""
        if asked.answer is None:
            if asked.question.answered if asked.control is asked.question.control else asked.control.answered:
                return _("The page has an answer to it already.")
            sentence = UNKNOWN if asked.question.meaning is None else UNANSWERED
            return left.sentence if left is not None and left.why is Why.ELSEWHERE else _(sentence)
        if asked.held:
            return ""
        if asked.key in self._by_hand.why:
            return self._by_hand.why[asked.key]
        other = holds_another_text(asked.control, asked.question.meaning, asked.answer, asked.language)
        if left is not None and (left.why in {Why.REFUSED, Why.REVERTED} or not other):
            return left.sentence
        return _(OCCUPIED) if other else _(ASIDE)


def _shown(questions: tuple[Question, ...], by_wording: list[Asked]) -> Iterator[Asked]:
    """The questions of the main form and of those in which something was named, with what was said by wording; all there are
    where neither is. A group of which a box was named is told box by box.
    """
    forms = {(one.control.form, one.control.dialog) for one in main_form(questions)}
    forms |= {(asked.control.form, asked.control.dialog) for asked in by_wording}
    for question in questions:
        if forms and (question.control.form, question.control.dialog) not in forms:
            continue
        mine = [asked for asked in by_wording if asked.question is question]
        if any(asked.is_box for asked in mine):
            yield from (next((one for one in mine if one.key == box.key), box) for box in boxes_of(question))
        else:
            yield from mine[:1] or [Asked(question, question.control, None)]


def _locked(snapshot: Snapshot, shown: list[Asked]) -> Iterator[Question]:
    """Empty fields beside the questions that a person sees and nobody can type into: only the page itself sets them."""
    forms = {(one.control.form, one.control.dialog) for one in shown}
    bared = tuple(replace(one, readonly=False) for one in snapshot.controls if one.readonly and one.visible and one.enabled)
    for question in understand(replace(snapshot, controls=bared)):
        control = question.control
        if (control.form, control.dialog) in forms and control.kind is Kind.TEXT and not control.answered:
            yield question


def _asked(outcome: Outcome) -> set[str]:
    return {key_of(question) for question in outcome.questions}


def _spelt(answer: Answer | tuple[str, ...] | None) -> str:
    return answer if isinstance(answer, str) else answer.written if isinstance(answer, Territory) else ""


def _asks_for_evidence(question: Question) -> bool:
    """Whether words say so: that it takes a file is no reason to give it one."""
    return any(
        sign.meaning is Meaning.EVIDENCE and sign.weight > 0 and not sign.because.startswith("type=") for sign in question.signs
    )


def _unasked(values: Values, questions: tuple[Question, ...], language: str) -> Iterator[str]:
    meanings = {question.meaning for question in questions}
    options = [option.label for question in questions for option in question.control.options]
    for key in values.given:
        by_meaning = key in values.meanings and Meaning(key) in meanings
        is_one = by_meaning or named(questions, key) is not None or any(same_wording(key, label) for label in options)
        if not is_one and not any(asked_by_wording(questions, Values({key: values.given[key]}, values.folder), language)):
            yield key
