"""Starts the command from a process that has imported it already: a fork instead of a start, for sweeps of hundreds of runs.

What runs is the same code in a process of its own, with an environment, a folder, a session and a death of its own; only the second
that imports take is spared. As a program, this is the process that forks: a JSON line asks for a run, `pid` and `end` lines answer.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.journeys.killed_at_call import watch

from ai_optout.cli.entry import run_command

IMPORTED = (
    "ai_optout.cli.run",
    "ai_optout.cli.carrying_out",
    "ai_optout.cli.session",
    "ai_optout.cli.render",
    "ai_optout.followup.receipts",
)
"""What a run imports when it needs it, with all that comes along."""


class Running(Protocol):
    """What the tests need to know of a run: `subprocess.Popen` has it, too."""

    pid: int

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, negative the signal that it died of. Raises `subprocess.TimeoutExpired`."""
        ...


@dataclass
class Forked:
    """A run that was forked, with what it says going to two files."""

    pid: int
    stdout: Path
    stderr: Path
    _from: Any
    _status: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        if self._status is None:
            if not select.select([self._from], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(["ai-optout"], timeout or 0)
            self._status = int(self._from.readline())
        return self._status

    def kill(self) -> None:
        """End it where it is still there."""
        if self._status is None:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
            self.wait(20)


@dataclass
class Prepared:
    """The process that forks, seen from the tests. One run at a time."""

    process: subprocess.Popen[bytes]

    @contextmanager
    def running(
        self, words: Sequence[str], environment: Mapping[str, str], folder: Path, kill_at: Sequence[str] = ()
    ) -> Iterator[Forked]:
        """Type `words`; `kill_at` is as `killed_at_call.py` takes it. Killed at the end where it is still there."""
        out, err = (folder.parent / f"{folder.name}.{name}" for name in ("stdout", "stderr"))
        asked = {"words": list(words), "environment": dict(environment), "folder": str(folder), "kill_at": list(kill_at)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({**asked, "stdout": str(out), "stderr": str(err)}).encode() + b"\n")
        run = Forked(int(self.process.stdout.readline()), out, err, self.process.stdout)
        try:
            yield run
        finally:
            run.kill()


@contextmanager
def prepared() -> Iterator[Prepared]:
    """The process that forks, until the block ends."""
    words = [sys.executable, "-m", "tests.journeys.prepared"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        try:
            yield Prepared(process)
        finally:
            process.kill()


def serve() -> int:
    """Fork a run for each line; what the forked one returns is its exit status."""
    for module in IMPORTED:
        importlib.import_module(module)
    gc.freeze()
    while line := os.read(0, 65_536):  # one line at a time is asked, and no byte of the next is taken
        asked = json.loads(line)
        process = os.fork()
        if process == 0:
            return _run(asked)
        os.write(1, f"{process}\n".encode())
        os.write(1, f"{os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])}\n".encode())
    return 0


def _run(asked: Mapping[str, Any]) -> int:
    os.setsid()
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, name, how in ((0, os.devnull, os.O_RDONLY), (1, asked["stdout"], os.O_WRONLY), (2, asked["stderr"], os.O_WRONLY)):
        file = os.open(name, how | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    if asked["kill_at"]:
        number, side, what = asked["kill_at"]
        watch(int(number), side, what)
    return run_command(asked["words"])


if __name__ == "__main__":
    sys.exit(serve())
