"""The page that `status --open` shows: one file that needs nothing else, no script and no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ai_optout.followup.standing import Standing
from ai_optout.followup.templates import environment
from ai_optout.followup.urgency import IN_WORDS, ORDER, by_urgency, called, in_days
from ai_optout.messages import _

MOST: Final = 500
"""Requests that the page shows: more isn't read, and a browser would take its time."""


def status_page(standings: Sequence[Standing], now: datetime) -> str:
    """The page as HTML: each request with its state, the days left, and what comes next."""
    counts = Counter(one.phase for one in standings)
    return (
        environment(html=True)
        .get_template("status.html")
        .render(
            rows=by_urgency(standings)[:MOST],
            left_out=max(0, len(standings) - MOST),
            counts=[(_(IN_WORDS[phase]), counts[phase], phase) for phase in ORDER if counts[phase]],
            words={phase: _(said) for phase, said in IN_WORDS.items()},
            in_days=in_days,
            called=called,
            now=now,
        )
    )
