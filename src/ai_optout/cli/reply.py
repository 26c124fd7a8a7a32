"""`ai-optout reply`: what a mail says of a request, and the mail filed with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from ai_optout.ledger import Request

EXAMPLES = (
    "Examples:\n\n  ai-optout reply answer.eml              what it says; filed with the request that it answers\n\n"
    "  ai-optout reply answer.eml --request 3  this one, where several fit\n\n"
    "  ai-optout reply - < answer.eml          from standard input\n\n"
    "  ai-optout reply --mailbox               looks for them in the mailbox that was set up: ai-optout mailbox set\n\n"
    "  ai-optout reply answer.eml --keep-nothing\n\n"
    "What it may say: honoured, refused, evidence-asked; code; unrelated; unsure. Exit status: 0 for each of them, 2 where the "
    "file isn't a mail."
)


def reply(
    *,
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE.eml|-", help="The mail, saved as a file; - reads standard input.", show_default=False),
    ] = None,
    request: Annotated[int | None, typer.Option(help="The number of the request that it answers.", show_default=False)] = None,
    mailbox: Annotated[
        bool, typer.Option("--mailbox", help="Look in your mailbox for what came since the first request that still waits.")
    ] = False,
    from_meta: Annotated[
        bool, typer.Option("--from-meta", help="You have made sure yourself that it is from Meta, though its address isn't.")
    ] = False,
    keep_nothing: Annotated[bool, typer.Option("--keep-nothing", help="Only say what it says: nothing is filed.")] = False,
    mock: Annotated[bool, typer.Option("--mock", help="What was rehearsed against a mock, instead of your own.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Read the e-mail that came back: what it says, which request it answers; a copy is filed with that request."""
    from rich.console import Console  # noqa: PLC0415 - imported only when used

    from ai_optout.cli.follow_up import data_folder  # noqa: PLC0415
    from ai_optout.cli.reply_work import at_the_ledger, record, say  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.folders import Folders  # noqa: PLC0415
    from ai_optout.followup.filing import read_reply  # noqa: PLC0415

    if (file is None) != mailbox or (mailbox and (request is not None or from_meta or keep_nothing or mock)):
        raise UsageError(
            _("Name the mail's file, or let --mailbox look for it, which takes no other option but --json."),
            _("For example: ai-optout reply answer.eml"),
        )
    folders = Folders.of_this_person()
    data = data_folder(folders, mock=mock)
    console = Console(stderr=as_json, soft_wrap=True, highlight=False)
    choose = _asking(console) if sys.stdin is not None and sys.stdin.isatty() and not as_json else lambda _rest: None
    if file is None:
        from ai_optout.cli.reply_mailbox import look  # noqa: PLC0415

        look(folders, data, console, choose=choose, as_json=as_json)
        return
    content, cut = _content(file)
    on_file = (data / "ledger.sqlite3").exists() or (data / "receipts").is_dir()
    if request is not None and not on_file:
        raise UsageError(
            _("There is no request number {request}: none is on file.").format(request=request),
            _("Leave --request out, or look: ai-optout status"),
        )
    if keep_nothing or not on_file:
        taken = read_reply(content, cut=cut, sender_checked=from_meta)
    else:
        from ai_optout.followup.filing import take_reply  # noqa: PLC0415

        with at_the_ledger(folders, data, console, mock=mock) as (ledger, who_is):
            taken = take_reply(content, ledger, data, who_is, cut=cut, sender_checked=from_meta, wanted=request, choose=choose)
    if as_json:
        import json  # noqa: PLC0415

        print(json.dumps(record(taken), ensure_ascii=False))  # noqa: T201 - the document that was asked for
    else:
        say(taken, console)


def _content(file: str) -> tuple[bytes, bool]:
    """The mail's bytes, and whether only its beginning was read. Raises `UsageError` where there is none."""
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.followup.mail import read_bounded  # noqa: PLC0415

    if file == "-":
        return read_bounded(sys.stdin.buffer)
    path = Path(file).expanduser()
    try:
        with path.open("rb") as opened:
            return read_bounded(opened)
    except FileNotFoundError:
        raise UsageError(
            _("There is no file {path}.").format(path=path), _("Save the mail as a file that ends in .eml, and name that.")
        ) from None
    except IsADirectoryError:
        raise UsageError(_("{path} is a folder, not a file.").format(path=path), _("Name the mail in it.")) from None
    except OSError as error:
        raise UsageError(
            _("The file {path} can't be read: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it readable for you."),
        ) from None


def _asking(console: Console) -> Callable[[Sequence[Request]], Request | None]:
    def choose(fitting: Sequence[Request]) -> Request | None:
        from rich.markup import escape  # noqa: PLC0415
        from rich.prompt import Prompt  # noqa: PLC0415

        from ai_optout.followup.urgency import called  # noqa: PLC0415

        console.print(_("It may answer several requests:"))
        for one in fitting:
            what = escape(called(one.flow, one.account))
            console.print(f"  [bold]{one.id}[/bold]  {what}, {one.state} ({one.created:%Y-%m-%d})")
        numbers = [str(one.id) for one in fitting]
        said = Prompt.ask(
            _("Which one? Enter: none of them"), console=console, choices=[*numbers, ""], default="", show_default=False
        )
        return next((one for one in fitting if str(one.id) == said), None)

    return choose
