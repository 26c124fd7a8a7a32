"""`ai-optout flows`: the catalogue, and what of it applies to a person and why."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout flows\n\n"
    "  ai-optout flows --profile FILE.toml       what applies to that person, and why\n\n"
    "  ai-optout flows --json"
)


def flows(
    *,
    profile: Annotated[str | None, typer.Option(help="Whose residence and accounts are looked at.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List the forms this knows: what is asked, where, log-in or not; with a profile, which apply and why."""
    import json  # noqa: PLC0415 - imported only when used

    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from ai_optout.applicable import overview  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.errors import ProfileError, VaultError  # noqa: PLC0415
    from ai_optout.profile_choice import resolve_profile  # noqa: PLC0415

    with session(Wishes(None, slow=False, dry_run=False, as_json=as_json)) as one:
        catalogue = one.catalogue
        try:
            _, person = resolve_profile(profile, one.vault, one.settings, say=one.show)
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
    table = Table(title="Forms", title_justify="left", show_lines=True)
    for column in ("Flow", "What it asks", "Log-in", "Applies to you" if verdicts else "Door"):
        table.add_column(column, overflow="fold", no_wrap=column == "Flow")
    for flow in catalogue.flows.values():
        verdict = verdicts.get(flow.name)
        door = flow.doors[0] if flow.doors else "by links from " + flow.trail[0]
        last = f"{'[green]yes[/green]' if verdict.applies else 'no'}: {escape(verdict.why)}" if verdict else door
        table.add_row(flow.name, escape(flow.title), flow.login or "no", last)
    one.console.print(table)
    if not verdicts:
        one.console.print("Which apply to you is shown once there is a profile: ai-optout profile new")
