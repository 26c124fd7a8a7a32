"""`ai-optout doctor`, run as a person runs it: a process of its own, in a home of its own."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from ai_optout.checkup import Check, State
from ai_optout.cli.doctor import _show_check

COMMAND = [sys.executable, "-c", "import typer; from ai_optout.cli.doctor import doctor; typer.run(doctor)"]
NOWHERE = "/nowhere/browser"


def run(home: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AI_OPTOUT_") and name != "DEBUG"}
    told = {"AI_OPTOUT_HOME": str(home), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"} | environment
    return subprocess.run([*COMMAND, *options], env=kept | told, capture_output=True, text=True, check=False, timeout=120)


def checks(home: Path, **environment: str) -> dict[str, dict[str, Any]]:
    """What `--json` says, by what was checked; without a browser unless one is named, for that is the slow one."""
    document = json.loads(run(home, "--json", **({"AI_OPTOUT_BROWSER": NOWHERE} | environment)).stdout)
    return {check["what"]: check for check in document["checks"]}


def test_where_all_that_is_needed_works_the_exit_status_is_0(tmp_path: Path) -> None:
    done = run(tmp_path, "--json")
    document = json.loads(done.stdout)
    assert document["works"] is True
    assert {check["what"] for check in document["checks"] if check["state"] == "fail"} == set()
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_browser_is_really_started(tmp_path: Path) -> None:
    assert re.fullmatch(r"\S.* \d+\.[\d.]+ starts: /.* \(.+\)", checks(tmp_path, AI_OPTOUT_BROWSER="")["browser"]["found"])
    assert [path.name for path in (tmp_path / "cache" / "browser").iterdir()] == ["sweep.lock"]


def test_a_browser_that_is_none_fails_with_the_way_out(tmp_path: Path) -> None:
    done = run(tmp_path, AI_OPTOUT_BROWSER=NOWHERE, COLUMNS="300")
    assert done.returncode == 1
    assert "browser: fail. The browser /nowhere/browser is not an executable file." in done.stdout
    assert "to do: Name the browser's program file, or leave the setting `browser` out to have one found" in done.stdout
    assert "1 thing must be put right before a run." in done.stdout


def test_a_browser_that_does_not_start_fails(tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    check = checks(tmp_path, AI_OPTOUT_BROWSER=str(program))["browser"]
    assert check["state"] == "fail"
    assert check["found"] == f"{program} (as set) didn't start: it ended or stayed silent before it could be steered."


def test_whether_the_sandbox_is_on_is_said(tmp_path: Path) -> None:
    check = checks(tmp_path, AI_OPTOUT_BROWSER="")["sandbox"]
    expected = ("warn", "off, because this is root: Chromium as root starts no other way.") if os.geteuid() == 0 else ("ok", "on")
    assert (check["state"], check["found"]) == expected


def test_broken_settings_fail_and_the_rest_is_still_checked(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir(mode=0o700)
    (tmp_path / "config" / "config.toml").write_text("slow_ms = -1\n")
    found = checks(tmp_path)
    assert found["settings"]["state"] == "fail"
    assert found["settings"]["found"].startswith("There is something wrong with the settings: ")
    assert "keyring" in found


def test_a_folder_open_to_others_is_said_with_the_command_that_closes_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o755)
    check = checks(tmp_path)["folder for data"]
    assert check["state"] == "warn"
    assert check["found"] == f"{tmp_path / 'data'} is open to others on this machine (mode 0755)."
    assert check["advice"] == f"chmod 700 {tmp_path / 'data'}"


def test_a_folder_that_cannot_be_made_fails(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder would be")
    check = checks(tmp_path / "home")["folder for data"]
    assert check["state"] == "fail"
    assert check["found"] == f"{tmp_path / 'home' / 'data'} can't be written to."
    assert check["advice"] == f"Make {tmp_path / 'home'} a folder that you may write to, or set AI_OPTOUT_HOME to one that is."


def test_playwright_that_prints_what_is_typed_fails(tmp_path: Path) -> None:
    check = checks(tmp_path, DEBUG="pw:api")["debugging"]
    assert check["state"] == "fail"
    assert check["found"] == "DEBUG is set, which has Playwright print everything that is typed into the forms."
    assert check["advice"] == "Unset it and run this again: `unset DEBUG`."


@pytest.mark.parametrize(
    ("display", "state", "found"),
    [
        (":99", "ok", ":99"),
        ("", "warn", "none: the browser runs without a window, and nobody can log in or solve a security check in it."),
    ],
    ids=["there", "none"],
)
def test_the_display_is_named(tmp_path: Path, display: str, state: str, found: str) -> None:
    check = checks(tmp_path, DISPLAY=display, WAYLAND_DISPLAY="")["display"]
    assert (check["state"], check["found"]) == (state, found)


PLAIN = "keyrings.alt.file.PlaintextKeyring"


@pytest.mark.parametrize(
    ("backend", "found"),
    [
        ("keyring.backends.fail.Keyring", "There is no keyring on this machine."),
        (
            "keyring.backends.null.Keyring",
            "The keyring forgets: keyring.backends.null.Keyring took an entry and gave nothing back.",
        ),
        (PLAIN, f"The keyring found here, {PLAIN}, keeps plain text."),
    ],
    ids=["none", "forgetful", "plain-text"],
)
def test_a_keyring_that_is_of_no_use_is_no_hindrance_but_said(tmp_path: Path, backend: str, found: str) -> None:
    check = checks(tmp_path, PYTHON_KEYRING_BACKEND=backend)["keyring"]
    assert check["state"] == "warn"
    assert check["found"] == found
    assert check["advice"]


def test_a_plain_text_keyring_that_the_settings_allow_is_still_said(tmp_path: Path) -> None:
    check = checks(tmp_path, PYTHON_KEYRING_BACKEND=PLAIN, AI_OPTOUT_ALLOW_KEYRING=PLAIN, XDG_DATA_HOME=str(tmp_path))["keyring"]
    assert check["state"] == "warn"
    assert check["found"] == f"the keyring ({PLAIN}) keeps plain text, which the settings allow; no profile yet."


@pytest.mark.parametrize("width", [24, 80])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, width: int) -> None:
    for options in ((), ("--security",)):
        done = run(tmp_path, *options, AI_OPTOUT_BROWSER=NOWHERE, COLUMNS=str(width))
        assert max(map(len, done.stdout.splitlines())) <= width


def test_colours_are_left_out_where_they_are_not_wanted(tmp_path: Path) -> None:
    coloured = run(tmp_path, AI_OPTOUT_BROWSER=NOWHERE, FORCE_COLOR="1")
    plain = run(tmp_path, AI_OPTOUT_BROWSER=NOWHERE, FORCE_COLOR="1", NO_COLOR="1")
    assert re.search(r"\x1b\[[0-9;]*3[0-9]", coloured.stdout)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", plain.stdout)


def test_a_terminal_that_knows_ascii_alone_shows_it_all(tmp_path: Path) -> None:
    done = run(tmp_path, AI_OPTOUT_BROWSER=NOWHERE, PYTHONIOENCODING="ascii")
    assert "must be put right before a run." in done.stdout


def test_security_says_what_lies_where(tmp_path: Path) -> None:
    homes = json.loads(run(tmp_path, "--security", "--json").stdout)["homes"]
    assert [home["where"] for home in homes] == [
        "the keyring, or a file that you name",
        str(tmp_path / "data" / "ledger.sqlite3"),
        str(tmp_path / "data" / "ledger.key"),
        str(tmp_path / "data" / "receipts"),
        str(tmp_path / "config" / "pointed"),
        str(tmp_path / "data" / "logins"),
        str(tmp_path / "cache" / "browser"),
        str(tmp_path / "data" / "ledger-damaged-*"),
        "where you say",
    ]
    assert all(home["mode"] and home["ends"] for home in homes)


def test_security_looks_and_touches_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "--security")
    assert done.returncode == 0
    assert "the browser's temporary profile" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("columns", [80, 40])
def test_a_command_to_copy_stands_in_one_piece_however_narrow_the_terminal(columns: int) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, color_system=None, width=columns, highlight=False, legacy_windows=False)
    command = "/opt/google/chrome/chrome --remote-debugging-port=9222 --user-data-dir=/home/mina/chrome-for-ai-optout"

    _show_check(console, Check("--attach", State.OK, "to have a run work in a browser of yours, start it so:", command=command))

    assert command in shown.getvalue().splitlines()
