"""Fills a form from a profile and from values that a person wrote down, as far as it is sure; what is left, and why, is said.

The engine answers the page's main form. What the person named by its wording is theirs to know: it is answered wherever it
stands. A text that is already there is nobody's to overwrite. What counts as filled is what the page holds at the end and
doesn't refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, cast

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from ai_optout.assist.by_hand import Asked, ByHand, asked_by_wording, boxes_of, holds_another_text, is_simple
from ai_optout.assist.values import Values, named
from ai_optout.errors import PageError
from ai_optout.flow import Flow
from ai_optout.form.answer import Answering, Left, Outcome, Watcher, Why, key_of, still
from ai_optout.form.language import language_of
from ai_optout.form.meaning import Answer, Meaning, Territory
from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Control, Kind, Snapshot
from ai_optout.form.understand import Question, main_form, understand
from ai_optout.form.words import same_wording
from ai_optout.profile import Profile
from ai_optout.regions import EVERYWHERE
from ai_optout.visit.answers import answers_for, remembered_wordings

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

_LET_GO: Final = """
() => { let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  at?.blur?.(); }
"""
_REFUSED: Final = """
(element) => {
  if (element.form?.noValidate || !element.validity || element.validity.valid) return "";
  for (const kind in element.validity) if (kind !== "valid" && element.validity[kind]) return kind;
}
"""
_VALIDITY: Final = {
    "badInput": "can't read it",
    "patternMismatch": "wants it in another form",
    "rangeOverflow": "wants less",
    "rangeUnderflow": "wants more",
    "stepMismatch": "wants a value between the steps that it allows",
    "tooLong": "wants it shorter",
    "tooShort": "wants it longer",
    "typeMismatch": "wants it in another form",
}
"""ValidityState (HTML, 4.10.21.3) in words; the browser's own sentences repeat what was typed."""
UNKNOWN: Final = "It isn't known what this asks."
UNANSWERED: Final = "Neither the profile nor the values have an answer to it."
OCCUPIED: Final = "A text is there already, and it was left as it is."


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
    _by_hand: ByHand = field(init=False, repr=False)

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
                "There is no form on this page.",
                "If it comes after a log-in or a click, get there in a browser of your own, and use --attach.",
            )
        answering = Answering(self.page, self.answers(look.snapshot), self.may_type, self.watcher)
        self._engine(answering)
        self._by_hand.run()
        self._let_go()
        return self._result(answering, answering.run())

    def answers(self, snapshot: Snapshot) -> dict[Meaning, Answer]:
        """What there is to say by meaning on that page, the values before the profile."""
        said = answers_for(self.profile, _NO_ACCOUNT, language_of(snapshot)) if self.profile else {}
        files = [question for question in understand(snapshot) if question.meaning is Meaning.EVIDENCE]
        if not files or not all(map(_asks_for_evidence, files)):
            said.pop(Meaning.EVIDENCE, None)  # a picture of a conversation is no curriculum vitae
        return said | self.values.by_meaning()

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
            given = dict(self._by_wording(outcome.questions))
            fresh = {wording: answer for wording, answer in given.items() if wording not in answering.by_wording}
            if number and not fresh and answers == answering.answers:
                return
            answering.answers = answers
            answering.by_wording |= cast("dict[str, str]", fresh)  # the engine gives any Answer as it is
            answering.run()

    def _by_wording(self, questions: tuple[Question, ...]) -> Iterator[tuple[str, Answer]]:
        """Answers by the questions' own wording; none to one that holds a text already."""
        for wording, text in self._remembered.items():
            question = named(questions, wording)
            if question is not None and not holds_another_text(question.control, text):
                yield question.control.wording, text
        for asked in asked_by_wording(questions, self.values):
            answer = asked.answer
            if is_simple(asked) and not isinstance(answer, tuple | None) and not holds_another_text(asked.control, answer):
                yield asked.control.wording, answer

    def _let_go(self) -> None:
        """Leave the last field, as a person does: many pages check a field only then."""
        for frame in self.page.frames:
            try:
                frame.evaluate(_LET_GO)
            except PlaywrightError:
                if self.page.is_closed():
                    raise

    # --- what came of it ---

    def _result(self, answering: Answering, outcome: Outcome) -> Assisted:
        still(self.page)
        look = scan(self.page)
        questions = understand(look.snapshot)
        by_wording = list(asked_by_wording(questions, self.values))
        lefts = {key_of(left.question): left for left in outcome.left}
        filled, left = [], []
        for asked in _shown(questions, by_wording):
            question, key = asked.question, key_of(asked.question)
            answer = asked.answer if asked in by_wording or asked.is_box else answering.answer_to(question)
            if key in outcome.handed:
                reason = ""
            else:
                reason = self._reason(replace(asked, answer=answer), lefts.get(key)) or _refusal(look, asked.control)
            told = replace(question, control=asked.control)
            if reason:
                left.append((told, reason))
            else:
                filled.append(told)
        return Assisted(look, tuple(filled), tuple(left), tuple(_unasked(self.values, questions)))

    def _reason(self, asked: Asked, left: Left | None) -> str:
        """Why a question is left; "" where the page holds its answer."""
        if asked.answer is None:
            if asked.control.answered:
                return "The page has an answer to it already."
            return UNKNOWN if asked.question.meaning is None else UNANSWERED
        if asked.held:
            return ""
        if asked.key in self._by_hand.why:
            return self._by_hand.why[asked.key]
        if left is not None and (left.why in {Why.REFUSED, Why.REVERTED} or not holds_another_text(asked.control, asked.answer)):
            return left.sentence
        return OCCUPIED if holds_another_text(asked.control, asked.answer) else "The page doesn't keep the answer."


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


def _asks_for_evidence(question: Question) -> bool:
    """Whether words say so: that it takes a file is no reason to give it one."""
    return any(
        sign.meaning is Meaning.EVIDENCE and sign.weight > 0 and not sign.because.startswith("type=") for sign in question.signs
    )


def _refusal(look: Scan, control: Control) -> str:
    """What the page itself says against an answer that it holds; "" for nothing."""
    if control.invalid:
        return f"The page doesn't take it: «{control.error}»" if control.error else "The page marks it as not right."
    if control.kind not in {Kind.TEXT, Kind.TEXTAREA, Kind.SELECT, Kind.FILE}:
        return ""
    kind = look.element(control.ref).evaluate(_REFUSED)
    return f"The page's own check {_VALIDITY.get(kind, 'refuses it')}." if kind else ""


def _unasked(values: Values, questions: tuple[Question, ...]) -> Iterator[str]:
    meanings = {question.meaning for question in questions}
    options = [option.label for question in questions for option in question.control.options]
    for key in values.given:
        by_meaning = key in values.meanings and Meaning(key) in meanings
        if not by_meaning and named(questions, key) is None and not any(same_wording(key, label) for label in options):
            yield key
