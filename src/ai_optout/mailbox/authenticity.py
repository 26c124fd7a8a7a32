"""Whether a mail that says it is Meta's was found to be so by the server that received it (Authentication-Results, RFC 8601).

Only the topmost such line counts: a server puts its own over what was there, and whatever stands below may be the sender's
invention (RFC 8601, section 7.1). A verdict counts for Meta where the domain it is about is Meta's: a mail may be signed
perfectly well by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import Final

from ai_optout.senders import is_metas


class Verdict(StrEnum):
    """What the receiving server found."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNSAID = "unsaid"


_SAYS_NOTHING: Final = frozenset({"none", "neutral", "temperror"})
_METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "dkim": ("header.d", "header.i"),
    "spf": ("smtp.mailfrom", "smtp.helo"),
}
"""Methods with the properties that name the domain (RFC 8601, sections 2.7.1 and 2.7.2)."""
_RESULT = re.compile(r"^\s*([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]+\.[a-z0-9_-]+)\s*=\s*(\"[^\"]*\"|[^\s;]+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Result:
    method: str
    value: str
    domains: tuple[str, ...]

    @property
    def is_for_meta(self) -> bool:
        return self.value == "pass" and any(map(is_metas, self.domains))


def verdict(message: EmailMessage, authserv_id: str | None) -> Verdict:
    """What the receiving server says. Where its `authserv_id` is known, a mail on which it says nothing is refuted: it says
    something on every mail.
    """
    lines = message.get_all("Authentication-Results", [])
    by, results = _parsed(str(lines[0])) if lines else ("", ())
    if authserv_id is not None and by.casefold() != authserv_id.casefold():
        return Verdict.REFUTED
    if any(result.method == "dmarc" and result.value == "fail" for result in results):
        return Verdict.REFUTED
    counted = [result for result in results if result.method in _METHODS]
    if any(result.is_for_meta for result in counted):
        return Verdict.CONFIRMED
    if any(result.value not in _SAYS_NOTHING for result in counted) or authserv_id is not None:
        return Verdict.REFUTED
    return Verdict.UNSAID


def _parsed(line: str) -> tuple[str, tuple[_Result, ...]]:
    """The server's name ("" where it is left out, as some do) and its results."""
    first, *rest = _without_comments(line).split(";")
    by = "" if "=" in first else (first.split() or [""])[0]
    return by, tuple(_results(rest if by else [first, *rest]))


def _results(parts: list[str]) -> Iterator[_Result]:
    for part in parts:
        if match := _RESULT.match(part):
            method = match[1].lower()
            named = {name.lower(): value.strip('"') for name, value in _PROPERTY.findall(part)}
            found = tuple(named[key].rpartition("@")[2] for key in _METHODS.get(method, ()) if key in named)
            yield _Result(method, match[2].lower(), found)


def _without_comments(line: str) -> str:
    """Without what stands in parentheses, nested ones too, and without line ends."""
    kept, depth, quoted = [], 0, False
    for letter in line.replace("\r", " ").replace("\n", " "):
        if letter == '"' and not depth:
            quoted = not quoted
        if letter == "(" and not quoted:
            depth += 1
        if not depth:
            kept.append(letter)
        if letter == ")" and depth:
            depth -= 1
    return "".join(kept)
