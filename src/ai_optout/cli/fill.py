"""`ai-optout fill`: any form, filled from the profile and from values that were written down; the sending is the person's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ElementHandle, Page

    from ai_optout.assist import Assisted, HandedOver, Values
    from ai_optout.cli.session import Session
    from ai_optout.form.understand import Question
    from ai_optout.origin import FormAddress
    from ai_optout.person.banner import Banner
    from ai_optout.profile import Profile

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout fill https://www.example.com/contact                      from your profile, in a window of its own\n\n"
    "  ai-optout fill https://www.example.com/jobs --values job.toml       and from a file with lines such as\n\n"
    '                                            "Expected start date" = "2026-12-01"\n\n'
    "  ai-optout fill https://www.example.com/contact --attach http://127.0.0.1:9222\n\n"
    "It never sends, and what the page would send while it is being filled is stopped: look it through, and send it yourself.\n\n"
    "Exit status: 0 done, 1 a fault (no form on the page, led off its origin), 2 wrong usage, 4 stopped."
)
SETTLES_WITHIN_S = 2.0
"""How long the page is kept from sending after the last answer: pages that save by themselves wait less, as a rule."""


def fill(
    *,
    url: Annotated[str, typer.Argument(metavar="URL", help="The form's address: https, or http on this computer.")],
    profile: Annotated[
        str | None, typer.Option(help="A profile's name in the keyring, or a TOML file.", show_default=False)
    ] = None,
    values: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help="Answers by meaning or by the question's own wording; before the profile's.",
            show_default=False,
        ),
    ] = None,
    attach: Annotated[
        str | None,
        typer.Option(
            metavar="CDP-URL", help="Work in a new tab of a Chromium that is running, and leave it open.", show_default=False
        ),
    ] = None,
    headed: Annotated[
        bool | None,
        typer.Option(
            "--headed/--headless", help="With a window to go on in, or without.", show_default="a window if there is a display"
        ),
    ] = None,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; everything else goes to stderr.")] = False,
) -> None:
    """Fill any form from your profile and your own values, mark what was filled and what was left; the sending is yours."""
    import os  # noqa: PLC0415 - imported only when used

    from ai_optout.assist import Values, read_values  # noqa: PLC0415
    from ai_optout.browser.environment import refuse_debugging  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.origin import FormAddress  # noqa: PLC0415

    address = FormAddress.parse(url)
    if attach is not None and browser is not None:
        raise UsageError(_("--attach works in a browser that is running, so --browser has no say."), _("Leave one of them out."))
    given = read_values(values) if values else Values()
    with session(Wishes(headed, slow=False, dry_run=False, as_json=as_json, browser=browser)) as one:
        refuse_debugging(os.environ)
        person = _person(one, profile, needed=values is None)
        with _ready(one, person, given, stays=attach is not None) as ready, _browser(one, attach) as (context, watched):
            _in_page(Task(one, address, ready.person, ready.values), context, stays=attach is not None, watched=watched)


@dataclass(frozen=True)
class Task:
    """What is to be filled, and with what."""

    one: Session
    address: FormAddress
    person: Profile | None
    values: Values


def _person(one: Session, profile: str | None, *, needed: bool) -> Profile | None:
    """The profile; None where none was named, none is found and there are values to go by."""
    from ai_optout.errors import ProfileError, VaultError  # noqa: PLC0415
    from ai_optout.profile_choice import resolve_profile  # noqa: PLC0415

    try:
        _rest, person = resolve_profile(profile, one.vault, one.settings, say=one.show)
    except (ProfileError, VaultError) as fault:
        if profile is not None or one.settings.profile:
            raise
        if needed:
            hint = _("Make one: ai-optout profile new. Or give the answers in a file: --values FILE.toml")
            raise type(fault)(fault.message, hint) from None
        one.show(_("No profile is used: the values alone are filled in."))
        return None
    one.redaction.add_profile(person)
    return person


@contextmanager
def _ready(one: Session, person: Profile | None, values: Values, *, stays: bool) -> Iterator[HandedOver]:
    """Both with their files as they may be handed over; what the person is to know of them is said."""
    from ai_optout.assist import handed_over  # noqa: PLC0415
    from ai_optout.scratch import scratch_folder  # noqa: PLC0415

    def accept(offer: str) -> bool:
        from ai_optout.cli.asking import TerminalAsking  # noqa: PLC0415

        return _someone_can_answer(one) and TerminalAsking().yes(offer, default=False)

    with scratch_folder("fill") as private, handed_over(person, values, private, accept, stays=stays) as ready:
        for note in ready.notes:
            one.show(note)
        yield ready


@contextmanager
def _browser(one: Session, attach: str | None) -> Iterator[tuple[BrowserContext, bool]]:
    """Where to open the page, and whether a person sees the window."""
    from ai_optout.browser.attach import attached  # noqa: PLC0415

    if attach is not None:
        with attached(attach, folders=one.folders, stop=one.stop) as context:
            yield context, True
        return
    headed = one.headed()
    with one.opener(None, headed=headed, locale=one.settings.language)() as opened:
        yield opened.new_context(one.settings.language), headed


def _in_page(task: Task, context: BrowserContext, *, stays: bool, watched: bool) -> None:
    """Fill it in a page of its own, and leave that to the person where they see it; `stays` where the browser isn't ours."""
    from ai_optout.assist import FILLED, LEFT, mark  # noqa: PLC0415
    from ai_optout.browser.faults import playwright_errors  # noqa: PLC0415
    from ai_optout.cli.fill_result import show_result  # noqa: PLC0415
    from ai_optout.person.banner import Banner  # noqa: PLC0415

    banner = Banner(shown=watched and not stays)
    with playwright_errors():
        page = context.new_page()
        if stays:  # a tab of a window in the background gets no focus, and pages that wait for it check nothing
            context.new_cdp_session(page).send("Emulation.setFocusEmulationEnabled", {"enabled": True})
        done = _filled(task, page, banner)
        mark(done.look, [question.control.ref for question in done.filled], FILLED)
        mark(done.look, [question.control.ref for question, _why in done.left], LEFT)
    show_result(task.one, task.address, done)
    if stays:
        task.one.show(_("The page stays open in your browser. Look through it, and send it yourself."))
    elif watched and _someone_is_there(task.one):
        _leave_to_the_person(task.one, page, banner)


