"""Playwright's errors become ours, and nothing of their text comes along."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import playwright
import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from ai_optout.browser import FoundBrowser, open_browser, playwright_errors
from ai_optout.browser.driver import open_driver
from ai_optout.errors import AiOptoutError, BrowserError, PageError
from ai_optout.folders import Folders

SECRET = "zoe.example@example.org"


def mapped(error: PlaywrightError) -> AiOptoutError:
    with pytest.raises(AiOptoutError) as caught, playwright_errors():
        raise error
    return caught.value


def exception_classes() -> Iterator[type[BaseException]]:
    """Every exception class that any module of Playwright defines."""
    for module in pkgutil.walk_packages(playwright.__path__, "playwright."):
        if module.name.endswith("__main__") or "__pyinstaller" in module.name:
            continue
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, BaseException) and found.__module__.startswith("playwright."):
                yield found


def test_no_exception_of_playwrights_slips_through() -> None:
    classes = set(exception_classes())
    assert {found.__name__ for found in classes} >= {"Error", "TimeoutError", "TargetClosedError"}
    ours = [found for found in classes if issubclass(found, PlaywrightError)]
    assert set(ours) == classes
    for found in ours:
        assert isinstance(mapped(found(SECRET)), BrowserError | PageError)


@pytest.mark.parametrize(
    "text",
    [
        f'Locator.fill: Timeout 30000ms exceeded.\nCall log:\n  - fill("{SECRET}")',
        f"Page.goto: net::ERR_NAME_NOT_RESOLVED at https://www.facebook.com/?email={SECRET}",
        f"Page.goto: net::ERR_CONNECTION_RESET at https://{SECRET}@www.facebook.com/",
        f"Page.goto: net::ERR_SOMETHING_NEW at data:text/html,{SECRET}",
        f"Page.evaluate: {SECRET} is not a function",
        f"Target page, context or browser has been closed {SECRET}",
        f"Page crashed {SECRET}",
        f'Navigation to "https://www.facebook.com/{SECRET}" is interrupted by another navigation',
    ],
    ids=["timeout", "address", "user-in-the-address", "unknown-code", "script", "closed", "crashed", "interrupted"],
)
def test_no_word_of_the_text_comes_along(text: str) -> None:
    for error in (PlaywrightError(text), PlaywrightTimeoutError(text)):
        ours = mapped(error)
        assert SECRET not in f"{ours.message} {ours.hint} {ours!r}"
        assert ours.__suppress_context__
        assert ours.__cause__ is None


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("NAME_NOT_RESOLVED", "www.facebook.com wasn't found on the internet."),
        ("INTERNET_DISCONNECTED", "This machine isn't connected to the internet."),
        ("NETWORK_CHANGED", "The network changed while www.facebook.com was being opened."),
        ("CONNECTION_REFUSED", "www.facebook.com refused the connection."),
        ("CONNECTION_RESET", "www.facebook.com broke off the connection."),
        ("CONNECTION_CLOSED", "www.facebook.com broke off the connection."),
        ("CONNECTION_TIMED_OUT", "www.facebook.com didn't answer in time."),
        ("TIMED_OUT", "www.facebook.com didn't answer in time."),
        ("EMPTY_RESPONSE", "www.facebook.com broke off the connection."),
        ("HTTP_RESPONSE_CODE_FAILURE", "www.facebook.com answered with an error and no page."),
        ("ADDRESS_UNREACHABLE", "www.facebook.com can't be reached from this network."),
        ("PROXY_CONNECTION_FAILED", "The proxy between this machine and www.facebook.com doesn't answer."),
        ("TUNNEL_CONNECTION_FAILED", "The proxy between this machine and www.facebook.com doesn't answer."),
        ("CERT_AUTHORITY_INVALID", "www.facebook.com couldn't prove that it is www.facebook.com: its certificate isn't valid."),
        ("CERT_DATE_INVALID", "www.facebook.com couldn't prove that it is www.facebook.com: its certificate isn't valid."),
        ("SSL_PROTOCOL_ERROR", "No secure connection to www.facebook.com came about."),
        ("TOO_MANY_REDIRECTS", "www.facebook.com sends the browser round in a circle."),
        ("BLOCKED_BY_CLIENT", "Something on this machine blocks www.facebook.com."),
        ("ABORTED", "The page went elsewhere while it was being opened."),
        ("UNHEARD_OF", "www.facebook.com couldn't be opened (net::ERR_UNHEARD_OF)."),
    ],
)
def test_a_network_error_names_the_host_alone(code: str, message: str) -> None:
    ours = mapped(PlaywrightError(f"Page.goto: net::ERR_{code} at https://www.facebook.com/help?a=b\nCall log:\n  - navigating"))
    assert isinstance(ours, PageError)
    assert ours.message == message
    assert ours.hint


def test_a_call_that_took_too_long_is_the_pages_fault() -> None:
    ours = mapped(PlaywrightTimeoutError("Locator.click: Timeout 30000ms exceeded."))
    assert isinstance(ours, PageError)
    assert ours.message == "The page didn't do in time what it was waited for."
    assert ours.hint == "Look at the window, then run it again."


def test_a_fault_that_nobody_foresaw_asks_for_a_report() -> None:
    ours = mapped(PlaywrightError("Locator.click: strict mode violation"))
    assert isinstance(ours, PageError)
    assert ours.message == "The page refused a step: what was to be used isn't there, or not in a state to be used."
    assert "ai-optout report" in ours.hint


def test_errors_of_ours_pass_as_they_are() -> None:
    error = PageError("A sentence.")
    with pytest.raises(PageError) as caught, playwright_errors():
        raise error
    assert caught.value is error


def test_a_closed_browser_is_told_as_that(
    apart: Callable[[Callable[[], None]], None], found: FoundBrowser, folders: Folders
) -> None:
    def work() -> None:
        with open_browser(found, headed=False, folders=folders) as opened:
            page = opened.new_context().new_page()
            opened.browser.close()
            page.goto("about:blank")

    with pytest.raises(BrowserError) as caught:
        apart(work)
    assert caught.value.message == "The browser window was closed."
    assert caught.value.hint == "Run it again; `ai-optout status` shows what was sent before."


def test_a_killed_driver_is_told_as_a_closed_browser(
    apart: Callable[[Callable[[], None]], None], found: FoundBrowser, folders: Folders
) -> None:
    def work() -> None:
        with open_browser(found, headed=False, folders=folders) as opened:
            page = opened.new_context().new_page()
            opened.kill()
            page.goto("about:blank")

    with pytest.raises(BrowserError) as caught:
        apart(work)
    assert caught.value.message == "The browser window was closed."


def test_a_driver_that_dies_at_its_start_is_told(
    apart: Callable[[Callable[[], None]], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\nexit 1\n")
    node.chmod(0o700)
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node))  # Playwright's own setting

    def work() -> None:
        with open_driver({}):
            pass

    with pytest.raises(BrowserError) as caught:
        apart(work)
    assert caught.value.message == "Playwright's driver ended before it could be used."


def test_a_driver_that_is_not_there_is_told(
    apart: Callable[[Callable[[], None]], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(tmp_path / "nothing"))

    def work() -> None:
        with open_driver({}):
            pass

    with pytest.raises(BrowserError) as caught:
        apart(work)
    assert caught.value.message == "Playwright's driver can't be started."
    assert caught.value.hint == "Install it afresh (`pipx reinstall ai-optout`); `ai-optout doctor` then says whether it works."
