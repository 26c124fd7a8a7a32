"""What of a mail's text its sender wrote: without what was quoted, and the inside of a mail that was passed on.

The person's own request comes back as a quote in many answers, and says "objection" and "AI" as an answer does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from ai_optout.form.words import normalise

_LETTERS_OF_A_TEXT: Final = 12
"""From so many letters on, what stands before an original mail is an answer to it, not a remark on passing it on."""
_LONGEST_MARK: Final = 90
_HEADER: Final = re.compile(r"^\*?([^:：@]{1,24}?)\*?\s?[:：]\*?\s?(.*)$")
_ADDRESS: Final = re.compile(r"[\w.+%-]{1,64}@[\w.-]{1,253}\w")
_HEADER_LINES: Final = 3


@dataclass(frozen=True)
class Own:
    """The text its sender wrote. Where the mail was passed on, that of the mail inside; `sender` is who that says it is from."""

    text: str
    forwarded: bool = False
    sender: str | None = None
    quotes: bool = False


@cache
def marks() -> Mapping[str, tuple[str, ...]]:
    """The lists of mail_marks.toml, normalised."""
    table = tomllib.loads((resources.files("ai_optout.followup") / "mail_marks.toml").read_text(encoding="utf-8"))
    lists = {name: value for name, value in table.items() if isinstance(value, list)}
    return MappingProxyType({name: tuple(dict.fromkeys(map(normalise, values))) for name, values in lists.items()})


def own_text(text: str, subject: str = "") -> Own:
    """`text` without its quotes; `subject` tells a mail that was passed on from an answer where the text leaves it open."""
    lines = text.splitlines()
    kept: list[str] = []
    forwarded, sender, quotes, depth = False, None, False, 0
    place = 0
    while place < len(lines):
        line, level = _unquoted(lines[place])
        bare = normalise(line[:200])
        marked = _is_mark(line, bare)
        if level > depth and not (marked and not _is_text(kept)):
            quotes = True
            place += 1
            continue
        header = _header_block(lines, place)
        if marked or header:
            passed_on = marked == "forwarded" or not _is_text(kept) or _is_forward(subject)
            if not passed_on:
                quotes = True
                break
            if forwarded and _is_text(kept):  # what was passed on quotes a mail in its turn
                quotes = True
                break
            following, depth = _below_the_mark(lines, place)
            place, found = _after_header(lines, following)
            kept, forwarded, sender = [], True, found or sender
            continue
        if _is_wrote(lines, place) and (_is_text(kept) or _quoted_next(lines, place)):
            quotes = True
            if _is_text(kept) and not _quoted_next(lines, place):
                break
            place += 1
            continue
        kept.append(line)
        place += 1
    return Own("\n".join(kept).strip(), forwarded, sender, quotes)


def _unquoted(line: str) -> tuple[str, int]:
    """A line without the marks of a quote, and how many they were."""
    level = 0
    rest = line.lstrip()
    while rest.startswith((">", "|")):
        level += 1
        rest = rest[1:].lstrip()
    return (rest, level) if level else (line, 0)


def _is_mark(line: str, bare: str) -> str:
    if len(line) > _LONGEST_MARK or not bare:
        return ""
    decorated = line.strip().startswith(("-", "_", "=", "*")) or line.rstrip().endswith((":", "："))
    for kind in ("forwarded", "original"):
        if any(bare == mark or (decorated and mark in bare) for mark in marks()[kind]):
            return kind
    return ""


def _header_name(line: str) -> str:
    found = _HEADER.match(_unquoted(line)[0].strip())
    name = normalise(found[1]) if found else ""
    return "from" if name in marks()["from"] else "other" if name in marks()["other"] else ""


def _header_block(lines: Sequence[str], place: int) -> bool:
    """Whether a mail's header, as mail programs print it, begins here: its first line says from whom."""
    if _header_name(lines[place]) != "from":
        return False
    return sum(bool(_header_name(line)) for line in lines[place : place + 6]) >= _HEADER_LINES


def _below_the_mark(lines: Sequence[str], place: int) -> tuple[int, int]:
    """Where the header of a mail that was passed on may begin, and how deep it is quoted."""
    following = place if _header_name(lines[place]) else place + 1
    while following < len(lines) and not _unquoted(lines[following])[0].strip():
        following += 1
    return following, _unquoted(lines[following])[1] if following < len(lines) else 0


def _after_header(lines: Sequence[str], place: int) -> tuple[int, str | None]:
    """The first line after the header that is printed at `place`, and the address that it says the mail is from."""
    sender = None
    while place < len(lines):
        name = _header_name(lines[place])
        if not name and (_unquoted(lines[place])[0].strip() or not any(map(_header_name, lines[place + 1 : place + 3]))):
            break
        if name == "from" and (found := _ADDRESS.findall(lines[place])):
            sender = found[-1]
        place += 1
    return place, sender


def _is_wrote(lines: Sequence[str], place: int) -> bool:
    joined = " ".join(line.strip() for line in lines[place : place + 2])
    for text in (lines[place].strip(), joined):
        if text.endswith((":", "：")) and len(text) < 300 and any(c.isdigit() for c in text):  # noqa: PLR2004 - two long lines
            bare = f" {normalise(text)} "
            if any((f" {word} " in bare) if word.isascii() else (word in bare) for word in marks()["wrote"]):
                return True
    return False


def _quoted_next(lines: Sequence[str], place: int) -> bool:
    following = [line for line in lines[place + 1 : place + 5] if line.strip()]
    return any(_unquoted(line)[1] for line in following[:2])


def _is_text(lines: Sequence[str]) -> bool:
    return sum(c.isalpha() for line in lines for c in line) >= _LETTERS_OF_A_TEXT


def _is_forward(subject: str) -> bool:
    prefix, colon, _ = subject.partition(":")
    return bool(colon) and normalise(prefix) in marks()["forward_prefixes"]
