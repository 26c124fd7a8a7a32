"""Where each request stands today: until when an answer is due, and what comes next. Pure functions of ledger and clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from ai_optout.followup.deadlines import due
from ai_optout.ledger.answers import SAID, Answer
from ai_optout.ledger.reading import Followed
from ai_optout.ledger.state import State
from ai_optout.messages import N_, _


class Phase(StrEnum):
    """Where a request stands, as a person asks for it. `overdue` is computed from the day, and stored nowhere."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    HONOURED = "honoured"
    REFUSED = "refused"
    EVIDENCE_ASKED = "evidence-asked"
    UNDER_WAY = "under-way"  # a run has it open, or broke off
    NOT_SENT = "not-sent"


OPEN: Final = frozenset({Phase.WAITING, Phase.OVERDUE})
"""The phases in which an answer is still due."""
_WAITS: Final = frozenset({State.ACKNOWLEDGED, State.SENT, State.UNKNOWN})
_ANSWERED: Final = {
    Answer.HONOURED: Phase.HONOURED,
    Answer.REFUSED: Phase.REFUSED,
    Answer.EVIDENCE_ASKED: Phase.EVIDENCE_ASKED,
}
COUNTS_FROM: Final = {
    State.ACKNOWLEDGED: N_("its receipt, which the page confirmed"),
    State.SENT: N_("its sending: no page confirmed its receipt"),
    State.UNKNOWN: N_("its sending, if it arrived: that isn't known"),
}
"""From when the time runs, by where a request stands while it waits."""
_NO_COUNTRY: Final = N_("Where you lived isn't on file: name your profile with --profile to have it counted.")


class Standing(NamedTuple):
    """One request today. `due` is None where no day is set or where the country isn't known; `next_step` is a sentence."""

    request: Followed
    phase: Phase
    due: date | None
    days_left: int | None
    counts_from: str
    basis: str
    sure: bool
    next_step: str
    country: str | None = None
    zone: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still due."""
        return self.phase in OPEN


def standings(
    followed: Iterable[Followed], now: datetime, country_of: Callable[[str], str | None] = lambda _rest: None
) -> list[Standing]:
    """Each request with where it stands at `now`; `country_of` tells the residence of a profile whose request doesn't say it."""
    known = cache(country_of)
    today = cache(lambda zone: now.astimezone(ZoneInfo(zone)).date())
    return [_standing(one, today, known) for one in followed]


def _standing(request: Followed, today: Callable[[str], date], country_of: Callable[[str], str | None]) -> Standing:
    if request.answer is not None:
        answer = Answer(request.answer)
        return _closed(request, _ANSWERED[answer], f"{_(SAID[answer])}. {_(_AFTER[_ANSWERED[answer]])}")
    if request.status is None:
        return _closed(request, Phase.UNDER_WAY, _("A run has it open, or broke off: ai-optout run goes on from there."))
    if request.state not in _WAITS:
        return _closed(request, Phase.NOT_SENT, _not_sent(request))
    country = request.country or country_of(request.profile)
    counts_from = _(COUNTS_FROM[State(request.state)])
    if country is None:
        step = _waiting(request)
        return Standing(request, Phase.WAITING, None, None, counts_from, _(_NO_COUNTRY), sure=False, next_step=step)
    until = due(datetime.fromisoformat(request.acknowledged or request.sent or request.updated), country)
    left = None if until.day is None else (until.day - today(until.zone)).days
    phase = Phase.OVERDUE if left is not None and left < 0 else Phase.WAITING
    step = _(_AFTER[Phase.OVERDUE]).format(id=request.id) if phase is Phase.OVERDUE else _waiting(request)
    sure = until.rule.sure and request.state == State.ACKNOWLEDGED
    return Standing(request, phase, until.day, left, counts_from, until.rule.basis, sure, step, country, until.zone)


def _closed(request: Followed, phase: Phase, step: str) -> Standing:
    return Standing(request, phase, None, None, "", "", sure=False, next_step=step.format(id=request.id))


_AFTER: Final = {
    Phase.OVERDUE: N_("Remind Meta, or complain: ai-optout letter --request {id}"),
    Phase.HONOURED: N_("Nothing more to do."),
    Phase.REFUSED: N_("Object to it: ai-optout letter --request {id}"),
    Phase.EVIDENCE_ASKED: N_("Answer it: ai-optout letter --request {id}"),
}


def _waiting(request: Followed) -> str:
    if request.state == State.ACKNOWLEDGED:
        return _("Wait for the e-mail, then: ai-optout reply FILE.eml")
    return _("Look for an e-mail (in spam, too), then: ai-optout reply FILE.eml")


def _not_sent(request: Followed) -> str:
    if request.state in {State.COVERED, State.FILLED, State.NOT_ELIGIBLE, State.SKIPPED}:
        return _("Nothing: it wasn't sent.")
    return _("It wasn't sent. To try again: ai-optout run {flow}").format(flow=request.flow)
