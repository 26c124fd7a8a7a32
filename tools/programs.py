"""Find what the project drives beyond Python, or get it: `programs.py browser` for a browser, `programs.py tests` for the rest.

What there is to find stands in tests/programs.toml. A browser is looked for first among the installed ones, then got with
`playwright install`, then, on a Debian-like machine that lets us, from its packages; without one nothing here works, so that is
exit status 1. What only some tests need is got from the packages alone; where it can't be had, that is said and the status stays
0: those tests are skipped, counted and named by tests/conftest.py.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parent.parent / "tests" / "programs.toml"
ANSWER_S = 20  # a browser's --version takes under a second; the first start after an install some more
DOWNLOAD_S = 15 * 60  # Playwright's Chromium is some 170 MB
INSTALL_S = 15 * 60


@dataclass(frozen=True)
class Program:
    """A program by the name the tests know it by: where it may be, how it shows that it works, Debian's package for it."""

    name: str
    executables: tuple[str, ...]
    package: str
    answers: str = ""

    def find(self) -> Path | None:
        """The first executable of it that is there and, where `answers` says how, answers; None where there is none."""
        for candidate in self.executables:
            found = shutil.which(candidate)
            if found and (not self.answers or _succeeds([found, self.answers], ANSWER_S)):
                return Path(found)
        return None


def known_programs() -> dict[str, Program]:
    """Everything in tests/programs.toml, by name."""
    with PROGRAMS.open("rb") as file:
        tables = tomllib.load(file)
    return {
        name: Program(name, tuple(table["executables"]), table["package"], table.get("answers", ""))
        for name, table in tables.items()
    }


def find_browser() -> Path | None:
    """The browser to drive: an installed one, else Playwright's own; None where there is neither."""
    installed = known_programs()["browser"].find()
    if installed:
        return installed
    # Asked of a process of its own: Playwright's synchronous interface can't be started where a loop runs already.
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=ANSWER_S,
    )
    path = Path(asked.stdout.strip())
    return path if asked.returncode == 0 and path.is_file() and _succeeds([str(path), "--version"], ANSWER_S) else None


def get_browser() -> Path | None:
    """A browser, installed if need be by Playwright or from Debian's packages; None where neither gave one that starts."""
    found = find_browser()
    if found:
        return found
    print("There is no browser here. Asking Playwright for its Chromium …", flush=True)
    fetched = _succeeds(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        DOWNLOAD_S,
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000",  # milliseconds; a network that only swallows must not hold us for minutes
    )
    found = find_browser() if fetched else None
    if found:
        return found
    print("Playwright's Chromium can't be had here. Asking the system's packages …", flush=True)
    install_packages([known_programs()["browser"].package])
    return find_browser()


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
    if ended.returncode != 0 and "--version" not in command:
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
    rest = [program for program in known_programs().values() if program.name != "browser"]
    missing = [program for program in rest if not program.find()]
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
    if len(sys.argv) != 2 or sys.argv[1] not in wanted:  # noqa: PLR2004 -- the program and its one argument
        sys.exit(f"usage: {Path(sys.argv[0]).name} {'|'.join(wanted)}")
    sys.exit(wanted[sys.argv[1]]())
