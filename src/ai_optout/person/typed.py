"""What a line that was typed is taken for, and how each pause is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from ai_optout.errors import Skipped, Stopped
from ai_optout.form.words import normalise
from ai_optout.messages import N_, _
from ai_optout.person.code_text import codes_in
from ai_optout.person.due import due_codes, named
from ai_optout.person.pause import Done, No, Pause, PauseKind, Point, Reply, Said, SaidTo, Send, Yes
from ai_optout.person.typed_words import NO, POINT, QUIT, SEND, SKIP, YES

_HOW: Final = {
    PauseKind.LOGIN: N_("It goes on by itself when you are logged in; Enter looks at once. (s: leave this request out, q: stop)"),
    PauseKind.CHECK: N_("It goes on by itself when that is done; Enter looks at once. (s: leave this request out, q: stop)"),
    PauseKind.QUESTION: N_(
        "Answer it in the window, or type the answer here; Enter goes on. (s: leave this request out, q: stop)"
    ),
    PauseKind.REVIEW: N_("To send it, type {send} and press Enter, or press the page's own button. (s: leave it out, q: stop)"),
    PauseKind.CODE: N_("Type the code here or in the window; you may paste the whole mail. (s: leave it so, q: stop)"),
    PauseKind.AGAIN: N_("Send it again? Type {yes} or {no}. (q: stop)"),
}


_HOW_UNSEEN: Final = {
    PauseKind.QUESTION: N_(
        "There is no window to answer it in: type the answer here; Enter goes on. (s: leave this request out, q: stop)"
    ),
    PauseKind.REVIEW: N_("To send it, type {send} and press Enter. (s: leave it out, q: stop)"),
    PauseKind.CODE: N_("Type the code here; you may paste the whole mail. (s: leave it so, q: stop)"),
}
"""Where nobody sees the page."""


def how(pause: Pause) -> str:
    """How this pause is answered, with the words as the current language has them."""
    words = {"send": SEND.shown, "point": POINT.shown, "yes": YES.shown, "no": NO.shown}
    if pause.how:
        return _("{how} (s: leave this request out, q: stop)").format(how=pause.how) if pause.flow else pause.how
    if pause.unseen and pause.kind in _HOW_UNSEEN:
        return _(_HOW_UNSEEN[pause.kind]).format(**words)
    if pause.pointable:
        return _(
            "Answer it in the window, or type the answer here; or type {point} to click at the field that is missing. "
            "Enter alone goes on. (s: leave this request out, q: stop)"
        ).format(**words)
    if pause.kind is PauseKind.QUESTION and pause.page is None:
        return _("Type the answer here; Enter alone is none. (s: leave this request out, q: stop)")
    return _(_HOW[pause.kind]).format(**words)


@dataclass
class Typing:
    """Takes the lines of one pause. What is pasted comes line by line, so at a code the lines that came together are one text."""

    pause: Pause
    next_line: Callable[[], str | None]
    say: Callable[[str], None]
    _pasted: list[str] = field(default_factory=list)

    def __call__(self) -> Reply | SaidTo | None:
        """What was typed since the last call, as a reply. Raises `Skipped` on s, `Stopped` on q."""
        text = self._text()
        if text is None:
            return None
        if QUIT.is_typed(text):
            raise Stopped(_("Stopped, as you asked."))
        if SKIP.is_typed(text):
            raise Skipped(_("Left out, as you asked."))
        if self.pause.kind is PauseKind.CODE:
            return self._code(text)
        reply = Point() if self.pause.pointable and POINT.is_typed(text) else _reply(self.pause.kind, text)
        if reply is None:
            self.say(_("That isn't an answer here. {how}").format(how=how(self.pause)))
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

    def _code(self, text: str) -> Reply | SaidTo | None:
        meant = named(text, due_codes(self.pause)) if "\n" not in text else None
        if meant is not None:
            return meant if meant.pause is not self.pause else Said(meant.text)
        codes = codes_in(text)
        if len(codes) == 1:
            return Said(codes[0])
        if not text.strip():
            return Done()
        if codes:
            self.say(_("Several numbers there may be the code: {numbers}. Type the one.").format(numbers=", ".join(codes)))
        else:
            self.say(_("That isn't an answer here. {how}").format(how=how(self.pause)))
        return None


def _reply(kind: PauseKind, line: str) -> Reply | None:
    match kind:
        case PauseKind.REVIEW:
            return Send() if SEND.is_typed_out(line) else None
        case PauseKind.AGAIN:
            return Yes() if YES.is_typed(line) else (No() if NO.is_typed(line) or not normalise(line) else None)
        case PauseKind.QUESTION:
            return Said(line) if line.strip() else Done()
        case _:
            return Done()
