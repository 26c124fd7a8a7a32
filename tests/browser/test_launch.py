"""The browser as it is started: what it is told, what it shows itself to be, what is left of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

from ai_optout.browser import BrowserKind, FoundBrowser, needs_no_sandbox, open_browser
from ai_optout.browser.launch import flags, not_started
from ai_optout.errors import BrowserError, PageError
from ai_optout.folders import Folders
from ai_optout.mock_address import MockAddress

T = TypeVar("T")
PIN = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


class Apart(Protocol):
    def __call__(self, work: Callable[[], T]) -> T: ...


def environment_of(pid: int) -> dict[str, str]:
    text = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    return dict(entry.split("=", 1) for entry in text.split("\0") if "=" in entry)


def test_the_profile_lies_in_our_folder_and_goes_with_the_run(
    apart: Apart, found: FoundBrowser, folders: Folders, processes_of: Callable[[Path], list[str]]
) -> None:
    def work() -> list[str]:
        with open_browser(found, headed=False, folders=folders) as opened:
            opened.new_context().new_page()
            return processes_of(folders.cache / "browser")

    assert any("--user-data-dir=" in line for line in apart(work))
    assert [path.name for path in (folders.cache / "browser").iterdir()] == ["sweep.lock"]
    assert processes_of(folders.cache) == []


def test_driver_and_browser_see_nothing_of_ours(
    apart: Apart, found: FoundBrowser, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_OPTOUT_SOMETHING", "secret")
    monkeypatch.setenv("A_TOKEN", "secret")

    def work() -> list[dict[str, str]]:
        with open_browser(found, headed=False, folders=folders) as opened:
            session = opened.browser.new_browser_cdp_session()
            processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
            browser = next(process["id"] for process in processes if process["type"] == "browser")
            return [environment_of(opened.driver.process.pid), environment_of(browser)]

    for seen in apart(work):
        assert "PATH" in seen
        assert "A_TOKEN" not in seen
        assert not [name for name in seen if name.startswith("AI_OPTOUT_")]
        assert str(folders.cache) in os.path.realpath(seen["TMPDIR"]) or "ai-optout-" in seen["TMPDIR"]


def test_a_page_may_know_that_a_program_is_at_work(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    def work() -> Any:
        with open_browser(found, headed=False, folders=folders) as opened:
            return opened.new_context().new_page().evaluate("navigator.webdriver")

    assert apart(work) is True


def test_a_context_is_the_size_and_the_language_it_was_asked_for(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    def work() -> Any:
        with open_browser(found, headed=False, folders=folders) as opened:
            page = opened.new_context("ar").new_page()
            return page.evaluate("[innerWidth, innerHeight, navigator.language, navigator.languages]")

    assert apart(work) == [1280, 900, "ar", ["ar"]]


def test_a_home_however_deep_is_no_hindrance(apart: Apart, found: FoundBrowser, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-long-name-of-a-folder"] * 6)

    def work() -> str:
        with open_browser(found, headed=False, folders=Folders(deep / "c", deep / "d", deep / "cache")) as opened:
            return opened.version

    assert apart(work)


def test_two_browsers_run_beside_each_other(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    def inner() -> str:
        with open_browser(found, headed=False, folders=folders) as opened:
            return opened.version

    def outer() -> tuple[str, str]:
        with open_browser(found, headed=False, folders=folders) as opened:
            second = apart(inner)
            return opened.browser.new_page().evaluate("'still here'"), second

    assert apart(outer)[0] == "still here"


def test_a_download_is_not_kept(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    def work() -> str | None:
        with open_browser(found, headed=False, folders=folders) as opened:
            page = opened.new_context().new_page()
            with page.expect_download() as started:
                page.set_content("<a id=a download=x href='data:text/plain,x'>x</a>")
                page.evaluate("document.getElementById('a').click()")
            return started.value.failure()

    assert "accept_downloads=True" in (apart(work) or "")


def test_a_program_that_is_no_browser_is_told(apart: Apart, folders: Folders, tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)

    def work() -> None:
        with open_browser(FoundBrowser(program, BrowserKind.SET, ""), headed=False, folders=folders):
            pass

    with pytest.raises(BrowserError) as refusal:
        apart(work)
    assert refusal.value.message == f"{program} (as set) didn't start: it ended or stayed silent before it could be steered."
    assert [path.name for path in (folders.cache / "browser").iterdir()] == ["sweep.lock"]


def test_a_browser_that_went_since_it_was_found_is_told(apart: Apart, folders: Folders, tmp_path: Path) -> None:
    def work() -> None:
        with open_browser(FoundBrowser(tmp_path / "gone", BrowserKind.CHROME, ""), headed=False, folders=folders):
            pass

    with pytest.raises(BrowserError) as refusal:
        apart(work)
    assert refusal.value.message == f"{tmp_path / 'gone'} can't be executed."


def test_a_display_that_is_not_there_is_told(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    environ = {**os.environ, "DISPLAY": ":4095"}

    def work() -> None:
        with open_browser(found, headed=True, folders=folders, environ=environ):
            pass

    with pytest.raises(BrowserError) as refusal:
        apart(work)
    assert refusal.value.message == "The display :4095 can't be reached, so the browser has nowhere to show its window."
    assert refusal.value.hint == "Log in to the desktop, or run it without a window: `--headless`."


def test_a_playwright_error_that_leaves_the_block_is_ours(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    def work() -> None:
        with open_browser(found, headed=False, folders=folders) as opened:
            opened.new_context().new_page().locator("button").click(timeout=10)

    with pytest.raises(PageError) as caught:
        apart(work)
    assert caught.value.message == "The page didn't do in time what it was waited for."


def test_a_sandbox_that_fails_is_told() -> None:
    found = FoundBrowser(Path("/usr/bin/chromium"), BrowserKind.CHROMIUM, "")
    error = not_started(found, "Chromium sandboxing failed!\n====")
    assert error.message == "/usr/bin/chromium can't set up its sandbox, which keeps web pages away from this machine."


@pytest.mark.parametrize(
    ("platform", "user", "needed"),
    [("linux", 0, True), ("linux", 1000, False), ("darwin", 0, False), ("win32", 0, False)],
    ids=["root", "person", "macos", "windows"],
)
def test_only_root_on_linux_goes_without_a_sandbox(platform: str, user: int, needed: bool) -> None:  # noqa: FBT001 (what is expected)
    assert needs_no_sandbox(platform, user) is needed


@pytest.mark.parametrize(("user", "unsafe"), [(0, True), (1000, False)], ids=["root", "person"])
def test_a_person_has_the_sandbox(
    apart: Apart, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, user: int, unsafe: bool
) -> None:
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/switches\nexit 3\n')
    program.chmod(0o755)
    monkeypatch.setattr("os.geteuid", lambda: user)

    def work() -> None:
        with open_browser(FoundBrowser(program, BrowserKind.SET, ""), headed=False, folders=folders):
            pass

    with pytest.raises(BrowserError):
        apart(work)
    assert ("--no-sandbox" in (tmp_path / "switches").read_text().split()) is (unsafe and sys.platform == "linux")


def test_without_a_mock_chromium_asks_nobody_about_the_forms() -> None:
    assert flags(None, headed=True, locale=None, environ={})[:3] == (
        "--no-pings",
        "--disable-domain-reliability",
        (
            "--host-resolver-rules=MAP content-autofill.googleapis.com ~NOTFOUND, "
            "MAP passwordsleakcheck-pa.googleapis.com ~NOTFOUND, MAP optimizationguide-pa.googleapis.com ~NOTFOUND"
        ),
    )


def test_a_mock_is_the_only_one_to_give_rules() -> None:
    mock = MockAddress.parse("127.0.0.1:8443", PIN, ["facebook.com"])
    given = flags(mock, headed=False, locale=None, environ={})
    assert [flag for flag in given if flag.startswith("--host-resolver-rules")] == [mock.flags()[0]]


def test_no_flag_undoes_one_of_playwrights_lists() -> None:
    """Chromium takes the last of two `--disable-features`, so one of ours would switch Playwright's off."""
    mock = MockAddress.parse("127.0.0.1:8443", PIN, ["facebook.com"])
    for given in (flags(mock, headed=True, locale="de", environ={}), flags(None, headed=True, locale="de", environ={})):
        assert not [flag for flag in given if "able-features" in flag]


