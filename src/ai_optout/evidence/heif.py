"""A HEIF without what isn't the picture: the coded pictures stay where they are in the file, byte by byte; items that aren't
pictures, and thumbnails, are taken out of the tables, and their data are overwritten with zeros (ISO/IEC 23008-12 and 14496-12).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ai_optout.evidence.parts import Clean, Part, What

_PICTURES = frozenset(
    {
        *(b"hvc1", b"hev1", b"hvt1", b"lhv1", b"vvc1", b"avc1", b"av01", b"jpeg", b"j2k1", b"unci"),
        *(b"grid", b"iovl", b"iden", b"tmap", b"mski"),
    }
)
"""Item types that are pictures, or put together of pictures."""
_META = frozenset({b"hdlr", b"dinf", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"idat", b"grpl"})
_NOTES = frozenset({b"udes", b"altt", b"crtt", b"mdft", b"uuid", b"free"})
"""Properties that describe and aren't needed to show the picture: what a user wrote, when it was made or changed."""
_WORDS = {b"crtt": What.TIME, b"mdft": What.TIME, b"udes": What.TEXT, b"altt": What.TEXT}
_HEADER = 8


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


@dataclass(frozen=True)
class _Place:
    """Where an item's data lie: `method` 0 is the file, 1 the `idat` box, 2 another item."""

    method: int
    extents: tuple[tuple[int, int], ...]


class _Reader:
    """Reads numbers from `content`, one after the other. Raises `ValueError` where it ends before."""

    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at = content, at

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size))

    def take(self, size: int) -> bytes:
        found = self.content[self.at : self.at + size]
        if len(found) < size:
            raise ValueError("a box breaks off")
        self.at += size
        return found


def clean(content: bytes) -> Clean:
    """The pictures alone, as long as before. Raises `ValueError` where it isn't built as the standards say, or moves."""
    boxes = list(_boxes(content, 0, len(content)))
    metas = [box for box in boxes if box.kind == b"meta"]
    if len(metas) != 1 or any(box.kind == b"moov" for box in boxes):
        raise ValueError("not one still picture")
    meta = metas[0]
    inside = {box.kind: box for box in _boxes(content, meta.body + 4, meta.end)}
    gone, places = _items_to_go(content, inside), _places(content, inside[b"iloc"])
    left = list(_data_of(content, inside.get(b"idat"), gone, places))
    out = bytearray(content[: boxes[-1].end])
    _blank_unused(out, boxes, inside.get(b"idat"), [place for item, place in places.items() if item not in gone])
    left += _blank_properties(out, inside.get(b"iprp"))
    if gone or any(kind not in _META and _holds_something(content, box) for kind, box in inside.items()):
        out[meta.start : meta.end] = _rewritten_meta(bytes(out), meta, set(gone))
    for box in boxes:
        if box.kind not in {b"ftyp", b"meta", b"mdat"} and _holds_something(content, box):
            out[box.start + 4 : box.start + 8] = b"free"
            out[box.body : box.end] = bytes(box.end - box.body)
    if bytes(out) != content and not left:
        left.append(Part(What.OTHER, content[boxes[-1].end :]))
    return Clean(bytes(out), tuple(left)) if left else Clean(content, ())


def _holds_something(content: bytes, box: _Box) -> bool:
    return bool(content[box.body : box.end].strip(b"\0"))


def _boxes(content: bytes, at: int, end: int) -> Iterator[_Box]:
    """The boxes in a row; what follows the last whole one isn't among them."""
    while at + _HEADER <= end:
        size, kind, body = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], at + _HEADER
        if size == 1:
            size, body = int.from_bytes(content[at + 8 : at + 16]), at + 16
        stop = end if size == 0 else at + size
        if stop < body or stop > end:
            return
        yield _Box(kind, at, body, stop)
        at = stop


