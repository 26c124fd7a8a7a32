"""How long the ledger takes with 10,000 requests in it: a write, which is on the disk before it returns, and what a list reads."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ai_optout.clock import SystemClock
from ai_optout.ledger import Ledger, State

REQUESTS: Final = 10_000
EVENTS_EACH: Final = 9
WRITES: Final = 300
READS: Final = 15
STATUSES: Final = 7


@dataclass(frozen=True)
class LedgerTiming:
    """Medians, in milliseconds; `write_slow_ms` is what one write in twenty takes longer than. `fsync_ms` is that of 4 KiB alone."""

    requests: int
    write_ms: float
    write_slow_ms: float
    fsync_ms: float
    list_ms: float
    open_ms: float
    status_ms: float
    """`ai-optout status` with these requests, from the start of the process to its end."""


def fill(path: Path, requests: int) -> None:
    """Write so many acknowledged requests at once, each with the events of a whole journey."""
    at = "2026-11-23T12:00:00+00:00"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            'INSERT INTO requests (id, person, profile, flow, "right", account, state, status, country, created_at, '
            "updated_at) VALUES (?, ?, 'demo', 'facebook-objection', 'objection', ?, 'acknowledged', 'acknowledged', 'DE', ?, ?)",
            ((number, f"{number % 100:064x}", f"account-{number}", at, at) for number in range(1, requests + 1)),
        )
        connection.executemany(
            "INSERT INTO events (request, at, kind, state, detail) VALUES (?, ?, 'acknowledged', 'acknowledged', '{}')",
            ((number, at) for number in range(1, requests + 1) for _ in range(EVENTS_EACH)),
        )


def timed_ledger(requests: int = REQUESTS, *, folder: Path | None = None) -> LedgerTiming:
    """Measure in a new folder below `folder` (None: the system's temporary place), on whose disk it depends."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        data = Path(name) / "data"
        Ledger.open(data, clock=SystemClock()).close()
        fill(data / "ledger.sqlite3", requests)
        opens = [_ms(lambda: Ledger.open(data, clock=SystemClock()).close()) for _ in range(READS)]
        with Ledger.open(data, clock=SystemClock()) as ledger:
            writes: list[float] = []
            for _ in range(WRITES // 3):
                request = ledger.plan(person="0" * 64, profile="demo", flow="f", right="objection", account="facebook")
                writes.append(_ms(lambda one=request: ledger.enter(one.id, State.OPENED)))  # type: ignore[misc]  # bound now
                writes += [_ms(lambda one=request: ledger.record(one.id, "fill", {"meaning": "email"})) for _ in range(2)]  # type: ignore[misc]
            lists = [_ms(ledger.requests) for _ in range(READS)]
        statuses = [_ms(lambda: _status(Path(name))) for _ in range(STATUSES + 1)][1:]  # the first one looks up the holidays
        fsyncs = _fsyncs(data / "alone")
    return LedgerTiming(
        requests,
        round(statistics.median(writes), 2),
        round(statistics.quantiles(writes, n=20)[-1], 2),
        round(statistics.median(fsyncs), 2),
        round(statistics.median(lists), 1),
        round(statistics.median(opens), 1),
        round(statistics.median(statuses), 1),
    )


def _status(home: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "ai_optout", "status"],
        env={**os.environ, "AI_OPTOUT_HOME": str(home), "COLUMNS": "100"},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _fsyncs(path: Path) -> list[float]:
    with path.open("wb", buffering=0) as file:

        def write() -> None:
            file.write(b"x" * 4096)
            os.fsync(file.fileno())

        return [_ms(write) for _ in range(50)]


def _ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def ledger_as_text(one: LedgerTiming) -> str:
    """Three lines."""
    return (
        f"Ledger of {one.requests:,} requests: a write {one.write_ms:.2f} ms, one in twenty over {one.write_slow_ms:.2f} ms "
        f"(on the disk: fsync of 4 KiB alone takes {one.fsync_ms:.2f} ms);\n"
        f"all requests read {one.list_ms:.1f} ms; opened and checked {one.open_ms:.1f} ms;\n"
        f"`ai-optout status`, the whole process: {one.status_ms:.0f} ms.\n"
    )
