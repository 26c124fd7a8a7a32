"""One process at a time holds the ledger of a data folder."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from ai_optout.errors import AiOptoutError, LedgerError
from ai_optout.folders import private_folder


def locked(folder: Path) -> FileLock:
    """The lock on `folder`, taken. The system drops it with the process, so one that was killed leaves none behind."""
    path = folder / "ledger.lock"
    try:
        private_folder(folder)
        lock = FileLock(path, timeout=0, mode=0o600)
        lock.acquire()
    except Timeout:
        raise LedgerError(
            f"Another ai-optout is running (it holds {path}).", "Wait until it is done, or end it, then run it again."
        ) from None
    except AiOptoutError as error:
        raise LedgerError(error.message, error.hint) from None
    except OSError as error:
        raise LedgerError(
            f"The lock {path} can't be taken: {error.strerror}.",
            "Make the folder writable for you, or set AI_OPTOUT_HOME to one that is.",
        ) from None
    return lock
