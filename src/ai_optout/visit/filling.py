"""Answering the form: the engine answers what it is sure of, the person the rest, until nothing is left that must be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import translated
from ai_optout.errors import NeedsPerson, PageError
from ai_optout.form.answer import Answering, Left, Outcome, Why, key_of
from ai_optout.form.meaning import Answer, Files, Meaning, takes
from ai_optout.form.outcome import CONTRADICTIONS
from ai_optout.form.snapshot import Control, Kind
from ai_optout.form.understand import Question, main_form
from ai_optout.form.words import lexicon
from ai_optout.messages import N_, _
from ai_optout.person.pause import Done, Edited, PauseKind, Point, Posted, Reply, Row, Said
from ai_optout.sight import Seen, Sight
from ai_optout.visit.buttons import next_button
from ai_optout.visit.places import place_of
from ai_optout.visit.pointing import may_point, point, recall
from ai_optout.visit.stage import Stage, shortened

LATE_S: Final = 20.0
"""How long a part of the form that is known to come may take (facts: blocks up to 16 s late)."""
ASKED_AT_MOST: Final = 3
_CHOICES = frozenset({Kind.RADIO, Kind.SELECT, Kind.COMBOBOX, Kind.LISTBOX})


def begin(stage: Stage, answers: Mapping[Meaning, Answer], by_wording: Mapping[str, str]) -> Answering:
    """The engine, set to this form; a sending is known by these answers from now on."""
    stage.watch.expect([answer for answer in answers.values() if isinstance(answer, str)])
    recall(stage)
    return Answering(stage.page, answers, stage.may_type, stage, dict(by_wording), stage.pointed)


class SessionLost(Exception):  # noqa: N818 - no fault: it is logged in again
    """The form gave way to a log-in; `seen` is the page."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(_("the form gave way to a log-in"))
        self.seen = seen


def fill(stage: Stage, answering: Answering, asked_before: frozenset[Meaning] = frozenset()) -> Outcome | None:
    """Answer until nothing blocks; None where the person pressed the page's own button meanwhile.

    What earlier pages of the form asked is `asked_before`, and not waited for here; nor is anything on a page that goes on to
    another. Raises `SessionLost` where the page has become a log-in.
    """
    asked: Counter[str] = Counter()
    waited = False
    while True:
        outcome = run(stage, answering)
        blocking = [left for left in outcome.left if left.blocks]
        if not any(left.question.required or left.why in CONTRADICTIONS for left in blocking):
            missing = (stage.flow.expects & outcome.unasked) - asked_before
            goes_on = next_button(outcome.questions, outcome.snapshot) is not None
            if not goes_on:
                if not waited:
                    waited = True
                    if _late(stage, missing):
                        continue
                if answering.eliminate(outcome, missing):
                    continue
            blocking = blocking or _leading(outcome, missing, goes_on=goes_on)
        if not blocking:
            return outcome
        left = blocking[0]
        _count(asked, left.question)
        reply = ask(stage, answering, left, unasked=outcome.unasked)
        if isinstance(reply, Posted):
            return None
        if isinstance(reply, Edited):
            asked[key_of(left.question)] -= 1  # a field was pointed at: that is no answer to this one yet
        waited = waited and left.question.control.kind not in _CHOICES  # a choice may bring questions that come late


def _count(asked: Counter[str], question: Question) -> None:
    """One more time that this was asked. Raises `NeedsPerson` where it was asked too often."""
    asked[key_of(question)] += 1
    if asked[key_of(question)] > ASKED_AT_MOST:
        raise NeedsPerson(
            _("The page doesn't take an answer to «{wording}».").format(wording=shortened(question.control.wording)),
            _("Answer it in the window: run it again with --headed."),
        )


def run(stage: Stage, answering: Answering) -> Outcome:
    """One run of the engine, its page's errors turned into ours."""
    answering.page = stage.page
    stage.guard.check(stage.page.url)
    if (seen := stage.see()).sight is Sight.LOGIN:
        if stage.flow.login is not None:
            raise SessionLost(seen)
        raise PageError(
            _("The page shows a log-in where the form was, and nothing was sent."),
            _("This form needs none. To try again: ai-optout run {flow}").format(flow=stage.flow.name),
        )
    try:
        return answering.run()
    except PlaywrightError as error:
        raise translated(error) from None


