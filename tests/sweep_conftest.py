"""What conftest.py promises of every test, seen from outside: a suite of one test, run under it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


class Suite(Protocol):
    """Runs a test's source with pytest under this project's conftest.py and settings."""

    def __call__(self, source: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    def run(source: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "conftest.py").write_text((CHECKOUT / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
        (tmp_path / "test_it.py").write_text(source, encoding="utf-8")
        settings = ["-c", str(CHECKOUT / "pyproject.toml"), f"--rootdir={CHECKOUT}", "-p", "no:cacheprovider"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *settings, *options, str(tmp_path / "test_it.py")],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_test_that_reaches_beyond_loopback_fails_even_where_it_swallows_the_error(suite: Suite) -> None:
    ended = suite(
        "import contextlib, socket\n"
        "import pytest\n"
        "@pytest.mark.parametrize('attempt', [\n"
        "    lambda: socket.create_connection(('192.0.2.1', 443), 1),\n"
        "    lambda: socket.socket().connect_ex(('192.0.2.2', 443)),\n"
        "    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'', ('192.0.2.3', 53)),\n"
        "    lambda: socket.socket(socket.AF_INET6).connect(('2001:db8::1', 443)),\n"
        "])\n"
        "@pytest.mark.filterwarnings('ignore::pytest.PytestUnraisableExceptionWarning')\n"
        "def test_it(attempt):\n"
        "    with contextlib.suppress(OSError):\n"
        "        attempt()\n"
    )

    assert ended.returncode == 1
    for address in ("192.0.2.1:443", "192.0.2.2:443", "192.0.2.3:53", "2001:db8::1:443"):
        assert f"Failed: The test tried to reach {address}: nothing beyond loopback may be reached." in ended.stdout


def test_loopback_may_be_reached(suite: Suite) -> None:
    ended = suite(
        "import socket\n"
        "def test_it():\n"
        "    with socket.create_server(('127.0.0.1', 0)) as server, socket.create_connection(server.getsockname()):\n"
        "        pass\n"
    )

    assert ended.returncode == 0, ended.stdout


def test_a_test_sees_nothing_of_the_persons_environment(suite: Suite) -> None:
    ended = suite(
        "import os\n"
        "def test_it():\n"
        "    seen = {'AI_OPTOUT_PROFILE', 'PWDEBUG', 'DEBUG', 'XDG_CONFIG_HOME', 'DBUS_SESSION_BUS_ADDRESS'} & set(os.environ)\n"
        "    assert not seen\n"
        "    assert os.environ['HOME'] != '/home-of-the-person'\n"
        "    assert os.environ['AI_OPTOUT_HOME'].startswith(os.environ['HOME'])\n",
        AI_OPTOUT_PROFILE="me",
        PWDEBUG="1",
        DEBUG="pw:*",
        XDG_CONFIG_HOME="/home-of-the-person/.config",
        DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere",
        HOME="/home-of-the-person",
    )

    assert ended.returncode == 0, ended.stdout


def test_what_one_test_puts_into_the_keyring_is_gone_in_the_next(suite: Suite) -> None:
    ended = suite(
        "import keyring\n"
        "def test_one():\n    keyring.set_password('s', 'u', 'p')\n    assert keyring.get_password('s', 'u') == 'p'\n"
        "def test_two():\n    assert keyring.get_password('s', 'u') is None\n"
    )

    assert ended.returncode == 0, ended.stdout


NEEDS_TMUX = "import pytest\n@pytest.mark.needs('tmux')\ndef test_it():\n    pass\n"


def test_what_was_left_out_for_want_of_a_program_is_counted_and_named(suite: Suite, tmp_path: Path) -> None:
    ended = suite(NEEDS_TMUX, PATH=str(tmp_path))

    assert ended.returncode == 0
    assert "left out for want of a program" in ended.stdout
    assert "1 test: needs tmux (Debian package tmux)" in ended.stdout
    assert "\n    ::test_it\n" in ended.stdout  # its file lies outside the project's folder and so has no name in it


@pytest.mark.parametrize("workers", ["0", "2"])
def test_with_no_skips_what_was_left_out_fails_the_run(suite: Suite, tmp_path: Path, workers: str) -> None:
    ended = suite(NEEDS_TMUX, "--no-skips", "-n", workers, PATH=str(tmp_path))

    assert ended.returncode == 1
    assert "Skipped tests fail this run (--no-skips)." in ended.stdout


def test_a_program_that_is_there_is_no_reason_to_skip(suite: Suite, tmp_path: Path) -> None:
    (tmp_path / "tmux").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "tmux").chmod(0o755)

    assert "1 passed" in suite(NEEDS_TMUX, "--no-skips", PATH=str(tmp_path)).stdout


def test_a_program_nobody_knows_is_an_error_and_no_skip(suite: Suite) -> None:
    assert suite("import pytest\n@pytest.mark.needs('nonsense')\ndef test_it():\n    pass\n").returncode == 1


@pytest.mark.parametrize(("shard", "outcome"), [("1/2", "2 passed, 1 deselected"), ("2/2", "1 passed, 2 deselected")])
def test_a_shard_is_every_nth_test(suite: Suite, shard: str, outcome: str) -> None:
    assert outcome in suite("".join(f"def test_{name}(): pass\n" for name in "abc"), "--shard", shard).stdout


def test_the_page_of_pytest_playwright_is_in_the_installed_browser_and_knows_no_name_but_loopbacks(suite: Suite) -> None:
    ended = suite(
        "import pytest\n"
        "from playwright.sync_api import Error\n"
        "def test_it(page):\n"
        "    page.goto('data:text/html,<h1>here</h1>')\n"
        "    assert page.locator('h1').inner_text() == 'here'\n"
        "    with pytest.raises(Error, match='ERR_NAME_NOT_RESOLVED'):\n"
        "        page.goto('https://www.example.org/')\n"
    )

    assert ended.returncode == 0, ended.stdout
