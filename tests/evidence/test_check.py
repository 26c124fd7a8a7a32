"""What the form takes, told by content; each other thing is refused in its own words."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from ai_optout.errors import ProfileError
from ai_optout.evidence import LIMIT, TooLargeError, check_evidence

TAKEN = {"JPEG": "JPG", "PNG": "PNG", "GIF": "GIF", "TIFF": "TIFF", "HEIF": "HEIF", "WEBP": "WebP"}


@pytest.fixture(scope="module", autouse=True)
def _heif() -> None:
    pillow_heif.register_heif_opener()


def picture(path: Path, form: str = "PNG", size: tuple[int, int] = (60, 40)) -> Path:
    Image.effect_noise(size, 60).convert("RGB").save(path, form)
    return path


def refusal(path: Path) -> ProfileError:
    with pytest.raises(ProfileError) as refused:
        check_evidence(path)
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize(("form", "called"), TAKEN.items())
def test_every_format_of_the_forms_text_is_taken(tmp_path: Path, form: str, called: str) -> None:
    path = picture(tmp_path / "a picture.dat", form)
    content = path.read_bytes()

    evidence = check_evidence(path)

    assert evidence.format == called  # by its content: the name says nothing
    assert (evidence.path, evidence.name, evidence.size) == (path, "a picture.dat", len(content))
    assert evidence.sha256 == hashlib.sha256(content).hexdigest()
    assert path.read_bytes() == content


def test_a_phones_jpg_with_a_second_picture_is_a_jpg(tmp_path: Path) -> None:
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    first.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[second])

    assert check_evidence(tmp_path / "a.jpg").format == "JPG"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    refused = refusal(tmp_path / "none.png")

    assert refused.message == f"The evidence {tmp_path / 'none.png'} isn't there."
    assert refused.hint == "Correct the path under `evidence`: it is relative to the profile's file."


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path).message == f"The evidence {tmp_path} is a folder, not an image."


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")

    assert refusal(tmp_path / "a.png").message == f"The evidence {tmp_path / 'a.png'} is no ordinary file."


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)  # unlike a mode, this keeps root out, too

    assert refusal(path).message == f"The evidence {path} can't be read: File name too long."


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()

    assert refusal(tmp_path / "a.png").message == f"The evidence {tmp_path / 'a.png'} is empty."


@pytest.mark.parametrize(
    "content", [b"hello", b"%PDF-1.7\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"], ids=["text", "PDF", "SVG"]
)
def test_what_is_no_image_is_told_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)

    assert refusal(path).message == (
        f"The evidence {path} is no image, whatever its name says; the form takes JPG, PNG, GIF, TIFF, HEIF or WebP."
    )


@pytest.mark.parametrize("form", ["BMP", "AVIF"])
def test_an_image_of_another_format_is_told_with_its_format(tmp_path: Path, form: str) -> None:
    path = picture(tmp_path / "a.png", form)

    assert (
        refusal(path).message == f"The evidence {path} is a {form} image, and the form takes JPG, PNG, GIF, TIFF, HEIF or WebP."
    )


@pytest.mark.parametrize(("form", "called"), [("PNG", "PNG"), ("WEBP", "WebP")])
def test_a_moving_picture_that_is_no_gif_is_told(tmp_path: Path, form: str, called: str) -> None:
    path = tmp_path / "a.dat"
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    first.save(path, form, save_all=True, append_images=[second])

    assert refusal(path).message == f"The evidence {path} is an animated {called}, and only a GIF may be animated."


def test_a_moving_gif_is_taken(tmp_path: Path) -> None:
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    first.save(tmp_path / "a.gif", save_all=True, append_images=[second])

    assert check_evidence(tmp_path / "a.gif").format == "GIF"


@pytest.mark.parametrize(
    ("name", "form", "called", "ending"),
    [
        ("a.jpg", "PNG", "PNG", ".png"),
        ("a.PNG", "JPEG", "JPG", ".jpg"),
        ("a.webp", "GIF", "GIF", ".gif"),
        ("a.gif", "WEBP", "WebP", ".webp"),
        ("a.jpeg", "HEIF", "HEIF", ".heic"),
        ("a.pdf", "TIFF", "TIFF", ".tif"),
        ("a.html", "PNG", "PNG", ".png"),
    ],
)
def test_an_image_named_as_something_else_is_told(tmp_path: Path, name: str, form: str, called: str, ending: str) -> None:
    path = picture(tmp_path / name, form)

    assert refusal(path).message == f"The evidence {path} is a {called} image, and its name ends in {path.suffix}."
    assert refusal(path).hint == f"Rename it so that it ends in {ending}, then name it so under `evidence`."


@pytest.mark.parametrize("name", ["a.JPEG", "a.jpe", "a.jfif", "a", "a.bin", "Shot 12.30", "a.jpg.old"])
def test_a_name_that_says_nothing_else_is_taken(tmp_path: Path, name: str) -> None:
    assert check_evidence(picture(tmp_path / name, "JPEG")).format == "JPG"


@pytest.mark.parametrize("form", TAKEN)
def test_an_image_that_breaks_off_is_told(tmp_path: Path, form: str) -> None:
    path = picture(tmp_path / "a.png", form)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])

    assert refusal(path).message == f"The evidence {path} is damaged: the image breaks off or can't be decoded."


def padded(path: Path, size: int) -> Path:
    """A PNG of exactly `size` bytes: a private chunk fills it up."""
    content = picture(path).read_bytes()
    head, end = content[:-12], content[-12:]
    filling = bytes(size - len(content) - 12)
    path.write_bytes(
        head + struct.pack(">I", len(filling)) + b"fiLl" + filling + struct.pack(">I", zlib.crc32(b"fiLl" + filling)) + end
    )
    return path


def test_just_below_the_limit_is_taken(tmp_path: Path) -> None:
    assert check_evidence(padded(tmp_path / "a.png", LIMIT - 1)).size == 3_999_999


@pytest.mark.parametrize(("size", "said"), [(4_000_000, "4.0"), (4_194_303, "4.2"), (9_870_000, "9.9")])
def test_from_the_limit_on_it_is_too_large(tmp_path: Path, size: int, said: str) -> None:
    path = padded(tmp_path / "a.png", size)

    assert isinstance(refusal(path), TooLargeError)
    assert refusal(path).message == f"The evidence {path} has {said} MB, and the form takes less than 4 MB."


@pytest.mark.parametrize("side", [10_000, 30_000], ids=["where Pillow warns", "where Pillow refuses"])
def test_an_image_of_too_many_pixels_is_told_before_it_is_unpacked(tmp_path: Path, side: int) -> None:
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    path = tmp_path / "a.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
        )
    )

    assert refusal(path).message == f"The evidence {path} has more than 89,478,485 pixels: no form would show it."
