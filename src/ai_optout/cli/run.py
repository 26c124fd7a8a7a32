"""`ai-optout run`: the flows for one person, and the first run of all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import _

if TYPE_CHECKING:
    from ai_optout.cli.session import Session
    from ai_optout.flow import Flow
    from ai_optout.person.pause import Person
    from ai_optout.profile import Profile
    from ai_optout.remembering import SaidAnswer
    from ai_optout.status import RunResult

EXAMPLES = (
    "Examples:\n\n  ai-optout run                             what applies to you, one after the other\n\n"
    "  ai-optout run facebook-objection          this one alone\n\n"
    "  ai-optout run facebook-objection --anyway although it is said not to be open where you live\n\n"
    "  ai-optout run --dry-run                   fill the forms, send nothing\n\n"
    "  ai-optout run --profile mina --profile leo    for two people, each with their own log-ins\n\n"
    "  ai-optout run --attach http://127.0.0.1:9222  in your own Chrome; ai-optout doctor says how to start it\n\n"
    "Exit status: 0 done, 5 sent or perhaps sent without an acknowledgement, 1 a fault, 3 a person was needed, 4 stopped, "
    "2 wrong usage."
)


def run(
    *,
    flow: Annotated[list[str] | None, typer.Argument(help="Which flows; none: what applies to you.", show_default=False)] = None,
    profile: Annotated[
        list[str] | None,
        typer.Option(help="A profile's name in the keyring, or a TOML file; once for each person.", show_default=False),
    ] = None,
    headed: Annotated[
        bool | None,
        typer.Option(
            "--headed/--headless", help="With a window to watch, or without.", show_default="a window if there is a display"
        ),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Run the named flows even where they are said not to be open to you.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Fill the forms and send nothing.")] = False,
    slow: Annotated[bool, typer.Option("--slow", help="Slowly enough to follow each step.")] = False,
    browser: Annotated[str | None, typer.Option(help="The browser's program.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; everything else goes to stderr.")] = False,
    attach: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Work in your own Chrome that is running, and leave it as it was.", show_default=False),
    ] = None,
    connect: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Use a browser elsewhere, through a Playwright server.", show_default=False),
    ] = None,
    remember_login: Annotated[
        bool, typer.Option("--remember-login", help="Stay logged in for the next run, in a browser profile of its own.")
    ] = False,
    mock: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT", help="Run against a mock on this machine instead of the real sites.", show_default=False
        ),
    ] = None,
    pin: Annotated[str | None, typer.Option(help="The mock's key, as `ai-optout mock` prints it.", show_default=False)] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help="A person written down, for a mock only.", show_default=False)
    ] = None,
) -> None:
    """Fill and send the forms that apply to you: you watch, log in, have the last look and type the code."""
    from ai_optout.cli import render  # noqa: PLC0415 - imported only when used
    from ai_optout.cli.carrying_out import Applicant, carry_out  # noqa: PLC0415
    from ai_optout.cli.mock_options import mock_address  # noqa: PLC0415
    from ai_optout.cli.remember import offer  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.cli.window_options import refuse_what_does_not_go_together  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.profile_choice import resolve_profiles  # noqa: PLC0415

    if anyway and not flow:
        raise UsageError(
            _("--anyway needs the names of the flows that you want although they are said not to be open to you."),
            _("See which there are, and why: ai-optout flows"),
        )
    wishes = Wishes(headed, slow, dry_run, as_json, browser, attach, connect, remember_login)
    refuse_what_does_not_go_together(wishes, mock=mock, people=len(set(profile or [])))
    with session(wishes) as one:
        catalogue = one.catalogue
        address = mock_address(mock, pin, answers, catalogue.hosts)
        named = [catalogue[name] for name in dict.fromkeys(flow or [])]
        people = resolve_profiles(profile or [], one.vault, one.settings, say=one.show)
        person = one.person(answers, rehearsal=address is not None)
        applicants = []
        for name, person_profile in people:
            whose = name if len(people) > 1 else ""
            flows = named or applying(one, person_profile, whose=whose)
            applicants.append(Applicant(name, lengthened(one, flows, person_profile, person, whose=whose), flows))
        data = one.data(rehearsal=address is not None)
        said: list[SaidAnswer] = []
        result = carry_out(one, applicants, person, mock=address, data=data, anyway=anyway, said=said)
        for name, _profile in people:
            given = next((word for word in profile or [] if name in {word, Path(word).stem}), None)
            offer(one, [answer for answer in said if answer.profile == name], given, person)
        _offer(one, result)
        render.result(result, one.console, as_json=as_json)
    raise typer.Exit(result.exit_status)


def _offer(one: Session, result: RunResult) -> None:
    """Where a form isn't open to the person, the one that is; and how to insist."""
    from ai_optout.status import Status  # noqa: PLC0415

    ran = {request.flow for request in result.requests}
    shut = [request.flow for request in result.requests if request.status is Status.NOT_ELIGIBLE]
    others = [flow for flow in one.catalogue.flows.values() if flow.right == "third-party"]
    if not shut or not others:
        return
    if not ran & {flow.name for flow in others}:
        one.show(
            _("Open to everyone, about what third parties gave about you: ai-optout run {others}").format(others=others[0].name)
        )
    one.show(_("If you want it all the same: ai-optout run {shut} --anyway").format(shut=" ".join(shut)))


