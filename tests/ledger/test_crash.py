"""A run is killed at every call of the ledger and at every statement of SQLite: what is left opens and is true."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ai_optout.clock import SystemClock
from ai_optout.ledger import Ledger, Request
from ai_optout.status import Status

# What crashing_runs.py does, call by call: the request's state after it, and what a start then makes of it.
JOURNEY = [
    ("planned", Status.FAILED),
    ("opened", Status.FAILED),
    ("opened", Status.FAILED),  # an event only
    ("filled", Status.FAILED),
    ("reviewed", Status.FAILED),
    ("sending", Status.UNKNOWN),
    ("refused-by-page", Status.FAILED),
    ("filled", Status.FAILED),
    ("reviewed", Status.FAILED),
    ("sending", Status.UNKNOWN),
    ("sent", Status.SENT),
    ("code-asked", Status.SENT),
    ("acknowledged", Status.ACKNOWLEDGED),
    ("acknowledged", Status.ACKNOWLEDGED),  # its end
]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of all killed runs: `calls/before-N`, `calls/after-N`, `statements/N`."""
    root = tmp_path_factory.mktemp("crashes")
    for what in ("calls", "statements"):
        subprocess.run([sys.executable, str(Path(__file__).with_name("crashing_runs.py")), what, str(root / what)], check=True)
    return root


def left(run: Path) -> list[Request]:
    with Ledger.open(run / "data", clock=SystemClock()) as ledger:
        return ledger.requests()


def returned(run: Path) -> int:
    """How many calls had returned when the run was killed."""
    return len((run / "calls").read_text(encoding="utf-8").splitlines()) if (run / "calls").exists() else 0


def test_every_call_of_the_journey_was_a_point_to_be_killed_at(runs: Path) -> None:
    # The last one of each side is the run that got through, since there was no such call.
    assert len(list((runs / "calls").iterdir())) == 2 * (len(JOURNEY) + 1)


def test_a_run_that_is_killed_before_its_first_call_leaves_no_request(runs: Path) -> None:
    assert left(runs / "calls" / "before-1") == []


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("done", range(1, len(JOURNEY) + 1))
def test_a_killed_run_leaves_the_last_state_it_wrote_and_is_recovered_from_it(runs: Path, side: str, done: int) -> None:
    run = runs / "calls" / (f"after-{done}" if side == "after" else f"before-{done + 1}")
    state, status = JOURNEY[done - 1]
    with Ledger.open(run / "data", clock=SystemClock()) as ledger:
        (request,) = ledger.requests()
        assert request.state == state
        assert ledger.events(request.id)[-1].state == state
        recovered = ledger.recover()
        assert [found.status for found in recovered] == [status] * (status in {Status.UNKNOWN, Status.SENT})
        assert ledger.request(request.id).status is status


def test_a_run_that_is_killed_at_any_statement_leaves_what_was_written_or_what_was_being_written(runs: Path) -> None:
    points = [runs / "statements" / str(number) for number in range(1, len(list((runs / "statements").iterdir())))]
    assert len(points) > 4 * len(JOURNEY)  # BEGIN, a change, its event, COMMIT
    for run in points:
        done = returned(run)
        written = ["nothing", *(state for state, _ in JOURNEY)]
        found = [str(request.state) for request in left(run)] or ["nothing"]
        assert found in ([state] for state in written[done : done + 2])


def test_a_run_that_is_killed_at_any_statement_leaves_state_and_event_together(runs: Path) -> None:
    for run in (runs / "statements").iterdir():
        with Ledger.open(run / "data", clock=SystemClock()) as ledger:
            for request in ledger.requests():
                assert ledger.events(request.id)[-1].state == request.state


def test_a_run_that_is_killed_at_any_statement_is_unknown_exactly_where_it_stood_in_sending(runs: Path) -> None:
    for run in (runs / "statements").iterdir():
        with Ledger.open(run / "data", clock=SystemClock()) as ledger:
            stood = {request.id: request.state for request in ledger.requests()}
            ledger.recover()
            assert {number for number, state in stood.items() if state == "sending"} == {
                request.id for request in ledger.requests() if request.status is Status.UNKNOWN
            }
