from __future__ import annotations

import ctypes
import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from ai_optout.clock import SystemClock
from ai_optout.errors import LedgerError
from ai_optout.ledger import Ledger, Request, State
from ai_optout.ledger.database import Migration, connect, migrations, sqlite_faults

MENDED = "The next `ai-optout run` keeps it aside and makes a new one from the receipts, so that nothing is sent twice."


def plan(ledger: Ledger) -> Request:
    return ledger.plan(person="0" * 64, profile="demo", flow="facebook-objection", right="objection", account="facebook")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def without_roots_powers(work: Callable[[], None]) -> None:
    """Do `work` in a thread of its own for which a read-only folder is read-only, even where the tests are run by root."""

    def drop_and_work() -> None:
        if sys.platform == "linux" and os.geteuid() == 0:
            version_3_of_this_thread = (ctypes.c_uint32 * 2)(0x20080522, 0)  # capset(2)
            assert ctypes.CDLL(None).capset(version_3_of_this_thread, (ctypes.c_uint32 * 6)()) == 0
        work()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(drop_and_work).result()


# --- private from the first byte


def test_the_ledger_and_what_sqlite_puts_beside_it_are_private(ledger: Ledger, folder: Path) -> None:
    plan(ledger)
    assert {path.name: mode(path) for path in folder.iterdir()} == {
        "ledger.lock": 0o600,
        "ledger.sqlite3": 0o600,
        "ledger.sqlite3-shm": 0o600,
        "ledger.sqlite3-wal": 0o600,
    }
    assert mode(folder) == 0o700


def test_no_file_of_the_ledger_is_ever_wider_while_it_is_made(folder: Path) -> None:
    seen: set[tuple[str, int]] = set()

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in {"open", "sqlite3.connect", "sqlite3.connect/handle"} and folder.is_dir():
            seen.update((path.name, mode(path)) for path in folder.iterdir())

    watching = True
    sys.addaudithook(look)  # a hook can't be taken away again, so it is told when to rest
    umask = os.umask(0)
    try:
        Ledger.open(folder, clock=SystemClock()).close()
    finally:
        os.umask(umask)
        watching = False
    assert ("ledger.sqlite3", 0o600) in seen
    assert {modes for _, modes in seen} == {0o600}


def test_every_commit_is_on_the_disk_before_it_returns(folder: Path) -> None:
    folder.mkdir(parents=True)
    with closing(connect(folder / "ledger.sqlite3", migrations())) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        assert [connection.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas] == ["wal", 2, 1, 1]


# --- growing


