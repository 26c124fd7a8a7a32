"""More of test_killing.py, for `make sweep`: the process is killed before and after every call of the ledger, in every flow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.journeys.killing import CALLS, Killing

pytestmark = pytest.mark.timeout(600)  # three runs of the command, and waits that run out where the mock is gone

POINTS = [(flow, number, side) for flow, count in CALLS.items() for number in range(1, count + 1) for side in ("before", "after")]


@pytest.mark.parametrize(("flow", "number", "side"), POINTS)
def test_a_process_killed_at_any_call_leaves_what_is_true(
    killing: Callable[[str], Killing], flow: str, number: int, side: str
) -> None:
    run = killing(flow)

    assert run.at_call(number, side, "process")

    run.assert_all_is_well()


@pytest.mark.parametrize(("flow", "count"), CALLS.items())
def test_there_is_no_call_after_the_last_of_these(killing: Callable[[str], Killing], flow: str, count: int) -> None:
    run = killing(flow)

    assert not run.at_call(count + 1, "before", "process")
    assert [one.status for one in run.command.requests()] == ["acknowledged"]