def _filled(task: Task, page: Page, banner: Banner) -> Assisted:
    """Open the page and fill it; whatever it would send meanwhile is stopped, and said."""
    from ai_optout.assist import Assistance, Withholding  # noqa: PLC0415
    from ai_optout.pointed_file import FOLDER, PointedFiles  # noqa: PLC0415
    from ai_optout.saved_page import LOADED_MS, look_when_settled  # noqa: PLC0415

    one, address = task.one, task.address
    one.show(_("Opening {origin}").format(origin=address.origin))
    page.goto(address.url, wait_until="domcontentloaded", timeout=LOADED_MS * 2)
    look = look_when_settled(page)
    look.close()
    address.check_opened(page.url, "ai-optout fill")

    def may_type(frame_url: str) -> None:
        address.check(page.url, frame_url)

    assistance = Assistance(
        page,
        task.person,
        task.values,
        may_type,
        Watching(one, page, banner),
        settle=lambda: _settle(one, page),
        pointed=PointedFiles(one.folders.config / FOLDER).load(page.url),
    )
    withholding = Withholding(page, assistance.texts(look.snapshot))
    with withholding.watching():
        done = assistance.run()
        address.check(page.url)
    if withholding.stopped:
        one.console.print(_("[yellow]The page tried to send something while it was being filled: that was stopped.[/yellow]"))
    return done


class Watching:
    """Names each answer just before it is given, and shows where (`form.answer.Watcher`). Raises `Stopped` on Ctrl-C."""

    def __init__(self, one: Session, page: Page, banner: Banner) -> None:
        self.one, self.page, self.banner = one, page, banner

    def filling(self, question: Question, element: ElementHandle) -> None:
        """An answer is about to be given."""
        from ai_optout.errors import Stopped  # noqa: PLC0415
        from ai_optout.visit.stage import shortened  # noqa: PLC0415

        if self.one.is_stopped():
            raise Stopped(_("Stopped, as you asked."))
        line = _("Filling in: {wording}").format(wording=shortened(question.control.wording))
        self.one.show(line)
        self.banner.say(self.page, line, around=element)


def _settle(one: Session, page: Page) -> None:
    """Let the page do what it does some time after the last answer, while it still can't send."""
    import time  # noqa: PLC0415

    from ai_optout.person.race import pump  # noqa: PLC0415

    until = time.monotonic() + SETTLES_WITHIN_S
    while time.monotonic() < until and not one.is_stopped():
        pump(page)


def _someone_can_answer(one: Session) -> bool:
    """Whether a question can be asked in the terminal."""
    import sys  # noqa: PLC0415

    return not one.wishes.as_json and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _someone_is_there(one: Session) -> bool:
    """Whether somebody can go on in the window: a script that wants a document isn't kept waiting."""
    import sys  # noqa: PLC0415

    return not one.wishes.as_json or (sys.stdin is not None and sys.stdin.isatty())


def _leave_to_the_person(one: Session, page: Page, banner: Banner) -> None:
    """Until they close the window, press Enter or Ctrl-C."""
    import sys  # noqa: PLC0415

    from ai_optout.errors import BrowserError  # noqa: PLC0415
    from ai_optout.person.lines import Lines  # noqa: PLC0415
    from ai_optout.person.race import pump  # noqa: PLC0415

    lines = Lines() if sys.stdin is not None and sys.stdin.isatty() else None
    banner.say(page, _("Filled what could be filled. Look through it, and send it yourself."), yours=True)
    end = _("close the window or press Enter") if lines else _("close the window")
    one.show(_("Look through the form in the window, and send it yourself. When you are done, {end}.").format(end=end))
    while not one.is_stopped() and page.context.pages and (lines is None or lines.next() is None):
        try:
            pump(page.context.pages[-1])
        except BrowserError:  # this window was closed; another may be open
            if page.context.browser is None or not page.context.browser.is_connected():
                return
