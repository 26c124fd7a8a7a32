"""A ledger that is lost or damaged is made anew from what the receipts tell, so that nothing is sent twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ai_optout.clock import Clock
from ai_optout.ledger.database import connect, file_faults, migrations, remove_database, set_aside, sqlite_faults
from ai_optout.ledger.records import Restored
from ai_optout.ledger.state import State

Known = Callable[[], Sequence[Restored]]
"""What tells of the requests of a ledger that is lost; asked only then."""


@dataclass(frozen=True)
class Mended:
    """A ledger that was made anew: where the damaged one is kept (None: there was none), how many requests are in the new one."""

    aside: Path | None
    requests: int


def is_lost(path: Path) -> bool:
    """Whether there is no ledger at `path`, or an empty file in its place."""
    return not path.exists() or path.stat().st_size == 0


def made_anew(path: Path, known: Sequence[Restored], clock: Clock) -> Mended | None:
    """Put a ledger of what is `known` in the place of the one at `path`, which is kept aside; None where there was nothing of
    either. Call it with the lock held. Raises `LedgerError`.

    It is written whole beside its place: what stops it half way leaves no ledger that doesn't know what was sent.
    """
    if not known and is_lost(path):
        return None
    at = clock.now()
    new = path.with_name("ledger-new.sqlite3")
    remove_database(new)
    with closing(connect(new, migrations())) as connection, sqlite_faults(new):
        for one in known:
            _restore(connection, one, at.isoformat())
        connection.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file that is renamed
    aside = set_aside(path, at)
    with file_faults(path):
        new.replace(path)
    return Mended(aside, len(known))


def _restore(connection: sqlite3.Connection, one: Restored, at: str) -> None:
    """Write a request, with its own number where that is free, and the events that its receipt tells of."""
    taken = connection.execute("SELECT 1 FROM requests WHERE id = ?", (one.number,)).fetchone()
    last = one.answers[-1] if one.answers else None
    row = {
        "id": None if taken else one.number,
        "person": one.person,
        "profile": one.profile,
        "flow": one.flow,
        "right": one.right,
        "account": one.account,
        "door": one.door,
        "state": State.ANSWERED if last else State(one.status),
        "status": one.status,
        "reason": one.reason,
        "receipt": one.receipt,
        "country": one.country,
        "answer": last.answer if last else None,
        "answered_at": last.at.isoformat() if last else None,
        "created_at": one.created.isoformat(),
        "updated_at": (last.at if last else one.updated).isoformat(),
    }
    columns, places = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    number = connection.execute(f"INSERT INTO requests ({columns}) VALUES ({places})", tuple(row.values())).lastrowid  # noqa: S608 - names of our own
    events: list[tuple[str, str, State, dict[str, object]]] = []
    for moment, state in ((one.sent, State.SENDING), (one.acknowledged, State.ACKNOWLEDGED)):
        if moment is not None:
            events.append((moment.isoformat(), state, state, {"restored": True}))
    events.append((at, "restored", State(one.status), {"folder": one.receipt}))
    events += [
        (reply.at.isoformat(), "answer", State.ANSWERED, {"answer": reply.answer, **reply.detail}) for reply in one.answers
    ]
    connection.executemany(
        "INSERT INTO events (request, at, kind, state, detail) VALUES (?, ?, ?, ?, ?)",
        [(number, moment, kind, state, json.dumps(detail)) for moment, kind, state, detail in events],
    )
