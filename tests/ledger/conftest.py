"""A ledger in a folder of the test's own, at a time that passes by a second at every look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ai_optout.ledger import Ledger


class TickingClock:
    """Begins on 23 November 2026 at noon; every look at it is a second later."""

    def __init__(self) -> None:
        self._seconds = 0

    def now(self) -> datetime:
        self._seconds += 1
        return datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC) + timedelta(seconds=self._seconds - 1)

    def monotonic(self) -> float:
        self._seconds += 1
        return float(self._seconds)


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder, not made yet."""
    return tmp_path / "home" / "data"


@pytest.fixture
def ledger(folder: Path, clock: TickingClock) -> Iterator[Ledger]:
    with Ledger.open(folder, clock=clock) as opened:
        yield opened