def _items_to_go(content: bytes, inside: Mapping[bytes, _Box]) -> dict[int, bytes]:
    """The items that aren't pictures, and those that are thumbnails, with their type."""
    box = inside[b"iinf"]
    version = content[box.body]
    types = dict(_item(content, entry) for entry in _boxes(content, box.body + (6 if version == 0 else 8), box.end))
    if b"iref" in inside:
        wide = content[inside[b"iref"].body] > 0
        for reference in _boxes(content, inside[b"iref"].body + 4, inside[b"iref"].end):
            if reference.kind == b"thmb":
                types[_Reader(content, reference.body).number(4 if wide else 2)] = b"thmb"
    return {item: kind for item, kind in types.items() if kind not in _PICTURES}


def _item(content: bytes, entry: _Box) -> tuple[int, bytes]:
    version = content[entry.body]
    if entry.kind != b"infe" or version not in {2, 3}:
        raise ValueError("an item without a type")
    reader = _Reader(content, entry.body + 4)
    number = reader.number(2 if version == 2 else 4)  # noqa: PLR2004 - infe's version
    reader.take(2)
    return number, reader.take(4)


def _places(content: bytes, box: _Box) -> dict[int, _Place]:
    return {item: place for item, place, _ in _locations(content, box)}


def _locations(content: bytes, box: _Box) -> Iterator[tuple[int, _Place, bytes]]:
    """Each item of the `iloc` box, where its data lie, and its row in the box."""
    version, reader = content[box.body], _Reader(content, box.body + 4)
    sizes = reader.number(2)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    for _ in range(reader.number(2 if version < 2 else 4)):  # noqa: PLR2004 - iloc's version
        start = reader.at
        item = reader.number(2 if version < 2 else 4)  # noqa: PLR2004
        method = reader.number(2) & 15 if version else 0
        if reader.number(2):
            raise ValueError("the data lie in another file")
        base, extents = reader.number(base_size), list[tuple[int, int]]()
        for _ in range(reader.number(2)):
            reader.take(index_size if version else 0)
            offset = base + reader.number(offset_size)
            extents.append((offset, offset + reader.number(length_size)))
        yield item, _Place(method, tuple(extents)), content[start : reader.at]


def _data_of(content: bytes, idat: _Box | None, gone: Mapping[int, bytes], places: Mapping[int, _Place]) -> Iterator[Part]:
    what = {b"Exif": What.EXIF, b"mime": What.XMP, b"thmb": What.PICTURE}
    for item, kind in gone.items():
        place = places.get(item, _Place(0, ()))
        begin = idat.body if place.method == 1 and idat else 0
        data = b"".join(content[begin + start : begin + end] for start, end in place.extents)
        if kind == b"Exif":  # four bytes say where in it the TIFF stream begins (23008-12, annex A)
            data = data[4 + int.from_bytes(data[:4]) :]
        yield Part(what.get(kind, What.OTHER), data)


def _blank_unused(out: bytearray, boxes: Iterable[_Box], idat: _Box | None, kept: Iterable[_Place]) -> None:
    """Overwrite whatever in the data boxes belongs to none of the `kept` items."""
    data = [(box.body, box.end) for box in boxes if box.kind == b"mdat"] + ([(idat.body, idat.end)] if idat else [])
    used = bytearray(len(out))
    for place in kept:
        begin = idat.body if place.method == 1 and idat else 0
        for start, end in place.extents if place.method in {0, 1} else ():
            if not any(body <= begin + start < begin + end <= stop for body, stop in data):
                raise ValueError("a picture's data lie outside the data boxes")
            used[begin + start : begin + end] = out[begin + start : begin + end]
    for body, stop in data:
        out[body:stop] = used[body:stop]


