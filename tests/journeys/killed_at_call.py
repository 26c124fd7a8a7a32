"""Something is killed (SIGKILL) before or after one call of the ledger that writes, in the process that calls it.

What is killed is the `process` itself, the `browser` (every process of Chromium's), or, named by a port, the wire to the mock: whoever
listens there cuts it.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ai_optout.ledger import Ledger

WRITES = ("plan", "keep_country", "record", "enter", "keep_receipt", "end")


def descendants(root: int) -> list[int]:
    """The processes that `root` started, and theirs."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    found, new = [], [root]
    while new:
        new = [process for process, parent in parents.items() if parent in new]
        found += new
    return found


def kill_browser(root: int) -> None:
    """Kill what of Chromium runs below `root`."""
    for process in descendants(root):
        with suppress(OSError):
            command = Path(f"/proc/{process}/cmdline").read_bytes()
            if b"--remote-debugging-pipe" in command or b"--type=" in command:
                os.kill(process, signal.SIGKILL)


def kill(what: str) -> None:
    if what == "process":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "browser":
        kill_browser(os.getpid())
    else:
        with socket.create_connection(("127.0.0.1", int(what))) as door:
            door.recv(1)  # it closes when the wire is cut


def watch(number: int, side: str, what: str) -> None:
    """Count the ledger's calls, and kill at the one with that number."""
    count = 0

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **values: Any) -> Any:
            nonlocal count
            count += 1
            here = count == number
            if here and side == "before":
                kill(what)
            answer = call(*args, **values)
            if here and side == "after":
                kill(what)
            return answer

        return wrapper

    for name in WRITES:
        setattr(Ledger, name, watched(getattr(Ledger, name)))
