"""A one-time code from a command that the person configured, which reads it wherever it does."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Protocol

from ai_optout.errors import NeedsPerson, UsageError
from ai_optout.messages import _
from ai_optout.person.code_text import find_code
from ai_optout.person.pause import Pause, Reply, Said

__all__ = ["CODE_EVERY_S", "CODE_FOR_S", "CodeCommand", "Tried", "find_code"]

CODE_EVERY_S = 2.0
CODE_FOR_S = 120.0
"""The contract: every two seconds, two minutes at most."""


class Tried(Protocol):
    """The codes that were typed already."""

    def __contains__(self, code: object, /) -> bool: ...

    def add(self, code: str, /) -> None: ...


@dataclass
class CodeCommand:
    """Runs a command, without a shell, until it prints a code that is not in `tried`; to be asked in slices, it never blocks.

    It is told the flow (`AI_OPTOUT_FLOW`), what the profile is called (`AI_OPTOUT_CODE_FOR`) and when the code was asked for
    (`AI_OPTOUT_ASKED_AT`, ISO 8601, UTC); an exit status that isn't 0 means that there is none yet. A program given by a relative
    path lies in `folder`. Raises `UsageError` where it can't be run, `NeedsPerson` after two minutes.
    """

    command: Sequence[str]
    folder: Path
    pause: Pause
    tried: Tried
    monotonic: Callable[[], float]
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _next: float = field(default=0.0, init=False)
    _until: float = field(default=0.0, init=False)

    def __call__(self) -> Reply | None:
        now = self.monotonic()
        self._until = self._until or now + CODE_FOR_S
        if self._process is not None:
            return self._result(self._process)
        if now > self._until:
            raise NeedsPerson(
                _("No new code came within {code_for_s:.0f} minutes.").format(code_for_s=CODE_FOR_S / 60),
                _("Look for the mail, in the spam folder too; nothing is sent again by itself."),
            )
        if now >= self._next:
            self._next = now + CODE_EVERY_S
            self._process = self._start()
        return None

    @property
    def over(self) -> bool:
        """Whether its two minutes are past and it isn't running."""
        return bool(self._until) and self._process is None and self.monotonic() > self._until + CODE_EVERY_S

    def close(self) -> None:
        """End a command that still runs."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _result(self, process: subprocess.Popen[bytes]) -> Reply | None:
        if process.poll() is None:
            if self.monotonic() > self._until:
                self.close()
            return None
        output, _rest = process.communicate()
        self._process = None
        code = find_code(output.decode("utf-8", "replace")) if process.returncode == 0 else None
        if code is None or code in self.tried:
            return None
        self.tried.add(code)
        return Said(code)

    def _start(self) -> subprocess.Popen[bytes]:
        program, *arguments = self.command
        if "/" in program.replace("\\", "/") and (self.folder / program).exists():
            program = str((self.folder / program).absolute())  # not resolved: an interpreter of a venv is a link
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AI_OPTOUT_")}
        environment |= {
            "AI_OPTOUT_FLOW": self.pause.flow,
            "AI_OPTOUT_ASKED_AT": self.pause.asked_at.astimezone(UTC).isoformat(),
        }
        if self.pause.profile:
            environment["AI_OPTOUT_CODE_FOR"] = self.pause.profile
        try:
            return subprocess.Popen(
                [program, *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise UsageError(
                _("The code command {name} can't be run: {strerror}.").format(name=Path(program).name, strerror=error.strerror),
                _("Mend `code_command`: the program and its words, as a list."),
            ) from None
