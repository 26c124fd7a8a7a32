"""What `export` and `forget` share: the ledger opened, and a person told by a profile's name or file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ai_optout.cli.carrying_out import KeyOnce
from ai_optout.cli.opened import say_opened
from ai_optout.cli.session import Session
from ai_optout.clock import SystemClock
from ai_optout.exporting import Belongings
from ai_optout.followup.receipts import due_of
from ai_optout.ledger import Ledger, Request
from ai_optout.opening import open_ledger
from ai_optout.profile import Profile
from ai_optout.profile_choice import is_file, resolve_profile
from ai_optout.receipt import FOLDER, reply_folder


@dataclass(frozen=True)
class Home:
    """The data folder in question, its ledger, and whose is whose."""

    session: Session
    data: Path
    ledger: Ledger
    key: KeyOnce

    def belongings(self, requests: Sequence[Request], profiles: dict[str, Profile]) -> Belongings:
        """These profiles, requests and their receipts."""
        receipts = [self.data / FOLDER / reply_folder(request.receipt, request.id) for request in requests]
        events = [(request, self.ledger.events(request.id)) for request in requests]
        return Belongings(profiles, events, [folder for folder in receipts if folder.is_dir()])


@dataclass(frozen=True)
class Someone:
    """A person: what their profile is called, whether it lies in the keyring, their keyed hash, and their requests."""

    name: str
    in_keyring: bool
    profile: Profile
    who: str
    requests: tuple[Request, ...]


@contextmanager
def at_home(session: Session, *, rehearsal: bool) -> Iterator[Home]:
    """The ledger, held until the block ends; what an earlier run left is brought to its end and said."""
    data = session.data(rehearsal=rehearsal)
    key = KeyOnce(session, data, rehearsal)
    with open_ledger(data, clock=SystemClock(), who_is=key.who_is, due=due_of) as opened:
        say_opened(session.console, opened)
        yield Home(session, data, opened.ledger, key)


def someone(home: Home, named: str | None) -> Someone:
    """The person whose profile was named, in the keyring or as a file. Raises `ProfileError`, `VaultError`.

    Theirs are the requests of their e-mail address, and those that a profile of that name in the keyring made before.
    """
    session = home.session
    called = named or session.settings.profile
    name, profile = resolve_profile(named, session.vault, session.settings, say=session.show)
    in_keyring = not (called is not None and is_file(called))
    who = home.key.who_is(profile.email)
    every = home.ledger.requests()
    theirs = tuple(request for request in every if request.person == who or (in_keyring and request.profile == name))
    return Someone(name, in_keyring, profile, who, theirs)
