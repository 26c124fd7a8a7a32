"""What a flow script states, and the catalogue of all there are.

A script in `flows/` decorates one function with `@flow(...)`; the function stays what it was and the statement lies beside it.
The catalogue walks the shipped folder and the person's own (in the config folder: Python that is run, so only where nobody else
may write it); a broken script is named and the others still work.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any, Literal
from urllib.parse import urlsplit

from ai_optout.bundled import flows_folder
from ai_optout.errors import FlowError, UsageError
from ai_optout.form.meaning import Meaning
from ai_optout.messages import _
from ai_optout.regions import Regions

Script = Callable[[Any], None]
"""A flow script; what it is handed (`visit.Visit`) is not the catalogue's business."""
Site = Literal["facebook", "instagram", "whatsapp"]
_MARK = "__ai_optout_flow__"


@dataclass(frozen=True)
class KnownMinimum:
    """A door is known to refuse a shorter answer: told before the browser opens, never enforced here."""

    characters: int
    source: str


@dataclass(frozen=True)
class Flow:
    """One form: what is asked there, for which account, where it is and how to get there."""

    name: str
    title: str
    right: str
    per: Site | Literal["person"]
    """The account that a request is for (`facebook`, …), or `person` where it is for none."""
    hosts: tuple[str, ...]
    doors: tuple[str, ...]
    trail: tuple[str, ...]
    """Where every door is shut: an address to start at, then the words of the links to follow. Each further address starts
    another trail, for when the one before it broke off.
    """
    regions: Regions
    login: Site | None
    expects: frozenset[Meaning]
    """What the form is known to ask: a part of it that comes late is waited for."""
    minimum: Mapping[Meaning, KnownMinimum]
    script: Script = field(repr=False)
    source: Path = field(repr=False)

    @property
    def trails(self) -> tuple[tuple[str, ...], ...]:
        """The trails one by one, each an address and the words of its links."""
        found: list[list[str]] = []
        for step in self.trail:
            if is_address(step):
                found.append([step])
            else:
                found[-1].append(step)
        return tuple(tuple(one) for one in found)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the flow opens by itself: its doors, then where its trails start."""
        return (*self.doors, *(trail[0] for trail in self.trails))


def flow(
    *,
    name: str,
    title: str,
    right: str,
    per: Site | Literal["person"],
    hosts: Sequence[str],
    regions: Regions,
    doors: Sequence[str] = (),
    trail: Sequence[str] = (),
    login: Site | None = None,
    expects: Iterable[str] = (),
    minimum: Mapping[str, KnownMinimum] | None = None,
) -> Callable[[Script], Script]:
    """State what a flow is; the decorated script is given back untouched.

    `doors` are addresses, newest first; `trail` is an address and the words of links, for when every door is shut, and may go on
    with further addresses and their links. `expects` and `minimum` go by meanings. Raises `FlowError` where the statement
    contradicts itself.
    """

    def decorate(script: Script) -> Script:
        stated = Flow(
            name=name,
            title=title,
            right=right,
            per=per,
            hosts=tuple(hosts),
            doors=tuple(doors),
            trail=tuple(trail),
            regions=regions,
            login=login,
            expects=frozenset(Meaning(one) for one in expects),
            minimum={Meaning(one): least for one, least in (minimum or {}).items()},
            script=script,
            source=Path(script.__code__.co_filename),
        )
        _check(stated)
        setattr(script, _MARK, stated)
        return script

    return decorate


def _check(stated: Flow) -> None:
    if not stated.doors and not stated.trail:
        raise FlowError(
            _("The flow {stated} has neither a door nor a trail.").format(stated=stated.name),
            _("Give it `doors` or a `trail` in {source}.").format(source=stated.source.name),
        )
    if stated.trail and not is_address(stated.trail[0]):
        raise FlowError(
            _("The trail of the flow {stated} begins with no address: {trail}.").format(
                stated=stated.name, trail=stated.trail[0]
            ),
            _("Begin `trail` in {source} with the https address to start at.").format(source=stated.source.name),
        )
    for address in stated.addresses:
        host = urlsplit(address).hostname or ""
        if urlsplit(address).scheme != "https" or not any(host == own or host.endswith(f".{own}") for own in stated.hosts):
            raise FlowError(
                _("The flow {stated} has a door that isn't an https address on its hosts: {address}.").format(
                    stated=stated.name, address=address
                ),
                _("Mend `doors` in {source}.").format(source=stated.source.name),
            )


def is_address(step: str) -> bool:
    """Whether a step of a trail is an address, and not the words of a link."""
    return "://" in step


@dataclass(frozen=True)
class Catalogue:
    """Every flow by name, and the scripts that couldn't be read, each with its sentence."""

    flows: Mapping[str, Flow]
    broken: tuple[FlowError, ...] = ()

    def __getitem__(self, name: str) -> Flow:
        """The flow of that name. Raises `UsageError` with the nearest names where there is none."""
        if name in self.flows:
            return self.flows[name]
        near = get_close_matches(name, self.flows, n=1)
        raise UsageError(
            _("There is no flow «{name}».").format(name=name) + (_(" Did you mean {near}?").format(near=near[0]) if near else ""),
            _("All there are: ai-optout flows"),
        )

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host that a flow names, each once, in order."""
        return tuple(dict.fromkeys(host for one in self.flows.values() for host in one.hosts))


def catalogue(own: Path | None = None) -> Catalogue:
    """The shipped flows and those in the folder `own`. Raises `UsageError` where `own` could be written by somebody else."""
    scripts = sorted(flows_folder().glob("*.py"))
    if own is not None and own.is_dir():
        _only_mine(own)
        scripts += sorted(own.glob("*.py"))
    found: dict[str, Flow] = {}
    broken: list[FlowError] = []
    for script in scripts:
        try:
            for one in _read(script):
                _add(found, one)
        except FlowError as error:
            broken.append(error)
    return Catalogue(found, tuple(broken))


def _only_mine(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a profile folder of Windows is its owner's by inheritance
    for path in (folder, *folder.glob("*.py")):
        status = path.stat()
        if status.st_uid != os.getuid() or status.st_mode & 0o022:
            raise UsageError(
                _("{path} isn't yours alone to write, and flows are programs that are run.").format(path=path),
                _("If you trust it: chmod go-w '{path}' (and own it)").format(path=path),
            )


def _read(script: Path) -> list[Flow]:
    try:
        module = _module(script)
    except FlowError:
        raise
    except (Exception, SystemExit) as error:
        raise FlowError(
            _("The flow script {script} can't be read: {error}.").format(script=script.name, error=error),
            _("Mend or remove {script}.").format(script=script),
        ) from error
    return [
        value.__dict__[_MARK] for value in vars(module).values() if callable(value) and _MARK in getattr(value, "__dict__", {})
    ]


def _module(script: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"ai_optout_flow_{script.stem}", script)
    assert spec is not None, "a .py file always has a loader"
    assert spec.loader is not None, "likewise"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _add(found: dict[str, Flow], one: Flow) -> None:
    if one.name in found:
        raise FlowError(
            _("Two flows are called {name}: {source} and {source_2}.").format(
                name=one.name, source=found[one.name].source.name, source_2=one.source.name
            ),
            _("Rename one of them."),
        )
    for other in found.values():
        shared = set(other.doors) & set(one.doors)
        if shared:
            raise FlowError(
                _("The flows {other} and {name} have the same door: {shared}.").format(
                    other=other.name, name=one.name, shared=min(shared)
                ),
                _("Take it out of {source} or {source_2}.").format(source=one.source.name, source_2=other.source.name),
            )
    found[one.name] = one
