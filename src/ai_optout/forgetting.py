"""What there is of a person on this machine, and its removal: receipts, ledger rows, log-ins, what they pointed at, profile.

The profile goes last: what stops it half way leaves somebody whom the same command can be told of again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from ai_optout.errors import LedgerError
from ai_optout.folders import Folders
from ai_optout.followup.public_holidays import FOLDER as HOLIDAYS
from ai_optout.ledger import Ledger, Request
from ai_optout.messages import _
from ai_optout.pointed_file import FOLDER as POINTED
from ai_optout.receipt import FOLDER as RECEIPTS
from ai_optout.receipt import kept_receipts, reply_folder
from ai_optout.vault import KEY_FOR, Vault

LOGINS: Final = "logins"
STATUS_PAGE: Final = "status.html"
"""In the cache folder."""
DAMAGED: Final = "ledger-damaged-*"
_OTHERS: Final = ("uploads", "mock")
"""Below the data folder: what else goes with everybody, beside the ledger itself."""


@dataclass(frozen=True)
class Found:
    """What would be removed. `paths` are files and folders, each with all that is in it."""

    requests: tuple[Request, ...] = ()
    receipts: tuple[Path, ...] = ()
    logins: tuple[Path, ...] = ()
    pointed: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    profiles: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    everybody: bool = False
    """The ledger itself goes too, with its key."""

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing of it here."""
        return not any(self.counted().values())

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file and folder of it."""
        return self.receipts + self.logins + self.pointed + self.others

    def counted(self) -> dict[str, int]:
        """How many there are of each, by what a person calls them."""
        return {
            "requests": len(self.requests),
            "receipts": len(self.receipts),
            "remembered log-ins": len(self.logins),
            "forms that you pointed in": len(self.pointed),
            "other files and folders": len(self.others),
            "profiles": len(self.profiles),
            "secrets": len(self.secrets),
        }


def of_request(folders: Folders, data: Path, ledger: Ledger, number: int) -> Found:
    """What there is of one request. Raises `LedgerError` where there is none of that number."""
    request = ledger.request(number)
    return Found(requests=(request,), receipts=_receipts_of(data, (request,)), others=_page(folders))


@dataclass(frozen=True)
class Whose:
    """A person: their keyed hash, their requests, and what their profile is called in the keyring (None: it isn't there, or it
    stays there).
    """

    who: str
    requests: tuple[Request, ...]
    profile: str | None


def of_person(folders: Folders, data: Path, whose: Whose, vault: Vault | None) -> Found:
    """What there is of one person. What was pointed at belongs to forms, and the mailbox is everybody's: they go with the only
    one.
    """
    alone = vault is not None and whose.profile is not None and vault.names() == (whose.profile,)
    receipts = set(_receipts_of(data, whose.requests))
    receipts |= {kept.folder for kept in kept_receipts(data) if kept.document and kept.document.person == whose.who}
    return Found(
        requests=whose.requests,
        receipts=tuple(sorted(receipts)),
        logins=tuple(path for path in _within(data / LOGINS) if alone or _is_of(path, whose)),
        pointed=tuple(_within(folders.config / POINTED)) if alone else (),
        others=_page(folders),
        profiles=(whose.profile,) if whose.profile else (),
        secrets=tuple(name for name in vault.secret_names() if not name.startswith(KEY_FOR)) if vault and alone else (),
    )


def of_everybody(folders: Folders, requests: Sequence[Request], vault: Vault | None) -> Found:
    """Everything there is, rehearsals too; not the settings and the flows of one's own. `vault` is None where there is none."""
    data = folders.data
    others = [data / name for name in _OTHERS] + sorted(data.glob(DAMAGED)) + [folders.cache / HOLIDAYS]
    return Found(
        requests=tuple(requests),
        receipts=tuple(_within(data / RECEIPTS)),
        logins=tuple(_within(data / LOGINS)),
        pointed=tuple(_within(folders.config / POINTED)),
        others=tuple(path for path in others if path.exists()) + _page(folders),
        profiles=vault.names() if vault else (),
        secrets=vault.secret_names() if vault else (),
        everybody=True,
    )


def forget(found: Found, data: Path, ledger: Ledger, vault: Vault | None) -> None:
    """Remove it; `ledger` is that of the data folder `data`, and is closed where everybody goes.

    Raises `LedgerError` and `VaultError` where something can't be: what was removed before that stays removed.
    """
    for path in found.paths:
        _remove(path)
    ledger.forget([request.id for request in found.requests])
    if found.everybody:
        ledger.delete()
        _remove(data / "ledger.key")
    if vault is not None:
        for name in found.secrets:
            vault.remove_secret(name)
        for name in found.profiles:
            vault.remove(name)


def kept_aside(data: Path) -> list[Path]:
    """Damaged ledgers that were kept: what they hold can't be taken out one by one."""
    return sorted(path for path in data.glob(DAMAGED) if path.suffix == ".sqlite3")


def _page(folders: Folders) -> tuple[Path, ...]:
    """The page that `ai-optout status --open` showed last: it names requests, and is made anew when it is wanted."""
    path = folders.cache / STATUS_PAGE
    return (path,) if path.exists() else ()


def _receipts_of(data: Path, requests: Sequence[Request]) -> tuple[Path, ...]:
    folders = (data / RECEIPTS / reply_folder(request.receipt, request.id) for request in requests)
    return tuple(folder for folder in folders if folder.is_dir())


def _is_of(login: Path, whose: Whose) -> bool:
    """Whether a remembered log-in is theirs: by the keyed hash that lies in it, else by the name of its folder."""
    try:
        return (login / "owner").read_text(encoding="utf-8").strip() == whose.who
    except (OSError, UnicodeDecodeError):
        return unquote(login.name) in {whose.who, whose.profile}


def _within(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.iterdir()) if folder.is_dir() else ()


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise LedgerError(
            _("{path} can't be removed: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it and its folder writable for you, then run it again."),
        ) from None
