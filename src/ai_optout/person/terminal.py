"""The person at the terminal, with the browser window beside it. What is said there is also in the banner and in the terminal's
title.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from rich.console import Console
from rich.markup import escape

from ai_optout.errors import NeedsPerson
from ai_optout.messages import N_, _
from ai_optout.person.codes import CodeCommand, Tried
from ai_optout.person.due import TriedCodes, due_codes
from ai_optout.person.lines import Lines
from ai_optout.person.listing import show_rows
from ai_optout.person.pause import Pause, PauseKind, Prompt, Reply, Source
from ai_optout.person.race import race
from ai_optout.person.typed import Typing, how

TITLE: Final = "ai-optout"
WANTS_A_WINDOW: Final = {
    PauseKind.LOGIN: N_("The site wants you to log in, and without a window you can't: run it with --headed."),
    PauseKind.CHECK: N_("The site wants a check that only you can do, and without a window you can't: run it with --headed."),
}


class CodeSource(Protocol):
    """Something that may know the code, asked in slices: it never blocks."""

    def __call__(self) -> Reply | None:
        """The code, or None where it isn't known yet."""

    def close(self) -> None:
        """Not asked any more."""


OpenCodeSource = Callable[[Pause, Tried, Callable[[str], None]], CodeSource | None]
"""What begins to look for the code of a pause: told the codes that were tried, and what says a sentence to the person."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class TerminalPerson:
    """Asks in the terminal; the page, a command or the mailbox may answer first."""

    console: Console
    lines: Lines
    stop_requested: Callable[[], bool]
    wait: Callable[[], None]
    code_command: Sequence[str] = ()
    """Where set, it may know the code first; its relative paths are those of `folder`."""
    folder: Path = Path()
    mailbox: OpenCodeSource | None = None
    now: Callable[[], datetime] = _now
    """The wall clock: a code expires by it, whatever the machine slept meanwhile."""
    _tried: TriedCodes = field(default_factory=TriedCodes)

    def tell(self, line: str) -> None:
        """Name a step."""
        self.console.print(f"[dim]·[/dim] {escape(line)}")

    def ask(self, pause: Pause) -> Reply:
        """Whoever answers first: the terminal or the page. Raises `Skipped` on s, `Stopped` on q and Ctrl-C, `NeedsPerson` where
        only a window would help and there is none.
        """
        if pause.unseen and pause.kind in WANTS_A_WINDOW:
            raise NeedsPerson(_(WANTS_A_WINDOW[pause.kind]), _("Run it with --headed."))
        codes = self._code_sources(pause) if pause.kind is PauseKind.CODE else []
        sources: list[Source] = [*codes]
        if pause.valid_until is not None:
            sources.append(self._expiry(pause.valid_until))
        typing = Typing(pause, self.lines.next, self._say)
        prompt = Prompt(lambda: self._show(pause), typing, lambda: self._title(TITLE), lambda: self._ask_for(pause))
        try:
            return race(pause, sources, self.stop_requested, self.wait, prompt)
        finally:
            for source in codes:
                source.close()
            self._title(TITLE)

    def _code_sources(self, pause: Pause) -> list[CodeSource]:
        tried = self._tried.of(pause)
        sources: list[CodeSource] = []
        if self.code_command:
            command = CodeCommand(self.code_command, self.folder, pause, tried, time.monotonic)
            sources.append(_WhileItIsAsked(command, self._say))
        if self.mailbox is not None and (watch := self.mailbox(pause, tried, self._say)) is not None:
            sources.append(watch)
        return sources

    def _expiry(self, until: datetime) -> Source:
        """Says once that the code's time is over; gives no reply."""
        told = False

        def look() -> None:
            nonlocal told
            if not told and self.now() > until:
                told = True
                sentence = _(
                    "The code's time is over since {until}. Have a new one sent in the open window, and take that."
                ).format(until=f"{until.astimezone():%H:%M}")
                self._say(sentence)
                self._title(f"{TITLE}: {sentence}")
                self.console.bell()

        return look

    def _show(self, pause: Pause) -> None:
        self.lines.forget()
        self._ask_for(pause)

    def _ask_for(self, pause: Pause) -> None:
        self._title(f"{TITLE}: {pause.say}")
        self.console.bell()
        if pause.rows:
            noted = any(row.note for row in pause.rows)
            rows = [(row.question, row.answer, row.note)[: 2 + noted] for row in pause.rows]
            columns = (_("Question"), _("Answer"), _("Note"))[: 2 + noted]
            title = _("{flow}: this is what will be sent").format(flow=pause.request or pause.flow)
            self.console.print()
            show_rows(self.console, title, columns, rows, ratios=(2, 3, 1)[: 2 + noted])
        called = bool(pause.request) and not pause.rows
        if called:
            self.console.print(f"\n{escape(pause.request)}:")
        self.console.print(("" if called else "\n") + f"[bold]{escape(pause.say)}[/bold]")
        for choice in pause.choices:
            self.console.print(f"    – {escape(choice)}")
        if pause.kind is PauseKind.CODE and (others := due_codes(pause)):
            self._show_due(pause, others)
        self._say(how(pause))

    def _show_due(self, pause: Pause, others: Mapping[str, Pause]) -> None:
        self._say(_("Codes are due for:"))
        for letter, one in others.items():
            self._say(f"  {letter}  {one.request}" + (_(" – asked for now") if one is pause else ""))
        letter = next(letter for letter, one in others.items() if one is not pause)
        self._say(_("To give another's code, put its letter before it, such as: {letter} 123456").format(letter=letter))

    def _say(self, sentence: str) -> None:
        self.console.print(f"  {escape(sentence)}")

    def _title(self, text: str) -> None:
        if self.console.is_terminal:
            self.console.set_window_title(text)


@dataclass
class _WhileItIsAsked:
    """The configured command for as long as it is asked; after that the person still is."""

    command: CodeCommand
    say: Callable[[str], None]

    def __call__(self) -> Reply | None:
        if self.command.over:
            return None
        try:
            return self.command()
        except NeedsPerson:
            self.say(_("The code command printed no new code: type the code yourself."))
            return None

    def close(self) -> None:
        self.command.close()
