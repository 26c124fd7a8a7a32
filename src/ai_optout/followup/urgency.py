"""What needs the person first, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ai_optout.followup.standing import Phase, Standing
from ai_optout.messages import N_, _, ngettext

IN_WORDS: Final = {
    Phase.WAITING: N_("waiting for an answer"),
    Phase.OVERDUE: N_("overdue"),
    Phase.HONOURED: N_("honoured"),
    Phase.REFUSED: N_("refused"),
    Phase.EVIDENCE_ASKED: N_("evidence asked for"),
    Phase.UNDER_WAY: N_("under way"),
    Phase.NOT_SENT: N_("not sent"),
}
ORDER: Final = (
    Phase.OVERDUE,
    Phase.EVIDENCE_ASKED,
    Phase.REFUSED,
    Phase.WAITING,
    Phase.UNDER_WAY,
    Phase.HONOURED,
    Phase.NOT_SENT,
)


def called(flow: str, account: str) -> str:
    """What a request is called: its flow, and where it is for an account beyond the first at its site, the beginning of the mark
    by which the ledger tells that one from others.
    """
    _site, _colon, mark = account.partition(":")
    return _("{flow}, another account ({mark})").format(flow=flow, mark=mark[:4]) if mark else flow


def by_urgency(standings: Sequence[Standing]) -> list[Standing]:
    """What needs the person first; among the same, what is due first, then the newest."""
    order = {phase: place for place, phase in enumerate(ORDER)}
    return sorted(standings, key=lambda one: (order[one.phase], one.due.toordinal() if one.due else 10**7, -one.request.id))


def in_days(standing: Standing) -> str:
    """How long an answer may still take, in words; "" where no day is set or none is due."""
    left = standing.days_left
    if left is None:
        return ""
    if left == 0:
        return _("due today")
    if left > 0:
        return ngettext("{left} day left", "{left} days left", left).format(left=left)
    return ngettext("{left} day ago", "{left} days ago", -left).format(left=-left)
