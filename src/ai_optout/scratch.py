"""Folders for what is only a rehearsal: private, in the system's temporary place, gone with the next of their kind."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def scratch_folder(kind: str) -> Iterator[Path]:
    """A new folder of mode 0700. It stays when the block ends, until the next of its kind is made: then what nobody works in is
    removed.
    """
    _sweep(kind)
    folder = Path(tempfile.mkdtemp(prefix=f"ai-optout-{kind}-"))
    with FileLock(folder / "in-use.lock"):
        yield folder


def _sweep(kind: str) -> None:
    for left in Path(tempfile.gettempdir()).glob(f"ai-optout-{kind}-*"):
        if not left.is_dir() or left.is_symlink() or (hasattr(os, "getuid") and left.stat().st_uid != os.getuid()):
            continue
        try:
            with FileLock(left / "in-use.lock", timeout=0):
                pass
        except (Timeout, OSError):
            continue  # somebody works in it, or it isn't ours to remove
        shutil.rmtree(left, ignore_errors=True)
