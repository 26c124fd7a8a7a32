"""`ai-optout status`: each request, where it stands, until when an answer is due, and what comes next."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    "Examples:\n\n  ai-optout status          what needs you first\n\n"
    "  ai-optout status --all    every request, those that were never sent too\n\n"
    "  ai-optout status --open   the same as a page in your browser\n\n"
    "  ai-optout status --json   all of it, for a program"
)


def status(
    *,
    show_all: Annotated[bool, typer.Option("--all", help="Every request, those that were never sent too.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="As a page in your browser: one file that needs no network.")] = False,
    profile: Annotated[
        str | None,
        typer.Option(help="Whose residence counts where a request doesn't say it: a name or a TOML file.", show_default=False),
    ] = None,
    mock: Annotated[bool, typer.Option("--mock", help="What was rehearsed against a mock, instead of your own.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout, with every request.")] = False,
) -> None:
    """Show each request, its state, the days that are left until its answer is due, and what comes next."""
    from ai_optout.cli.status_work import show_status  # noqa: PLC0415 - imported only when used

    show_status(show_all=show_all, open_page=open_page, profile=profile, mock=mock, as_json=as_json)
