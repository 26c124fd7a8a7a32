"""What the commands of `ai-optout mailbox` do; imported only when one of them is used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import typer

from ai_optout.cli.asking import terminal_asking
from ai_optout.errors import UsageError
from ai_optout.folders import Folders
from ai_optout.mailbox.account import (
    PORT_PLAIN,
    PORT_TLS,
    Mailbox,
    Security,
    checked_mailbox,
    forget_mailbox,
    load_mailbox,
    store_mailbox,
)
from ai_optout.mailbox.reading import opened
from ai_optout.messages import N_, _
from ai_optout.settings import load_settings
from ai_optout.vault import KeyringVault, Vault

RECENT: Final = timedelta(days=30)
"""How far back `test` looks for mails of Meta's, to say how many there are."""

WHY_HOST: Final = N_('The server that your mail program calls "incoming" or IMAP.')
WHY_USER: Final = N_("Mostly your whole e-mail address.")
WHY_HIDDEN: Final = N_(
    "Many providers want an app password here, made in their settings, and refuse the usual one.\nIt is "
    "kept in your system's keyring and goes to that server alone, encrypted."
)
NONE_SET_UP: Final = N_("No mailbox is set up.")
WORKS: Final = N_("It works: {folders} on {host} can be read. Mails of Meta's in the last {days} days: {count}.")
KEPT: Final = N_(
    "It is kept in {place}. While a code is waited for, new mails of Meta's are read there; nothing is ever changed."
)
FORGOTTEN: Final = N_("Server, user name and password of the mailbox are forgotten.")


def home() -> Vault:
    """The keyring of this person."""
    return KeyringVault(allowed=load_settings(Folders.of_this_person()).allow_keyring)


def set_up(vault: Vault, *, port: int | None, starttls: bool, no_tls: bool, authserv_id: str | None) -> None:
    """Ask, try, keep. Raises `NeedsPerson` without a terminal, `Stopped`, `MailboxError` where it can't be read."""
    ask = terminal_asking(otherwise=_("The password is only ever asked for: type it in a terminal, ai-optout mailbox set"))
    vault.names()  # no keyring: said before anything is asked
    host = ask.line(_("IMAP server:"), why=_(WHY_HOST), check=_wanted)
    user = ask.line(_("User name:"), why=_(WHY_USER), check=_wanted)
    password = ask.secret(_("Password:"), why=_(WHY_HIDDEN))
    security: Security = "none" if no_tls else ("starttls" if starttls else "tls")
    mailbox = checked_mailbox(
        host=host,
        port=port or (PORT_TLS if security == "tls" else PORT_PLAIN),
        user=user,
        password=password,
        security=security,
        authserv_id=authserv_id,
    )
    _try(mailbox)
    store_mailbox(vault, mailbox)
    typer.echo(_(KEPT).format(place=vault.place()))


def try_it(vault: Vault) -> None:
    """Raises `UsageError` where none is set up, `MailboxError` where it can't be read."""
    mailbox = load_mailbox(vault)
    if mailbox is None:
        raise UsageError(_(NONE_SET_UP), _("Set one up: ai-optout mailbox set"))
    _try(mailbox)


def forget(vault: Vault) -> None:
    """Forget it, if there is one."""
    if vault.secret("mailbox") is None:
        typer.echo(_(NONE_SET_UP))
        return
    forget_mailbox(vault)
    typer.echo(_(FORGOTTEN))


def _try(mailbox: Mailbox) -> None:
    with opened(mailbox) as reading:
        count = len(reading.new_since(datetime.now(UTC) - RECENT))
        folders = " and ".join(reading.folders())
    typer.echo(_(WORKS).format(folders=folders, host=mailbox.host, days=RECENT.days, count=count))


def _wanted(answer: str) -> str | None:
    return None if answer.strip() else _("this can't stay empty")
