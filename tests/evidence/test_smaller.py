"""A copy that is small enough and still legible: quality goes first, then size, down to 1,280 pixels on the long side."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops, ImageStat
from tests.evidence.pictures import SECRETS, exif, gif_full_of_words, opened, profile, saved, scene, tiff_full_of_words

from ai_optout.evidence.smaller import smaller


def noise(width: int, height: int) -> Image.Image:
    """What compresses worst."""
    return Image.merge("RGB", [Image.effect_noise((width, height), 90) for _ in range(3)])


def test_quality_goes_before_size() -> None:
    content = saved("PNG", noise(1_400, 700))

    copy = smaller(content, 1_700_000)

    assert copy is not None
    assert (copy.width, copy.height) == (1_400, 700)
    assert len(copy.content) < 1_700_000


def test_the_best_quality_that_fits_is_taken() -> None:
    content = saved("PNG", scene(900, 600))

    copy = smaller(content)

    assert copy is not None
    difference = ImageStat.Stat(ImageChops.difference(opened(content), opened(copy.content)))
    assert max(difference.mean) < 1


def test_size_follows_and_keeps_the_proportions() -> None:
    copy = smaller(saved("PNG", noise(1_800, 900)), 900_000)

    assert copy is not None
    assert 1_280 <= copy.width < 1_800
    assert copy.width / copy.height == pytest.approx(2, abs=0.01)
    assert opened(copy.content).size == (copy.width, copy.height)


def test_it_stops_at_1280_pixels_on_the_long_side() -> None:
    large = noise(800, 1_600)
    least = saved("JPEG", large.resize((640, 1_280), Image.Resampling.LANCZOS), quality=75, subsampling=0)

    copy = smaller(saved("PNG", large), len(least) + 1)

    assert copy is not None
    assert (copy.width, copy.height) == (640, 1_280)
    assert smaller(saved("PNG", large), len(least)) is None


def test_a_small_picture_isnt_made_smaller_in_size() -> None:
    content = saved("PNG", noise(300, 200))

    assert smaller(content, 20_000) is None


@pytest.mark.parametrize("content", [gif_full_of_words(frames=3), saved("TIFF", save_all=True, append_images=[scene()])])
def test_of_several_pictures_none_is_lost_silently(content: bytes) -> None:
    assert smaller(content, 20_000) is None


def test_a_copy_is_the_way_up_it_is_shown_and_holds_no_metadata() -> None:
    copy = smaller(saved("JPEG", exif=exif(6), icc_profile=profile(), comment=b"SECRETCOMMENT"))

    assert copy is not None
    assert (copy.width, copy.height) == (64, 96)
    assert [secret for secret in SECRETS if secret in copy.content] == []
    assert opened(copy.content).info["icc_profile"] == profile()


def test_what_is_transparent_becomes_white() -> None:
    see_through = Image.new("RGBA", (40, 30), (0, 0, 0, 0))

    copy = smaller(saved("PNG", see_through))

    assert copy is not None
    assert opened(copy.content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("image", "grey"),
    [(Image.new("I;16", (40, 30), 0x8000), 128), (Image.new("L", (40, 30), 90), 90), (Image.new("1", (40, 30), 1), 255)],
    ids=["16 bits", "8 bits", "1 bit"],
)
def test_grey_stays_as_bright_as_it_was(image: Image.Image, grey: int) -> None:
    copy = smaller(saved("PNG", image))

    assert copy is not None
    assert opened(copy.content).getpixel((5, 5)) == pytest.approx(grey, abs=1)


def test_a_picture_for_print_becomes_one_for_the_screen() -> None:
    copy = smaller(tiff_full_of_words())
    printed = smaller(saved("TIFF", scene().convert("CMYK")))

    assert copy is not None
    assert printed is not None
    assert opened(printed.content).mode == "RGB"
