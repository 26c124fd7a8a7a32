"""The ledger's file: private from its first byte, brought up to date, and every SQLite error turned into ours in one place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path

from ai_optout.errors import LedgerDamagedError, LedgerError
from ai_optout.messages import N_, _

_FREE_SPACE = N_("Free some space, then run it again; what was written before is still there.")
_MENDED = N_("The next `ai-optout run` keeps it aside and makes a new one from the receipts, so that nothing is sent twice.")
_DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
# By the start of SQLite's own name for the error (https://www.sqlite.org/rescode.html); the first that fits.
_FAULTS: Sequence[tuple[tuple[str, ...], str, str]] = (
    (("SQLITE_FULL",), N_("can't be written: the disk is full"), _FREE_SPACE),
    (
        ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"),
        N_("can't be written: the file or its folder is read-only"),
        N_("Make both writable for you, or set AI_OPTOUT_HOME to a folder that is."),
    ),
    (
        ("SQLITE_IOERR",),
        N_("can't be read or written: the disk reports an error"),
        N_("Check the disk and its free space, then run it again."),
    ),
    (("SQLITE_BUSY", "SQLITE_LOCKED"), N_("is held by another program"), N_("Close what has it open, then run it again.")),
    (_DAMAGED, N_("is damaged"), _MENDED),
)


@contextmanager
def sqlite_faults(path: Path) -> Iterator[None]:
    """Turns every error of SQLite within it into a `LedgerError` about the ledger at `path`, without SQLite's own text."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or type(error).__name__
        for starts, what, hint in _FAULTS:
            if name.startswith(starts):
                kind = LedgerDamagedError if starts is _DAMAGED else LedgerError
                raise kind(_("The ledger {path} {what}.").format(path=path, what=_(what)), _(hint)) from None
        raise LedgerError(
            _("The ledger {path} refused a statement ({name}).").format(path=path, name=name),
            _("This is a fault of the tool: please report it; nothing of it was written."),
        ) from None


@dataclass(frozen=True)
class Migration:
    """One numbered step of the schema; the numbers run from 1 without a gap."""

    number: int
    sql: str


def migrations() -> list[Migration]:
    """Every step there is, in order: the files `migrations/NNNN_<what>.sql`."""
    folder = resources.files("ai_optout.ledger") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [Migration(int(file.name[:4]), file.read_text(encoding="utf-8")) for file in files]


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Migration]) -> None:
    """Bring the schema up to the last of `steps`, each in a transaction of its own that also records its number.

    The number is SQLite's `user_version`, 0 in a new file. Raises `LedgerError` where the file is newer than `steps`.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    newest = steps[-1].number if steps else 0
    if version > newest:
        raise LedgerError(
            _("The ledger {path} was written by a newer ai-optout (schema {version}; this one knows up to {newest}).").format(
                path=path, version=version, newest=newest
            ),
            _("Update this one: pipx upgrade ai-optout."),
        )
    for step in steps[version:]:
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{step.sql}\n;PRAGMA user_version = {step.number};\nCOMMIT;")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise


def connect(path: Path, steps: Sequence[Migration]) -> sqlite3.Connection:
    """The ledger at `path`, made with mode 0600 if it isn't there, checked and brought up to date.

    The connection is in autocommit: transactions are opened by hand. Raises `LedgerError`.
    """
    try:
        # SQLite would make it as wide as the umask lets it; -wal and -shm take their mode from this file.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise LedgerError(
            _("The ledger {path} can't be opened: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it and its folder writable for you, or set AI_OPTOUT_HOME to a folder that is."),
        ) from None
    with sqlite_faults(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(connection, path)
            migrate(connection, path, steps)
        except BaseException:  # whatever it was, a Ctrl-C too: nobody gets the connection, so nobody else can close it
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # in WAL, only FULL has each commit on the disk before it returns
    connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone leaves it in the drive's cache
    connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten, not merely unlinked
    with closing(connection.execute("PRAGMA quick_check(1)")) as check:
        if check.fetchone()[0] != "ok":
            raise LedgerDamagedError(_("The ledger {path} is damaged.").format(path=path), _(_MENDED))


_BESIDE = ("", "-wal", "-shm")
"""What a database consists of: its file and what SQLite puts beside it."""


def set_aside(path: Path, at: datetime) -> Path | None:
    """Rename the database at `path` and what lies beside it, by date; where it is then, None where there was none.

    The database itself goes first, so that a start after a crash in between finds none; and nothing of it stays: a write-ahead
    file would be read into whatever takes its place.
    """
    aside = path.with_name(f"{path.stem}-damaged-{at:%Y%m%dT%H%M%SZ}{path.suffix}")
    with file_faults(path):
        there = [end for end in _BESIDE if path.with_name(path.name + end).exists()]
        for end in there:
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))
    return aside if "" in there else None


def remove_database(path: Path) -> None:
    """Delete the database at `path` and what lies beside it, if it is there."""
    with file_faults(path):
        for end in _BESIDE:
            path.with_name(path.name + end).unlink(missing_ok=True)


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Turns an error of the file system within it into a `LedgerError` about the ledger at `path`."""
    try:
        yield
    except OSError as error:
        raise LedgerError(
            _("The ledger {path} can't be renamed or deleted: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make its folder writable for you, then run it again."),
        ) from None
