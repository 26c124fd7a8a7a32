"""Where every request of a run stands, for whoever looks on."""

from __future__ import annotations

from typing import Protocol


class Board(Protocol):
    """Is told of each step. Requests go by their number, from 0 on. Whatever it shows is out of the way while the person is
    being asked.
    """

    def step(self, number: int, line: str) -> None:
        """A request does something."""

    def waits(self, number: int, what: str) -> None:
        """A request waits for something (`PauseKind`)."""

    def goes_on(self, number: int) -> None:
        """It doesn't wait any more."""

    def ended(self, number: int, status: str) -> None:
        """It ended as `status`."""

    def asking(self, number: int) -> None:
        """The person is about to be asked about a request, and types, until it goes on."""


class NoBoard:
    """Shows nothing: the steps are named as lines, one after the other."""

    def step(self, number: int, line: str) -> None: ...

    def waits(self, number: int, what: str) -> None: ...

    def goes_on(self, number: int) -> None: ...

    def ended(self, number: int, status: str) -> None: ...

    def asking(self, number: int) -> None: ...
