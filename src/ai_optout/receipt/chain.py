"""The hashes of a receipt's files, chained to the receipt that was finished before it, and their comparison with what lies there.

Each finished folder holds `manifest-sha256.txt`, in the form that `sha256sum --check` reads: a line a file, and one for the
manifest of the receipt before it. That shows a change of one file, by accident or later. It is no signature: whoever can write
the folders can write them anew together with their hashes.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ai_optout.errors import LedgerError
from ai_optout.folders import UNFINISHED
from ai_optout.messages import _

MANIFEST: Final = "manifest-sha256.txt"
_LINE: Final = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?:\.\./(?P<before>[^/\\]+)/manifest-sha256\.txt|(?P<name>[^/\\]+))")


@dataclass(frozen=True)
class Link:
    """A finished receipt, by its folder's name and the SHA-256 of its manifest."""

    folder: str
    sha256: str


@dataclass(frozen=True)
class _Manifest:
    files: dict[str, str]
    before: Link | None


@dataclass(frozen=True)
class Verified:
    """What came of looking at one receipt: `faults` where a file isn't what it was, `notes` on what hashes can't tell."""

    folder: str
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def manifest_of(folder: Path, before: Link | None) -> str:
    """The manifest of all that lies in `folder` now. Raises `LedgerError` where a file can't be read."""
    lines = [f"{_sha256(path)}  {path.name}" for path in _files(folder)]
    if before is not None:
        lines.append(f"{before.sha256}  ../{before.folder}/{MANIFEST}")
    return "".join(f"{line}\n" for line in lines)


def last_of(root: Path) -> Link | None:
    """The receipt that the next one is chained to: the newest finished one in `root` that no other is chained to."""
    finished = {folder.name: folder / MANIFEST for folder in folders(root) if (folder / MANIFEST).is_file()}
    followed = {known.before.folder for path in finished.values() if (known := _read(path)) and known.before}
    name = max(finished.keys() - followed, default=max(finished, default=None))
    return None if name is None else Link(name, _sha256(finished[name]))


def folders(root: Path) -> list[Path]:
    """The receipts' folders in `root`, oldest first."""
    return sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def verify(root: Path) -> list[Verified]:
    """Each receipt in `root` against its hashes, oldest first. Raises `LedgerError` where a file can't be read."""
    there = folders(root)
    manifests = {folder.name: _read(folder / MANIFEST) for folder in there if (folder / MANIFEST).is_file()}
    followers = Counter(known.before.folder if known.before else None for known in manifests.values() if known)
    return [_verified(folder, manifests, followers) for folder in there]


def _verified(folder: Path, manifests: dict[str, _Manifest | None], followers: Counter[str | None]) -> Verified:
    if folder.name not in manifests:
        return Verified(
            folder.name, notes=(_("It isn't finished, so it has no hashes yet: the run broke off, or is still going on."),)
        )
    manifest = manifests[folder.name]
    if manifest is None:
        return Verified(
            folder.name, faults=(_("{manifest} is damaged: a line of it is no hash and name.").format(manifest=MANIFEST),)
        )
    faults, notes = list(_file_faults(folder, manifest)), []
    added = [path.name for path in _files(folder) if path.name not in manifest.files]
    if added:
        notes.append(_("Added later, and so without a hash here: {added}.").format(added=", ".join(added)))
    before = manifest.before
    if followers[before.folder if before else None] > 1:
        said = _("chained to {folder}").format(folder=before.folder) if before else _("the first")
        faults.append(_("Another receipt, too, says that it is {said}: one of them was added or changed.").format(said=said))
    if before is not None:
        path = folder.parent / before.folder / MANIFEST
        if not path.is_file():
            notes.append(
                _("A gap before it: {folder} isn't here any more. It was forgotten, or removed.").format(folder=before.folder)
            )
        elif _sha256(path) != before.sha256:
            faults.append(
                _("The receipt before it, {folder}, has other hashes than when this one was written.").format(
                    folder=before.folder
                )
            )
    return Verified(folder.name, tuple(faults), tuple(notes))


def _file_faults(folder: Path, manifest: _Manifest) -> Iterator[str]:
    for name, sha256 in manifest.files.items():
        path = folder / name
        if not path.is_file():
            yield _("{name} is missing.").format(name=name)
        elif _sha256(path) != sha256:
            yield _("{name} has changed.").format(name=name)


def _files(folder: Path) -> Sequence[Path]:
    return sorted(
        path for path in folder.iterdir() if path.is_file() and path.name != MANIFEST and not path.name.startswith(UNFINISHED)
    )


def _read(path: Path) -> _Manifest | None:
    """What a manifest says; None where it isn't one."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from None
    lines = [_LINE.fullmatch(line) for line in text.splitlines()]
    found = [line for line in lines if line is not None]
    if len(found) < len(lines) or not found:
        return None
    files = {line["name"]: line["sha256"] for line in found if line["name"]}
    before = [Link(line["before"], line["sha256"]) for line in found if line["before"]]
    return _Manifest(files, before[-1] if before else None)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> LedgerError:
    return LedgerError(
        _("The file {path} can't be read: {strerror}.").format(path=path, strerror=error.strerror),
        _("Make it readable for you, then run it again."),
    )
