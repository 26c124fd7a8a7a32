"""Pictures as phones, scanners and programs make them, with known words in every place where metadata can stand."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from ai_optout.evidence.check import know_heif

know_heif()

PLACE, CAMERA, DEVICE = "N", "ACMECAMERAWORKS", "SECRETPHONE-9"
TIME, NOTE, COMMENT = "2024:05:06 07:08:09", "SECRETNOTE", b"SECRETCOMMENT"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf>SECRETXMP exif:GPSLatitude='52,31.1N'</rdf></x:xmpmeta>"
SECRETS = (CAMERA.encode(), DEVICE.encode(), TIME.encode(), NOTE.encode(), COMMENT, b"SECRETXMP", b"SECRETTRAIL", b"GPSLatitude")
"""None of these bytes is part of a picture."""


def scene(width: int = 96, height: int = 64) -> Image.Image:
    """A picture of which no part is like another, so that a turn or a cut shows."""
    across = Image.linear_gradient("L").resize((width, height)).rotate(90, expand=False)
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, Image.radial_gradient("L").resize((width, height))))


def exif(orientation: int | None = None) -> Image.Exif:
    """Place, camera, time and a note, and which way up it is."""
    written = Image.Exif()
    written[0x010E], written[0x010F], written[0x0110], written[0x0132] = NOTE, CAMERA, DEVICE, TIME
    place = written.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = PLACE, (52.0, 31.0, 7.5), "E", (13.0, 24.0, 17.0)
    if orientation:
        written[0x0112] = orientation
    return written


@cache
def profile() -> bytes:
    """A colour profile. It holds the second in which it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def saved(form: str, image: Image.Image | None = None, **options: Any) -> bytes:
    """The bytes of a picture of that format."""
    stored = io.BytesIO()
    (image or scene()).save(stored, form, **options)
    return stored.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPG."""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def riff(name: bytes, body: bytes) -> bytes:
    """A chunk of a WebP."""
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def jpg_full_of_words() -> bytes:
    """A JPG with everything: Exif, XMP and its extension, IPTC, a thumbnail, comments, something behind its end."""
    plain = saved("JPEG", exif=exif(), icc_profile=profile(), comment=COMMENT)
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    more = segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + XMP)
    iptc = segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0eSECRETNOTE")
    jfxx = segment(0xE0, b"JFXX\0\x10" + b"SECRETTRAIL")
    strange = segment(0xE7, b"SECRETTRAIL")
    return plain[:2] + xmp + more + iptc + jfxx + strange + plain[2:] + b"SECRETTRAIL" + saved("JPEG", exif=exif())


def png_full_of_words() -> bytes:
    """A PNG with everything, and its colour profile and resolution."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", COMMENT.decode())
    info.add_text("Description", NOTE, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    plain = saved("PNG", exif=exif(), pnginfo=info, icc_profile=profile(), dpi=(144, 144))
    hidden = chunk(b"tIME", bytes(7)) + chunk(b"prVt", b"SECRETTRAIL")
    return plain[:-12] + hidden + plain[-12:] + b"SECRETTRAIL"


def webp_full_of_words(**options: Any) -> bytes:
    """A WebP with everything."""
    plain = saved("WEBP", exif=exif(), xmp=XMP, icc_profile=profile(), **options)
    chunks = plain[8:] + riff(b"HIDE", b"SECRETTRAIL")
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks + b"SECRETTRAIL"


def gif_full_of_words(frames: int = 1) -> bytes:
    """A GIF with a comment, XMP and something behind its end; moving where there are several frames."""
    others = [Image.new("RGB", (96, 64), (60 * number, 0, 200)) for number in range(1, frames)]
    moving: dict[str, Any] = {"save_all": True, "append_images": others, "loop": 0, "duration": 90} if others else {}
    plain = saved("GIF", comment=COMMENT, **moving)
    xmp = (
        b"\x21\xff\x0bXMP DataXMP"
        + b"".join(bytes((len(XMP[at : at + 200]),)) + XMP[at : at + 200] for at in (0, 200)[:1])
        + b"\0"
    )
    return plain[:-1] + xmp + plain[-1:] + b"SECRETTRAIL"


def tiff_full_of_words(**options: Any) -> bytes:
    """A TIFF with everything."""
    tags: Any = {0x010E: NOTE, 0x010F: CAMERA, 0x0110: DEVICE, 0x0131: NOTE, 0x0132: TIME, 0x02BC: XMP, 0x013C: NOTE}
    return saved("TIFF", tiffinfo=tags, icc_profile=profile(), **options) + b"SECRETTRAIL"


def heif_full_of_words(**options: Any) -> bytes:
    """A HEIF with everything: Exif, XMP, a thumbnail."""
    plain = saved("HEIF", scene(160, 120), exif=exif().tobytes(), xmp=XMP, icc_profile=profile(), thumbnails=[32], **options)
    return plain + (8 + 11).to_bytes(4) + b"skip" + b"SECRETTRAIL"
