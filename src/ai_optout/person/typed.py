"""What a line that was typed is taken for, and how each pause is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ai_optout.errors import Skipped, Stopped
from ai_optout.form.words import normalise
from ai_optout.person.code_text import codes_in
from ai_optout.person.pause import Done, No, Pause, PauseKind, Point, Reply, Said, Send, Yes

SEND_WORD: Final = "send"
"""Typed out, it sends; Enter never does (the design, *Pauses*)."""
POINT_WORD: Final = "point"
"""Typed where a question isn't understood, it has the field shown by a click."""

_HOW: Final = {
    PauseKind.LOGIN: "It goes on by itself when you are logged in; Enter looks at once. (s: leave this request out, q: stop)",
    PauseKind.CHECK: "It goes on by itself when that is done; Enter looks at once. (s: leave this request out, q: stop)",
    PauseKind.QUESTION: "Answer it in the window, or type the answer here; Enter goes on. (s: leave this request out, q: stop)",
    PauseKind.REVIEW: f"To send it, type {SEND_WORD} and press Enter, or press the page's own button. (s: leave it out, q: stop)",
    PauseKind.CODE: "Type the code here or in the window; you may paste the whole mail. (s: leave it so, q: stop)",
    PauseKind.AGAIN: "Send it again? Type yes or no. (q: stop)",
}
_POINTABLE: Final = (
    f"Answer it in the window, or type the answer here; or type {POINT_WORD} to click at the field that is missing. "
    "Enter alone goes on. (s: leave this request out, q: stop)"
)
_WITHOUT_A_PAGE: Final = "Type the answer here; Enter alone is none. (s: leave this request out, q: stop)"
_AS_SAID: Final = "{how} (s: leave this request out, q: stop)"
NO_ANSWER: Final = "That isn't an answer here. {how}"
SEVERAL: Final = "Several numbers there may be the code: {numbers}. Type the one."


def how(pause: Pause) -> str:
    """How this pause is answered."""
    if pause.how:
        return _AS_SAID.format(how=pause.how)
    if pause.pointable:
        return _POINTABLE
    if pause.kind is PauseKind.QUESTION and pause.page is None:
        return _WITHOUT_A_PAGE
    return _HOW[pause.kind]


@dataclass
class Typing:
    """Takes the lines of one pause. What is pasted comes line by line, so at a code the lines that came together are one text."""

    pause: Pause
    next_line: Callable[[], str | None]
    say: Callable[[str], None]
    _pasted: list[str] = field(default_factory=list)

    def __call__(self) -> Reply | None:
        """What was typed since the last call, as a reply. Raises `Skipped` on s, `Stopped` on q."""
        text = self._text()
        if text is None:
            return None
        word = normalise(text) if "\n" not in text else ""
        if word in {"q", "quit"}:
            raise Stopped("Stopped, as you asked.")
        if word in {"s", "skip"}:
            raise Skipped("Left out, as you asked.")
        if self.pause.kind is PauseKind.CODE:
            return self._code(text)
        reply = Point() if self.pause.pointable and word == POINT_WORD else _reply(self.pause.kind, text, word)
        if reply is None:
            self.say(NO_ANSWER.format(how=how(self.pause)))
        return reply

    def _text(self) -> str | None:
        line = self.next_line()
        if self.pause.kind is not PauseKind.CODE:
            return line
        if line is None:
            text = "\n".join(self._pasted) if self._pasted else None
            self._pasted.clear()
            return text
        while line is not None:
            self._pasted.append(line)
            line = self.next_line()
        return None

    def _code(self, text: str) -> Reply | None:
        codes = codes_in(text)
        if len(codes) == 1:
            return Said(codes[0])
        if not text.strip():
            return Done()
        self.say(SEVERAL.format(numbers=", ".join(codes)) if codes else NO_ANSWER.format(how=how(self.pause)))
        return None


def _reply(kind: PauseKind, line: str, word: str) -> Reply | None:
    match kind:
        case PauseKind.REVIEW:
            return Send() if line.strip().casefold() == SEND_WORD else None
        case PauseKind.AGAIN:
            return Yes() if word == "yes" else (No() if word in {"no", ""} else None)
        case PauseKind.QUESTION:
            return Said(line) if line.strip() else Done()
        case _:
            return Done()
