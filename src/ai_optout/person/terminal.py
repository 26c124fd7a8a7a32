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
from ai_optout.person.code_text import find_code
from ai_optout.person.codes import CodeCommand
from ai_optout.person.lines import Lines
from ai_optout.person.pause import Done, No, Pause, PauseKind, Point, Reply, Said, Send, Yes
from ai_optout.person.race import race

SEND_WORD = "send"
"""Typed out, it sends; Enter never does (the design, *Pauses*)."""

POINT_WORD = "point"
"""Typed where a question isn't understood, it has the field shown by a click."""

_HOW = {
    PauseKind.LOGIN: "It goes on by itself when you are logged in. (s: leave this request out, q: stop)",
    PauseKind.CHECK: "It goes on by itself when that is done. (s: leave this request out, q: stop)",
    PauseKind.QUESTION: "Answer it in the window, or type the answer here; Enter goes on. (s: leave this request out, q: stop)",
    PauseKind.REVIEW: f"To send it, type {SEND_WORD} and press Enter, or press the page's own button. (s: leave it out, q: stop)",
    PauseKind.CODE: "Type the code here or in the window. (s: leave it so, q: stop)",
    PauseKind.AGAIN: "Send it again? Type yes or no. (q: stop)",
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
    _tried: set[str] = field(default_factory=set)

    def tell(self, line: str) -> None:
        """Name a step."""
        self.console.print(f"[dim]·[/dim] {escape(line)}")

    def ask(self, pause: Pause) -> Reply:
        """Whoever answers first: the terminal or the page. Raises `Skipped` on s, `Stopped` on q and Ctrl-C."""
        self.lines.forget()
        self._show(pause)
        command = CodeCommand(self.code_command, self.folder, pause, self._tried, time.monotonic)
        sources = [lambda: self._typed(pause)]
        if self.code_command and pause.kind is PauseKind.CODE:
            sources.append(lambda: self._printed(command))
        try:
            return race(pause, sources, self.stop_requested, self.wait)
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
            self.console.print("  The code command printed no new code. Type the code here or in the window.")
            return None

    def _show(self, pause: Pause) -> None:
        self._title(f"ai-optout: {pause.say}")
        self.console.bell()
        if pause.rows:
            self.console.print(review_table(pause))
        self.console.print(f"\n[bold]{escape(pause.say)}[/bold]")
        for choice in pause.choices:
            self.console.print(f"    – {escape(choice)}")
        self.console.print(f"  {escape(_how(pause))}")

    def _title(self, text: str) -> None:
        if self.console.is_terminal:
            self.console.set_window_title(text)

    def _typed(self, pause: Pause) -> Reply | None:
        line = self.lines.next()
        if line is None:
            return None
        word = normalise(line)
        if word in {"q", "quit"}:
            raise Stopped("Stopped, as you asked.")
        if word in {"s", "skip"}:
            raise Skipped("Left out, as you asked.")
        reply = Point() if pause.pointable and word == POINT_WORD else _reply(pause.kind, line, word)
        if reply is None:
            self.console.print(f"  That isn't an answer here. {escape(_how(pause))}")
        return reply


def _how(pause: Pause) -> str:
    """How this pause is answered."""
    if pause.how:
        return f"{pause.how} (s: leave this request out, q: stop)"
    if pause.pointable:
        return (
            f"Answer it in the window, or type the answer here; or type {POINT_WORD} to click at the field that is missing. "
            "Enter alone goes on. (s: leave this request out, q: stop)"
        )
    if pause.kind is PauseKind.QUESTION and pause.page is None:
        return "Type the answer here; Enter alone is none. (s: leave this request out, q: stop)"
    return _HOW[pause.kind]


def _reply(kind: PauseKind, line: str, word: str) -> Reply | None:
    match kind:
        case PauseKind.REVIEW:
            return Send() if line.strip().casefold() == SEND_WORD else None
        case PauseKind.CODE:
            code = find_code(line)
            return Said(code) if code else None
        case PauseKind.AGAIN:
            return Yes() if word == "yes" else (No() if word in {"no", ""} else None)
        case PauseKind.QUESTION:
            return Said(line) if line.strip() else Done()
        case PauseKind.LOGIN | PauseKind.CHECK:
            return Done()


def review_table(pause: Pause) -> Table:
    """The form as it stands: question, answer, note. What it holds is the person's own, and shown to nobody else."""
    table = Table(title=f"{pause.flow}: this is what will be sent", title_justify="left", expand=False)
    table.add_column("Question", ratio=2, overflow="fold")
    table.add_column("Answer", ratio=3, overflow="fold")
    noted = any(row.note for row in pause.rows)
    if noted:
        table.add_column("Note", ratio=1, overflow="fold")
    for row in pause.rows:
        cells = [escape(row.question), escape(row.answer) or "[dim]—[/dim]", escape(row.note)]
        table.add_row(*(cells if noted else cells[:2]))
    return table