def _late(stage: Stage, missing: frozenset[Meaning]) -> bool:
    """Whether a part of the form that is expected, and for which there is an answer, came after a while."""
    if not missing:
        return False
    stage.tell(_("Waiting for the rest of the form"))
    until = stage.clock.monotonic() + LATE_S
    while stage.clock.monotonic() < until:
        stage.pump()
        asked = {question.meaning for question in main_form(stage.understood(stage.look().snapshot))}
        if missing & asked:
            return True
    stage.journal.record("not-asked", {"meanings": " ".join(sorted(missing))})
    return False


def _leading(outcome: Outcome, missing: frozenset[Meaning], *, goes_on: bool) -> list[Left]:
    """What may hide the questions that the form is known to ask, and for which there is an answer: unanswered choices, which may
    bring them, and boxes whose words weren't understood. Sent like that, the answer would be missing. Where the form goes on to
    another page, the answer may be asked for there.
    """
    return [
        left
        for left in outcome.left
        if not left.question.control.answered
        and (
            (missing and left.question.control.kind in _CHOICES)
            or (
                left.why is Why.UNKNOWN and not goes_on and not _is_optional_line(left) and missing & takes(left.question.control)
            )
        )
    ]


def _is_optional_line(left: Left) -> bool:
    """Whether it is a field of one line that the page itself calls optional: no form asks so for what it was made for."""
    return left.question.optional and left.question.control.kind is Kind.TEXT


def ask(stage: Stage, answering: Answering, left: Left, say: str = "", *, unasked: frozenset[Meaning] = frozenset()) -> Reply:
    """Have the person answer one question, in the window or by typing; their answer stands. Where answers are `unasked`, they may
    point at the field for one of them instead: then `Edited`.
    """
    question, control = left.question, left.question.control
    stage.guard.check(stage.page.url)
    with stage.watch.watching():
        reply = stage.ask(
            PauseKind.QUESTION,
            about=control.wording,
            say=say
            or (
                _("«{wording}»: {sentence}") if stage.unseen else _("«{wording}»: {sentence} Answer it in the open window.")
            ).format(wording=shortened(control.wording), sentence=left.sentence),
            watch=lambda: _answered(stage, question),
            choices=tuple(option.label for option in control.options[:12]) if len(control.options) <= 12 else (),  # noqa: PLR2004 - a list to read
            pointable=may_point(stage, left, unasked),
            beside=place_of(stage, question),
        )
        if isinstance(reply, Point):
            reply = point(stage, answering, left, unasked)
    _note_answer(stage, left, reply)
    match reply:
        case Said(text):
            answering.say(question, text)
            answering.again(question)
        case Done() if (
            left.why is not Why.UNKNOWN or control.answered or not question.required or _answered(stage, question) is not None
        ):
            answering.settle(question)
        case _:
            pass
    return reply


def _note_answer(stage: Stage, left: Left, reply: Reply) -> None:
    """Keep what the person answered where there was no answer, typed or in the page: they may want it remembered."""
    if left.why not in {Why.UNKNOWN, Why.UNANSWERED} or not isinstance(reply, Said | Done):
        return
    if isinstance(reply, Said):
        stage.said.append((left.question, reply.text))
        return
    now = [one for one in stage.understood(stage.look().snapshot) if key_of(one) == key_of(left.question)]
    if now and now[0].control.answered and _value(now[0].control) != _value(left.question.control):
        stage.said.append((left.question, shown(now[0].control)))


