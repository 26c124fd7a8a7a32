"""TOML files that a person wrote: read, or refused in one sentence that names the place and repeats nothing of the content."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ai_optout.errors import UsageError
from ai_optout.messages import _

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")


def read_toml(path: Path, *, error: type[UsageError], hint: str) -> dict[str, Any]:
    """What the TOML file at `path` holds; a byte order mark, as Windows' Notepad writes it, is passed over.

    Raises `error` where it isn't there (with `hint`), can't be read, isn't UTF-8 or isn't TOML: then with line and column.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise error(_("There is no file {path}.").format(path=path), hint) from None
    except IsADirectoryError:
        raise error(_("{path} is a folder, not a file.").format(path=path), hint) from None
    except OSError as cause:
        raise error(
            _("The file {path} can't be read: {strerror}.").format(path=path, strerror=cause.strerror),
            _("Make it readable for you: chmod 600 {path}").format(path=path),
        ) from None
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as cause:
        line = content[: cause.start].count(b"\n") + 1
        raise error(
            _("The file {path} isn't UTF-8 text: line {line}.").format(path=path, line=line),
            _("Save it as UTF-8 in your editor."),
        ) from None
    except tomllib.TOMLDecodeError as cause:
        place = _PLACE.search(str(cause))
        where = (
            _("line {place}, column {place_2}").format(place=place[1], place_2=place[2])
            if place
            else _("line {number}, at the end of the file").format(number=len(content.splitlines()))
        )
        raise error(
            _("The file {path} isn't TOML: {where}.").format(path=path, where=where),
            _('Text stands in quotes there: key = "value".'),
        ) from None
