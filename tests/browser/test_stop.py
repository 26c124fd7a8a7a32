"""Ctrl-C, sent for real: to a process group, and typed in a terminal."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ai_optout.browser import StopSignal
from ai_optout.browser.temporary import temporary_folder
from ai_optout.folders import Folders

PROGRAM = Path(__file__).with_name("stoppable.py")
Eventually = Callable[[Callable[[], bool]], bool]
ProcessesOf = Callable[[Path], list[str]]


@contextmanager
def running(way: str, home: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """The program with its browser open, in a process group of its own, and what it said of its processes."""
    environment = {**os.environ, "AI_OPTOUT_HOME": str(home)}
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), way],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def said_last(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line: dict[str, Any] = json.loads(process.stdout.readline())
    assert process.wait(30) == 0
    return line


def lives(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_the_driver_and_the_browser_are_in_sessions_of_their_own(tmp_path: Path) -> None:
    with running("pump", tmp_path) as (process, pids):
        sessions = [os.getsid(pid) for pid in (process.pid, pids["driver"], pids["browser"])]
        os.killpg(process.pid, signal.SIGINT)
        said_last(process)
    assert sessions == [process.pid, pids["driver"], pids["browser"]]


def test_a_signal_to_the_whole_group_leaves_the_browser_alive_and_the_wish_noted(tmp_path: Path) -> None:
    with running("pump", tmp_path) as (process, _):
        os.killpg(process.pid, signal.SIGINT)
        assert said_last(process) == {"restored": True, "requested": True, "title": "still here"}


def test_a_driver_that_hears_ctrl_c_after_all_keeps_its_browser(tmp_path: Path) -> None:
    with running("pump", tmp_path) as (process, pids):
        os.kill(pids["driver"], signal.SIGINT)
        time.sleep(0.5)  # as long as a browser takes to close
        os.killpg(process.pid, signal.SIGINT)
        assert said_last(process) == {"restored": True, "requested": True, "title": "still here"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["end-it", "terminal-closed"])
def test_being_told_to_end_is_the_same_wish(tmp_path: Path, number: signal.Signals) -> None:
    with running("pump", tmp_path) as (process, _):
        os.killpg(process.pid, number)
        assert said_last(process)["title"] == "still here"


def test_after_a_clean_stop_no_process_and_no_profile_is_left(
    tmp_path: Path, eventually: Eventually, processes_of: ProcessesOf
) -> None:
    with running("pump", tmp_path) as (process, pids):
        os.killpg(process.pid, signal.SIGINT)
        said_last(process)
    assert eventually(lambda: not lives(pids["driver"]) and not processes_of(tmp_path))
    assert [path.name for path in (tmp_path / "cache" / "browser").iterdir()] == ["sweep.lock"]


def test_ctrl_c_typed_in_a_terminal_is_a_wish_too(tmp_path: Path) -> None:
    environment = {**os.environ, "AI_OPTOUT_HOME": str(tmp_path)}
    terminal = pexpect.spawn(sys.executable, [str(PROGRAM), "pump"], env=environment, encoding="utf-8", timeout=30)
    terminal.expect(r"\{.driver.*\}")
    terminal.sendintr()
    terminal.expect(r"\{.restored.*\}")
    assert isinstance(terminal.match, re.Match)
    last = json.loads(terminal.match.group())
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert last == {"restored": True, "requested": True, "title": "still here"}
    assert terminal.exitstatus == 0


def test_a_second_signal_ends_a_call_that_hangs(tmp_path: Path, eventually: Eventually, processes_of: ProcessesOf) -> None:
    with running("hang", tmp_path) as (process, pids):
        os.killpg(process.pid, signal.SIGINT)
        assert lives(pids["driver"])
        os.killpg(process.pid, signal.SIGTERM)  # another one: two of the same kind at once are one to the system
        last = said_last(process)
        assert process.stderr is not None
        noise = process.stderr.read()
    assert last == {"restored": True, "error": "BrowserError", "message": "The browser window was closed."}
    assert noise == ""
    assert eventually(lambda: not processes_of(tmp_path))
    assert [path.name for path in (tmp_path / "cache" / "browser").iterdir()] == ["sweep.lock"]


def test_a_closed_terminal_that_is_told_twice_kills_nothing() -> None:
    killed: list[str] = []
    with StopSignal() as stop, stop.on_second(lambda: killed.append("killed")):
        signal.raise_signal(signal.SIGHUP)
        signal.raise_signal(signal.SIGHUP)
    assert stop.requested
    assert killed == []


def test_driver_and_browser_go_when_we_are_killed(tmp_path: Path, eventually: Eventually, processes_of: ProcessesOf) -> None:
    with running("forever", tmp_path) as (process, pids):
        assert processes_of(tmp_path)
        process.kill()
        process.wait()
    assert eventually(lambda: not lives(pids["driver"]) and not lives(pids["browser"]) and not processes_of(tmp_path))
    with temporary_folder(Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache")):
        pass  # sweeps what the killed run left


def test_what_a_killed_run_left_is_swept_by_the_next(tmp_path: Path, eventually: Eventually, processes_of: ProcessesOf) -> None:
    with running("forever", tmp_path) as (process, _):
        left = [path for path in (tmp_path / "cache" / "browser").iterdir() if path.is_dir()]
        process.kill()
        process.wait()
    assert eventually(lambda: not processes_of(tmp_path))
    with running("pump", tmp_path) as (process, _):
        os.killpg(process.pid, signal.SIGINT)
        said_last(process)
    assert len(left) == 1
    assert [path.name for path in (tmp_path / "cache" / "browser").iterdir()] == ["sweep.lock"]


def test_a_signal_that_nothing_is_left_for_is_a_keyboard_interrupt() -> None:
    with StopSignal() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.requested
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_the_second_signal_kills_once_and_the_third_interrupts() -> None:
    killed: list[str] = []
    with StopSignal() as stop, stop.on_second(lambda: killed.append("killed")):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert killed == ["killed"]


def test_a_hang_up_that_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with StopSignal() as stop:
            signal.raise_signal(signal.SIGHUP)
        assert not stop.requested
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
