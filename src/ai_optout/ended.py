"""How a request ended, and the exit status that follows: the words and numbers are the command's contract (docs/cli.md).

Apart from the documents in `status.py`, so that what only reads the ledger needn't load what checks documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from ai_optout.messages import N_, _


class Status(StrEnum):
    """How one request ended. `sent` and `unknown` may be with Meta; the others of status 1, 3 and 4 surely are not."""

    ACKNOWLEDGED = "acknowledged"  # the page said that it was received
    FILLED = "filled"  # dry run: stopped before the first press that would post anything
    NOT_ELIGIBLE = "not-eligible"
    COVERED = "covered"  # an acknowledged request with the same right, account and person is on file
    SKIPPED = "skipped"
    SENT = "sent"  # no acknowledgement seen, or its code was asked for and not given
    UNKNOWN = "unknown"  # may have been sent
    FAILED = "failed"  # a fault; nothing was accepted
    NEEDS_PERSON = "needs-person"  # nobody answered a pause; nothing was accepted
    STOPPED = "stopped"  # by the person; nothing was accepted

    @property
    def exit_status(self) -> int:
        """The exit status of a command whose only request ended so."""
        return _EXIT_STATUS.get(self, 0)


_EXIT_STATUS = {Status.SENT: 5, Status.UNKNOWN: 5, Status.FAILED: 1, Status.NEEDS_PERSON: 3, Status.STOPPED: 4}
_WORST_FIRST = (5, 1, 3, 4)  # what may be with Meta already is the first thing to look after


_IN_WORDS: Final = {
    "acknowledged": N_("acknowledged"),
    "answered": N_("answered"),
    "code-asked": N_("sent, its code not given"),
    "covered": N_("covered"),
    "failed": N_("failed"),
    "filled": N_("filled"),
    "needs-person": N_("needs a person"),
    "not-eligible": N_("not eligible"),
    "opened": N_("opened"),
    "planned": N_("planned"),
    "refused-by-page": N_("refused by the page"),
    "reviewed": N_("reviewed"),
    "sending": N_("being sent"),
    "sent": N_("sent"),
    "skipped": N_("skipped"),
    "stopped": N_("stopped"),
    "unknown": N_("unknown"),
}
"""Of statuses and of the ledger's states, which share their names."""


def in_words(word: str) -> str:
    """What a status or a state of the ledger is called for a person, in their language; the word itself is for programs."""
    return _(_IN_WORDS.get(word, word))


def exit_status(statuses: Iterable[Status]) -> int:
    """The exit status of a command for all its requests: the first of 5, 1, 3, 4 that occurs among them, else 0."""
    seen = {status.exit_status for status in statuses}
    return next((number for number in _WORST_FIRST if number in seen), 0)
