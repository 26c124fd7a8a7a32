"""`ai-optout doctor`: what works on this machine, what doesn't, and what to type about it; `--security`: what lies where."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ai_optout.messages import N_, _, ngettext

if TYPE_CHECKING:
    from rich.console import Console

    from ai_optout.checkup import Check, Home

STYLES: Final = {"ok": "green", "warn": "yellow", "fail": "bold red"}
STATES: Final = {"ok": N_("ok"), "warn": N_("warn"), "fail": N_("fail")}


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead.")] = False,
    security: Annotated[bool, typer.Option("--security", help="Say what lies where, who may read it and what ends it.")] = False,
) -> None:
    """Try what a run needs: settings, folders, browser, display, keyring. Says what to do where something is missing.

    The exit status is 0 where all that is needed works, else 1.

    Example: ai-optout doctor --security
    """
    from ai_optout.checkup import State, checkup, homes  # noqa: PLC0415 (--help need not load a browser's steering)
    from ai_optout.folders import Folders  # noqa: PLC0415

    folders = Folders.of_this_person()
    if security:
        _show_homes(homes(folders), as_json=as_json)
        return
    checks = _show_checks(checkup(folders), as_json=as_json)
    if any(check.state is State.FAIL for check in checks):
        raise typer.Exit(1)


def _show_checks(checks: Iterator[Check], *, as_json: bool) -> list[Check]:
    """Show each check as it is made, and all of them come back."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(highlight=False)
    done = []
    for check in checks:
        done.append(check)
        if not as_json:
            _show_check(console, check)
    failed = sum(check.state == "fail" for check in done)
    if as_json:
        _print_json({"works": not failed, "checks": [asdict(check) for check in done]})
    elif failed:
        console.print(
            "\n"
            + ngettext(
                "{failed} thing must be put right before a run.", "{failed} things must be put right before a run.", failed
            ).format(failed=failed),
            style=STYLES["fail"],
        )
    else:
        console.print(_("\nAll that a run needs works."), style=STYLES["ok"])
    return done


def _show_check(console: Console, check: Check) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from ai_optout.person.listing import INDENT, prefers_lines, show_line  # noqa: PLC0415

    state, what = _(STATES[check.state]), _(check.what)
    if prefers_lines(console):
        show_line(console, what, f"{state}. {check.found}")
        if check.advice:
            show_line(console, _("to do"), check.advice, indent=INDENT)
        _show_command(console, check.command)
        return
    found = Text(check.found, overflow="fold")
    if check.advice:
        found.append(_("\nto do: {advice}").format(advice=check.advice), style="bold")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=max(len(_(word)) for word in STATES.values()), no_wrap=True)
    grid.add_column(width=19, overflow="fold")
    grid.add_column(overflow="fold")
    grid.add_row(Text(state, style=STYLES[check.state]), Text(what), found)
    console.print(grid)
    _show_command(console, check.command)


def _show_command(console: Console, command: str) -> None:
    if command:
        console.print(command, soft_wrap=True, markup=False)


def _show_homes(homes: Sequence[Home], *, as_json: bool) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from ai_optout.person.listing import INDENT, show_line  # noqa: PLC0415

    if as_json:
        _print_json({"homes": [asdict(home) for home in homes]})
        return
    console = Console(highlight=False)
    console.print(_("Everything of yours that may lie on this machine:\n"))
    for home in homes:
        console.print(Text(home.what, style="bold"))
        for name, said in ((_("where"), home.where), (_("mode"), home.mode), (_("ends with"), home.ends)):
            show_line(console, name, said, indent=INDENT)
    console.print(_("\nNowhere else: not in logs, messages, process lists or the environment."))


def _print_json(document: object) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
