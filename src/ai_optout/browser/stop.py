"""Ctrl-C as a wish: noticed at once, granted where it does no harm.

The handler calls no Playwright and raises nothing, so no step is torn apart in the middle: flows ask `requested` between
steps and in every pause. A second signal means it: the driver is killed, a call that hangs in it ends at once and is told as
a closed browser.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Final, Self, TypeAlias

SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
# A closed terminal is told by the kernel and by the shell: twice, and yet one wish.
HANG_UP: Final = getattr(signal, "SIGHUP", None)

Handler: TypeAlias = Callable[[int, FrameType | None], object] | int | signal.Handlers | None


class StopSignal:
    """While entered, SIGINT, SIGTERM and SIGHUP (the terminal was closed) set `requested` instead of ending the process.

    The second signal calls what `on_second` was given; a signal that nothing is left to be done for raises
    `KeyboardInterrupt`. Only the main thread may enter it (`ValueError` elsewhere); the handlers that were there before are
    back afterwards.
    """

    def __init__(self) -> None:
        self.requested = False
        self._kill: Callable[[], None] | None = None
        self._before: dict[int, Handler] = {}

    def __enter__(self) -> Self:
        for number in SIGNALS:
            before = signal.getsignal(number)
            if before is signal.SIG_IGN and number != signal.SIGINT:
                continue  # nohup asks for exactly this
            self._before[number] = before
            signal.signal(number, self._received)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        while self._before:
            number, before = self._before.popitem()
            signal.signal(number, signal.SIG_DFL if before is None else before)  # None: set by something other than Python

    @contextmanager
    def on_second(self, kill: Callable[[], None]) -> Iterator[None]:
        """Within it a second signal calls `kill`, once; it must not wait for anything."""
        self._kill = kill
        try:
            yield
        finally:
            self._kill = None

    def _received(self, number: int, _frame: FrameType | None) -> None:
        if not self.requested or number == HANG_UP:
            self.requested = True
            return
        if self._kill is None:
            raise KeyboardInterrupt
        kill, self._kill = self._kill, None
        kill()
