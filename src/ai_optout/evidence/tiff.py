"""A TIFF without what isn't the picture: strips and tiles are copied as they stand into a file with the tags that decoding them
takes (TIFF 6.0; BigTIFF).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ai_optout.evidence import jpeg
from ai_optout.evidence.parts import Clean, Part, What

_KEPT = frozenset(
    {
        *(254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266),  # kind, size, depth, compression, what the samples mean
        *(
            273,
            274,
            277,
            278,
            279,
            280,
            281,
            282,
            283,
            284,
            290,
            291,
            292,
            293,
            296,
            297,
        ),  # strips, orientation, resolution, page
        *(301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 347),  # colours, tiles, alpha
        *(529, 530, 531, 532, 34675),  # YCbCr, colour profile
    }
)
_OFFSETS = {273: 279, 324: 325}
"""Where the data of strips and of tiles lie, and how long they are."""
_SUBFILE, _COMPRESSION, _OLD_JPEG, _NEW_JPEG, _REDUCED = 254, 259, 6, 7, 1
_EXIF_IFD = 34665
_PAGES_AT_MOST = 10_000
_HEADER_BYTES = 8
_UNSEEN = re.compile(rb"\0+")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_INTEGERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}


@dataclass(frozen=True)
class _Layout:
    """Byte order, and whether it is a BigTIFF."""

    order: str
    big: bool

    @property
    def word(self) -> int:
        return 8 if self.big else 4

    def pack(self, letter: str, *values: int) -> bytes:
        return struct.pack(f"{self.order}{len(values)}{letter}", *values)

    def one(self, content: bytes, at: int, letter: str) -> int:
        if at >= len(content):
            raise ValueError("the file breaks off")
        return int(struct.unpack_from(self.order + letter, content, at)[0])


@dataclass(frozen=True)
class _Entry:
    """A tag's value: `raw` is its bytes, wherever they lie."""

    tag: int
    kind: int
    count: int
    raw: bytes

    def integers(self, layout: _Layout) -> tuple[int, ...]:
        if self.kind not in _INTEGERS:
            raise ValueError("a tag that holds numbers holds something else")
        return struct.unpack(f"{layout.order}{self.count}{_INTEGERS[self.kind]}", self.raw)


@dataclass(frozen=True)
class _Page:
    entries: Mapping[int, _Entry]
    data: Sequence[bytes]
    """The strips or tiles."""

    def value(self, tag: int, layout: _Layout) -> int:
        return self.entries[tag].integers(layout)[0] if tag in self.entries else 0


def clean(content: bytes) -> Clean:
    """The pictures alone, thumbnails left out. Raises `ValueError`, `struct.error` where it isn't built as the standard says."""
    layout, first = _header(content)
    seen = bytearray(len(content))
    seen[: 16 if layout.big else 8] = b"\1" * (16 if layout.big else 8)
    left, pages = list[Part](), list[_Page]()
    for page in _pages(content, layout, first, seen):
        if pages and page.value(_SUBFILE, layout) & _REDUCED:
            left.append(Part(What.PICTURE, b"".join(page.data)))
            continue
        strange = [entry for tag, entry in page.entries.items() if tag not in _KEPT]
        if strange:
            left.append(Part(What.TAGS, b"".join(entry.raw for entry in strange), _tags(content, layout, strange)))
        if page.value(_COMPRESSION, layout) == _NEW_JPEG:
            strips = [jpeg.clean(strip) for strip in page.data]
            left += [part for strip in strips for part in strip.left_out]
            page = replace(page, data=[strip.content for strip in strips])  # noqa: PLW2901 - the page, its strips cleaned
        pages.append(page)
    hidden = _hidden(content, seen)
    if hidden and not left:
        left.append(Part(What.OTHER, hidden))
    return Clean(_written(layout, pages), tuple(left)) if left else Clean(content, ())


def _hidden(content: bytes, seen: bytearray) -> bytes:
    """What no page makes use of. Zeros don't count, nor the headers that writers leave before each page they append."""
    gaps = (content[gap.start() : gap.end()].strip(b"\0") for gap in _UNSEEN.finditer(seen))
    return b"".join(gap for gap in gaps if not (gap.startswith(content[:2]) and len(gap) <= _HEADER_BYTES))


def _header(content: bytes) -> tuple[_Layout, int]:
    order = {b"II": "<", b"MM": ">"}.get(content[:2])
    if order is None:
        raise ValueError("no byte order")
    layout = _Layout(order, big=struct.unpack_from(order + "H", content, 2)[0] == 43)  # noqa: PLR2004 - BigTIFF's 42
    return layout, layout.one(content, 8, "Q") if layout.big else layout.one(content, 4, "I")


