"""`ai-optout check`: whether the forms are still what the flows expect; nothing is answered or sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ai_optout.messages import N_, _

if TYPE_CHECKING:
    from rich.console import Console

    from ai_optout.checking import Check
    from ai_optout.expected import Compared
    from ai_optout.flow import Flow
    from ai_optout.person.listing import Cell
    from ai_optout.person.pause import Person

EXAMPLES = (
    "Examples:\n\n  ai-optout check                           every form, one after the other\n\n"
    "  ai-optout check facebook-third-party      this one alone\n\n"
    "  ai-optout check --json                    for a program that watches the forms\n\n"
    "Exit status: 0 all as expected, 1 a form differs or wasn't reached, 3 a person was needed (a log-in), 4 stopped, "
    "2 wrong usage."
)
VERDICTS: Final = {
    "same": N_("the same"),
    "differs": N_("differs"),
    "unreached": N_("not reached"),
    "needs-person": N_("needs a person"),
    "stopped": N_("stopped"),
    "skipped": N_("skipped"),
}


def check(
    *,
    flow: Annotated[list[str] | None, typer.Argument(help="Which flows; none: all of them.", show_default=False)] = None,
    headed: Annotated[
        bool | None,
        typer.Option(
            "--headed/--headless", help="With a window to watch, or without.", show_default="a window if there is a display"
        ),
    ] = None,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; everything else goes to stderr.")] = False,
    mock: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Check a mock on this machine instead of the real sites.", show_default=False),
    ] = None,
    pin: Annotated[str | None, typer.Option(help="The mock's key, as `ai-optout mock` prints it.", show_default=False)] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="A person written down, for a mock only.", show_default=False)
    ] = None,
) -> None:
    """Open each form and compare what it asks with what is expected: new, gone, reworded, now required. Sends nothing."""
    import json  # noqa: PLC0415 - imported only when used
    import os  # noqa: PLC0415
    from contextlib import ExitStack  # noqa: PLC0415

    from ai_optout.browser.environment import refuse_debugging  # noqa: PLC0415
    from ai_optout.checking import check_all, exit_status_of  # noqa: PLC0415
    from ai_optout.cli.mock_options import mock_address  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.clock import SystemClock  # noqa: PLC0415
    from ai_optout.looking import Onlooker  # noqa: PLC0415

    with session(Wishes(headed, slow=False, dry_run=False, as_json=as_json, browser=browser)) as one, ExitStack() as stack:
        catalogue = one.catalogue
        address = mock_address(mock, pin, answers, catalogue.hosts)
        flows = [catalogue[name] for name in dict.fromkeys(flow or catalogue.flows)]
        person, window, clock = one.person(answers), one.headed(), SystemClock()
        if address is None:
            refuse_debugging(os.environ)
        opener = one.opener(address, headed=window, locale=one.settings.language)
        lookers: list[Onlooker] = []

        def looker() -> Onlooker:
            if not lookers:
                opened = stack.enter_context(opener())
                lookers.append(Onlooker(opened, person, clock, one.is_stopped, one.settings.language))
            return lookers[0]

        def refusal(flow: Flow) -> str | None:
            return None if address is not None else certain_refusal(flow, person, headed=window)

        done = check_all(flows, looker, refusal, clock.now().date())
        if as_json:
            print(json.dumps({"checks": [one.document() for one in done]}, ensure_ascii=False, indent=2))  # noqa: T201 - the document that was asked for
        else:
            for found in done:
                _show(found, one.console)
    raise typer.Exit(exit_status_of(done))


def certain_refusal(flow: Flow, person: Person, *, headed: bool) -> str | None:
    """Why this flow can't be checked at the real site, where a log-in is certain and nobody can do it; None where it can."""
    from ai_optout.person.nobody import Nobody  # noqa: PLC0415

    if flow.login and isinstance(person, Nobody):
        return _("{flow} wants a person to log in, and nobody is there. Run it in a terminal, where you can answer.").format(
            flow=flow.name
        )
    if flow.login and not headed:
        return _("{flow} wants you to log in, and without a window you can't. Run it on a desktop without --headless.").format(
            flow=flow.name
        )
    return None


def _show(found: Check, console: Console) -> None:
    from rich.markup import escape  # noqa: PLC0415

    from ai_optout.person.listing import show_rows  # noqa: PLC0415

    colour = {0: "green", 1: "red"}.get(found.verdict.exit_status, "yellow")
    console.print(
        f"\n[bold]{found.flow}[/bold]: [{colour}]{_(VERDICTS[found.verdict])}[/{colour}]"
        + (f". {escape(found.reason)}" if found.reason else "")
    )
    for shut in found.shut:
        console.print(
            _("[red]shut[/red] {door} shows: {shows}").format(door=escape(shut.door), shows=_(shut.sight)), soft_wrap=True
        )
    if found.shape is None:
        return
    seen = _("last seen {seen}").format(seen=found.shape.seen) if found.shape.seen else _("never written down")
    console.print(
        _("{address} held against the shape «{shape}», {seen} ({source})").format(
            address=escape(found.address or ""), shape=escape(found.shape.name), seen=seen, source=escape(found.shape.source)
        )
    )
    columns = (_("Question"), _("Change"), _("Meaning"), _("As last seen"))
    show_rows(console, "", columns, [_row(row) for row in found.rows])
    if found.paste:
        console.print(
            _("Its wordings aren't written down yet. To have them compared next time, put this into a file beside its script:\n")
        )
        console.print(found.paste, markup=False, soft_wrap=True)


def _row(row: Compared) -> tuple[str, Cell, str, str]:
    from rich.text import Text  # noqa: PLC0415

    changes = Text(", ".join(_(change) for change in row.changes), "red" if row.differs else "dim")
    named = row.wording or row.meaning or "—"
    wording = _("{wording} (required)").format(wording=named) if row.required else named
    return wording, changes, row.meaning or "", row.was if row.differs else ""
