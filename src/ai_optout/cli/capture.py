"""`ai-optout capture`: a live page as one scrubbed file, to be replayed in tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from ai_optout.capture.making import Capture
    from ai_optout.cli.session import Session
    from ai_optout.looking import Onlooker
    from ai_optout.origin import FormAddress
    from ai_optout.visit.stage import Stage

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout capture https://www.example.com/privacy/object --output shown.html\n\n"
    "  ai-optout capture https://www.example.com/gone --as-it-is       a page without a form\n\n"
    "Nothing is typed, pressed or sent, but that cookies are declined on the way to a form. What is kept is shown before it is "
    "written, and you are asked. A file that is there is never overwritten."
)


def capture(
    *,
    url: Annotated[str, typer.Argument(metavar="URL", help="The page's address.")],
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it to this file.", show_default="named after the page, in this folder"),
    ] = None,
    as_it_is: Annotated[
        bool, typer.Option("--as-it-is", help="Take whatever the address shows; don't look for a form there.")
    ] = False,
    take_out: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="Words to take out besides, such as your name.", show_default=False)
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(help="Whose values to take out, beside those of every profile in the keyring.", show_default=False),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Write it without asking, where no terminal is there to ask in; in one you are asked.")
    ] = False,
    headed: Annotated[
        bool | None,
        typer.Option(
            "--headed/--headless", help="With a window to watch, or without.", show_default="a window if there is a display"
        ),
    ] = None,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
    mock: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Take the page of a mock on this machine.", show_default=False)
    ] = None,
    pin: Annotated[str | None, typer.Option(help="The mock's key, as `ai-optout mock` prints it.", show_default=False)] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="A person written down, for a mock only.", show_default=False)
    ] = None,
) -> None:
    """Save a live page as one file, without anything of yours in it, to replay in tests; you see it before it is written."""
    from ai_optout.capture.keeping import free_place, keep, usual_name  # noqa: PLC0415 - imported only when used
    from ai_optout.capture.making import make_capture  # noqa: PLC0415
    from ai_optout.cli.mock_options import mock_address  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.clock import SystemClock  # noqa: PLC0415
    from ai_optout.looking import Onlooker, address_as_flow  # noqa: PLC0415
    from ai_optout.origin import FormAddress  # noqa: PLC0415
    from ai_optout.saved_page import Viewer  # noqa: PLC0415

    address = FormAddress.parse(url)
    address.check_nameable()
    if output is not None:
        free_place(output)
    with session(Wishes(headed, slow=False, dry_run=False, as_json=False, browser=browser)) as one:
        _refuse_unasked(one, yes=yes)
        catalogue = one.catalogue
        page = address_as_flow(address, catalogue.flows.values())
        on_mock = mock_address(mock, pin, answers, [*catalogue.hosts, *page.hosts])
        words = [*_of_profiles(one, profile), *(take_out or [])]
        window, language = one.headed(), one.settings.language
        with one.opener(on_mock, headed=window, locale=language)() as opened:
            looker = Onlooker(opened, one.person(answers), SystemClock(), one.is_stopped, language)
            with looker.at(page) as stage:
                reach(looker, stage, address, as_it_is=as_it_is)
                made = make_capture(stage.page, Viewer(opened, language), address.url, words)
        show(made, one.console)
        place = output or Path(usual_name(made))
        free_place(place)
        if _is_wished(place, yes=yes):
            written = keep(made, place)
            one.console.print(
                _("Written: {written}. Read it before you share it.").format(written=", ".join(map(str, written))),
                soft_wrap=True,
                markup=False,
            )
        else:
            one.console.print(_("Nothing was written."))
            raise typer.Exit(4)


def _refuse_unasked(one: Session, *, yes: bool) -> None:
    """Where nobody can be asked and nobody said yes beforehand, nothing is opened."""
    from ai_optout.errors import NeedsPerson  # noqa: PLC0415

    if _somebody_is_there():
        if yes:
            one.show(_("You are here, so you are asked before it is written, in spite of --yes."))
    elif not yes:
        raise NeedsPerson(
            _("What is kept is shown to a person before it is written, and nobody is there."),
            _("Run it in a terminal; where nobody can be asked: --yes, and read the file before you share it."),
        )


def _somebody_is_there() -> bool:
    import sys  # noqa: PLC0415

    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _of_profiles(one: Session, profile: str | None) -> list[str]:
    """What the person's profiles hold, but the country: that is in every list of countries, and names nobody."""
    from ai_optout.cli.report import profiles_at_hand  # noqa: PLC0415

    found = profiles_at_hand(one, profile)
    if not found:
        one.show(_("No profile is known: your name is taken out only where you give it with --take-out."))
    return [value for person in found for value in person.personal_values() if value != person.country]


def reach(looker: Onlooker, stage: Stage, address: FormAddress, *, as_it_is: bool) -> None:
    """Have the page on the screen. A person with a window may change what it shows before it is kept."""
    from ai_optout.person.nobody import Nobody  # noqa: PLC0415
    from ai_optout.person.pause import PauseKind  # noqa: PLC0415
    from ai_optout.saved_page import LOADED_MS, look_when_settled  # noqa: PLC0415
    from ai_optout.visit.arrival import arrive  # noqa: PLC0415

    if as_it_is:
        stage.tell(_("Opening {origin}").format(origin=address.origin))
        stage.page.goto(address.url, wait_until="domcontentloaded", timeout=LOADED_MS * 2)
    else:
        arrive(stage)
    look_when_settled(stage.page).close()
    if looker.opened.headed and not isinstance(looker.person, Nobody):
        say = _("Have the window show what is to be kept: choose what brings more questions, type nothing of yours. Then Enter.")
        stage.ask(PauseKind.QUESTION, about=_(stage.flow.title), say=say, watch=lambda: None)
        look_when_settled(stage.page).close()


def show(made: Capture, console: Console) -> None:
    """What is kept and how much was taken out, to be read before it is written."""
    from rich.markup import escape  # noqa: PLC0415

    from ai_optout.capture.making import TEXTS_SHOWN  # noqa: PLC0415

    def part(name: str, lines: list[str]) -> None:
        console.print(f"[bold]{name}[/bold]" + ("" if lines else " none"))
        for line in lines:
            console.print(f"  {escape(line)}", soft_wrap=True)

    console.print(_("[bold]This is kept of the page[/bold]"))
    part(_("Address"), [made.address])
    part(_("Title"), [made.title])
    part(_("Headings"), list(made.headings))
    part(
        _("Questions"),
        [
            f"{one.wording} ({one.kind}, {one.meaning or _('no meaning')}{', required' if one.required else ''})"
            for one in made.questions
        ],
    )
    part(_("Buttons"), list(made.buttons))
    more = len(made.texts) - TEXTS_SHOWN
    part(
        _("Words"),
        [
            *made.texts[:TEXTS_SHOWN],
            *([_("… and {more} lines more: read them in the file").format(more=more)] if more > 0 else []),
        ],
    )
    part(_("Taken out"), [f"{times} {name}" for name, times in sorted(made.removed.items())])
    if made.lost:
        console.print(_("[yellow]The copy doesn't show these questions as the live page does:[/yellow]"))
        part("", list(made.lost))


def _is_wished(place: Path, *, yes: bool) -> bool:
    if yes and not _somebody_is_there():
        return True
    from ai_optout.cli.asking import terminal_asking  # noqa: PLC0415

    asking = terminal_asking(otherwise=_("Say it beforehand: --yes"))
    return asking.yes(
        _("Write it to {place}?").format(place=place),
        why=_("Is there anything of yours in it? Then no, and: --take-out WORDS"),
        default=False,
    )
