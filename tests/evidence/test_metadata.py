"""What is uploaded holds the picture and nothing else; its coded data stay as they are wherever the format allows."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from tests.evidence import pictures
from tests.evidence.pictures import SECRETS, chunk, exif, opened, profile, saved, scene, segment

from ai_optout.errors import ProfileError
from ai_optout.evidence.check import FORMATS
from ai_optout.evidence.metadata import Stripped, without_metadata

FULL: dict[str, tuple[str, Callable[[], bytes]]] = {
    "JPG": ("JPG", pictures.jpg_full_of_words),
    "PNG": ("PNG", pictures.png_full_of_words),
    "WebP": ("WebP", pictures.webp_full_of_words),
    "WebP without loss": ("WebP", lambda: pictures.webp_full_of_words(lossless=True)),
    "GIF": ("GIF", pictures.gif_full_of_words),
    "moving GIF": ("GIF", lambda: pictures.gif_full_of_words(frames=4)),
    "TIFF": ("TIFF", pictures.tiff_full_of_words),
    "TIFF with compressed strips": ("TIFF", lambda: pictures.tiff_full_of_words(compression="tiff_lzw")),
    "TIFF with JPG inside": ("TIFF", lambda: pictures.tiff_full_of_words(compression="jpeg")),
    "BigTIFF": ("TIFF", lambda: pictures.tiff_full_of_words(big_tiff=True)),
    "HEIF": ("HEIF", pictures.heif_full_of_words),
}


def stripped(content: bytes, called: str) -> Stripped:
    return without_metadata(Path("photo"), content, called)


@pytest.mark.parametrize("kind", FULL)
def test_every_word_beside_the_picture_is_gone_and_its_pixels_are_the_same(kind: str) -> None:
    called, make = FULL[kind]
    before = make()
    assert any(secret in before for secret in SECRETS)

    after = stripped(before, called)

    assert [secret for secret in SECRETS if secret in after.content] == []
    assert not after.turned
    one, other = opened(before), opened(after.content)
    assert FORMATS[other.format or ""] == called
    assert (one.size, one.mode, one.tobytes()) == (other.size, other.mode, other.tobytes())
    assert not other.getexif().get_ifd(0x8825)
    assert {"exif", "xmp", "comment", "XML:com.adobe.xmp", "Comment"} & {key for key in other.info if other.info[key]} == set()
    assert one.info.get("icc_profile") == other.info.get("icc_profile")


@pytest.mark.parametrize("kind", FULL)
def test_what_was_cleaned_is_clean(kind: str) -> None:
    called, make = FULL[kind]
    once = stripped(make(), called)

    assert stripped(once.content, called) == Stripped(once.content, (), turned=False)


@pytest.mark.parametrize(
    ("kind", "said"),
    {
        "JPG": ["place", "camera", "time", "notes", "further pictures", "further data"],
        "PNG": ["place", "camera", "time", "notes", "further data"],
        "WebP": ["place", "camera", "time", "notes", "further data"],
        "GIF": ["place", "notes", "further data"],
        "TIFF": ["camera", "time", "notes"],
        "HEIF": ["place", "camera", "time", "notes", "further pictures"],
    }.items(),
)
def test_what_was_left_out_is_said_in_a_persons_words(kind: str, said: list[str]) -> None:
    called, make = FULL[kind]

    assert [str(word) for word in stripped(make(), called).left_out] == said


def tiled() -> bytes:
    """A TIFF of two pages with a thumbnail in between."""
    pages = [scene(), scene(24, 16), scene(80, 40)]
    stored = io.BytesIO()
    pages[1].encoderinfo = {}
    pages[0].save(stored, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    return stored.getvalue()


PLAIN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "JPG": ("JPG", lambda: saved("JPEG")),
    "JPG with colour profile and resolution": ("JPG", lambda: saved("JPEG", icc_profile=profile(), dpi=(300, 300))),
    "progressive JPG": ("JPG", lambda: saved("JPEG", progressive=True, quality=90)),
    "JPG with restart markers": ("JPG", lambda: saved("JPEG", restart_marker_blocks=2)),
    "JPG for print": ("JPG", lambda: saved("JPEG", scene().convert("CMYK"))),
    "JPG that zeros follow": ("JPG", lambda: saved("JPEG") + bytes(64)),
    "PNG": ("PNG", lambda: saved("PNG")),
    "PNG of a palette with transparency": ("PNG", lambda: saved("PNG", scene().quantize(16), transparency=3)),
    "PNG with colour profile and resolution": ("PNG", lambda: saved("PNG", icc_profile=profile(), dpi=(144, 144))),
    "WebP": ("WebP", lambda: saved("WEBP")),
    "WebP with transparency": ("WebP", lambda: saved("WEBP", scene().convert("RGBA"), icc_profile=profile())),
    "GIF": ("GIF", lambda: saved("GIF")),
    "moving GIF": ("GIF", lambda: saved("GIF", save_all=True, append_images=[Image.new("RGB", (96, 64))], loop=3)),
    "TIFF": ("TIFF", lambda: saved("TIFF")),
    "TIFF of several pages": ("TIFF", tiled),
    "black and white TIFF": ("TIFF", lambda: saved("TIFF", scene().convert("1"), compression="group4")),
    "BigTIFF": ("TIFF", lambda: saved("TIFF", big_tiff=True)),
    "HEIF": ("HEIF", lambda: saved("HEIF")),
    "HEIF with transparency": ("HEIF", lambda: saved("HEIF", scene().convert("RGBA"), icc_profile=profile())),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_a_file_of_the_picture_alone_stays_byte_for_byte(kind: str) -> None:
    called, make = PLAIN[kind]
    content = make()

    assert stripped(content, called) == Stripped(content, (), turned=False)


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize(
    ("form", "called", "options"),
    [
        ("JPEG", "JPG", {"quality": 90}),
        ("PNG", "PNG", {}),
        ("WEBP", "WebP", {"quality": 90}),
        ("WEBP", "WebP", {"lossless": True}),
    ],
    ids=["JPG", "PNG", "WebP", "WebP without loss"],
)
def test_a_picture_that_exif_turns_is_shown_the_same_way_up(
    form: str, called: str, options: dict[str, Any], orientation: int
) -> None:
    before = saved(form, exif=exif(orientation), icc_profile=profile(), **options)

    after = stripped(before, called)

    assert after.turned
    shown, now = ImageOps.exif_transpose(opened(before)), opened(after.content)
    assert (now.size, now.format, now.getexif().get(0x0112)) == (shown.size, form, None)
    assert max(ImageStat.Stat(ImageChops.difference(shown, now)).mean) < (
        0.001 if form == "PNG" or options.get("lossless") else 1.5
    )
    assert now.info.get("icc_profile") == profile()
    assert [secret for secret in SECRETS if secret in after.content] == []


def test_the_orientation_of_a_tiff_is_a_tag_of_its_own_and_stays() -> None:
    before = saved("TIFF", tiffinfo={0x0112: 6, 0x010F: pictures.CAMERA})

    after = stripped(before, "TIFF")

    assert (after.turned, opened(after.content).size) == (False, (64, 96))
    assert opened(after.content).tobytes() == opened(before).tobytes()


def test_the_orientation_of_a_heif_is_its_own_and_stays() -> None:
    before = saved("HEIF", exif=exif(6).tobytes())

    after = stripped(before, "HEIF")

    assert (after.turned, opened(after.content).size) == (False, (64, 96))
    assert opened(after.content).tobytes() == opened(before).tobytes()


def test_the_chunks_that_say_how_a_pngs_colours_are_meant_outlive_a_turn() -> None:
    plain = saved("PNG", exif=exif(6))
    gamma = chunk(b"gAMA", (45_455).to_bytes(4))
    before = plain[:33] + gamma + plain[33:]

    after = stripped(before, "PNG")

    assert after.turned
    assert gamma in after.content


def test_the_second_picture_of_a_phones_jpg_is_left_out() -> None:
    first, second = scene(), Image.new("RGB", (96, 64), "red")
    stored = io.BytesIO()
    first.save(stored, "MPO", save_all=True, append_images=[second])

    after = stripped(stored.getvalue(), "JPG")

    assert [str(word) for word in after.left_out] == ["further pictures"]
    assert (opened(after.content).format, opened(after.content).tobytes()) == ("JPEG", opened(stored.getvalue()).tobytes())


def test_a_thumbnail_in_the_jfif_header_is_left_out() -> None:
    plain = saved("JPEG")
    header = plain[2:20]
    thumbnail = segment(0xE0, header[4:16] + b"\x01\x01" + b"\x01\x02\x03")

    after = stripped(plain[:2] + thumbnail + plain[20:], "JPG")

    assert (after.content, [str(word) for word in after.left_out]) == (plain, ["further pictures"])


def test_the_pages_of_a_tiff_all_stay() -> None:
    before = tiled() + b"SECRETTRAIL"

    after = stripped(before, "TIFF")

    pages = opened(after.content)
    sizes = []
    for number in range(3):
        pages.seek(number)
        sizes.append(pages.size)
    assert (getattr(pages, "n_frames", 0), sizes) == (3, [(96, 64), (24, 16), (80, 40)])


def test_a_tiffs_thumbnail_page_is_left_out() -> None:
    pages = [scene(), scene(24, 16)]
    stored = io.BytesIO()
    pages[0].save(stored, "TIFF", save_all=True, append_images=pages[1:], tiffinfo={254: 1})

    after = stripped(stored.getvalue(), "TIFF")

    assert [str(word) for word in after.left_out] == ["further pictures"]
    assert getattr(opened(after.content), "n_frames", 0) == 1


def test_a_moving_gif_moves_on_as_before() -> None:
    before = pictures.gif_full_of_words(frames=4)

    after = opened(stripped(before, "GIF").content)

    original = opened(before)
    assert (getattr(after, "n_frames", 0), after.info["loop"], after.info["duration"]) == (4, 0, 90)
    for number in range(4):
        after.seek(number)
        original.seek(number)
        assert after.convert("RGB").tobytes() == original.convert("RGB").tobytes()


def test_a_heif_keeps_its_pictures_where_they_are_in_the_file() -> None:
    before = pictures.heif_full_of_words()

    after = stripped(before, "HEIF")

    assert len(after.content) == len(before)
    assert after.content.index(b"mdat") == before.index(b"mdat")
    assert opened(after.content).info["thumbnails"] == []


@pytest.mark.parametrize("kind", FULL)
def test_a_damaged_file_is_refused_or_cleaned_and_nothing_else(kind: str) -> None:
    called, make = FULL[kind]
    before, dice = make(), random.Random(4)

    for _ in range(60):
        damaged = bytearray(before)
        for _ in range(dice.randint(1, 6)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        with suppress(ProfileError):
            assert opened(stripped(bytes(damaged), called).content).size


def test_what_cant_be_told_apart_from_the_picture_is_refused() -> None:
    content = pictures.jpg_full_of_words()

    with pytest.raises(ProfileError) as refused:
        stripped(content[:30], "JPG")

    assert refused.value.message == "What else is written in the evidence photo can't be told apart from the picture."
    assert refused.value.hint == "Open it in an image viewer and save it as PNG or JPG, then name that file under `evidence`."