def test_the_migrations_are_numbered_from_one_without_a_gap() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_migration_runs_once_and_is_recorded(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "ledger.sqlite3"
    first, second = Migration(1, "CREATE TABLE one (n)"), Migration(2, "CREATE TABLE two (n)")
    connect(path, [first]).close()
    connect(path, [first, second]).close()
    with closing(connect(path, [first, second])) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 2


def test_a_migration_that_breaks_leaves_those_before_it_and_nothing_of_itself(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "ledger.sqlite3"
    steps = [Migration(1, "CREATE TABLE one (n);"), Migration(2, "CREATE TABLE two (n); INSERT INTO nowhere VALUES (1);")]
    with pytest.raises(LedgerError, match=r"refused a statement \(SQLITE_ERROR\)\.$"):
        connect(path, steps)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
        assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master")] == ["one"]


def test_an_earlier_schema_keeps_its_requests_through_a_migration(folder: Path) -> None:
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        plan(ledger)
    added = Migration(len(migrations()) + 1, "ALTER TABLE requests ADD COLUMN outcome TEXT;")
    with closing(connect(folder / "ledger.sqlite3", [*migrations(), added])) as connection:
        assert connection.execute("SELECT id, outcome FROM requests").fetchone()[:] == (1, None)


def test_a_newer_schema_is_refused_and_left_alone(folder: Path) -> None:
    Ledger.open(folder, clock=SystemClock()).close()
    path = folder / "ledger.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError) as refusal:
        Ledger.open(folder, clock=SystemClock())
    newest = migrations()[-1].number
    assert refusal.value.message == (
        f"The ledger {path} was written by a newer ai-optout (schema 99; this one knows up to {newest})."
    )
    assert refusal.value.hint == "Update this one: pipx upgrade ai-optout."


# --- what the disk does


def test_a_file_that_is_no_database_is_said_to_be_damaged_and_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "ledger.sqlite3"
    path.write_bytes(b"This is no database. " * 500)
    with pytest.raises(LedgerError) as refusal:
        Ledger.open(folder, clock=SystemClock())
    assert (refusal.value.message, refusal.value.hint) == (f"The ledger {path} is damaged.", MENDED)
    assert path.read_bytes() == b"This is no database. " * 500


def test_a_ledger_that_is_damaged_in_the_middle_is_noticed_when_it_is_opened(folder: Path) -> None:
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        for _ in range(200):
            plan(ledger)
    path = folder / "ledger.sqlite3"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    with pytest.raises(LedgerError) as refusal:
        Ledger.open(folder, clock=SystemClock())
    assert (refusal.value.message, refusal.value.hint) == (f"The ledger {path} is damaged.", MENDED)


def test_the_lock_is_given_free_when_the_ledger_can_not_be_opened(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "ledger.sqlite3"
    path.write_bytes(b"This is no database. " * 500)
    with pytest.raises(LedgerError) as refusal:
        Ledger.open(folder, clock=SystemClock())
    path.rename(folder / "aside")
    Ledger.open(folder, clock=SystemClock()).close()
    assert refusal.value.__traceback__  # held until here: a lock that is only collected as garbage is not given free


def test_an_empty_file_that_a_killed_run_left_becomes_a_ledger(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "ledger.sqlite3").touch(0o600)
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        assert plan(ledger).id == 1


def test_a_full_disk_is_said_and_nothing_is_half_written(folder: Path) -> None:
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        request = plan(ledger)
        # SQLite's own limit stands for the disk's: the error is the same, and it comes from the same place.
        (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()  # noqa: SLF001 - there is no such thing in the API
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")  # noqa: SLF001
        with pytest.raises(LedgerError) as refusal:
            ledger.enter(request.id, State.OPENED, {"wording": "x" * 100_000})
        assert refusal.value.message == f"The ledger {folder / 'ledger.sqlite3'} can't be written: the disk is full."
        assert refusal.value.hint == "Free some space, then run it again; what was written before is still there."
        assert ledger.request(request.id) == request
        assert len(ledger.events(request.id)) == 1


def test_after_space_was_freed_the_same_ledger_goes_on(folder: Path) -> None:
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        request = plan(ledger)
        (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()  # noqa: SLF001
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")  # noqa: SLF001
        with pytest.raises(LedgerError):
            ledger.enter(request.id, State.OPENED, {"wording": "x" * 100_000})
        ledger._connection.execute("PRAGMA max_page_count = 100000")  # noqa: SLF001
        assert ledger.enter(request.id, State.OPENED, {"wording": "x" * 100_000}).state is State.OPENED


def test_a_read_only_folder_is_said_with_the_way_out(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o500)

    def open_it() -> None:
        with pytest.raises(LedgerError) as refusal:
            Ledger.open(folder, clock=SystemClock())
        assert refusal.value.message == f"The lock {folder / 'ledger.lock'} can't be taken: Permission denied."
        assert refusal.value.hint == "Make the folder writable for you, or set AI_OPTOUT_HOME to one that is."

    without_roots_powers(open_it)


def test_a_folder_that_can_not_be_made_is_said_with_the_way_out(folder: Path) -> None:
    folder.parent.mkdir(mode=0o500)

    def open_it() -> None:
        with pytest.raises(LedgerError) as refusal:
            Ledger.open(folder, clock=SystemClock())
        assert refusal.value.message == f"The folder {folder} can't be made: Permission denied."

    without_roots_powers(open_it)


def test_a_read_only_ledger_is_said_with_the_way_out(folder: Path) -> None:
    Ledger.open(folder, clock=SystemClock()).close()
    path = folder / "ledger.sqlite3"
    path.chmod(0o400)

    def open_it() -> None:
        with pytest.raises(LedgerError) as refusal:
            Ledger.open(folder, clock=SystemClock())
        assert refusal.value.message == f"The ledger {path} can't be opened: Permission denied."

    without_roots_powers(open_it)


def every_sqlite_error(base: type[sqlite3.Error] = sqlite3.Error) -> list[type[sqlite3.Error]]:
    return [base, *(error for child in base.__subclasses__() for error in every_sqlite_error(child))]


@pytest.mark.parametrize("error", every_sqlite_error())
def test_no_error_of_sqlite_slips_through(error: type[sqlite3.Error], folder: Path) -> None:
    with pytest.raises(LedgerError) as refusal, sqlite_faults(folder):
        raise error("with a value in its text")
    assert refusal.value.message == f"The ledger {folder} refused a statement ({error.__name__})."
    assert refusal.value.__suppress_context__
