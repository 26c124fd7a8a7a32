"""What the tests of sudden death share: a run in which something is killed, and what must be true after it, whatever it was."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.journeys.command import Command, Ended, environment
from tests.journeys.killed_at_call import kill_browser
from tests.journeys.meter import Meter, meter
from tests.journeys.prepared import Forked, Prepared
from tests.journeys.rehearsal import DEMO, Rehearsal

from ai_optout.ledger import Request, State
from ai_optout.receipt import kept_receipts, verify

Victim = Literal["process", "browser", "mock"]
VICTIMS: tuple[Victim, ...] = ("process", "browser", "mock")
CALLS = {
    "facebook-objection": 24,
    "instagram-objection": 24,
    "facebook-third-party": 27,
    "instagram-third-party": 30,
    "whatsapp-objection": 24,
}
"""How many calls of the ledger write, in a run with a code that nothing disturbs; the sweep looks that there are no more."""
PATIENCE_S = 150
MAY_BE_ACCEPTED = {State.SENDING, State.SENT, State.CODE_ASKED, State.ACKNOWLEDGED, State.UNKNOWN}


@dataclass
class Killing:
    """Runs one flow, has something killed, and looks at what is left."""

    command: Command
    rehearsal: Rehearsal
    prepared: Prepared
    flow: str

    def words(self, address: str, **answers: object) -> list[str]:
        """What is typed to run the flow against the mock at `address`."""
        person = self.command.answers(f"answers-{len(answers)}.toml", **answers)
        words = self.command.words(self.flow, profile=self.profile, answers=person)
        return [address if word == self.rehearsal.mock.address else word for word in words]

    def start_afresh(self) -> None:
        """Forget a run that was only to be measured."""
        shutil.rmtree(self.command.home)
        self.rehearsal.mock.reset()

    @property
    def profile(self) -> Path:
        """The demo's person, with an account at WhatsApp too."""
        path = self.command.home / "person.toml"
        if not path.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            text = DEMO.read_text(encoding="utf-8").replace('"facebook", "instagram"', '"facebook", "instagram", "whatsapp"')
            path.write_text(text.replace("demo-evidence.png", str(DEMO.with_name("demo-evidence.png"))), encoding="utf-8")
            path.chmod(0o600)
        return path

    @contextmanager
    def running(self, wire: Meter, *kill_at: str) -> Iterator[Forked]:
        """The run, until it has ended by itself or was killed."""
        with self._started(self.words(wire.address), kill_at) as process:
            yield process
            process.wait(PATIENCE_S)

    def _started(self, words: list[str], kill_at: Sequence[str] = ()) -> AbstractContextManager[Forked]:
        home = self.command.home
        return self.prepared.running(words, environment(home), home, kill_at)

    def at_call(self, number: int, side: str, victim: Victim) -> bool:
        """Kill at a call of the ledger; whether there was such a call (told by the process, which dies of it)."""
        with meter(self.rehearsal.mock.address) as wire:
            what = str(wire.door) if victim == "mock" else victim
            with self.running(wire, str(number), side, what) as process:
                pass
            self._settle(wire, victim)
            return process.wait() == -signal.SIGKILL if victim == "process" else True

    def at_byte(self, count: int, victim: Victim) -> None:
        """Kill when the mock has received so many bytes."""
        with meter(self.rehearsal.mock.address) as wire:
            with self.running(wire) as process:
                wire.at(count, lambda: self._kill(process, wire, victim))
            self._settle(wire, victim)

    def after(self, seconds: float, victim: Victim) -> None:
        """Kill some time after the start."""
        with meter(self.rehearsal.mock.address) as wire:
            with self.running(wire) as process:
                try:
                    process.wait(seconds)
                except subprocess.TimeoutExpired:
                    self._kill(process, wire, victim)
            self._settle(wire, victim)

    def _kill(self, process: Forked, wire: Meter, victim: Victim) -> None:
        if victim == "process":
            os.kill(process.pid, signal.SIGKILL)
        elif victim == "browser":
            kill_browser(process.pid)
        else:
            wire.cut()

    def _settle(self, wire: Meter, victim: Victim) -> None:
        if victim != "mock":
            wire.wait_until_quiet()  # a browser that outlives its process a moment may still send

    # --- what must be true ---

    def assert_all_is_well(self) -> None:
        """What is left is true, nothing is sent again by itself, and a further run gets it done."""
        before = self._true_so_far()
        accepted = len(self.rehearsal.accepted())
        first = self._run_again()
        if before is not None and before.state in MAY_BE_ACCEPTED:
            assert (first["status"], len(self.rehearsal.accepted())) == ("needs-person", accepted), first
            assert first["pauses"][0]["kind"] == "again"
            first = self._run_again(again="yes")
            accepted += 1
        else:
            accepted = 1
        assert (first["status"], len(self.rehearsal.accepted())) == ("acknowledged", accepted), first
        assert [one.status for one in self.command.requests()].count(None) == 0
        self._nothing_is_half_there()

    def _true_so_far(self) -> Request | None:
        accepted = len(self.rehearsal.accepted())
        requests = self.command.requests() if (self.command.data / "ledger.sqlite3").exists() else []
        assert accepted <= 1
        assert len(requests) <= 1
        if not requests:
            assert accepted == 0
            return None
        (request,) = requests
        if accepted:
            assert request.state in MAY_BE_ACCEPTED
        if request.state is State.ACKNOWLEDGED:
            assert accepted
        assert self.command.events(request.id)[-1].state == request.state
        return request

    def _run_again(self, **answers: object) -> dict[str, Any]:
        """The same flow once more, with the mock in its place."""
        stood_open = [one for one in self._stood_open() if one.state in MAY_BE_ACCEPTED - {State.ACKNOWLEDGED}]
        with self._started(self.words(self.rehearsal.mock.address, **answers)) as process:
            status = process.wait(PATIENCE_S)
        done = Ended(status, process.stdout.read_text(encoding="utf-8"), process.stderr.read_text(encoding="utf-8"))
        assert "Traceback" not in done.stderr
        recovered = done.document.get("recovered", [])
        assert [one["request"] for one in recovered] == [one.id for one in stood_open]
        assert done.said.count("It is not sent again by itself") == len(stood_open)
        (request,) = done.document["requests"]
        return dict(request)

    def _stood_open(self) -> list[Request]:
        there = (self.command.data / "ledger.sqlite3").exists()
        return [one for one in self.command.requests() if one.status is None] if there else []

    def _nothing_is_half_there(self) -> None:
        data = self.command.data
        assert [path.name for path in data.rglob(".unfinished-*")] == []
        assert all(kept.finished and kept.document for kept in kept_receipts(data))
        assert [one for one in verify(data / "receipts") if one.faults or one.notes] == []
