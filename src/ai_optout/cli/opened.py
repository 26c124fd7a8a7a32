"""What is said when the ledger was opened, by every command that opens it."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from ai_optout.ended import in_words
from ai_optout.messages import _, ngettext
from ai_optout.opening import Opened


def say_opened(console: Console, opened: Opened) -> None:
    """What an earlier run left that may be with Meta, and what came of a ledger that was lost."""
    if opened.mended is not None:
        mended = opened.mended
        happened = (
            _("The ledger was damaged and is kept as {aside}.").format(aside=mended.aside)
            if mended.aside
            else _("The ledger was not there.")
        )
        anew = ngettext(
            "A new one was made from the receipts: it knows {requests} request.",
            "A new one was made from the receipts: it knows {requests} requests.",
            mended.requests,
        ).format(requests=mended.requests)
        console.print(f"[yellow]{escape(happened)}[/yellow] {anew}", soft_wrap=True)
    for folder in opened.unread:
        console.print(
            _(
                "[yellow]The receipt {folder} can't be read, or doesn't say whose it is.[/yellow] Look at it before "
                "you send the same again."
            ).format(folder=escape(str(folder))),
            soft_wrap=True,
        )
    for request in opened.left:
        console.print(
            _(
                "[yellow]{flow} of {created:%Y-%m-%d} broke off and is {status}.[/yellow] It is not sent again by "
                "itself: look for an e-mail about it first."
            ).format(flow=escape(request.flow), created=request.created, status=in_words(request.status or request.state))
        )
