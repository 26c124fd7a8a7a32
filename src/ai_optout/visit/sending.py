"""The review, the one press that sends, and what the page answers to it.

Nothing is sent while a required question is unanswered or an answer didn't read back; just before the press the page is
compared with what was shown. What the page refuses may be corrected and sent again, after a new review; what gets no answer is
never sent again from here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import playwright_errors
from ai_optout.errors import NeedsPerson, PageError, Skipped, Stopped
from ai_optout.form.answer import Outcome
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import main_form
from ai_optout.ledger import State
from ai_optout.messages import _
from ai_optout.person.pause import Done, PauseKind, Posted, Reply
from ai_optout.sight import Seen, Sight, complaints, password_field
from ai_optout.visit.buttons import send_button, shows_any
from ai_optout.visit.filling import fingerprint
from ai_optout.visit.stage import PRESS_MS, Stage

ANSWERS_S: Final = 60.0
"""How long a site may take to answer a sending."""
SAYS_S: Final = 15.0
"""How long a page may take, after the site's answer, to say what came of it (facts: blocks up to 16 s late on load)."""
REFUSES_S: Final = 1.5
"""How long a page may take to begin a sending before its own complaint counts instead."""
MOVES_S: Final = 10.0
"""How long a press may show no effect at all."""


class Came(StrEnum):
    """What came of a sending."""

    ACKNOWLEDGED = "acknowledged"
    CODE = "code"
    REFUSED = "refused"
    NOTHING = "nothing"
    BROKEN = "broken"
    UNMOVED = "unmoved"
    LOGGED_OUT = "logged out"
    """The site led from the form to its log-in: it didn't take the form."""


@dataclass(frozen=True)
class Result:
    """What came, the page at that moment, and its complaints in its own words."""

    came: Came
    seen: Seen
    complaints: tuple[str, ...] = ()


def press_send(stage: Stage, outcome: Outcome) -> Snapshot | None:
    """Press it, once; the page as it stood before. Where its words aren't known, the person presses it.

    None where the form is no longer what was shown: then nothing was pressed.
    """
    until = stage.clock.monotonic() + MOVES_S
    while (button := send_button(outcome.questions, (look := stage.look()).snapshot)) is None and stage.clock.monotonic() < until:
        stage.pump()
    before = look.snapshot
    if stage.watch.posts:
        return before  # the person's own press came with their word
    if fingerprint(main_form(stage.understood(before))) != fingerprint(outcome.questions):
        return None
    stage.watch.others = 0
    if button is None:
        _persons_press(stage, has_button=shows_any(outcome.questions, before))
        return before
    stage.guard.check(stage.page.url)
    if button.form >= 0 and before.forms[button.form].action.startswith("http"):
        refuse_elsewhere(stage, before.forms[button.form].action)
    element = look.element(button.ref)
    with playwright_errors():
        element.click(trial=True, timeout=PRESS_MS)  # whether it can be pressed, before it is written down that it was
    stage.stop_if_asked()
    stage.banner.clear()
    pages = len(stage.pages())
    stage.journal.enter(State.SENDING, {"button": button.name[:80]})
    stage.times.sent = stage.clock.now()
    with playwright_errors():
        element.click(timeout=PRESS_MS, no_wait_after=True)
    stage.follow(pages)
    return before


def refuse_elsewhere(stage: Stage, address: str) -> None:
    """Raises `PageError` unless the form may be posted to `address`: on the flow's hosts, over https."""
    if not stage.guard.allows(address):
        raise PageError(
            _("The form would go to {hostname}, which this flow doesn't know as Meta's: it was not sent.").format(
                hostname=urlsplit(address).hostname
            ),
            _("Don't send it by hand either. Please report it with the form's address."),
        )


def _persons_press(stage: Stage, *, has_button: bool) -> None:
    if has_button:
        say = _("The button that sends isn't recognised, or can't be pressed. If the form is right, press it in the open window.")
        reason = _("The form was filled but not sent: the button that sends isn't recognised.")
        hint = _("Press it in the window yourself: run it again with --headed.")
    else:
        say = _(
            "The page shows no button that sends: perhaps it doesn't take what is chosen. Read in the open window what it says, "
            "correct it there, and send."
        )
        reason = _("The form was filled but not sent: the page shows no button that sends.")
        hint = _("Perhaps it doesn't take what is chosen: run it again with --headed, and read what the page says.")
    reply = None if stage.unseen else stage.ask(PauseKind.REVIEW, about="the button that sends", say=say, watch=lambda: None)
    if not isinstance(reply, Posted):
        raise PageError(reason, hint)


def without_complaints(snapshot: Snapshot) -> Snapshot:
    """The page as if it hadn't complained yet: after a refusal the same complaint about another answer is a new one."""
    controls = tuple(replace(control, invalid=False, error="") for control in snapshot.controls)
    return replace(snapshot, alerts=(), controls=controls)


