"""What people do that nobody planned for: a window closed at any pause, a browser that is killed, a laptop that slept."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest
from tests.journeys.command import Command, environment
from tests.journeys.rehearsal import DEMO, Rehearsal

from ai_optout.person.pause import Pause, PauseKind, Send
from ai_optout.testing import ScriptedPerson


def close_it(pause: Pause) -> None:
    assert pause.page is not None
    pause.page.close()


CLOSED = "The window was closed. To try again, run the same command."
AFTER = f"The form was sent; then it broke off: {CLOSED}"


@dataclass(frozen=True)
class Closing:
    """At which pause of which flow the window is closed, and what comes of it."""

    flow: str
    switches: dict[str, object]
    before: tuple[PauseKind, ...]
    at: PauseKind
    status: str
    reason: str


AT = {
    "the log-in": Closing("facebook-objection", {}, (), PauseKind.LOGIN, "failed", CLOSED),
    "the security check": Closing(
        "facebook-third-party", {"code": False, "security_check": True}, (PauseKind.REVIEW,), PauseKind.CHECK, "sent", AFTER
    ),
    "the code": Closing("facebook-third-party", {"code": True}, (PauseKind.REVIEW,), PauseKind.CODE, "sent", AFTER),
}


@pytest.mark.parametrize("case", AT.values(), ids=AT)
def test_a_window_that_is_closed_at_a_pause_ends_it_with_one_sentence(rehearsal: Rehearsal, case: Closing) -> None:
    rehearsal.switch(**case.switches)

    with ScriptedPerson(*((kind, Send()) for kind in case.before), (case.at, close_it)) as person:
        result = rehearsal.one(case.flow, person=person)

    assert (result.status, result.reason) == (case.status, case.reason)


Start = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture
def terminal(command: Command) -> Iterator[Start]:
    """The command in a real terminal, in a group of its own; no window is needed."""
    started: list[pexpect.spawn[str]] = []

    def start(columns: int = 120) -> pexpect.spawn[str]:
        command.home.mkdir(mode=0o700, exist_ok=True)
        words = ["-m", "ai_optout", "run", "facebook-third-party", "--headless", "--profile", str(DEMO)]
        words += ["--mock", command.mock.address, "--pin", command.mock.pin]
        env = {**environment(command.home, TERM="xterm"), "COLUMNS": str(columns)}
        spawned = pexpect.spawn(
            sys.executable, words, env=env, cwd=str(command.home), encoding="utf-8", timeout=90, dimensions=(50, columns)
        )
        started.append(spawned)
        return spawned

    yield start
    for one in started:
        one.close(force=True)


def below(root: int) -> Iterator[tuple[int, str]]:
    """The processes that `root` started, and what they started, with their command lines."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if parent == root:
            yield int(entry.name), line
            yield from below(int(entry.name))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up as Linux has them")
def test_a_browser_that_is_killed_is_said_and_nothing_was_sent(command: Command, rehearsal: Rehearsal, terminal: Start) -> None:
    talk = terminal()
    talk.expect("type send")
    browsers = [pid for pid, line in below(pid_of(talk)) if "--type=" not in line and "--remote-debugging" in line]
    assert browsers
    os.kill(browsers[0], signal.SIGKILL)
    talk.expect(r"went away|was closed|ended")
    talk.expect(pexpect.EOF)
    talk.close()

    assert (talk.exitstatus, rehearsal.received()) == (1, [])
    assert [one.status for one in command.requests()] == ["failed"]


def test_a_machine_that_slept_over_the_codes_time_has_a_new_code_sent(
    command: Command, rehearsal: Rehearsal, terminal: Start
) -> None:
    rehearsal.switch(code=True, code_valid_s=5)
    talk = terminal()
    talk.expect("type send")
    talk.send("send\r")
    talk.expect("A code was sent to your e-mail address")
    late = newest(rehearsal)
    everybody = [pid_of(talk), *(pid for pid, _ in below(pid_of(talk)))]
    for pid in everybody:
        os.kill(pid, signal.SIGSTOP)
    until = time.monotonic() + 6
    while time.monotonic() < until:
        rehearsal.mails()
    for pid in reversed(everybody):
        os.kill(pid, signal.SIGCONT)

    talk.send(f"Your code: {late[:3]} {late[3:]}\r")
    talk.expect("That code is no longer valid, and a new one was asked for.")
    talk.expect("paste the whole mail")
    talk.send("\r".join(["Email confirmation code", "", f"{newest(rehearsal)}", "", "Meta, Merrion Road, Dublin 4, 2026", ""]))
    talk.expect("acknowledged")
    talk.expect(pexpect.EOF)
    talk.close()

    assert talk.exitstatus == 0
    assert rehearsal.only_accepted()["code_confirmed"]


def pid_of(talk: pexpect.spawn[str]) -> int:
    assert talk.pid is not None
    return talk.pid


def newest(rehearsal: Rehearsal) -> str:
    codes: list[str] = [code for mail in rehearsal.mails() for code in re.findall(r"^\d{6}$", mail["text"], re.MULTILINE)]
    return codes[-1]
