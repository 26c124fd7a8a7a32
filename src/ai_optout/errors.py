"""Everything that can go wrong for a reason, in one shallow tree.

A message is one sentence that names the thing and says what was seen and expected; the hint is the way out: what to do or
type next. Neither ever holds a personal value. Only `ai_optout.cli` shows them; the exit statuses are the command's contract.
"""

from __future__ import annotations

from pathlib import Path

from ai_optout.messages import _


class AiOptoutError(Exception):
    """A fault with a way out. As it stands: the tool or the machine couldn't, nothing was accepted (exit status 1)."""

    exit_status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(AiOptoutError):
    """The command, a setting or a profile says something that can't be carried out (exit status 2)."""

    exit_status = 2


class ProfileError(UsageError):
    """A profile that isn't there, doesn't parse, or holds a value that no form would take."""


class VaultError(AiOptoutError):
    """The keyring: none, locked, forgetful, or one that keeps plain text."""


class MailboxError(AiOptoutError):
    """The person's mailbox: its server isn't reached, or the connection broke."""


class MailboxRefusedError(MailboxError):
    """The mailbox's server doesn't take the user name or the password."""


class BrowserError(AiOptoutError):
    """No browser, one that doesn't start, or one that went away."""


class PageError(AiOptoutError):
    """A page that doesn't answer, or isn't the one that was looked for."""


class FlowError(AiOptoutError):
    """A flow script that is broken, or names a door that another flow owns."""


class LedgerError(AiOptoutError):
    """The ledger or a receipt can't be read or written."""


class LedgerDamagedError(LedgerError):
    """The ledger's file is no longer a database: it can be made anew from the receipts."""


def our_own_fault(error: BaseException) -> AiOptoutError:
    """The last resort: a fault of the tool itself, told by its class and place alone, for its text may hold anything."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else ""
    return AiOptoutError(
        _("Something in ai-optout itself went wrong ({kind}{where}).").format(kind=type(error).__name__, where=where),
        _("Please report it with this line; what was sent before is in the ledger, and nothing is sent again by itself."),
    )


class NeedsPerson(AiOptoutError):
    """A pause that nobody answered (exit status 3)."""

    exit_status = 3


class Stopped(AiOptoutError):
    """The person said stop (exit status 4)."""

    exit_status = 4


class Skipped(AiOptoutError):
    """The person said to leave this one request out."""

    exit_status = 0
