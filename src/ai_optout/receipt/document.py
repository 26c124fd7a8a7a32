"""What `receipt.json` says: what was sent, when, where to, and the page's own words."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from ai_optout.ledger.records import without_query
from ai_optout.ledger.state import State
from ai_optout.status import PageText, Pause, Status

_FROZEN = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Address = Annotated[str, AfterValidator(without_query)]


class Digest(BaseModel):
    """A file by what it is called, its SHA-256 in hex digits, and its size in bytes."""

    model_config = _FROZEN

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, name: str, content: bytes) -> Digest:
        """The digest of `content`, under the name by which it was handed over or is kept."""
        return cls(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


class Answer(BaseModel):
    """One answer as it was sent: the question in the page's wording, what it was taken to mean, the text or the files."""

    model_config = _FROZEN

    question: PageText
    meaning: str | None
    answer: PageText | None = Field(default=None, repr=False)
    files: tuple[Digest, ...] = Field(default=(), repr=False)


class Picture(Digest):
    """A picture in the folder, and what it shows: `form` or `acknowledgement`."""

    shows: Literal["form", "acknowledgement"]


class Law(BaseModel):
    """The law that the person's country of residence has for it (data/regimes.toml): `name` and `article` as one cites them."""

    model_config = _FROZEN

    name: str
    article: str


class ReceiptDocument(BaseModel):
    """What `receipt.json` says. Times are UTC, None for what hasn't happened; `status` is None until the request ended.

    `person` is the ledger's keyed hash of whose it is and `profile` what that was called: a ledger that is lost is made anew from
    them. `law` is None where none is known. `request` is its number in the ledger, `door` the address where the form was found,
    `address` the one it was sent to, `acknowledgement` the page's own words, `case` the number that the page gave it. `mock` is
    true where all of it was a rehearsal. `Receipt.write` puts the pictures in. `country` is that of residence (ISO 3166-1
    alpha-2) and `filed_as` how the ledger knows the account, where that isn't `account`: for one beyond the first at its site. A
    document of format 1 knows neither person nor law, one of format 2 neither country nor `filed_as`.
    """

    model_config = _FROZEN

    format: Literal[1, 2, 3] = 3
    tool: str = Field(default_factory=lambda: f"ai-optout {version('ai-optout')}")
    mock: bool
    request: int | None = None
    person: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    profile: str | None = None
    flow: str
    title: str
    right: str
    account: str
    filed_as: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    law: Law | None = None
    state: State
    status: Status | None = None
    reason: str | None = None
    door: Address | None = None
    address: Address | None = None
    opened: Moment | None = None
    reviewed: Moment | None = None
    sent: Moment | None = None
    acknowledged: Moment | None = None
    answers: tuple[Answer, ...] = Field(default=(), repr=False)
    acknowledgement: PageText | None = Field(default=None, repr=False)
    case: str | None = None
    pauses: tuple[Pause, ...] = ()
    pictures: tuple[Picture, ...] = ()
