"""What a page answers to a code, and what the person is told while one is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from ai_optout.form.snapshot import Control, Snapshot
from ai_optout.form.words import lexicon, normalise
from ai_optout.messages import N_, _
from ai_optout.sight import sentences
from ai_optout.visit.stage import Stage, shortened

PORTAL: Final = "help.meta.com"
CODE_VALID: Final = timedelta(hours=1)
"""The mail of the portal: "This confirmation code will be valid for 1 hour." (facts; for the other forms it isn't known)"""
SAME_AGAIN_S: Final = 6.0
"""After how long a refusal that stood there before is one of the new code, too: a page may repeat itself word by word."""

WAITING: Final = N_("A code was sent to your e-mail address: look in the inbox, and in spam.")
VALID: Final = N_("It is valid for {minutes} minutes, until {until}.")
VALIDITY_UNKNOWN: Final = N_("How long it is valid stands in the mail.")
STILL_ASKED: Final = N_("The page still asks for the code.")
NOT_ITS_LENGTH: Final = N_("The page has room for {room} digits, and that code has {given}.")
ANSWERS_S: Final = 3.0
"""How long is looked at what a page says to the wish for a new code."""
SHOWN: Final = 160
"""Letters of it that a person is shown."""


class Refusal(StrEnum):
    """Why a page doesn't take a code; each value is its key in the lexicon."""

    WRONG = "code-wrong"
    EXPIRED = "code-expired"
    THROTTLED = "code-throttled"


TOLD: Final = {
    Refusal.WRONG: N_("That code wasn't taken. If several came, take the newest mail's: it doesn't say which request it is for."),
    Refusal.EXPIRED: N_("That code is no longer valid, and a new one was asked for."),
    Refusal.THROTTLED: N_("The page wants a wait before it sends another code: have it sent in the open window later."),
}
WRONG_AGAIN: Final = N_("That code wasn't taken. A new one was asked for: take the newest mail's.")
EXPIRED_WITHOUT_A_BUTTON: Final = N_("That code is no longer valid: have a new one sent in the open window.")


@dataclass(frozen=True)
class Waiting:
    """One wait for a code: what is said, since when a mail counts, and until when the code is valid, where that is known."""

    say: str
    since: datetime | None
    valid_until: datetime | None


def waiting(stage: Stage, since: datetime | None, said: str) -> Waiting:
    """The wait for a code that was asked for at `since`; `said` is what came of the one before."""
    if urlsplit(stage.page.url).hostname != PORTAL or since is None:
        return Waiting(" ".join(filter(None, (said, _(WAITING), _(VALIDITY_UNKNOWN)))), since, None)
    until = since + CODE_VALID
    valid = _(VALID).format(minutes=CODE_VALID // timedelta(minutes=1), until=f"{until.astimezone():%H:%M}")
    return Waiting(" ".join(filter(None, (said, _(WAITING), valid))), since, until)


def refusal(snapshot: Snapshot, known: Snapshot, fields: tuple[Control, ...], waited_s: float) -> Refusal | None:
    """Why the page doesn't take the code that was typed into `known`, as it stands now in `fields`; None where it doesn't say
    that. What stood there already counts once the fields are empty or marked, or after a while.
    """
    old = {phrase for _rest, phrase in _refusals(known)}
    hits = _refusals(snapshot)
    marked = any(field.invalid for field in fields)
    fresh = [key for key, phrase in hits if phrase not in old]
    again = hits and fields and (marked or not all(field.value for field in fields) or waited_s > SAME_AGAIN_S)
    keys = set(fresh) or ({key for key, _rest in hits} if again else set())
    for one in (Refusal.THROTTLED, Refusal.EXPIRED, Refusal.WRONG):
        if one in keys:
            return one
    return Refusal.WRONG if marked else None


def said_to_the_wish(stage: Stage, known: Snapshot) -> str:
    """What the page newly says once a new code was wished for, quoted, "" where it says nothing: that it sends none yet, perhaps,
    in words that nobody needs to know beforehand. `known` is the page just before.
    """
    old, until = _said(known), stage.clock.monotonic() + ANSWERS_S
    while stage.clock.monotonic() < until:
        stage.pump()
        if new := [text for key, text in _said(stage.look().snapshot).items() if key not in old]:
            return _("The page says: «{words}».").format(words=shortened(" ".join(new), SHOWN).rstrip("."))
    return ""


def _said(snapshot: Snapshot) -> dict[str, str]:
    beside = [control.error for control in snapshot.questions]
    texts = (snapshot.prose, *(dialog.text for dialog in snapshot.dialogs), *snapshot.alerts, *beside)
    return {normalise(one): one for text in texts for one in sentences(text)}


def _refusals(snapshot: Snapshot) -> list[tuple[str, str]]:
    """What refuses a code in the page's text, its dialogs, its alerts, and beside its fields."""
    beside = [text for control in snapshot.questions for text in (control.error, control.after)]
    texts = (snapshot.text, *(dialog.text for dialog in snapshot.dialogs), *snapshot.alerts, *beside)
    hits = (hit for text in texts for hit in lexicon().hits(text))
    return [(hit.key, hit.phrase) for hit in hits if hit.table == "page" and hit.key in set(Refusal)]
