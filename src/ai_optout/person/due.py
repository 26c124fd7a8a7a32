"""Several codes due at once: which is whose, and which have been tried where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ai_optout.form.words import normalise
from ai_optout.person.codes import find_code
from ai_optout.person.pause import Pause, SaidTo

LETTERS: Final = "abcdefghijklmnop"
"""What requests are called by when codes are typed: a digit might begin a code, and `q` and `s` mean something else."""


def due_codes(pause: Pause) -> Mapping[str, Pause]:
    """The requests that wait for a code, by the letter that each is called by; empty where this one is alone."""
    due = pause.turns.due() if pause.turns is not None else ()
    return dict(zip(LETTERS, due, strict=False)) if len(due) > 1 else {}


def named(line: str, due: Mapping[str, Pause]) -> SaidTo | None:
    """The code in a line that names its request before it, by letter, flow or profile; None where it names none of them."""
    begin, _, rest = line.strip().partition(" ")
    words = normalise(begin).removesuffix(":")
    for letter, pause in due.items():
        called = {letter, normalise(pause.flow), normalise(pause.profile)}
        if words in called:
            left = rest.strip()
            code = find_code(left) or find_code(left.rpartition(" ")[2])
            said = normalise(line)
            both = [one for one in due.values() if normalise(one.flow) in said and normalise(one.profile) in said]
            return SaidTo(both[0] if both else pause, code) if code else None
    return None


@dataclass
class TriedCodes:
    """The codes that were typed, so that none is typed twice where it can't be right.

    A code that a request was given is taken for its own, and for nobody else's, until that request asks again: then it was
    another one's, and is tried there.
    """

    _refused: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _given: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, pause: Pause) -> TriedByOne:
        """Those that a request needs not be given any more; to be asked for once a pause."""
        key = (pause.request or pause.flow, pause.profile)
        if key in self._given:
            self._refused.setdefault(key, set()).add(self._given.pop(key))
        return TriedByOne(self, key)

    def not_for(self, key: tuple[str, str]) -> set[str]:
        """The codes that can't be this request's."""
        return {*self._given.values(), *self._refused.get(key, ())}

    def give(self, key: tuple[str, str], code: str) -> None:
        """A request is given a code."""
        self._given[key] = code


@dataclass(frozen=True)
class TriedByOne:
    """The part of `TriedCodes` that is one request's (`codes.Tried`)."""

    of_all: TriedCodes
    key: tuple[str, str]

    def __contains__(self, code: object) -> bool:
        return code in self.of_all.not_for(self.key)

    def add(self, code: str) -> None:
        self.of_all.give(self.key, code)
