"""The code that a form wants before it can be sent, as on the request portal: asked for, typed, verified by the page itself.

Having it mailed posts the address and nothing else, so it comes after the review, too: before the person's word nothing leaves
the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ai_optout.errors import PageError
from ai_optout.form.answer import Outcome
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Snapshot
from ai_optout.form.words import normalise
from ai_optout.messages import _
from ai_optout.person.pause import Done, PauseKind, Posted, Reply, Said
from ai_optout.sight import code_question
from ai_optout.visit.buttons import code_button, send_button
from ai_optout.visit.code_answers import STILL_ASKED, TOLD, Refusal, refusal, said_to_the_wish, waiting
from ai_optout.visit.confirming import ASKED_AT_MOST, LOOKS_S, TAKEN_S, WRONG_CODES, type_into
from ai_optout.visit.stage import Stage, shortened

ADDRESSES: Final = frozenset({Meaning.EMAIL, Meaning.EMAIL_AGAIN})


def is_wanted(snapshot: Snapshot, outcome: Outcome) -> bool:
    """Whether the form has a button that mails a code, beside the one that sends, or already a field for it."""
    return code_button(outcome.questions, snapshot) is not None or _field(snapshot) is not None


def watch_for_it(stage: Stage, snapshot: Snapshot, outcome: Outcome) -> None:
    """Tell the watch whether a post with the address alone is only about the code."""
    values = [question.control.value for question in outcome.questions if question.meaning in ADDRESSES]
    stage.watch.code_is_wanted(*(values if is_wanted(snapshot, outcome) else ()))


def confirm_first(stage: Stage, outcome: Outcome) -> None:
    """Where the form wants a code before it can be sent, have it mailed and typed; else nothing.

    Raises `PageError` where the page doesn't take it: nothing was sent then.
    """
    look = stage.look().snapshot
    if not is_wanted(look, outcome) or stage.watch.posts:
        return
    watch_for_it(stage, look, outcome)
    ready_before = send_button(outcome.questions, look) is not None

    def confirmed() -> Reply | None:
        now = stage.look().snapshot
        ready = send_button(outcome.questions, now) is not None
        return Done() if not is_wanted(now, outcome) or (ready and not ready_before) else None

    if isinstance(_ask_for_it(stage, outcome), Posted):
        return
    _have_it_typed(stage, outcome, confirmed)


def _have_it_typed(stage: Stage, outcome: Outcome, confirmed: Callable[[], Reply | None]) -> None:
    """Ask for the code until the page has taken one, or the form was sent."""
    said, wrong = "", 0
    for _asked in range(ASKED_AT_MOST):
        if confirmed() is None:
            field = _field(stage.look().snapshot)
            wait = waiting(stage, stage.times.code_asked, said)
            reply = stage.ask(
                PauseKind.CODE,
                about=field.wording if field is not None else "code",
                say=wait.say,
                watch=confirmed,
                since=wait.since,
                valid_until=wait.valid_until,
            )
            if isinstance(reply, Posted):
                return
            known = _type(stage, reply.text) if isinstance(reply, Said) else stage.look().snapshot
            refused = _refused(stage, known, confirmed, TAKEN_S if isinstance(reply, Said) else LOOKS_S)
            if refused is not None:
                said = _(TOLD[refused]) if isinstance(reply, Said) else _(STILL_ASKED)
                if refused is Refusal.EXPIRED:
                    stage.tell(_("That code is no longer valid: asking for a new one"))
                    before = stage.look().snapshot
                    _press(stage, outcome)
                    said = f"{said} {said_to_the_wish(stage, before)}".strip()
                wrong += isinstance(reply, Said) and refused is not Refusal.EXPIRED
                if wrong == WRONG_CODES:
                    break
                continue
        stage.journal.record("code-confirmed")
        stage.watch.code_is_wanted()
        return
    raise PageError(
        _("The page didn't take {wrong} codes, and nothing was sent.").format(wrong=wrong),
        _("Run it again: it asks for a new code by e-mail."),
    )


def _field(snapshot: Snapshot) -> Control | None:
    found = code_question(snapshot)
    return found[0] if found else None


def _ask_for_it(stage: Stage, outcome: Outcome) -> Reply | None:
    """Press the button that mails the code, unless its field is there already; wait for the field, else for the person."""
    before = stage.look().snapshot
    if _field(before) is not None:
        return None
    _press(stage, outcome)
    until = stage.clock.monotonic() + TAKEN_S
    said: list[str] = []
    while stage.clock.monotonic() < until and not said:
        stage.pump()
        now = stage.look().snapshot
        if _field(now) is not None or not is_wanted(now, outcome):
            return None
        known = {normalise(alert) for alert in before.alerts}
        said = [alert for alert in now.alerts if normalise(alert) not in known]
    told = _(" It says: «{said}».").format(said=shortened(said[0], 160)) if said else ""

    def there() -> Reply | None:
        now = stage.look().snapshot
        return Done() if _field(now) is not None or not is_wanted(now, outcome) else None

    say = _("The page didn't send a code.{told} Have it sent in the open window.").format(told=told)
    return stage.ask(PauseKind.QUESTION, about="code", say=say, watch=there)


def _press(stage: Stage, outcome: Outcome) -> None:
    """Written down first: it posts the address."""
    button = code_button(outcome.questions, stage.look().snapshot)
    if button is None or not button.enabled:
        return
    stage.guard.check(stage.page.url)
    stage.tell(_("Asking for the code by e-mail"))
    stage.journal.record("code-requested", {"button": button.name[:80]})
    stage.times.code_asked = stage.clock.now()
    stage.press(button)


def _type(stage: Stage, code: str) -> Snapshot:
    """Type it; the page just before."""
    look = stage.look()
    fields = code_question(look.snapshot) or ()
    stage.may_type(stage.page.url)
    stage.journal.record("code-typed")
    stage.tell(_("Typing the code"))
    type_into(stage, look, fields, code)
    return look.snapshot


def _refused(stage: Stage, known: Snapshot, confirmed: Callable[[], Reply | None], within_s: float) -> Refusal | None:
    """Why the page doesn't take the code; None where it does."""
    began = stage.clock.monotonic()
    while (waited := stage.clock.monotonic() - began) < within_s:
        stage.pump()
        if confirmed() is not None:
            return None
        now = stage.look().snapshot
        refused = refusal(now, known, code_question(now) or (), waited)
        if refused is not None:
            return refused
    return Refusal.WRONG
