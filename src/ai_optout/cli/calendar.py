"""`ai-optout calendar`: the days on which answers are due, for a calendar program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ai_optout.messages import _, ngettext

EXAMPLES = (
    "Examples:\n\n  ai-optout calendar --output answers.ics     then open the file with your calendar\n\n"
    "  ai-optout calendar > answers.ics\n\n"
    "How a day is counted, and what isn't sure about it: docs/follow-up.md"
)


def calendar(
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.ics", help="Where to write it; else to stdout.", show_default=False),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="Whose residence counts where a request doesn't say it: a name or a TOML file.", show_default=False),
    ] = None,
    mock: Annotated[bool, typer.Option("--mock", help="What was rehearsed against a mock, instead of your own.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout, the calendar in it.")] = False,
) -> None:
    """Write a calendar file (.ics) with the day on which the answer to each open request is due."""
    from datetime import UTC, datetime  # noqa: PLC0415 - imported only when used

    from rich.console import Console  # noqa: PLC0415

    from ai_optout.cli.follow_up import standings_now, write_where_said  # noqa: PLC0415
    from ai_optout.folders import Folders  # noqa: PLC0415
    from ai_optout.followup.calendar_file import calendar_file  # noqa: PLC0415

    waiting = [one for one in standings_now(Folders.of_this_person(), mock=mock, profile=profile) if one.is_open]
    content = calendar_file(waiting, datetime.now(UTC))
    if output is not None:
        write_where_said(output, content)
    if as_json:
        import json  # noqa: PLC0415

        document = {
            "file": str(output.absolute()) if output else None,
            "calendar": content.decode(),
            "requests": [
                {"id": one.request.id, "flow": one.request.flow, "due": str(one.due) if one.due else None, "sure": one.sure}
                | {"counts_from": one.counts_from, "basis": one.basis}
                for one in waiting
            ],
        }
        print(json.dumps(document, ensure_ascii=False))  # noqa: T201 - the document that was asked for
        return
    if output is None:
        print(content.decode().replace("\r\n", "\n"), end="")  # noqa: T201 - the calendar that was asked for
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    dated = sum(one.due is not None for one in waiting)
    console.print(
        ngettext("{dated} day on which an answer is due", "{dated} days on which an answer is due", dated).format(dated=dated)
        + (f": {output}" if output else ".")
    )
    for one in waiting:
        if one.due is None:
            console.print(
                _("No day for No. {request} ({flow}): {basis}").format(
                    request=one.request.id, flow=one.request.flow, basis=one.basis
                )
            )
        elif not one.sure:
            console.print(
                _("Not sure, No. {request} ({flow}): counted from {counts_from}. {basis}").format(
                    request=one.request.id, flow=one.request.flow, counts_from=one.counts_from, basis=one.basis
                )
            )
