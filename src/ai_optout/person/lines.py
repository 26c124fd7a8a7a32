"""What is typed at the terminal, line by line, read by a thread of its own that only ever fills a queue.

What was typed before a question was asked must never answer it: a `send` typed too early would send a form that nobody has seen.
So the thread reads only while it holds a lock, and `forget` holds the same lock while it throws away what is there.
"""

from __future__ import annotations

import codecs
import os
import queue
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

DEAF_S: Final = 0.3
"""On Windows, where a thread can't wait for the console without reading it: for how long after `forget` a line is thrown away.
Nobody reads a question and types the answer in that time.
"""
_CHUNK: Final = 4096


@dataclass
class Lines:
    """The lines of standard input."""

    _queue: queue.Queue[str] = field(default_factory=queue.Queue)
    _reading: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None
    _begun: str = ""
    _deaf_until: float = 0.0

    def next(self) -> str | None:
        """The next line that was typed, or None where there is none yet."""
        self._start()
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def forget(self) -> None:
        """Throw away what was typed before a question was asked, finished lines and begun ones."""
        with self._reading:
            _discard_unread()
            self._begun = ""
            while not self._queue.empty():
                self._queue.get_nowait()
            self._deaf_until = time.monotonic() + (DEAF_S if sys.platform == "win32" else 0)
        self._start()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, name="terminal", daemon=True)
            self._thread.start()

    def _read(self) -> None:
        if sys.platform == "win32":
            for line in sys.stdin:
                with self._reading:
                    if time.monotonic() > self._deaf_until:
                        self._queue.put(line.rstrip("\r\n"))
            return
        with suppress(OSError):  # the terminal was closed: nobody types any more
            self._read_terminal(sys.stdin.fileno())

    def _read_terminal(self, terminal: int) -> None:
        decoder = codecs.getincrementaldecoder(sys.stdin.encoding or "utf-8")("replace")
        while True:
            _is_readable(terminal, None)
            with self._reading:
                if not _is_readable(terminal, 0):
                    continue  # it was thrown away meanwhile
                typed = os.read(terminal, _CHUNK)
                if not typed:
                    return
                *lines, self._begun = (self._begun + decoder.decode(typed)).split("\n")
                for line in lines:
                    self._queue.put(line.rstrip("\r"))


def _discard_unread() -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        while msvcrt.kbhit():
            msvcrt.getwch()
        return
    import termios  # noqa: PLC0415 - Windows hasn't got it

    try:
        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    except (termios.error, ValueError):
        return  # not a terminal: there is nothing begun


def _is_readable(terminal: int, timeout_s: float | None) -> bool:
    import select  # noqa: PLC0415 - of no use for Windows' console

    return bool(select.select([terminal], [], [], timeout_s)[0])
