"""Takes out of a document whatever may be a person's. A pure function of the document and of what is known of the person.

Kept is what `rules.toml` lists; in every text, addresses lose their query, and e-mail addresses, long numbers, what looks like a
token, what stood in a field and what the person's profile holds give way to a word in «».
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from ai_optout.capture.rules import Rules, rules
from ai_optout.capture.tree import Element, Node
from ai_optout.log import REDACTED, Redaction

_ADDRESS: Final = re.compile(r"(https?://[^\s?#<>\"'«»]*)[?#][^\s<>\"'«»]*")
_EMAIL: Final = re.compile(r"[^\s@<>()\[\]«»,;:\"'=&?/]+@[^\s@<>()\[\]«»,;:\"'=&?/]+")
_NUMBER: Final = re.compile(r"\+?\d(?:(?:[^\S\n]|[()./\u2010-\u2015-]){0,3}\d){5,}")
"""Six digits and more, as telephone and account numbers have, whatever blanks and dashes are between them ("030 / 23125–014")."""
_RUN: Final = re.compile(r"[A-Za-z0-9+/=_-]{16,}")
_SWITCHES: Final = 4
"""How often small and capital letters take turns in what looks like a token, where it has no digit."""
_LONGEST_PART: Final = 12
"""Letters and digits between two separators up to which a word of several parts isn't a token ("support-form-row-2024-04")."""
_EDITABLE: Final = frozenset({"", "true", "plaintext-only"})
_HOLDING: Final = frozenset({"textbox", "combobox", "searchbox", "spinbutton", "slider"})
_STYLE: Final = re.compile(r"(?:[a-z][a-z-]*\(?|-?(?:0|[1-9]\d{0,5})(?:\.\d+)?(?:e-\d+)?(?:px|%|fr|deg)?(?![\d\w])|[),/\s])*")
"""Keywords, functions, numbers and lengths, as a browser writes computed values; no address and no quoted text."""


@dataclass
class Scrubber:
    """Scrubs texts, words and addresses, and counts what it took out, by what it is called in the listing."""

    known: Redaction = field(default_factory=Redaction)
    removed: Counter[str] = field(default_factory=Counter)
    _again: dict[str, str] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """What a person reads, without what may be a person's."""
        for pattern, put, name in (
            (_ADDRESS, r"\1", "queries of addresses"),
            (_EMAIL, "«e-mail»", "e-mail addresses"),
        ):
            text, times = pattern.subn(put, text)
            self._count(name, times)
        plain = self.known.of(text)
        self._count("words of the person", plain.count(REDACTED) - text.count(REDACTED))
        plain, times = _NUMBER.subn("«number»", plain)
        self._count("long numbers", times)
        return _RUN.sub(lambda found: self._token(found[0]), plain)

    def word(self, word: str) -> str:
        """A name or an id: the same word always gives the same, so that what it ties together stays tied."""
        plain = re.sub(r"\d{6,}", lambda found: self._anew("n", found[0]), word)
        if self.known.of(plain) != plain or _EMAIL.search(plain):
            self._count("words of the person", 1)
            return self._anew("w", word)
        return self._anew("t", word) if any(is_token(run) for run in _RUN.findall(plain)) else plain

    def words(self, words: str) -> str:
        """Names or ids parted by blanks, each as `word` gives it; as one where only together they name the person."""
        across = any(" " in found[0] for found in _NUMBER.finditer(words))
        if across or (self.known.of(words) != words and all(self.known.of(word) == word for word in words.split())):
            self._count("words of the person", 1)
            return self._anew("w", words)
        return " ".join(self.word(word) for word in words.split())

    def address(self, url: str) -> str:
        """A link's or a form's address: without query and fragment; `#` where its path may name somebody."""
        plain = re.split(r"[?#]", url.strip(), maxsplit=1)[0]
        if plain != url.strip():
            self._count("queries of addresses", 1)
        try:
            parts = urlsplit(plain)
        except ValueError:
            return "#"
        is_public = any(parts.path == one or parts.path.startswith(f"{one}/") for one in rules().public)
        if parts.scheme not in {"", "https", "http"} or parts.username is not None or not (is_public or parts.path == "/"):
            return "#"
        path = re.sub(r"\d{6,}", lambda found: self._anew("n", found[0]), parts.path)
        whole = f"{parts.scheme}://{parts.hostname or ''}{path}" if parts.scheme else path
        return whole if self.text(whole) == whole else "#"

    def count(self, name: str) -> None:
        """One more of these was taken out."""
        self._count(name, 1)

    def _token(self, run: str) -> str:
        if not is_token(run):
            return run
        self._count("tokens", 1)
        return "«token»"

    def _anew(self, letter: str, word: str) -> str:
        return self._again.setdefault(word, f"{letter}{sum(one[0] == letter for one in self._again.values()) + 1}")

    def _count(self, name: str, times: int) -> None:
        if times > 0:
            self.removed[name] += times


