"""Everything of a person in one zip: profile, the ledger's rows, receipts. It is for them to keep or to take elsewhere."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from ai_optout.errors import LedgerError, UsageError
from ai_optout.folders import private_file
from ai_optout.ledger import Event, Request
from ai_optout.messages import N_, _
from ai_optout.profile import Profile, dump_toml

FORMAT: Final = 1
_PRIVATE: Final = 0o100600 << 16  # where a zip keeps a file's mode

_WHAT_IT_IS: Final = N_(
    "What ai-optout kept of you, exported on {day}.\n\nprofiles/    your answers, as TOML: `ai-optout "
    "profile import FILE.toml` takes one back\nledger.json  your requests and what happened to them, "
    "oldest first; times are UTC\nreceipts/    a folder a request: receipt.html is for reading, "
    "manifest-sha256.txt has the hashes\n\nNot in it: passwords of mailboxes, remembered log-ins, the "
    "pictures of proof that your profile names (they lie where you keep\nthem), and what Meta has.\nIt "
    "holds personal data: guard it. ai-optout neither watches nor deletes it.\n"
)


@dataclass(frozen=True)
class Belongings:
    """What there is of one person, or of several."""

    profiles: Mapping[str, Profile] = field(repr=False)
    requests: Sequence[tuple[Request, Sequence[Event]]]
    receipts: Sequence[Path]


def write_export(target: Path, what: Belongings, at: datetime, *, force: bool) -> None:
    """Write it as a zip to `target` (mode 0600), whole or not at all.

    Raises `UsageError` where something is there already and `force` isn't said, `LedgerError` where a receipt can't be read,
    `AiOptoutError` where the file can't be written.
    """
    if target.is_dir():
        raise UsageError(
            _("{target} is a folder.").format(target=target),
            _("Name a file in it: {target}").format(target=target / "ai-optout.zip"),
        )
    if target.exists() and not force:
        raise UsageError(
            _("There is a file {target} already.").format(target=target), _("Name another one, or replace it with --force.")
        )
    with private_file(target.absolute()) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.external_attr = _PRIVATE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)

        put("README.txt", _(_WHAT_IT_IS).format(day=at.date().isoformat()).encode())
        for name, profile in what.profiles.items():
            put(f"profiles/{name}.toml", dump_toml(profile).encode())
        put("ledger.json", _ledger_json(what).encode())
        for folder in what.receipts:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                put(f"receipts/{folder.name}/{path.relative_to(folder).as_posix()}", _read(path))


def _ledger_json(what: Belongings) -> str:
    rows = [{**asdict(request), "events": [asdict(event) for event in events]} for request, events in what.requests]
    return json.dumps({"format": FORMAT, "requests": rows}, default=_as_text, ensure_ascii=False, indent=2) + "\n"


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise LedgerError(
            _("The file {path} can't be read: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it readable for you, then run it again."),
        ) from None
