"""Playwright's errors, turned into ours in this one place.

The text of a Playwright error may hold what was typed, a selector with a value, a whole address. Of all that only two things are
taken: a network error's code from Chromium's own list, and the host's name. Hence `from None`, and hence no message is passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from ai_optout.errors import AiOptoutError, BrowserError, PageError
from ai_optout.messages import N_, _

AGAIN: Final = N_("Run it again; `ai-optout status` shows what was sent before.")
CONNECTION: Final = N_("Check the internet connection by opening the address in your own browser, then run it again.")

# Playwright 1.65 keeps the class to itself but documents its sentence; the others are Chromium's and the driver's.
CLOSED: Final = (
    "Target page, context or browser has been closed",
    "Playwright connection closed",
    "Browser has been closed",
    "Browser closed",
)
CRASHED: Final = ("Page crashed", "Target crashed")
INTERRUPTED: Final = ("is interrupted by another navigation", "ERR_ABORTED", "frame was detached")

# Chromium's net_error_list.h, by how a code begins; the first that fits says it.
NETWORK: Final = (
    ("NAME_", N_("{host} wasn't found on the internet."), CONNECTION),
    ("DNS_", N_("{host} wasn't found on the internet."), CONNECTION),
    ("INTERNET_DISCONNECTED", N_("This machine isn't connected to the internet."), N_("Connect it, then run it again.")),
    ("NETWORK_", N_("The network changed while {host} was being opened."), N_("Run it again.")),
    ("CONNECTION_REFUSED", N_("{host} refused the connection."), CONNECTION),
    ("CONNECTION_TIMED_OUT", N_("{host} didn't answer in time."), CONNECTION),
    ("TIMED_OUT", N_("{host} didn't answer in time."), CONNECTION),
    ("CONNECTION_", N_("{host} broke off the connection."), CONNECTION),
    ("EMPTY_RESPONSE", N_("{host} broke off the connection."), CONNECTION),
    ("HTTP_RESPONSE_CODE_FAILURE", N_("{host} answered with an error and no page."), N_("Run it again later.")),
    ("ADDRESS_", N_("{host} can't be reached from this network."), CONNECTION),
    (
        "PROXY_",
        N_("The proxy between this machine and {host} doesn't answer."),
        N_("Check the system's proxy settings, then run it again."),
    ),
    (
        "TUNNEL_",
        N_("The proxy between this machine and {host} doesn't answer."),
        N_("Check the system's proxy settings, then run it again."),
    ),
    (
        "CERT_",
        N_("{host} couldn't prove that it is {host}: its certificate isn't valid."),
        N_("Nothing was typed there. Check this machine's clock, and try another network; then run it again."),
    ),
    (
        "SSL_",
        N_("No secure connection to {host} came about."),
        N_("Nothing was typed there. Try another network, then run it again."),
    ),
    (
        "TOO_MANY_REDIRECTS",
        N_("{host} sends the browser round in a circle."),
        N_("Run it again later; if it stays so: `ai-optout doctor`."),
    ),
    (
        "BLOCKED_",
        N_("Something on this machine blocks {host}."),
        N_("Allow it in the program or policy that does, then run it again."),
    ),
)
NET_ERROR: Final = re.compile(r"net::ERR_([A-Z0-9_]+)")
ADDRESS: Final = re.compile(r"\bhttps?://(?:[^\s/?#@]*@)?([A-Za-z0-9.-]{1,253})")


@contextmanager
def letting_go() -> Iterator[None]:
    """For what is only let go of: that it is gone already is no fault. Without its driver Playwright raises `RuntimeError`."""
    with suppress(PlaywrightError, RuntimeError):
        yield


@contextmanager
def playwright_errors() -> Iterator[None]:
    """Whatever Playwright raises inside comes out as `BrowserError` (the browser is gone) or `PageError` (the page didn't do
    it).
    """
    try:
        yield
    except PlaywrightError as error:
        raise translated(error) from None


def translated(error: PlaywrightError) -> AiOptoutError:
    """`error` as one of ours, without a word of its text but a network error's code and a host's name."""
    text = error.message
    if is_closed(error):
        return BrowserError(_("The browser window was closed."), _(AGAIN))
    if any(sign in text for sign in CRASHED):
        return BrowserError(_("The page crashed in the browser."), _(AGAIN))
    if any(sign in text for sign in INTERRUPTED):
        return PageError(_("The page went elsewhere while it was being opened."), _("Look at the window, then run it again."))
    if found := NET_ERROR.search(text):
        return _network_error(found[1], text)
    if isinstance(error, PlaywrightTimeoutError):
        return PageError(_("The page didn't do in time what it was waited for."), _("Look at the window, then run it again."))
    return PageError(
        _("The page refused a step: what was to be used isn't there, or not in a state to be used."),
        _(
            "Look at the window, then run it again. If it stays so, please report it with `ai-optout report`, "
            "which holds no values."
        ),
    )


def without_driver(error: Exception) -> BrowserError | None:
    """What a `RuntimeError` of Playwright's means whose driver died: asyncio's own words, for there is no loop to wait in."""
    gone = isinstance(error, RuntimeError) and str(error) == "no running event loop"
    return BrowserError(_("The browser window was closed."), _(AGAIN)) if gone else None


def is_closed(error: PlaywrightError) -> bool:
    """Whether the page, the browser or the driver is gone, by the class's name or its documented sentence."""
    return type(error).__name__ == "TargetClosedError" or any(sign in error.message for sign in CLOSED)


def names_network_error(error: PlaywrightError) -> bool:
    """Whether a page couldn't be had, about which Chromium shows a page of its own: not where the navigation was given up."""
    return NET_ERROR.search(error.message) is not None and not any(sign in error.message for sign in INTERRUPTED)


def _network_error(code: str, text: str) -> PageError:
    address = ADDRESS.search(text)
    host = address[1].lower() if address else _("The page's host")
    for beginning, message, hint in NETWORK:
        if code.startswith(beginning):
            return PageError(_(message).format(host=host), _(hint))
    return PageError(_("{host} couldn't be opened (net::ERR_{code}).").format(host=host, code=code), _(CONNECTION))
