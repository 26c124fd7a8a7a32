"""Where a question isn't understood, the person may show the field with one click, and it is kept what that field asks.

The click comes while the pause goes on: who types something else, or a page that goes elsewhere, ends the picking.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from playwright.sync_api import ElementHandle
from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.pick import picking
from ai_optout.errors import AiOptoutError, UsageError
from ai_optout.form.answer import Answering, Left, Why
from ai_optout.form.clicked import control_at
from ai_optout.form.meaning import Meaning, takes
from ai_optout.form.pointed import pointed_at, understand_pointed, with_one_more
from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Control, Kind
from ai_optout.form.understand import Question
from ai_optout.messages import N_, _
from ai_optout.person.pause import Done, Edited, PauseKind, Reply, Said
from ai_optout.visit.stage import Stage, shortened

IN_PLAIN_WORDS: Final[Mapping[Meaning, str]] = {
    Meaning.GIVEN_NAME: N_("your given name"),
    Meaning.FAMILY_NAME: N_("your family name"),
    Meaning.NAME: N_("your full name"),
    Meaning.EMAIL: N_("your e-mail address"),
    Meaning.EMAIL_AGAIN: N_("your e-mail address a second time"),
    Meaning.COUNTRY: N_("the country where you live"),
    Meaning.TEL: N_("your telephone number"),
    Meaning.TEL_COUNTRY_CODE: N_("the country code of your telephone number"),
    Meaning.ONE_TIME_CODE: N_("the one-time code"),
    Meaning.REQUEST: N_("what you ask for"),
    Meaning.ABOUT_AI: N_("whether it is about AI"),
    Meaning.IMPACT: N_("your reason"),
    Meaning.ADDITIONAL: N_("what you want to add"),
    Meaning.PROMPTS: N_("the prompts that show your information"),
    Meaning.EVIDENCE: N_("your screenshots"),
    Meaning.DECLARATION: N_("that what you say is true"),
}
"""What a question asks, as it is said to the person."""


def recall(stage: Stage) -> None:
    """Take up what the person pointed at in this form at an earlier visit; where that can't be read, it is said."""
    try:
        stage.pointed = stage.pointed_files.load(stage.page.url)
    except UsageError as fault:
        stage.tell(f"{fault.message} {fault.hint}")


def may_point(stage: Stage, left: Left, unasked: frozenset[Meaning]) -> bool:
    """Whether a click would help: there is a window, an answer that no question asked for, and this question isn't understood
    or the form is known to ask more.
    """
    return stage.banner.shown and bool(unasked) and (left.why is Why.UNKNOWN or bool(stage.flow.expects & unasked))


def point(stage: Stage, answering: Answering, left: Left, unasked: frozenset[Meaning]) -> Reply:
    """Have the person click the field that asks for what is missing, and keep what it asks. `Edited` where the form is to be
    looked at again, else what the person did instead of clicking.
    """
    missing = stage.flow.expects & unasked
    wanted = next(iter(missing)) if len(missing) == 1 else None
    asks = _("that asks for {in_plain_words}").format(in_plain_words=_(IN_PLAIN_WORDS[wanted])) if wanted else _("in question")
    before = ""
    while True:
        say = _("{before}Click once at the field {asks}, in the open window. The click itself does nothing there.").format(
            before=before, asks=asks
        )
        reply, element = _click(stage, left, say)
        if element is None:
            return Edited() if isinstance(reply, Done) else reply
        look = stage.look()
        control = _control(look, element)
        able = () if control is None else _able(control, unasked, missing)
        if control is None:
            before = _("That isn't a field of the form. ")
        elif wanted and wanted not in able:
            before = _("«{wording}» can't be {in_plain_words}. ").format(
                wording=shortened(control.wording), in_plain_words=_(IN_PLAIN_WORDS[wanted])
            )
        elif not able:
            before = _("None of your answers that are left fits «{wording}». ").format(wording=shortened(control.wording))
        else:
            return _keep(stage, answering, look, control, wanted) if wanted else _which(stage, answering, look, control, able)


