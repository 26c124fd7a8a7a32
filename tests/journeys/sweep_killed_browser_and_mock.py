"""More of test_killing.py, for `make sweep`: the browser and the mock are killed after every call of the ledger, in every flow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.journeys.killing import CALLS, Killing, Victim

pytestmark = pytest.mark.timeout(600)  # three runs of the command, and waits that run out where the mock is gone

POINTS = [(flow, number) for flow, count in CALLS.items() for number in range(1, count + 1)]


@pytest.mark.parametrize("victim", ["browser", "mock"])
@pytest.mark.parametrize(("flow", "number"), POINTS)
def test_a_browser_or_a_mock_killed_at_any_call_leaves_what_is_true(
    killing: Callable[[str], Killing], flow: str, number: int, victim: Victim
) -> None:
    run = killing(flow)

    run.at_call(number, "after", victim)

    run.assert_all_is_well()
