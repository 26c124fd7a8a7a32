"""A PNG without what isn't the picture: chunks are copied as they stand, or not at all (W3C, PNG third edition, 11)."""

from __future__ import annotations

from collections.abc import Iterator

from ai_optout.evidence.parts import Clean, Part, What

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = frozenset({b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"pHYs"})
"""How the colours and the pixels' shape are meant."""
_KEPT = COLOURS | {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"bKGD", b"hIST"}
_WHAT = {b"eXIf": What.EXIF, b"tEXt": What.TEXT, b"zTXt": What.TEXT, b"iTXt": What.TEXT, b"tIME": What.TIME}


def clean(content: bytes) -> Clean:
    """The picture alone. Raises `ValueError` where it isn't built as the standard says."""
    kept, left, end = [SIGNATURE], list[Part](), len(SIGNATURE)
    for name, whole in chunks(content):
        end += len(whole)
        if name in _KEPT:
            kept.append(whole)
        else:
            body = whole[8:-4]
            left.append(Part(What.XMP if body.startswith(b"XML:com.adobe.xmp\0") else _WHAT.get(name, What.OTHER), body))
    if content[end:]:
        left.append(Part(What.OTHER, content[end:]))
    return Clean(b"".join(kept), tuple(left)) if left else Clean(content, ())


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk up to the last: its name, and the whole of it. Raises `ValueError` where one breaks off."""
    if not content.startswith(SIGNATURE):
        raise ValueError("no signature")
    at = len(SIGNATURE)
    while at < len(content):
        end = at + int.from_bytes(content[at : at + 4]) + 12
        if end > len(content):
            raise ValueError("a chunk breaks off")
        name = content[at + 4 : at + 8]
        yield name, content[at:end]
        at = end
        if name == b"IEND":
            return
