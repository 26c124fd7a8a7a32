from __future__ import annotations

import pytest

from ai_optout.ledger.state import NEXT, State, may_end, truthful_status
from ai_optout.status import Status


def test_every_status_has_a_state_of_the_same_name() -> None:
    assert {status.value for status in Status} <= {state.value for state in State}


def test_sending_follows_on_a_review_alone() -> None:
    assert [state for state, following in NEXT.items() if State.SENDING in following] == [State.REVIEWED]


@pytest.mark.parametrize("state", [State.SENDING, State.SENT, State.CODE_ASKED, State.ACKNOWLEDGED])
def test_after_the_press_no_end_says_that_nothing_was_accepted(state: State) -> None:
    assert {status for status in Status if may_end(state, status)} <= {Status.SENT, Status.UNKNOWN, Status.ACKNOWLEDGED}


@pytest.mark.parametrize(
    ("state", "wanted", "status"),
    [
        (State.REVIEWED, Status.STOPPED, Status.STOPPED),
        (State.REFUSED_BY_PAGE, Status.NEEDS_PERSON, Status.NEEDS_PERSON),
        (State.SENDING, Status.STOPPED, Status.UNKNOWN),
        (State.SENDING, Status.SENT, Status.SENT),
        (State.CODE_ASKED, Status.NEEDS_PERSON, Status.SENT),
        (State.SENT, Status.FAILED, Status.SENT),
        (State.ACKNOWLEDGED, Status.FAILED, Status.ACKNOWLEDGED),
        (State.REVIEWED, Status.ACKNOWLEDGED, Status.UNKNOWN),
    ],
)
def test_an_end_says_what_the_journal_knows_rather_than_what_went_wrong(state: State, wanted: Status, status: Status) -> None:
    assert truthful_status(state, wanted) is status


@pytest.mark.parametrize("state", list(NEXT))
@pytest.mark.parametrize("wanted", list(Status))
def test_a_truthful_status_can_always_be_the_end(state: State, wanted: Status) -> None:
    assert may_end(state, truthful_status(state, wanted))
