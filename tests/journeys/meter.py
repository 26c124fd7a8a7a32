"""A wire between browser and mock that counts what the mock receives, and can be cut as if the mock were killed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

CHUNK = 65_536
RESET = b"\x01\0\0\0\0\0\0\0"  # SO_LINGER, on and 0 s: closing sends a reset, as the system does for a process that was killed


class Meter:
    """Passes connections on to `target` (HOST:PORT). `received` counts the bytes on their way to it, TLS and all."""

    def __init__(self, target: str) -> None:
        host, port = target.split(":")
        self._target = (host, int(port))
        self._server = socket.create_server(("127.0.0.1", 0))
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._at: tuple[int, Callable[[], None]] | None = None
        self._quiet = threading.Condition(self._lock)
        self.received = 0
        self.is_cut = False
        for work in (self._accept, self._wait_at_the_door):
            threading.Thread(target=work, daemon=True).start()

    @property
    def address(self) -> str:
        """HOST:PORT of the wire."""
        return f"127.0.0.1:{self._server.getsockname()[1]}"

    @property
    def door(self) -> int:
        """The port on which another process has the wire cut: it connects, and when that ends it is done."""
        return int(self._door.getsockname()[1])

    def at(self, count: int, act: Callable[[], None]) -> None:
        """Once the mock has received exactly so many bytes, do `act` before it receives more."""
        self._at = (count, act)

    def cut(self) -> None:
        """From now on it is as if the mock were killed: every connection is reset and no new one accepted."""
        with self._lock:
            self.is_cut = True
            for one in (self._server, *self._open):
                with suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._server.close()

    def wait_until_quiet(self) -> None:
        """Wait until no connection is open: nobody can send anything any more. Raises `AssertionError` after 20 s."""
        with self._quiet:
            assert self._quiet.wait_for(lambda: not self._open, 20), f"{len(self._open)} connections are still open"

    def close(self) -> None:
        self.cut()
        self.wait_until_quiet()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _wait_at_the_door(self) -> None:
        with suppress(OSError):
            caller, _ = self._door.accept()
            with caller:
                self.cut()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._target) as far:
            with self._lock:
                if self.is_cut:
                    return
                self._open |= {near, far}
            back = threading.Thread(target=self._pass_back, args=(far, near), daemon=True)
            back.start()
            self._pass_on(near, far)
            back.join()
            with self._quiet:
                self._open -= {near, far}
                self._quiet.notify_all()

    def _pass_back(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(CHUNK):
                near.sendall(data)
        _hang_up(near, far)

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while data := near.recv(CHUNK):
                for part, act in self._parts(data):
                    far.sendall(part)
                    if act is not None:
                        act()
        _hang_up(near, far)

    def _parts(self, data: bytes) -> Iterator[tuple[bytes, Callable[[], None] | None]]:
        """`data` as it is sent on: in two where it holds the byte that is waited for."""
        with self._lock:
            before, self.received = self.received, self.received + len(data)
            at, here = self._at, len(data)
            if at is not None and before < at[0] <= self.received:
                self._at, here = None, at[0] - before
        yield data[:here], at[1] if at is not None and self._at is None and before < at[0] else None
        if data[here:]:
            yield data[here:], None


def _hang_up(*both: socket.socket) -> None:
    for one in both:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def meter(target: str) -> Iterator[Meter]:
    """A wire to `target` until the block ends."""
    wire = Meter(target)
    try:
        yield wire
    finally:
        wire.close()
