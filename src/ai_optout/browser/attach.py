"""A Chromium that is already running, steered for a while over its debugging port, and left running as it is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.driver import open_driver
from ai_optout.browser.environment import PROXIES, scrubbed
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.stop import StopSignal
from ai_optout.browser.temporary import temporary_folder
from ai_optout.errors import BrowserError, UsageError
from ai_optout.folders import Folders
from ai_optout.origin import is_loopback

ANSWERS_WITHIN_MS: Final = 15_000
HOW: Final = (
    "Start it with a debugging port and a profile of its own: chromium --remote-debugging-port=9222 --user-data-dir=FOLDER"
)


@contextmanager
def attached(
    endpoint: str, *, folders: Folders, stop: StopSignal | None = None, environ: Mapping[str, str] = os.environ
) -> Iterator[BrowserContext]:
    """The running browser's own context, with its cookies and log-ins, until the block ends. The browser and its pages stay.

    `endpoint` is its debugging address, http(s) or ws(s). Nothing about how its pages look is changed. Raises `UsageError` where
    that is no such address, `BrowserError` where no browser answers there.
    """
    host, shown = _place(endpoint)
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
            raise BrowserError(f"No Chromium answers at {shown}, where --attach says that one is running.", HOW) from None
        if not browser.contexts:
            raise BrowserError(f"The browser at {shown} has no window to work in.", "Open one there, and run it again.")
        with playwright_errors():
            yield browser.contexts[0]
        # not closed: the connection ends with the driver, and the browser goes on


def _place(endpoint: str) -> tuple[str, str]:
    """The host, and the host with its port."""
    try:
        parts = urlsplit(endpoint)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port that is none
        parts, port = urlsplit(""), ""
    if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname:
        raise UsageError("--attach wants the address of a browser's debugging port, such as http://127.0.0.1:9222", HOW)
    return parts.hostname, f"{parts.hostname}{port}"
