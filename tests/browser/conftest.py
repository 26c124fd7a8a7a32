"""What the tests of the browser share: a thread of one's own for Playwright, folders, and a look at the process table."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from ai_optout.browser import FoundBrowser, find_browser
from ai_optout.folders import Folders

PATIENCE_S = 20.0
T = TypeVar("T")


class Apart(Protocol):
    def __call__(self, work: Callable[[], T]) -> T: ...


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache")


@pytest.fixture
def found() -> FoundBrowser:
    return find_browser(None)


@pytest.fixture
def apart() -> Apart:
    """Runs a function in a thread of its own: Playwright allows one synchronous driver a thread, and pytest-playwright has
    one here.
    """

    def run(work: Callable[[], T]) -> T:
        results: list[T] = []
        errors: list[BaseException] = []

        def body() -> None:
            try:
                results.append(work())
            except BaseException as error:  # noqa: BLE001 (handed over to the thread that asked)
                errors.append(error)

        thread = threading.Thread(target=body)
        thread.start()
        thread.join()
        if errors:
            raise errors[0]
        return results[0]

    return run


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], bool]:
    """Whether something becomes true within twenty seconds."""

    def holds(condition: Callable[[], bool]) -> bool:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.05)
        return condition()

    return holds


@pytest.fixture
def processes_of() -> Callable[[Path], list[str]]:
    """The command lines that name a folder: a browser, all its children and its crash handler name their profile's."""

    def named(folder: Path) -> list[str]:
        lines = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    continue
                if str(folder) in line:
                    lines.append(line)
        return lines

    return named
