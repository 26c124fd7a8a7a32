"""The table of commands. Importing it imports no library beyond Typer and Rich."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Annotated

import typer
from rich.console import Console

from ai_optout.cli import (
    calendar,
    capture,
    check,
    demo,
    doctor,
    export,
    fill,
    flows,
    forget,
    inspect,
    letter,
    logins,
    mailbox,
    mock,
    profile,
    receipt,
    reply,
    report,
    run,
    status,
)
from ai_optout.cli.language import language_of_this_person
from ai_optout.messages import speak

EPILOG = (
    "Examples:\n\n"
    "  ai-optout demo       see it all with a made-up person, no account needed\n\n"
    "  ai-optout            set up your answers, then run what applies to you\n\n"
    "  ai-optout doctor     what works on this computer, and what to do"
)

app = typer.Typer(
    name="ai-optout",
    help="Tell Meta, in the ways that Meta itself offers, not to train AI on what you posted. "
    "You watch, and nothing is sent without your word.",
    epilog=EPILOG,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,  # its tracebacks show locals, and locals hold the profile
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callback
    if wanted:
        Console().print(f"ai-optout {version('ai-optout')}", highlight=False)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    speak(language_of_this_person(os.environ))
    if context.invoked_subcommand is None:
        run.first_run()


app.command("demo", epilog=demo.EXAMPLES)(demo.demo)
app.command("run", epilog=run.EXAMPLES)(run.run)
app.command("status", epilog=status.EXAMPLES)(status.status)
app.command("reply", epilog=reply.EXAMPLES)(reply.reply)
app.command("letter", epilog=letter.EXAMPLES)(letter.letter)
app.command("calendar", epilog=calendar.EXAMPLES)(calendar.calendar)
app.add_typer(profile.app, name="profile")
app.add_typer(flows.app, name="flows")
app.add_typer(mailbox.app, name="mailbox")
app.command("check", epilog=check.EXAMPLES)(check.check)
app.command("inspect", epilog=inspect.EXAMPLES)(inspect.inspect)
app.command("fill", epilog=fill.EXAMPLES)(fill.fill)
app.command("capture", epilog=capture.EXAMPLES)(capture.capture)
app.command("report", epilog=report.EXAMPLES)(report.report)
app.command("receipt", epilog=receipt.EXAMPLES)(receipt.receipt)
app.command("export", epilog=export.EXAMPLES)(export.export)
app.command("forget", epilog=forget.EXAMPLES)(forget.forget)
app.add_typer(logins.app, name="logins")
app.command("doctor", epilog="Examples: ai-optout doctor, and ai-optout doctor --security")(doctor.doctor)
app.command("mock", epilog=mock.EXAMPLES)(mock.mock)
