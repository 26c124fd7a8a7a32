"""A ledger that has grown. To see the numbers: `pytest tests/ledger/test_size.py --junitxml=-`, property `median_ms`."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.bench.ledger import REQUESTS, fill

from ai_optout.clock import SystemClock
from ai_optout.ledger import Ledger, State
from ai_optout.status import Status


@pytest.fixture
def grown(folder: Path) -> Path:
    Ledger.open(folder, clock=SystemClock()).close()
    fill(folder / "ledger.sqlite3", REQUESTS)
    return folder


def median_ms(act: Callable[[], object], times: int = 51) -> float:
    clock = SystemClock()
    taken = []
    for _ in range(times):
        begun = clock.monotonic()
        act()
        taken.append((clock.monotonic() - begun) * 1000)
    return statistics.median(taken)


def test_planning_and_entering_stay_quick_with_ten_thousand_requests(
    grown: Path, record_property: Callable[[str, object], None]
) -> None:
    with Ledger.open(grown, clock=SystemClock()) as ledger:

        def write() -> None:
            request = ledger.plan(person="0" * 64, profile="demo", flow="f", right="objection", account="facebook")
            ledger.enter(request.id, State.OPENED)

        median = median_ms(write)
    record_property("median_ms", median)
    assert median < 100  # the aim is 5 ms; a slow or busy disk is no fault of the ledger


def test_opening_recovering_and_asking_what_covers_stay_quick_with_ten_thousand_requests(
    grown: Path, record_property: Callable[[str, object], None]
) -> None:
    def start() -> None:
        with Ledger.open(grown, clock=SystemClock()) as ledger:
            assert ledger.recover() == []
            covering = ledger.covering(person=f"{7:064x}", right="objection", account="account-7")
            assert covering
            assert covering.status is Status.ACKNOWLEDGED

    median = median_ms(start, times=5)
    record_property("median_ms", median)
    assert median < 2000  # the aim is 300 ms
