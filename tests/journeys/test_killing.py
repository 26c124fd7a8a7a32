"""The process, the browser and the mock are killed at a few of the points that the sweeps go through (sweep_killed_*.py): the ledger opens and is
true, at most one request was accepted, and a further run gets it done.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.journeys.killing import Killing, Victim

from ai_optout.ledger import State


@pytest.mark.parametrize(
    ("victim", "kind"),
    [("process", "post"), ("browser", "sending"), ("mock", "sending")],
    ids=["the process, while the form is held back", "the browser, before the press", "the mock, before the press"],
)
def test_whatever_is_killed_when_the_form_is_sent_it_is_never_sent_twice(
    killing: Callable[[str], Killing], victim: Victim, kind: str
) -> None:
    run = killing("facebook-third-party")
    run.rehearsal.switch(code=False)
    event = KINDS.index(kind)

    run.at_call(event + 1 + WITHOUT_EVENT, "after", victim)

    assert run.command.events(1)[event].kind == kind
    assert run.command.requests()[0].state in {State.SENDING, State.UNKNOWN}
    run.assert_all_is_well()


KINDS = [
    *("planned", "open", "seen", "opened", *["fill"] * 8, "filled", "receipt"),
    *("pause", "pause-ended", "reviewed", "sending", "post", "sent", "acknowledged", "end"),
]
"""The events of a journey to the third-party form without a code, each written by one call."""
WITHOUT_EVENT = 1
"""Calls that write none: the country of residence, at the beginning."""
