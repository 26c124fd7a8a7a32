"""What is written beside a filed reply, so that a ledger which is lost can be made anew with its answers.

The mail itself is kept as it came; what was taken from it, and when, a person may have settled themselves and no reading again
would tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ai_optout.errors import AiOptoutError
from ai_optout.folders import write_private
from ai_optout.ledger.answers import Answer

REPLY: Final = "reply-"
"""How the names of a reply's files begin: the mail ends in `.eml`, what was taken from it in `.json`."""
_HEX: Final = 16


class FiledReply(BaseModel):
    """An answer that was filed: what it was taken to say, when (UTC), and the mail's SHA-256 and size in bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    format: Literal[1] = 1
    outcome: Answer
    filed: Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int

    @property
    def mail(self) -> str:
        """The name of the mail's file."""
        return f"{REPLY}{self.sha256[:_HEX]}.eml"

    def detail(self, folder: Path) -> dict[str, str | int]:
        """What the ledger's event says of the mail in that receipt's folder."""
        return {"file": f"{folder.name}/{self.mail}", "sha256": self.sha256, "size": self.size}


def keep_reply(folder: Path, content: bytes, reply: FiledReply) -> Path:
    """Write the mail and what was taken from it into the receipt's folder, both or none; where the mail lies. Raises
    `AiOptoutError`.
    """
    mail = folder / reply.mail
    write_private(mail, content)
    try:
        write_private(mail.with_suffix(".json"), reply.model_dump_json(indent=2).encode() + b"\n")
    except AiOptoutError:
        mail.unlink(missing_ok=True)
        raise
    return mail


def reply_folder(receipt: str | None, number: int) -> str:
    """The name of the folder that a request's replies lie in: its receipt's, or one of its own where it has none."""
    return receipt or f"request-{number}"


def filed_replies(folder: Path) -> list[FiledReply]:
    """The answers that were filed in a receipt's folder, oldest first; one that can't be read is left out."""
    return sorted(_read(folder), key=lambda one: one.filed)


def _read(folder: Path) -> Iterator[FiledReply]:
    for path in folder.glob(f"{REPLY}*.json"):
        try:
            yield FiledReply.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue
