"""The folder that holds a browser's temporary profile: private, swept, gone with the run.

Each run has one folder in `browser/` of the cache, and beside it a lock that the system lets go of when the run's process
ends, however it ends. A folder whose lock is free has no owner any more and is removed at the next start.

Chromium puts a socket into its folder for temporary files, and a socket's path may not be longer than some hundred bytes.
Where the cache lies deeper than that, the browser is given a short link that leads into the same folder.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from ai_optout.errors import BrowserError
from ai_optout.folders import Folders, private_folder
from ai_optout.messages import _

# sockaddr_un.sun_path holds 107 bytes on Linux (unix(7)); Chromium needs "/org.chromium.Chromium.XXXXXX/SingletonSocket", 45
# of them.
LONGEST_FOR_A_SOCKET: Final = 107 - 45
LINK: Final = "link"  # in the run's folder: where its short link lies, for whoever sweeps
SHORT: Final = "ai-optout-"
REMOVALS: Final = 100  # tries, 50 ms apart: five seconds for a killed browser to let go of its files
BETWEEN_REMOVALS_S: Final = 0.05


@dataclass(frozen=True)
class TemporaryFolder:
    """`path` is the run's folder, 0700; `for_sockets` leads to the same place and is short enough for a socket in it."""

    path: Path
    for_sockets: Path


@contextmanager
def temporary_folder(folders: Folders) -> Iterator[TemporaryFolder]:
    """A folder of this run's own; what dead runs left behind is swept first. Raises `AiOptoutError` where none can be made."""
    root = private_folder(folders.cache / "browser")
    try:
        with FileLock(root / "sweep.lock", mode=0o600):
            _sweep(root)
            path = Path(tempfile.mkdtemp(dir=root, prefix=""))  # mkdtemp makes it 0700
            lock = FileLock(_lock_of(path), mode=0o600)
            lock.acquire()
    except OSError as error:
        raise BrowserError(
            _("A folder for the browser can't be made in {root}: {strerror}.").format(root=root, strerror=error.strerror),
            _("Free some space or make the folder writable, or set AI_OPTOUT_HOME to a folder that is; then run it again."),
        ) from None
    try:
        yield TemporaryFolder(path, _short(path))
    finally:
        _remove(path, patiently=True)
        lock.release()
        if not path.exists():
            _lock_of(path).unlink(missing_ok=True)


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _sweep(root: Path) -> None:
    """Remove the folders without a living owner. Asked for with `sweep.lock` held, so that no new folder is without its lock
    yet.
    """
    for path in sorted(entry for entry in root.iterdir() if entry.is_dir()):
        lock = FileLock(_lock_of(path), mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        _remove(path, patiently=False)
        lock.release()
        if not path.exists():
            _lock_of(path).unlink(missing_ok=True)


def _short(path: Path) -> Path:
    if sys.platform == "win32" or len(os.fsencode(path)) <= LONGEST_FOR_A_SOCKET:
        return path
    near = Path(tempfile.gettempdir())
    deep = len(os.fsencode(near)) + len(SHORT) + len("12345678/t") > LONGEST_FOR_A_SOCKET
    holder = Path(tempfile.mkdtemp(prefix=SHORT, dir="/tmp" if deep else near))  # noqa: S108 - made 0700, under a name of its own
    (path / LINK).symlink_to(holder)
    (holder / "t").symlink_to(path)
    return holder / "t"


def _remove(path: Path, *, patiently: bool) -> None:
    """Remove `path` and its short link. A browser that was killed may still be writing there: what is left then, the next
    start sweeps.
    """
    link = path / LINK
    if link.is_symlink():
        holder = link.readlink()
        if holder.name.startswith(SHORT):
            with suppress(OSError):  # gone already, or no folder of ours: nothing of a person's is in it either way
                (holder / "t").unlink(missing_ok=True)
                holder.rmdir()
    pause = threading.Event()
    for _rest in range(REMOVALS if patiently else 1):
        shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            return
        pause.wait(BETWEEN_REMOVALS_S)
