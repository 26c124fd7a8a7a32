"""What is done with each page on the way to the form: opened, looked at until it is clear what it is, its cookie dialog and its
log-in dealt with.

Whatever the page turns out to be is written down. A button is pressed only where its words are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame

from ai_optout.browser.faults import is_closed, names_network_error, translated
from ai_optout.errors import PageError
from ai_optout.form.snapshot import Snapshot
from ai_optout.ledger import State
from ai_optout.messages import N_, _
from ai_optout.person.pause import Done, PauseKind, Reply
from ai_optout.sight import Seen, Sight, cookie_dialog, see
from ai_optout.visit.stage import Stage

OPENS_MS: Final = 45_000
"""How long a page may take to begin."""
ERROR_PAGE_S: Final = 3.0
"""How long Chromium's own page about a failure may take."""
SETTLES_S: Final = 20.0
"""How long a page may take to become the form, a log-in or anything else that is known: blocks of up to 16 s were seen
(facts).
"""
LANDS_S: Final = 6.0
"""The same for a page that a log-in or a link led to: then the door is opened again."""
ROUNDS: Final = 4
"""How often a log-in may lead elsewhere before it is the person's to find the form (facts: log-in and error in a loop)."""

PERSONS: Mapping[Sight, tuple[PauseKind, str]] = {
    Sight.LOGIN: (PauseKind.LOGIN, N_("Log in in the open window.")),
    Sight.CHECKPOINT: (PauseKind.CHECK, N_("The site wants to be sure that it is you: do what the open window asks.")),
    Sight.SECURITY_CHECK: (PauseKind.CHECK, N_("Do the security check in the open window.")),
}
_UNDECIDED = frozenset({Sight.OTHER, Sight.OTHER_FORM})
"""What a page may be on its way to become something else."""


_ERROR_PAGE: Final = "chrome-error:"
"""Where Chromium shows an error of its own, as of an answer of status 500 without a body."""
DECLINES: Final = 2
"""How often a cookie dialog is declined before it is the person's."""
GOES_S: Final = 5.0
"""How long it may take to go."""


def go(stage: Stage, address: str) -> None:
    """Open an address. Raises `PageError` or `BrowserError` where that can't be done."""
    stage.tell(_("Opening {address}").format(address=address))
    stage.journal.record("open", {"door": address})
    for last in (False, True):
        try:
            _goto(stage, address)
        except PlaywrightError as error:
            if is_closed(error) or last or "interrupted" not in error.message:
                raise translated(error) from None
            stage.pump()
        else:
            return


def _goto(stage: Stage, address: str) -> None:
    """Chromium's own page about a failure comes a little after it, and would interrupt what is opened next: it is awaited."""
    came: list[Frame] = []
    page = stage.page

    def note(frame: Frame) -> None:
        came.append(frame)

    page.on("framenavigated", note)
    try:
        page.goto(address, wait_until="domcontentloaded", timeout=OPENS_MS)
    except PlaywrightError as error:
        until = stage.clock.monotonic() + ERROR_PAGE_S
        while names_network_error(error) and not any(frame.url.startswith(_ERROR_PAGE) for frame in came):
            if stage.clock.monotonic() > until:
                break
            stage.pump()
        raise
    finally:
        page.remove_listener("framenavigated", note)


def settle(stage: Stage, within_s: float) -> Seen:
    """What the page is once that is clear, said and written down; cookie dialogs are answered on the way."""
    until = stage.clock.monotonic() + within_s
    declined = 0
    while True:
        seen = stage.see()
        if seen.snapshot.url.startswith(_ERROR_PAGE):
            raise PageError(
                _("The site answered with an error and no page: nothing was typed."),
                _("Try again later: ai-optout run {name}").format(name=stage.flow.name),
            )
        stage.guard.check(seen.snapshot.url)  # also before a log-in: no password belongs on another host
        if seen.sight is Sight.COOKIES:
            _decline_cookies(stage, seen.snapshot, in_vain=declined >= DECLINES)
            declined += 1
        elif seen.sight not in _UNDECIDED or stage.clock.monotonic() > until:
            stage.journal.record("seen", {"sight": seen.sight.name})
            return seen
        stage.pump()


def _decline_cookies(stage: Stage, snapshot: Snapshot, *, in_vain: bool) -> None:
    stage.journal.record("seen", {"sight": Sight.COOKIES.name})
    dialog = cookie_dialog(snapshot)
    if dialog is not None and dialog.decline is not None and not in_vain:
        stage.tell(_("Declining optional cookies"))
        try:
            stage.press(dialog.decline)
        except PageError:
            stage.pump()  # it moved or went while it was pressed: the next look tells
        until = stage.clock.monotonic() + GOES_S
        while stage.see().sight is Sight.COOKIES and stage.clock.monotonic() < until:
            stage.pump()
        return

    def gone() -> Reply | None:
        return Done() if stage.see().sight is not Sight.COOKIES else None

    why = _("it doesn't go when it is declined") if in_vain else _("its way to decline isn't known")
    stage.ask(
        PauseKind.CHECK,
        about="cookies",
        say=_("Answer the question about cookies in the open window: {why}.").format(why=why),
        watch=gone,
    )


def pause_at(stage: Stage, seen: Seen) -> bool:
    """Wait for the person to log in or do a check; whether the form is there afterwards."""
    while seen.sight in PERSONS:
        kind, say = PERSONS[seen.sight]
        sight = seen.sight

        def moved_on(sight: Sight = sight) -> Reply | None:
            now = stage.see().sight
            return Done() if now is not sight else None  # a cookie dialog, too: it is declined, then the page is looked at again

        stage.ask(
            kind,
            about=seen.snapshot.headings[0] if seen.snapshot.headings else seen.snapshot.title,
            say=_(say),
            watch=moved_on,
        )
        seen = settle(stage, LANDS_S)
    if seen.sight is Sight.FORM:
        opened(stage, seen)
        return True
    stage.tell(_("That led to {sight}, not to the form: opening it again").format(sight=_(seen.sight)))
    return False


def opened(stage: Stage, seen: Seen) -> None:
    """Write down that the form is on the screen."""
    stage.guard.check(seen.snapshot.url)
    stage.times.opened = stage.clock.now()
    stage.journal.enter(
        State.OPENED, {"title": (seen.snapshot.headings or (seen.snapshot.title,))[0][:200]}, door=seen.snapshot.url
    )
    stage.tell(_("The form is on the screen"))


def let_the_person_find(stage: Stage, say: str, *, about: str) -> None:
    """The person opens the form, in this window or another. Raises `PageError` where it isn't found so either."""
    others = [page for page in stage.context.pages if page not in stage.pages()]  # another request's, or the person's own

    def there() -> Reply | None:
        for page in reversed(stage.context.pages):
            if page is not stage.page and page not in others and stage.guard.allows(page.url):
                stage.adopt(page)
                stage.page = page
                break
        return Done() if stage.see().sight is Sight.FORM else None

    for _round in range(ROUNDS):
        stage.ask(PauseKind.QUESTION, about=about, say=say, watch=there)
        seen = see(stage.look().snapshot)
        if seen.sight is Sight.FORM:
            opened(stage, seen)
            return
    raise PageError(
        _("The form wasn't found."), _("Nothing was typed or sent. Look for it in the Help Centre, then run it again.")
    )
