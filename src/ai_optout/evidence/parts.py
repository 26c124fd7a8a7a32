"""What is found in a picture's file beside the picture, and how a person calls it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from ai_optout.messages import N_


class What(StrEnum):
    """What a part of a file is."""

    EXIF = "exif"
    TAGS = "tags"
    XMP = "xmp"
    TEXT = "text"
    TIME = "time"
    PICTURE = "picture"
    OTHER = "other"


@dataclass(frozen=True)
class Part:
    """A part that the picture isn't made of. `content` is a TIFF stream for `EXIF`, else whatever it is; `tags` are those of
    `TAGS`.
    """

    what: What
    content: bytes
    tags: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Clean:
    """A file of the picture alone; `left_out` is what was in it besides. Where that is empty, `content` is as it was."""

    content: bytes
    left_out: tuple[Part, ...]


class Word(StrEnum):
    """What is said to have been left out, in the order in which it is said."""

    PLACE = "place"
    CAMERA = "camera"
    TIME = "time"
    NOTES = "notes"
    PICTURES = N_("further pictures")
    DATA = N_("further data")


GPS_IFD = 0x8825
_EXIF_IFD = 0x8769
_THUMBNAIL_IFD = 1

# Tags of Exif 3.0 (CIPA DC-008), *Tag support levels*. What isn't named here is "further data".
_CAMERA = {0x010F, 0x0110, 0x829A, 0x829D, 0x8827, 0x920A, 0x927C, *range(0xA431, 0xA436)}
_TIME = {0x0132, 0x9003, 0x9004, *range(0x9010, 0x9013), *range(0x9290, 0x9293)}
_NOTES = {0x010D, 0x010E, 0x0131, 0x013B, 0x013C, 0x8298, 0x83BB, 0x8649, 0x9286, *range(0x9C9B, 0x9CA0), 0xA420, 0xA430, 0x02BC}

_PLAIN = {
    What.XMP: Word.NOTES,
    What.TEXT: Word.NOTES,
    What.TIME: Word.TIME,
    What.PICTURE: Word.PICTURES,
    What.OTHER: Word.DATA,
}


def words(parts: Iterable[Part]) -> tuple[Word, ...]:
    """How a person calls what the parts hold, each word once."""
    found = {word for part in parts for word in _words_of(part)}
    return tuple(word for word in Word if word in found)


def words_of_tags(tags: Iterable[int]) -> set[Word]:
    """How a person calls what TIFF and Exif tags hold."""
    found = set()
    for tag in tags:
        if tag == GPS_IFD:
            found.add(Word.PLACE)
        elif tag in _CAMERA:
            found.add(Word.CAMERA)
        elif tag in _TIME:
            found.add(Word.TIME)
        elif tag in _NOTES:
            found.add(Word.NOTES)
    return found or {Word.DATA}


def _words_of(part: Part) -> set[Word]:
    match part.what:
        case What.EXIF:
            return _words_of_exif(part.content)
        case What.TAGS:
            return words_of_tags(part.tags)
        case What.XMP if b"GPS" in part.content:
            return {Word.PLACE, Word.NOTES}
        case _:
            return {_PLAIN[part.what]}


def _words_of_exif(content: bytes) -> set[Word]:
    exif = Image.Exif()
    try:
        exif.load(content)
        tags = {*exif, *exif.get_ifd(_EXIF_IFD)}
        if not exif.get_ifd(GPS_IFD):
            tags.discard(GPS_IFD)
        thumbnail = bool(exif.get_ifd(_THUMBNAIL_IFD))
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):  # damaged: it is left out all the same
        return {Word.DATA}
    return ({Word.PICTURES} if thumbnail else set()) | (words_of_tags(tags) if tags or not thumbnail else set())
