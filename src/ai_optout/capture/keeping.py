"""Writes a capture: the page and its accessibility tree beside it, and never over anything that is there."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ai_optout.capture.making import Capture
from ai_optout.errors import AiOptoutError, UsageError

TREE: Final = ".aria.yml"
"""What the accessibility snapshot's file is called after the page's name."""
_WORDS: Final = 4


def free_place(path: Path) -> None:
    """Raises `UsageError` where the page's file or its tree is there already, or `path` isn't a page's name in a folder."""
    if path.suffix != ".html":
        raise UsageError(f"A capture is a page: {path} doesn't end in .html.", f"Name it {path.with_suffix('.html')}.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} to write {path.name} into.", f"Make it first: mkdir -p {path.parent}")
    for one in (path, tree_of(path)):
        if one.exists() or one.is_symlink():
            raise UsageError(f"{one} is there already, and a capture overwrites nothing.", "Give another name with --output.")


def tree_of(path: Path) -> Path:
    """Where the accessibility tree of a capture lies."""
    return path.with_suffix(TREE)


def usual_name(made: Capture) -> str:
    """A file name after the host and the title."""
    host = [part for part in (urlsplit(made.address).hostname or "").split(".") if part not in {"www", "help", "m"}]
    plain = unicodedata.normalize("NFKD", " ".join([*host[:1], made.title])).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[: _WORDS + 1]) + ".html"


def keep(made: Capture, path: Path) -> tuple[Path, Path]:
    """Write page and tree, each with mode 0600, and give back where. Raises one of ours where that can't be."""
    free_place(path)
    _new(path, made.html)
    _new(tree_of(path), made.tree.rstrip("\n") + "\n")
    return path, tree_of(path)


def _new(path: Path, text: str) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            f"{path} is there already, and a capture overwrites nothing.", "Give another name with --output."
        ) from None
    except OSError as error:
        raise AiOptoutError(f"The file {path} can't be written: {error.strerror}.", "Name another place with --output.") from None
