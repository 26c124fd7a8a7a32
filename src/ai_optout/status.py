"""How a request ended, the exit status that follows, and the JSON document that `run` and `demo` print.

The words and numbers are the command's contract (docs/cli.md); the ledger's states bear the same names.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)


class Status(StrEnum):
    """How one request ended. `sent` and `unknown` may be with Meta; the others of status 1, 3 and 4 surely are not."""

    ACKNOWLEDGED = "acknowledged"  # the page said that it was received
    FILLED = "filled"  # dry run: stopped before the first press that would post anything
    NOT_ELIGIBLE = "not-eligible"
    COVERED = "covered"  # an acknowledged request with the same right, account and person is on file
    SKIPPED = "skipped"
    SENT = "sent"  # no acknowledgement seen, or its code was asked for and not given
    UNKNOWN = "unknown"  # may have been sent
    FAILED = "failed"  # a fault; nothing was accepted
    NEEDS_PERSON = "needs-person"  # nobody answered a pause; nothing was accepted
    STOPPED = "stopped"  # by the person; nothing was accepted

    @property
    def exit_status(self) -> int:
        """The exit status of a command whose only request ended so."""
        return _EXIT_STATUS.get(self, 0)


_EXIT_STATUS = {Status.SENT: 5, Status.UNKNOWN: 5, Status.FAILED: 1, Status.NEEDS_PERSON: 3, Status.STOPPED: 4}
_WORST_FIRST = (5, 1, 3, 4)  # what may be with Meta already is the first thing to look after


def exit_status(statuses: Iterable[Status]) -> int:
    """The exit status of a command for all its requests: the first of 5, 1, 3, 4 that occurs among them, else 0."""
    seen = {status.exit_status for status in statuses}
    return next((number for number in _WORST_FIRST if number in seen), 0)


def _well_formed(text: object) -> object:
    # A page that cuts an emoji in half hands out half a character, which no file can hold.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(text, str) else text


PageText = Annotated[str, BeforeValidator(_well_formed)]
"""Text as a page gave it; half characters in it become U+FFFD."""
Sentence = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\r\n]*$")]
Seconds = Annotated[float, Field(ge=0)]


class Pause(BaseModel):
    """One stop for the person: its kind, the form's own wording that it was about (no value), and how long it took."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: Literal["login", "check", "question", "review", "code", "again"]
    about: PageText
    seconds: Seconds


class RequestResult(BaseModel):
    """What came of one request: the row of the JSON document. `receipt` is the run's folder, None where none was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    profile: str
    flow: str
    status: Status
    reason: Sentence | None
    receipt: Path | None
    seconds: Seconds
    pauses: tuple[Pause, ...] = ()

    @model_validator(mode="after")
    def _reason_is_missing_only_when_acknowledged(self) -> Self:
        if (self.reason is None) != (self.status is Status.ACKNOWLEDGED):
            raise ValueError("a reason belongs to every status but `acknowledged`, and to that one never")
        return self


class Recovered(BaseModel):
    """A request that an earlier run left half way, and that may be with Meta: it is never sent again by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    request: int
    profile: str
    flow: str
    status: Literal[Status.SENT, Status.UNKNOWN]
    reason: Sentence
    begun: datetime


class RunResult(BaseModel):
    """The JSON document of `run` and `demo`: `model_dump_json()` of it is what `--json` prints. `recovered` is left out of it
    where there is none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    requests: tuple[RequestResult, ...]
    recovered: tuple[Recovered, ...] = ()

    @model_serializer(mode="wrap")
    def _without_what_there_is_not(self, as_usual: SerializerFunctionWrapHandler) -> dict[str, object]:
        document: dict[str, object] = as_usual(self)
        return {key: value for key, value in document.items() if key == "requests" or value}

    @property
    def exit_status(self) -> int:
        """The command's exit status."""
        return exit_status(result.status for result in self.requests)
