"""What is handed over in a picture's place: the picture alone. Where nothing is to be left out, that is the person's file
itself; else a copy of the same name in a private folder that ends with the run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ai_optout.errors import AiOptoutError
from ai_optout.evidence.check import EXTENSIONS, LIMIT, MEGABYTE, TooLargeError, check_evidence, format_of, read, too_large
from ai_optout.evidence.metadata import Stripped, without_metadata
from ai_optout.evidence.parts import Word
from ai_optout.evidence.smaller import SHORTEST_LONG_SIDE, Smaller, smaller
from ai_optout.folders import private_folder
from ai_optout.messages import _, ngettext

LARGEST = 100 * MEGABYTE
"""Bytes up to which a smaller copy is offered: twice what the cameras of today's phones make of a picture."""

_PLURAL = frozenset({Word.NOTES, Word.PICTURES})


@dataclass(frozen=True)
class Upload:
    """A file to hand over, and what the person is told of how it differs from theirs, a sentence each."""

    path: Path
    notes: tuple[str, ...] = ()


Accept = Callable[[str], bool]
"""Whether the person wants the smaller copy that the sentences offer; the answer is yes or no."""


@contextmanager
def uploads(paths: Sequence[Path], folder: Path, accept: Accept) -> Iterator[tuple[Upload, ...]]:
    """What is handed over for each of `paths`. Copies lie in `folder`, made with mode 0700 and removed at the end; what an
    earlier run left there is removed first, so nobody else may be using it.

    Raises `ProfileError` where the form wouldn't take one, or it is too large and `accept` declines a smaller copy.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield tuple(_upload(path, folder / str(number), accept) for number, path in enumerate(paths, start=1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def bare_pictures(paths: Sequence[Path], folder: Path) -> Iterator[tuple[Upload, ...]]:
    """As `uploads`, for a form that says nothing of how large a picture may be: nothing is made smaller."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield tuple(_bare(path, folder / str(number)) for number, path in enumerate(paths, start=1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_picture(path: Path) -> bool:
    """Whether the file's name says that it is a picture of a kind whose metadata can be left out."""
    return any(path.suffix.lower() in endings for endings in EXTENSIONS.values())


def notes_of(handed_over: Iterable[Upload]) -> tuple[str, ...]:
    """What there is to be told of them, each sentence once: a picture may be handed over twice."""
    return tuple(dict.fromkeys(note for upload in handed_over for note in upload.notes))


def _upload(path: Path, folder: Path, accept: Accept) -> Upload:
    try:
        called = check_evidence(path).format
    except TooLargeError as refusal:
        content = _read_large(path, refusal)
        called = format_of(path, content)
    else:
        content = read(path, LIMIT)
    stripped = without_metadata(path, content, called)
    notes = _notes(path.name, stripped)
    if len(stripped.content) >= LIMIT or (stripped.turned and len(content) >= LIMIT):
        copy = _smaller(path, content, stripped, accept)
        name = path.name if path.suffix.lower() in EXTENSIONS["JPG"] else f"{_stem(path)}{EXTENSIONS['JPG'][0]}"
        what = _("A smaller copy of {name} is uploaded: {measures}. Your own file stays as it is.").format(
            name=path.name, measures=_measures(copy)
        )
        left_out = [_left_out(path.name, stripped.left_out)] if stripped.left_out else []
        return Upload(_kept(folder / name, copy.content), (what, *left_out))
    return Upload(_kept(folder / path.name, stripped.content), notes) if notes else Upload(path)


def _bare(path: Path, folder: Path) -> Upload:
    content = read(path, LARGEST)
    stripped = without_metadata(path, content, format_of(path, content))
    notes = _notes(path.name, stripped)
    return Upload(_kept(folder / path.name, stripped.content), notes) if notes else Upload(path)


def _read_large(path: Path, refusal: TooLargeError) -> bytes:
    try:
        return read(path, LARGEST)
    except TooLargeError:
        raise refusal from None


def _smaller(path: Path, content: bytes, stripped: Stripped, accept: Accept) -> Smaller:
    """The smaller copy that the person accepted. Raises `TooLargeError`."""
    size = max(len(content), len(stripped.content))
    refusal = too_large(path, size, _(" once it is turned the way up it is shown") if len(content) < LIMIT else "")
    copy = smaller(content)
    if copy is None:
        raise TooLargeError(
            _(
                "{message} It can't be made small enough and stay legible, that is with a long side of "
                "{shortest_long_side:,} pixels or more."
            ).format(message=refusal.message, shortest_long_side=SHORTEST_LONG_SIDE),
            _("Cut it down to what matters, or save one picture of it as JPG, then name that file under `evidence`."),
        )
    offer = _("{name} has {size:.1f} MB, and the form takes less than {limit} MB.").format(
        name=path.name, size=size / MEGABYTE, limit=LIMIT // MEGABYTE
    )
    if not accept(
        _("{offer} Upload a smaller copy of {measures}? Your own file stays as it is. Type yes or no.").format(
            offer=offer, measures=_measures(copy)
        )
    ):
        raise refusal
    return copy


def _measures(copy: Smaller) -> str:
    return _("{width:,} × {height:,} pixels, {number:.1f} MB").format(
        width=copy.width, height=copy.height, number=len(copy.content) / MEGABYTE
    )


def _stem(path: Path) -> str:
    known = {ending for endings in EXTENSIONS.values() for ending in endings}
    return path.stem if path.suffix.lower() in known else path.name


def _notes(name: str, stripped: Stripped) -> tuple[str, ...]:
    notes = (_left_out(name, stripped.left_out),) if stripped.left_out else ()
    turned = (_("For that, {name} was saved anew, the way up it is shown.").format(name=name),) if stripped.turned else ()
    return (*notes, *turned)


def _left_out(name: str, words: Sequence[Word]) -> str:
    said = [_(word) for word in words]
    listed = _("{words} and {words_2}").format(words=", ".join(said[:-1]), words_2=said[-1]) if len(said) > 1 else said[0]
    return ngettext(
        "The {listed} written in {name} was left out of what is uploaded.",
        "The {listed} written in {name} were left out of what is uploaded.",
        2 if len(words) > 1 or words[0] in _PLURAL else 1,
    ).format(listed=listed, name=name)


def _kept(path: Path, content: bytes) -> Path:
    """`content` as a file of mode 0600 from its first byte. Raises `AiOptoutError` where it can't be written."""
    private_folder(path.parent)
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(content)
    except OSError as error:
        raise AiOptoutError(
            _("What is to be uploaded can't be written to {parent}: {strerror}.").format(
                parent=path.parent, strerror=error.strerror
            ),
            _("Free some space or make the folder writable, then run it again."),
        ) from None
    return path
