"""Where things lie on this machine, and files that are private from their first byte.

Folders come from platformdirs (`AI_OPTOUT_HOME` puts all of them under one folder). Everything here is made with its mode, 0600
in 0700, and never changed to it afterwards; a file is written beside its place and renamed into it, so none is ever half there.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import platformdirs

from ai_optout.errors import AiOptoutError
from ai_optout.messages import _

NAME = "ai-optout"
UNFINISHED: Final = ".unfinished-"
"""How the name of a file begins while it is written."""


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
            _("The folder {path} can't be made: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it writable for you, or set AI_OPTOUT_HOME to a folder that is."),
        ) from None
    return path


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` (mode 0600) when the block ends, and none where it ends in an error.

    Raises `AiOptoutError` where it can't be written.
    """
    private_folder(path.parent)
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{UNFINISHED}{path.name}.")  # mkstemp makes it 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:  # whatever ended it, a Ctrl-C too: half a file with personal data in it isn't left behind
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise AiOptoutError(
            _("The file {path} can't be written: {strerror}.").format(path=path, strerror=error.strerror),
            _("Free some space or make the folder writable, then run it again."),
        ) from None


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path` with mode 0600, whole or not at all. Raises `AiOptoutError` where it can't be written."""
    with private_file(path) as file:
        file.write(content)


def sweep_unfinished(folder: Path) -> int:
    """Remove what a process that was killed had begun to write in `folder`, where nobody else writes now; how many there were.

    Raises `AiOptoutError` where one can't be removed.
    """
    left = [path for path in folder.glob(f"{UNFINISHED}*") if path.is_file()] if folder.is_dir() else []
    for path in left:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise AiOptoutError(
                _("The file {path} can't be removed: {strerror}.").format(path=path, strerror=error.strerror),
                _("Make its folder writable for you, then run it again."),
            ) from None
    return len(left)
