"""Rows for a person: a table where the terminal has room and colour, else lines that a screen reader reads one after the other.

Boxes drawn with lines say nothing to somebody who hears them, and are broken at 40 columns: then each row is "Question: answer",
and an answer that doesn't fit beside its question stands below it, a little to the right, so that the eye finds the next one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ai_optout.messages import N_, _

TABLE_FROM: Final = 60
"""Columns from which on a table is legible."""
NOTHING: Final = N_("nothing")
INDENT: Final = 2

_IN_ONE_PIECE: Final = re.compile(r"`[^`\n]+`\S*|(?<=: )ai-optout [^.;,()\n]+\S*|\S+")
"""What a sentence isn't broken in: a word, an address, a command to type."""

Cell = str | Text
"""What a table holds: plain, or with a style of its own."""


def prefers_lines(console: Console) -> bool:
    """Whether rows are shown as lines: no terminal, a narrow or a dumb one, or one without colours (NO_COLOR, `plain`)."""
    return not console.is_terminal or console.is_dumb_terminal or console.no_color or console.width < TABLE_FROM


def show_rows(
    console: Console,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    ratios: Sequence[int | None] = (),
    whole: Sequence[int] = (),
    box: Box | None = None,
) -> None:
    """Print rows of as many cells as there are columns. What they hold is shown as it is, never as markup.

    As a table, columns get their part of the width by `ratios`, those in `whole` are never wrapped, and `box` is how it is drawn.
    """
    if prefers_lines(console):
        _show_lines(console, title, columns, rows)
        return
    table = Table(title=title or None, title_justify="left", expand=False)
    if box is not None:
        table.box, table.leading, table.pad_edge, table.padding = box, 1, False, (0, 2, 0, 0)
    for place, column in enumerate(columns):
        table.add_column(column, overflow="fold", ratio=ratios[place] if ratios else None, no_wrap=place in whole)
    for row in rows:
        table.add_row(*(Text("—", "dim") if not str(cell) else Text(cell) if isinstance(cell, str) else cell for cell in row))
    console.print(table)


def _show_lines(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    if title:
        console.print(Text(f"{title}:"))
    for row in rows:
        name, first, *more = (str(cell) for cell in row)
        show_line(console, name, first or _(NOTHING))
        for column, cell in zip(columns[2:], more, strict=True):
            if cell:
                show_line(console, column, cell, indent=INDENT)


def show_line(console: Console, name: str, said: str, *, indent: int = 0) -> None:
    """One of a screen reader's lines: what it is about, and what there is to say about it."""
    called = name if name.endswith(("?", "？", ":", "：")) else f"{name}:"
    beside = Text(f"{called} {said}")
    if "\n" not in said and beside.cell_len + indent <= console.width:
        _show_indented(console, beside, indent)
    else:
        _show_indented(console, Text(called), indent)
        _show_indented(console, Text(said), indent + INDENT)


def _show_indented(console: Console, text: Text, indent: int) -> None:
    for line in text.wrap(console, max(console.width - indent, 1)):
        line.rstrip()
        console.print(Text(" " * indent) + line, soft_wrap=True)


def show_sentences(console: Console, text: str, style: str = "") -> None:
    """Print sentences, broken between words. A command to type and what is longer than a line stay whole, for the terminal itself
    to break: so they are copied in one piece.
    """
    if not console.is_terminal:
        console.print(Text(text, style), soft_wrap=True)
        return
    for paragraph in text.split("\n"):
        indent = paragraph[: len(paragraph) - len(paragraph.lstrip())]
        lines: list[str] = []
        for piece in _IN_ONE_PIECE.findall(paragraph):
            if lines and cell_len(f"{lines[-1]} {piece}") <= console.width:
                lines[-1] += f" {piece}"
            else:
                lines.append(indent + piece)
        for line in lines or [""]:
            console.print(Text(line, style), soft_wrap=True)
