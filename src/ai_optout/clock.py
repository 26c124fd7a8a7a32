"""The seam to time: what is written down carries a moment in UTC, what is measured uses a clock that never jumps."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time. `ai_optout.testing` has one that stands still."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed point; only differences mean anything, and they are never negative."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        """The moment, aware, in UTC, as the machine's clock is set."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed point, unmoved by changes of the machine's clock."""
        return time.monotonic()
