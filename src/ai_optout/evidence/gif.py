"""A GIF, moving or not, without what isn't the picture: blocks are copied as they stand, or not at all (GIF89a, 12 to 27)."""

from __future__ import annotations

from ai_optout.evidence.parts import Clean, Part, What

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _COMMENT, _PLAIN_TEXT, _APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""How often it is repeated, and the colour profile."""


def clean(content: bytes) -> Clean:
    """The picture alone. Raises `ValueError` where it isn't built as the standard says, `IndexError` where it breaks off."""
    if content[:6] not in {b"GIF87a", b"GIF89a"}:
        raise ValueError("no GIF")
    at = 13 + _table(content[10])
    kept, left = [content[:at]], list[Part]()
    while at < len(content):
        start, kind = at, content[at]
        if kind == _TRAILER:
            kept.append(content[start : start + 1])
            if content[start + 1 :]:
                left.append(Part(What.OTHER, content[start + 1 :]))
            break
        if kind == _IMAGE:
            at = _behind_blocks(content, start + 10 + _table(content[start + 9]) + 1)
            kept.append(content[start:at])
        elif kind == _EXTENSION:
            at = _behind_blocks(content, start + 2)
            whole = content[start:at]
            if whole[1] == _CONTROL or (whole[1] == _APPLICATION and whole[3:14] in _APPLICATIONS):
                kept.append(whole)
            else:
                left.append(_named(whole))
        else:  # decoders skip what stands between blocks
            at = start + 1
            left.append(Part(What.OTHER, content[start:at]))
    return Clean(b"".join(kept), tuple(left)) if left else Clean(content, ())


def _table(flags: int) -> int:
    """The bytes of the colour table that the flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


def _named(whole: bytes) -> Part:
    if whole[1] == _APPLICATION and whole[3:14] == b"XMP DataXMP":
        return Part(What.XMP, whole)
    return Part(What.TEXT if whole[1] in {_COMMENT, _PLAIN_TEXT} else What.OTHER, whole)
