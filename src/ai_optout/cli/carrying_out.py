"""Everybody's requests, run with one ledger held: what `run` and `demo` share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ai_optout.browser.environment import refuse_debugging
from ai_optout.cli.opened import say_opened
from ai_optout.cli.session import Session, vault_or_none
from ai_optout.clock import SystemClock
from ai_optout.errors import NeedsPerson
from ai_optout.flow import Flow
from ai_optout.folders import Folders
from ai_optout.followup.receipts import due_of
from ai_optout.ledger import ledger_key, who
from ai_optout.messages import _
from ai_optout.mock_address import MockAddress
from ai_optout.opening import open_ledger
from ai_optout.person.live import live_board
from ai_optout.person.nobody import Nobody
from ai_optout.person.pause import Person
from ai_optout.person.terminal import TerminalPerson
from ai_optout.pointed_file import FOLDER
from ai_optout.profile import Profile
from ai_optout.remembering import SaidAnswer
from ai_optout.run import Runner
from ai_optout.status import Recovered, RunResult
from ai_optout.together import names_of, run_together


@dataclass(frozen=True)
class Applicant:
    """Somebody whose requests are run: what their profile is called, the profile, and which flows."""

    name: str
    profile: Profile
    flows: Sequence[Flow]


def carry_out(
    one: Session,
    applicants: Sequence[Applicant],
    person: Person,
    *,
    mock: MockAddress | None,
    data: Path,
    anyway: bool = False,
    said: list[SaidAnswer] | None = None,
) -> RunResult:
    """Run everybody's flows with the ledger in `data`; `anyway`, those too that are said not to be open to them. `said` gets what
    they answered to questions that the profile has no answer to. On the real site
    refuses Playwright's own debugging, and to go on with nobody there.
    """
    import os  # noqa: PLC0415

    for applicant in applicants:
        one.redaction.add_profile(applicant.profile)
    if mock is None:
        refuse_debugging(os.environ)
    headed = one.headed()
    flows = [flow for applicant in applicants for flow in applicant.flows]
    _refuse_without_person(one, flows, person, mock=mock, headed=headed)
    clock = SystemClock()
    key = KeyOnce(one, data, mock is not None)
    with open_ledger(data, clock=clock, who_is=key.who_is, due=due_of) as opened:
        say_opened(one.console, opened)
        owners = {applicant.name: key.who_is(applicant.profile.email) for applicant in applicants}
        opener = one.windows(mock, headed=headed, owners=owners)
        parts = [
            (
                Runner(
                    applicant.name,
                    applicant.profile,
                    person,
                    owners[applicant.name],
                    opened.ledger,
                    data,
                    clock,
                    opener,
                    one.is_stopped,
                    mock is not None,
                    one.wishes.dry_run,
                    one.folders.config / FOLDER if mock is None else None,
                    anyway,
                    due=due_of,
                    mark=key.who_is,
                    said=[] if said is None else said,
                ),
                applicant.flows,
            )
            for applicant in applicants
        ]
        recovered = [
            Recovered(
                request=request.id,
                profile=request.profile,
                flow=request.flow,
                status=request.status,
                reason=request.reason,
                begun=request.created,
            )
            for request in opened.left
        ]
        with live_board(one.console, names_of(parts)) as board:
            return run_together(parts, board).model_copy(update={"recovered": tuple(recovered)})


@dataclass
class KeyOnce:
    """The ledger's key, fetched when it is first asked for: with the ledger held, whose lock keeps two first runs apart."""

    session: Session
    data: Path
    mock: bool
    _key: bytes | None = field(default=None, repr=False)

    def who_is(self, email: str) -> str:
        """As `ledger.who`."""
        if self._key is None:
            folders = Folders(self.session.folders.config, self.data, self.session.folders.cache)
            self._key = ledger_key(folders, None if self.mock else vault_or_none(self.session))
        return who(email, self._key)


def _refuse_without_person(
    one: Session, flows: Sequence[Flow], person: Person, *, mock: MockAddress | None, headed: bool
) -> None:
    """Where a pause is certain and nobody can answer it, nothing is opened (the design, *Pauses*)."""
    if isinstance(person, Nobody) and not one.wishes.dry_run:
        raise NeedsPerson(
            _("Nobody is there to have a last look before sending."),
            _("Run it in a terminal, where you can answer; or see it filled only: --dry-run"),
        )
    logins = [flow.name for flow in flows if flow.login]
    if (mock is None or isinstance(person, TerminalPerson)) and not headed and logins:
        raise NeedsPerson(
            _("{logins} wants you to log in, and without a window you can't.").format(logins=logins[0]),
            _("Run it on a desktop without --headless; without log-in goes: ai-optout run facebook-third-party"),
        )
