"""The log: structlog on stderr, readable on a terminal and JSON elsewhere, with every personal value taken out before.

Redaction works on what is about to be rendered: event, keys, values however deep, the text of exceptions and the records of other
libraries. It knows the values it was told of, whole, line by line, and as addresses, JSON and web forms spell them.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, TextIO
from urllib.parse import quote, quote_plus

import structlog

from ai_optout.profile import Profile

if TYPE_CHECKING:
    from ai_optout.settings import Settings

REDACTED = "«redacted»"

SHORTEST = 3
"""Characters a value has at least to be redacted; where it isn't ASCII, two: Chinese and Korean names are as short."""

SHORT = 5
"""Up to so many ASCII characters, a value is redacted as a whole word only: "Ann" in "Ann", not in "announced"."""


class Redaction:
    """Values that mustn't be in a log. They may be added to while logging goes on."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._values: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self.add(values)

    def add(self, values: Iterable[str]) -> None:
        """Redact `values` from now on, and what they are made of: the lines of a text, the two parts of an e-mail address."""
        for value in values:
            self._values |= {spelt for part in _parts(value) for spelt in _spellings(part)}
        longest_first = sorted(self._values, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_expression, longest_first)), re.IGNORECASE) if longest_first else None

    def add_profile(self, profile: Profile) -> None:
        """Redact everything personal in `profile` from now on."""
        self.add(profile.personal_values())

    def of(self, text: str) -> str:
        """`text` with every such value replaced by «redacted»."""
        return self._pattern.sub(REDACTED, text) if self._pattern else text

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
        """Structlog's form of a processor."""
        return {self.of(str(key)): self._within(value) for key, value in event.items()}

    def _within(self, value: object) -> object:
        match value:
            case str():
                return self.of(value)
            case bytes():
                return self.of(value.decode("utf-8", "replace"))
            case None | bool() | int() | float():
                # A number may be a telephone number.
                return value if self.of(str(value)) == str(value) else REDACTED
            case Mapping():
                return {self.of(str(key)): self._within(inner) for key, inner in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._within(inner) for inner in value]
            case _:
                return self.of(str(value) if isinstance(value, BaseException | os.PathLike) else repr(value))


def _parts(value: str) -> Iterable[str]:
    yield value
    yield from value.splitlines()
    if "@" in value and len(value.split()) == 1:
        yield from value.rsplit("@", 1)


def _spellings(part: str) -> Iterable[str]:
    text = part.strip()
    if len(text) >= SHORTEST or (len(text) == SHORTEST - 1 and not text.isascii()):
        for form in (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
            yield from (form, quote(form), quote(form, safe=""), quote_plus(form), json.dumps(form)[1:-1], repr(form)[1:-1])


def _expression(value: str) -> str:
    exact = re.escape(value)
    return rf"(?<!\w){exact}(?!\w)" if len(value) <= SHORT and value.isascii() else exact


def configure(settings: Settings, redaction: Redaction, *, stream: TextIO | None = None) -> None:
    """Log this process's events and those of other libraries to `stream` (or stderr), without what `redaction` knows."""
    out = stream or sys.stderr
    on_terminal = out.isatty()
    pretty = settings.log_format == "pretty" or (settings.log_format == "auto" and on_terminal)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if pretty else "iso", utc=not pretty),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,  # as text, without locals: they hold the profile
    ]
    # NO_COLOR: https://no-color.org, "when present and not an empty string"
    colors = on_terminal and not os.environ.get("NO_COLOR")
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)
        if pretty
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redaction, renderer],
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)  # other libraries' chatter isn't the person's
    logging.getLogger("ai_optout").setLevel(settings.log_level.upper())
