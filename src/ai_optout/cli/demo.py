"""`ai-optout demo`: the whole journey against a mock of its own, with a made-up person; no account, nothing stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _

if TYPE_CHECKING:
    from ai_optout.cli.session import Session
    from ai_optout.person.pause import Person
    from mock_meta.server import MockMeta

EXAMPLES = (
    "Examples:\n\n"
    "  ai-optout demo                            watch it\n\n"
    "  ai-optout demo --slow                     watch it slowly\n\n"
    "  ai-optout demo --interactive              be the person yourself\n\n"
    "  ai-optout demo --headless --json          for scripts"
)
FLOWS = ("facebook-objection", "instagram-objection", "facebook-third-party", "instagram-third-party")
"""All four journeys: the third-party request goes out twice, once each way."""


def demo(
    *,
    profile: Annotated[
        str | None, typer.Option(help="Another made-up person: a TOML file, or a profile in the keyring.", show_default=False)
    ] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Leave the pauses to you: log in, look, type the code.")
    ] = False,
    headed: Annotated[
        bool | None,
        typer.Option(
            "--headed/--headless", help="With a window to watch, or without.", show_default="a window if there is a display"
        ),
    ] = None,
    slow: Annotated[bool, typer.Option("--slow", help="Slowly enough to follow each step.")] = False,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; everything else goes to stderr.")] = False,
) -> None:
    """See the whole journey with a made-up person on mock pages. Nothing leaves this computer, no account is needed."""
    from ai_optout.bundled import demo_profile  # noqa: PLC0415
    from ai_optout.cli import render  # noqa: PLC0415
    from ai_optout.cli.carrying_out import Applicant, carry_out  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.mock_address import MockAddress  # noqa: PLC0415
    from ai_optout.person.listing import show_sentences  # noqa: PLC0415
    from ai_optout.profile_choice import resolve_profile  # noqa: PLC0415
    from ai_optout.scratch import scratch_folder  # noqa: PLC0415
    from mock_meta.server import MockMeta  # noqa: PLC0415 - imported only when used

    with session(Wishes(headed, slow, dry_run=False, as_json=as_json, browser=browser)) as one:
        if interactive:
            _refuse_without_terminal()
        catalogue = one.catalogue
        name, person_profile = resolve_profile(
            profile or str(demo_profile()), one.vault, one.settings, say=one.show if profile else lambda _note: None
        )
        flows = [catalogue[flow] for flow in FLOWS]
        with MockMeta(hosts=(*catalogue.hosts, "example")) as mock, scratch_folder("demo") as data:
            address = MockAddress.parse(mock.address, mock.pin, catalogue.hosts)
            person = _person(one, mock, person_profile.email, interactive=interactive)
            result = carry_out(one, [Applicant(name, person_profile, flows)], person, mock=address, data=data)
        render.result(result, one.console, as_json=as_json)
        show_sentences(
            one.console,
            _("That was a rehearsal: nothing left this computer. Its receipts lie in {data} until the next demo.").format(
                data=data
            ),
        )
    raise typer.Exit(result.exit_status)


def _refuse_without_terminal() -> None:
    """Raises `NeedsPerson` where nobody could be the person of the demo: before anything is started."""
    import sys  # noqa: PLC0415

    from ai_optout.errors import NeedsPerson  # noqa: PLC0415

    if sys.stdin is None or not sys.stdin.isatty():
        raise NeedsPerson(
            _("Nobody is at a terminal to log in, to look and to type the code."),
            _("Type it in a terminal; or watch the made-up person do it: ai-optout demo"),
        )


def _person(one: Session, mock: MockMeta, email: str, *, interactive: bool) -> Person:
    """The person of the demo: whoever runs it, or one written down, who reads the code in the mock's mailbox."""
    import sys  # noqa: PLC0415

    from ai_optout.person.listing import show_sentences  # noqa: PLC0415
    from ai_optout.person.written import WrittenAnswers, WrittenPerson  # noqa: PLC0415

    if interactive:
        show_sentences(
            one.console,
            _(
                "You are the made-up person now. Log in with any name and the password {password}; the mails arrive at {mailbox}"
            ).format(password=mock.switches.password, mailbox=mock.mailbox),
        )
        return one.person(None, rehearsal=True)
    written = WrittenAnswers.model_validate(
        {
            "review": "send",
            "again": "yes",
            "code_command": (sys.executable, "-m", "mock_meta.latest_code", mock.mailbox),
            "login": {"name": email, "password": mock.switches.password},
        }
    )
    person = one.person(None, rehearsal=True)
    wait = getattr(person, "wait", lambda: None)
    return WrittenPerson(written, Path.cwd(), one.is_stopped, wait, one.show)
