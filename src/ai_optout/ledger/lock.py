"""One process at a time holds the ledger of a data folder."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from ai_optout.errors import AiOptoutError, LedgerError
from ai_optout.folders import private_folder
from ai_optout.messages import _


def locked(folder: Path) -> FileLock:
    """The lock on `folder`, taken. The system drops it with the process, so one that was killed leaves none behind."""
    path = folder / "ledger.lock"
    try:
        private_folder(folder)
        lock = FileLock(path, timeout=0, mode=0o600)
        lock.acquire()
    except Timeout:
        raise LedgerError(
            _("Another ai-optout is running (it holds {path}).").format(path=path),
            _("Wait until it is done, or end it, then run it again."),
        ) from None
    except AiOptoutError as error:
        raise LedgerError(error.message, error.hint) from None
    except OSError as error:
        raise LedgerError(
            _("The lock {path} can't be taken: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make the folder writable for you, or set AI_OPTOUT_HOME to one that is."),
        ) from None
    return lock