def test_a_window_has_its_size_its_language_and_on_wayland_alone_its_platform() -> None:
    given = flags(None, headed=True, locale="de", environ={"WAYLAND_DISPLAY": "wayland-0"}, platform="linux")
    assert given[-3:] == ("--lang=de", "--window-size=1280,1000", "--ozone-platform=wayland")


@pytest.mark.needs("xvfb")
def test_with_a_window_the_page_is_as_large_as_the_window(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    with virtual_display() as display:
        environ = {**os.environ, "DISPLAY": display}

        def work() -> Any:
            with open_browser(found, headed=True, folders=folders, environ=environ) as opened:
                page = opened.new_context().new_page()
                return page.evaluate("[outerWidth, outerHeight, innerHeight < outerHeight]")

        assert apart(work) == [1280, 1000, True]


@pytest.mark.needs("xvfb")
def test_a_window_that_the_person_closes_is_told(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    with virtual_display() as display:
        environ = {**os.environ, "DISPLAY": display}

        def work() -> None:
            with open_browser(found, headed=True, folders=folders, environ=environ) as opened:
                page = opened.new_context().new_page()
                session = opened.browser.new_browser_cdp_session()
                session.send("Browser.close")  # what closing the last window comes to
                page.wait_for_event("framenavigated", timeout=10_000)

        with pytest.raises(BrowserError) as caught:
            apart(work)
    assert caught.value.message == "The browser window was closed."


@contextmanager
def virtual_display() -> Iterator[str]:
    """The name of a display that nobody sees, for as long as the block lasts."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read) as number:
                yield f":{number.readline().strip()}"
        finally:
            server.terminate()