def what_came(stage: Stage, before: Snapshot) -> Result:
    """Wait until the page says what came of the sending, or says nothing for too long."""
    began = stage.clock.monotonic()
    answered: float | None = None
    posted: int | None = None
    while True:
        stage.pump()
        seen = _seen(stage, before)
        now = stage.clock.monotonic()
        if _is_answered(stage):
            answered = answered or now
        decided = _decided(seen, before) or _logged_out(stage, seen, before)
        # A complaint may still stand there from before: it counts once the site has answered, or where nothing was sent at all.
        complained = answered is not None or (not stage.watch.posts and now - began > REFUSES_S)
        if decided is not None and (decided.came is not Came.REFUSED or complained):
            return decided
        if seen.sight is Sight.SECURITY_CHECK:
            posted = stage.watch.others if posted is None else posted
            _check(stage, before, posted)
            began, answered = stage.clock.monotonic(), None
        elif seen.sight is not Sight.COOKIES:
            silent = _silent(stage, seen, now - began, None if answered is None else now - answered)
            if silent is not None:
                return silent


def _is_answered(stage: Stage) -> bool:
    """Whether the site answered the sending at all, whatever it answered; that it was sent is then written down."""
    posts = stage.watch.posts
    if not posts or posts[-1].status is None:
        return False
    if stage.journal.state is State.SENDING:
        stage.journal.enter(State.SENT, {"http_status": posts[-1].status})
    return True


def _silent(stage: Stage, seen: Seen, waited_s: float, answered_s: float | None) -> Result | None:
    """What it means that the page has said nothing for so long; None where it may still say something."""
    posts = stage.watch.posts
    if answered_s is not None:
        return Result(Came.NOTHING, seen) if answered_s > SAYS_S else None
    if posts and posts[-1].broken:
        return Result(Came.BROKEN, seen)
    if stage.watch.stopped:
        return Result(Came.UNMOVED, seen)
    if not posts and waited_s > MOVES_S and seen.sight is Sight.FORM:
        complaints_of_the_browser = _native_complaints(stage)
        if complaints_of_the_browser or not stage.watch.others:
            return Result(Came.UNMOVED, seen, complaints_of_the_browser)
    return Result(Came.BROKEN, seen) if waited_s > ANSWERS_S else None


def _seen(stage: Stage, before: Snapshot) -> Seen:
    """The page, or a window it opened, whichever says something."""
    pages = stage.pages()
    if len(pages) > 1 and stage.page is not pages[-1] and stage.guard.allows(pages[-1].url):
        stage.page = pages[-1]
    return stage.see(before)


def _decided(seen: Seen, before: Snapshot) -> Result | None:
    if seen.sight is Sight.ACKNOWLEDGED:
        return Result(Came.ACKNOWLEDGED, seen)
    if seen.sight is Sight.CODE:
        return Result(Came.CODE, seen)
    if seen.sight is Sight.FORM and (said := complaints(seen.snapshot, before)):
        return Result(Came.REFUSED, seen, said)
    return None


def _logged_out(stage: Stage, seen: Seen, before: Snapshot) -> Result | None:
    """Whether the site led from the form to its log-in. A log-in that stands beside the form, or in the page's head, isn't it."""
    if stage.flow.login is None or seen.sight is not Sight.LOGIN:
        return None
    elsewhere = urlsplit(seen.snapshot.url).path != urlsplit(before.url).path
    return Result(Came.LOGGED_OUT, seen) if elsewhere and password_field(before) is None else None


def _check(stage: Stage, before: Snapshot, posted: int) -> None:
    """`posted` is how much else the page had posted when it first showed the check."""

    def gone() -> Reply | None:
        return Done() if stage.see(before).sight is not Sight.SECURITY_CHECK else None

    try:
        stage.ask(PauseKind.CHECK, about="security check", say=_("Do the security check in the open window."), watch=gone)
    except (NeedsPerson, Skipped, Stopped):
        if stage.watch.others == posted:
            _left_undone(stage, before)
        raise


def _left_undone(stage: Stage, before: Snapshot) -> None:
    """Where the check still stands there and nothing was posted from it, nobody solved it, and the site took nothing. Not before:
    it may be solved just when the run breaks off, or its answer be lost.
    """
    if not stage.page.is_closed() and stage.see(before).sight is Sight.SECURITY_CHECK:
        stage.journal.enter(State.REFUSED_BY_PAGE, {"seen": _("a security check")})


def _native_complaints(stage: Stage) -> tuple[str, ...]:
    """What the browser itself holds against the form: it then sends nothing (HTML, *Constraint validation*)."""
    try:
        found = stage.page.evaluate(
            "() => [...document.querySelectorAll('input:invalid,select:invalid,textarea:invalid')].map(e => e.validationMessage)"
        )
    except PlaywrightError:
        return ()
    return tuple(str(one) for one in found if one)
