"""The ledger as it is read beside a run that goes on: no lock, nothing written, and one query for all requests."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from ai_optout.clock import Clock
from ai_optout.ledger.database import migrations, sqlite_faults

_QUERY: Final = """
SELECT id, profile, flow, "right", account, state, status, answer, country, receipt, created_at, updated_at, answered_at,
       CASE WHEN state IN ('acknowledged', 'sent', 'unknown', 'answered')
            THEN (SELECT min(at) FROM events WHERE request = requests.id AND kind = 'sending') END,
       CASE WHEN state IN ('acknowledged', 'answered')
            THEN (SELECT min(at) FROM events WHERE request = requests.id AND kind = 'acknowledged') END
FROM requests ORDER BY id
"""


class Followed(NamedTuple):
    """A request as the ledger's row has it, with the moments its deadline may run from: when it was sent, and when the page said
    that it was received. Moments are UTC in ISO 8601, `state` and `answer` the words of `State` and `Answer`.

    A row as it stands, for thousands of them are read at once: ten times as fast as a `Request` each.
    """

    id: int
    profile: str
    flow: str
    right: str
    account: str
    state: str
    status: str | None
    answer: str | None
    country: str | None
    receipt: str | None
    created: str
    updated: str
    answered: str | None
    sent: str | None
    acknowledged: str | None


def read_requests(folder: Path, *, clock: Clock) -> list[Followed]:
    """Every request in the ledger in `folder`, oldest first; none where there is no ledger. Raises `LedgerError`."""
    path = folder / "ledger.sqlite3"
    if not path.exists():
        return []
    with sqlite_faults(path), closing(_reading(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == migrations()[-1].number:
            return [Followed._make(row) for row in connection.execute(_QUERY)]
    _bring_up_to_date(folder, clock)
    return read_requests(folder, clock=clock)


def _reading(path: Path) -> sqlite3.Connection:
    """The ledger at `path`, opened for reading: also where its folder can't be written, as SQLite itself would want."""
    alone = not path.with_name(path.name + "-wal").exists() and not os.access(path.parent, os.W_OK)
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro{'&immutable=1' if alone else ''}", uri=True)


def _bring_up_to_date(folder: Path, clock: Clock) -> None:
    """Open it as a run does, which brings the schema up to date, or refuses a newer one."""
    from ai_optout.ledger.journal import Ledger  # noqa: PLC0415 - rarely needed, and it takes the lock

    Ledger.open(folder, clock=clock).close()
