"""Log-ins that the person wished to have remembered: a browser profile of its own for each profile, in the data folder.

Without that wish every run starts clean and leaves nothing. A folder is bound to whose it is, so that another person's profile
of the same name doesn't find itself logged in.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.driver import Driver, open_driver
from ai_optout.browser.environment import scrubbed
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.find import FoundBrowser
from ai_optout.browser.launch import STARTS_WITHIN_MS, VIEWPORT, flags, needs_no_sandbox, not_started
from ai_optout.browser.stop import StopSignal
from ai_optout.browser.temporary import TemporaryFolder, temporary_folder
from ai_optout.errors import AiOptoutError, UsageError
from ai_optout.folders import Folders, private_folder, write_private
from ai_optout.messages import _

FOLDER: Final = "logins"
OWNER: Final = "owner"
"""Beside a browser profile: the keyed hash of whose it is."""
PROFILE: Final = "browser"


@dataclass(frozen=True)
class Login:
    """A remembered log-in: what it is called, where it lies, when it was used last (UTC)."""

    name: str
    folder: Path
    used: datetime


def remembered(folders: Folders) -> tuple[Login, ...]:
    """All there are, by name."""
    root = folders.data / FOLDER
    found = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    return tuple(Login(unquote(path.name), path, datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in found)


def forget_login(folders: Folders, name: str) -> None:
    """Delete it. Raises `UsageError` where there is none of that name, `AiOptoutError` where it can't be deleted."""
    there = {login.name: login.folder for login in remembered(folders)}
    if name not in there:
        known = ", ".join(there) or _("none")
        raise UsageError(
            _("No log-in is remembered for {name}.").format(name=name), _("Remembered are: {known}.").format(known=known)
        )
    try:
        shutil.rmtree(there[name])
    except OSError as error:
        raise AiOptoutError(
            _("The log-in in {there} can't be deleted: {strerror}.").format(there=there[name], strerror=error.strerror),
            _("Close the browser that uses it, then try again."),
        ) from None


@dataclass
class RememberingBrowser:
    """`Windows` that keep their log-ins: a browser for each profile, in its own folder."""

    found: FoundBrowser
    driver: Driver
    folders: Folders
    temporary: TemporaryFolder
    headed: bool
    owners: Mapping[str, str]
    """The keyed hash of whoever a profile is, by its name."""
    slow_ms: float
    locale: str | None
    environ: Mapping[str, str] = field(repr=False)
    ours: bool = True
    clean: bool = False
    one_log_in: bool = False

    @property
    def banner(self) -> bool:
        return self.headed

    @property
    def unseen(self) -> bool:
        return not self.headed

    def context_for(self, whose: str, language: str | None) -> BrowserContext:
        """The browser that remembers `whose` log-ins; it runs until its context is closed. Raises `UsageError` where they are
        another person's, `BrowserError` where it doesn't start.
        """
        folder = self._folder(whose)
        try:
            return self.driver.playwright.chromium.launch_persistent_context(
                folder / PROFILE,
                executable_path=self.found.path,
                headless=not self.headed,
                args=flags(None, headed=self.headed, locale=self.locale, environ=self.environ),
                env=dict(scrubbed(self.environ, self.temporary.for_sockets)),
                chromium_sandbox=not needs_no_sandbox(),
                slow_mo=self.slow_ms,
                timeout=STARTS_WITHIN_MS,
                handle_sigint=False,
                locale=language,
                accept_downloads=False,
                service_workers="block",
                no_viewport=self.headed or None,
                viewport=None if self.headed else VIEWPORT,
            )
        except PlaywrightError as error:
            raise not_started(self.found, error.message, self.environ.get("DISPLAY", "")) from None

    def new_page(self, context: BrowserContext) -> Page:
        """A new one, beside the empty one that such a browser begins with."""
        return context.new_page()

    def _folder(self, whose: str) -> Path:
        name = whose.rpartition(".")[0] if whose not in self.owners else whose
        owner = self.owners.get(name, "")
        folder = private_folder(self.folders.data / FOLDER / quote(whose, safe=" @+").replace("..", "%2E%2E"))
        file = folder / OWNER
        if not file.exists():
            shutil.rmtree(folder / PROFILE, ignore_errors=True)
            write_private(file, owner.encode())
        elif file.read_text(encoding="ascii") != owner:
            raise UsageError(
                _("The log-in that is remembered for {whose} is another person's.").format(whose=whose),
                _("Name your profile otherwise, or have it forgotten: ai-optout logins forget {whose}").format(whose=whose),
            )
        os.utime(folder)
        private_folder(folder / PROFILE)
        return folder


@contextmanager
def remembering_browser(
    found: FoundBrowser,
    *,
    headed: bool,
    folders: Folders,
    owners: Mapping[str, str],
    slow_ms: float = 0,
    locale: str | None = None,
    stop: StopSignal | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[RememberingBrowser]:
    """`found`, for whoever wishes their log-ins remembered. What the profiles hold stays when the block ends."""
    with ExitStack() as stack:
        temporary = stack.enter_context(temporary_folder(folders))
        driver = stack.enter_context(open_driver(scrubbed(environ, temporary.path)))
        stack.enter_context(stop.on_second(driver.kill) if stop else nullcontext())
        stack.enter_context(playwright_errors())
        yield RememberingBrowser(found, driver, folders, temporary, headed, owners, slow_ms, locale, environ)
