"""The receipts that lie in a data folder, read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from ai_optout.errors import LedgerError
from ai_optout.messages import _
from ai_optout.receipt.chain import MANIFEST, folders
from ai_optout.receipt.document import ReceiptDocument
from ai_optout.receipt.folder import DOCUMENT, FOLDER, PAGE


@dataclass(frozen=True)
class Kept:
    """A receipt's folder and what its document says; None where there is none that can be read."""

    folder: Path
    document: ReceiptDocument | None

    @property
    def page(self) -> Path | None:
        """`receipt.html`, where the receipt is finished."""
        path = self.folder / PAGE
        return path if path.is_file() else None

    @property
    def finished(self) -> bool:
        """Whether its page and hashes were written."""
        return (self.folder / MANIFEST).is_file()

    @property
    def begun(self) -> datetime:
        """When the run began (UTC): the folder is named by it."""
        try:
            return datetime.strptime(self.folder.name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:  # a folder that somebody renamed
            return datetime.fromtimestamp(self.folder.stat().st_mtime, UTC)


def kept_receipts(data: Path) -> list[Kept]:
    """The receipts in the data folder `data`, oldest first. Raises `LedgerError` where one may not be read."""
    return [Kept(folder, _document(folder / DOCUMENT)) for folder in folders(data / FOLDER)]


def unfinished_receipts(data: Path) -> list[Kept]:
    """Those of them that a run left before their page and hashes were written."""
    left = [folder for folder in folders(data / FOLDER) if not (folder / MANIFEST).is_file()]
    return [Kept(folder, _document(folder / DOCUMENT)) for folder in left]


def _document(path: Path) -> ReceiptDocument | None:
    try:
        return ReceiptDocument.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        return None
    except OSError as error:
        raise LedgerError(
            _("The file {path} can't be read: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it readable for you, then run it again."),
        ) from None
