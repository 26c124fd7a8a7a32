"""The process, the browser and the mock are killed at a few of the points that sweep_killing.py goes through: the ledger opens and is
true, at most one request was accepted, and a further run gets it done.
"""

from __future__ import annotations

import pytest
from tests.journeys.command import Command
from tests.journeys.killing import Killing, Victim
from tests.journeys.rehearsal import Rehearsal

from ai_optout.ledger import State


@pytest.mark.parametrize(
    ("victim", "kind"),
    [("process", "post"), ("browser", "sending"), ("mock", "sending")],
    ids=["the process, while the form is held back", "the browser, before the press", "the mock, before the press"],
)
def test_whatever_is_killed_when_the_form_is_sent_it_is_never_sent_twice(
    command: Command, rehearsal: Rehearsal, victim: Victim, kind: str
) -> None:
    rehearsal.switch(code=False)
    killing = Killing(command, rehearsal, "facebook-third-party")
    number = 1 + KINDS.index(kind)

    killing.at_call(number, "after", victim)

    assert command.events(1)[number - 1].kind == kind
    assert command.requests()[0].state in {State.SENDING, State.UNKNOWN}
    killing.assert_all_is_well()


KINDS = [
    *("planned", "open", "seen", "opened", *["fill"] * 8, "filled", "receipt"),
    *("pause", "pause-ended", "reviewed", "sending", "post", "sent", "acknowledged", "end"),
]
"""The events of a journey to the third-party form without a code, each written by one call."""
