"""Requests and their events in SQLite.

State and event are written in one transaction that is on the disk before the call returns: what the ledger says is what was about
to happen, at the least. One process at a time holds it, so what stands open at a start was left by one that died.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from filelock import FileLock

from ai_optout.clock import Clock
from ai_optout.ended import Status
from ai_optout.errors import LedgerDamagedError, LedgerError
from ai_optout.ledger.answers import ANSWERABLE, Answer
from ai_optout.ledger.database import connect, migrations, remove_database, sqlite_faults
from ai_optout.ledger.lock import locked
from ai_optout.ledger.mending import Known, Mended, is_lost, made_anew
from ai_optout.ledger.records import Detail, Event, Request, without_query
from ai_optout.ledger.state import State, may_end, may_enter, truthful_status
from ai_optout.messages import N_, _

_UNSETTLED = (Status.SENT, Status.UNKNOWN)
_SETTLED = (State.ACKNOWLEDGED, State.ANSWERED)
_BROKEN_OFF = {
    Status.FAILED: N_("An earlier run broke off before anything was sent."),
    Status.UNKNOWN: N_("An earlier run broke off while the form was being sent: it may have arrived."),
    Status.SENT: N_("An earlier run broke off after the form was sent, before its acknowledgement was seen."),
    Status.ACKNOWLEDGED: None,
}


class Ledger:
    """The ledger of one data folder, held by this process alone until it is closed."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, lock: FileLock, clock: Clock, mended: Mended | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._lock = lock
        self._clock = clock
        self.mended = mended
        """What came of making it anew, where that was done when it was opened."""

    @classmethod
    def open(cls, folder: Path, *, clock: Clock, known: Known | None = None) -> Ledger:
        """The ledger `ledger.sqlite3` in `folder`, both made if they aren't there (0600 in 0700) and brought up to date.

        Where it is lost or damaged, it is kept aside and made anew from what `known` tells. Raises `LedgerError` at once where
        another process holds it; also where it is newer than this version or can't be written, `LedgerDamagedError` where it is
        damaged and nothing is known.
        """
        path = folder / "ledger.sqlite3"
        lock = locked(folder)
        try:
            mended = made_anew(path, known(), clock) if known and is_lost(path) else None
            try:
                connection = connect(path, migrations())
            except LedgerDamagedError:
                if known is None:
                    raise
                mended = made_anew(path, known(), clock)
                connection = connect(path, migrations())
        except BaseException:  # whatever it was, a Ctrl-C too: nobody gets the ledger, so nobody else can give the lock free
            lock.release()
            raise
        return cls(connection, path, lock, clock, mended)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_rest: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the ledger free for other processes; closing it again does nothing."""
        try:
            with sqlite_faults(self._path):
                self._connection.close()
        finally:
            self._lock.release()

    def delete(self) -> None:
        """Close the ledger and delete its file. `forget` what is in it first: that overwrites it."""
        try:
            with sqlite_faults(self._path):
                self._connection.close()
            remove_database(self._path)
        finally:
            self._lock.release()

    def now(self) -> datetime:
        """The moment, by the clock that the ledger is written with."""
        return self._clock.now()

    def recover(self) -> list[Request]:
        """End what a run that died left open, and give back those of it that may be with Meta, to be said to the person.

        What stood in `sending` becomes `unknown`, what was sent and not acknowledged `sent`: these are given back. What stood
        before that becomes `failed`. Call it once, before the first `plan`.
        """
        left = [Request.of(row) for row in self._rows("SELECT * FROM requests WHERE status IS NULL ORDER BY id")]
        ends = [(request, truthful_status(request.state, Status.FAILED)) for request in left]
        ended = [
            self.end(request.id, status, reason=_(said) if (said := _BROKEN_OFF[status]) else None) for request, status in ends
        ]
        return [request for request in ended if request.status in _UNSETTLED]

    def plan(self, *, person: str, profile: str, flow: str, right: str, account: str) -> Request:
        """A new request, `planned`. `person` is what `who` gives; `account` is "person" where the right is asked for none."""
        with self._transaction() as at:
            cursor = self._connection.execute(
                'INSERT INTO requests (person, profile, flow, "right", account, state, created_at, updated_at) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (person, profile, flow, right, account, State.PLANNED, at, at),
            )
            request_id = cursor.lastrowid
            assert request_id is not None
            self._event(request_id, at, State.PLANNED, State.PLANNED, {})
        return self.request(request_id)

    def record(self, request_id: int, kind: str, detail: Detail | None = None) -> None:
        """Add an event that leaves the state as it is; also to a request that has ended. `detail` holds no personal value."""
        with self._transaction() as at:
            self._event(request_id, at, kind, self.request(request_id).state, detail)

    def enter(self, request_id: int, state: State, detail: Detail | None = None, *, door: str | None = None) -> Request:
        """Put the request into `state`, with its event; `door`, if given, is kept without its query as the form's address.

        Raises `LedgerError`, and writes nothing, where `state` doesn't follow from the present one or the request has ended.
        """
        with self._transaction() as at:
            request = self.request(request_id)
            if request.status is not None or not may_enter(request.state, state):
                raise self._refusal(request, state)
            self._connection.execute(
                "UPDATE requests SET state = ?, door = coalesce(?, door), updated_at = ? WHERE id = ?",
                (state, without_query(door) if door else None, at, request_id),
            )
            self._event(request_id, at, state, state, detail)
        return self.request(request_id)

    def keep_receipt(self, request_id: int, folder: Path) -> None:
        """Write down which folder holds the request's receipt: its name, for the data folder may move."""
        with self._transaction() as at:
            state = self.request(request_id).state
            self._connection.execute(
                "UPDATE requests SET receipt = ?, updated_at = ? WHERE id = ?", (folder.name, at, request_id)
            )
            self._event(request_id, at, "receipt", state, {"folder": folder.name})

    def end(self, request_id: int, status: Status, *, reason: str | None) -> Request:
        """End the request as `status`, for good; `reason` is one sentence without a personal value, None where acknowledged.

        Raises `LedgerError`, and writes nothing, where the journal doesn't bear `status` out (`truthful_status` gives one that it
        does) or the request has ended already.
        """
        with self._transaction() as at:
            request = self.request(request_id)
            if request.status is not None or not may_end(request.state, status):
                raise self._refusal(request, status)
            state = State(status)
            self._connection.execute(
                "UPDATE requests SET state = ?, status = ?, reason = ?, updated_at = ? WHERE id = ?",
                (state, status, reason, at, request_id),
            )
            self._event(request_id, at, "end", state, {"status": status, "from": request.state})
        return self.request(request_id)

    def answer(self, request_id: int, answer: Answer, detail: Detail | None = None) -> Request:
        """File an answer: the request stands at `answered` from then on, and how it ended stays what it was.

        `detail` names the mail that was filed, by file name and SHA-256. Raises `LedgerError`, and writes nothing, where the
        request was never sent.
        """
        with self._transaction() as at:
            request = self.request(request_id)
            if request.status is None or request.state not in ANSWERABLE:
                raise LedgerError(
                    _("Request {request} stands at {state}: what wasn't sent has no answer.").format(
                        request=request.id, state=request.state
                    ),
                    _("See which requests there are: ai-optout status"),
                )
            self._connection.execute(
                "UPDATE requests SET state = ?, answer = ?, answered_at = ?, updated_at = ? WHERE id = ?",
                (State.ANSWERED, answer, at, at, request_id),
            )
            self._event(request_id, at, "answer", State.ANSWERED, {"answer": answer, **(detail or {})})
        return self.request(request_id)

    def keep_country(self, request_id: int, country: str) -> None:
        """Write down where the person lived when it was asked (ISO 3166-1 alpha-2): under whose law its answer is due."""
        with self._transaction():
            self._connection.execute("UPDATE requests SET country = ? WHERE id = ?", (country, request_id))

    def covering(self, *, person: str, right: str, account: str) -> Request | None:
        """The latest acknowledged or answered request of that person for that right and account, which covers another one."""
        rows = self._rows(
            'SELECT * FROM requests WHERE person = ? AND "right" = ? AND account = ? AND state IN (?, ?) '
            "ORDER BY id DESC LIMIT 1",
            (person, right, account, *_SETTLED),
        )
        return Request.of(rows[0]) if rows else None

    def unsettled(self, *, person: str, right: str, account: str) -> Request | None:
        """The latest request for that right and account that may be with Meta, unless an acknowledged or answered one came after.

        While there is one, the same is never sent again without asking.
        """
        rows = self._rows(
            'SELECT * FROM requests WHERE person = ? AND "right" = ? AND account = ? AND state IN (?, ?, ?, ?, ?, ?) '
            "ORDER BY id DESC LIMIT 1",
            (person, right, account, State.SENDING, State.SENT, State.CODE_ASKED, State.UNKNOWN, *_SETTLED),
        )
        latest = Request.of(rows[0]) if rows else None
        return latest if latest and latest.state not in _SETTLED else None

    def request(self, request_id: int) -> Request:
        """The request with that number. Raises `LedgerError` where there is none."""
        rows = self._rows("SELECT * FROM requests WHERE id = ?", (request_id,))
        if not rows:
            raise LedgerError(
                _("The ledger {path} has no request number {request_id}.").format(path=self._path, request_id=request_id)
            )
        return Request.of(rows[0])

    def requests(self, person: str | None = None) -> list[Request]:
        """All requests, or those of one person, oldest first."""
        rows = self._rows("SELECT * FROM requests WHERE ?1 IS NULL OR person = ?1 ORDER BY id", (person,))
        return [Request.of(row) for row in rows]

    def events(self, request_id: int) -> list[Event]:
        """What happened to the request, oldest first."""
        return [Event.of(row) for row in self._rows("SELECT * FROM events WHERE request = ? ORDER BY id", (request_id,))]

    def forget(self, request_ids: Iterable[int]) -> int:
        """Delete those requests with their events, overwriting what they held; how many there were.

        The only way to delete an event: the tables themselves refuse every other.
        """
        with self._transaction():
            self._connection.executemany("INSERT OR IGNORE INTO forgetting VALUES (?)", [(number,) for number in request_ids])
            count = self._connection.execute("DELETE FROM requests WHERE id IN (SELECT request FROM forgetting)").rowcount
            self._connection.execute("DELETE FROM forgetting")
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")  # the write-ahead file still held them
        return count

    def _rows(self, query: str, values: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        with sqlite_faults(self._path):
            return self._connection.execute(query, values).fetchall()

    def _event(self, request_id: int, at: str, kind: str, state: State, detail: Detail | None) -> None:
        self._connection.execute(
            "INSERT INTO events (request, at, kind, state, detail) VALUES (?, ?, ?, ?, ?)",
            (request_id, at, kind, state, json.dumps(dict(detail or {}))),
        )

    @contextmanager
    def _transaction(self) -> Iterator[str]:
        """All or nothing; gives the moment to write beside what is written."""
        with sqlite_faults(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._clock.now().isoformat()
                self._connection.execute("COMMIT")
            except BaseException:  # an error or a Ctrl-C within it: half of what belongs together is never committed
                if self._connection.in_transaction:  # SQLite rolls some back by itself, a full disk for one
                    self._connection.execute("ROLLBACK")
                raise

    def _refusal(self, request: Request, wanted: State | Status) -> LedgerError:
        if request.status is not None:
            said = _("Request {request} ended as {status} and can't become {wanted}.").format(
                request=request.id, status=request.status, wanted=wanted
            )
            return LedgerError(said, _("To ask anew: ai-optout run {flow}.").format(flow=request.flow))
        return LedgerError(
            _("Request {request} stands at {state} and can't become {wanted}.").format(
                request=request.id, state=request.state, wanted=wanted
            ),
            _("This is a fault of the flow or the tool: please report it; nothing of it was written."),
        )
