"""A WebP without what isn't the picture: chunks are copied as they stand, or not at all (RFC 9649, 2.7)."""

from __future__ import annotations

from ai_optout.evidence.parts import Clean, Part, What

_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
_WHAT = {b"EXIF": What.EXIF, b"XMP ": What.XMP}
_HAS_METADATA = 0x08 | 0x04  # the flags of VP8X for Exif and XMP


def clean(content: bytes) -> Clean:
    """The picture alone. Raises `ValueError` where it isn't built as the standard says."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise ValueError("no WebP")
    end = min(8 + int.from_bytes(content[4:8], "little"), len(content))
    kept, left, at = list[bytes](), list[Part](), 12
    while at + 8 <= end:
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]
        if len(body) < size:
            raise ValueError("a chunk breaks off")
        if name in _KEPT:
            kept.append(_chunk(name, bytes((body[0] & ~_HAS_METADATA,)) + body[1:] if name == b"VP8X" and body else body))
        else:
            left.append(Part(_WHAT.get(name, What.OTHER), body.removeprefix(b"Exif\0\0")))
        at += 8 + size + size % 2
    if content[max(at, end) :]:
        left.append(Part(What.OTHER, content[max(at, end) :]))
    if not left:
        return Clean(content, ())
    chunks = b"WEBP" + b"".join(kept)
    return Clean(b"RIFF" + len(chunks).to_bytes(4, "little") + chunks, tuple(left))


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
