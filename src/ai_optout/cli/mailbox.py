"""`ai-optout mailbox`: the mailbox that the one-time codes come to, set up, tried and forgotten."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout mailbox set                     asks for server, user name and password, and tries them\n\n"
    "  ai-optout mailbox test                    whether it can still be read\n\n"
    "  ai-optout mailbox forget                  the password goes, too\n\n"
    "What is read and what isn't: docs/mailbox.md."
)

app = typer.Typer(
    no_args_is_help=True,
    help="The mailbox that the codes come to: it is only ever read.",
    epilog=EXAMPLES,
)


@app.command("set", epilog="Example: ai-optout mailbox set --authserv-id mx.mail.example")
def set_(
    *,
    port: Annotated[
        int | None, typer.Option(help="The server's port.", show_default="993; 143 with --starttls or --no-tls")
    ] = None,
    starttls: Annotated[
        bool, typer.Option("--starttls", help="TLS that begins after the greeting; else it does from the start.")
    ] = False,
    no_tls: Annotated[bool, typer.Option("--no-tls", help="Without TLS: only for a server on this computer.")] = False,
    authserv_id: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The name by which your provider signs Authentication-Results: then only mails that passed its check count.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Ask for server, user name and password, try them, and keep them in the keyring. Nothing is kept where they don't work."""
    from ai_optout.cli import mailbox_work  # noqa: PLC0415 - here and below: --help needs no keyring

    mailbox_work.set_up(mailbox_work.home(), port=port, starttls=starttls, no_tls=no_tls, authserv_id=authserv_id)


@app.command(epilog="Example: ai-optout mailbox test")
def test() -> None:
    """Log in, open the folders for reading, and say what would be read."""
    from ai_optout.cli import mailbox_work  # noqa: PLC0415

    mailbox_work.try_it(mailbox_work.home())


@app.command(epilog="Example: ai-optout mailbox forget")
def forget() -> None:
    """Take server, user name and password out of the keyring."""
    from ai_optout.cli import mailbox_work  # noqa: PLC0415

    mailbox_work.forget(mailbox_work.home())
