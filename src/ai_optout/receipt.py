"""The proof of one run: a folder with pictures and `receipt.json`: what was sent, when, where to, and the page's own words.

The document is written early and written anew, whole, at each stage: what a crash leaves is true as far as it goes. No picture is
ever written over, so a document never names one that has changed since.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from ai_optout.clock import Clock
from ai_optout.errors import AiOptoutError, LedgerError
from ai_optout.folders import private_folder, write_private
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


class ReceiptDocument(BaseModel):
    """What `receipt.json` says. Times are UTC, None for what hasn't happened; `status` is None until the request ended.

    `request` is its number in the ledger, `door` the address where the form was found, `address` the one it was sent to,
    `acknowledgement` the page's own words, `case` the number that the page gave it. `mock` is true where all
    of it was a rehearsal. `Receipt.write` puts the pictures in.
    """

    model_config = _FROZEN

    format: Literal[1] = 1
    tool: str = Field(default_factory=lambda: f"ai-optout {version('ai-optout')}")
    mock: bool
    request: int | None = None
    flow: str
    title: str
    right: str
    account: str
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


class Receipt:
    """The folder of one run, made (0700) when the first thing is put into it: a run that typed nothing leaves none."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._pictures: tuple[Picture, ...] = ()
        self._made = False

    @classmethod
    def create(cls, root: Path, flow: str, clock: Clock) -> Receipt:
        """A receipt to be kept in `<root>/receipts/<UTC time>-<flow>-<six random hex digits>`; nothing is written yet."""
        return cls(root / "receipts" / f"{clock.now():%Y%m%dT%H%M%SZ}-{flow}-{secrets.token_hex(3)}")

    @property
    def folder(self) -> Path | None:
        """The folder, or None while there is nothing in it."""
        return self._place if self._made else None

    def picture(self, shows: Literal["form", "acknowledgement"], png: bytes) -> Path:
        """Keep a picture; where it went. A second one of the same is kept beside the first, as `form-2.png`.

        Raises `LedgerError` where it can't be written.
        """
        number = 1 + sum(picture.shows == shows for picture in self._pictures)
        name = f"{shows}.png" if number == 1 else f"{shows}-{number}.png"
        path = self._put(name, png)
        self._pictures += (Picture(shows=shows, **Digest.of(name, png).model_dump()),)
        return path

    def write(self, document: ReceiptDocument) -> Path:
        """Write `receipt.json` anew, with the pictures kept so far; where it lies.

        Raises `LedgerError` where it can't be written; what was written before is then still there.
        """
        whole = document.model_copy(update={"pictures": self._pictures})
        return self._put("receipt.json", whole.model_dump_json(indent=2).encode() + b"\n")

    def _put(self, name: str, content: bytes) -> Path:
        path = self._place / name
        try:
            private_folder(self._place)
            write_private(path, content)
        except AiOptoutError as error:
            raise LedgerError(error.message, error.hint) from None
        self._made = True
        return path
