"""A smaller copy of a picture that is too large: quality first, then size, and never below what can still be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from ai_optout.evidence.check import DAMAGED, LIMIT, know_heif, quietly

SHORTEST_LONG_SIDE: Final = 1_280
"""Pixels of the long side below which a screenshot isn't made smaller: its text would no longer be legible (issue 4)."""
QUALITIES: Final = (95, 90, 85, 80, 75)
"""Of the JPG, from hardly a loss down to Pillow's and libjpeg's own default."""
QUALITIES_REDUCED: Final = (85, 75)
STEP: Final = 0.84
"""How much shorter the sides get at a time: about seven tenths of the pixels."""


@dataclass(frozen=True)
class Smaller:
    """A JPG, with its size in pixels."""

    content: bytes
    width: int
    height: int


def smaller(content: bytes, limit: int = LIMIT) -> Smaller | None:
    """The picture as a JPG of fewer than `limit` bytes, the way up it is shown, on white where it was transparent; None where
    there is none that is still legible, or where it is more than one picture.
    """
    know_heif()
    try:
        with quietly(), Image.open(BytesIO(content)) as image:
            if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
                return None
            plain = _plain(image)
    except DAMAGED:
        return None
    profile = plain.info.get("icc_profile")
    for size, quality in _steps(plain.size):
        copy = plain if size == plain.size else plain.resize(size, Image.Resampling.LANCZOS)
        stored = BytesIO()
        # Colours as fine as brightness: coarser ones blur coloured text.
        copy.save(stored, "JPEG", quality=quality, subsampling=0, icc_profile=profile)
        if stored.tell() < limit:
            return Smaller(stored.getvalue(), *copy.size)
    return None


def _steps(size: tuple[int, int]) -> Iterator[tuple[tuple[int, int], int]]:
    for quality in QUALITIES:
        yield size, quality
    longest = max(size)
    side = float(longest)
    while side > SHORTEST_LONG_SIDE:
        side = max(side * STEP, SHORTEST_LONG_SIDE)
        reduced = (max(1, round(size[0] * side / longest)), max(1, round(size[1] * side / longest)))
        for quality in QUALITIES_REDUCED:
            yield reduced, quality


def _plain(image: Image.Image) -> Image.Image:
    """In 8-bit grey or red, green and blue. The colour profile stays where it still fits."""
    upright = ImageOps.exif_transpose(image)
    upright.load()
    profile: bytes | None = upright.info.get("icc_profile")
    if upright.has_transparency_data:
        coloured = upright.convert("RGBA")
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(coloured, mask=coloured.getchannel("A"))
    elif upright.mode.startswith("I"):  # 16-bit grey, which `convert` would cut instead of scale
        plain = upright.convert("I").point(lambda value: value / 256).convert("L")
    else:
        plain = upright if upright.mode in {"L", "RGB"} else upright.convert("L" if upright.mode in {"1", "F"} else "RGB")
    space = {"L": b"GRAY", "RGB": b"RGB "}[plain.mode]  # bytes 16 to 19 of a profile name its colour space (ICC.1, 7.2.6)
    plain.info = {"icc_profile": profile} if profile and profile[16:20] == space else {}
    return plain
