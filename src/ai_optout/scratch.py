"""Folders for what is only a rehearsal: private, in the system's temporary place, gone with the next of their kind."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def scratch_folder(kind: str) -> Path:
    """A new folder of mode 0700; those that earlier runs of this user left of this kind are removed."""
    place = Path(tempfile.gettempdir())
    owner = os.getuid() if hasattr(os, "getuid") else 0
    for left in place.glob(f"ai-optout-{kind}-*"):
        if left.is_dir() and not left.is_symlink() and (not hasattr(os, "getuid") or left.stat().st_uid == owner):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"ai-optout-{kind}-"))
