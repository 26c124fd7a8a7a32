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
from ai_optout.messages import _

TREE: Final = ".aria.yml"
"""What the accessibility snapshot's file is called after the page's name."""
_WORDS: Final = 4


def free_place(path: Path) -> None:
    """Raises `UsageError` where the page's file or its tree is there already, or `path` isn't a page's name in a folder."""
    if path.suffix != ".html":
        raise UsageError(
            _("A capture is a page: {path} doesn't end in .html.").format(path=path),
            _("Name it {path}.").format(path=path.with_suffix(".html")),
        )
    if not path.parent.is_dir():
        raise UsageError(
            _("There is no folder {parent} to write {name} into.").format(parent=path.parent, name=path.name),
            _("Make it first: mkdir -p {parent}").format(parent=path.parent),
        )
    for one in (path, tree_of(path)):
        if one.exists() or one.is_symlink():
            raise UsageError(
                _("{one} is there already, and a capture overwrites nothing.").format(one=one),
                _("Give another name with --output."),
            )


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
            _("{path} is there already, and a capture overwrites nothing.").format(path=path),
            _("Give another name with --output."),
        ) from None
    except OSError as error:
        raise AiOptoutError(
            _("The file {path} can't be written: {strerror}.").format(path=path, strerror=error.strerror),
            _("Name another place with --output."),
        ) from None
