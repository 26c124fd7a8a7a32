"""A picture without what is written in its file beside it: place, camera, time, notes, thumbnails, whatever follows its end.

The coded picture itself stays as it is, byte by byte; afterwards both files are decoded and compared. One thing takes a new
encoding: a JPG, PNG or WebP whose Exif alone says which way up it is shown is turned, without loss in a PNG
and, where it doesn't grow too large by it, in a WebP.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin

from ai_optout.errors import ProfileError
from ai_optout.evidence import gif, heif, jpeg, png, tiff, webp
from ai_optout.evidence.check import DAMAGED, LIMIT, SAVE_AS, know_heif, quietly
from ai_optout.evidence.parts import Clean, Word, words
from ai_optout.messages import _

HIGH_QUALITY = 95
"""Pillow's own ceiling for JPG: beyond it files grow and pictures hardly get better (its documentation, *JPEG saving*)."""

_CONTAINERS: Mapping[str, Callable[[bytes], Clean]] = {
    "JPG": jpeg.clean,
    "PNG": png.clean,
    "GIF": gif.clean,
    "TIFF": tiff.clean,
    "HEIF": heif.clean,
    "WebP": webp.clean,
}
_ORIENTATION, _UPRIGHT, _SIDEWAYS = 0x0112, 1, (5, 6, 7, 8)
_BY_EXIF = frozenset({"JPG", "PNG", "WebP"})
"""Formats in which nothing but Exif says which way up a picture is shown; TIFF and HEIF say it by their own means."""
_SUBFILE, _REDUCED = 254, 1


@dataclass(frozen=True)
class Stripped:
    """The picture alone. Where `left_out` is empty, `content` is as it was; `turned` where it had to be saved anew."""

    content: bytes
    left_out: tuple[Word, ...]
    turned: bool


def without_metadata(path: Path, content: bytes, called: str) -> Stripped:
    """The picture at `path`, of the format `called` by the form, alone. Raises `ProfileError` where that can't be made of it."""
    try:
        with quietly():
            cleaned = _CONTAINERS[called](content)
            if not cleaned.left_out:
                return Stripped(content, (), turned=False)
            orientation = _orientation(content) if called in _BY_EXIF else _UPRIGHT
            if orientation != _UPRIGHT:
                upright = _CONTAINERS[called](_turned(content, called, orientation)).content
                return Stripped(upright, words(cleaned.left_out), turned=True)
            if list(_pixels(cleaned.content)) != list(_pixels(content)):
                raise _inseparable(path)
            return Stripped(cleaned.content, words(cleaned.left_out), turned=False)
    except (*DAMAGED, LookupError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _inseparable(path) from None


def _inseparable(path: Path) -> ProfileError:
    return ProfileError(
        _("What else is written in the evidence {path} can't be told apart from the picture.").format(path=path), _(SAVE_AS)
    )


def _orientation(content: bytes) -> int:
    with Image.open(BytesIO(content)) as image:
        found = image.getexif().get(_ORIENTATION, _UPRIGHT)
    return found if found in range(2, 9) else _UPRIGHT


def _pixels(content: bytes) -> Iterator[tuple[object, ...]]:
    """A digest of each picture as it is shown; of a moving one, whose data are copied, of the first, and of no thumbnail."""
    know_heif()
    with Image.open(BytesIO(content)) as image:
        for number, frame in enumerate(ImageSequence.Iterator(image) if image.format == "TIFF" else [image]):
            if frame.width * frame.height > (Image.MAX_IMAGE_PIXELS or 0):
                raise Image.DecompressionBombError
            if number and getattr(frame, "tag_v2", {}).get(_SUBFILE, 0) & _REDUCED:
                continue
            frame.load()
            digest = hashlib.blake2b(frame.tobytes()).digest()
            yield (
                frame.mode,
                frame.size,
                digest,
                frame.getpalette(),
                frame.info.get("transparency"),
                frame.info.get("icc_profile"),
            )


def _turned(content: bytes, called: str, orientation: int) -> bytes:
    with Image.open(BytesIO(content)) as image:
        upright = ImageOps.exif_transpose(image)
        kept: dict[str, Any] = {"icc_profile": image.info.get("icc_profile"), "dpi": image.info.get("dpi")}
        if orientation in _SIDEWAYS and kept["dpi"]:
            kept["dpi"] = kept["dpi"][::-1]
        kept = {key: value for key, value in kept.items() if value}
        match called:
            case "PNG":
                return _with_colours_of(content, _saved(upright, "PNG", **kept))
            case "WebP":
                kept.pop("dpi", None)
                exact = _saved(upright, "WEBP", lossless=True, exact=True, **kept)
                return exact if len(exact) < LIMIT else _saved(upright, "WEBP", quality=HIGH_QUALITY, **kept)
            case _:
                finest = _saved(upright, "JPEG", quality=HIGH_QUALITY, subsampling=0, **kept)
                return finest if len(finest) < LIMIT else _saved(upright, "JPEG", **_as_before(image, orientation), **kept)


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    stored = BytesIO()
    image.save(stored, form, **options)
    return stored.getvalue()


def _as_before(image: Image.Image, orientation: int) -> dict[str, Any]:
    """The encoding that a JPG had: its file stays about as large, and the loss is small as the steps are the same."""
    tables: dict[int, list[int]] = getattr(image, "quantization", {})
    if orientation in _SIDEWAYS:
        tables = {
            number: [table[row * 8 + column] for column in range(8) for row in range(8)] for number, table in tables.items()
        }
    sampling = JpegImagePlugin.get_sampling(image)
    return {"qtables": tables, "subsampling": sampling if sampling in {0, 2} else 0}


def _with_colours_of(original: bytes, saved: bytes) -> bytes:
    """The PNG `saved` with the chunks by which the original says how its colours are meant."""
    first, *rest = [whole for name, whole in png.chunks(saved) if name not in png.COLOURS - {b"pHYs"}]
    colours = [whole for name, whole in png.chunks(original) if name in png.COLOURS - {b"pHYs"}]
    return b"".join([png.SIGNATURE, first, *colours, *rest])
