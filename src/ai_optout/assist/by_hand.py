"""What the engine doesn't give: answers that a person named by a question's wording outside the main form, several options of one
question, and single boxes of a group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from ai_optout.assist.values import Values
from ai_optout.form.act import ACT_MS, CannotFill, act
from ai_optout.form.answer import TRIES, Watcher, key_of
from ai_optout.form.holds import holds, holds_a_text
from ai_optout.form.language import language_of
from ai_optout.form.meaning import Answer, Files, Meaning
from ai_optout.form.naming import date_parts, named, texts
from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Control, Kind, Option, Ref
from ai_optout.form.stillness import still
from ai_optout.form.understand import Question, main_form, understand
from ai_optout.form.words import normalise, same_wording
from ai_optout.messages import N_, _

Given = Answer | tuple[str, ...]
"""An answer, or the labels of several options."""

LOOKS: Final = 60
"""Looks at one page before what is left stays left: a form that re-renders for ever ends here."""
SEVERAL: Final = N_("The page takes one answer here, and there are several.")


@dataclass(frozen=True)
class Asked:
    """A question, what the values say to it, and the control that is to hold it: the question's, or one box of its group."""

    question: Question
    control: Control
    answer: Given | None
    is_part: bool = False
    """Whether it is a part of what was said: the month of a date."""
    language: str = ""

    @property
    def is_box(self) -> bool:
        """Whether it is one box of a group."""
        return self.control is not self.question.control

    @property
    def key(self) -> str:
        """The same in a later look."""
        own = key_of(self.question)
        return f"{own}|{self.control.label}" if self.is_box else own

    @property
    def held(self) -> bool:
        """Whether there is an answer and the page holds it."""
        return self.answer is not None and gives(self.control, self.question.meaning, self.answer, self.language)


def asked_by_wording(questions: tuple[Question, ...], values: Values, language: str) -> Iterator[Asked]:
    """What the values say by wording; a meaning that no question has is taken for a wording, too, if it is all of one."""
    meanings = {question.meaning for question in questions}
    for key in values.given:
        if key in values.wordings:
            yield from _asked(questions, key, values, language)
        elif Meaning(key) not in meanings:
            exact = [one for one in questions if any(same_wording(key, text) for text in texts(one.control))]
            if len(exact) == 1 and exact[0].meaning is None:
                yield Asked(exact[0], exact[0].control, values.answer(key, exact[0]), language=language)


def _asked(questions: tuple[Question, ...], key: str, values: Values, language: str) -> Iterator[Asked]:
    value = values.given[key]
    parts = date_parts(questions, key, value, language)
    if parts is not None:
        yield from (Asked(question, question.control, text, is_part=True, language=language) for question, text in parts)
        return
    if not isinstance(value, bool) and (boxes := _single_boxes(questions, key)):
        labels = value if isinstance(value, tuple) else (value,)
        for box in boxes:
            if any(same_wording(label, box.control.wording) for label in labels):
                yield Asked(box, box.control, answer=True, language=language)
        return
    question = named(questions, key)
    if question is not None:
        yield Asked(question, question.control, values.answer(key, question), language=language)
    elif isinstance(value, bool):
        yield from _boxes(questions, key, answer=value)


def _single_boxes(questions: tuple[Question, ...], legend: str) -> tuple[Question, ...]:
    """Boxes that each are a question of their own under one legend of that wording."""
    found = [one for one in questions if one.control.kind is Kind.CHECKBOX and same_wording(legend, one.control.legend)]
    return tuple(found) if len(found) > 1 else ()


def _boxes(questions: tuple[Question, ...], label: str, *, answer: bool) -> Iterator[Asked]:
    for question in questions:
        for box in boxes_of(question):
            if same_wording(label, box.control.label):
                yield replace(box, answer=answer)


def boxes_of(question: Question) -> Iterator[Asked]:
    """The boxes of a group one by one, with nothing said to them; none where it is no group of boxes."""
    if question.control.kind is Kind.CHECKBOXES:
        for option in question.control.options:
            yield Asked(question, _as_box(question.control, option), None)


def _as_box(control: Control, option: Option) -> Control:
    """One box of a group as a control of its own."""
    assert isinstance(option.ref, Ref), "every option of a group is an element"
    return replace(control, kind=Kind.CHECKBOX, ref=option.ref, name=option.label, checked=option.selected, options=())


