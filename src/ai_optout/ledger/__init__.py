"""The journal of what was asked of Meta: written before each act and after it, so that a crash never makes a request go twice."""

from __future__ import annotations

from ai_optout.ledger.answers import Answer
from ai_optout.ledger.identity import ledger_key, who
from ai_optout.ledger.journal import Ledger
from ai_optout.ledger.mending import Mended
from ai_optout.ledger.records import Detail, Event, Replied, Request, Restored
from ai_optout.ledger.state import State, truthful_status

__all__ = [
    "Answer",
    "Detail",
    "Event",
    "Ledger",
    "Mended",
    "Replied",
    "Request",
    "Restored",
    "State",
    "ledger_key",
    "truthful_status",
    "who",
]
