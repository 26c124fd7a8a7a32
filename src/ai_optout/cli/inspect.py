"""`ai-optout inspect`: a form as the engine reads it, and a flow script written from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _, ngettext

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ai_optout.cli.session import Session
    from ai_optout.errors import AiOptoutError, UsageError
    from ai_optout.inspection import FieldRecord, Inspection
    from ai_optout.saved_page import Target, Viewer

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout inspect https://www.example.com/contact     a page, opened and looked at; nothing is typed\n\n"
    "  ai-optout inspect saved.html --json                   a saved page, without its scripts and without network\n\n"
    "  ai-optout inspect *.html --json                       several: one JSON document a line\n\n"
    "  ai-optout inspect https://www.example.com/contact --scaffold > flows/example_contact.py\n\n"
    "Exit status: 0 all were looked at, 1 a page couldn't be opened, 2 wrong usage, such as a file that isn't there, 4 stopped. "
    "Of several pages the others are looked at all the same, and the status is that of the first that couldn't be."
)
SIGNS_SHOWN = 4
"""Signs that the table names: the weightiest; --json has all of them."""


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
    from ai_optout.origin import FormAddress  # noqa: PLC0415
    from ai_optout.saved_page import SavedPage  # noqa: PLC0415

    if scaffold and (as_json or len(page) > 1):
        raise UsageError(_("--scaffold writes one script, for one page."), _("Leave --json out, and name one address or file."))
    targets = [_target(one) for one in page]
    if scaffold and isinstance(targets[0], FormAddress):
        targets[0].check_nameable()
    if len(targets) == 1 and not isinstance(targets[0], FormAddress | SavedPage):
        raise targets[0]
    wishes = Wishes(headed=False, slow=False, dry_run=False, as_json=as_json, browser=browser)
    status = 0
    with session(wishes) as one, _viewer(one, targets) as viewer:
        for named, target in zip(page, targets, strict=True):
            try:
                if not isinstance(target, FormAddress | SavedPage):
                    raise target
                _show(viewer, target, one.console, as_json=as_json, several=len(targets) > 1, scaffold=scaffold)
            except (PageError, UsageError) as fault:
                if len(targets) == 1:
                    raise
                status = status or fault.exit_status
                _show_fault(fault, named, as_json=as_json)
    raise typer.Exit(status)


def _target(named: str) -> Target | UsageError:
    """What is named, or why it can't be looked at: that is told in its turn, and the others are looked at all the same."""
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.saved_page import target_of  # noqa: PLC0415

    try:
        return target_of(named)
    except UsageError as fault:
        return fault


@contextmanager
def _viewer(one: Session, targets: Sequence[Target | UsageError]) -> Iterator[Viewer | None]:
    """A browser to look at pages in; none where there is no page to be looked at."""
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.saved_page import Viewer  # noqa: PLC0415

    if all(isinstance(target, UsageError) for target in targets):
        yield None
        return
    with one.opener(None, headed=False, locale=one.settings.language)() as opened:
        yield Viewer(opened, one.settings.language)


def _show(viewer: Viewer | None, target: Target, console: Console, *, as_json: bool, several: bool, scaffold: bool) -> None:
    from ai_optout.inspection import inspection  # noqa: PLC0415
    from ai_optout.saved_page import SavedPage  # noqa: PLC0415
    from ai_optout.scaffold import door_of, saved_from  # noqa: PLC0415
    from ai_optout.scaffold import scaffold as written  # noqa: PLC0415

    assert viewer is not None, "a target is looked at in a browser"
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


def _show_fault(fault: AiOptoutError, named: str, *, as_json: bool) -> None:
    """One of several pages couldn't be opened: its line says so, and the others follow."""
    import json  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415

    Console(stderr=True, soft_wrap=True, highlight=False).print(
        f"[bold red]{escape(fault.message)}[/bold red] {escape(fault.hint)}"
    )
    if as_json:
        error = {"message": fault.message, "hint": fault.hint, "exit_status": fault.exit_status}
        print(json.dumps({"url": named, "error": error}, ensure_ascii=False), flush=True)  # noqa: T201 - likewise


def _table(found: Inspection, console: Console) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415

    from ai_optout.person.listing import prefers_lines, show_rows  # noqa: PLC0415

    language = _(", language {language}").format(language=found.language) if found.language else ""
    shown = [field for field in found.fields if field.visible]
    console.print(f"[bold]{escape(found.url)}[/bold]{escape(language)}", soft_wrap=True)
    if not found.fields:
        console.print(_("There is no form on this page."))
        return
    columns = (_("Question"), _("Meaning, how sure"), _("What speaks for it"))
    if prefers_lines(console):
        _lines(console, shown, columns)
    elif shown:
        rows = [(_question(field), _meaning(field), "\n".join(_signs(field))) for field in shown]
        show_rows(console, "", columns, rows, ratios=(9, None, 10), whole=(1,), box=SIMPLE_HEAD)
    if hidden := len(found.fields) - len(shown):
        console.print(_("And {hidden} that nobody sees, which stay empty: --json lists them.").format(hidden=hidden))


def _lines(console: Console, fields: Sequence[FieldRecord], columns: Sequence[str]) -> None:
    """The same for somebody who hears it."""
    from ai_optout.person.listing import INDENT, show_line  # noqa: PLC0415

    for field in fields:
        label = field.label or "—"
        named = _("{wording} (required)").format(wording=label) if field.required else label
        show_line(console, named, f"{field.meaning}, {field.confidence:.2f}" if field.meaning else _("no meaning known"))
        show_line(console, _("Field"), _is_what(field), indent=INDENT)
        if held := _held(field):
            show_line(console, _("Holds"), held, indent=INDENT)
        if signs := "; ".join(_signs(field)):
            show_line(console, columns[-1], signs, indent=INDENT)


def _is_what(field: FieldRecord) -> str:
    number = len(field.options)
    return field.role + (ngettext(", {number} option", ", {number} options", number).format(number=number) if number else "")


def _question(field: FieldRecord) -> Text:
    """Its words, and what it is and holds."""
    from rich.text import Text  # noqa: PLC0415

    words = Text.assemble((field.label or "—", "bold"), (" *" if field.required else "", "red"), "\n", (_is_what(field), "dim"))
    held = _held(field)
    return words.append("\n").append(_("holds"), "dim").append(f" {held}") if held else words


def _meaning(field: FieldRecord) -> Text:
    from rich.text import Text  # noqa: PLC0415

    if field.meaning is None:
        return Text(_("none"), "dim")
    return Text.assemble((field.meaning, "green"), f"\n{field.confidence:.2f}")


def _signs(field: FieldRecord) -> Iterator[str]:
    """The weightiest signs; which meaning they speak of is said where it isn't the one that was found."""
    for sign in field.signs[:SIGNS_SHOWN]:
        yield sign.removeprefix(f"{field.meaning} ")
    if more := len(field.signs[SIGNS_SHOWN:]):
        yield _("and {more} more").format(more=more)


def _held(field: FieldRecord) -> str:
    if isinstance(field.value, bool):
        return _("a tick") if field.value else ""
    return ", ".join(field.value) if isinstance(field.value, list) else field.value
