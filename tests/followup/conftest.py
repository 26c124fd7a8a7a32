"""What the tests of what follows a request share: mails made up here, and ledgers with sent requests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from ai_optout.ledger import Ledger, Request, State, who
from ai_optout.status import Status
from ai_optout.testing import FixedClock

META = "Meta <notification@email.meta.com>"
MINA = "mina@mail.example"
KEY = bytes(32)
REPLIES = Path(__file__).resolve().parents[2] / "fixtures" / "replies"


def mail(
    text: str = "",
    *,
    html: str | None = None,
    sender: str | None = META,
    to: str = MINA,
    subject: str = "Your request",
    when: datetime | None = datetime(2026, 11, 24, 9, tzinfo=UTC),
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A mail of plain text, or of HTML, or of both."""
    message = EmailMessage()
    if sender is not None:
        message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    if when is not None:
        message["Date"] = when
    for name, value in headers:
        message[name] = value
    if text or html is None:
        message.set_content(text)
    if html is not None:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    return bytes(message)


def sent_request(
    ledger: Ledger,
    *,
    flow: str = "facebook-objection",
    right: str = "objection",
    account: str = "facebook",
    email: str = MINA,
    status: Status = Status.ACKNOWLEDGED,
    country: str | None = "DE",
) -> Request:
    """A request that was sent, and ended as `status`."""
    planned = ledger.plan(person=who(email, KEY), profile="mina", flow=flow, right=right, account=account)
    if country is not None:
        ledger.keep_country(planned.id, country)
    states = [State.OPENED, State.FILLED, State.REVIEWED, State.SENDING]
    for state in (*states, *([State.ACKNOWLEDGED] if status is Status.ACKNOWLEDGED else [])):
        ledger.enter(planned.id, state)
    return ledger.end(planned.id, status, reason=None if status is Status.ACKNOWLEDGED else "It ended so.")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def ledger(data: Path) -> Iterator[Ledger]:
    with Ledger.open(data, clock=FixedClock()) as opened:
        yield opened
