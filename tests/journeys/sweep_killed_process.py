"""More of test_killing.py, for `make sweep`: the process is killed before and after every call of the ledger, in every flow."""

from __future__ import annotations

import pytest
from tests.journeys.command import Command
from tests.journeys.killing import CALLS, Killing
from tests.journeys.rehearsal import Rehearsal

POINTS = [(flow, number, side) for flow, count in CALLS.items() for number in range(1, count + 1) for side in ("before", "after")]


@pytest.mark.parametrize(("flow", "number", "side"), POINTS)
def test_a_process_killed_at_any_call_leaves_what_is_true(
    command: Command, rehearsal: Rehearsal, flow: str, number: int, side: str
) -> None:
    killing = Killing(command, rehearsal, flow)

    assert killing.at_call(number, side, "process")

    killing.assert_all_is_well()


@pytest.mark.parametrize(("flow", "count"), CALLS.items())
def test_there_is_no_call_after_the_last_of_these(command: Command, rehearsal: Rehearsal, flow: str, count: int) -> None:
    killing = Killing(command, rehearsal, flow)

    assert not killing.at_call(count + 1, "before", "process")
    assert [one.status for one in command.requests()] == ["acknowledged"]
