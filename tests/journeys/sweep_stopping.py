"""More of test_stopping.py, for `make sweep`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.journeys.command import Command, until_said
from tests.journeys.rehearsal import DEMO, Rehearsal

from ai_optout.ledger import State

KILLED = (sys.executable, str(Path(__file__).with_name("killed_run.py")))
LOGGED = {"AI_OPTOUT_LOG_LEVEL": "debug", "AI_OPTOUT_LOG_FORMAT": "json"}


def interrupted(process: subprocess.Popen[str], moment: str) -> tuple[dict[str, object], str]:
    """What the command prints after a Ctrl-C that comes as soon as its log says `moment`."""
    said = until_said(process, moment)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    (request,) = json.loads(stdout)["requests"]
    return request, said + stderr


def test_a_run_killed_between_the_press_and_the_answer_is_unknown(command: Command, rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False)
    words = command.words("facebook-third-party", profile=DEMO)
    with command.running(State.SENT, "before", *words, program=KILLED) as process:
        process.communicate(timeout=90)
    assert process.returncode == -signal.SIGKILL
    assert rehearsal.only_accepted()["acknowledged"]

    done = command.run(*words)

    assert [one["status"] for one in done.document["requests"]] == ["needs-person"]
    assert len(rehearsal.received()) == 1
    assert command.requests()[0].status == "unknown"


def test_a_run_killed_before_it_wrote_of_the_press_has_sent_nothing_and_is_sent_by_the_next(
    command: Command, rehearsal: Rehearsal
) -> None:
    words = command.words("facebook-third-party", profile=DEMO)
    with command.running(State.SENDING, "before", *words, program=KILLED) as process:
        process.communicate(timeout=90)
    assert process.returncode == -signal.SIGKILL
    assert rehearsal.received() == []

    done = command.run(*words)

    assert [one["status"] for one in done.document["requests"]] == ["acknowledged"]
    assert len(rehearsal.received()) == 1
    assert [one.status for one in command.requests()] == ["failed", "acknowledged"]


def test_two_runs_at_a_time_do_not_get_in_each_others_way(command: Command, rehearsal: Rehearsal) -> None:
    rehearsal.switch(latency_ms=150, mail_dropped=True)
    command.more |= LOGGED
    words = command.words("facebook-objection", profile=DEMO)
    with command.running(*words) as process:
        said = until_said(process, '"of_kind": "login"')
        second = command.run(*words)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    assert "Traceback" not in said
    assert second.status == 1
    lock = command.data / "ledger.lock"
    assert second.document["error"]["message"] == f"Another ai-optout is running (it holds {lock})."
    assert second.document["error"]["hint"] == "Wait until it is done, or end it, then run it again."
