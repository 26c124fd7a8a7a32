"""How a request ended, the exit status that follows, and the JSON document that `run` and `demo` print.

The words and numbers are the command's contract (docs/cli.md); the ledger's states bear the same names.
"""

from __future__ import annotations

from datetime import datetime
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

from ai_optout.ended import Status, exit_status

__all__ = ["PageText", "Pause", "RequestResult", "RunResult", "Seconds", "Sentence", "Status", "exit_status"]


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
    account: str
    """What it is asked for, as the ledger knows it: a site, for further accounts there with a keyed hash; "person" for none."""

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