@dataclass
class ByHand:
    """Gives these answers, with a look after each. Afterwards `why` says by key what didn't go, `written` what was tried."""

    page: Page
    values: Values
    may_type: Callable[[str], None]
    watcher: Watcher
    why: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    _tries: Counter[str] = field(default_factory=Counter)
    _language: str = ""

    def run(self) -> None:
        """Give all that can be given. Raises what `may_type` raises, and Playwright's errors where the page goes away."""
        for _look in range(LOOKS):
            still(self.page)
            look = scan(self.page)
            self._language = language_of(look.snapshot)
            due = next(self._due(understand(look.snapshot)), None)
            if due is not None:
                self._give(look, due)
            look.close()
            if due is None:
                return

    def _due(self, questions: tuple[Question, ...]) -> Iterator[Asked]:
        engines = {key_of(question) for question in main_form(questions)}
        for asked in asked_by_wording(questions, self.values, self._language):
            if is_simple(asked) and asked.key in engines:
                continue
            mine = asked.key in self.written
            if (
                self._tries[asked.key] < TRIES
                and not asked.held
                and (mine or not holds_another_text(asked.control, asked.question.meaning, asked.answer))
            ):
                yield asked

    def _give(self, look: Scan, asked: Asked) -> None:
        self._tries[asked.key] += 1
        self.written.add(asked.key)
        try:
            self.may_type(look.frame(asked.control.ref).url)
            self.watcher.filling(asked.question, look.element(asked.control.ref))
            assert asked.answer is not None, "only what has an answer is due"
            if isinstance(asked.answer, tuple):
                _choose_several(look, asked.control, asked.answer, self._language)
            else:
                act(look, asked.control, asked.question.meaning, asked.answer, self._language)
        except CannotFill as refusal:
            self.why[asked.key] = refusal.why
            self._tries[asked.key] = TRIES
        except PlaywrightError:
            if self.page.is_closed():
                raise
            self.why[asked.key] = _("The page didn't let it be filled.")


def is_simple(asked: Asked) -> bool:
    """Whether the engine can give it: one answer to one question."""
    return not asked.is_box and not asked.is_part and not isinstance(asked.answer, tuple)


def _choose_several(look: Scan, control: Control, labels: tuple[str, ...], language: str) -> None:
    if control.kind is Kind.CHECKBOXES:
        for option, chosen in _wanted(control, labels):
            act(look, _as_box(control, option), None, chosen, language)
    elif control.kind in {Kind.COMBOBOX, Kind.LISTBOX}:
        for label in labels:
            if not _is_among(control, label):
                act(look, control, None, label, language)
    elif control.kind is Kind.SELECT and control.multiple:
        places = [place for place, (_option, chosen) in enumerate(_wanted(control, labels)) if chosen]
        look.element(control.ref).select_option(index=places, timeout=ACT_MS)
    else:
        raise CannotFill(_(SEVERAL))


def _wanted(control: Control, labels: tuple[str, ...]) -> list[tuple[Option, bool]]:
    """Each option with whether it is among `labels`. Raises `CannotFill` where a label is no option's, or several's."""
    for label in labels:
        if sum(same_wording(option.label, label) and option.enabled for option in control.options) != 1:
            raise CannotFill(_("None of the options, or more than one, says one of the answers."))
    return [(option, any(same_wording(option.label, label) for label in labels)) for option in control.options]


def _is_among(control: Control, label: str) -> bool:
    """Whether a list that takes several shows this one as chosen."""
    if any(option.selected for option in control.options):
        return any(option.selected and same_wording(option.label, label) for option in control.options)
    return f" {normalise(label)} " in f" {normalise(control.value)} "


def gives(control: Control, meaning: Meaning | None, answer: Given, language: str = "") -> bool:
    """Whether the page holds the answer, of whichever kind."""
    if isinstance(answer, tuple) and control.kind in {Kind.COMBOBOX, Kind.LISTBOX}:
        return all(_is_among(control, label) for label in answer)
    if isinstance(answer, tuple):
        try:
            return all(option.selected is chosen for option, chosen in _wanted(control, answer))
        except CannotFill:
            return False
    if isinstance(answer, Files) and not all(path.is_file() for path in answer.paths):
        return False
    return holds(control, meaning, answer, language)


def holds_another_text(control: Control, meaning: Meaning | None, answer: Given | None, language: str = "") -> bool:
    """Whether there is a text that isn't the answer: the page's or the person's own."""
    return holds_a_text(control, meaning) and (answer is None or not gives(control, None, answer, language))
