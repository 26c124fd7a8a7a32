"""A reply that is kept: which request it answers, a copy in that request's receipt folder, and its place in the ledger.

`take_reply` is the one way in: a file, standard input or a mailbox hands over the bytes of a mail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from ai_optout.errors import AiOptoutError, LedgerError, UsageError
from ai_optout.folders import private_folder
from ai_optout.followup.judging import DECISIONS, Reading, judge
from ai_optout.followup.mail import Mail, parse_mail
from ai_optout.followup.receipts import addresses_of, case_of
from ai_optout.form.words import normalise
from ai_optout.ledger import Answer, Ledger, Request, State
from ai_optout.ledger.answers import ANSWERABLE
from ai_optout.messages import _
from ai_optout.receipt import FiledReply, keep_reply, reply_folder

_CLOCKS_DIFFER: Final = timedelta(hours=26)
"""How much earlier than the request a mail may say it was written: clocks and time zones are set wrongly."""


@dataclass(frozen=True)
class Taken:
    """What came of a reply: what it says, which request it was tied to (None: none, or more than one: `candidates`), whether and
    where it was kept, and what is to be said about it.
    """

    reading: Reading
    request: Request | None
    candidates: tuple[Request, ...]
    kept: Path | None
    sha256: str
    notes: tuple[str, ...]
    already: bool = False


Hash = Callable[[str], str]
"""Who an e-mail address is in the ledger (`ledger.who` with its key)."""


def read_reply(content: bytes, *, cut: bool = False, sender_checked: bool = False) -> Taken:
    """What a mail says where no request is on file. Raises `UsageError` where it isn't a mail."""
    reading = judge(parse_mail(content, cut=cut), sender_checked=sender_checked)
    return Taken(reading, None, (), None, _sha256(content), ())


def take_reply(
    content: bytes,
    ledger: Ledger,
    data: Path,
    who: Hash,
    *,
    cut: bool = False,
    sender_checked: bool = False,
    wanted: int | None = None,
    choose: Callable[[Sequence[Request]], Request | None] = lambda _rest: None,
) -> Taken:
    """Read a mail, tie it to its request, keep it, and move the request where it answers it.

    `wanted` is the request's number where the person names it; `choose` is asked where several fit. Raises `UsageError` where the
    content isn't a mail or `wanted` can't have an answer, `LedgerError` where it can't be kept.
    """
    mail = parse_mail(content, cut=cut)
    requests = ledger.requests()
    persons = {request.person for request in requests}
    reading = judge(mail, sender_checked=sender_checked, is_known=(lambda address: who(address) in persons) if persons else None)
    sha256 = _sha256(content)
    if reading.outcome not in DECISIONS:
        return Taken(reading, None, (), None, sha256, (_("It was not filed: only an answer is."),) if requests else ())
    if wanted is not None:
        fitting: Sequence[Request] = [_named(requests, wanted)]
    else:
        fitting = candidates(mail, requests, who, data)
    known = wanted is not None or any(_is_for(mail, one, who, data) for one in fitting)
    chosen = fitting[0] if known and len(fitting) == 1 else choose(fitting) if fitting else None
    if chosen is None:
        return Taken(reading, None, tuple(fitting), None, sha256, (_untied(fitting, known=known),))
    if cut:
        return Taken(
            reading,
            chosen,
            (),
            None,
            sha256,
            (_("It was not filed: only its beginning was read. Save it without what is attached."),),
        )
    return _keep(content, ledger, data, request=chosen, reading=reading, sha256=sha256)


def candidates(mail: Mail, requests: Sequence[Request], who: Hash, data: Path) -> list[Request]:
    """The requests that a mail may answer: sent before it, to this person; narrowed by its case number and by what it names."""
    sent = [request for request in requests if request.status is not None and request.state in ANSWERABLE]
    if mail.sent is not None:
        moment = mail.sent + _CLOCKS_DIFFER
        sent = [request for request in sent if request.created <= moment]
    sent = [request for request in sent if _came_to(mail, request, who, data)] or sent
    waiting = [request for request in sent if request.answer in {None, Answer.EVIDENCE_ASKED}]
    text = _text(mail)
    for narrowed in (
        [request for request in sent if (number := case_of(data, request.receipt)) and number in text],
        [request for request in waiting if _names(request, normalise(text))],
        waiting,
    ):
        if narrowed:
            return narrowed
    return sent


def _names(request: Request, text: str) -> bool:
    """Whether the mail names this request's site and none of the others'."""
    sites = {"facebook", "instagram", "whatsapp"}
    site = request.account if request.account in sites else request.flow.partition("-")[0]
    return site in text and not any(other in text for other in sites - {site})


def _named(requests: Sequence[Request], number: int) -> Request:
    found = next((request for request in requests if request.id == number), None)
    if found is None:
        raise UsageError(
            _("There is no request number {number}.").format(number=number), _("See which there are: ai-optout status --all")
        )
    if found.status is None or found.state not in ANSWERABLE:
        raise UsageError(
            _("Request {number} stands at {state}: what wasn't sent has no answer.").format(number=number, state=found.state),
            "See: ai-optout status --all",
        )
    return found


def _is_for(mail: Mail, request: Request, who: Hash, data: Path) -> bool:
    """Whether something ties the mail to the person of a request: it came to them, to an address they gave, or has its number. A
    mail that doesn't say to whom it came is taken for theirs who has it.
    """
    case = case_of(data, request.receipt)
    return not mail.recipients or _came_to(mail, request, who, data) or (case is not None and case in _text(mail))


def _came_to(mail: Mail, request: Request, who: Hash, data: Path) -> bool:
    if request.person in {who(address) for address in mail.recipients}:
        return True
    return not addresses_of(data, request.receipt).isdisjoint(address.casefold() for address in mail.recipients)


def _text(mail: Mail) -> str:
    return " ".join([mail.subject, *(one.own.text for one in mail.texts)])


def _untied(fitting: Sequence[Request], *, known: bool) -> str:
    if not fitting:
        return _("It was not filed: no request is on file that it could answer.")
    numbers = ", ".join(str(request.id) for request in fitting)
    if not known:
        return _(
            "It was not filed: it didn't come to an address that a request was made with. If it answers one all the same "
            "({numbers}), name it: --request {fitting}"
        ).format(numbers=numbers, fitting=fitting[0].id)
    return _("It was not filed: it may answer several requests ({numbers}). Name one: --request {fitting}").format(
        numbers=numbers, fitting=fitting[0].id
    )


def _keep(content: bytes, ledger: Ledger, data: Path, *, request: Request, reading: Reading, sha256: str) -> Taken:
    if any(event.kind == "answer" and event.detail.get("sha256") == sha256 for event in ledger.events(request.id)):
        said = _("It is filed already, with request {request}: nothing was changed.").format(request=request.id)
        return Taken(reading, request, (), None, sha256, (said,), already=True)
    folder = data / "receipts" / reply_folder(request.receipt, request.id)
    answer = Answer(reading.outcome.value)
    reply = FiledReply(outcome=answer, filed=ledger.now(), sha256=sha256, size=len(content))
    try:
        private_folder(folder)
        path = keep_reply(folder, content, reply)
    except AiOptoutError as error:
        raise LedgerError(error.message, error.hint) from None
    changed = ledger.answer(request.id, answer, reply.detail(folder))
    notes: tuple[str, ...] = ()
    if request.state is State.ANSWERED and request.answer is not answer:
        notes = (
            _("An earlier mail was filed as {answer}: now it stands at {answer_2}.").format(
                answer=request.answer, answer_2=answer
            ),
        )
    return Taken(reading, changed, (), path, sha256, notes)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
