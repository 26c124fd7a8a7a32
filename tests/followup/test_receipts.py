"""What a receipt says of its request's deadline, and where none can be named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.receipt.conftest import SENT, document

from ai_optout.followup.receipts import due_of
from ai_optout.ledger import State
from ai_optout.status import Status


def test_a_receipt_of_an_acknowledged_request_names_the_day_and_the_rule() -> None:
    due = due_of(document(country="DE", acknowledged=SENT))

    assert due
    assert due.on == date(2026, 12, 23)
    assert due.rule.startswith("GDPR, Art. 12(3): within one month of receipt.")
    assert due.rule.endswith("Counted from its receipt, which the page confirmed.")


@pytest.mark.parametrize(
    ("status", "since"),
    [
        (Status.SENT, "Counted from its sending: no page confirmed its receipt."),
        (Status.UNKNOWN, "Counted from its sending, if it arrived: that isn't known."),
    ],
)
def test_where_no_page_confirmed_it_the_receipt_says_so(status: Status, since: str) -> None:
    due = due_of(document(country="DE", status=status, state=State(status), sent=SENT, acknowledged=None))

    assert due
    assert due.rule.endswith(since)


@pytest.mark.parametrize(
    "changed",
    [
        {"country": None},
        {"country": "US"},
        {"status": None},
        {"status": Status.FAILED, "sent": None, "acknowledged": None},
        {"status": Status.FILLED, "sent": None, "acknowledged": None},
    ],
    ids=["no country", "a country without a period", "not ended", "failed", "a dry run"],
)
def test_no_day_is_named_where_none_is_due_or_known(changed: dict[str, object]) -> None:
    assert due_of(document(**{"country": "DE", "acknowledged": SENT + timedelta(seconds=9), **changed})) is None
