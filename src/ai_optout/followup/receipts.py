"""What a request's receipt says that its follow-up needs."""

from __future__ import annotations

import json
from pathlib import Path


def case_of(data: Path, receipt: str | None) -> str | None:
    """The number that the page gave the request, from the receipt folder of that name in `data`; None where there is none."""
    if not receipt:
        return None
    try:
        case = json.loads((data / "receipts" / receipt / "receipt.json").read_text(encoding="utf-8")).get("case")
    except (OSError, ValueError, AttributeError):
        return None  # no receipt that can be read: then its number can't help
    return case if isinstance(case, str) and case else None
