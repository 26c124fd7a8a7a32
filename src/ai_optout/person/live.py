"""The table of a run: a row a request, with its step and what it waits for, kept up to date below the lines.

Only where a terminal can show it. It is gone while the person is asked, so that nothing is drawn over what they type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from ai_optout.ended import in_words
from ai_optout.messages import N_, _
from ai_optout.person.board import Board, NoBoard
from ai_optout.person.listing import prefers_lines

NOT_BEGUN: Final = N_("not begun")
WAITS_FOR: Final = {
    "login": N_("your log-in"),
    "check": N_("the security check"),
    "question": N_("your answer"),
    "review": N_("your last look"),
    "code": N_("the code by e-mail"),
    "again": N_("your yes or no"),
}


@dataclass
class _Row:
    profile: str
    name: str
    step: str = ""
    waits: str = ""


@dataclass
class LiveBoard:
    """`Board`, drawn on a console."""

    console: Console
    rows: list[_Row]
    _live: Live | None = field(default=None, repr=False)
    _asking: set[int] = field(default_factory=set)

    def step(self, number: int, line: str) -> None:
        row = self.rows[number]
        row.step = line.removeprefix(f"{row.name}: ")
        self._draw()

    def waits(self, number: int, what: str) -> None:
        self.rows[number].waits = _(WAITS_FOR.get(what, what))
        self._draw()

    def goes_on(self, number: int) -> None:
        self.rows[number].waits = ""
        self._asking.discard(number)
        self._draw()

    def ended(self, number: int, status: str) -> None:
        self.rows[number].step = in_words(status)
        self._draw()

    def asking(self, number: int) -> None:
        self._asking.add(number)
        self.close()

    def close(self) -> None:
        """Take it away."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _draw(self) -> None:
        if self._asking:
            return
        if self._live is None:
            self._live = Live(console=self.console, auto_refresh=False, transient=True)
            self._live.start()
        self._live.update(self.table(), refresh=True)

    def table(self) -> Table:
        """As it stands."""
        table = Table(expand=True, pad_edge=False)
        if len({row.profile for row in self.rows}) > 1:
            table.add_column(_("Profile"), no_wrap=True, overflow="ellipsis", max_width=16)
        table.add_column(_("Request"), no_wrap=True, overflow="ellipsis", ratio=3)
        table.add_column(_("Step"), no_wrap=True, overflow="ellipsis", ratio=4)
        table.add_column(_("Waits for"), no_wrap=True, overflow="ellipsis", min_width=10, max_width=18)
        for row in self.rows:
            cells = [row.profile, row.name, row.step or _(NOT_BEGUN), row.waits]
            table.add_row(*(escape(cell) for cell in cells[-len(table.columns) :]))
        return table


@contextmanager
def live_board(console: Console, names: Sequence[tuple[str, str]]) -> Iterator[Board]:
    """A table of these requests (profile and name each), gone when the block ends; none where there is one request only, or where
    a table would be heard or cut: a redrawn one is read out from the top again and again.
    """
    if len(names) < 2 or prefers_lines(console):  # noqa: PLR2004 - one request's steps are the lines
        yield NoBoard()
        return
    board = LiveBoard(console, [_Row(profile, name) for profile, name in names])
    try:
        yield board
    finally:
        board.close()
