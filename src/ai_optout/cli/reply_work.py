"""What `ai-optout reply` does with a mail, from a file or from the mailbox. Imported only when used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from ai_optout.cli.opened import say_opened
from ai_optout.clock import SystemClock
from ai_optout.errors import VaultError
from ai_optout.folders import Folders
from ai_optout.followup.filing import Taken
from ai_optout.followup.judging import Outcome
from ai_optout.followup.receipts import due_of
from ai_optout.ledger import Ledger, ledger_key, who
from ai_optout.messages import _
from ai_optout.opening import open_ledger
from ai_optout.settings import load_settings
from ai_optout.vault import KeyringVault, Vault


@contextmanager
def at_the_ledger(folders: Folders, data: Path, console: Console, *, mock: bool) -> Iterator[tuple[Ledger, Callable[[str], str]]]:
    """The ledger and who an e-mail address is in it; what an earlier run left is brought to its end, and said."""
    # The key is fetched with the ledger held, whose lock keeps two first runs apart.
    key = cache(lambda: ledger_key(Folders(folders.config, data, folders.cache), None if mock else _vault(folders)))

    def who_is(address: str) -> str:
        return who(address, key())

    with open_ledger(data, clock=SystemClock(), who_is=who_is, due=due_of) as opened:
        say_opened(console, opened)
        yield opened.ledger, who_is


def _vault(folders: Folders) -> Vault | None:
    """The keyring, where there is one: in a container the key lies beside the ledger."""
    vault = KeyringVault(allowed=load_settings(folders).allow_keyring)
    try:
        vault.names()
    except VaultError:
        return None
    return vault


def record(taken: Taken) -> dict[str, Any]:
    """What came of a mail, as JSON has it."""
    reading, request = taken.reading, taken.request
    return {
        "outcome": reading.outcome,
        "why": reading.why,
        "words_say": reading.words_say,
        "languages": list(reading.languages),
        "request": request.id if request else None,
        "flow": request.flow if request else None,
        "state": request.state if request else None,
        "candidates": [one.id for one in taken.candidates],
        "filed": str(taken.kept) if taken.kept else None,
        "already_filed": taken.already,
        "sha256": taken.sha256,
        "notes": [*reading.notes, *taken.notes],
    }


def say(taken: Taken, console: Console) -> None:
    """What came of a mail, for a person."""
    reading = taken.reading
    colours = {Outcome.HONOURED: "green", Outcome.REFUSED: "yellow", Outcome.EVIDENCE_ASKED: "yellow"}
    console.print(
        _("[bold {colours}]{outcome}[/]  {why}").format(
            colours=colours.get(reading.outcome, "default"), outcome=reading.outcome, why=escape(reading.why)
        )
    )
    for note in (*reading.notes, *taken.notes):
        console.print(f"[dim]·[/dim] {escape(note)}")
    if taken.kept is not None and taken.request is not None:
        console.print(
            _("Filed with request {request} ({flow}): {kept}").format(
                request=taken.request.id, flow=escape(taken.request.flow), kept=escape(str(taken.kept))
            )
        )
        if reading.outcome is not Outcome.HONOURED:
            console.print(_("What comes next: ai-optout letter --request {request}").format(request=taken.request.id))
    if reading.outcome is Outcome.UNSURE:
        console.print(_("Read it yourself. Nothing was changed."))
