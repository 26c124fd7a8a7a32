"""`ai-optout flows`: the catalogue, and what of it applies to a person and why; `flows new` writes one to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _

if TYPE_CHECKING:
    from ai_optout.applicable import Applies
    from ai_optout.cli.session import Session
    from ai_optout.flow import Flow
    from ai_optout.form.snapshot import Snapshot
    from ai_optout.mock_address import MockAddress
    from ai_optout.new_flow import Written
    from ai_optout.person.listing import Cell

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout flows\n\n"
    "  ai-optout flows --profile FILE.toml       what applies to that person, and why\n\n"
    "  ai-optout flows --json"
)

NEW_EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout flows new shop-objection --from https://rights.shop.example/object\n\n"
    "  ai-optout flows new shop-objection --from saved.html --here       in a checkout, to share it\n\n"
    "What comes next is printed; the whole way is in docs/adding-a-form.md."
)

app = typer.Typer(invoke_without_command=True, help="List the forms this knows, and begin a new one.", epilog=EXAMPLES)


@app.callback()
def flows(
    context: typer.Context,
    *,
    profile: Annotated[str | None, typer.Option(help="Whose residence and accounts are looked at.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List the forms this knows: what is asked, where, log-in or not; with a profile, which apply and why."""
    import json  # noqa: PLC0415 - imported only when used

    from ai_optout.applicable import overview  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.errors import ProfileError, VaultError  # noqa: PLC0415
    from ai_optout.person.listing import show_rows  # noqa: PLC0415
    from ai_optout.profile_choice import resolve_profile  # noqa: PLC0415

    if context.invoked_subcommand is not None:
        return
    with session(Wishes(None, slow=False, dry_run=False, as_json=as_json)) as one:
        catalogue = one.catalogue
        try:
            _rest, person = resolve_profile(profile, one.vault, one.settings, say=one.show)
            verdicts = {verdict.flow.name: verdict for verdict in overview(catalogue, person)}
        except (ProfileError, VaultError):
            if profile is not None:
                raise
            verdicts = {}
    if as_json:
        rows = [
            {
                "flow": flow.name,
                "title": flow.title,
                "right": flow.right,
                "account": flow.per,
                "doors": list(flow.doors),
                "trail": list(flow.trail),
                "regions": flow.regions.name,
                "login": flow.login,
                "applies": verdicts[flow.name].applies if verdicts else None,
                "why": verdicts[flow.name].why if verdicts else None,
            }
            for flow in catalogue.flows.values()
        ]
        print(json.dumps({"flows": rows}, ensure_ascii=False, indent=2))  # noqa: T201 - the document that was asked for
        return
    columns = (_("Flow"), _("What it asks"), _("Log-in"), _("Applies to you") if verdicts else _("Door"))
    shown = [_row(flow, verdicts.get(flow.name)) for flow in catalogue.flows.values()]
    show_rows(one.console, _("Forms"), columns, shown, whole=(0,))
    if not verdicts:
        one.console.print(_("Which apply to you is shown once there is a profile: ai-optout profile new"))


def _row(flow: Flow, verdict: Applies | None) -> tuple[str, str, str, Cell]:
    """A flow in words."""
    from rich.text import Text  # noqa: PLC0415

    if verdict is None:
        last: Cell = flow.doors[0] if flow.doors else _("by links from ") + flow.trail[0]
    else:
        last = Text.assemble((_("yes"), "green") if verdict.applies else _("no"), f": {verdict.why}")
    return flow.name, _(flow.title), flow.login or _("no"), last


@app.command("new", epilog=NEW_EXAMPLES)
def new(
    *,
    name: Annotated[str, typer.Argument(metavar="ID", help="What the flow is called: small letters and hyphens.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="URL|FILE", help="The form to write it from: an address, a saved page.", show_default=False
        ),
    ] = None,
    here: Annotated[
        bool, typer.Option("--here", help="In this checkout of ai-optout, to be shared; else it is your own.")
    ] = False,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
    mock: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Look at a mock on this machine.", show_default=False)
    ] = None,
    pin: Annotated[str | None, typer.Option(help="The mock's key, as `ai-optout mock` prints it.", show_default=False)] = None,
) -> None:
    """Write the skeleton of a new flow, with a folder for its captures; nothing is overwritten."""
    from ai_optout.cli.mock_options import mock_address  # noqa: PLC0415 - imported only when used
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.clock import SystemClock  # noqa: PLC0415
    from ai_optout.new_flow import Home, check_id, write_flow  # noqa: PLC0415

    with session(Wishes(headed=False, slow=False, dry_run=False, as_json=False, browser=browser)) as one:
        catalogue = one.catalogue
        check_id(name, catalogue)
        home = Home.checkout(Path.cwd()) if here else Home.own(one.folders.config)
        address = mock_address(mock, pin, None, catalogue.hosts)
        snapshot, door = (None, None) if source is None else _looked_at(one, source, address)
        written = write_flow(name, home, snapshot, door, SystemClock().now().date())
        _say_next(one, name, written, door)


def _looked_at(one: Session, source: str, mock: MockAddress | None) -> tuple[Snapshot, str | None]:
    """The form there, and its address where that is known."""
    from ai_optout.saved_page import SavedPage, Viewer, target_of  # noqa: PLC0415
    from ai_optout.scaffold import door_of, saved_from  # noqa: PLC0415

    target = target_of(source)
    door = saved_from(target.content) if isinstance(target, SavedPage) else door_of(target)
    with (
        one.opener(mock, headed=False, locale=one.settings.language)() as opened,
        Viewer(opened, one.settings.language).look(target) as (_page, look),
    ):
        return look.snapshot, door


def _say_next(one: Session, name: str, written: Written, door: str | None) -> None:
    for path in (written.script, written.expectation, written.captures):
        if path is not None:
            one.console.print(_("Made: {path}").format(path=path), soft_wrap=True, markup=False)
    if written.expectation is None and door is not None:
        one.console.print(_("No form was found there: the script knows its address alone."))
    where = door or "https://…"
    one.console.print(
        _("Next: ai-optout capture {where} --output {captures}").format(where=where, captures=written.captures / "first.html"),
        soft_wrap=True,
        markup=False,
    )
    one.console.print(_("Then: ai-optout run {name} --dry-run").format(name=name), soft_wrap=True, markup=False)
