"""Answers that lie in the mailbox: which mails may be one, and each taken as if it had been saved and named.

A mail whose sender's check failed is never filed: its words are told, and that is all.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ai_optout.errors import UsageError
from ai_optout.followup.filing import Hash, Taken, read_reply, take_reply
from ai_optout.followup.judging import Outcome
from ai_optout.ledger import Answer, Ledger, Request
from ai_optout.ledger.answers import ANSWERABLE
from ai_optout.mailbox.authenticity import Verdict, verdict
from ai_optout.messages import _


def waiting_since(ledger: Ledger) -> datetime | None:
    """When the first request was begun that an answer may still come to; None where none waits."""
    waiting = [
        request.created
        for request in ledger.requests()
        if request.status is not None and request.state in ANSWERABLE and request.answer in {None, Answer.EVIDENCE_ASKED}
    ]
    return min(waiting, default=None)


def take_mails(
    mails: Iterable[bytes],
    ledger: Ledger,
    data: Path,
    who: Hash,
    *,
    authserv_id: str | None,
    choose: Callable[[Sequence[Request]], Request | None] = lambda _rest: None,
) -> Iterator[Taken]:
    """What each of the mailbox's mails says, filed where it answers a request; one that isn't understood as a mail is left out.

    `authserv_id` is the name by which the mailbox's server signs its checks, `choose` is asked where several requests fit.
    Raises `LedgerError` where one can't be kept.
    """
    for content in mails:
        try:
            if verdict(email.message_from_bytes(content, policy=email.policy.default), authserv_id) is Verdict.REFUTED:
                yield _unconfirmed(content)
            else:
                yield take_reply(content, ledger, data, who, choose=choose)
        except UsageError:
            continue


def _unconfirmed(content: bytes) -> Taken:
    taken = read_reply(content)
    why = _("The mail server that took it says that its sender's address wasn't confirmed.")
    return replace(taken, reading=replace(taken.reading, outcome=Outcome.UNSURE, why=why))
