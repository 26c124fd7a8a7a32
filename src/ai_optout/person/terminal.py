"""The person at the terminal, with the browser window beside it. What is said there is also in the banner and in the terminal's
title.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ai_optout.errors import NeedsPerson, Skipped, Stopped
from ai_optout.form.words import normalise
from ai_optout.messages import N_, _
from ai_optout.person.codes import CodeCommand, find_code
from ai_optout.person.due import TriedCodes, due_codes, named
from ai_optout.person.lines import Lines
from ai_optout.person.pause import Done, No, Pause, PauseKind, Point, Prompt, Reply, Said, SaidTo, Send, Yes
from ai_optout.person.race import race
from ai_optout.person.typed_words import NO, POINT, QUIT, SEND, SKIP, YES

_HOW = {
    PauseKind.LOGIN: N_("It goes on by itself when you are logged in. (s: leave this request out, q: stop)"),
    PauseKind.CHECK: N_("It goes on by itself when that is done. (s: leave this request out, q: stop)"),
    PauseKind.QUESTION: N_(
        "Answer it in the window, or type the answer here; Enter goes on. (s: leave this request out, q: stop)"
    ),
    PauseKind.REVIEW: N_("To send it, type {send} and press Enter, or press the page's own button. (s: leave it out, q: stop)"),
    PauseKind.CODE: N_("Type the code here or in the window. (s: leave it so, q: stop)"),
    PauseKind.AGAIN: N_("Send it again? Type {yes} or {no}. (q: stop)"),
}


@dataclass
class TerminalPerson:
    """Asks in the terminal; the page may answer first."""

    console: Console
    lines: Lines
    stop_requested: Callable[[], bool]
    wait: Callable[[], None]
    code_command: Sequence[str] = ()
    """Where set, it may know the code first; its relative paths are those of `folder`."""
    folder: Path = Path()
    _tried: TriedCodes = field(default_factory=TriedCodes)

    def tell(self, line: str) -> None:
        """Name a step."""
        self.console.print(f"[dim]·[/dim] {escape(line)}")

    def ask(self, pause: Pause) -> Reply:
        """Whoever answers first: the terminal or the page. Raises `Skipped` on s, `Stopped` on q and Ctrl-C."""
        command = CodeCommand(self.code_command, self.folder, pause, self._tried.of(pause), time.monotonic)
        has_command = self.code_command and pause.kind is PauseKind.CODE
        sources = [lambda: self._printed(command)] if has_command else []
        prompt = Prompt(lambda: self._show(pause), lambda: self._typed(pause), lambda: self._title("ai-optout"))
        try:
            return race(pause, sources, self.stop_requested, self.wait, prompt)
        finally:
            command.close()
            self._title("ai-optout")

    def _printed(self, command: CodeCommand) -> Reply | None:
        """What the configured command prints, for as long as it is asked; after that the person still is."""
        if command.over:
            return None
        try:
            return command()
        except NeedsPerson:
            self.console.print("  " + _("The code command printed no new code. Type the code here or in the window."))
            return None

    def _show(self, pause: Pause) -> None:
        self.lines.forget()
        self._title(f"ai-optout: {pause.say}")
        self.console.bell()
        if pause.rows:
            self.console.print(review_table(pause))
        if pause.request and not pause.rows:
            self.console.print(f"\n{escape(pause.request)}:")
        self.console.print(("" if pause.request and not pause.rows else "\n") + f"[bold]{escape(pause.say)}[/bold]")
        for choice in pause.choices:
            self.console.print(f"    – {escape(choice)}")
        if pause.kind is PauseKind.CODE and (others := due_codes(pause)):
            self.console.print("  Codes are due for:")
            for letter, one in others.items():
                self.console.print(f"    {letter}  {escape(one.request)}" + (" – asked for now" if one is pause else ""))
            letter = next(letter for letter, one in others.items() if one is not pause)
            self.console.print(f"  To give another's code, put its letter before it, such as: {letter} 123456")
        self.console.print(f"  {escape(_how(pause))}")

    def _title(self, text: str) -> None:
        if self.console.is_terminal:
            self.console.set_window_title(text)

    def _typed(self, pause: Pause) -> Reply | SaidTo | None:
        line = self.lines.next()
        if line is None:
            return None
        if QUIT.is_typed(line):
            raise Stopped(_("Stopped, as you asked."))
        if SKIP.is_typed(line):
            raise Skipped(_("Left out, as you asked."))
        meant = named(line, due_codes(pause)) if pause.kind is PauseKind.CODE else None
        if meant is not None:
            return meant if meant.pause is not pause else Said(meant.text)
        reply = Point() if pause.pointable and POINT.is_typed(line) else _reply(pause.kind, line)
        if reply is None:
            self.console.print("  " + _("That isn't an answer here. {how}").format(how=escape(_how(pause))))
        return reply


def _how(pause: Pause) -> str:
    """How this pause is answered, with the words as the current language has them."""
    words = {"send": SEND.shown, "point": POINT.shown, "yes": YES.shown, "no": NO.shown}
    if pause.how:
        return _("{how} (s: leave this request out, q: stop)").format(how=pause.how)
    if pause.pointable:
        return _(
            "Answer it in the window, or type the answer here; or type {point} to click at the field that is missing. "
            "Enter alone goes on. (s: leave this request out, q: stop)"
        ).format(**words)
    if pause.kind is PauseKind.QUESTION and pause.page is None:
        return _("Type the answer here; Enter alone is none. (s: leave this request out, q: stop)")
    return _(_HOW[pause.kind]).format(**words)


def _reply(kind: PauseKind, line: str) -> Reply | None:
    match kind:
        case PauseKind.REVIEW:
            return Send() if SEND.is_typed_out(line) else None
        case PauseKind.CODE:
            code = find_code(line)
            return Said(code) if code else None
        case PauseKind.AGAIN:
            return Yes() if YES.is_typed(line) else (No() if NO.is_typed(line) or not normalise(line) else None)
        case PauseKind.QUESTION:
            return Said(line) if line.strip() else Done()
        case PauseKind.LOGIN | PauseKind.CHECK:
            return Done()


def review_table(pause: Pause) -> Table:
    """The form as it stands: question, answer, note. What it holds is the person's own, and shown to nobody else."""
    table = Table(
        title=_("{flow}: this is what will be sent").format(flow=pause.request or pause.flow), title_justify="left", expand=False
    )
    table.add_column(_("Question"), ratio=2, overflow="fold")
    table.add_column(_("Answer"), ratio=3, overflow="fold")
    noted = any(row.note for row in pause.rows)
    if noted:
        table.add_column(_("Note"), ratio=1, overflow="fold")
    for row in pause.rows:
        cells = [escape(row.question), escape(row.answer) or "[dim]—[/dim]", escape(row.note)]
        table.add_row(*(cells if noted else cells[:2]))
    return table
