"""Evidence: whether a file is an image that the third-party form would take, told by its content before a browser opens.

The form's own text asks for less than 4 MB of JPG, PNG, GIF, TIFF, HEIF or WebP. The bytes are never touched.
"""

from __future__ import annotations

import hashlib
import struct
import warnings
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, UnidentifiedImageError

from ai_optout.errors import ProfileError

MEGABYTE = 1_000_000
"""The smaller of the two readings of "MB", as nobody knows which one the form means."""

LIMIT = 4 * MEGABYTE
"""Bytes an image has to stay below. The form's own text: "less than 4 MB"."""

FORMATS = {"JPEG": "JPG", "MPO": "JPG", "PNG": "PNG", "GIF": "GIF", "TIFF": "TIFF", "HEIF": "HEIF", "WEBP": "WebP"}
"""The formats of the form's text: Pillow's name and the form's. MPO is a JPG with a second picture in it, as phones make them."""

_KINDS = "JPG, PNG, GIF, TIFF, HEIF or WebP"
_SAVE_AS = "Open it in an image viewer and save it as PNG or JPG, then name that file under `evidence`."


# What Pillow's decoders and libheif raise over damaged data, found by damaging images of every format at random.
_DAMAGED = (OSError, EOFError, SyntaxError, ValueError, RuntimeError, struct.error)


@dataclass(frozen=True)
class Evidence:
    """A file that the form would take: `size` in bytes, `format` in the form's words, `sha256` of its bytes in hexadecimal."""

    path: Path
    name: str
    size: int
    format: str
    sha256: str


def check_evidence(path: Path) -> Evidence:
    """What the image at `path` is. Raises `ProfileError` where the form wouldn't take it, or it isn't there to be handed over."""
    content = _content(path)
    return Evidence(path, path.name, len(content), _format(path, content), hashlib.sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ProfileError(f"The evidence {path} is a folder, not an image.", "Name the image in it under `evidence`.")
        if path.exists() and not path.is_file():
            raise ProfileError(
                f"The evidence {path} is no ordinary file.", "Copy the image into a file and name that under `evidence`."
            )
        size = path.stat().st_size
        if size >= LIMIT:
            raise ProfileError(
                f"The evidence {path} has {size / MEGABYTE:.1f} MB, and the form takes less than {LIMIT // MEGABYTE} MB.",
                "Cut it down to what matters, or save it smaller or as JPG, then name that file under `evidence`.",
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise ProfileError(
            f"The evidence {path} isn't there.", "Correct the path under `evidence`: it is relative to the profile's file."
        ) from None
    except OSError as error:
        raise ProfileError(
            f"The evidence {path} can't be read: {error.strerror}.", f"Make it readable for you: chmod 600 {path}"
        ) from None
    if not content:
        raise ProfileError(f"The evidence {path} is empty.", "Save the image once more, then name that file under `evidence`.")
    return content


def _format(path: Path, content: bytes) -> str:
    _know_heif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd about an image and doesn't keep it from being shown
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content)) as image:
                kind = image.format or "unnamed"
                image.load()
    except UnidentifiedImageError:
        raise ProfileError(
            f"The evidence {path} is no image, whatever its name says; the form takes {_KINDS}.", _SAVE_AS
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ProfileError(
            f"The evidence {path} has more than {Image.MAX_IMAGE_PIXELS:,} pixels: no form would show it.",
            "Cut it down to what matters, then name that file under `evidence`.",
        ) from None
    except _DAMAGED:
        raise ProfileError(f"The evidence {path} is damaged: the image breaks off or can't be decoded.", _SAVE_AS) from None
    if kind not in FORMATS:
        raise ProfileError(f"The evidence {path} is a {kind} image, and the form takes {_KINDS}.", _SAVE_AS)
    return FORMATS[kind]


@cache
def _know_heif() -> None:
    """Pillow itself doesn't read HEIF, in which phones take their pictures."""
    pillow_heif.register_heif_opener()
