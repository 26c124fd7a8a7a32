"""What is read out of the ledger: frozen values, made from its rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from ai_optout.ended import Status
from ai_optout.ledger.answers import Answer
from ai_optout.ledger.state import State

Detail = Mapping[str, str | int | float | bool | None]
"""What an event says beyond its kind. Never a personal value: a meaning, a count, a wording of the form."""


def without_query(address: str) -> str:
    """The address without what may be about the person: user, query and fragment."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


@dataclass(frozen=True)
class Request:
    """One request: for whom (keyed hash), what, where it stands. `status` is None until it ended, `answer` until one was filed;
    `country` is that of residence when it was asked, None where it isn't known; times are UTC.
    """

    id: int
    person: str
    profile: str
    flow: str
    right: str
    account: str
    door: str | None
    state: State
    status: Status | None
    reason: str | None
    receipt: str | None
    created: datetime
    updated: datetime
    country: str | None = None
    answer: Answer | None = None
    answered: datetime | None = None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Request:
        """The request in a row of the table `requests`."""
        return cls(
            id=row["id"],
            person=row["person"],
            profile=row["profile"],
            flow=row["flow"],
            right=row["right"],
            account=row["account"],
            door=row["door"],
            state=State(row["state"]),
            status=Status(row["status"]) if row["status"] else None,
            reason=row["reason"],
            receipt=row["receipt"],
            created=datetime.fromisoformat(row["created_at"]),
            updated=datetime.fromisoformat(row["updated_at"]),
            country=row["country"],
            answer=Answer(row["answer"]) if row["answer"] else None,
            answered=datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None,
        )


@dataclass(frozen=True)
class Replied:
    """An answer that was filed with a request: what it says, when (UTC), and the mail, as the ledger's event has them."""

    answer: Answer
    at: datetime
    detail: Detail


@dataclass(frozen=True)
class Restored:
    """What a receipt tells of a request whose ledger is lost. `receipt` is the name of its folder, `answers` are what was filed
    there, oldest first; times are UTC.
    """

    number: int | None
    person: str
    profile: str
    flow: str
    right: str
    account: str
    door: str | None
    status: Status
    reason: str | None
    receipt: str
    created: datetime
    updated: datetime
    country: str | None = None
    sent: datetime | None = None
    acknowledged: datetime | None = None
    answers: tuple[Replied, ...] = ()


@dataclass(frozen=True)
class Event:
    """One thing that happened to a request: when (UTC), what, and the state after it."""

    id: int
    request: int
    at: datetime
    kind: str
    state: State
    detail: Detail

    @classmethod
    def of(cls, row: sqlite3.Row) -> Event:
        """The event in a row of the table `events`."""
        return cls(
            id=row["id"],
            request=row["request"],
            at=datetime.fromisoformat(row["at"]),
            kind=row["kind"],
            state=State(row["state"]),
            detail=json.loads(row["detail"]),
        )
