"""Fakes for tests, of this project's and of a flow author's: typed, and held to the same contracts as the real ones."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError, PasswordSetError

from ai_optout.errors import AiOptoutError
from ai_optout.person.pause import Done, Pause, PauseKind, Prompt, Reply
from ai_optout.person.race import race
from ai_optout.profile import Profile
from ai_optout.vault import KEY_BYTES, KEY_FOR, checked_name, no_such_profile

WINDOWS_LIMIT = 2_560
"""Bytes that Windows Credential Manager takes in one entry (CRED_MAX_CREDENTIAL_BLOB_SIZE); keyring hands it UTF-16."""


class MemoryKeyring(KeyringBackend):
    """A backend of `keyring` in memory. `limit` is the most bytes of UTF-16 that an entry takes, such as `WINDOWS_LIMIT`."""

    def __init__(self, limit: int | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring's own signature has no types
        self.entries: dict[tuple[str, str], str] = {}
        self.limit = limit

    @properties.classproperty
    def priority(cls) -> float:  # noqa: N805 - keyring reads it from the class
        return -1  # below keyring's own "none": never found by itself

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.limit is not None and len(password.encode("utf-16-le")) > self.limit:
            raise PasswordSetError("The stub received bad data")  # what CredWrite says (RPC_X_BAD_STUB_DATA)
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError("not found")
        del self.entries[service, username]


class MemoryVault:
    """A `Vault` in memory."""

    def __init__(self) -> None:
        self._profiles: dict[str, Profile] = {}
        self._secrets: dict[str, str] = {}

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._profiles))

    def load(self, name: str) -> Profile:
        if name not in self._profiles:
            raise no_such_profile(name, self._profiles)
        return self._profiles[name]

    def store(self, name: str, profile: Profile) -> None:
        self._profiles[checked_name(name)] = profile

    def remove(self, name: str) -> None:
        if name not in self._profiles:
            raise no_such_profile(name, self._profiles)
        del self._profiles[name]

    def secret(self, name: str) -> str | None:
        return self._secrets.get(name)

    def store_secret(self, name: str, value: str) -> None:
        self._secrets[name] = value

    def remove_secret(self, name: str) -> None:
        self._secrets.pop(name, None)

    def secret_names(self) -> tuple[str, ...]:
        return tuple(sorted(self._secrets))

    def key(self, purpose: str) -> bytes:
        return bytes.fromhex(self._secrets.setdefault(f"{KEY_FOR}{purpose}", secrets.token_hex(KEY_BYTES)))

    def place(self) -> str:
        return "memory"


class FixedClock:
    """A `Clock` that stands still, until `advance` sets it on."""

    def __init__(self, moment: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)) -> None:
        self._moment = moment
        self._passed = timedelta()

    def now(self) -> datetime:
        return self._moment + self._passed

    def monotonic(self) -> float:
        return self._passed.total_seconds()

    def advance(self, by: timedelta) -> None:
        self._passed += by


ScriptedAnswer = Reply | AiOptoutError | Callable[[Pause], Reply | None]
"""What a scripted person does at a pause: gives a reply, raises an error (`Stopped`, `Skipped`, `NeedsPerson`), or does
something in the page; where that gives no reply, what the page then shows is it.
"""


class ScriptedPerson:
    """A `Person` who answers the pauses in the order in which they were written down, each by its kind.

    Used in a `with` statement: a pause that wasn't expected, or another one than was, raises `AssertionError` at once, and again
    at the end where a run has made a failed request of it; so does an answer that nobody asked for. `asked` are the pauses that
    were answered, `told` the steps that were named.
    """

    def __init__(self, *script: tuple[PauseKind | str, ScriptedAnswer]) -> None:
        self.asked: list[Pause] = []
        self.told: list[str] = []
        self._fault: AssertionError | None = None
        self._script: Sequence[tuple[PauseKind, ScriptedAnswer]] = [(PauseKind(kind), answer) for kind, answer in script]

    def tell(self, line: str) -> None:
        """Kept in `told`."""
        self.told.append(line)

    def ask(self, pause: Pause) -> Reply:
        """The next answer of the script; a code's when it is that request's turn to be asked. Raises `AssertionError` where the
        pause is not the one that it belongs to.
        """
        if pause.turns is not None and pause.kind is PauseKind.CODE:
            turn = Done()
            first = race(pause, (), lambda: False, lambda: None, Prompt(lambda: None, lambda: turn))
            if first is not turn:
                return first  # the page showed it before anybody was asked
        place = len(self.asked)
        if place >= len(self._script):
            raise self._failed(f"Nobody expected a question, and this one came ({pause.kind}): {pause.say}")
        kind, answer = self._script[place]
        if pause.kind is not kind:
            raise self._failed(f"Question {place + 1} was expected to be of the kind {kind}, and is {pause.kind}: {pause.say}")
        self.asked.append(pause)
        if isinstance(answer, AiOptoutError):
            raise answer
        if not callable(answer):
            return answer
        try:
            reply = answer(pause)
        except AssertionError as fault:
            self._fault = fault
            raise
        return race(pause, (), lambda: False, lambda: None) if reply is None else reply

    def _failed(self, sentence: str) -> AssertionError:
        self._fault = AssertionError(sentence)
        return self._fault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Raises `AssertionError` where the script wasn't kept to, unless something else went wrong already."""
        if self._fault is not None and error is None:
            raise self._fault
        left = [one.value for one, _ in self._script[len(self.asked) :]]
        if left and error is None:
            raise AssertionError(f"Nobody asked for {len(left)} of the answers: {', '.join(left)}")
