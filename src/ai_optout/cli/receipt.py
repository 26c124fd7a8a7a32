"""`ai-optout receipt`: the proofs of what was asked, listed, opened, printed and compared with their hashes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import N_, _, ngettext

if TYPE_CHECKING:
    from rich.console import Console

    from ai_optout.cli.session import Session
    from ai_optout.receipt import Kept, Verified

EXAMPLES = (
    "Examples:\n\n  ai-optout receipt                          list them\n\n"
    "  ai-optout receipt --open                   look at the latest\n\n"
    "  ai-optout receipt 3 --pdf receipt.pdf      that of request 3, to be sent to an authority\n\n"
    "  ai-optout receipt --verify                 whether a file was changed\n\n"
    "Exit status: 0 done, 1 a file isn't what it was, 2 wrong usage."
)
WHAT_IT_SHOWS = N_(
    "This shows whether one of these files was changed, by accident or later. It doesn't show who wrote "
    "them: whoever may write in the folder can write all of it anew, hashes too."
)


def receipt(
    *,
    which: Annotated[
        str | None,
        typer.Argument(metavar="REQUEST", help="A request's number, or a receipt's folder; else the latest.", show_default=False),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in your browser.")] = False,
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE.pdf", help="Print it to a file.", show_default=False)] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare the files with their hashes; all receipts, if none is named.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file that --pdf names.")] = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Of what ran against a mock.")] = False,
    browser: Annotated[str | None, typer.Option(help="The browser's program, for --pdf.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; everything else goes to stderr.")] = False,
) -> None:
    """Show the receipts of your requests: what was asked, under which right, when, and what the page said."""
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415 - imported only when used
    from ai_optout.receipt import kept_receipts  # noqa: PLC0415

    with session(Wishes(headed=False, slow=False, dry_run=False, as_json=as_json, browser=browser)) as one:
        data = one.data(rehearsal=rehearsal)
        kept = kept_receipts(data)
        if verify:
            raise typer.Exit(_verify(one, data, kept, which))
        if not (open_it or pdf):
            chosen = kept if which is None else [_chosen(kept, which)]
            _list(one.console, chosen, as_json=as_json)
            return
        chosen_one = _chosen(kept, which, finished=True)
        made = _print(one, chosen_one, pdf, force=force) if pdf else None
        if open_it:
            _open(one.console, chosen_one)
        if as_json:
            _print_json({"receipt": _row(chosen_one), "pdf": str(made) if made else None})


def _chosen(kept: Sequence[Kept], which: str | None, *, finished: bool = False) -> Kept:
    """The receipt that was named, else the latest. Raises `UsageError` where there is none."""
    from ai_optout.errors import UsageError  # noqa: PLC0415

    there = [one for one in kept if one.page is not None or not finished]
    if which is None or not kept:
        if not there:
            raise UsageError(
                _("There is no receipt yet."), _("A request leaves one as soon as its form was filled: ai-optout run")
            )
        return there[-1]
    name = Path(which).name
    found = [one for one in kept if one.folder.name == name or (one.document and str(one.document.request) == which)]
    if not found:
        raise UsageError(_("There is no receipt of {which}.").format(which=which), _("See which there are: ai-optout receipt"))
    if finished and found[-1].page is None:
        raise UsageError(
            _("The receipt of {which} isn't finished: the run broke off, or is still going on.").format(which=which),
            _("What there is of it: {folder}. The next run finishes it.").format(folder=found[-1].folder),
        )
    return found[-1]


def _row(kept: Kept) -> dict[str, object]:
    document = kept.document.model_dump(mode="json") if kept.document else {}
    keys = ("request", "flow", "right", "account", "status", "sent", "acknowledged", "case", "mock")
    return {
        **{key: document.get(key) for key in keys},
        "begun": kept.begun.isoformat(),
        "finished": kept.finished,
        "folder": str(kept.folder),
        "page": str(kept.page) if kept.page else None,
    }


def _list(console: Console, kept: Sequence[Kept], *, as_json: bool) -> None:
    from rich.markup import escape  # noqa: PLC0415

    from ai_optout.person.listing import show_rows  # noqa: PLC0415

    if as_json:
        _print_json({"receipts": [_row(one) for one in kept]})
        return
    if not kept:
        console.print(_("There is no receipt yet. A request leaves one as soon as its form was filled: ai-optout run"))
        return
    columns = (_("Request"), _("Begun (UTC)"), _("Flow"), _("Status"))
    show_rows(console, _("Receipts"), columns, [_cells(one) for one in kept], whole=range(len(columns)))
    for one in kept:
        console.print(escape(str(one.page or one.folder)), soft_wrap=True)


def _cells(one: Kept) -> tuple[str, str, str, str]:
    from ai_optout.ended import in_words  # noqa: PLC0415

    document = one.document
    number = str(document.request) if document and document.request else "?"
    status = in_words(document.status) if document and document.status else _("not finished")
    return number, f"{one.begun:%Y-%m-%d %H:%M}", document.flow if document else _("can't be read"), status


def _open(console: Console, kept: Kept) -> None:
    import webbrowser  # noqa: PLC0415

    assert kept.page is not None, "only a finished one is opened"
    if not webbrowser.open(kept.page.as_uri()):
        console.print(_("No browser could be opened here. Open it yourself:"))
    console.print(str(kept.page), soft_wrap=True, markup=False)


def _print(one: Session, kept: Kept, target: Path, *, force: bool) -> Path:
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.folders import write_private  # noqa: PLC0415
    from ai_optout.receipt.printing import printed  # noqa: PLC0415

    assert kept.page is not None, "only a finished one is printed"
    path = target.expanduser()
    if path.is_dir():
        raise UsageError(
            _("{path} is a folder.").format(path=path), _("Name a file in it: {path}").format(path=path / "receipt.pdf")
        )
    if path.exists() and not force:
        raise UsageError(
            _("There is a file {path} already.").format(path=path), _("Name another one, or replace it with --force.")
        )
    with one.opener(None, headed=False, locale=None)() as opened:
        write_private(path.absolute(), printed(opened, kept.page))
    one.console.print(
        _("{path} holds the receipt. It is yours to guard: ai-optout neither watches nor deletes it.").format(path=path),
        soft_wrap=True,
        markup=False,
    )
    return path


def _verify(one: Session, data: Path, kept: Sequence[Kept], which: str | None) -> int:
    """Compare and say; the exit status."""
    from ai_optout.receipt import FOLDER, verify  # noqa: PLC0415

    found = verify(data / FOLDER)
    if which is not None:
        name = _chosen(kept, which).folder.name
        found = [each for each in found if each.folder == name]
    faults = sum(len(each.faults) for each in found)
    if one.wishes.as_json:
        rows = [{"folder": each.folder, "faults": list(each.faults), "notes": list(each.notes)} for each in found]
        _print_json({"unchanged": faults == 0, "receipts": rows, "what_it_shows": _(WHAT_IT_SHOWS)})
    else:
        _say(one.console, found, faults)
    return int(faults > 0)


def _say(console: Console, found: Sequence[Verified], faults: int) -> None:
    from rich.markup import escape  # noqa: PLC0415

    for each in found:
        word = _("[red]changed[/red]") if each.faults else _("[green]as it was[/green]")
        console.print(f"{escape(each.folder)}: {word}", soft_wrap=True)
        for sentence in (*each.faults, *each.notes):
            console.print(f"  {escape(sentence)}", soft_wrap=True)
    if not found:
        console.print(_("There is no receipt yet."))
        return
    said = (
        ngettext("1 thing is not as it was.", "{faults} things are not as they were.", faults).format(faults=faults)
        if faults
        else _("No file was found changed.")
    )
    console.print(f"\n{said} {_(WHAT_IT_SHOWS)}", soft_wrap=True)


def _print_json(document: object) -> None:
    import json  # noqa: PLC0415

    print(json.dumps(document, ensure_ascii=False, indent=2))  # noqa: T201 - the document that was asked for
