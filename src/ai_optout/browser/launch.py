"""Starting the browser that was found: quietly, with a profile of its own that is gone afterwards, and as an automated one.

Nothing here hides from a site that a program is at work. Playwright's own switches already ask for a quiet start (no first
run, no default-browser question, no sync, no background traffic, no extensions); only what they leave open is added.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.driver import Driver, open_driver
from ai_optout.browser.environment import scrubbed
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.find import FoundBrowser, install_command
from ai_optout.browser.stop import StopSignal
from ai_optout.browser.temporary import temporary_folder
from ai_optout.errors import BrowserError
from ai_optout.folders import Folders
from ai_optout.messages import _
from ai_optout.mock_address import MockAddress

VIEWPORT: Final = ViewportSize(width=1280, height=900)
STARTS_WITHIN_MS: Final = 60_000  # a cold start from a slow disk, with a virus scanner looking on

# Chromium asks these what the fields of a form are and whether a password has leaked. What a person's forms look like is nobody's
# business. (A second `--disable-features` would undo the one that Playwright gives: the last one counts.)
NOBODYS_BUSINESS: Final = (
    "content-autofill.googleapis.com",
    "passwordsleakcheck-pa.googleapis.com",
    "optimizationguide-pa.googleapis.com",
)


@dataclass(frozen=True)
class OpenBrowser:
    """A browser that runs: `version` as it says itself, `headed` whether there is a window here, `elsewhere` whether there may be
    one on another machine.
    """

    browser: Browser
    driver: Driver
    headed: bool
    elsewhere: bool = False

    @property
    def version(self) -> str:
        return self.browser.version

    @property
    def banner(self) -> bool:
        """`Windows`: where there is a window."""
        return self.headed

    @property
    def unseen(self) -> bool:
        """`Windows`: without a window anywhere."""
        return not (self.headed or self.elsewhere)

    @property
    def ours(self) -> bool:
        """`Windows`: it is."""
        return True

    @property
    def clean(self) -> bool:
        """`Windows`: it does."""
        return True

    @property
    def one_log_in(self) -> bool:
        """`Windows`: each context has its own."""
        return False

    def context_for(self, _whose: str, language: str | None) -> BrowserContext:
        """`Windows`: a new one."""
        return self.new_context(language)

    def new_page(self, context: BrowserContext) -> Page:
        """`Windows`: a new one."""
        return context.new_page()

    def new_context(self, language: str | None = None) -> BrowserContext:
        """A context with cookies of its own, whose pages ask for `language` (BCP 47; None: the browser's own).

        No downloads, no service workers. With a window the page is as large as the window, else 1280 by 900 CSS pixels.
        """
        with playwright_errors():
            if self.headed:
                return self.browser.new_context(
                    locale=language, accept_downloads=False, service_workers="block", no_viewport=True
                )
            return self.browser.new_context(locale=language, accept_downloads=False, service_workers="block", viewport=VIEWPORT)

    def kill(self) -> None:
        """End driver and browser at once; every call that waits for them fails with `BrowserError`."""
        self.driver.kill()


@contextmanager
def open_browser(
    found: FoundBrowser,
    *,
    headed: bool,
    folders: Folders,
    mock: MockAddress | None = None,
    slow_ms: float = 0,
    locale: str | None = None,
    stop: StopSignal | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[OpenBrowser]:
    """`found`, running, until the block ends; then it, its driver and its temporary profile are gone.

    `slow_ms` is the pause that Playwright makes after each operation; `locale` the language of the browser's own words. A
    second signal to `stop` kills driver and browser. Raises `BrowserError` where the browser doesn't start, and turns
    whatever Playwright error comes out of the block into one of ours.
    """
    with (
        temporary_folder(folders) as temporary,
        open_driver(scrubbed(environ, temporary.path)) as driver,
        stop.on_second(driver.kill) if stop else nullcontext(),
    ):
        browser = _launch(
            driver,
            found,
            headless=not headed,
            slow_ms=slow_ms,
            flags=flags(mock, headed=headed, locale=locale, environ=environ),
            environment=scrubbed(environ, temporary.for_sockets),
        )
        try:
            with playwright_errors():
                yield OpenBrowser(browser, driver, headed)
        finally:
            with suppress(PlaywrightError):  # a browser that is gone already is what closing wants
                browser.close()


def flags(
    mock: MockAddress | None, *, headed: bool, locale: str | None, environ: Mapping[str, str], platform: str = sys.platform
) -> tuple[str, ...]:
    """What is added to Playwright's own switches."""
    given = ["--no-pings", "--disable-domain-reliability"]  # pages' and Chromium's own reports to elsewhere
    given += (
        mock.flags() if mock else [f"--host-resolver-rules={', '.join(f'MAP {host} ~NOTFOUND' for host in NOBODYS_BUSINESS)}"]
    )
    if locale:
        given.append(f"--lang={locale}")
    if not headed:
        given += ["--disable-gpu", "--disable-software-rasterizer"]  # nobody looks: pictures are made without, in less time
    if headed:
        given.append("--window-size=1280,1000")  # 900 for the page, the rest for the browser's own bars
        if platform == "linux" and environ.get("WAYLAND_DISPLAY") and not environ.get("DISPLAY"):
            given.append("--ozone-platform=wayland")
    return tuple(given)


def needs_no_sandbox(platform: str = sys.platform, user_id: int | None = None) -> bool:
    """Whether Chromium must run without its sandbox: as root on Linux, and only then (it refuses to start otherwise)."""
    if platform != "linux":
        return False
    return (os.geteuid() if user_id is None else user_id) == 0


def _launch(
    driver: Driver, found: FoundBrowser, *, headless: bool, slow_ms: float, flags: tuple[str, ...], environment: Mapping[str, str]
) -> Browser:
    try:
        return driver.playwright.chromium.launch(
            executable_path=found.path,
            headless=headless,
            args=flags,
            env=dict(environment),
            chromium_sandbox=not needs_no_sandbox(),  # Playwright's default is none for anyone
            slow_mo=slow_ms,
            timeout=STARTS_WITHIN_MS,
            handle_sigint=False,
        )
    except PlaywrightError as error:
        raise not_started(found, error.message, environment.get("DISPLAY", "")) from None


def not_started(found: FoundBrowser, log: str, display: str = "") -> BrowserError:
    """Why `found` didn't start, read from the log that Playwright gives, without a word of it."""
    if "Missing X server" in log or "XServer running" in log:
        return BrowserError(
            _("The display {display} can't be reached, so the browser has nowhere to show its window.").format(
                display=display or "(none)"
            ),
            _("Log in to the desktop, or run it without a window: `--headless`."),
        )
    if "sandboxing failed" in log or "No usable sandbox" in log:
        return BrowserError(
            _("{found_path} can't set up its sandbox, which keeps web pages away from this machine.").format(
                found_path=found.path
            ),
            _(
                "In a container: `docker run --cap-add=SYS_ADMIN --security-opt=no-new-privileges ...`. Elsewhere "
                "use Google Chrome or the distribution's own Chromium, which bring what it needs."
            ),
        )
    if "ENOENT" in log or "EACCES" in log or "ENOEXEC" in log or "doesn't exist" in log:
        return BrowserError(
            _("{found_path} can't be executed.").format(found_path=found.path),
            _("Name another browser: `ai-optout run --browser PATH`, or `browser` in the settings."),
        )
    return BrowserError(
        _("{found_path} ({found_kind}) didn't start: it ended or stayed silent before it could be steered.").format(
            found_path=found.path, found_kind=found.kind
        ),
        _("`ai-optout doctor` tries it by itself. Another browser: `--browser PATH`, or {install_command}.").format(
            install_command=install_command()
        ),
    )
