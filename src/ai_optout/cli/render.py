"""What came of a run: the contract's JSON document, or a table a person reads."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ai_optout.messages import N_, _
from ai_optout.person.listing import prefers_lines
from ai_optout.status import RunResult, Status

RECEIVED = N_("The page said that it was received.")
_COLOURS = {
    Status.ACKNOWLEDGED: "green",
    Status.FILLED: "green",
    Status.COVERED: "green",
    Status.FAILED: "red",
    Status.SENT: "yellow",
    Status.UNKNOWN: "yellow",
}


def result(run: RunResult, console: Console, *, as_json: bool) -> None:
    """Print it: JSON on stdout, or a row a request with what came of it, why, and where its receipt lies."""
    if as_json:
        print(run.model_dump_json(indent=2))  # noqa: T201 - the document that was asked for
        return
    if prefers_lines(console):
        _show_lines(run, console)
        return
    table = Table(title=_("What came of it"), title_justify="left")
    table.add_column(_("Request"), no_wrap=True)
    table.add_column(_("Status"), no_wrap=True)
    table.add_column(_("Why"), overflow="fold")
    table.add_column(_("Seconds"), justify="right")
    for request in run.requests:
        colour = _COLOURS.get(request.status, "default")
        table.add_row(
            escape(request.flow),
            f"[{colour}]{request.status}[/{colour}]",
            escape(request.reason or _(RECEIVED)),
            f"{request.seconds:.1f}",
        )
    console.print()
    console.print(table)
    _show_receipts(run, console)


def _show_lines(run: RunResult, console: Console) -> None:
    console.print(_("\nWhat came of it:"))
    for request in run.requests:
        reason = escape(request.reason or _(RECEIVED))
        console.print(
            _("{flow}: {status}, after {seconds:.1f} seconds. {reason}").format(
                flow=escape(request.flow), status=request.status, seconds=request.seconds, reason=reason
            )
        )
    _show_receipts(run, console)


def _show_receipts(run: RunResult, console: Console) -> None:
    for request in run.requests:
        if request.receipt is not None:
            console.print(
                _("Receipt of {flow}: {receipt}").format(flow=escape(request.flow), receipt=escape(str(request.receipt))),
                soft_wrap=True,
            )
