"""The command as a person types it: `python -m ai_optout ...`, a process of its own, in a home of its own, against the mock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ai_optout.clock import SystemClock
from ai_optout.ledger import Event, Ledger, Request
from mock_meta.server import MockMeta

PATIENCE_S = 120
COMMAND = (sys.executable, "-m", "ai_optout")


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the command gets to see of this process's environment, with a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PLAYWRIGHT_BROWSERS_PATH") if name in os.environ}
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = {
        "HOME": str(home),
        "AI_OPTOUT_HOME": str(home / "ai-optout"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "COLUMNS": "400",
    }
    return {**kept, **own, **more}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    stdout: str
    stderr: str

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.stdout)
        return document

    @property
    def said(self) -> str:
        """Everything it said on stderr, as one line."""
        return " ".join(self.stderr.split())


@dataclass
class Command:
    """Runs the command against a mock, and shows what it left in its home."""

    home: Path
    mock: MockMeta
    more: dict[str, str] = field(default_factory=dict)

    def answers(self, name: str = "answers.toml", **changed: object) -> Path:
        """A person written down who logs in, sends and reads the code in the mock's mailbox; None takes an answer out."""
        values: dict[str, object] = {
            "review": "send",
            "code_command": [sys.executable, "-m", "mock_meta.latest_code", self.mock.mailbox],
            "login": {"name": "mina.angstrom@mail.example", "password": self.mock.switches.password},
        }
        said = {key: value for key, value in (values | changed).items() if value is not None}
        path = self.home / name
        self.home.mkdir(mode=0o700, exist_ok=True)
        lines = [f"{key} = {json.dumps(value)}" for key, value in said.items() if not isinstance(value, Mapping)]
        for key, table in said.items():
            if isinstance(table, Mapping):
                lines += [f"[{key}]", *(f"{json.dumps(one)} = {json.dumps(value)}" for one, value in table.items())]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def words(self, *flows: str, profile: Path, answers: Path | None = None) -> list[str]:
        """What is typed to run flows against the mock without a window."""
        person = answers or self.answers()
        mock = ["--mock", self.mock.address, "--pin", self.mock.pin, "--answers", str(person)]
        return ["run", *flows, *mock, "--profile", str(profile), "--headless", "--json"]

    def run(self, *words: str, **more: str) -> Ended:
        """Type it and wait for its end."""
        done = subprocess.run(
            [*COMMAND, *words],
            env=environment(self.home, **self.more, **more),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *words: str, program: tuple[str, ...] = COMMAND) -> Iterator[subprocess.Popen[str]]:
        """Type it, in a process group of its own; killed at the end where it is still there."""
        with subprocess.Popen(
            [*program, *words],
            env=environment(self.home, **self.more),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def data(self) -> Path:
        """Where what ran against a mock lies."""
        return self.home / "ai-optout" / "data" / "mock"

    def requests(self) -> list[Request]:
        """The ledger's requests, oldest first."""
        with Ledger.open(self.data, clock=SystemClock()) as ledger:
            return ledger.requests()

    def events(self, number: int) -> list[Event]:
        """What the ledger says happened to a request."""
        with Ledger.open(self.data, clock=SystemClock()) as ledger:
            return ledger.events(number)


class Watch:
    """What anybody on this machine could see of a process and of all that it starts: command lines, and the environments too."""

    def __init__(self, root: int) -> None:
        self.processes: set[int] = {root}
        self._shown: set[bytes] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @classmethod
    def of(cls, process: subprocess.Popen[str]) -> Watch:
        """A watch that has begun."""
        watch = cls(process.pid)
        watch._thread.start()
        return watch

    def end(self) -> str:
        """Everything that was seen."""
        self._ended.set()
        self._thread.join()
        return b"\n".join(self._shown).decode(errors="replace")

    def _look(self) -> None:
        while not self._ended.wait(0.03):
            for entry in Path("/proc").iterdir():
                if entry.name.isdigit():
                    self._look_at(entry)

    def _look_at(self, entry: Path) -> None:
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if int(entry.name) not in self.processes and parent not in self.processes:
                return
            self.processes.add(int(entry.name))
            self._shown |= {(entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()}
        except OSError:
            return  # it has just ended


def until_said(process: subprocess.Popen[str], words: str) -> str:
    """What a process says on stderr up to the line that holds `words`."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if words in line:
            return said
    raise AssertionError(f"It ended without saying {words!r}, after:\n{said}")
