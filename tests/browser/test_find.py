"""Which browser is used, of several and of none."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from ai_optout.browser import BrowserKind, FoundBrowser, find_browser
from ai_optout.browser.find import browsers_folder, is_snap, well_known_places
from ai_optout.errors import BrowserError

INSTALL = f"`{shlex.join([sys.executable, '-m', 'playwright', 'install', 'chromium'])}`"


def program(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def nothing_of_playwrights(_: object) -> None:
    return None


def test_the_setting_comes_before_everything(tmp_path: Path) -> None:
    mine = program(tmp_path / "mine")
    chrome = program(tmp_path / "chrome")
    found = find_browser(str(mine), places=[(BrowserKind.CHROME, chrome)])
    assert found == FoundBrowser(mine, BrowserKind.SET, "named by the setting `browser`")


def test_the_setting_may_be_a_command(tmp_path: Path) -> None:
    brave = program(tmp_path / "brave-browser")
    assert find_browser("brave-browser", environ={"PATH": str(tmp_path)}).path == brave


def test_an_installed_browser_comes_before_playwrights(tmp_path: Path) -> None:
    edge, own = program(tmp_path / "msedge"), program(tmp_path / "own")
    places = [(BrowserKind.CHROME, tmp_path / "not-there"), (BrowserKind.EDGE, edge)]
    found = find_browser(None, places=places, own=lambda _: own)
    assert found == FoundBrowser(edge, BrowserKind.EDGE, "installed on this machine")


def test_playwrights_comes_before_the_one_on_path(tmp_path: Path) -> None:
    own = program(tmp_path / "own")
    program(tmp_path / "bin" / "chromium")
    found = find_browser(None, environ={"PATH": str(tmp_path / "bin")}, places=[], own=lambda _: own)
    assert found == FoundBrowser(own, BrowserKind.PLAYWRIGHT, "installed by Playwright")


@pytest.mark.parametrize("name", ["chromium", "chromium-browser"])
def test_the_one_on_path_comes_last(tmp_path: Path, name: str) -> None:
    chromium = program(tmp_path / name)
    found = find_browser(None, environ={"PATH": str(tmp_path)}, places=[], own=nothing_of_playwrights)
    assert found == FoundBrowser(chromium, BrowserKind.CHROMIUM, f"`{name}` on PATH")


def test_playwrights_is_not_asked_for_where_it_has_no_browsers(tmp_path: Path) -> None:
    chromium = program(tmp_path / "chromium")
    environ = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "none")}
    assert find_browser(None, environ=environ, places=[]).path == chromium


@pytest.mark.parametrize("what", ["missing", "folder", "plain-file"])
def test_a_setting_that_is_no_program_is_named(tmp_path: Path, what: str) -> None:
    path = tmp_path / "browser"
    if what == "folder":
        path.mkdir()
    if what == "plain-file":
        path.write_text("no program")
        path.chmod(0o644)
    with pytest.raises(BrowserError) as refusal:
        find_browser(str(path))
    assert refusal.value.message == f"The browser {path} is not an executable file."
    assert refusal.value.hint == (
        "Name the browser's program file, or leave the setting `browser` out to have one found; `ai-optout doctor` says which."
    )


def test_a_macos_application_is_told_the_program_inside(tmp_path: Path) -> None:
    application = tmp_path / "Google Chrome.app"
    application.mkdir()
    with pytest.raises(BrowserError) as refusal:
        find_browser(str(application))
    assert refusal.value.hint == f"Name the program inside it: {application}/Contents/MacOS/Google Chrome"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_nothing_found_says_how_to_get_one(tmp_path: Path, platform: str) -> None:
    with pytest.raises(BrowserError) as refusal:
        find_browser(
            None, environ={"PATH": str(tmp_path)}, platform=platform, places=[], own=nothing_of_playwrights, debian=False
        )
    assert refusal.value.message == (
        "No browser was found: neither Chrome nor Edge, neither Playwright's Chromium nor `chromium` on PATH."
    )
    assert refusal.value.hint == f"Install Google Chrome or Microsoft Edge, or have Playwright fetch a Chromium: {INSTALL}."


def test_a_debian_is_told_its_own_way(tmp_path: Path) -> None:
    with pytest.raises(BrowserError) as refusal:
        find_browser(None, environ={"PATH": str(tmp_path)}, platform="linux", places=[], own=nothing_of_playwrights, debian=True)
    assert refusal.value.hint == f"Install one: `sudo apt-get install chromium`, or {INSTALL}."


def test_a_chromium_from_snap_is_not_used_and_named(tmp_path: Path) -> None:
    program(tmp_path / "chromium-browser", '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    with pytest.raises(BrowserError) as refusal:
        find_browser(None, environ={"PATH": str(tmp_path)}, places=[], own=nothing_of_playwrights, debian=True)
    assert refusal.value.message == (
        "The only browser on this machine is a Chromium from snap, which may not write where its profile would lie."
    )
    assert refusal.value.hint == f"Install Google Chrome or Microsoft Edge, or have Playwright fetch a Chromium: {INSTALL}."


def test_a_program_inside_snaps_folder_is_known() -> None:
    assert is_snap(Path("/snap/chromium/2900/usr/lib/chromium-browser/chrome"))
    assert not is_snap(Path("/usr/lib/chromium/chromium"))


@pytest.mark.parametrize(
    ("platform", "environ", "places"),
    [
        (
            "win32",
            {"PROGRAMFILES": "/p", "LOCALAPPDATA": "/l"},
            [
                "/p/Google/Chrome/Application/chrome.exe",
                "/l/Google/Chrome/Application/chrome.exe",
                "/p/Microsoft/Edge/Application/msedge.exe",
                "/l/Microsoft/Edge/Application/msedge.exe",
            ],
        ),
        (
            "darwin",
            {"HOME": "/Users/zoe"},
            [
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Users/zoe/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
                "/Users/zoe/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
            ],
        ),
        (
            "linux",
            {},
            [
                "/opt/google/chrome/chrome",
                "/usr/bin/google-chrome-stable",
                "/usr/bin/google-chrome",
                "/opt/microsoft/msedge/msedge",
                "/usr/bin/microsoft-edge-stable",
                "/usr/bin/microsoft-edge",
            ],
        ),
    ],
    ids=["windows", "macos", "linux"],
)
def test_the_well_known_places_are_the_installers(platform: str, environ: dict[str, str], places: list[str]) -> None:
    assert [path.as_posix() for _, path in well_known_places(platform, environ)] == places


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"HOME": "/h"}, "/h/.cache/ms-playwright"),
        ("linux", {"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "/c/ms-playwright"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/ms-playwright"),
        ("win32", {"HOME": "/h", "LOCALAPPDATA": "/l"}, "/l/ms-playwright"),
        ("linux", {"HOME": "/h", "PLAYWRIGHT_BROWSERS_PATH": "/b"}, "/b"),
    ],
    ids=["linux", "linux-elsewhere", "macos", "windows", "chosen"],
)
def test_playwrights_folder_of_browsers_is_the_documented_one(platform: str, environ: dict[str, str], folder: str) -> None:
    assert browsers_folder(environ, platform) == Path(folder)
