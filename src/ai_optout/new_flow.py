"""A new flow, written for somebody to go on with: its script, what its form is expected to ask, and a folder for its captures.

In a checkout the script lies in `flows/` and the captures in `fixtures/captures/`; a person's own lie in `flows/` of the config
folder. Nothing that is there is ever overwritten.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ai_optout.errors import AiOptoutError, UsageError
from ai_optout.expected import block, expectation_file
from ai_optout.flow import Catalogue
from ai_optout.folders import private_folder
from ai_optout.form.language import language_of
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import main_form, understand
from ai_optout.messages import _
from ai_optout.scaffold import PLACE, scaffold

ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Home:
    """Where flows lie: scripts in `scripts`, captures in a folder of the flow's name below `captures`."""

    scripts: Path
    captures: Path
    shared: bool
    """Whether it is a checkout's, which others read, or the person's own."""

    @classmethod
    def own(cls, config: Path) -> Home:
        """The person's own, in the config folder."""
        return cls(config / "flows", config / "flows" / "captures", shared=False)

    @classmethod
    def checkout(cls, folder: Path) -> Home:
        """That of the checkout whose top is `folder`. Raises `UsageError` where it is none."""
        try:
            named = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8")).get("project", {}).get("name")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            named = None
        if named != "ai-optout" or not (folder / "flows").is_dir():
            raise UsageError(
                _("{folder} isn't the top of a checkout of ai-optout.").format(folder=folder),
                _("Go there first, or leave --here out: then it is your own flow."),
            )
        return cls(folder / "flows", folder / "fixtures" / "captures", shared=True)


@dataclass(frozen=True)
class Written:
    """What was made for a new flow."""

    script: Path
    expectation: Path | None
    captures: Path


def check_id(name: str, catalogue: Catalogue) -> str:
    """`name` as a flow's. Raises `UsageError` where it can't be one or is another's."""
    if not ID.fullmatch(name):
        raise UsageError(
            _("«{name}» can't be a flow's name.").format(name=name), _("Write it in small letters with hyphens: shop-objection")
        )
    if name in catalogue.flows:
        raise UsageError(
            _("There is a flow {name} already: {source}.").format(name=name, source=catalogue.flows[name].source),
            _("Give it another name."),
        )
    return name


def write_flow(name: str, home: Home, snapshot: Snapshot | None, door: str | None, today: date) -> Written:
    """Write the skeleton. `snapshot` is the form to write it from (None: none is known yet), `door` its address.

    Raises `UsageError` where one of the files is there already, and then writes none.
    """
    script = home.scripts / f"{name.replace('-', '_')}.py"
    captures = home.captures / name
    questions = main_form(understand(snapshot)) if snapshot is not None else ()
    for path in (script, expectation_file(script)):
        if path.exists() or path.is_symlink():
            raise UsageError(
                _("{path} is there already, and nothing is overwritten.").format(path=path),
                _("Give the flow another name, or go on with that file."),
            )
    for folder in (home.scripts, captures):
        _folder(folder, shared=home.shared)
    _new(script, scaffold(snapshot or Snapshot(door or PLACE), door, name), shared=home.shared)
    if not questions:
        return Written(script, None, captures)
    shape = block(
        _("as first seen"),
        today,
        _("ai-optout flows new, {door}").format(door=door or _("a saved page")),
        questions,
        language_of(snapshot) if snapshot else "",
    )
    _new(
        expectation_file(script),
        _("# What the form asked when it was last looked at: `ai-optout check {name}` compares.\n\n{shape}").format(
            name=name, shape=shape
        ),
        shared=home.shared,
    )
    return Written(script, expectation_file(script), captures)


def _folder(path: Path, *, shared: bool) -> None:
    if not shared:
        private_folder(path)
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AiOptoutError(
            _("The folder {path} can't be made: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make it writable for you."),
        ) from None


def _new(path: Path, text: str, *, shared: bool) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644 if shared else 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(
            _("{path} is there already, and nothing is overwritten.").format(path=path), _("Give the flow another name.")
        ) from None
    except OSError as error:
        raise AiOptoutError(
            _("The file {path} can't be written: {strerror}.").format(path=path, strerror=error.strerror),
            _("Make its folder writable for you."),
        ) from None
