"""Find what the project drives beyond Python, or get it: `programs.py browser` for a browser, `programs.py tests` for the rest.

A browser is looked for as ai-optout itself looks for one; where there is none, it is got with `playwright install`, and where
that is refused or gave one that does not start, from the packages of a Debian-like machine that lets us. Without one nothing
here works, so that is exit status 1. What only some tests drive stands in tests/programs.toml and comes from the packages alone;
where it is not to be had, that is said and the status stays 0: those tests are skipped, counted and named by tests/conftest.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ai_optout.browser import find_browser
from ai_optout.errors import BrowserError

PROGRAMS = Path(__file__).resolve().parent.parent / "tests" / "programs.toml"
BROWSER_PACKAGE = "chromium"  # Debian's
ANSWER_S = 20  # a browser's --version takes under a second; the first start after an install some more
DOWNLOAD_S = 15 * 60  # Playwright's Chromium is some 170 MB
INSTALL_S = 15 * 60


@dataclass(frozen=True)
class Program:
    """A program by the name the tests know it by, the executable that shows that it is there, and Debian's package for it."""

    name: str
    executable: str
    package: str

    def find(self) -> Path | None:
        """Where its executable is, or None."""
        found = shutil.which(self.executable)
        return Path(found) if found else None


def known_programs() -> dict[str, Program]:
    """Everything in tests/programs.toml, by name."""
    with PROGRAMS.open("rb") as file:
        tables = tomllib.load(file)
    return {name: Program(name, table["executable"], table["package"]) for name, table in tables.items()}


def working_browser() -> Path | None:
    """The browser that ai-optout would drive, if it starts; None where there is none or it doesn't."""
    try:
        found = find_browser(None).path
    except BrowserError:
        return None
    return found if _succeeds([str(found), "--version"], ANSWER_S) else None


def get_browser() -> Path | None:
    """A browser that starts, got if need be by Playwright or from Debian's packages; None where neither gave one."""
    if found := working_browser():
        return found
    print("There is no browser here that starts. Asking Playwright for its Chromium …", flush=True)
    _succeeds(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        DOWNLOAD_S,
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000",  # milliseconds; a network that only swallows must not hold us for minutes
    )
    if found := working_browser():
        return found
    # The package also brings the libraries that Playwright's Chromium misses on a bare system.
    print("Playwright's Chromium can't be had here, or doesn't start. Asking the system's packages …", flush=True)
    install_packages([BROWSER_PACKAGE])
    return working_browser()


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages where there is apt-get and we may, as root or by a sudo that asks nothing. True where it did."""
    apt_get = shutil.which("apt-get")
    if not apt_get:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if not sudo or not _succeeds([sudo, "--non-interactive", "true"], ANSWER_S):
            return False
        prefix = [sudo, "--non-interactive"]
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", apt_get, "--quiet", "--yes"]
    return _succeeds([*prefix, *quietly, "update"], INSTALL_S) and _succeeds(
        [*prefix, *quietly, "install", "--no-install-recommends", *packages], INSTALL_S
    )


def _succeeds(command: list[str], limit_s: int, **environment: str) -> bool:
    """Whether `command` ended well within `limit_s` seconds; why it didn't goes to standard error, in one line."""
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=limit_s,
            env=os.environ | environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {Path(command[0]).name}: {error}", file=sys.stderr)
        return False
    if ended.returncode != 0:
        said = (ended.stderr + ended.stdout).strip().splitlines() or [f"exit status {ended.returncode}"]
        why = next(
            (line for line in said if line.startswith(("E:", "Error:"))), said[-1]
        )  # apt's and Playwright's way of saying it
        print(f"  {Path(command[0]).name}: {why}", file=sys.stderr)
    return ended.returncode == 0


def browser() -> int:
    """Make sure of a browser; 1 where there is none to be had."""
    found = get_browser()
    if not found:
        print(
            "No browser was found and none could be installed: install Google Chrome, Microsoft Edge or Chromium, and try again.",
            file=sys.stderr,
        )
        return 1
    print(f"browser: {found}")
    return 0


def tests() -> int:
    """Get what the tests drive beyond the browser, and say what is missing; 0 either way: those tests will be skipped by name."""
    missing = [program for program in known_programs().values() if not program.find()]
    if missing:
        print(f"Getting {', '.join(program.name for program in missing)} …", flush=True)
        install_packages([program.package for program in missing])
    for program in missing:
        if not program.find():
            print(
                f"{program.name} can't be had here: its tests will be skipped. On Debian: apt-get install {program.package}",
                file=sys.stderr,
            )
    return 0


if __name__ == "__main__":
    wanted = {"browser": browser, "tests": tests}
    if len(sys.argv) != 2 or sys.argv[1] not in wanted:
        sys.exit(f"usage: {Path(sys.argv[0]).name} {'|'.join(wanted)}")
    sys.exit(wanted[sys.argv[1]]())
