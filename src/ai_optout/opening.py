"""Opening the ledger as every command does that may send or forget: what an earlier run left is brought to its end first.

A ledger that is lost or damaged is made anew from the receipts; a request that stood open is ended as the journal knows it; its
receipt is finished; files that were half written go.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ai_optout.clock import Clock
from ai_optout.errors import LedgerError
from ai_optout.folders import private_folder, sweep_unfinished
from ai_optout.form.meaning import Meaning
from ai_optout.ledger import Ledger, Mended, Replied, Request, Restored, State
from ai_optout.ledger.answers import ANSWERABLE
from ai_optout.messages import N_, _
from ai_optout.receipt import DueOf, Kept, Receipt, ReceiptDocument, filed_replies, kept_receipts, unfinished_receipts
from ai_optout.status import Status

_LOST = N_("An earlier run broke off, and the ledger was lost: it may have arrived.")

WhoIs = Callable[[str], str]
"""The keyed hash (`ledger.who`) of the person with that e-mail address."""


@dataclass(frozen=True)
class Opened:
    """The ledger, and what there is to be said about it.

    `left` are the requests that may be with Meta and that a run which died left open, `mended` what came of making a ledger anew,
    `unread` the receipts that a new ledger could take nothing from.
    """

    ledger: Ledger
    left: tuple[Request, ...] = ()
    mended: Mended | None = None
    unread: tuple[Path, ...] = ()


@contextmanager
def open_ledger(data: Path, *, clock: Clock, who_is: WhoIs, due: DueOf | None = None) -> Iterator[Opened]:
    """The ledger in the data folder `data`, held by this process until the block ends. Raises `LedgerError`."""
    private_folder(data)
    unread: list[Path] = []

    def known() -> list[Restored]:
        receipts = kept_receipts(data)
        told = [_restored(kept, who_is) for kept in receipts]
        unread[:] = [kept.folder for kept, one in zip(receipts, told, strict=True) if one is None]
        return [one for one in told if one is not None]

    with Ledger.open(data, clock=clock, known=known) as ledger:
        left = ledger.recover()
        sweep_unfinished(data)
        for kept in unfinished_receipts(data):
            _finish(kept, ledger, due)
        yield Opened(ledger, tuple(left), ledger.mended, tuple(unread))


def _restored(kept: Kept, who_is: WhoIs) -> Restored | None:
    """What a receipt tells of its request; None where it doesn't tell whose it is."""
    document = kept.document
    if document is None:
        return None
    person = document.person or _person_of(document, who_is)
    if person is None:
        return None
    # The last stage of a document that has no end was written before the form was sent: how far it got, nobody knows.
    status, reason = (document.status, document.reason) if document.status else (Status.UNKNOWN, _(_LOST))
    moments = (document.acknowledged, document.sent, document.reviewed, document.opened)
    return Restored(
        number=document.request,
        person=person,
        profile=document.profile or "",
        flow=document.flow,
        right=document.right,
        account=document.filed_as or document.account,
        door=document.door,
        status=status,
        reason=reason,
        receipt=kept.folder.name,
        created=kept.begun,
        updated=next((moment for moment in moments if moment is not None), kept.begun),
        country=document.country or _country_of(document),
        sent=document.sent,
        acknowledged=document.acknowledged,
        answers=_answers(kept, status),
    )


def _answers(kept: Kept, status: Status) -> tuple[Replied, ...]:
    """What was filed with it: only what was sent has an answer."""
    if State(status) not in ANSWERABLE:
        return ()
    return tuple(Replied(one.outcome, one.filed, one.detail(kept.folder)) for one in filed_replies(kept.folder))


def _country_of(document: ReceiptDocument) -> str | None:
    """A receipt of format 1 or 2 tells the residence only where the form asked for it, in the page's own words."""
    from ai_optout.country import familiar_country_code  # noqa: PLC0415 - only for those, and it reads the names of all countries

    told = [answer.answer for answer in document.answers if answer.meaning == Meaning.COUNTRY and answer.answer]
    return familiar_country_code(told[0]) if told else None


def _person_of(document: ReceiptDocument, who_is: WhoIs) -> str | None:
    """A receipt of format 1 names the person only by what was answered."""
    emails = [answer.answer for answer in document.answers if answer.meaning == Meaning.EMAIL and answer.answer]
    return who_is(emails[0]) if emails else None


def _finish(kept: Kept, ledger: Ledger, due: DueOf | None) -> None:
    """Bring what a run left half way to the end that the ledger knows."""
    sweep_unfinished(kept.folder)
    document = kept.document
    if document is None:
        if all(path.suffix == ".png" for path in kept.folder.iterdir()):  # pictures alone: nothing of it can have been sent
            _remove(kept.folder)
        return
    request = _request_of(kept.folder, document, ledger.requests())
    if request is None or request.status is None:
        return
    if request.receipt is None:
        ledger.keep_receipt(request.id, kept.folder)
    sent = [event.at for event in ledger.events(request.id) if event.state is State.SENDING]
    ended = document.model_copy(
        update={
            "state": request.state,
            "status": request.status,
            "reason": request.reason,
            "sent": document.sent or (sent[0] if sent else None),
        }
    )
    Receipt.left_in(kept.folder, document).finish(ended, due(ended) if due else None)


def _request_of(folder: Path, document: ReceiptDocument, requests: Sequence[Request]) -> Request | None:
    known = [request for request in requests if request.receipt == folder.name]
    known += [request for request in requests if request.id == document.request and request.receipt is None]
    return next((request for request in known if request.flow == document.flow), None)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise LedgerError(
            _("The folder {folder} can't be removed: {strerror}.").format(folder=folder, strerror=error.strerror),
            _("Make it writable for you, then run it again."),
        ) from None
