"""The one-time code: asked for only where the page asks, typed where it wants it, at most three times."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import translated
from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Button, Control, Snapshot
from ai_optout.ledger import State
from ai_optout.messages import _
from ai_optout.person.pause import Done, PauseKind, Reply, Said
from ai_optout.sight import Sight, acknowledgement, code_question, code_window, complaints, press
from ai_optout.status import Status
from ai_optout.visit.code_answers import (
    EXPIRED_WITHOUT_A_BUTTON,
    NOT_ITS_LENGTH,
    STILL_ASKED,
    TOLD,
    WRONG_AGAIN,
    Refusal,
    refusal,
    said_to_the_wish,
    waiting,
)
from ai_optout.visit.places import first_of
from ai_optout.visit.sending import Came, Result
from ai_optout.visit.stage import PRESS_MS, Ended, Stage

WRONG_CODES: Final = 3
"""After so many wrong codes the person had better look: repeated sends may be throttled (facts, one source)."""
ASKED_AT_MOST: Final = 10
"""How often one is asked for at all, new codes for those that had expired included."""
TAKEN_S: Final = 30.0
"""How long a page may take to accept or refuse a code."""
LOOKS_S: Final = 2.0
"""How long is looked whether a page goes on, where the person says so and typed no code here."""


def confirm(stage: Stage, before: Snapshot) -> Result:
    """Have the code typed until the page takes it; what came then. Ends the request as `sent` after three wrong codes."""
    stage.journal.enter(State.CODE_ASKED)
    since, said, wrong = stage.times.sent, "", 0
    for _asked in range(ASKED_AT_MOST):
        look = stage.look()
        fields = _fields(look.snapshot, before)
        wait = waiting(stage, since, said)
        reply = stage.ask(
            PauseKind.CODE,
            about=fields[0].wording if fields else "code",
            say=wait.say,
            watch=lambda: _moved_on(stage, before),
            since=wait.since,
            valid_until=wait.valid_until,
            beside=first_of(look, fields),
        )
        code = reply.text if isinstance(reply, Said) else None
        if code is not None and (said := misfit(_fields(stage.look().snapshot, before), code)):
            continue
        known = _type_code(stage, before, code) if code is not None else stage.look().snapshot
        result, refused = _taken(stage, before, known, typed=code is not None)
        if result is not None:
            return result
        if code is None:
            said = _(STILL_ASKED)
            continue
        said = _(TOLD[refused])
        if refused is Refusal.EXPIRED:
            asked_at, answer = _ask_anew(stage, _("That code is no longer valid: asking for a new one"))
            since, said = asked_at or since, f"{said} {answer}".strip() if asked_at else _(EXPIRED_WITHOUT_A_BUTTON)
            continue
        wrong += 1
        if wrong == WRONG_CODES:
            break
        if wrong == WRONG_CODES - 1 and refused is Refusal.WRONG:  # a page may take nothing any more but a new one
            asked_at, answer = _ask_anew(stage, _("That code wasn't taken either: asking for a new one"))
            since, said = asked_at or since, f"{_(WRONG_AGAIN)} {answer}".strip() if asked_at else said
    what = _("the page didn't take {wrong} codes").format(wrong=wrong) if wrong else _("the page took no code")
    raise Ended(Status.SENT, _("The form was sent, but {what}: ask for a new one on the page of the form.").format(what=what))


def _ask_anew(stage: Stage, step: str) -> tuple[datetime | None, str]:
    """Have a new code sent where the page has a button for it; since when its mail counts (None: there is no button), and what
    the page says to it: repeated wishes may be refused for a while (facts, one source).
    """
    known = stage.look().snapshot
    again = press(known.buttons, "resend-code")
    if not again:
        return None, ""
    asked_at = stage.clock.now()
    stage.tell(step)
    stage.press(again[0])
    return asked_at, said_to_the_wish(stage, known)


def misfit(fields: tuple[Control, ...], code: str) -> str:
    """What there is to say where a code can't be typed into its boxes, a digit each; empty where it can."""
    if len(fields) < 2 or len(fields) == len(code):  # noqa: PLR2004 - one field takes a code of any length
        return ""
    return _(NOT_ITS_LENGTH).format(room=len(fields), given=len(code))


