"""Where a request stands, told from the ledger and the day alone: overdue is computed, and what isn't sure is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.followup.conftest import KEY, MINA, sent_request

from ai_optout.clock import SystemClock
from ai_optout.followup.page import status_page
from ai_optout.followup.standing import Phase, Standing, standings
from ai_optout.followup.urgency import IN_WORDS, by_urgency, called, in_days
from ai_optout.ledger import Answer, Ledger, who
from ai_optout.ledger.reading import read_requests
from ai_optout.status import Status

SENT_ON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # the fixed clock's day; due on 23 December


def standing(data: Path, now: datetime = SENT_ON, country: str | None = None) -> Standing:
    """The only request's."""
    (found,) = standings(read_requests(data, clock=SystemClock()), now, lambda _: country)
    return found


def test_an_acknowledged_request_waits_until_its_day(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)

    found = standing(data)

    assert (found.phase, found.due, found.days_left, found.sure) == (Phase.WAITING, date(2026, 12, 23), 30, True)


@pytest.mark.parametrize(
    ("now", "phase", "left"),
    [
        (datetime(2026, 12, 23, 22, 59, tzinfo=UTC), Phase.WAITING, 0),  # a minute before midnight in Berlin
        (datetime(2026, 12, 23, 23, 0, tzinfo=UTC), Phase.OVERDUE, -1),
    ],
)
def test_it_is_overdue_once_its_last_day_is_over_where_the_person_lives(
    now: datetime, phase: Phase, left: int, ledger: Ledger, data: Path
) -> None:
    sent_request(ledger)

    found = standing(data, now)

    assert (found.phase, found.days_left) == (phase, left)


@pytest.mark.parametrize("status", [Status.SENT, Status.UNKNOWN])
def test_what_no_page_acknowledged_counts_from_its_sending_and_is_not_sure(status: Status, ledger: Ledger, data: Path) -> None:
    sent_request(ledger, status=status)

    found = standing(data)

    assert found.counts_from.startswith("its sending")
    assert not found.sure


@pytest.mark.parametrize(
    ("answer", "phase", "step"),
    [
        (Answer.HONOURED, Phase.HONOURED, "Meta wrote that it honours it. Nothing more to do."),
        (Answer.REFUSED, Phase.REFUSED, "Meta refused it. Object to it: ai-optout letter --request 1"),
        (Answer.EVIDENCE_ASKED, Phase.EVIDENCE_ASKED, "Meta asked for evidence. Answer it: ai-optout letter --request 1"),
    ],
)
def test_an_answer_ends_the_wait(answer: Answer, phase: Phase, step: str, ledger: Ledger, data: Path) -> None:
    ledger.answer(sent_request(ledger).id, answer)

    found = standing(data, datetime(2030, 1, 1, tzinfo=UTC))

    assert (found.phase, found.next_step, found.due) == (phase, step, None)


def test_a_request_without_a_country_takes_that_of_its_profile(ledger: Ledger, data: Path) -> None:
    sent_request(ledger, country=None)

    assert standing(data, country="CH").due == date(2026, 12, 23)
    assert standing(data).due is None
    assert "--profile" in standing(data).basis


def test_what_was_not_sent_and_what_is_open_have_no_day(ledger: Ledger, data: Path) -> None:
    same = {"person": who(MINA, KEY), "profile": "mina", "right": "objection", "account": "facebook"}
    stopped = ledger.plan(flow="facebook-objection", **same)
    ledger.end(stopped.id, Status.STOPPED, reason="You stopped.")
    ledger.plan(flow="facebook-objection", **same)

    found = standings(read_requests(data, clock=SystemClock()), SENT_ON)

    assert [(one.phase, one.due) for one in found] == [(Phase.NOT_SENT, None), (Phase.UNDER_WAY, None)]


def test_what_needs_the_person_comes_first(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)
    ledger.answer(sent_request(ledger, account="instagram").id, Answer.HONOURED)
    ledger.answer(sent_request(ledger, account="whatsapp").id, Answer.REFUSED)

    found = by_urgency(standings(read_requests(data, clock=SystemClock()), SENT_ON))

    assert [one.phase for one in found] == [Phase.REFUSED, Phase.WAITING, Phase.HONOURED]


@pytest.mark.parametrize(
    ("left", "words"), [(0, "due today"), (1, "1 day left"), (30, "30 days left"), (-1, "1 day ago"), (None, "")]
)
def test_the_days_are_told_in_words(left: int | None, words: str, ledger: Ledger, data: Path) -> None:
    sent_request(ledger)

    assert in_days(standing(data)._replace(days_left=left)) == words


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("facebook", "facebook-objection"),
        ("person", "facebook-objection"),
        ("facebook:6b25030d622d3d14", "facebook-objection, another account (6b25)"),
    ],
)
def test_an_account_beyond_the_first_is_told_by_the_beginning_of_its_mark(account: str, words: str) -> None:
    assert called("facebook-objection", account) == words


def test_every_phase_has_words() -> None:
    assert set(IN_WORDS) == set(Phase)


def test_the_page_needs_nothing_else_and_escapes_what_it_shows(ledger: Ledger, data: Path) -> None:
    sent_request(ledger, flow="<script>alert(1)</script>")

    page = status_page(standings(read_requests(data, clock=SystemClock()), SENT_ON), SENT_ON)

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "src=" not in page
    assert '<time datetime="2026-12-23">' in page


def test_a_page_without_requests_says_so() -> None:
    assert "No request is on file yet." in status_page([], SENT_ON)
