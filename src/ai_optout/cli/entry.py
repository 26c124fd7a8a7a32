"""From the words that were typed to an exit status, and the one handler that shows errors. Importing it imports no library.

What is asked for often is carried out without Typer, which takes as long to import, and to read two options with, as all that is
looked up for ten thousand requests. Whatever isn't exactly such a command goes through the table of commands.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import Final

from ai_optout.errors import AiOptoutError, our_own_fault
from ai_optout.messages import _, speak

STATUS: Final = frozenset({"--all", "--mock", "--json"})
"""The options of `status` that take nothing and need nothing but the ledger."""


def run_command(words: list[str]) -> int:
    """Run the command that `words` say; its exit status. An error is one sentence and the way out, on stderr."""
    act = quick(words) or (lambda: _by_the_table(words))
    try:
        act()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except AiOptoutError as error:
        show(error, words)
        return error.exit_status
    except KeyboardInterrupt:
        from rich.console import Console  # noqa: PLC0415 - here and below: imported only when used

        Console(stderr=True).print(_("Stopped. Nothing more was done."))
        return 4
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback would show what was typed
        show(our_own_fault(error), words)
        return 1
    return 0


def quick(words: Sequence[str]) -> Callable[[], None] | None:
    """What carries these words out without Typer, where there is that."""
    if words[:1] != ["status"] or not set(words[1:]) <= STATUS:
        return None

    def status() -> None:
        from ai_optout.cli.language import language_of_this_person  # noqa: PLC0415
        from ai_optout.cli.status_work import show_status  # noqa: PLC0415

        speak(language_of_this_person(os.environ))
        show_status(show_all="--all" in words, mock="--mock" in words, as_json="--json" in words)

    return status


def _by_the_table(words: list[str]) -> None:
    from ai_optout.cli import table  # noqa: PLC0415

    table.app(words)


def show(error: AiOptoutError, words: Sequence[str]) -> None:
    """The sentence and the way out on stderr; with `--json` on stdout too, in `run` and `demo` as their document without a
    request.
    """
    from rich.console import Console  # noqa: PLC0415

    from ai_optout.person.listing import show_sentences  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    show_sentences(console, error.message, "bold red")
    if error.hint:
        show_sentences(console, error.hint)
    if "--json" in words:
        document: dict[str, object] = {"requests": []} if words[0] in {"run", "demo"} else {}
        document["error"] = {"message": error.message, "hint": error.hint, "exit_status": error.exit_status}
        print(json.dumps(document, ensure_ascii=False))  # noqa: T201 - the document that was asked for
