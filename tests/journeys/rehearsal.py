"""What the journeys are told by: a `Rehearsal` runs flows through the library and shows what lies behind the page, that is what
the mock received and what the ledger and the receipt hold.
"""

from __future__ import annotations

import base64
import json
import os
import re
import stat
import time
import tomllib
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from phonenumbers import country_code_for_region
from playwright.sync_api import Playwright

from ai_optout.browser.driver import Driver
from ai_optout.browser.launch import OpenBrowser, flags, needs_no_sandbox
from ai_optout.clock import Clock, SystemClock
from ai_optout.flow import Catalogue
from ai_optout.ledger import Event, Ledger, Request, State, who
from ai_optout.mock_address import MockAddress
from ai_optout.person.pause import Pause, PauseKind, Person, Reply, Said
from ai_optout.person.race import race
from ai_optout.person.written import WrittenAnswers, WrittenPerson
from ai_optout.profile import Profile
from ai_optout.remembering import SaidAnswer
from ai_optout.run import Runner
from ai_optout.status import RequestResult, RunResult
from ai_optout.together import run_together
from mock_meta.server import MockMeta
from mock_meta.settings import Switches

CHECKOUT = Path(__file__).resolve().parents[2]
DEMO = CHECKOUT / "fixtures" / "profiles" / "demo.toml"

# No late blocks, no telemetry, no outcome and no cookie dialog, unless a test is about them.
PROMPT = Switches(late_block_ms=0, beacons=False, outcome="none", cookie_dialog="off", locale="en")


def launched(playwright: Playwright, executable: Path, mock: MockMeta, flows: Catalogue, *, display: str = "") -> OpenBrowser:
    """The browser as the tool starts it for this mock, by a driver that is there already: a thread has room for one. With a window
    where a display is named.
    """
    browser = playwright.chromium.launch(
        executable_path=executable,
        headless=not display,
        args=flags(MockAddress.parse(mock.address, mock.pin, flows.hosts), headed=bool(display), locale="en", environ={}),
        chromium_sandbox=not needs_no_sandbox(),
        env={**os.environ, "DISPLAY": display} if display else None,
    )
    return OpenBrowser(browser, Driver(playwright, cast("Any", None)), headed=bool(display))


@dataclass
class HurriedClock:
    """The machine's clocks, with what is waited for running out `times` as fast."""

    times: float
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return self._began + (time.monotonic() - self._began) * self.times


@dataclass
class ObligingPerson:
    """Logs in, sends, says yes to a second time, and reads the code in the mock's mailbox."""

    mock: MockMeta
    profile: Profile
    told: list[str] = field(default_factory=list)
    asked: list[Pause] = field(default_factory=list)
    _codes: set[str] = field(default_factory=set)

    def tell(self, line: str) -> None:
        self.told.append(line)

    def ask(self, pause: Pause) -> Reply:
        self.asked.append(pause)
        if pause.kind is PauseKind.CODE:
            return race(pause, [self._newest_code], lambda: False, lambda: None)
        login = {"name": self.profile.email, "password": self.mock.switches.password}
        answers = WrittenAnswers.model_validate({"review": "send", "again": "yes", "login": login})
        return WrittenPerson(answers, Path.cwd(), lambda: False, lambda: None, self.told.append).ask(pause)

    def _newest_code(self) -> Reply | None:
        codes = [code for mail in read_json(self.mock.mailbox) for code in re.findall(r"^\d{4,10}$", mail["text"], re.MULTILINE)]
        if not codes or codes[-1] in self._codes:
            return None
        self._codes.add(codes[-1])
        return Said(codes[-1])


