"""Playwright's driver, a Node.js process, started out of Ctrl-C's reach.

A terminal sends Ctrl-C to the whole process group in its foreground, and closing the terminal hangs up the whole session.
Playwright starts its driver in ours and has no switch for it, so for the moment of the start
`asyncio.create_subprocess_exec`, which Playwright calls, is replaced by one that gives the driver a session of its own and a
scrubbed environment. The driver still ends with us in every case: it closes its browser and leaves when the pipe to us
closes, which the system does even where we are killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Any, Final

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright, sync_playwright

from ai_optout.errors import BrowserError
from ai_optout.messages import N_, _

RUN_DRIVER: Final = "run-driver"  # the argument by which Playwright's own child is told from anyone else's
OWN_NAMES: Final = ("PW_LANG_NAME", "PW_LANG_NAME_VERSION", "PW_CLI_DISPLAY_VERSION")  # what Playwright itself tells its driver
REINSTALL: Final = N_("Install it afresh (`pipx reinstall ai-optout`); `ai-optout doctor` then says whether it works.")


@dataclass(frozen=True)
class Driver:
    """A running driver and what it offers."""

    playwright: Playwright
    process: Process

    def kill(self) -> None:
        """End the driver at once, and by that its browser; every call that waits for it fails. Waits for nothing itself."""
        if self.process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)


@contextmanager
def open_driver(environment: Mapping[str, str]) -> Iterator[Driver]:
    """A driver that sees `environment` and nothing else. Raises `BrowserError` where it doesn't start; it has ended
    afterwards.
    """
    with _Explained(), _started_apart(environment) as started:
        playwright = sync_playwright().start()
    try:
        if not started:
            raise BrowserError(
                _("Playwright {version} starts its driver in a way that this version of ai-optout doesn't know.").format(
                    version=version("playwright")
                ),
                _(REINSTALL),
            )
        yield Driver(playwright, started[0])
    finally:
        with suppress(PlaywrightError):  # a driver that is gone already is what stopping wants
            playwright.stop()


@contextmanager
def _started_apart(environment: Mapping[str, str]) -> Iterator[list[Process]]:
    """Within it the driver starts in a session (on Windows: a process group) of its own; the processes so started come back."""
    started: list[Process] = []
    create = asyncio.create_subprocess_exec

    async def create_apart(program: str, *arguments: str, **options: Any) -> Process:
        if RUN_DRIVER not in arguments:
            return await create(program, *arguments, **options)
        told = options.get("env") or {}
        options["env"] = {**environment, **{name: told[name] for name in OWN_NAMES if name in told}}
        asyncio.get_running_loop().set_exception_handler(_quietly)
        process = await create(program, *arguments, **options, **_apart())
        started.append(process)
        return process

    asyncio.create_subprocess_exec = create_apart  # type: ignore[assignment]  # Playwright looks it up there, and nowhere else
    try:
        yield started
    finally:
        asyncio.create_subprocess_exec = create


def _quietly(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Keep off the terminal what Playwright's loop has left over: it holds what was typed, and the call that failed has told
    already.
    """
    error = context.get("exception")
    if not isinstance(error, PlaywrightError) and type(error) is not Exception:  # its own word for a driver that was killed
        loop.default_exception_handler(context)


def _apart() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


class _Explained:
    """Playwright tells a driver that dies at its start by a plain `Exception`, which no class of its own would catch."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, PlaywrightError):
            raise BrowserError(_("Playwright's driver can't be started."), _(REINSTALL)) from None
        if kind is Exception:
            raise BrowserError(_("Playwright's driver ended before it could be used."), _(REINSTALL)) from None
