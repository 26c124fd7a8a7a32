"""Where things lie on this machine, and files that are private from their first byte.

Folders come from platformdirs (`AI_OPTOUT_HOME` puts all of them under one folder). Everything here is made with its mode, 0600
in 0700, and never changed to it afterwards; a file is written beside its place and renamed into it, so none is ever half there.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ai_optout.errors import AiOptoutError

NAME = "ai-optout"


@dataclass(frozen=True)
class Folders:
    """The three homes of the design: `config` (settings, own flows), `data` (ledger, receipts), `cache` (what may go)."""

    config: Path
    data: Path
    cache: Path

    @classmethod
    def of_this_person(cls) -> Folders:
        """The platform's own places, or `config`, `data` and `cache` below `$AI_OPTOUT_HOME` where that is set."""
        home = os.environ.get("AI_OPTOUT_HOME")
        if home:
            root = Path(home).expanduser().absolute()
            return cls(root / "config", root / "data", root / "cache")
        return cls(
            platformdirs.user_config_path(NAME, appauthor=False),
            platformdirs.user_data_path(NAME, appauthor=False),
            platformdirs.user_cache_path(NAME, appauthor=False),
        )


def private_folder(path: Path) -> Path:
    """`path`, made with mode 0700 (missing parents too) if it isn't there. Raises `AiOptoutError` where it can't be made."""
    try:
        if not path.is_dir():
            if not path.parent.is_dir():
                private_folder(path.parent)
            path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise AiOptoutError(
            f"The folder {path} can't be made: {error.strerror}.",
            "Make it writable for you, or set AI_OPTOUT_HOME to a folder that is.",
        ) from None
    return path


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path` with mode 0600, whole or not at all. Raises `AiOptoutError` where it can't be written."""
    private_folder(path.parent)
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise AiOptoutError(
            f"The file {path} can't be written: {error.strerror}.",
            "Free some space or make the folder writable, then run it again.",
        ) from None
