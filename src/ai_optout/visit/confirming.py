"""The one-time code: asked for only where the page asks, typed where it wants it, at most three times."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import translated
from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Button, Control, Snapshot
from ai_optout.form.words import lexicon
from ai_optout.ledger import State
from ai_optout.person.pause import Done, PauseKind, Reply, Said
from ai_optout.sight import Sight, acknowledgement, code_question, code_window, complaints, press
from ai_optout.status import Status
from ai_optout.visit.sending import Came, Result
from ai_optout.visit.stage import PRESS_MS, Ended, Stage

WRONG_CODES: Final = 3
"""After so many wrong codes the person had better look: repeated sends may be throttled (facts, one source)."""
CODE_VALID = "1 hour"
"""The mail's own words: "This confirmation code will be valid for 1 hour." (facts)"""
TAKEN_S: Final = 30.0
"""How long a page may take to accept or refuse a code."""
REFUSALS = ("code-wrong", "code-expired", "code-throttled")


def confirm(stage: Stage, before: Snapshot) -> Result:
    """Have the code typed until the page takes it; what came then. Ends the request as `sent` after three wrong codes."""
    stage.journal.enter(State.CODE_ASKED)
    said = ""
    for _try in range(WRONG_CODES):
        look = stage.look()
        fields = _fields(look.snapshot, before)
        about = fields[0].wording if fields else "code"
        say = f"{said}A code was sent to your e-mail address, valid for {CODE_VALID}: look in the inbox, and in spam.".strip()
        reply = stage.ask(PauseKind.CODE, about=about, say=say, watch=lambda: _moved_on(stage, before), since=stage.times.sent)
        known = _type_code(stage, before, reply.text) if isinstance(reply, Said) else stage.look().snapshot
        result = _taken(stage, before, known)
        if result is not None:
            return result
        said = "That code wasn't taken. "
    raise Ended(
        Status.SENT,
        f"The form was sent, but the page didn't take {WRONG_CODES} codes: ask for a new one on the page of the form.",
    )


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
    stage.tell("Typing the code")
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


def _taken(stage: Stage, before: Snapshot, known: Snapshot) -> Result | None:
    """What came of the code; None where the page says that it was wrong, expired, or says nothing."""
    until = stage.clock.monotonic() + TAKEN_S
    old = {hit.phrase for hit in lexicon().hits(known.text) if hit.table == "page"}
    while stage.clock.monotonic() < until:
        stage.pump()
        seen = stage.see(before)
        if seen.sight is Sight.ACKNOWLEDGED:
            return Result(Came.ACKNOWLEDGED, seen)
        if seen.sight is Sight.FORM and (said := complaints(seen.snapshot, known)):
            return Result(Came.REFUSED, seen, said)
        if seen.sight is Sight.CODE and _refused(stage, seen.snapshot, before, old):
            return None
        if seen.sight is Sight.CODE and (said := acknowledgement(seen.snapshot, known)):  # its field still stands there
            return Result(Came.ACKNOWLEDGED, replace(seen, sight=Sight.ACKNOWLEDGED, words=said))
    seen = stage.see(before)
    return None if seen.sight is Sight.CODE else Result(Came.NOTHING, seen)


def _refused(stage: Stage, snapshot: Snapshot, before: Snapshot, old: set[str]) -> bool:
    """Whether the page newly refuses the code. A code that is no longer valid has a new one asked for, once said."""
    hits = [hit for hit in lexicon().hits(snapshot.text) if hit.table == "page" and hit.key in REFUSALS]
    fields = _fields(snapshot, before)
    refused = [hit for hit in hits if hit.phrase not in old] or (
        hits and any(field.invalid or not field.value for field in fields)
    )
    if refused and any(hit.key == "code-expired" for hit in hits):
        again = press(snapshot.buttons, "resend-code")
        if again:
            stage.tell("That code is no longer valid: asking for a new one")
            stage.press(again[0])
    return bool(refused) or any(field.invalid for field in fields)