def is_token(run: str) -> bool:
    """Whether a run of letters and digits looks made by a machine: letters and digits mixed, or letters in no word's order."""
    long = [part for part in re.split(r"[-_/=+]", run) if len(part) > _LONGEST_PART] or ([run] if _is_mixed(run) else [])
    return any(_is_mixed(part) for part in long)


def _is_mixed(part: str) -> bool:
    digits = sum(letter.isdigit() for letter in part)
    letters = len(part) - digits
    switches = len(re.findall(r"[a-z](?=[A-Z])|[A-Z](?=[a-z])", part))
    return (digits > 1 and letters > 1 and len(re.findall(r"\d+", part)) > 1) or switches > _SWITCHES * 2


def scrubbed(root: Element, scrub: Scrubber) -> Element:
    """The document without what may be a person's; `scrub` counts what went."""
    return _element(root, scrub, rules(), silent=False)


def _element(element: Element, scrub: Scrubber, kept: Rules, *, silent: bool) -> Element:
    silent = silent or _holds_a_value(element)
    children = () if element.tag in kept.emptied or element.tag == "textarea" else element.children
    if element.tag in kept.pictures:
        scrub.count("pictures")
    if element.tag == "textarea" and "".join(child for child in element.children if isinstance(child, str)).strip():
        scrub.count("values")
    return Element(
        element.tag,
        dict(_attributes(element, scrub, kept)),
        {name: value for name, value in element.style.items() if name in kept.styles and _STYLE.fullmatch(value)},
        tuple(_nodes(children, scrub, kept, silent=silent)),
        None if element.shadow is None else tuple(_nodes(element.shadow, scrub, kept, silent=silent)),
        None if element.frame is None else _element(element.frame, scrub, kept, silent=False),
    )


def _nodes(nodes: Iterable[Node], scrub: Scrubber, kept: Rules, *, silent: bool) -> Iterable[Node]:
    for node in nodes:
        if isinstance(node, str):
            if not silent:
                yield scrub.text(node)
            elif node.strip():
                scrub.count("values")
        elif node.tag in kept.dropped:
            scrub.count("scripts" if node.tag == "script" else "other parts of the page that aren't seen")
        else:
            if node.tag == "iframe" and node.frame is None:
                scrub.count("frames of other sites")
            yield _element(node, scrub, kept, silent=silent)


def _holds_a_value(element: Element) -> bool:
    editable = element.attributes.get("contenteditable", "false").lower() in _EDITABLE
    return editable or element.attributes.get("role", "") in _HOLDING


def _attributes(element: Element, scrub: Scrubber, kept: Rules) -> Iterable[tuple[str, str]]:
    for name, value in element.attributes.items():
        if name in kept.words:
            yield name, scrub.words(value)
        elif name in kept.texts:
            yield name, scrub.text(value)
        elif name in kept.plain:
            yield name, value if scrub.text(value) == value else ""
        elif name in kept.addresses:
            yield name, scrub.address(value)
        elif name in kept.chosen:
            yield from _unchosen(name, value, scrub)
        elif name in {"value", "data-value"}:
            yield from _value(element, name, value, scrub)
        else:
            scrub.count(_called(name))


def _unchosen(name: str, value: str, scrub: Scrubber) -> Iterable[tuple[str, str]]:
    if name.startswith("aria-"):
        yield name, "false"
    if value != "false":
        scrub.count("choices")


def _value(element: Element, name: str, value: str, scrub: Scrubber) -> Iterable[tuple[str, str]]:
    kind = element.attributes.get("type", "").lower()
    if name == "data-value":
        if element.attributes.get("role") == "option":
            yield name, scrub.words(value)
        else:
            scrub.count("data attributes")
    elif {element.tag, f"{element.tag}:{kind}"} & rules().values:
        yield name, scrub.text(value)
    elif value:
        scrub.count("hidden values" if kind == "hidden" else "values")


def _called(name: str) -> str:
    if name.startswith("on"):
        return "event handlers"
    return "data attributes" if name.startswith("data-") else "other attributes"
