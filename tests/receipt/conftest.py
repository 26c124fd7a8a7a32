"""Receipts as a run leaves them, made without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from ai_optout.ledger import State
from ai_optout.receipt import Answer, Law, Receipt, ReceiptDocument
from ai_optout.status import Status
from ai_optout.testing import FixedClock

SENT = datetime(2026, 11, 23, 12, 2, tzinfo=UTC)
WHO = "a" * 64


def png(width: int = 60, height: int = 30) -> bytes:
    """A picture."""
    file = BytesIO()
    Image.new("RGB", (width, height), "white").save(file, "PNG")
    return file.getvalue()


def document(**changed: Any) -> ReceiptDocument:
    """What is written of an acknowledged objection; some of it another way."""
    values: dict[str, Any] = {
        "mock": False,
        "request": 1,
        "person": WHO,
        "profile": "me",
        "flow": "facebook-objection",
        "title": "Object to your information being used for AI at Meta",
        "right": "objection",
        "account": "facebook",
        "law": Law(name="GDPR", article="Art. 21"),
        "state": State.ACKNOWLEDGED,
        "status": Status.ACKNOWLEDGED,
        "door": "https://www.facebook.com/help/contact/712876720715583",
        "opened": SENT - timedelta(minutes=2),
        "reviewed": SENT - timedelta(minutes=1),
        "sent": SENT,
        "acknowledged": SENT + timedelta(seconds=9),
        "answers": (Answer(question="Email address", meaning="email", answer="anna@mail.example"),),
        "acknowledgement": "Thank you. You'll receive an email.",
    }
    return ReceiptDocument(**(values | changed))


Finish = Callable[..., Path]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def finish(tmp_path: Path, clock: FixedClock) -> Finish:
    """Makes a finished receipt in the data folder `tmp_path`, a minute after the one before; its folder."""

    def make(**changed: Any) -> Path:
        clock.advance(timedelta(minutes=1))
        receipt = Receipt.create(tmp_path, "facebook-objection", clock)
        receipt.picture("form", png())
        receipt.picture("acknowledgement", png(80, 20))
        receipt.finish(document(**changed))
        assert receipt.folder
        return receipt.folder

    return make
