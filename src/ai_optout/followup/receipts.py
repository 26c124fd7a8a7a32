"""What a request's receipt says that its follow-up needs, and what the follow-up says that its receipt needs."""

from __future__ import annotations

import json
from pathlib import Path

from ai_optout.followup.deadlines import due
from ai_optout.followup.standing import COUNTS_FROM
from ai_optout.ledger.state import State
from ai_optout.messages import _
from ai_optout.receipt import Due, ReceiptDocument


def case_of(data: Path, receipt: str | None) -> str | None:
    """The number that the page gave the request, from the receipt folder of that name in `data`; None where there is none."""
    if not receipt:
        return None
    try:
        case = json.loads((data / "receipts" / receipt / "receipt.json").read_text(encoding="utf-8")).get("case")
    except (OSError, ValueError, AttributeError):
        return None  # no receipt that can be read: then its number can't help
    return case if isinstance(case, str) and case else None


def due_of(document: ReceiptDocument) -> Due | None:
    """By when the answer is due to a request that ended as its receipt says; None where none is due, or no day is known."""
    start = document.acknowledged or document.sent
    if document.status is None or State(document.status) not in COUNTS_FROM or start is None or document.country is None:
        return None
    found = due(start, document.country)
    if found.day is None:
        return None
    since = _("Counted from {counts_from}.").format(counts_from=_(COUNTS_FROM[State(document.status)]))
    return Due(found.day, f"{found.rule.basis} {since}")
