"""What is said of an earlier request for the same right and account, before it is sent again."""

from __future__ import annotations

from dataclasses import dataclass

from ai_optout.ended import in_words
from ai_optout.flow import Flow
from ai_optout.ledger import Answer, Request
from ai_optout.ledger.answers import SAID
from ai_optout.messages import N_, _
from ai_optout.status import Status

_AFTER_ANSWER = {
    Answer.HONOURED: N_("A repeat is not needed and does no harm."),
    Answer.REFUSED: N_("What may come next: ai-optout letter. A repeat may be refused again."),
    Answer.EVIDENCE_ASKED: N_("Answer with the evidence (ai-optout letter), or send the form again with it."),
}


@dataclass(frozen=True)
class AskedBefore:
    """What the pause is about, what it says, and how the new request ends where it isn't sent."""

    about: str
    say: str
    status: Status
    reason: str


def covered_by(flow: Flow, request: Request) -> AskedBefore:
    """Of a request that was acknowledged, or answered."""
    if request.answer is not None and request.answered is not None:
        said = _("{what} on {day:%Y-%m-%d}").format(what=_(SAID[request.answer]), day=request.answered)
        return AskedBefore(
            f"{_(flow.title)}: {said} ({request.flow})",
            _("The same request was answered: {said}. ").format(said=said) + _(_AFTER_ANSWER[request.answer]),
            Status.COVERED,
            _("Covered by {flow}: {said}.").format(flow=request.flow, said=said),
        )
    said = _("acknowledged on {updated:%Y-%m-%d}").format(updated=request.updated)
    return AskedBefore(
        f"{_(flow.title)}: {said} ({request.flow})",
        _("The same request was {said}: {after}").format(said=said, after=_("a repeat is not needed and does no harm.")),
        Status.COVERED,
        _("Covered by {flow}, {said}.").format(flow=request.flow, said=said),
    )


def unsettled_by(flow: Flow, request: Request) -> AskedBefore:
    """Of a request that may be with Meta, or not."""
    return AskedBefore(
        _("{title}: {state} since {updated:%Y-%m-%d} ({flow})").format(
            title=_(flow.title), state=in_words(request.state), updated=request.updated, flow=request.flow
        ),
        _("An earlier request may have arrived on {updated:%Y-%m-%d} ({status}). Look for its e-mail.").format(
            updated=request.updated, status=in_words(request.status or request.state)
        ),
        Status.SKIPPED,
        _("Left out: {flow} of {updated:%Y-%m-%d} may have arrived.").format(flow=request.flow, updated=request.updated),
    )
