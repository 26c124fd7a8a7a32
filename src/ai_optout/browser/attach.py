"""A Chromium that is already running, steered for a while over its debugging port, and left running as it is."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.driver import open_driver
from ai_optout.browser.environment import PROXIES, scrubbed
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.stop import StopSignal
from ai_optout.browser.temporary import temporary_folder
from ai_optout.errors import BrowserError, UsageError
from ai_optout.folders import Folders
from ai_optout.messages import N_, _
from ai_optout.origin import is_loopback

ANSWERS_WITHIN_MS: Final = 15_000
HOW: Final = N_(
    "Start it with a debugging port and a profile of its own: chromium --remote-debugging-port=9222 --user-data-dir=FOLDER"
)


@dataclass(frozen=True)
class PersonsBrowser:
    """`Windows` in the person's own browser: its one context, with the log-ins and the tabs that are theirs."""

    context: BrowserContext
    banner: bool = False
    """Nothing is drawn there: `no_defaults` leaves the pages as the browser has them."""
    unseen: bool = False
    ours: bool = False
    clean: bool = False
    one_log_in: bool = True

    def context_for(self, _whose: str, _language: str | None) -> BrowserContext:
        """The browser's own."""
        return self.context

    def new_page(self, context: BrowserContext) -> Page:
        """A new tab. One of a window in the background has no focus, and pages that wait for it check nothing: it is told that it
        has.
        """
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setFocusEmulationEnabled", {"enabled": True})
        return page


@contextmanager
def persons_browser(endpoint: str, *, folders: Folders, stop: StopSignal | None = None) -> Iterator[PersonsBrowser]:
    """`attached`, for a run."""
    with attached(endpoint, folders=folders, stop=stop) as context:
        yield PersonsBrowser(context)


def command_for(program: Path, folder: Path, platform: str = sys.platform) -> str:
    """What starts that browser so that `--attach` finds it. With its usual profile Chrome no longer takes a debugging port, so
    `folder` is one of its own.
    """
    words = [str(program), "--remote-debugging-port=9222", f"--user-data-dir={folder}"]
    return subprocess.list2cmdline(words) if platform == "win32" else shlex.join(words)


@contextmanager
def attached(
    endpoint: str, *, folders: Folders, stop: StopSignal | None = None, environ: Mapping[str, str] = os.environ
) -> Iterator[BrowserContext]:
    """The running browser's own context, with its cookies and log-ins, until the block ends. The browser and its pages stay.

    `endpoint` is its debugging address, http(s) or ws(s). Nothing about how its pages look is changed. Raises `UsageError` where
    that is no such address, `BrowserError` where no browser answers there.
    """
    host, shown = debugging_place(endpoint)
    if is_loopback(host):
        environ = {name: value for name, value in environ.items() if name.upper() not in PROXIES}  # they lead to other machines
    with (
        temporary_folder(folders) as temporary,
        open_driver(scrubbed(environ, temporary.path)) as driver,
        stop.on_second(driver.kill) if stop else nullcontext(),
    ):
        try:
            browser = driver.playwright.chromium.connect_over_cdp(endpoint, no_defaults=True, timeout=ANSWERS_WITHIN_MS)
        except PlaywrightError:
            raise BrowserError(
                _("No Chromium answers at {shown}, where --attach says that one is running.").format(shown=shown), _(HOW)
            ) from None
        if not browser.contexts:
            raise BrowserError(
                _("The browser at {shown} has no window to work in.").format(shown=shown), _("Open one there, and run it again.")
            )
        with playwright_errors():
            yield browser.contexts[0]
        # not closed: the connection ends with the driver, and the browser goes on


def debugging_place(endpoint: str) -> tuple[str, str]:
    """The host, and the host with its port. Raises `UsageError` where `endpoint` is no such address."""
    try:
        parts = urlsplit(endpoint)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port that is none
        parts, port = urlsplit(""), ""
    if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname:
        raise UsageError(_("--attach wants the address of a browser's debugging port, such as http://127.0.0.1:9222"), _(HOW))
    return parts.hostname, f"{parts.hostname}{port}"
