"""The journal of what was asked of Meta: written before each act and after it, so that a crash never makes a request go twice.

Its names are imported when they are asked for: who only reads needs no lock.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
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

_LIES_IN: Final = {
    "Answer": "answers",
    "Detail": "records",
    "Event": "records",
    "Ledger": "journal",
    "Mended": "mending",
    "Replied": "records",
    "Request": "records",
    "Restored": "records",
    "State": "state",
    "ledger_key": "identity",
    "truthful_status": "state",
    "who": "identity",
}


def __getattr__(name: str) -> Any:
    if name not in _LIES_IN:
        raise AttributeError(name)
    found = getattr(import_module(f"ai_optout.ledger.{_LIES_IN[name]}"), name)
    globals()[name] = found
    return found
