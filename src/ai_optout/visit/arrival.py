"""Getting to the form: doors from the newest to the oldest, then the trail, then the person; cookies declined, log-in waited for.

Whatever the page turns out to be is said. A button is pressed only where its words are known.
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import is_closed, translated
from ai_optout.errors import AiOptoutError, PageError
from ai_optout.form.snapshot import Link, Snapshot
from ai_optout.form.words import lexicon, normalise
from ai_optout.ledger import State
from ai_optout.person.pause import Done, PauseKind, Reply
from ai_optout.sight import Seen, Sight, cookie_dialog, see
from ai_optout.visit.stage import Stage

OPENS_MS: Final = 45_000
"""How long a page may take to begin."""
SETTLES_S: Final = 20.0
"""How long a page may take to become the form, a log-in or anything else that is known: blocks of up to 16 s were seen
(facts).
"""
LANDS_S: Final = 6.0
"""The same for a page that a log-in or a link led to: then the door is opened again."""
ROUNDS: Final = 4
"""How often a log-in may lead elsewhere before it is the person's to find the form (facts: log-in and error in a loop)."""

_PERSONS = {
    Sight.LOGIN: (PauseKind.LOGIN, "Log in in the open window."),
    Sight.CHECKPOINT: (PauseKind.CHECK, "The site wants to be sure that it is you: do what the open window asks."),
    Sight.SECURITY_CHECK: (PauseKind.CHECK, "Do the security check in the open window."),
}


def arrive(stage: Stage) -> None:
    """Have the flow's form on the screen. Raises `PageError` where the site can't be reached at all, what a pause raises, else
    ends with it.
    """
    fault: AiOptoutError | None = None
    for door in stage.flow.doors:
        try:
            if _enter(stage, door):
                return
        except PageError as error:
            fault = error
            stage.tell(error.message)
    if stage.flow.trail:
        try:
            _follow_trail(stage)
        except PageError as error:
            fault = error
        else:
            return
    if fault is not None:
        raise fault
    _let_the_person_find(stage, "The form isn't where it was known to be. Open it in the window.", about=stage.flow.title)


def _enter(stage: Stage, door: str) -> bool:
    """Whether this door led to the form."""
    for _round in range(ROUNDS):
        _go(stage, door)
        seen = _settle(stage, SETTLES_S)
        if seen.sight is Sight.FORM:
            _opened(stage, seen)
            return True
        if seen.sight in {Sight.DEAD, Sight.REGION_REFUSED, Sight.OTHER}:
            stage.tell(f"That address shows {seen.sight}, not the form.")
            stage.journal.record("door-shut", {"door": door, "seen": seen.sight.name})
            return False
        if _pause_at(stage, seen):
            return True
    return False


def _go(stage: Stage, address: str) -> None:
    stage.tell(f"Opening {address}")
    stage.journal.record("open", {"door": address})
    for last in (False, True):
        try:
            stage.page.goto(address, wait_until="domcontentloaded", timeout=OPENS_MS)
        except PlaywrightError as error:
            if is_closed(error) or last or "interrupted" not in error.message:
                raise translated(error) from None
            stage.pump()
        else:
            return


def _settle(stage: Stage, within_s: float) -> Seen:
    """What the page is once that is clear; cookie dialogs are answered on the way."""
    until = stage.clock.monotonic() + within_s
    while True:
        seen = stage.see()
        stage.guard.check(seen.snapshot.url)  # also before a log-in: no password belongs on another host
        if seen.sight is Sight.COOKIES:
            _decline_cookies(stage, seen.snapshot)
        elif seen.sight is not Sight.OTHER or stage.clock.monotonic() > until:
            return seen
        stage.pump()


def _decline_cookies(stage: Stage, snapshot: Snapshot) -> None:
    dialog = cookie_dialog(snapshot)
    if dialog is not None and dialog.decline is not None:
        stage.tell("Declining optional cookies")
        try:
            stage.press(dialog.decline)
        except PageError:
            stage.pump()  # it moved or went while it was pressed: the next look tells
        return

    def gone() -> Reply | None:
        return Done() if stage.see().sight is not Sight.COOKIES else None

    stage.ask(
        PauseKind.CHECK,
        about="cookies",
        say="Answer the question about cookies in the open window: its way to decline isn't known.",
        watch=gone,
    )


