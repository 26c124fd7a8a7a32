"""Where a request stands, what may come next, and which ends can be told from there.

The line that matters is `sending`: it is entered before the press that posts the form and survives any crash. Before it nothing
can have been accepted; after it nothing may be called `failed` any more, and only the page's own refusal leads back.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ai_optout.ended import Status


class State(StrEnum):
    """Where a request stands. Those that share a name with a `Status` are also what it stands at when it ended so."""

    PLANNED = "planned"
    OPENED = "opened"  # the form is on screen
    FILLED = "filled"
    REVIEWED = "reviewed"  # the person said the word, or is about to press the page's own button
    SENDING = "sending"  # written before the press: the form may be on its way
    REFUSED_BY_PAGE = "refused-by-page"  # the page answered with a validation error: it was not accepted
    SENT = "sent"
    CODE_ASKED = "code-asked"  # the one-time code that follows a sending, not one that a form wants before it
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"  # a mail about it was filed: the request's `answer` says which; entered by `Ledger.answer` alone
    UNKNOWN = "unknown"
    FAILED = "failed"
    NEEDS_PERSON = "needs-person"
    STOPPED = "stopped"
    SKIPPED = "skipped"
    NOT_ELIGIBLE = "not-eligible"
    COVERED = "covered"


_BEFORE_SENDING = (State.PLANNED, State.OPENED, State.FILLED, State.REVIEWED, State.REFUSED_BY_PAGE)

NEXT: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.PLANNED: frozenset({State.OPENED}),
        State.OPENED: frozenset({State.OPENED, State.FILLED, State.REVIEWED}),
        # A wizard shows its next page, a session that was lost opens the form anew, a changed page is filled and reviewed again.
        State.FILLED: frozenset({State.OPENED, State.FILLED, State.REVIEWED}),
        State.REVIEWED: frozenset({State.OPENED, State.FILLED, State.REVIEWED, State.SENDING}),
        State.SENDING: frozenset({State.SENT, State.CODE_ASKED, State.REFUSED_BY_PAGE, State.ACKNOWLEDGED}),
        State.SENT: frozenset({State.CODE_ASKED, State.REFUSED_BY_PAGE, State.ACKNOWLEDGED}),
        # A wrong code is asked for again; a reason that is too short was once refused only after the code (facts, shape of 2024).
        State.CODE_ASKED: frozenset({State.CODE_ASKED, State.SENT, State.REFUSED_BY_PAGE, State.ACKNOWLEDGED}),
        # A site that logged the person out before it took the form opens it anew.
        State.REFUSED_BY_PAGE: frozenset({State.OPENED, State.FILLED, State.REVIEWED}),
    }
)
"""What may be entered from where. A second sending always has a review, or a refusal and a review, before it."""

_ENDS_BEFORE_SENDING = frozenset(Status) - {Status.SENT, Status.ACKNOWLEDGED}
_ENDS: Mapping[State, frozenset[Status]] = MappingProxyType(
    {
        **dict.fromkeys(_BEFORE_SENDING, _ENDS_BEFORE_SENDING),
        **dict.fromkeys(
            (State.SENDING, State.SENT, State.CODE_ASKED), frozenset({Status.SENT, Status.UNKNOWN, Status.ACKNOWLEDGED})
        ),
        State.ACKNOWLEDGED: frozenset({Status.ACKNOWLEDGED}),
    }
)
_KNOWN: Mapping[State, Status] = MappingProxyType(
    {State.SENT: Status.SENT, State.CODE_ASKED: Status.SENT, State.ACKNOWLEDGED: Status.ACKNOWLEDGED}
)


def may_enter(state: State, following: State) -> bool:
    """Whether a request that stands at `state` may go on to `following`."""
    return following in NEXT.get(state, frozenset())


def may_end(state: State, status: Status) -> bool:
    """Whether a request that stands at `state` can truthfully be said to have ended as `status`."""
    return status in _ENDS.get(state, frozenset())


def truthful_status(state: State, wanted: Status) -> Status:
    """`wanted` where the journal bears it out, else what it knows: `acknowledged` or `sent` once it got that far, or `unknown`.

    For whoever catches an error on the way: it may say "failed" or "stopped", but after the press that is no longer known.
    """
    return wanted if may_end(state, wanted) else _KNOWN.get(state, Status.UNKNOWN)