def applying(one: Session, profile: Profile, *, whose: str = "") -> list[Flow]:
    """The flows that apply, each said with its reason; those that don't, too. Raises `UsageError` where none does. `whose` is
    what the profile is called, where there are several.
    """
    from ai_optout.applicable import overview  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415

    verdicts = overview(one.catalogue, profile)
    for verdict in verdicts:
        called = _("{flow} for {whose}").format(flow=verdict.flow.name, whose=whose) if whose else verdict.flow.name
        one.show(f"{called}: {_('will be run') if verdict.applies else _('left out')}. {verdict.why}")
    flows = [verdict.flow for verdict in verdicts if verdict.applies]
    if not flows:
        raise UsageError(
            _("No flow applies to {whose}.").format(
                whose=_("the profile {whose}").format(whose=whose) if whose else _("this profile")
            ),
            _("See why: ai-optout flows"),
        )
    return flows


def lengthened(one: Session, flows: list[Flow], profile: Profile, person: Person, *, whose: str = "") -> Profile:
    """The profile, its reason lengthened where a door is known to want more and the person wishes to; told before the browser
    opens.
    """
    from ai_optout.form.meaning import Meaning  # noqa: PLC0415
    from ai_optout.person.terminal import TerminalPerson  # noqa: PLC0415

    least = [flow.minimum[Meaning.IMPACT] for flow in flows if Meaning.IMPACT in flow.minimum]
    if not profile.reason or not least or len(profile.reason) >= max(one_of.characters for one_of in least):
        return profile
    if whose:
        one.console.print(_("About the profile {whose}:").format(whose=whose), markup=False)
    known = max(least, key=lambda one_of: one_of.characters)
    one.console.print(
        _(
            "Your reason has {number} characters. One of the forms is reported to refuse fewer than {characters} "
            "({source}), and to say so only at the end."
        ).format(number=len(profile.reason), characters=known.characters, source=known.source)
    )
    if not isinstance(person, TerminalPerson) or one.wishes.as_json:  # the line editor writes on stdout
        return profile
    import questionary  # noqa: PLC0415

    one.console.print(_("Lengthen it here, or go on with it as it is. Enter is a new line; Esc, then Enter: done."))
    longer = questionary.text(_("Your reason:"), default=profile.reason, multiline=True, instruction="\n").unsafe_ask()
    return profile.model_copy(update={"reason": longer})


def first_run() -> None:
    """Plain `ai-optout`: set up if needed, then run what applies."""
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415

    with session(Wishes(None, slow=False, dry_run=False, as_json=False)) as one:
        one.console.print(
            _(
                "[bold]ai-optout[/bold] fills Meta's own objection forms for you, in a browser window that you "
                "watch.\nYou log in, have the last look before anything is sent, and type the code that is e-mailed "
                "to you.\nYour answers stay in this computer's keyring. To see it all with a made-up person first: "
                "[bold]ai-optout demo[/bold]\n"
            )
        )
        new = one.settings.profile is None and not one.vault.names()
    if new:
        from ai_optout.cli.profile import new as new_profile  # noqa: PLC0415

        new_profile()
    run()
