"""More of test_killing.py, for `make sweep`: something is killed when the mock has received so many bytes, and at random times."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from tests.journeys.killing import CALLS, VICTIMS, Killing, Victim
from tests.journeys.meter import meter

pytestmark = pytest.mark.timeout(600)  # three runs of the command, and waits that run out where the mock is gone

PARTS = 14
SEEDS = range(12)
LASTS_S = 8.0
"""A little longer than a run takes: some of them are over by then."""


@pytest.fixture(scope="module")
def bytes_of() -> Callable[[Killing], int]:
    """How many bytes the mock receives in a run of a flow that nobody kills."""
    known: dict[str, int] = {}

    def count(killing: Killing) -> int:
        if killing.flow not in known:
            with meter(killing.rehearsal.mock.address) as wire:
                with killing.running(wire):
                    pass
                known[killing.flow] = wire.received
            killing.start_afresh()
        return known[killing.flow]

    return count


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("part", range(1, PARTS))
@pytest.mark.parametrize("flow", CALLS)
def test_something_killed_after_any_number_of_bytes_leaves_what_is_true(
    killing: Callable[[str], Killing], bytes_of: Callable[[Killing], int], flow: str, part: int, victim: Victim
) -> None:
    run = killing(flow)
    jitter = random.Random(f"{flow} {part} {victim}").randrange(200)

    run.at_byte(bytes_of(run) * part // PARTS + jitter, victim)

    run.assert_all_is_well()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("flow", CALLS)
def test_something_killed_at_any_time_leaves_what_is_true(killing: Callable[[str], Killing], flow: str, seed: int) -> None:
    chance = random.Random(f"{flow} {seed}")
    run = killing(flow)

    run.after(chance.uniform(0.2, LASTS_S), chance.choice(VICTIMS))

    run.assert_all_is_well()