def read_json(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


@dataclass
class Rehearsal:
    """Flows, run through the library against the mock, and what came of them behind the page."""

    mock: MockMeta
    browser: OpenBrowser
    data: Path
    flows: Catalogue
    profile: Profile
    opened: int = 0
    """How often a run asked for the browser."""
    said: list[SaidAnswer] = field(default_factory=list)
    """What the person answered that may be remembered."""

    def switch(self, **changed: object) -> None:
        """Change the mock's switches; the others are those of `PROMPT`."""
        self.mock.switches = Switches.model_validate({**PROMPT.model_dump(), **changed})

    def obliging(self, profile: Profile | None = None) -> ObligingPerson:
        return ObligingPerson(self.mock, profile or self.profile)

    def run(
        self,
        *names: str,
        person: Person | None = None,
        profile: Profile | None = None,
        clock: Clock | None = None,
        dry_run: bool = False,
        anyway: bool = False,
        stop_requested: Callable[[], bool] = lambda: False,
    ) -> RunResult:
        wanted = profile or self.profile
        told_time = clock or SystemClock()

        def opener() -> nullcontext[OpenBrowser]:
            self.opened += 1
            return nullcontext(self.browser)

        with Ledger.open(self.data, clock=told_time) as ledger:
            ledger.recover()
            runner = Runner(
                "somebody",
                wanted,
                person or self.obliging(wanted),
                who(wanted.email, b"key"),
                ledger,
                self.data,
                told_time,
                opener,
                stop_requested,
                mock=True,
                dry_run=dry_run,
                anyway=anyway,
                said=self.said,
            )
            return run_together([(runner, [self.flows[name] for name in names])])

    def one(self, name: str, **options: Any) -> RequestResult:
        """The result of running one flow."""
        (result,) = self.run(name, **options).requests
        return result

    def hurried(self, times: float) -> Clock:
        """A clock by which waits run out so many times as fast."""
        return HurriedClock(times)

    # --- behind the page ---

    def received(self) -> list[dict[str, Any]]:
        """What was submitted, oldest first."""
        found: list[dict[str, Any]] = read_json(self.mock.received)
        return found

    def accepted(self) -> list[dict[str, Any]]:
        """What the mock accepted."""
        return [submission for submission in self.received() if submission["accepted"]]

    def only_accepted(self) -> dict[str, Any]:
        """The one submission that was accepted, and the only one there was."""
        (submission,) = self.received()
        assert submission["accepted"]
        return submission

    def mails(self) -> list[dict[str, str]]:
        """The mails that came, oldest first."""
        found: list[dict[str, str]] = read_json(self.mock.mailbox)
        return found

    def open_checks(self) -> list[str]:
        """The answers to the security checks that stand open."""
        return [str(answer) for answer in read_json(f"{self.mock.control}/checks")]

    def requests(self) -> list[Request]:
        """The ledger's requests, oldest first."""
        with Ledger.open(self.data, clock=SystemClock()) as ledger:
            return ledger.requests()

    def events(self, number: int = 1) -> list[Event]:
        """What the ledger says happened to a request."""
        with Ledger.open(self.data, clock=SystemClock()) as ledger:
            return ledger.events(number)

    def states(self, number: int = 1) -> list[State]:
        """The states that a request went through, each once."""
        return list(dict.fromkeys(event.state for event in self.events(number)))

    def receipt(self, result: RequestResult) -> dict[str, Any]:
        """The receipt of a request, its folder and files found private."""
        assert result.receipt is not None
        assert stat.S_IMODE(result.receipt.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in result.receipt.iterdir()} == {0o600}
        document: dict[str, Any] = json.loads((result.receipt / "receipt.json").read_bytes())
        return document

    def profile_with(self, **changed: object) -> Profile:
        """The demo's person with some values of another."""
        values = {**tomllib.loads(DEMO.read_text(encoding="utf-8")), **changed}
        values = {key: value for key, value in values.items() if value is not None}
        return Profile.model_validate(values, context={"folder": DEMO.parent})


def same_text(one: str, other: str) -> bool:
    """Equal, line ends aside."""
    return one.replace("\r\n", "\n").replace("\r", "\n") == other.replace("\r\n", "\n").replace("\r", "\n")


def _same_number(answers: Mapping[str, str], tel: str) -> bool:
    """Whether the dialling code and the number beside it are this one, with the code written once or twice."""
    given, whole = ("".join(filter(str.isdigit, text)) for text in (answers["phone"], tel))
    code = answers.get("dialling_code", "").removeprefix("+")
    return given == whole or code + given.removeprefix("0") == whole


@dataclass(frozen=True)
class Sent:
    """What a submission holds, told by what the profile says it should."""

    submission: dict[str, Any]

    def answers(self, profile: Profile) -> dict[str, tuple[str, str]]:
        """Each answer that isn't the profile's, as (received, expected): empty where all are."""
        site = {"A": "facebook", "B": "instagram", "D": "whatsapp"}.get(self.submission["door"])
        expected = {
            "country_code": profile.country_code,
            "email": profile.account_email(cast("Any", site)) if site else profile.email,
            "first_name": profile.given_name or "",
            "surname": profile.family_name or "",
            "name": f"{profile.given_name} {profile.family_name}",
            "impact": profile.reason or "",
            "reason": profile.reason or "",
            "prompts": profile.prompts or "",
            "request": "object",
            "additional": "",
            "email_again": profile.account_email(cast("Any", site)) if site else profile.email,
            "about_ai": "yes",
            "topic": "ai",
            "phone": profile.tel or "",
            "dialling_code": f"+{country_code_for_region(profile.country_code)}",
            "dialling_country": profile.country_code,
        }
        answers = {name: value for name, value in self.submission["answers"].items() if name != "country"}
        wrong = {name: (value, expected[name]) for name, value in answers.items() if not same_text(value, expected[name])}
        return {name: pair for name, pair in wrong.items() if name != "phone" or not _same_number(answers, pair[1])}

    def files(self) -> list[tuple[str, bytes]]:
        """The files that were handed over, with their bytes."""
        return [(one["name"], base64.b64decode(one["content_base64"])) for one in self.submission["files"]]
