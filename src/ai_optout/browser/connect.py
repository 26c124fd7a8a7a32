"""A browser that runs elsewhere, steered through a Playwright server or a grid of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from importlib.metadata import version
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.driver import open_driver
from ai_optout.browser.environment import scrubbed
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.launch import STARTS_WITHIN_MS, OpenBrowser
from ai_optout.browser.stop import StopSignal
from ai_optout.browser.temporary import temporary_folder
from ai_optout.errors import BrowserError, UsageError
from ai_optout.folders import Folders
from ai_optout.messages import N_, _

HOW: Final = N_("Start one there with the same version: npx playwright@{version} run-server --port 3000")
LAUNCH_OPTIONS: Final = "x-playwright-launch-options"
"""The header by which Playwright's server is told how to start its browser."""


@contextmanager
def connected(
    endpoint: str,
    *,
    folders: Folders,
    headed: bool | None = None,
    slow_ms: float = 0,
    stop: StopSignal | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[OpenBrowser]:
    """A browser of the server at `endpoint` (ws or wss), until the block ends; with a window there, without, or as the server has
    it. Files are handed over from here.

    Raises `UsageError` where that is no such address, `BrowserError` where no server answers, its version is another, or its
    browser doesn't start.
    """
    shown = server_place(endpoint)
    with (
        temporary_folder(folders) as temporary,
        open_driver(scrubbed(environ, temporary.path)) as driver,
        stop.on_second(driver.kill) if stop else nullcontext(),
    ):
        headers = {} if headed is None else {LAUNCH_OPTIONS: json.dumps({"headless": not headed})}
        try:
            browser = driver.playwright.chromium.connect(endpoint, headers=headers, slow_mo=slow_ms, timeout=STARTS_WITHIN_MS)
        except PlaywrightError as error:
            raise _refusal(error.message, shown) from None
        try:
            with playwright_errors():
                yield OpenBrowser(browser, driver, headed=False, elsewhere=headed is not False)
        finally:
            with suppress(PlaywrightError):  # a server that is gone already is what closing wants
                browser.close()


def _refusal(log: str, shown: str) -> BrowserError:
    """Why it didn't come about, read from Playwright's message, without a word of it."""
    ours = version("playwright")
    how = _(HOW).format(version=ours)
    if "version mismatch" in log.lower() or " 428 " in log:
        return BrowserError(
            _("The Playwright server at {shown} is of another version than the one here, which is {ours}.").format(
                shown=shown, ours=ours
            ),
            how,
        )
    if "doesn't exist" in log or "playwright install" in log or "Failed to launch" in log or "launch:" in log:
        return BrowserError(
            _("The Playwright server at {shown} answers, but can't start a Chromium.").format(shown=shown),
            _("Install one there: npx playwright@{ours} install chromium").format(ours=ours),
        )
    return BrowserError(_("No Playwright server answers at {shown}, where --connect says that one is.").format(shown=shown), how)


def server_place(endpoint: str) -> str:
    """The host with its port: what else there is may be a secret. Raises `UsageError` where it is no such address."""
    try:
        parts = urlsplit(endpoint)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port that is none
        parts, port = urlsplit(""), ""
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        raise UsageError(
            _("--connect wants the address of a Playwright server, such as ws://127.0.0.1:3000/"),
            _(HOW).format(version=version("playwright")),
        )
    return f"{parts.hostname}{port}"
