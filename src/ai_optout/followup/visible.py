"""The text of an HTML mail as a person sees it, a line a block, a quote's lines behind "> " as in a mail of plain text.

It is read once from its beginning to its end and never becomes a tree: neither a hundred thousand nested elements nor as many
comments without an end cost more than their length, which no parser at hand could be relied on for. Scripts, styles and what is
hidden are left out: what nobody saw was not said.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Final

LONGEST: Final = 1_000_000
"""Characters of HTML that are read; a mail of Meta's is a twentieth of it."""

_SILENT_TEXT: Final = frozenset(
    {"script", "style", "title", "textarea", "noscript", "xmp", "iframe"}
)  # no tag within them counts
_SILENT: Final = frozenset({"head", "template", "select", "svg", "object"})
_NAME: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,60})")
_TAG_PART: Final = re.compile(r">|=\s{0,20}[\"']")
_LONGEST_TAG: Final = 5_000
_SAID_HIDDEN: Final = re.compile(r"(?:^|\s)(?:hidden(?=[\s=/>]|$)|aria-hidden\s{0,5}=\s{0,5}[\"']?true)", re.IGNORECASE)
_STYLE: Final = re.compile(r"(?:^|[\s\"'])style\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "div",
        "dd",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HIDDEN: Final = re.compile(
    r"display:none|visibility:hidden|visibility:collapse|font-size:0(?![.\d]*[1-9])|opacity:0(?![.\d]*[1-9])|mso-hide:all"
    r"|max-height:0(?![.\d]*[1-9])|(?:left|top|text-indent):-\d{3,}"
)
_BLANKS: Final = re.compile(r"\s+")
_COLOUR: Final = re.compile(r"(?:^|;)(color|background|background-color):([^;!]+)")


class _Reader:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.hides = False
        self._open: list[tuple[str, bool]] = []
        self._names: Counter[str] = Counter()
        self._hidden = 0
        self._quotes = 0

    def read(self, html: str) -> None:
        """Take in all of it. What a browser drops, such as a tag or comment that never ends, is dropped with what follows."""
        lower, place = html.lower(), 0
        while place < len(html):
            mark = html.find("<", place)
            self._text(html[place : mark if mark >= 0 else len(html)])
            if mark < 0:
                return
            place = self._markup(html, lower, mark)
            if place < 0:
                return

    def _markup(self, html: str, lower: str, mark: int) -> int:
        """Read what begins with "<" at `mark`; where the next thing begins, -1 where it has no end."""
        following = html[mark + 1 : mark + 2]
        if html.startswith("<!--", mark):
            end = html.find("-->", mark + 4)
            return end + 3 if end >= 0 else -1
        if following in {"!", "?"}:
            return html.find(">", mark) + 1 or -1
        name = _NAME.match(html, mark)
        if name is None:
            self._text("<")
            return mark + 1
        end = _tag_end(html, name.end())
        if end < 0:
            return -1
        tag = name[2].lower()
        if name[1]:
            self._end(tag)
        elif tag in _SILENT_TEXT:
            closing = lower.find(f"</{tag}", end)
            return closing if closing >= 0 else -1
        else:
            self._start(tag, html[name.end() : min(end, name.end() + _LONGEST_TAG)])
        return end

    def _start(self, tag: str, attributes: str) -> None:
        if tag in _BLOCKS or tag == "br":
            self._line("\n" if tag == "br" else "\n\n")
        if tag in _VOID:
            return
        hidden = tag in _SILENT or _is_hidden(attributes)
        if hidden and tag not in _SILENT:
            self.hides = True
        self._open.append((tag, hidden))
        self._names[tag] += 1
        self._hidden += hidden
        self._quotes += tag == "blockquote"

    def _end(self, tag: str) -> None:
        while self._names[tag]:  # each element is taken off once, so all end tags together cost no more than the elements
            name, hidden = self._open.pop()
            self._names[name] -= 1
            self._hidden -= hidden
            self._quotes -= name == "blockquote"
            if name == tag:
                break
        if tag in _BLOCKS:
            self._line("\n\n")

    def _text(self, data: str) -> None:
        if data and not self._hidden:
            self.pieces.append(_BLANKS.sub(" ", unescape(data)))

    def _line(self, end: str) -> None:
        if not self._hidden:
            self.pieces.append(end + "> " * min(self._quotes, 3))


def _tag_end(html: str, place: int) -> int:
    """Where the tag ends that has its attributes from `place` on; -1 where it doesn't."""
    while (found := _TAG_PART.search(html, place)) is not None:
        if found[0] == ">":
            return found.end()
        place = html.find(found[0][-1], found.end()) + 1  # the closing quote
        if not place:
            return -1
    return -1


def visible_text(html: str) -> tuple[str, bool]:
    """The text that a reader of `html` sees, and whether some of it was hidden from them."""
    reader = _Reader()
    reader.read(html[:LONGEST])
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    return "\n".join(lines), reader.hides


def _is_hidden(attributes: str) -> bool:
    if not attributes.strip(" /"):
        return False
    if _SAID_HIDDEN.search(attributes):
        return True
    found = _STYLE.search(attributes)
    style = re.sub(r"\s", "", unescape(next(filter(None, found.groups()), ""))).lower() if found else ""
    if not style:
        return False
    if _HIDDEN.search(style):
        return True
    colours = {("back" if name.startswith("back") else "text"): value for name, value in _COLOUR.findall(style)}
    return "text" in colours and colours["text"] == colours.get("back")
