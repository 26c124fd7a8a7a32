"""Ctrl-C and sudden death of the real command: one sentence or none, and a ledger that tells what may have arrived."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
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


@pytest.mark.parametrize(
    ("moment", "status", "exit_status"),
    [
        ('"of_meaning": "impact"', "stopped", 4),
        ('"of_kind": "code"', "sent", 5),
    ],
    ids=["while it fills in", "while it waits for the code"],
)
def test_ctrl_c_ends_the_run_as_the_ledger_bears_out(
    command: Command, rehearsal: Rehearsal, moment: str, status: str, exit_status: int
) -> None:
    rehearsal.switch(mail_dropped=True, latency_ms=150)
    command.more |= LOGGED
    with command.running(*command.words("facebook-objection", profile=DEMO)) as process:
        request, said = interrupted(process, moment)

    assert (request["status"], process.returncode) == (status, exit_status)
    assert request["reason"] in {"Stopped, as you asked.", "The form was sent; then it broke off: Stopped, as you asked."}
    assert "Traceback" not in said
    assert [one.status for one in command.requests()] == [status]
    assert len(rehearsal.received()) == (1 if status == "sent" else 0)
    assert [path.name for path in (command.home / "ai-optout" / "cache" / "browser").iterdir()] == ["sweep.lock"]


def test_a_killed_run_is_told_by_the_next_and_what_may_have_arrived_is_not_sent_again(
    command: Command, rehearsal: Rehearsal
) -> None:
    points = {
        "facebook-objection": (State.SENDING, "after"),  # written down, and not pressed yet
        "instagram-objection": (State.CODE_ASKED, "after"),  # accepted, its code not given
    }
    said = ""
    for flow, (state, side) in points.items():
        with command.running(state, side, *command.words(flow, profile=DEMO), program=KILLED) as process:
            said += process.communicate(timeout=90)[1]
        assert process.returncode == -signal.SIGKILL
    assert [one["door"] for one in rehearsal.accepted()] == ["B"]

    done = command.run(*command.words(*points, profile=DEMO))

    said += done.stderr
    assert "Traceback" not in said
    for flow, status in (("facebook-objection", "unknown"), ("instagram-objection", "sent")):
        assert (
            f"{flow} of {datetime.now(UTC):%Y-%m-%d} broke off and is {status}. "
            "It is not sent again by itself: look for an e-mail about it first."
        ) in said
    assert said.count("broke off and is") == 2
    assert [(one["flow"], one["status"]) for one in done.document["requests"]] == [
        ("facebook-objection", "needs-person"),
        ("instagram-objection", "needs-person"),
    ]
    assert "An earlier request may have arrived on " in done.document["requests"][0]["reason"]
    assert done.status == 3
    assert [one["door"] for one in rehearsal.received()] == ["B"]
    statuses = [(one.flow, one.status) for one in command.requests()]
    assert statuses == [("facebook-objection", "unknown"), ("instagram-objection", "sent")]
