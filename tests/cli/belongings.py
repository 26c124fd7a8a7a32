"""A person's belongings, made without a run: a profile in the keyring, requests in the ledger, receipts, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.receipt.conftest import document, png

from ai_optout.clock import SystemClock
from ai_optout.folders import Folders
from ai_optout.ledger import Ledger, Request, State, ledger_key, who
from ai_optout.profile import Profile
from ai_optout.receipt import Receipt
from ai_optout.status import Status
from ai_optout.vault import KeyringVault


@dataclass(frozen=True)
class Belongings:
    """Puts things where a run would."""

    folders: Folders

    @property
    def data(self) -> Path:
        return self.folders.data

    def person(self, name: str = "anna", email: str = "anna@mail.example") -> Profile:
        """A profile in the keyring."""
        profile = Profile.model_validate({"country": "DE", "email": email, "reason": f"The reason of {name}."})
        KeyringVault().store(name, profile)
        return profile

    def request(
        self, name: str = "anna", email: str = "anna@mail.example", *, finished: bool = True, keyring: bool = True
    ) -> Request:
        """An acknowledged request of theirs with its receipt, or one that a run left while it was being sent."""
        clock = SystemClock()
        with Ledger.open(self.data, clock=clock) as ledger:
            person = who(email, ledger_key(self.folders, KeyringVault() if keyring else None))
            request = ledger.plan(person=person, profile=name, flow="facebook-objection", right="objection", account="facebook")
            for state in (State.OPENED, State.FILLED, State.REVIEWED, State.SENDING):
                ledger.enter(request.id, state)
            kept = Receipt.create(self.data, "facebook-objection", clock)
            kept.picture("form", png())
            if finished:
                ledger.enter(request.id, State.ACKNOWLEDGED)
                ledger.end(request.id, Status.ACKNOWLEDGED, reason=None)
                kept.finish(document(request=request.id, person=person, profile=name))
            else:
                kept.write(document(request=request.id, person=person, profile=name, status=None, state=State.FILLED))
            assert kept.folder
            ledger.keep_receipt(request.id, kept.folder)
            return ledger.request(request.id)

    def other_things(self, *logins: str) -> None:
        """Remembered log-ins, a form that was pointed in, a rehearsal's folder, a damaged ledger kept aside."""
        files = [self.data / "logins" / login / "Cookies" for login in logins]
        files += [self.folders.config / "pointed" / "form.toml", self.data / "mock" / "ledger.key"]
        files += [self.data / "ledger-damaged-20261101T120000Z.sqlite3", self.folders.config / "config.toml"]
        for path in files:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_text("# something\n", encoding="utf-8")

    def there(self) -> set[str]:
        """All files there are, relative to the home, but the lock and what SQLite puts beside the ledger."""
        root = self.data.parent
        files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        return {name for name in files if not name.endswith((".lock", "-wal", "-shm"))}
