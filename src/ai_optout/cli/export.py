"""`ai-optout export`: everything of a person in one zip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ai_optout.messages import _

EXAMPLES = (
    "Examples:\n\n  ai-optout export                           what there is of you, as a zip in this folder\n\n"
    "  ai-optout export anna --output anna.zip    of the profile anna"
)


def export(
    *,
    person: Annotated[
        str | None,
        typer.Argument(help="A profile's name in the keyring, or a TOML file; else the usual one.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.zip", help="Where to write it; ai-optout-NAME-DATE.zip here if it isn't said.", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file that is there.")] = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Of what ran against a mock.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; everything else goes to stderr.")] = False,
) -> None:
    """Write your answers, your requests and their receipts to one zip that only you can read."""
    import json  # noqa: PLC0415 - here and below: imported only when used

    from ai_optout.cli.belongings import at_home, someone  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.clock import SystemClock  # noqa: PLC0415
    from ai_optout.exporting import write_export  # noqa: PLC0415

    now = SystemClock().now()
    with session(Wishes(None, slow=False, dry_run=False, as_json=as_json)) as one, at_home(one, rehearsal=rehearsal) as home:
        who = someone(home, person)
        what = home.belongings(who.requests, {who.name: who.profile})
        target = (output or Path(f"ai-optout-{who.name}-{now:%Y%m%d}.zip")).expanduser()
        write_export(target, what, now, force=force)
        one.console.print(
            _(
                "{target} holds the profile «{who}», {counted} and {counted_2}. It is yours to guard: ai-optout "
                "neither watches nor deletes it. Passwords of mailboxes are not in it."
            ).format(
                target=target,
                who=who.name,
                counted=_counted(len(what.requests), "request"),
                counted_2=_counted(len(what.receipts), "receipt"),
            ),
            soft_wrap=True,
            markup=False,
        )
    if as_json:
        document = {"file": str(target), "profile": who.name, "requests": len(what.requests), "receipts": len(what.receipts)}
        print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201 - the document that was asked for


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
