"""What `ai-optout status` does; imported only when it is used, and without the library for options (see entry.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ai_optout.cli.follow_up import standings_now
from ai_optout.folders import Folders
from ai_optout.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from ai_optout.followup.standing import Standing
    from ai_optout.person.listing import Cell

SHOWN: Final = 40
"""Requests that the table shows; --all shows every one."""


def show_status(
    *, show_all: bool = False, open_page: bool = False, profile: str | None = None, mock: bool = False, as_json: bool = False
) -> None:
    """Show each request, as the options of `ai-optout status` say."""
    folders = Folders.of_this_person()
    found = standings_now(folders, mock=mock, profile=profile)
    if open_page:
        _open(found, folders, as_json=as_json)
    if as_json:
        import json  # noqa: PLC0415

        print(json.dumps({"requests": [_record(one) for one in found]}, ensure_ascii=False))  # noqa: T201 - what was asked for
    elif not open_page:
        from rich.console import Console  # noqa: PLC0415

        _table(found, Console(highlight=False), show_all=show_all)


def _record(one: Standing) -> dict[str, Any]:
    """A request as JSON: `state` is the ledger's, but `overdue` where the day is past; days are of the residence's time zone."""
    from ai_optout.followup.standing import Phase  # noqa: PLC0415

    request = one.request
    return {
        "id": request.id,
        "profile": request.profile,
        "flow": request.flow,
        "right": request.right,
        "account": request.account,
        "state": "overdue" if one.phase is Phase.OVERDUE else request.state,
        "status": request.status,
        "outcome": request.answer,
        "created": request.created,
        "sent": request.sent,
        "acknowledged": request.acknowledged,
        "answered": request.answered,
        "due": one.due.isoformat() if one.due else None,
        "days_left": one.days_left,
        "sure": one.sure,
        "counts_from": one.counts_from or None,
        "basis": one.basis or None,
        "country": one.country or request.country,
        "next_step": one.next_step,
        "receipt": request.receipt,
    }


def _open(found: list[Standing], folders: Folders, *, as_json: bool) -> None:
    import webbrowser  # noqa: PLC0415
    from datetime import UTC, datetime  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415

    from ai_optout.folders import write_private  # noqa: PLC0415
    from ai_optout.followup.page import status_page  # noqa: PLC0415
    from ai_optout.forgetting import STATUS_PAGE  # noqa: PLC0415

    path = folders.cache / STATUS_PAGE
    write_private(path, status_page(found, datetime.now(UTC)).encode())
    shown = webbrowser.open(path.as_uri())
    said = (
        _("The page is {path}.").format(path=path)
        if shown
        else _("No browser could be opened. The page is {path}.").format(path=path)
    )
    Console(stderr=as_json, soft_wrap=True, highlight=False).print(said)


def _table(found: list[Standing], console: Console, *, show_all: bool) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415

    from ai_optout.followup.standing import Phase  # noqa: PLC0415
    from ai_optout.followup.urgency import by_urgency  # noqa: PLC0415
    from ai_optout.person.listing import prefers_lines, show_rows  # noqa: PLC0415

    if not found:
        console.print(_("No request is on file yet. To begin: ai-optout run"))
        return
    wanted = by_urgency(found if show_all else [one for one in found if one.phase is not Phase.NOT_SENT])
    shown = wanted if show_all else wanted[:SHOWN]
    if prefers_lines(console):
        _lines(shown, console)
    elif shown:
        columns = (_("Request"), _("State, answer due"), _("What comes next"))
        show_rows(console, "", columns, [_cells(one) for one in shown], ratios=(None, None, 1), whole=(0, 1), box=SIMPLE_HEAD)
    if unsure := sum(one.due is not None and not one.sure for one in shown):
        console.print(f"[dim]{_why_unsure(unsure, shown)}[/dim]")
    if more := len(found) - len(shown):
        console.print(
            (
                _("[dim]And {more} more, all never sent: --all shows them.[/dim]")
                if show_all
                else _("[dim]And {more} more, older or never sent: --all shows them.[/dim]")
            ).format(more=more)
        )


def _cells(one: Standing) -> tuple[Cell, ...]:
    """A request as a row of the table."""
    from rich.text import Text  # noqa: PLC0415

    from ai_optout.followup.urgency import IN_WORDS, called, in_days  # noqa: PLC0415

    flow = called(one.request.flow, one.request.account).replace(", ", ",\n", 1)
    request = Text.assemble((flow, "bold"), "\n", (f"No. {one.request.id}, {one.request.profile}", "dim"))
    state = Text(_(IN_WORDS[one.phase]), COLOURS.get(one.phase, "default"))
    if one.is_open and one.due:
        state = Text.assemble(state, f"\n{one.due} ", (f"({in_days(one)})", "dim"))
    elif one.is_open:
        state = Text.assemble(state, "\n", (_("no day is set"), "dim"))
    return request, state, one.next_step


def _lines(shown: list[Standing], console: Console) -> None:
    """The same for somebody who hears it."""
    from ai_optout.followup.urgency import IN_WORDS, called, in_days  # noqa: PLC0415
    from ai_optout.person.listing import INDENT, show_line  # noqa: PLC0415

    for one in shown:
        due = (f", {one.due} ({in_days(one)})" if one.due else ", " + _("no day is set")) if one.is_open else ""
        show_line(console, called(one.request.flow, one.request.account), _(IN_WORDS[one.phase]) + due)
        show_line(console, _("Request"), f"No. {one.request.id}, {one.request.profile}", indent=INDENT)
        show_line(console, _("What comes next"), one.next_step, indent=INDENT)


COLOURS: Final = {
    "waiting": "cyan",
    "overdue": "bold red",
    "honoured": "green",
    "refused": "yellow",
    "evidence-asked": "yellow",
    "under-way": "default",
    "not-sent": "dim",
}


def _why_unsure(count: int, shown: list[Standing]) -> str:
    """Why a day isn't sure: from when it is counted, or that the law sets none for an objection."""
    first = next(one for one in shown if one.due is not None and not one.sure)
    which = (
        f"No. {first.request.id}"
        if count == 1
        else _("{count} of them, such as No. {request}").format(count=count, request=first.request.id)
    )
    return _("Not sure is the day of {which}: counted from {counts_from}. {basis}").format(
        which=which, counts_from=first.counts_from, basis=first.basis
    )