def _click(stage: Stage, left: Left, say: str) -> tuple[Reply, ElementHandle | None]:
    """What the person did, and the element that they clicked."""
    how = _("Click at it; or type the answer to «{wording}» here. Enter alone goes back.").format(
        wording=shortened(left.question.control.wording, 40)
    )
    with picking(stage.page) as pick:
        reply = stage.ask(
            PauseKind.QUESTION,
            about=left.question.control.wording,
            say=say,
            watch=lambda: Done() if pick.over else None,
            how=how,
        )
        return reply, pick.picked


def _able(control: Control, unasked: frozenset[Meaning], missing: frozenset[Meaning]) -> tuple[Meaning, ...]:
    """What of the answers that are left such a control can take, those that the form is known to ask first."""
    return tuple(sorted((one for one in Meaning if one in unasked & takes(control)), key=lambda one: one not in missing))


def _control(look: Scan, element: ElementHandle) -> Control | None:
    try:
        return control_at(look, element)
    except PlaywrightError:  # drawn anew, or gone with its page
        return None


def _which(stage: Stage, answering: Answering, look: Scan, control: Control, able: tuple[Meaning, ...]) -> Reply:
    """Ask which of the answers that are left belongs there."""
    choices = tuple(f"{number}  {_(IN_PLAIN_WORDS[meaning])}" for number, meaning in enumerate(able, 1))
    element = look.element(control.ref)
    before = ""
    while True:
        reply = stage.ask(
            PauseKind.QUESTION,
            about=control.wording,
            say=_("{before}What does «{wording}» ask? {choices}").format(
                before=before, wording=shortened(control.wording), choices="; ".join(choices)
            ),
            watch=lambda: None if _is_there(element) else Done(),
            choices=choices,
            how=_("Type its number; Enter alone goes back."),
        )
        if not isinstance(reply, Said):
            return Edited() if isinstance(reply, Done) else reply
        number = reply.text.strip()
        if number.isdecimal() and 1 <= int(number) <= len(able):
            return _keep(stage, answering, look, control, able[int(number) - 1])
        before = _("Type a number from 1 to {number}. ").format(number=len(able))


def _is_there(element: ElementHandle) -> bool:
    try:
        return bool(element.evaluate("element => element.isConnected"))
    except PlaywrightError:
        return False


def _keep(stage: Stage, answering: Answering, look: Scan, control: Control, meaning: Meaning) -> Reply:
    """From now on this control means that: in this visit, and in the next by the file."""
    snapshot = look.snapshot
    new = pointed_at(snapshot, control, meaning, stage.profile.personal_values())
    pointed = with_one_more(stage.pointed, new)
    was = _question(stage.understood(snapshot), control)
    now = _question(understand_pointed(snapshot, pointed), control)
    if now.meaning is not meaning:
        stage.tell(
            _("«{wording}» can't be told from the other fields: answer it in the window").format(
                wording=shortened(control.wording)
            )
        )
        return Edited()
    stage.pointed = answering.pointed = pointed
    if was.meaning is not None and control.kind is not Kind.FILE:
        answering.overwrite(now)  # what it holds was the answer to something else
    else:
        answering.again(now)
    stage.journal.record("pointed", {"meaning": meaning, "question": control.wording[:200]})
    try:
        file = stage.pointed_files.store(stage.page.url, pointed)
    except AiOptoutError as fault:
        stage.tell(_("{message} What you pointed at is known in this visit only.").format(message=fault.message))
    else:
        stage.tell(
            _("Kept for the next visit that this asks for {in_plain_words}; to have it forgotten, delete {file}").format(
                in_plain_words=_(IN_PLAIN_WORDS[meaning]), file=file
            )
        )
    return Edited()


def _question(questions: tuple[Question, ...], control: Control) -> Question:
    return next(question for question in questions if question.control.ref == control.ref)
