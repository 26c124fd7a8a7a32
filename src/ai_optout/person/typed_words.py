"""The words that a person types: each as the current language has it, which is the one that is shown, and as English has it.

Both are taken, so that what one knows by heart, or what a guide says, works whatever language the messages are in. A word that
sends is only ever taken whole: no beginning of it, and never an empty line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ai_optout.form.words import normalise
from ai_optout.messages import pgettext


@dataclass(frozen=True)
class TypedWord:
    """One word, and the letters that stand for it."""

    english: str
    _local: Callable[[], str]
    letters: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        """How the current language has it."""
        return self._local()

    def is_typed(self, line: str) -> bool:
        """Whether `line` says this word and nothing else, in either language, whatever its case and accents."""
        typed = normalise(line)
        return bool(typed) and typed in {self.english, normalise(self.shown), *self.letters}

    def is_typed_out(self, line: str) -> bool:
        """Whether `line` is this word letter by letter but for its case, as what sends has to be: "send?" isn't."""
        return line.strip().casefold() in {self.english, self.shown.casefold()}


SEND: Final = TypedWord("send", lambda: pgettext("a word to type", "send"))
"""Typed out, it sends; Enter never does (the design, *Pauses*)."""
POINT: Final = TypedWord("point", lambda: pgettext("a word to type", "point"))
"""Typed where a question isn't understood, it has the field shown by a click."""
YES: Final = TypedWord("yes", lambda: pgettext("a word to type", "yes"))
NO: Final = TypedWord("no", lambda: pgettext("a word to type", "no"))
SKIP: Final = TypedWord("skip", lambda: pgettext("a word to type", "skip"), frozenset({"s"}))
QUIT: Final = TypedWord("quit", lambda: pgettext("a word to type", "quit"), frozenset({"q"}))
