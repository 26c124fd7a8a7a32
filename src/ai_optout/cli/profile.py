"""`ai-optout profile`: the person's own answers, made, looked at, changed, moved and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Your answers to the forms: made once, kept in your system's keyring.")

FIRST_NAME = "me"
"""What a profile is called where nobody says otherwise."""

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@app.command(epilog="Example: ai-optout profile new")
def new(name: Annotated[str, typer.Argument(help="What to call it: any words.")] = FIRST_NAME) -> None:
    """Make a profile, question by question; nothing is stored before the last one is answered."""
    from ai_optout.cli import profile_work  # noqa: PLC0415 - here and below: --help needs no keyring

    profile_work.make(profile_work.home(), name)


@app.command(epilog="Example: ai-optout profile edit me")
def edit(
    name: Annotated[
        str | None, typer.Argument(help="Its name; the usual or only one where none is given.", show_default=False)
    ] = None,
) -> None:
    """Go through the same questions again, with your answers filled in."""
    from ai_optout.cli import profile_work  # noqa: PLC0415

    profile_work.change(profile_work.home(), name)


@app.command(epilog="Example: ai-optout profile show me --json")
def show(
    name: Annotated[
        str | None,
        typer.Argument(help="Its name, or a TOML file; the usual or only one where none is given.", show_default=False),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show a profile, whole: it is yours."""
    from ai_optout.cli import profile_work  # noqa: PLC0415

    profile_work.show(profile_work.home(), name, as_json=as_json)


@app.command("list", epilog="Example: ai-optout profile list --json")
def list_(*, as_json: AsJson = False) -> None:
    """List the profiles in the keyring."""
    from ai_optout.cli import profile_work  # noqa: PLC0415

    profile_work.show_names(profile_work.home(), as_json=as_json)


@app.command(epilog="Example: ai-optout profile remove me")
def remove(
    name: Annotated[str, typer.Argument(help="The profile's name.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Remove a profile from the keyring. Requests already sent stay sent."""
    from ai_optout.cli import profile_work  # noqa: PLC0415

    profile_work.remove(profile_work.home(), name, yes=yes)


@app.command("import", epilog="Example: ai-optout profile import mine.toml --name me")
def import_(
    file: Annotated[Path, typer.Argument(help="A profile as TOML.", metavar="FILE.toml")],
    *,
    name: Annotated[
        str | None, typer.Option(help="What to call it; the file's name where none is given.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the profile of that name.")] = False,
) -> None:
    """Take a profile from a TOML file into the keyring."""
    from ai_optout.cli import profile_work  # noqa: PLC0415

    profile_work.take(profile_work.home(), file, name, force=force)


@app.command(epilog="Example: ai-optout profile export me mine.toml")
def export(
    name: Annotated[str, typer.Argument(help="The profile's name.")],
    file: Annotated[
        Path | None, typer.Argument(help="Where to write it; NAME.toml here where none is given.", show_default=False)
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file that is there.")] = False,
) -> None:
    """Write a profile from the keyring to a TOML file that only you can read."""
    from ai_optout.cli import profile_work  # noqa: PLC0415

    profile_work.give(profile_work.home(), name, file, force=force)
