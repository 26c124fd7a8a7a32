"""The corpus of real pages: where it lies, which pages it holds, which of them are kept aside, which labels are plainly wrong.

The pages are other people's: they stay outside the repository, unpacked below the cache where they come as an archive.
"""

from __future__ import annotations

import hashlib
import tarfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ai_optout.errors import UsageError

ARCHIVE: Final = "forms-dev.tar.xz"
LABELLED: Final = "labelled"
CRAWLED: Final = "crawled"
WITH_TRUTH: Final = (LABELLED, CRAWLED)
DEV: Final = "dev"
HELD: Final = "held"
ALL: Final = "all"
HELD_PERCENT: Final = 30
"""How many pages in a hundred are kept aside: enough of the hand-labelled ones (some 130) for three digits of a figure."""

WRONG_LABELS: Final = Path(__file__).with_name("wrong_labels.toml")

_TOKENS: Final[Mapping[str, str]] = {
    **{token: token for token in ("given-name", "family-name", "name", "email", "country", "tel", "tel-country-code")},
    "country-name": "country",
    "tel-national": "tel",
    "tel-local": "tel",
}
"""The labels that this project has a meaning for, by the corpus' README; every other control must get none of these."""
SCORED: Final = tuple(dict.fromkeys(_TOKENS.values()))


@dataclass(frozen=True)
class Saved:
    """A page of the corpus: its name in it (`labelled/DE_X35n.html`) and where it lies."""

    name: str
    path: Path

    @property
    def folder(self) -> str:
        """What kind of labels it has: `labelled` by hand, `crawled` by a model."""
        return self.name.split("/")[0]

    @property
    def part(self) -> str:
        """`dev` to work on or `held` to be kept aside: by a hash of the file's name, so that it never moves."""
        number = int.from_bytes(hashlib.sha256(self.name.split("/")[-1].encode()).digest()[:4])
        return HELD if number % 100 < HELD_PERCENT else DEV


@dataclass(frozen=True)
class WrongLabel:
    """A control whose label in the corpus is plainly wrong: `index` counts the page's input, select and textarea elements."""

    file: str
    index: int
    label: str
    reason: str


def scored_as(token: str) -> str:
    """The meaning that a label of the corpus counts as; empty for every label that must get none of the scored meanings."""
    return _TOKENS.get(token, "")


def saved_pages(corpus: Path, cache: Path, folders: Sequence[str] = WITH_TRUTH) -> list[Saved]:
    """The pages of the named folders, in the order of their names.

    `corpus` is the unpacked folder, or the one that the archive lies in: it is then unpacked below `cache`, once.
    Raises `UsageError` where there is neither.
    """
    root = _unpacked(corpus, cache)
    pages = [Saved(f"{folder}/{path.name}", path) for folder in folders for path in sorted((root / folder).glob("*.html"))]
    if not pages:
        raise UsageError(f"There are no pages in {', '.join(folders)} below {root}.", "Type: make score CORPUS=FOLDER")
    return pages


def wrong_labels(path: Path = WRONG_LABELS) -> tuple[WrongLabel, ...]:
    """The labels that are set aside, each with its reason."""
    with path.open("rb") as file:
        return tuple(WrongLabel(**entry) for entry in tomllib.load(file).get("wrong", ()))


def _unpacked(corpus: Path, cache: Path) -> Path:
    if any((corpus / folder).is_dir() for folder in WITH_TRUTH):
        return corpus
    archive = corpus if corpus.is_file() else corpus / ARCHIVE
    if not archive.is_file():
        raise UsageError(
            f"There is no corpus in {corpus}: neither the folders {' and '.join(WITH_TRUTH)} nor {ARCHIVE}.",
            "Type: make score CORPUS=FOLDER, with the folder that holds them",
        )
    home = cache / f"corpus-{hashlib.sha256(archive.read_bytes()).hexdigest()[:12]}"
    if not home.is_dir():
        unfinished = home.with_suffix(".unfinished")
        with tarfile.open(archive) as tar:
            tar.extractall(unfinished, filter="data")
        unfinished.rename(home)
    inner = [home, *(path for path in home.iterdir() if path.is_dir())]
    return next((path for path in inner if (path / LABELLED).is_dir()), home)