def _answered(stage: Stage, asked: Question) -> Reply | None:
    """`Done` once the page holds another answer than before and the person has left the field, or the question is gone."""
    look = stage.look()
    same = [question for question in stage.understood(look.snapshot) if key_of(question) == key_of(asked)]
    if not same:
        return Done()
    now = same[0].control
    if not now.answered or _value(now) == _value(asked.control):
        return None
    if now.kind in {Kind.TEXT, Kind.TEXTAREA, Kind.COMBOBOX}:
        try:
            if look.element(now.ref).evaluate("e => e.getRootNode().activeElement === e"):
                return None
        except PlaywrightError:
            return None
    return Done()


def _value(control: Control) -> tuple[object, ...]:
    return (control.value, control.checked, tuple(option.selected for option in control.options))


def fingerprint(questions: tuple[Question, ...]) -> tuple[object, ...]:
    """What the form asks and holds: equal where nothing that counts has changed. The one-time code is no answer to review."""
    return tuple(
        (key_of(question), _value(question.control)) for question in questions if question.meaning is not Meaning.ONE_TIME_CODE
    )


def at_fault(answering: Answering, complaint: str) -> tuple[tuple[Question, str], ...]:
    """The questions that a refusal is about, each with what is said of it: those at which the page says so, else the one whose
    kind it names, else the first that is empty and isn't marked as optional.
    """
    outcome, complained = answering.complained()
    if complained:
        return complained
    questions = outcome.questions
    about = {"too-short": Meaning.IMPACT, "invalid-email": Meaning.EMAIL, "too-large": Meaning.EVIDENCE}
    kinds = [meaning for key, meaning in about.items() if lexicon().says(complaint, "page", key)]
    named = [question for question in questions if question.meaning in kinds]
    exact = [question for question in questions if complaint == question.control.wording]
    empty = [question for question in questions if not question.control.answered]
    likely = exact or named or [one for one in empty if not one.optional] or empty or list(questions)
    return tuple((question, complaint) for question in likely[:1])


def have_corrected(stage: Stage, answering: Answering, complaint: str) -> Reply | None:
    """Have the person correct what the page refused, one question after the other; `Posted` where they sent it meanwhile. None
    where there is nothing to ask.
    """
    reply: Reply | None = None
    for question, said in at_fault(answering, complaint):
        answering.again(question)
        if answering.has_lost(question):
            continue  # the page lost it, and it is given again
        words = said or complaint
        correct = (
            _("The page says: «{words}».") if stage.unseen else _("The page says: «{words}». Correct it in the open window.")
        )
        say = correct.format(words=shortened(words, 160))
        reply = ask(stage, answering, Left(question, Why.REFUSED, words), say)
        if isinstance(reply, Posted):
            break
    return reply


def rows(outcome: Outcome) -> tuple[Row, ...]:
    """The review: every question of the form with the answer as it stands in the page."""
    notes = {key_of(left.question): left.sentence for left in outcome.left} | dict(outcome.notes)
    return tuple(
        Row(
            question.control.wording,
            _said(question.control) or outcome.handed.get(key_of(question), ""),
            notes.get(
                key_of(question), "" if question.control.answered or key_of(question) in outcome.handed else _("left empty")
            ),
        )
        for question in outcome.questions
    )


def _said(control: Control) -> str:
    """The answer that a control holds, in the person's language."""
    return _(shown(control)) if control.kind in {Kind.CHECKBOX, Kind.SWITCH} else shown(control)


def shown(control: Control) -> str:
    """The answer that a control holds."""
    if control.kind in {Kind.SELECT, Kind.RADIO, Kind.CHECKBOXES, Kind.LISTBOX}:
        return ", ".join(
            option.label for option in control.options if option.selected and (option.value or control.kind is not Kind.SELECT)
        )
    if control.kind in {Kind.CHECKBOX, Kind.SWITCH}:
        return N_("yes") if control.checked else N_("no")
    if control.kind is Kind.FILE:
        return ", ".join(
            _("{line} ({line_2:,} bytes)").format(line=line.split(chr(9))[0], line_2=int(line.split(chr(9))[1]))
            for line in control.value.splitlines()
        )
    return control.value


def files_of(answering: Answering) -> Files | None:
    """The files that were handed over."""
    answer = answering.answers.get(Meaning.EVIDENCE)
    return answer if isinstance(answer, Files) else None