def _pause_at(stage: Stage, seen: Seen) -> bool:
    """Wait for the person to log in or do a check; whether the form is there afterwards."""
    while seen.sight in _PERSONS:
        kind, say = _PERSONS[seen.sight]
        sight = seen.sight

        def moved_on(sight: Sight = sight) -> Reply | None:
            now = stage.see().sight
            return Done() if now is not sight else None  # a cookie dialog, too: it is declined, then the page is looked at again

        stage.ask(
            kind, about=seen.snapshot.headings[0] if seen.snapshot.headings else seen.snapshot.title, say=say, watch=moved_on
        )
        seen = _settle(stage, LANDS_S)
    if seen.sight is Sight.FORM:
        _opened(stage, seen)
        return True
    stage.tell("Logged in, and somewhere else than the form: opening it again")
    return False


def _opened(stage: Stage, seen: Seen) -> None:
    stage.guard.check(seen.snapshot.url)
    stage.times.opened = stage.clock.now()
    stage.journal.enter(
        State.OPENED, {"title": (seen.snapshot.headings or (seen.snapshot.title,))[0][:200]}, door=seen.snapshot.url
    )
    stage.tell("The form is on the screen")


# --- the trail ---


def _follow_trail(stage: Stage) -> None:
    """Start at the trail's address and follow its links by their words to the form. A missing link is a pause."""
    start, *links = stage.flow.trail
    _go(stage, start)
    for place, words in enumerate(links):
        following = links[place + 1] if place + 1 < len(links) else None
        _follow(stage, words, following)
    seen = _settle(stage, SETTLES_S)
    for _round in range(ROUNDS):
        if seen.sight is Sight.FORM:
            _opened(stage, seen)
            return
        if seen.sight in _PERSONS:
            if _pause_at(stage, seen):
                return
            stage.page.go_back()
            seen = _settle(stage, SETTLES_S)
        else:
            break
    _let_the_person_find(stage, "The links led to another page than the form. Open the form in the window.", about=links[-1])


def _follow(stage: Stage, words: str, following: str | None) -> None:
    until = stage.clock.monotonic() + SETTLES_S / 2
    while True:
        seen = _settle(stage, 0)
        link = find_link(seen.snapshot, words)
        if link is not None:
            stage.tell(f"Following the link «{words}»")
            stage.press(link)
            return
        if seen.sight is Sight.FORM or (following is not None and find_link(seen.snapshot, following) is not None):
            return
        if seen.sight in _PERSONS:
            _pause_at(stage, seen)
        elif stage.clock.monotonic() > until:
            break
        stage.pump()

    def further() -> Reply | None:
        now = stage.see()
        there = now.sight is Sight.FORM or (following is not None and find_link(now.snapshot, following) is not None)
        return Done() if there or find_link(now.snapshot, words) is not None else None

    stage.ask(
        PauseKind.QUESTION,
        about=words,
        say=f"The link «{words}» isn't on this page. Open what it led to in the window.",
        watch=further,
    )
    found = find_link(stage.see().snapshot, words)
    if found is not None:
        stage.press(found)


def find_link(snapshot: Snapshot, words: str) -> Link | None:
    """The link that says `words`, in any language of the lexicon; or the one of a sentence that does; or the only one that says
    them in another order.
    """
    spoken = lexicon()
    keys = {hit.key for hit in spoken.hits(words) if hit.table == "trail" and hit.end - hit.start == len(normalise(words))}
    for whole_sentence in (False, True):
        for link in snapshot.links:
            text = link.around if whole_sentence else link.name
            if text and (normalise(words) in normalise(text) or (keys and spoken.says(text, "trail", *keys))):
                return link
    loosely = [link for link in snapshot.links if keys and spoken.says_in_any_order(link.around or link.name, "trail", *keys)]
    return loosely[0] if len({link.around or link.name for link in loosely}) == 1 else None


def _let_the_person_find(stage: Stage, say: str, *, about: str) -> None:
    def there() -> Reply | None:
        for page in reversed(stage.context.pages):
            if page is not stage.page and not page.is_closed() and stage.guard.allows(page.url):
                stage.page = page
                break
        return Done() if stage.see().sight is Sight.FORM else None

    for _round in range(ROUNDS):
        stage.ask(PauseKind.QUESTION, about=about, say=say, watch=there)
        seen = see(stage.look().snapshot)
        if seen.sight is Sight.FORM:
            _opened(stage, seen)
            return
    raise PageError("The form wasn't found.", "Nothing was typed or sent. Look for it in the Help Centre, then run it again.")
