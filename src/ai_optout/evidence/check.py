"""Whether a file is a picture that the third-party form would take, told by its content. The file is read and never touched."""

from __future__ import annotations

import hashlib
import mimetypes
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, UnidentifiedImageError

from ai_optout.errors import ProfileError
from ai_optout.messages import N_, _

MEGABYTE = 1_000_000
"""The smaller of the two readings of "MB", as nobody knows which one the form means."""

LIMIT = 4 * MEGABYTE
"""Bytes an image has to stay below. The form's own text: "less than 4 MB"."""

FORMATS = {"JPEG": "JPG", "MPO": "JPG", "PNG": "PNG", "GIF": "GIF", "TIFF": "TIFF", "HEIF": "HEIF", "WEBP": "WebP"}
"""The formats of the form's text: Pillow's name and the form's. MPO is a JPG with a second picture in it, as phones make them."""

EXTENSIONS = {
    "JPG": (".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".mpo"),
    "PNG": (".png", ".apng"),
    "GIF": (".gif",),
    "TIFF": (".tif", ".tiff"),
    "HEIF": (".heic", ".heif", ".hif"),
    "WebP": (".webp",),
}
"""How the name of such a file ends; the usual way first."""

KINDS = N_("JPG, PNG, GIF, TIFF, HEIF or WebP")
SAVE_AS = N_("Open it in an image viewer and save it as PNG or JPG, then name that file under `evidence`.")

# What Pillow's decoders and libheif raise over damaged data, found by damaging images of every format at random.
DAMAGED = (OSError, EOFError, SyntaxError, ValueError, RuntimeError, struct.error)


class TooLargeError(ProfileError):
    """A picture that the form would take if it were smaller."""


@dataclass(frozen=True)
class Evidence:
    """A file that the form would take: `size` in bytes, `format` in the form's words, `sha256` of its bytes in hexadecimal."""

    path: Path
    name: str
    size: int
    format: str
    sha256: str


def check_evidence(path: Path) -> Evidence:
    """What the image at `path` is. Raises `ProfileError` where the form wouldn't take it, or it isn't there to be handed over;
    where it is merely too large, `TooLargeError`.
    """
    content = read(path, LIMIT)
    return Evidence(path, path.name, len(content), format_of(path, content), hashlib.sha256(content).hexdigest())


def read(path: Path, limit: int) -> bytes:
    """The bytes of the file at `path`, fewer than `limit` of them. Raises like `check_evidence`."""
    try:
        if path.is_dir():
            raise ProfileError(
                _("The evidence {path} is a folder, not an image.").format(path=path), _("Name the image in it under `evidence`.")
            )
        if path.exists() and not path.is_file():
            raise ProfileError(
                _("The evidence {path} is no ordinary file.").format(path=path),
                _("Copy the image into a file and name that under `evidence`."),
            )
        size = path.stat().st_size
        if size >= limit:
            raise too_large(path, size)
        content = path.read_bytes()
    except FileNotFoundError:
        raise ProfileError(
            _("The evidence {path} isn't there.").format(path=path),
            _("Correct the path under `evidence`: it is relative to the profile's file."),
        ) from None
    except OSError as error:
        raise ProfileError(
            _("The evidence {path} can't be read: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it readable for you: chmod 600 {path}").format(path=path),
        ) from None
    if not content:
        raise ProfileError(
            _("The evidence {path} is empty.").format(path=path),
            _("Save the image once more, then name that file under `evidence`."),
        )
    return content


def too_large(path: Path, size: int, why: str = "") -> TooLargeError:
    """The refusal of a picture of `size` bytes; `why` it has so many, where its file has fewer."""
    return TooLargeError(
        _("The evidence {path} has {size:.1f} MB{why}, and the form takes less than {limit} MB.").format(
            path=path, size=size / MEGABYTE, why=why, limit=LIMIT // MEGABYTE
        ),
        _("Cut it down to what matters, or save it smaller or as JPG, then name that file under `evidence`."),
    )


def format_of(path: Path, content: bytes) -> str:
    """The format of the picture `content` in the form's words. Raises `ProfileError` where it is none, damaged, moves where the
    form takes no moving one, or is named as something else.
    """
    know_heif()
    try:
        with quietly(), Image.open(BytesIO(content)) as image:
            kind = image.format or "unnamed"
            image.load()
            moves = kind in {"PNG", "WEBP"} and getattr(image, "n_frames", 1) > 1
    except UnidentifiedImageError:
        raise ProfileError(
            _("The evidence {path} is no image, whatever its name says; the form takes {kinds}.").format(
                path=path, kinds=_(KINDS)
            ),
            _(SAVE_AS),
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ProfileError(
            _("The evidence {path} has more than {max_image_pixels:,} pixels: no form would show it.").format(
                path=path, max_image_pixels=Image.MAX_IMAGE_PIXELS
            ),
            _("Cut it down to what matters, then name that file under `evidence`."),
        ) from None
    except DAMAGED:
        raise ProfileError(
            _("The evidence {path} is damaged: the image breaks off or can't be decoded.").format(path=path), _(SAVE_AS)
        ) from None
    if kind not in FORMATS:
        raise ProfileError(
            _("The evidence {path} is a {kind} image, and the form takes {kinds}.").format(path=path, kind=kind, kinds=_(KINDS)),
            _(SAVE_AS),
        )
    if moves:
        raise ProfileError(
            _("The evidence {path} is an animated {formats}, and only a GIF may be animated.").format(
                path=path, formats=FORMATS[kind]
            ),
            _(SAVE_AS),
        )
    if _says_otherwise(path.suffix.lower(), FORMATS[kind]):
        raise ProfileError(
            _("The evidence {path} is a {formats} image, and its name ends in {suffix}.").format(
                path=path, formats=FORMATS[kind], suffix=path.suffix
            ),
            _("Rename it so that it ends in {extensions}, then name it so under `evidence`.").format(
                extensions=EXTENSIONS[FORMATS[kind]][0]
            ),
        )
    return FORMATS[kind]


def _says_otherwise(ending: str, called: str) -> bool:
    """Whether a name that ends so says that the file is something else; an ending that says nothing doesn't."""
    if ending in EXTENSIONS[called]:
        return False
    images = {one for endings in EXTENSIONS.values() for one in endings} | {".avif", ".bmp", ".pdf", ".svg"}
    return ending in images or _known_endings().get(ending, "application/octet-stream") != "application/octet-stream"


@cache
def _known_endings() -> dict[str, str]:
    return dict(mimetypes.MimeTypes().types_map[True])  # Python's own table: this machine's may say something else


@contextmanager
def quietly() -> Iterator[None]:
    """Without Pillow's warnings of what is odd about an image and doesn't keep it from being shown; a bomb's is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


@cache
def know_heif() -> None:
    """Have Pillow read HEIF, in which phones take their pictures."""
    pillow_heif.register_heif_opener()
