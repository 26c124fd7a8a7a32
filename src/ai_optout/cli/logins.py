"""`ai-optout logins`: the log-ins that were remembered on wish, and having them forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

from ai_optout.messages import _

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout logins                 which are remembered\n\n"
    "  ai-optout logins forget mina     log mina out here, for good\n\n"
    "  ai-optout logins forget --all"
)
app = typer.Typer(
    help="Log-ins that were remembered (`run --remember-login`): list them, or have them forgotten.", epilog=EXAMPLES
)


@app.callback(invoke_without_command=True)
def logins(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        show()


@app.command("list", epilog="Example: ai-optout logins list")
def show() -> None:
    """Which log-ins are remembered, since when they weren't used, and where they lie."""
    from rich.console import Console  # noqa: PLC0415 - imported only when used
    from rich.markup import escape  # noqa: PLC0415

    from ai_optout.browser.logins import remembered  # noqa: PLC0415
    from ai_optout.folders import Folders  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    found = remembered(Folders.of_this_person())
    if not found:
        console.print(_("No log-in is remembered. To have one remembered: ai-optout run --remember-login"))
    for login in found:
        console.print(
            _("{login}: used last on {used:%Y-%m-%d}, in {folder}").format(
                login=escape(login.name), used=login.used, folder=escape(str(login.folder))
            )
        )


@app.command("forget", epilog="Examples: ai-optout logins forget mina, and ai-optout logins forget --all")
def forget(
    *,
    name: Annotated[str | None, typer.Argument(help="Whose, as `ai-optout logins` names it.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that are remembered.")] = False,
) -> None:
    """Delete a remembered log-in. The site itself may still list this browser among those that are logged in."""
    from ai_optout.browser.logins import forget_login, remembered  # noqa: PLC0415 - imported only when used
    from ai_optout.clock import SystemClock  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.folders import Folders  # noqa: PLC0415
    from ai_optout.ledger import Ledger  # noqa: PLC0415

    if (name is None) == (not everything):
        raise UsageError(_("Say which log-in is to be forgotten: its name, or --all."), _("Which there are: ai-optout logins"))
    folders = Folders.of_this_person()
    names = [login.name for login in remembered(folders)] if name is None else [name]
    if not names:
        typer.echo(_("No log-in is remembered."))
        return
    with Ledger.open(folders.data, clock=SystemClock()):  # a run that is under way holds it, and uses them
        for one in names:
            forget_login(folders, one)
            typer.echo(_("Forgotten: {one}").format(one=one))