def _fields(snapshot: Snapshot, before: Snapshot) -> tuple[Control, ...]:
    return code_question(snapshot) or code_window(snapshot, before) or ()


def _moved_on(stage: Stage, before: Snapshot) -> Reply | None:
    return Done() if stage.see(before).sight is not Sight.CODE else None


def _type_code(stage: Stage, before: Snapshot, code: str) -> Snapshot:
    """Type it, and press the button that confirms where there is one; the page just before."""
    look = stage.look()
    fields = _fields(look.snapshot, before)
    stage.may_type(stage.page.url)
    stage.journal.record("code-typed")
    stage.tell(_("Typing the code"))
    try:
        fill_digits(look, fields, code)
        if _is_there(look, fields):
            after = stage.look()
            button = _confirm_button(after.snapshot, _fields(after.snapshot, before) or fields)
            if button is not None:
                after.element(button.ref).click(timeout=PRESS_MS, no_wait_after=True)
    except PlaywrightError as error:
        if stage.page.is_closed():
            raise translated(error) from None
        stage.journal.record("code-field-gone")  # a field that verifies itself is gone as soon as it is full
    return look.snapshot


def type_into(stage: Stage, look: Scan, fields: tuple[Control, ...], code: str) -> None:
    """Type the code where the page verifies it by itself: the field may be gone as soon as it is full."""
    try:
        fill_digits(look, fields, code)
    except PlaywrightError as error:
        if stage.page.is_closed():
            raise translated(error) from None
        stage.journal.record("code-field-gone")


def fill_digits(look: Scan, fields: tuple[Control, ...], code: str) -> None:
    """Type a code into its field, or a digit into each of its boxes."""
    if len(fields) > 1:
        for field, digit in zip(fields, code, strict=False):
            look.element(field.ref).fill(digit)
    elif fields:
        look.element(fields[0].ref).fill(code)


def _is_there(look: Scan, fields: tuple[Control, ...]) -> bool:
    return bool(fields) and bool(look.element(fields[0].ref).evaluate("e => e.isConnected"))


def _confirm_button(snapshot: Snapshot, fields: tuple[Control, ...]) -> Button | None:
    if not fields:
        return None
    place = (fields[0].dialog, fields[0].form)
    for keys in (("confirm-code",), ("submit", "next")):
        known = press(snapshot.buttons, *keys)
        own = [button for button in known if (button.dialog, button.form) == place] or [
            button for button in known if button.dialog == place[0] and len(known) == 1
        ]
        if own:
            return own[0]
    return None


def _taken(stage: Stage, before: Snapshot, known: Snapshot, *, typed: bool) -> tuple[Result | None, Refusal]:
    """What came of the code; None where the page still asks for one, with why it doesn't take this one. Where none was `typed`
    here, a page that still asks is soon believed; one that has gone on gets its time to say something.
    """
    began = stage.clock.monotonic()
    while (waited := stage.clock.monotonic() - began) < TAKEN_S:
        stage.pump()
        seen = stage.see(before)
        if seen.sight is Sight.ACKNOWLEDGED:
            return Result(Came.ACKNOWLEDGED, seen), Refusal.WRONG
        if seen.sight is Sight.FORM and (said := complaints(seen.snapshot, known)):
            return Result(Came.REFUSED, seen, said), Refusal.WRONG
        if seen.sight is not Sight.CODE:
            continue
        if (refused := refusal(seen.snapshot, known, _fields(seen.snapshot, before), waited)) is not None:
            return None, refused
        if said := acknowledgement(seen.snapshot, known):  # its field still stands there
            return Result(Came.ACKNOWLEDGED, replace(seen, sight=Sight.ACKNOWLEDGED, words=said)), Refusal.WRONG
        if not typed and waited > LOOKS_S:
            return None, Refusal.WRONG
    seen = stage.see(before)
    return (None if seen.sight is Sight.CODE else Result(Came.NOTHING, seen)), Refusal.WRONG
