"""Which browser to use: the one that the settings name, else an installed Chrome or Edge, else Playwright's Chromium, else
PATH's.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ai_optout.browser.driver import open_driver
from ai_optout.browser.environment import scrubbed
from ai_optout.browser.faults import playwright_errors
from ai_optout.errors import BrowserError
from ai_optout.messages import _


class BrowserKind(StrEnum):
    """What kind of browser it is, in the words that a person knows."""

    SET = "as set"
    CHROME = "Google Chrome"
    EDGE = "Microsoft Edge"
    PLAYWRIGHT = "Playwright's Chromium"
    CHROMIUM = "Chromium"


@dataclass(frozen=True)
class FoundBrowser:
    """An executable browser, its kind, and why it is this one (for the doctor)."""

    path: Path
    kind: BrowserKind
    why: str


ON_PATH: Final = ("chromium", "chromium-browser")
WRAPPER_BYTES: Final = 4096  # Ubuntu's /usr/bin/chromium-browser is a shell script of some 2 KB that calls the snap


def find_browser(
    setting: str | Path | None,
    *,
    environ: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    places: Iterable[tuple[BrowserKind, Path]] | None = None,
    own: Callable[[Mapping[str, str]], Path | None] | None = None,
    debian: bool | None = None,
) -> FoundBrowser:
    """The browser to use, in the order of the module's first line.

    `setting` is a path or a command on PATH. `places` are the well-known ones of `platform`, `own` finds Playwright's Chromium,
    `debian` says whether there is an apt-get; left out, this machine is asked.
    Raises `BrowserError` where the setting is no executable file, and where there is no browser.
    """
    if setting:
        return _as_set(setting, environ)
    for kind, path in places if places is not None else well_known_places(platform, environ):
        if _is_executable(path):
            return FoundBrowser(path, kind, _("installed on this machine"))
    if fetched := (own or playwright_chromium)(environ):
        return FoundBrowser(fetched, BrowserKind.PLAYWRIGHT, _("installed by Playwright"))
    confined = False
    for name in ON_PATH:
        if command := shutil.which(name, path=environ.get("PATH")):
            if not is_snap(Path(command)):
                return FoundBrowser(Path(command), BrowserKind.CHROMIUM, _("`{name}` on PATH").format(name=name))
            confined = True
    raise _nothing_found(confined=confined, debian=Path("/etc/debian_version").exists() if debian is None else debian)


def well_known_places(platform: str, environ: Mapping[str, str]) -> list[tuple[BrowserKind, Path]]:
    """Where the installers of Google Chrome and Microsoft Edge put them, Chrome first."""
    if platform == "win32":
        roots = [environ[name] for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if environ.get(name)]
        chrome = [Path(root, "Google", "Chrome", "Application", "chrome.exe") for root in roots]
        edge = [Path(root, "Microsoft", "Edge", "Application", "msedge.exe") for root in roots]
    elif platform == "darwin":
        roots = ["/Applications", *([f"{environ['HOME']}/Applications"] if environ.get("HOME") else [])]
        chrome = [Path(root, "Google Chrome.app/Contents/MacOS/Google Chrome") for root in roots]
        edge = [Path(root, "Microsoft Edge.app/Contents/MacOS/Microsoft Edge") for root in roots]
    else:
        chrome = [Path("/opt/google/chrome/chrome"), Path("/usr/bin/google-chrome-stable"), Path("/usr/bin/google-chrome")]
        edge = [Path("/opt/microsoft/msedge/msedge"), Path("/usr/bin/microsoft-edge-stable"), Path("/usr/bin/microsoft-edge")]
    return [(BrowserKind.CHROME, path) for path in chrome] + [(BrowserKind.EDGE, path) for path in edge]


def playwright_chromium(environ: Mapping[str, str]) -> Path | None:
    """The Chromium that `playwright install chromium` fetched, or None.

    Only the driver knows its exact path, and starting it takes half a second: it is asked only where Playwright's folder of
    browsers holds a Chromium at all.
    """
    folder = browsers_folder(environ)
    if folder is not None and not any(folder.glob("chromium-*")):
        return None
    with open_driver(scrubbed(environ, Path(tempfile.gettempdir()))) as driver, playwright_errors():
        path = Path(driver.playwright.chromium.executable_path)
    return path if _is_executable(path) else None


def browsers_folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path | None:
    """Playwright's folder of browsers, as its documentation on managing browser binaries names it; None where it lies in the
    package.
    """
    chosen = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen:
        return None if chosen == "0" else Path(chosen)
    home = Path(environ.get("HOME") or Path.home())
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local", "ms-playwright")
    if platform == "darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache", "ms-playwright")


def is_snap(path: Path) -> bool:
    """Whether `path` starts a browser confined by snap, which may not write to the hidden folder that its profile would lie
    in.
    """
    if "/snap/" in f"{path}/" or path.resolve() == Path("/usr/bin/snap"):
        return True
    try:
        with path.open("rb") as file:
            return b"/snap/bin/" in file.read(WRAPPER_BYTES)
    except OSError:
        return False  # a program that may be executed but not read is no shell script


def install_command() -> str:
    """The command that has Playwright fetch its Chromium, by the very Python that runs this."""
    return f"`{shlex.join([sys.executable, '-m', 'playwright', 'install', 'chromium'])}`"


def _as_set(setting: str | Path, environ: Mapping[str, str]) -> FoundBrowser:
    path = Path(setting).expanduser()
    if path.parent == Path() and (command := shutil.which(path, path=environ.get("PATH"))):
        path = Path(command)
    if _is_executable(path):
        return FoundBrowser(path.absolute(), BrowserKind.SET, _("named by the setting `browser`"))
    hint = _(
        "Name the browser's program file, or leave the setting `browser` out to have one found; `ai-optout doctor` says which."
    )
    if path.suffix == ".app":
        hint = _("Name the program inside it: {path}").format(path=path / "Contents" / "MacOS" / path.stem)
    raise BrowserError(_("The browser {setting} is not an executable file.").format(setting=setting), hint)


def _is_executable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _nothing_found(*, confined: bool, debian: bool) -> BrowserError:
    install = install_command()
    hint = _("Install Google Chrome or Microsoft Edge, or have Playwright fetch a Chromium: {install}.").format(install=install)
    if debian and not confined:  # on Ubuntu apt-get brings the same snap again
        hint = _("Install one: `sudo apt-get install chromium`, or {install}.").format(install=install)
    if confined:
        return BrowserError(
            _("The only browser on this machine is a Chromium from snap, which may not write where its profile would lie."), hint
        )
    return BrowserError(
        _("No browser was found: neither Chrome nor Edge, neither Playwright's Chromium nor `chromium` on PATH."), hint
    )
