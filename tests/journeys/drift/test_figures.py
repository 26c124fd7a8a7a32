"""What the figures of drift count, and what they hold against it."""

from __future__ import annotations

import argparse
from dataclasses import replace

import pytest
from tests.journeys.drift.__main__ import seeds
from tests.journeys.drift.figures import broken, figures, rows
from tests.journeys.drift.outcome import Outcome, Wrong

DONE = Outcome(
    seed=1,
    severity=1,
    way="A",
    language="en",
    status="acknowledged",
    reason=None,
    accepted=1,
    wrong=(),
    new_questions=(),
    other_questions=(),
    reworded=("email",),
    in_lexicon=(),
    seconds=2.0,
)
HELPED = replace(DONE, severity=4, new_questions=("extra_city",))
STUCK = replace(DONE, severity=4, status="needs-person", accepted=0, other_questions=("Your shoe size",))


def test_one_that_was_helped_with_a_new_question_finished_but_not_unaided() -> None:
    found = figures("all", [DONE, HELPED, STUCK])
    assert (found.journeys, found.finished, found.unaided) == (3, 2, 1)


def test_journeys_whose_words_are_none_of_the_lexicon_s_have_a_row_of_their_own() -> None:
    found = {row.what: row.journeys for row in rows([DONE, replace(DONE, in_lexicon=("email",)), replace(DONE, reworded=())])}
    assert found["other words, none in the lexicon"] == 1
    assert found["other words, some in the lexicon"] == 1


FAULTS = {
    "a wrong value": (
        replace(DONE, wrong=(Wrong("email", "x", "y"),)),
        "seed 1 sent a wrong value for email: 'x' instead of 'y'",
    ),
    "accepted twice": (replace(DONE, accepted=2), "seed 1 was accepted 2 times"),
    "help where none is needed": (replace(HELPED, severity=3), "didn't go by itself"),
    "too few finished": (STUCK, "95% should"),
}


@pytest.mark.parametrize(("outcome", "said"), FAULTS.values(), ids=FAULTS)
def test_what_must_hold_and_does_not_is_said(outcome: Outcome, said: str) -> None:
    assert any(said in sentence for sentence in broken([outcome]))


def test_where_all_holds_nothing_is_said() -> None:
    assert broken([DONE, HELPED]) == []


def test_seeds_are_named_singly_and_from_to() -> None:
    assert seeds("3,7,20-22,7") == [3, 7, 20, 21, 22]


@pytest.mark.parametrize("text", ["", "a", "0", "5-3", "1-", "-4"])
def test_what_names_no_seeds_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="expected seeds such as 1-200"):
        seeds(text)