def _pages(content: bytes, layout: _Layout, at: int, seen: bytearray) -> Iterator[_Page]:
    visited, taken = set[int](), 0
    while at:
        if at in visited or len(visited) > _PAGES_AT_MOST:
            raise ValueError("the pages go round in circles")
        visited.add(at)
        entries, behind = _directory(content, layout, at, seen)
        page = _Page(entries, _data(content, layout, entries, seen))
        taken += sum(len(entry.raw) for entry in entries.values()) + sum(len(strip) for strip in page.data)
        if taken > 2 * len(content):
            raise ValueError("the pages share what they hold over and over")
        yield page
        at = layout.one(content, behind, "Q" if layout.big else "I")


def _directory(content: bytes, layout: _Layout, at: int, seen: bytearray) -> tuple[dict[int, _Entry], int]:
    """The tags of one page, and where they end. What the kept ones take up is marked as seen."""
    number, start, step = (layout.one(content, at, "Q"), at + 8, 20) if layout.big else (layout.one(content, at, "H"), at + 2, 12)
    behind, entries = start + number * step, dict[int, _Entry]()
    _mark(seen, at, behind + layout.word)
    for place in range(start, behind, step):
        tag, kind = layout.one(content, place, "H"), layout.one(content, place + 2, "H")
        count = layout.one(content, place + 4, "Q" if layout.big else "I")
        value_at = place + step - layout.word
        size = count * _SIZES.get(kind, 1)
        if size > layout.word:
            value_at = layout.one(content, value_at, "Q" if layout.big else "I")
            if tag in _KEPT:
                _mark(seen, value_at, value_at + size)
        raw = _slice(content, value_at, size) if tag in _KEPT else content[value_at : value_at + min(size, layout.word)]
        entries[tag] = _Entry(tag, kind, count, raw)
    return entries, behind


def _data(content: bytes, layout: _Layout, entries: Mapping[int, _Entry], seen: bytearray) -> list[bytes]:
    found = [(tag, lengths) for tag, lengths in _OFFSETS.items() if tag in entries]
    if len(found) != 1 or found[0][1] not in entries or entries[_COMPRESSION].integers(layout)[0] == _OLD_JPEG:
        raise ValueError("the picture's data lie in a way of their own")
    offsets, lengths = (entries[tag].integers(layout) for tag in found[0])
    if sum(lengths) > len(content):
        raise ValueError("the strips share what they hold")
    for start, length in zip(offsets, lengths, strict=True):
        _mark(seen, start, start + length)
    return [_slice(content, start, length) for start, length in zip(offsets, lengths, strict=True)]


def _mark(seen: bytearray, start: int, end: int) -> None:
    end = min(end, len(seen))
    if start < end:
        seen[start:end] = b"\1" * (end - start)


def _slice(content: bytes, start: int, size: int) -> bytes:
    if start + size > len(content):
        raise ValueError("a value breaks off")
    return content[start : start + size]


def _tags(content: bytes, layout: _Layout, strange: Sequence[_Entry]) -> frozenset[int]:
    """The tags that were left out, with those in the Exif directory that one of them points at."""
    tags = {entry.tag for entry in strange}
    for entry in strange:
        if entry.tag == _EXIF_IFD and entry.count == 1 and entry.kind in _INTEGERS:
            tags |= set(_directory(content, layout, entry.integers(layout)[0], bytearray())[0])
    return frozenset(tags)


def _written(layout: _Layout, pages: Sequence[_Page]) -> bytes:
    letter = "Q" if layout.big else "I"
    out = bytearray(b"II" if layout.order == "<" else b"MM")
    out += layout.pack("H", 43, 8, 0) if layout.big else layout.pack("H", 42)
    link = len(out)
    out += bytes(layout.word)
    for page in pages:
        offsets = [_appended(out, strip) for strip in page.data]
        lengths = [len(strip) for strip in page.data]
        rows = list[bytes]()
        for tag, entry in sorted(page.entries.items()):
            if tag not in _KEPT:
                continue
            numbers = offsets if tag in _OFFSETS else (lengths if tag in _OFFSETS.values() else None)
            long = 16 if layout.big else 4
            kind, raw = (entry.kind, entry.raw) if numbers is None else (long, layout.pack(letter, *numbers))
            held = raw.ljust(layout.word, b"\0") if len(raw) <= layout.word else layout.pack(letter, _appended(out, raw))
            rows.append(layout.pack("H", tag, kind) + layout.pack(letter, entry.count) + held)
        start = _appended(out, layout.pack("Q" if layout.big else "H", len(rows)) + b"".join(rows))
        out[link : link + layout.word] = layout.pack(letter, start)
        link = len(out)
        out += bytes(layout.word)
    return bytes(out)


def _appended(out: bytearray, content: bytes) -> int:
    """Where `content` now begins: at an even place, as the standard wants it."""
    out += bytes(len(out) % 2)
    start = len(out)
    out += content
    return start
