"""The templates of pages and letters, and how values are put into them."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

_INLINE: Final = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_THE_START: Final = re.compile(r"^(\d{0,9})([#+\-=.)])")


def environment(*, html: bool) -> Environment:
    """Templates of HTML, with every value escaped, or of Markdown, where each has to pass through `md`: a test sees to that.

    A name that a template asks for and isn't given is an error.
    """
    made = Environment(
        loader=PackageLoader("ai_optout.followup", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True) if html else False,  # noqa: S701 - Markdown: `md`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["md"] = escaped
    made.filters["quote"] = quoted
    return made


def escaped(value: object) -> str:
    """`value` as Markdown that shows it and does nothing else: in one line, what marks up behind a backslash (CommonMark, 2.4).

    What needs none has none: the letter's Markdown is read and edited by a person.
    """
    line = _INLINE.sub(r"\\\1", " ".join(str(value).split()))
    return _AT_THE_START.sub(r"\1\\\2", line)


def quoted(value: object) -> str:
    """A text of several lines as a quotation in Markdown, its marks escaped, its line breaks kept."""
    lines = [escaped(line) for line in str(value).strip().splitlines()]
    return "\n".join(f"> {line}  " if line else ">" for line in lines)
