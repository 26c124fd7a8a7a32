"""How large a picture is, in words for the review."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, UnidentifiedImageError

from ai_optout.evidence.check import know_heif, quietly
from ai_optout.messages import N_, _

MEASURES = N_("{width:,} × {height:,} pixels, {bytes:,} bytes")


def measures(path: Path) -> str:
    """Width, height and size of the picture at `path`; empty where it can't be read as one."""
    know_heif()
    try:
        with quietly(), Image.open(path) as picture:
            width, height = picture.size
        return _(MEASURES).format(width=width, height=height, bytes=path.stat().st_size)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return ""