def _blank_properties(out: bytearray, properties: _Box | None) -> list[Part]:
    left = list[Part]()
    for container in _boxes(bytes(out), properties.body, properties.end) if properties else ():
        for one in _boxes(bytes(out), container.body, container.end) if container.kind == b"ipco" else ():
            body = bytes(out[one.body : one.end])
            if one.kind in _NOTES and body.strip(b"\0"):
                left.append(Part(_WORDS.get(one.kind, What.OTHER), body))
                out[one.start + 4 : one.end] = b"free" + bytes(one.end - one.start - _HEADER)
    return left


# --- the tables, without the items that go ---


def _rewritten_meta(content: bytes, meta: _Box, gone: set[int]) -> bytes:
    """The box as long as before, so that nothing behind it moves: what is no longer needed is free space."""
    kept = bytearray(content[meta.body : meta.body + 4])
    for box in _boxes(content, meta.body + 4, meta.end):
        if box.kind in _META:
            kept += _without(content, box, gone)
    free = meta.end - meta.body - len(kept)
    if 0 < free < _HEADER or meta.body - meta.start != _HEADER:
        raise ValueError("no room for what is free")
    head = (_HEADER + len(kept)).to_bytes(4) + b"meta"
    return head + bytes(kept) + (free.to_bytes(4) + b"free" + bytes(free - _HEADER) if free else b"")


def _without(content: bytes, box: _Box, gone: set[int]) -> bytes:
    whole = content[box.start : box.end]
    if not gone:
        return whole
    match box.kind:
        case b"iinf":
            return _item_table(content, box, gone)
        case b"iloc":
            return _location_table(content, box, gone)
        case b"iref":
            return _reference_table(content, box, gone)
        case b"iprp":
            kept = (_associations(content, one, gone) for one in _boxes(content, box.body, box.end))
            return _box(b"iprp", b"".join(kept))
        case _:
            return whole


def _box(kind: bytes, body: bytes) -> bytes:
    return (_HEADER + len(body)).to_bytes(4) + kind + body


def _item_table(content: bytes, box: _Box, gone: set[int]) -> bytes:
    width = 2 if content[box.body] == 0 else 4
    entries = [entry for entry in _boxes(content, box.body + 4 + width, box.end) if _item(content, entry)[0] not in gone]
    rows = b"".join(content[entry.start : entry.end] for entry in entries)
    return _box(b"iinf", content[box.body : box.body + 4] + len(entries).to_bytes(width) + rows)


def _location_table(content: bytes, box: _Box, gone: set[int]) -> bytes:
    width = 2 if content[box.body] < 2 else 4  # noqa: PLR2004 - iloc's version
    rows = [row for item, _, row in _locations(content, box) if item not in gone]
    return _box(b"iloc", content[box.body : box.body + 6] + len(rows).to_bytes(width) + b"".join(rows))


def _reference_table(content: bytes, box: _Box, gone: set[int]) -> bytes:
    width, kept = (4 if content[box.body] else 2), list[bytes]()
    for reference in _boxes(content, box.body + 4, box.end):
        reader = _Reader(content, reference.body)
        origin = reader.number(width)
        targets = [target for target in (reader.number(width) for _ in range(reader.number(2))) if target not in gone]
        if origin not in gone and targets:
            row = origin.to_bytes(width) + len(targets).to_bytes(2) + b"".join(target.to_bytes(width) for target in targets)
            kept.append(_box(reference.kind, row))
    return _box(b"iref", content[box.body : box.body + 4] + b"".join(kept)) if kept else b""


def _associations(content: bytes, box: _Box, gone: set[int]) -> bytes:
    if box.kind != b"ipma":
        return content[box.start : box.end]
    version, wide = content[box.body], content[box.body + 3] & 1
    reader, rows = _Reader(content, box.body + 4), list[bytes]()
    for _ in range(reader.number(4)):
        start = reader.at
        item = reader.number(4 if version else 2)
        reader.take(reader.number(1) * (2 if wide else 1))
        if item not in gone:
            rows.append(content[start : reader.at])
    return _box(b"ipma", content[box.body : box.body + 4] + len(rows).to_bytes(4) + b"".join(rows))
