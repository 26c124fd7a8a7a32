"""docs/cli.md, made from `--help`: `python -m ai_optout.cli.reference > docs/cli.md`. A test compares the two."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import typer
import typer.main
from typer.testing import CliRunner

from ai_optout.cli.table import app

WIDTH: Final = "100"
_STATUSES: Final = """
| `status` | exit | |
|---|---|---|
| `acknowledged` | 0 | the page said that it was received |
| `filled` | 0 | dry run: stopped before the first press that would post anything |
| `not-eligible`, `covered`, `skipped` | 0 | said before anything was typed |
| `sent` | 5 | no acknowledgement seen, or its code was asked for and not given |
| `unknown` | 5 | may have been sent |
| `failed` | 1 | a fault; nothing was accepted |
| `needs-person` | 3 | nobody answered a pause; nothing was accepted |
| `stopped` | 4 | by the person; nothing was accepted |

Of several requests, the first of 5, 1, 3, 4 that occurs is the exit status; 2 is wrong usage.
"""


def commands() -> tuple[tuple[str, ...], ...]:
    """Every command as the words that call it, the groups among them, `ai-optout` itself first."""
    return tuple(_below(typer.main.get_command(app), ()))


def _below(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _below(inner, (*words, name))


def help_of(words: tuple[str, ...]) -> str:
    """What `--help` prints for that command at 100 columns, without colours."""
    plain = {"COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "NO_COLOR": "1", "TERM": "dumb", "_TYPER_FORCE_DISABLE_TERMINAL": "1"}
    result = CliRunner().invoke(app, [*words, "--help"], prog_name="ai-optout", env=plain)
    return "\n".join(line.rstrip() for line in result.output.strip("\n").splitlines())


def reference() -> str:
    """The whole page, in Markdown."""
    parts = ["# The command\n", "Made from `--help`: `make docs`.\n", "## Status and exit status", _STATUSES]
    parts += [f"## {' '.join(('ai-optout', *words))}\n\n```text\n{help_of(words)}\n```\n" for words in commands()]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(reference())
