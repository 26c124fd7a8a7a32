from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ai_optout.status import Pause, Recovered, RequestResult, RunResult, Status, exit_status


def result(**changed: Any) -> RequestResult:
    values: dict[str, Any] = {
        "profile": "demo",
        "flow": "facebook-objection",
        "status": Status.ACKNOWLEDGED,
        "reason": None,
        "receipt": None,
        "seconds": 12.5,
        "account": "facebook",
    }
    return RequestResult(**(values | changed))


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("acknowledged", 0),
        ("filled", 0),
        ("not-eligible", 0),
        ("covered", 0),
        ("skipped", 0),
        ("sent", 5),
        ("unknown", 5),
        ("failed", 1),
        ("needs-person", 3),
        ("stopped", 4),
    ],
)
def test_each_status_has_the_word_and_the_exit_status_of_the_contract(word: str, number: int) -> None:
    assert Status(word).exit_status == number


def test_there_is_no_status_beyond_the_contract() -> None:
    assert len(Status) == 10


@pytest.mark.parametrize(
    ("statuses", "number"),
    [
        ([], 0),
        ([Status.ACKNOWLEDGED, Status.COVERED], 0),
        ([Status.STOPPED, Status.ACKNOWLEDGED], 4),
        ([Status.STOPPED, Status.NEEDS_PERSON], 3),
        ([Status.STOPPED, Status.NEEDS_PERSON, Status.FAILED], 1),
        ([Status.FAILED, Status.ACKNOWLEDGED, Status.UNKNOWN], 5),
    ],
    ids=["nothing", "all well", "stopped", "needs a person", "failed", "may have been sent"],
)
def test_of_several_requests_the_first_of_5_1_3_4_is_the_exit_status(statuses: list[Status], number: int) -> None:
    assert exit_status(statuses) == number


def test_the_document_is_the_one_of_the_contract() -> None:
    pause = Pause(kind="code", about="Confirmation code", seconds=3.25)
    run = RunResult(
        requests=(
            result(receipt=Path("/data/receipts/one"), pauses=(pause,)),
            result(flow="instagram-objection", account="instagram", status=Status.UNKNOWN, reason="The page gave no answer."),
        )
    )
    assert json.loads(run.model_dump_json()) == {
        "requests": [
            {
                "profile": "demo",
                "flow": "facebook-objection",
                "status": "acknowledged",
                "reason": None,
                "receipt": str(Path("/data/receipts/one")),
                "seconds": 12.5,
                "pauses": [{"kind": "code", "about": "Confirmation code", "seconds": 3.25}],
                "account": "facebook",
            },
            {
                "profile": "demo",
                "flow": "instagram-objection",
                "status": "unknown",
                "reason": "The page gave no answer.",
                "receipt": None,
                "seconds": 12.5,
                "pauses": [],
                "account": "instagram",
            },
        ]
    }
    assert run.exit_status == 5


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ACKNOWLEDGED])
def test_every_status_but_acknowledged_needs_a_reason(status: Status) -> None:
    with pytest.raises(ValidationError, match="a reason belongs to every status but `acknowledged`"):
        result(status=status, reason=None)


def test_an_acknowledged_request_has_no_reason() -> None:
    with pytest.raises(ValidationError, match="and to that one never"):
        result(reason="All went well.")


@pytest.mark.parametrize("reason", ["", "Two\nlines."], ids=["empty", "two lines"])
def test_a_reason_is_one_line_that_says_something(reason: str) -> None:
    with pytest.raises(ValidationError):
        result(status=Status.FAILED, reason=reason)


def test_a_refused_value_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ValidationError) as refusal:
        result(seconds="anna@example.org")
    assert "anna@example.org" not in str(refusal.value)


def test_half_a_character_in_a_pages_wording_does_not_break_the_document() -> None:
    pause = Pause(kind="question", about="cut \ud83d", seconds=0)
    assert json.loads(pause.model_dump_json())["about"] == "cut \ufffd"


def test_what_an_earlier_run_left_stands_in_the_document_only_where_there_is_something() -> None:
    left = Recovered(
        request=3,
        profile="demo",
        flow="facebook-objection",
        status=Status.UNKNOWN,
        reason="An earlier run broke off while the form was being sent: it may have arrived.",
        begun=datetime(2026, 11, 23, 12, tzinfo=UTC),
    )

    assert json.loads(RunResult(requests=(), recovered=(left,)).model_dump_json())["recovered"] == [
        {
            "request": 3,
            "profile": "demo",
            "flow": "facebook-objection",
            "status": "unknown",
            "reason": "An earlier run broke off while the form was being sent: it may have arrived.",
            "begun": "2026-11-23T12:00:00Z",
        }
    ]
    assert list(json.loads(RunResult(requests=()).model_dump_json())) == ["requests"]
