"""Who a request was made for, without saying it: a keyed hash of the e-mail address, and the key that must never change.

A hash without a key could be tried against any list of addresses. With another key the same person would look like a stranger and
be sent twice, so the first run decides where the key lies and every later one keeps to it: the file `ledger.key` holds either
the key itself or the word `keyring` with a check of the key that lies there.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from typing import Protocol

from ai_optout.errors import AiOptoutError, LedgerError
from ai_optout.folders import Folders, write_private
from ai_optout.messages import _

_KEY_BYTES = 32  # as long as SHA-256's output: more adds nothing (RFC 2104, section 3)
_KEY_NAME = "ledger"
_FILE_FORM = re.compile(r"(?:key (?P<key>[0-9a-f]{64})|keyring (?P<check>[0-9a-f]{16}))\n?")


class Vault(Protocol):
    """What the ledger needs of the keyring."""

    def key(self, name: str, /) -> bytes:
        """The key stored under `name`, made at random where there was none."""
        ...


def who(email: str, key: bytes) -> str:
    """The person with that e-mail address, as 64 hex digits: HMAC-SHA256 over it, case and Unicode composition levelled."""
    level = unicodedata.normalize("NFC", unicodedata.normalize("NFC", email).casefold())
    return hmac.new(key, level.encode(), hashlib.sha256).hexdigest()


def ledger_key(folders: Folders, vault: Vault | None) -> bytes:
    """The key for `who`, the same at every call for one data folder.

    The first call makes it: in the keyring or, where `vault` is None, in a file. Call it with the ledger open, whose lock keeps
    two first runs apart. Raises `LedgerError` where the key that this ledger was begun with can't be had, and what `vault` does.
    """
    path = folders.data / "ledger.key"
    try:
        found = _FILE_FORM.fullmatch(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return _first_key(folders, vault)
    except OSError as error:
        raise LedgerError(
            _("The file {path} can't be read: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it readable for you, then run it again."),
        ) from None
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise LedgerError(
            _("The file {path} is damaged: it says neither which key the ledger was begun with nor where that lies.").format(
                path=path
            ),
            _begin_anew(folders),
        )
    if found["key"]:
        return bytes.fromhex(found["key"])
    if vault is None:
        raise LedgerError(
            _("The ledger's key lies in the keyring, and there is no keyring here."),
            _("Run it where the keyring is, or: ai-optout doctor."),
        )
    key = vault.key(_KEY_NAME)
    if not hmac.compare_digest(_check(key), found["check"]):
        raise LedgerError(_("The keyring holds another key than the ledger was begun with."), _begin_anew(folders))
    return key


def _first_key(folders: Folders, vault: Vault | None) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES) if vault is None else vault.key(_KEY_NAME)
    line = f"key {key.hex()}\n" if vault is None else f"keyring {_check(key)}\n"
    try:
        write_private(folders.data / "ledger.key", line.encode())
    except AiOptoutError as error:
        raise LedgerError(error.message, error.hint) from None
    return key


def _check(key: bytes) -> str:
    return hmac.new(key, b"ai-optout ledger key", hashlib.sha256).hexdigest()[:16]


def _begin_anew(folders: Folders) -> str:
    return _(
        "Restore it from a backup; or, once you have looked in {data} at what was sent already, delete "
        "{data_2}: then earlier requests are no longer known as yours."
    ).format(data=folders.data / "receipts", data_2=folders.data / "ledger.key")
