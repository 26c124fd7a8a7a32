"""tests/programs.py as `make` calls it, on machines made of a PATH with a few stand-in programs and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tests" / "programs.py"
NOBODY_ANSWERS = "http://127.0.0.1:9"  # the discard port: refused at once


@dataclass(frozen=True)
class Machine:
    """A machine whose PATH is `path`; what its apt-get was asked for goes to `asked`."""

    path: Path

    @property
    def asked(self) -> list[str]:
        log = self.path / "apt-get.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    @property
    def through(self) -> str:
        """What apt-get is called through: root needs no sudo."""
        return "env" if os.geteuid() == 0 else "sudo"

    def has(self, name: str, script: str = "exit 0") -> Path:
        """Put a program there that does what `script` says."""
        program = self.path / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    def has_packages(self, script: str = "exit 0") -> None:
        """Put an apt-get there that may be used, and what it is called through."""
        self.has("apt-get", f'echo "$@" >> "{self.path}/apt-get.log"\n{script}')
        self.has("sudo", '[ "$1" = --non-interactive ] || exit 1\nshift\nexec "$@"')
        for name in ("env", "cp", "chmod"):
            found = shutil.which(name)
            assert found
            (self.path / name).symlink_to(found)

    def run(self, wanted: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": str(self.path),
            "HOME": str(self.path),
            "PLAYWRIGHT_BROWSERS_PATH": str(self.path / "fetched"),
            "PLAYWRIGHT_DOWNLOAD_HOST": NOBODY_ANSWERS,
        }
        command = [sys.executable, str(SCRIPT), wanted]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    path = tmp_path / "bin"
    path.mkdir()
    return Machine(path)


def test_an_installed_browser_is_taken_and_nothing_is_installed(machine: Machine) -> None:
    chromium = machine.has("chromium")
    machine.has_packages()

    found = machine.run("browser")

    assert (found.returncode, found.stdout) == (0, f"browser: {chromium}\n")
    assert machine.asked == []


def test_a_browser_that_does_not_start_is_none_yet(machine: Machine) -> None:
    machine.has("chromium", "echo 'error while loading shared libraries: libnss3.so' >&2\nexit 127")
    machine.has_packages(f'[ "$3" = update ] || cp "{machine.has("chromium-to-be")}" "{machine.path}/chromium"')

    found = machine.run("browser")

    assert found.stdout.endswith(f"browser: {machine.path}/chromium\n")
    assert "chromium: error while loading shared libraries: libnss3.so" in found.stderr
    assert machine.asked[-1] == "--quiet --yes install --no-install-recommends chromium"


def test_where_playwright_is_refused_the_browser_comes_from_the_packages(machine: Machine) -> None:
    machine.has_packages(f'[ "$3" = update ] || cp "{machine.has("chromium-to-be")}" "{machine.path}/chromium"')

    found = machine.run("browser")

    assert found.returncode == 0
    assert found.stdout.endswith(f"browser: {machine.path}/chromium\n")
    assert machine.asked == ["--quiet --yes update", "--quiet --yes install --no-install-recommends chromium"]


def test_where_there_is_no_browser_to_be_had_it_says_why_and_what_to_do(machine: Machine) -> None:
    machine.has_packages("echo 'Reading package lists...'\necho 'E: Could not get lock.' >&2\necho 'more' >&2\nexit 100")

    refused = machine.run("browser")

    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-2:] == [
        f"  {machine.through}: E: Could not get lock.",
        "No browser was found and none could be installed: install Google Chrome, Microsoft Edge or Chromium, and try again.",
    ]
    assert "Traceback" not in refused.stderr


def test_what_the_tests_drive_is_installed_in_one_go(machine: Machine) -> None:
    machine.has_packages()
    machine.has("tmux")
    machine.has("dbus-run-session")

    machine.run("tests")

    assert machine.asked == [
        "--quiet --yes update",
        "--quiet --yes install --no-install-recommends xvfb gnome-keyring dovecot-imapd",
    ]


def test_what_the_tests_would_miss_is_named_and_is_no_failure(machine: Machine) -> None:
    for name in ("Xvfb", "dbus-run-session", "gnome-keyring-daemon", "dovecot"):
        machine.has(name)

    missed = machine.run("tests")

    assert missed.returncode == 0
    assert missed.stderr == "tmux can't be had here: its tests will be skipped. On Debian: apt-get install tmux\n"


def test_a_word_it_does_not_know_is_refused_with_those_it_does(machine: Machine) -> None:
    refused = machine.run("everything")

    assert (refused.returncode, refused.stderr) == (1, "usage: programs.py browser|tests\n")
