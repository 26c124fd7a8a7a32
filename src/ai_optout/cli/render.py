"""What came of a run: the contract's JSON document, or a table a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from ai_optout.ended import in_words
from ai_optout.messages import N_, _
from ai_optout.person.listing import prefers_lines, show_rows
from ai_optout.status import RequestResult, RunResult, Status

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
    names = names_of(run.requests)
    console.print()
    if prefers_lines(console):
        _show_lines(run, names, console)
    else:
        rows = [
            (
                name,
                Text(in_words(request.status), _COLOURS.get(request.status, "default")),
                request.reason or _(RECEIVED),
                f"{request.seconds:.1f}",
            )
            for name, request in zip(names, run.requests, strict=True)
        ]
        show_rows(console, _("What came of it"), (_("Request"), _("Status"), _("Why"), _("Seconds")), rows, whole=(1, 3))
    _show_receipts(run, names, console)


def names_of(requests: Sequence[RequestResult]) -> list[str]:
    """What each is called, so that no two are called alike: with whose it is and for which of their accounts, where there are
    several.
    """
    people = len({request.profile for request in requests})
    accounts = Counter((request.profile, request.flow) for request in requests)
    seen: Counter[tuple[str, str]] = Counter()
    names = []
    for request in requests:
        key = (request.profile, request.flow)
        seen[key] += 1
        place = _(" (account {place} of {of})").format(place=seen[key], of=accounts[key]) if accounts[key] > 1 else ""
        name = request.flow + place
        names.append(_("{name} for {profile}").format(name=name, profile=request.profile) if people > 1 else name)
    return names


def _show_lines(run: RunResult, names: Sequence[str], console: Console) -> None:
    console.print(_("What came of it:"))
    for name, request in zip(names, run.requests, strict=True):
        console.print(
            _("{flow}: {status}, after {seconds:.1f} seconds. {reason}").format(
                flow=name, status=in_words(request.status), seconds=request.seconds, reason=request.reason or _(RECEIVED)
            ),
            markup=False,
        )


def _show_receipts(run: RunResult, names: Sequence[str], console: Console) -> None:
    for name, request in zip(names, run.requests, strict=True):
        if request.receipt is not None:
            console.print(
                _("Receipt of {flow}: {receipt}").format(flow=escape(name), receipt=escape(str(request.receipt))), soft_wrap=True
            )
