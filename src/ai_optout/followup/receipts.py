"""What a request's receipt says that its follow-up needs, and what the follow-up says that its receipt needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ai_optout.followup.deadlines import due
from ai_optout.followup.standing import COUNTS_FROM
from ai_optout.ledger.state import State
from ai_optout.messages import _
from ai_optout.receipt import Due, ReceiptDocument


def case_of(data: Path, receipt: str | None) -> str | None:
    """The number that the page gave the request, from the receipt folder of that name in `data`; None where there is none."""
    case = _document(data, receipt).get("case")
    return case if isinstance(case, str) and case else None


def addresses_of(data: Path, receipt: str | None) -> frozenset[str]:
    """The e-mail addresses that were given to Meta with the request, in lower case."""
    answers = _document(data, receipt).get("answers")
    given = [one for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
    emails = (one.get("answer") for one in given if one.get("meaning") in {"email", "email-again"})
    return frozenset(email.casefold() for email in emails if isinstance(email, str))


def _document(data: Path, receipt: str | None) -> dict[str, Any]:
    if not receipt:
        return {}
    try:
        found = json.loads((data / "receipts" / receipt / "receipt.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # no receipt that can be read: then it can't help
    return found if isinstance(found, dict) else {}


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
