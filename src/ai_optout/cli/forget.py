"""`ai-optout forget`: what there is of a person, of one request or of everybody is removed from this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ai_optout.messages import N_, _

if TYPE_CHECKING:
    from ai_optout.cli.belongings import Home
    from ai_optout.exporting import Belongings
    from ai_optout.forgetting import Found
    from ai_optout.vault import Vault

EXAMPLES = (
    "Examples:\n\n  ai-optout forget anna      the profile anna, her requests and their receipts\n\n"
    "  ai-optout forget 3         request 3 and its receipt\n\n"
    "  ai-optout forget --all     everything of everybody on this computer\n\n"
    "Exit status: 0 done, 4 you left it, 2 wrong usage, 3 nobody is there to be asked."
)
WORD = "forget"
SHOWN = 20
"""Requests that are listed before they are forgotten."""
ONE = {
    "requests": "request",
    "receipts": "receipt",
    "remembered log-ins": N_("remembered log-in"),
    "forms that you pointed in": N_("form that you pointed in"),
    "other files and folders": N_("other file or folder"),
    "profiles": "profile",
    "secrets": "secret",
}
STAYS = (
    N_("What Meta has stays there: to have it erased you ask Meta."),
    N_("What you exported or printed, backups of this computer, and what a disk keeps of deleted files are not reached."),
    N_("ai-optout won't know any more that this was sent: a run would send it again."),
)


def forget(
    *,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="PERSON|REQUEST", help="A profile's name, a TOML file, or a request's number.", show_default=False
        ),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Everything of everybody; settings and flows of your own stay.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Of what ran against a mock.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout; needs --yes.")] = False,
) -> None:
    """Remove what is kept of a person, of one request, or of everybody; you are asked before. Requests already sent stay sent."""
    import json  # noqa: PLC0415 - here and below: imported only when used

    from ai_optout.cli.belongings import at_home  # noqa: PLC0415
    from ai_optout.cli.session import Wishes, session  # noqa: PLC0415
    from ai_optout.errors import UsageError  # noqa: PLC0415
    from ai_optout.forgetting import forget as carry_out  # noqa: PLC0415

    if (what is None) != everybody:
        raise UsageError(
            _("Say what to forget: a profile's name, a request's number, or --all, and only one of them."),
            _("What there is: ai-optout profile list, and ai-optout receipt"),
        )
    if everybody and rehearsal:
        raise UsageError(_("--all forgets rehearsals too."), _("Leave --rehearsal out."))
    if as_json and not yes:
        raise UsageError(_("--json asks nothing."), _("Add --yes where you are sure."))
    with session(Wishes(None, slow=False, dry_run=False, as_json=as_json)) as one, at_home(one, rehearsal=rehearsal) as home:
        vault = _vault(home)
        found, theirs, stays = _found(home, what, vault)
        counted = {called: number for called, number in found.counted().items() if number}
        if not yes:
            _ask(home, found, counted, theirs, stays)
        carry_out(found, home.data, home.ledger, vault)
        said = _listed(counted) if counted else _("nothing, for there was nothing of it")
        one.console.print(_("Removed: {said}.").format(said=said), soft_wrap=True, markup=False)
        if yes:
            for sentence in stays:
                one.console.print(sentence, soft_wrap=True, markup=False)
    if as_json:
        print(json.dumps({"removed": counted, "stays": list(stays)}, ensure_ascii=False, indent=2))  # noqa: T201 - the document


def _found(home: Home, what: str | None, vault: Vault | None) -> tuple[Found, Belongings, tuple[str, ...]]:
    """What would be removed, what an export of it would hold, and what stays whatever is removed."""
    from ai_optout.cli.belongings import someone  # noqa: PLC0415
    from ai_optout.forgetting import Whose, kept_aside, of_everybody, of_person, of_request  # noqa: PLC0415

    stays = tuple(_(sentence) for sentence in STAYS)
    aside = tuple(
        _("A damaged ledger that was kept aside may hold some of it, too: {path}").format(path=path)
        for path in kept_aside(home.data)
    )
    if what is None:
        requests = home.ledger.requests()
        profiles = {name: vault.load(name) for name in vault.names()} if vault else {}
        return of_everybody(home.session.folders, requests, vault), home.belongings(requests, profiles), stays
    if what.isdecimal():
        found = of_request(home.session.folders, home.data, home.ledger, int(what))
        return found, home.belongings(found.requests, {}), stays + aside
    who = someone(home, what)
    gone = who.name if who.in_keyring and home.data == home.session.folders.data else None
    found = of_person(home.session.folders, home.data, Whose(who.who, who.requests, gone), vault)
    file = () if who.in_keyring else (_("The file {what} is yours: delete it if nobody else is to read it.").format(what=what),)
    return found, home.belongings(who.requests, {who.name: who.profile}), stays + file + aside


def _ask(home: Home, found: Found, counted: dict[str, int], theirs: Belongings, stays: tuple[str, ...]) -> None:
    """Say what goes and what stays, offer the export, and have the word typed. Raises `Stopped` where it isn't."""
    from ai_optout.cli.asking import terminal_asking  # noqa: PLC0415
    from ai_optout.clock import SystemClock  # noqa: PLC0415
    from ai_optout.errors import Stopped  # noqa: PLC0415
    from ai_optout.exporting import write_export  # noqa: PLC0415
    from ai_optout.followup.urgency import called  # noqa: PLC0415

    asking = terminal_asking(otherwise=_("To remove it without being asked, add --yes."))
    show = home.session.console.print
    if found.is_nothing:
        raise Stopped(_("There is nothing of it here, so nothing was removed."))
    show(_("This will be removed from this computer: {listed}.").format(listed=_listed(counted)), soft_wrap=True, markup=False)
    for request in found.requests[:SHOWN]:
        what = called(request.flow, request.account)
        show(f"  {request.id}  {what}, {request.state} ({request.created:%Y-%m-%d})", soft_wrap=True, markup=False)
    if (more := len(found.requests) - SHOWN) > 0:
        show(_("  and {more} more").format(more=more), soft_wrap=True, markup=False)
    for sentence in stays:
        show(sentence, soft_wrap=True, markup=False)
    if asking.yes(_("Export it first, as a zip in this folder?"), default=True):
        now = SystemClock().now()
        target = Path(f"ai-optout-before-forgetting-{now:%Y%m%dT%H%M%SZ}.zip")
        write_export(target, theirs, now, force=False)
        show(_("{target} holds it. It is yours to guard.").format(target=target), soft_wrap=True, markup=False)
    typed = asking.line(
        _("Type {word} to remove it; anything else leaves it:").format(word=WORD), why="", check=lambda _rest: None
    )
    if typed.strip().lower() != WORD:
        raise Stopped(_("Nothing was removed."))


def _vault(home: Home) -> Vault | None:
    from ai_optout.errors import VaultError  # noqa: PLC0415

    try:
        home.session.vault.names()
    except VaultError as error:
        home.session.console.print(
            _("{message} What lies in a keyring isn't removed.").format(message=error.message), soft_wrap=True, markup=False
        )
        return None
    return home.session.vault


def _listed(counted: dict[str, int]) -> str:
    return ", ".join(f"{number} {_(ONE[called]) if number == 1 else called}" for called, number in counted.items())
