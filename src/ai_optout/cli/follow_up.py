"""What `status`, `calendar`, `reply` and `letter` share: which ledger, whose country, and files that go where the person says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ai_optout.errors import AiOptoutError, LedgerError, UsageError
from ai_optout.folders import Folders, write_private
from ai_optout.messages import _

if TYPE_CHECKING:
    from ai_optout.followup.standing import Standing
    from ai_optout.profile import Profile


def data_folder(folders: Folders, *, mock: bool) -> Path:
    """Where the ledger lies: the person's own, or that of what was rehearsed against a mock."""
    return folders.data / "mock" if mock else folders.data


def standings_now(folders: Folders, *, mock: bool, profile: str | None) -> list[Standing]:
    """Every request with where it stands now. Raises `LedgerError`; `ProfileError` where `profile` names none."""
    from ai_optout.clock import SystemClock  # noqa: PLC0415 - imported only when used
    from ai_optout.followup.standing import standings  # noqa: PLC0415
    from ai_optout.ledger.reading import read_requests  # noqa: PLC0415

    clock, data = SystemClock(), data_folder(folders, mock=mock)
    if not (data / "ledger.sqlite3").exists() and any((data / "receipts").glob("*/receipt.json")):
        raise LedgerError(
            _("The ledger is gone from {data}, and there are receipts.").format(data=data),
            _("`ai-optout reply`, `export` or the next `run` makes a new one from them, so that nothing is sent twice."),
        )
    return standings(read_requests(data, clock=clock), clock.now(), country_lookup(folders, profile))


def country_lookup(folders: Folders, named: str | None) -> Callable[[str], str | None]:
    """What tells the residence of a profile whose request doesn't say it: from the keyring, or the one named on the command line.

    The keyring is asked only when somebody's residence is asked for; a profile that can't be had is None.
    """
    given = profile_named(folders, named) if named else None

    def country(name: str) -> str | None:
        if given is not None and name == given[0]:
            return given[1].country_code
        try:
            return profile_named(folders, name)[1].country_code
        except AiOptoutError:
            return None  # gone, or in a keyring that isn't open: then no day is named, and why is said

    return country


def profile_named(folders: Folders, name: str | None) -> tuple[str, Profile]:
    """The profile of that name or file, or the only one there is. Raises `ProfileError`, `VaultError`."""
    from ai_optout.profile_choice import resolve_profile  # noqa: PLC0415 - imported only when used
    from ai_optout.settings import load_settings  # noqa: PLC0415
    from ai_optout.vault import KeyringVault  # noqa: PLC0415

    settings = load_settings(folders)
    return resolve_profile(name, KeyringVault(allowed=settings.allow_keyring), settings)


def write_where_said(path: Path, content: bytes) -> None:
    """Write a file that holds personal data where the person wants it, with mode 0600; never over another one."""
    refuse_to_overwrite(path)
    write_private(path.absolute(), content)


def refuse_to_overwrite(path: Path) -> None:
    """Raise `UsageError` where a file can't be written at `path` without harm: asked before the work is done."""
    if path.is_dir():
        raise UsageError(_("{path} is a folder, not a file.").format(path=path), _("Name a file in it: --output letter.md"))
    if path.exists():
        raise UsageError(_("The file {path} is there already.").format(path=path), _("Name another one, or remove it first."))
    if not path.absolute().parent.is_dir():
        raise UsageError(
            _("The folder {parent} isn't there.").format(parent=path.absolute().parent), _("Make it first, or name another one.")
        )
