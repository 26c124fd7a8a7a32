"""Runs of one journey, each in a process of its own that kills itself (SIGKILL) at one point; started by test_crash.py.

    crashing_runs.py calls ROOT          a folder `before-N` and `after-N` for each call of the ledger
    crashing_runs.py statements ROOT     a folder `N` for each statement that SQLite is given, the migrations included

Each run writes the calls that had returned into `calls` in its folder.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ai_optout.clock import SystemClock
from ai_optout.ledger import Ledger, State, who
from ai_optout.status import Status

CALLS = ("plan", "record", "enter", "end")


def journey(folder: Path) -> None:
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        person = who("anna@example.org", b"key")
        request = ledger.plan(person=person, profile="demo", flow="facebook-objection", right="objection", account="facebook")
        ledger.enter(request.id, State.OPENED, door="https://www.facebook.com/help/contact/712876720715583")
        ledger.record(request.id, "fill", {"meaning": "email"})
        ledger.enter(request.id, State.FILLED)
        ledger.enter(request.id, State.REVIEWED)
        ledger.enter(request.id, State.SENDING)
        ledger.enter(request.id, State.REFUSED_BY_PAGE)
        ledger.enter(request.id, State.FILLED)
        ledger.enter(request.id, State.REVIEWED)
        ledger.enter(request.id, State.SENDING)
        ledger.enter(request.id, State.SENT)
        ledger.enter(request.id, State.CODE_ASKED)
        ledger.enter(request.id, State.ACKNOWLEDGED)
        ledger.end(request.id, Status.ACKNOWLEDGED, reason=None)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def watch_calls(log: Path, *, before: int = 0, after: int = 0) -> None:
    """Write down every call that returned; die before or after the one with that number."""
    count = 0

    def watched(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **values: Any) -> Any:
            nonlocal count
            count += 1
            if count == before:
                die()
            answer = call(*args, **values)
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{args[2] if name in {'enter', 'end'} else name}\n")
            if count == after:
                die()
            return answer

        return wrapper

    for name in CALLS:
        setattr(Ledger, name, watched(name, getattr(Ledger, name)))


def watch_statements(number: int) -> None:
    """Die before SQLite is given the statement with that number."""
    count = 0
    connect = sqlite3.connect

    def statement(_: str) -> None:
        nonlocal count
        count += 1
        if count == number:
            die()

    def watched(*args: Any, **values: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **values)
        connection.set_trace_callback(statement)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]  # the overloads of the original are not needed here


def killed(folder: Path, prepare: Callable[[], None]) -> bool:
    """Do the journey in a child prepared so; whether it was killed."""
    folder.mkdir(parents=True)
    child = os.fork()
    if child == 0:
        prepare()
        journey(folder / "data")
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def every_call(root: Path) -> None:
    for side in ("before", "after"):
        number, going = 0, True
        while going:
            number += 1
            folder = root / f"{side}-{number}"
            at = {side: number}
            going = killed(folder, lambda log=folder / "calls", at=at: watch_calls(log, **at))  # type: ignore[misc]  # bound now


def every_statement(root: Path) -> None:
    number, going = 0, True
    while going:
        number += 1
        folder = root / str(number)

        def prepare(folder: Path = folder, number: int = number) -> None:
            watch_calls(folder / "calls")
            watch_statements(number)

        going = killed(folder, prepare)


if __name__ == "__main__":
    {"calls": every_call, "statements": every_statement}[sys.argv[1]](Path(sys.argv[2]))
