"""`ai-optout inspect`: a form as the engine reads it, and a flow script written from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from ai_optout.errors import PageError
    from ai_optout.inspection import FieldRecord, Inspection
    from ai_optout.saved_page import Target, Viewer

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout inspect https://www.example.com/contact     a page, opened and looked at; nothing is typed\n\n"
    "  ai-optout inspect saved.html --json                   a saved page, without its scripts and without network\n\n"
    "  ai-optout inspect *.html --json                       several: one JSON document a line\n\n"
    "  ai-optout inspect https://www.example.com/contact --scaffold > flows/example_contact.py"
)


def inspect(
    *,
    page: Annotated[list[str], typer.Argument(metavar="URL|FILE...", help="Addresses, or files with saved pages.")],
    scaffold: Annotated[bool, typer.Option("--scaffold", help="Write a flow script for the form instead.")] = False,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; of several pages one a line.")] = False,
) -> None:
    """Show the form at an address or in a saved page as it is read: each field, what it asks, how sure that is and why."""
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415 - imported only when used
    from ai_optout.errors import PageError, UsageError  # noqa: PLC0415
    from ai_optout.saved_page import Viewer, target_of  # noqa: PLC0415

    if scaffold and (as_json or len(page) > 1):
        raise UsageError("--scaffold writes one script, for one page.", "Leave --json out, and name one address or file.")
    targets = [target_of(one) for one in page]
    wishes = Wishes(headed=False, slow=False, dry_run=False, as_json=as_json, browser=browser)
    status = 0
    with session(wishes) as one, one.opener(None, headed=False, locale=one.settings.language)() as opened:
        viewer = Viewer(opened, one.settings.language)
        for named, target in zip(page, targets, strict=True):
            try:
                _show(viewer, target, one.console, as_json=as_json, several=len(targets) > 1, scaffold=scaffold)
            except PageError as fault:
                if len(targets) == 1:
                    raise
                status = fault.exit_status
                _show_fault(fault, named, one.console, as_json=as_json)
    raise typer.Exit(status)


def _show(viewer: Viewer, target: Target, console: Console, *, as_json: bool, several: bool, scaffold: bool) -> None:
    from ai_optout.inspection import inspection  # noqa: PLC0415
    from ai_optout.saved_page import SavedPage  # noqa: PLC0415
    from ai_optout.scaffold import door_of, saved_from  # noqa: PLC0415
    from ai_optout.scaffold import scaffold as written  # noqa: PLC0415

    with viewer.look(target) as (page, look):
        saved = isinstance(target, SavedPage)
        found = inspection(look.snapshot, target.url if saved else page.url)
        if scaffold:
            door = saved_from(target.content) if isinstance(target, SavedPage) else door_of(target)
            print(written(look.snapshot, door), end="")  # noqa: T201 - the script that was asked for
        elif as_json:
            print(found.model_dump_json(indent=None if several else 2), flush=True)  # noqa: T201 - the document that was asked for
        else:
            _table(found, console)


def _show_fault(fault: PageError, named: str, console: Console, *, as_json: bool) -> None:
    """One of several pages couldn't be opened: its line says so, and the others follow."""
    import json  # noqa: PLC0415

    from rich.markup import escape  # noqa: PLC0415

    console.print(f"[bold red]{escape(fault.message)}[/bold red] {escape(fault.hint)}")
    if as_json:
        error = {"message": fault.message, "hint": fault.hint, "exit_status": fault.exit_status}
        print(json.dumps({"url": named, "error": error}, ensure_ascii=False), flush=True)  # noqa: T201 - likewise


def _table(found: Inspection, console: Console) -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    language = f", language {found.language}" if found.language else ""
    shown = [field for field in found.fields if field.visible]
    console.print(f"[bold]{escape(found.url)}[/bold]{escape(language)}", soft_wrap=True)
    if not found.fields:
        console.print("There is no form on this page.")
        return
    table = Table(show_lines=True)
    for column in ("Question", "Role", "Meaning", "Sure", "Signs", "Holds"):
        table.add_column(column, overflow="fold", justify="right" if column == "Sure" else "left")
    for field in shown:
        table.add_row(
            escape(field.label or "—") + (" [red]*[/red]" if field.required else ""),
            field.role + (f"\n{len(field.options)} options" if field.options else ""),
            f"[green]{field.meaning}[/green]" if field.meaning else "[dim]none[/dim]",
            f"{field.confidence:.2f}" if field.meaning else "",
            escape("\n".join(field.signs[:4])),
            escape(_held(field)),
        )
    console.print(table)
    if hidden := len(found.fields) - len(shown):
        console.print(f"And {hidden} that nobody sees, which stay empty: --json lists them.")


def _held(field: FieldRecord) -> str:
    if isinstance(field.value, bool):
        return "ticked" if field.value else ""
    return ", ".join(field.value) if isinstance(field.value, list) else field.value
