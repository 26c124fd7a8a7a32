"""What works on this machine and what doesn't, each thing tried for real and with what to do about it."""

from __future__ import annotations

import os
import platform
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Final

from ai_optout.browser import (
    FoundBrowser,
    find_browser,
    has_display,
    needs_no_sandbox,
    open_browser,
    playwright_errors,
    refuse_debugging,
)
from ai_optout.browser.attach import command_for
from ai_optout.errors import AiOptoutError, BrowserError, UsageError
from ai_optout.folders import Folders
from ai_optout.messages import N_, _, ngettext
from ai_optout.pointed_file import FOLDER
from ai_optout.settings import FILE, Settings, load_settings
from ai_optout.vault import KeyringVault

MEGABYTE: Final = 1_000_000
NEEDED: Final = (
    50 * MEGABYTE
)  # a run's pictures and the browser's profile: under 20 MB wherever it was measured, and as much again
WARNED: Final = 500 * MEGABYTE  # below it other programs begin to fail, too
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
FOR_ATTACHING: Final = "chrome-for-ai-optout"
"""The suggested profile folder of a browser to attach to; with its usual one Chrome no longer takes a debugging port."""
PROBE: Final = "doctor"  # the name of a secret that is stored, read and removed at once


class State(StrEnum):
    """How a thing is: it works, it works with something to know, it doesn't and is needed."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """One thing that was tried: what was found, and what to do (empty where nothing is); `command` is what to type about it, on
    a line of its own, so that a terminal's line breaks don't get into what is copied.
    """

    what: str
    state: State
    found: str
    advice: str = ""
    command: str = ""


def checkup(folders: Folders, environ: Mapping[str, str] = os.environ) -> Iterator[Check]:
    """Try everything that a run needs, one after the other, as far as the one before lets. Raises nothing for what it finds.

    A browser is started without a window and ended; a secret is stored in the keyring, read and removed.
    """
    yield Check(N_("versions"), State.OK, _versions())
    settings = Settings.model_construct()
    try:
        settings = load_settings(folders)
    except AiOptoutError as error:
        yield _failed(N_("settings"), error)
    else:
        file = folders.config / FILE
        yield Check(
            N_("settings"), State.OK, str(file) if file.exists() else _("none, so all is as usual ({file})").format(file=file)
        )
    yield from _folders(folders)
    yield _space(folders)
    yield from _browser(settings, folders, environ)
    yield _display(environ)
    yield _debugging(environ)
    yield _keyring(settings)


def _versions() -> str:
    system = platform.platform(terse=True)
    return _("ai-optout {version}, Playwright {version_2}, Python {python_version}, {system}").format(
        version=version("ai-optout"), version_2=version("playwright"), python_version=platform.python_version(), system=system
    )


def _failed(what: str, error: AiOptoutError, state: State = State.FAIL) -> Check:
    return Check(what, state, error.message, error.hint)


def _folders(folders: Folders) -> Iterator[Check]:
    for purpose, folder in ((_("settings"), folders.config), (_("data"), folders.data), (_("cache"), folders.cache)):
        what = _("folder for {purpose}").format(purpose=purpose)
        there = _nearest(folder)
        if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
            yield Check(
                what,
                State.FAIL,
                _("{folder} can't be written to.").format(folder=folder),
                _("Make {there} a folder that you may write to, or set AI_OPTOUT_HOME to one that is.").format(there=there),
            )
        elif there != folder:
            yield Check(what, State.OK, _("{folder}, made when it is needed").format(folder=folder))
        elif sys.platform != "win32" and folder.stat().st_mode & OTHERS:
            mode = stat.S_IMODE(folder.stat().st_mode)
            yield Check(
                what,
                State.WARN,
                _("{folder} is open to others on this machine (mode {mode:04o}).").format(folder=folder, mode=mode),
                f"chmod 700 {folder}",
            )
        else:
            yield Check(what, State.OK, str(folder))


def _nearest(folder: Path) -> Path:
    """`folder`, or the first above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _space(folders: Folders) -> Check:
    free = min(shutil.disk_usage(_nearest(folder)).free for folder in (folders.data, folders.cache))
    found = _("{free:,} MB free").format(free=free // MEGABYTE)
    if free >= WARNED:
        return Check(N_("disk"), State.OK, found)
    state = State.FAIL if free < NEEDED else State.WARN
    return Check(
        N_("disk"), state, _("only {found}").format(found=found), _("Delete what you no longer need: a run takes up to 50 MB.")
    )


def _browser(settings: Settings, folders: Folders, environ: Mapping[str, str]) -> Iterator[Check]:
    try:
        found = find_browser(settings.browser, environ=environ)
    except BrowserError as error:
        yield _failed(N_("browser"), error)
        return
    try:
        runs = _started(found, folders, environ)
    except AiOptoutError as error:
        yield _failed(N_("browser"), error)
        return
    yield Check(
        N_("browser"),
        State.OK,
        _("{found_kind} {runs} starts: {found_path} ({why})").format(
            found_kind=found.kind, runs=runs, found_path=found.path, why=found.why
        ),
    )
    command = command_for(found.path, Path.home() / FOR_ATTACHING)
    yield Check(
        "--attach",
        State.OK,
        _("to have a run work in a browser of yours, with a profile of its own, start it so:"),
        command=command,
    )
    if needs_no_sandbox():
        yield Check(
            N_("sandbox"),
            State.WARN,
            _("off, because this is root: Chromium as root starts no other way."),
            _("Run ai-optout as an ordinary user."),
        )
    else:
        yield Check(N_("sandbox"), State.OK, _("on"))


def _started(found: FoundBrowser, folders: Folders, environ: Mapping[str, str]) -> str:
    """The version of `found`, which was started, showed a page and was ended."""
    with open_browser(found, headed=False, folders=folders, environ=environ) as opened, playwright_errors():
        opened.new_context().new_page().evaluate("document.title")
        return opened.version


def _display(environ: Mapping[str, str]) -> Check:
    if has_display(environ):
        return Check(N_("display"), State.OK, environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY") or _("this machine's own"))
    return Check(
        N_("display"),
        State.WARN,
        _("none: the browser runs without a window, and nobody can log in or solve a security check in it."),
        _("Run it on a desktop. The demo needs none: ai-optout demo --headless"),
    )


def _debugging(environ: Mapping[str, str]) -> Check:
    try:
        refuse_debugging(environ)
    except UsageError as error:
        return _failed(N_("debugging"), error)
    return Check(N_("debugging"), State.OK, _("off, so nothing that is typed is printed"))


def _keyring(settings: Settings) -> Check:
    vault = KeyringVault(allowed=settings.allow_keyring)
    try:
        place = vault.place()
        vault.store_secret(PROBE, secrets.token_hex())
        vault.remove_secret(PROBE)
        profiles = len(vault.names())
    except AiOptoutError as error:  # a profile may come as a file, so a run does without
        return _failed(N_("keyring"), error, State.WARN)
    kept = (
        _("no profile yet")
        if not profiles
        else ngettext("{profiles} profile", "{profiles} profiles", profiles).format(profiles=profiles)
    )
    if place in {_("the keyring ({place})").format(place=name) for name in settings.allow_keyring}:
        return Check(
            N_("keyring"),
            State.WARN,
            _("{place} keeps plain text, which the settings allow; {kept}.").format(place=place, kept=kept),
            _("Leave it only where nobody else reads."),
        )
    return Check(N_("keyring"), State.OK, _("{place} stores and gives back; {kept}").format(place=place, kept=kept))


@dataclass(frozen=True)
class Home:
    """Where one kind of personal data lies, who may read it there, and what ends it."""

    what: str
    where: str
    mode: str
    ends: str


def homes(folders: Folders) -> tuple[Home, ...]:
    """Every place on this machine where something of a person may lie; there is no other."""
    data = folders.data
    return (
        Home(_("profiles, the mailbox, keys"), _("the keyring, or a file that you name"), _("the keyring's"), "ai-optout forget"),
        Home(
            _("requests, their events, whose (a keyed hash) and in which country"),
            str(data / "ledger.sqlite3"),
            "0600",
            "ai-optout forget",
        ),
        Home(_("the hash's key, where there is no keyring"), str(data / "ledger.key"), "0600", "ai-optout forget"),
        Home(_("pictures, receipts, replies"), str(data / "receipts"), "0600 in 0700", "ai-optout forget"),
        Home(
            _("fields that you pointed at (no answer in it)"),
            str(folders.config / FOLDER),
            "0600 in 0700",
            "ai-optout forget --all",
        ),
        Home(_("remembered log-ins (only if you wish)"), str(data / "logins"), "0700", "ai-optout logins forget"),
        Home(_("the browser's temporary profile"), str(folders.cache / "browser"), "0700", _("the run's end")),
        Home(_("a ledger that was damaged, kept aside"), str(data / "ledger-damaged-*"), "0600", "ai-optout forget --all"),
        Home(_("what you export"), _("where you say"), "0600", _("yours to delete")),
    )
