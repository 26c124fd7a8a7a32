"""What came of a run: the contract's JSON document, or a table a person reads."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ai_optout.person.listing import prefers_lines
from ai_optout.status import RunResult, Status

RECEIVED = "The page said that it was received."
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
    table = Table(title="What came of it", title_justify="left")
    table.add_column("Request", no_wrap=True)
    table.add_column("Status", no_wrap=True)
    table.add_column("Why", overflow="fold")
    table.add_column("Seconds", justify="right")
    for request in run.requests:
        colour = _COLOURS.get(request.status, "default")
        table.add_row(
            escape(request.flow),
            f"[{colour}]{request.status}[/{colour}]",
            escape(request.reason or RECEIVED),
            f"{request.seconds:.1f}",
        )
    console.print()
    console.print(table)
    _show_receipts(run, console)


def _show_lines(run: RunResult, console: Console) -> None:
    console.print("\nWhat came of it:")
    for request in run.requests:
        reason = escape(request.reason or RECEIVED)
        console.print(f"{escape(request.flow)}: {request.status}, after {request.seconds:.1f} seconds. {reason}")
    _show_receipts(run, console)


def _show_receipts(run: RunResult, console: Console) -> None:
    for request in run.requests:
        if request.receipt is not None:
            console.print(f"Receipt of {escape(request.flow)}: {escape(str(request.receipt))}", soft_wrap=True)
