"""Rows for a person: a table where the terminal has room and colour, else lines that a screen reader reads one after the other.

Boxes drawn with lines say nothing to somebody who hears them, and are broken at 40 columns: then each row is "Question: answer".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

TABLE_FROM: Final = 60
"""Columns from which on a table is legible."""
NOTHING: Final = "nothing"
EMPTY: Final = "[dim]—[/dim]"


def prefers_lines(console: Console) -> bool:
    """Whether rows are shown as lines: no terminal, a narrow or a dumb one, or one without colours (NO_COLOR, `plain`)."""
    return not console.is_terminal or console.is_dumb_terminal or console.no_color or console.width < TABLE_FROM


def show_rows(
    console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, ratios: Sequence[int] = ()
) -> None:
    """Print rows of as many cells as there are columns. What they hold is shown as it is, never as markup."""
    if prefers_lines(console):
        _show_lines(console, title, columns, rows)
        return
    table = Table(title=title, title_justify="left", expand=False)
    for place, column in enumerate(columns):
        table.add_column(column, overflow="fold", ratio=ratios[place] if ratios else None)
    for row in rows:
        table.add_row(*(escape(cell) or EMPTY for cell in row))
    console.print(table)


def _show_lines(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    console.print(Text(f"{title}:"))
    for row in rows:
        name, first, *more = row
        _show_line(console, name, first or NOTHING)
        for column, cell in zip(columns[2:], more, strict=True):
            if cell:
                console.print(Padding(Text(f"{column}: {cell}"), (0, 0, 0, 2)))


def _show_line(console: Console, name: str, said: str) -> None:
    called = name if name.endswith(("?", "？", ":", "：")) else f"{name}:"
    if "\n" in said:
        console.print(Text(called))
        console.print(Padding(Text(said), (0, 0, 0, 2)))
    else:
        console.print(Text(f"{called} {said}"))
