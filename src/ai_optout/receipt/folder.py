"""The proof of one run: a folder with pictures, `receipt.json`, `receipt.html` and the hashes of them all.

The document is written early and written anew, whole, at each stage: what a crash leaves is true as far as it goes. No picture is
ever written over, so a document never names one that has changed since. The page and the hashes come when the request has ended.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final, Literal

from ai_optout.clock import Clock
from ai_optout.errors import AiOptoutError, LedgerError
from ai_optout.folders import private_folder, write_private
from ai_optout.receipt.chain import MANIFEST, last_of, manifest_of
from ai_optout.receipt.document import Digest, Picture, ReceiptDocument
from ai_optout.receipt.page import Due, page_of

FOLDER: Final = "receipts"
"""Below the data folder; in it a folder a receipt."""
DOCUMENT: Final = "receipt.json"
PAGE: Final = "receipt.html"


class Receipt:
    """The folder of one run, made (0700) when the first thing is put into it: a run that typed nothing leaves none."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._pictures: tuple[Picture, ...] = ()
        self._made = False

    @classmethod
    def create(cls, root: Path, flow: str, clock: Clock) -> Receipt:
        """A receipt to be kept in `<root>/receipts/<UTC time>-<flow>-<six random hex digits>`; nothing is written yet."""
        return cls(root / FOLDER / f"{clock.now():%Y%m%dT%H%M%SZ}-{flow}-{secrets.token_hex(3)}")

    @classmethod
    def left_in(cls, place: Path, document: ReceiptDocument) -> Receipt:
        """The receipt that an earlier run left in the folder `place`, with the pictures that it hadn't written down yet."""
        receipt = cls(place)
        known = {picture.name for picture in document.pictures}
        more = [path for path in sorted(place.glob("*.png")) if path.name not in known]
        receipt._pictures = document.pictures + tuple(
            Picture(
                shows="form" if path.name.startswith("form") else "acknowledgement",
                **Digest.of(path.name, path.read_bytes()).model_dump(),
            )
            for path in more
        )
        receipt._made = True
        return receipt

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
        return self._put(DOCUMENT, whole.model_dump_json(indent=2).encode() + b"\n")

    def finish(self, document: ReceiptDocument, due: Due | None = None) -> None:
        """Write the document of a request that ended, the page that a person reads, and the hashes of all that lies there.

        What was finished isn't written again: the receipt after it is chained to what it is. Raises `LedgerError`.
        """
        self.write(document)
        whole = document.model_copy(update={"pictures": self._pictures})
        before = last_of(self._place.parent)
        paths = [self._place / picture.name for picture in self._pictures]
        pictures = {path.name: path.read_bytes() for path in paths if path.is_file()}
        digests = [Digest.of(name, (self._place / name).read_bytes()) for name in (DOCUMENT, *pictures)]
        self._put(PAGE, page_of(whole, pictures, digests, before, due).encode())
        self._put(MANIFEST, manifest_of(self._place, before).encode())

    def _put(self, name: str, content: bytes) -> Path:
        path = self._place / name
        try:
            private_folder(self._place)
            write_private(path, content)
        except AiOptoutError as error:
            raise LedgerError(error.message, error.hint) from None
        self._made = True
        return path
