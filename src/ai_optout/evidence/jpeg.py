"""A JPG without what isn't the picture: the segments are copied as they stand, or not at all (ITU-T T.81, annex B)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ai_optout.evidence.parts import Clean, Part, What

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP13, _APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_STANDALONE = {0x01, *range(0xD0, 0xD8), _EOI}
_PICTURE = {*range(0xC0, 0xD0), *range(0xDA, 0xE0), *_STANDALONE}
"""Frame headers, tables and scans: what the picture is made of."""

_JFIF_BYTES = 14  # up to and with the size of the thumbnail (ITU-T T.871, 10.1)
_ADOBE_BYTES = 12  # up to and with the colour transform (Adobe TN 5116, 18)
_MARKER = re.compile(rb"\xff+[^\x00\xff]", re.DOTALL)
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
_EXIF, _XMP = b"Exif\0", b"http://ns.adobe.com/x"


def clean(content: bytes) -> Clean:
    """The picture alone: the JFIF and Adobe segments and the colour profile stay, for they say how it is to be decoded.

    Raises `ValueError` where it isn't built as the standard says.
    """
    if content[:2] != bytes((0xFF, _SOI)):
        raise ValueError("no start of image")
    kept, left, at = [content[:2]], list[Part](), 2
    for marker, start, body, end in _segments(content):
        if start != at:  # decoders skip what stands between segments
            left.append(Part(What.OTHER, content[at:start]))
        segment, parts = _segment(marker, content[start:end], content[body:end])
        kept.append(segment)
        left += parts
        at = end
    left += _behind(content[at:])
    return Clean(b"".join(kept), tuple(left)) if left else Clean(content, ())


def _segments(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Each segment up to the end of the picture: its marker, where it starts, where its body does, and where it ends, a scan
    with its data.
    """
    marker, at = _SOI, 2
    while marker != _EOI and (found := _MARKER.search(content, at)):
        marker, body = found[0][-1], found.end()
        if marker in _STANDALONE:
            at = body
            yield marker, found.start(), body, at
            continue
        at = body + int.from_bytes(content[body : body + 2])
        if at < body + 2 or at > len(content):
            raise ValueError("a segment breaks off")
        if marker == _SOS:
            scanned = _END_OF_SCAN.search(content, at)
            at = scanned.start() if scanned else len(content)
        yield marker, found.start(), body + 2, at


def _segment(marker: int, whole: bytes, body: bytes) -> tuple[bytes, list[Part]]:
    """What of a segment is kept, and what is left out."""
    if marker in _PICTURE or (marker == _APP2 and body.startswith(b"ICC_PROFILE\0")):
        return whole, []
    if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= _JFIF_BYTES:
        head = body[: _JFIF_BYTES - 2] + b"\0\0"
        return (whole, []) if body == head else (_written(marker, head), [Part(What.PICTURE, body[len(head) :])])
    if marker == _APP14 and body.startswith(b"Adobe"):
        head = body[:_ADOBE_BYTES]
        return (whole, []) if body == head else (_written(marker, head), [Part(What.OTHER, body[len(head) :])])
    return b"", [_named(marker, body)]


def _written(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2) + body


def _named(marker: int, body: bytes) -> Part:
    if marker == _APP1 and body.startswith(_EXIF):
        return Part(What.EXIF, body[6:])
    if marker == _APP1:
        return Part(What.XMP, body)
    if marker in {_COM, _APP13}:  # a comment; Photoshop's resources with IPTC in them
        return Part(What.TEXT, body)
    return Part(What.PICTURE if marker == _APP0 or body.startswith(b"MPF\0") else What.OTHER, body)


def _behind(content: bytes) -> list[Part]:
    """What follows the end of the picture: often a second one, as phones make them."""
    if not content.strip(b"\0"):  # some encoders fill up with zeros
        return []
    return [Part(What.PICTURE if content.startswith(bytes((0xFF, _SOI, 0xFF))) else What.OTHER, content)]
