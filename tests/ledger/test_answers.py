"""Answers in the ledger: what may have one, what stays as it was, and that an answered request covers another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.followup.conftest import KEY, MINA, sent_request

from ai_optout.clock import SystemClock
from ai_optout.errors import LedgerError
from ai_optout.ledger import Answer, Ledger, State, who
from ai_optout.ledger.answers import SAID
from ai_optout.ledger.database import connect, migrations
from ai_optout.ledger.reading import read_requests
from ai_optout.status import Status

SAME = {"person": who(MINA, KEY), "right": "objection", "account": "facebook"}


def test_an_answer_leaves_how_the_request_ended(ledger: Ledger) -> None:
    request = sent_request(ledger)

    answered = ledger.answer(request.id, Answer.REFUSED, {"sha256": "0" * 64})

    assert (answered.state, answered.answer, answered.status) == (State.ANSWERED, Answer.REFUSED, Status.ACKNOWLEDGED)
    assert answered.answered is not None
    assert ledger.events(request.id)[-1].detail == {"answer": "refused", "sha256": "0" * 64}


@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.SENT, Status.UNKNOWN])
def test_what_may_be_with_meta_may_be_answered(status: Status, ledger: Ledger) -> None:
    assert ledger.answer(sent_request(ledger, status=status).id, Answer.HONOURED).answer is Answer.HONOURED


def test_what_was_never_sent_has_no_answer_and_nothing_is_written(ledger: Ledger) -> None:
    planned = ledger.plan(profile="mina", flow="facebook-objection", **SAME)
    ended = ledger.end(planned.id, Status.STOPPED, reason="You stopped.")

    with pytest.raises(LedgerError) as refusal:
        ledger.answer(ended.id, Answer.HONOURED)
    assert refusal.value.message == f"Request {ended.id} stands at stopped: what wasn't sent has no answer."
    assert ledger.request(ended.id) == ended


@pytest.mark.parametrize("answer", list(Answer))
def test_an_answered_request_covers_another(answer: Answer, ledger: Ledger) -> None:
    answered = ledger.answer(sent_request(ledger).id, answer)

    assert ledger.covering(**SAME) == answered
    assert ledger.unsettled(**SAME) is None


def test_what_was_answered_although_no_page_acknowledged_it_is_settled(ledger: Ledger) -> None:
    answered = ledger.answer(sent_request(ledger, status=Status.UNKNOWN).id, Answer.HONOURED)

    assert ledger.unsettled(**SAME) is None
    assert ledger.covering(**SAME) == answered


def test_each_answer_can_be_said() -> None:
    assert set(SAID) == set(Answer)


def test_requests_of_the_first_schema_are_there_after_the_migration(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "ledger.sqlite3"
    with closing(connect(path, migrations()[:1])) as connection:
        connection.execute(
            'INSERT INTO requests (person, profile, flow, "right", account, state, status, created_at, updated_at) VALUES '
            "('p', 'mina', 'facebook-objection', 'objection', 'facebook', 'acknowledged', 'acknowledged', "
            "'2026-11-01T10:00:00+00:00', '2026-11-01T10:00:00+00:00')"
        )

    (read,) = read_requests(folder, clock=SystemClock())

    assert (read.state, read.answer, read.country, read.sent) == ("acknowledged", None, None, None)


def test_the_ledger_is_read_while_a_run_holds_it(ledger: Ledger, folder: Path) -> None:
    request = sent_request(ledger)

    (read,) = read_requests(folder, clock=SystemClock())

    assert (read.id, read.country, read.status) == (request.id, "DE", "acknowledged")
    assert read.sent is not None
    assert read.acknowledged is not None
    assert read.sent < read.acknowledged


def test_reading_writes_nothing(folder: Path) -> None:
    with Ledger.open(folder, clock=SystemClock()) as opened:
        sent_request(opened)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".sqlite3"}

    read_requests(folder, clock=SystemClock())

    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".sqlite3"} == before


def test_where_there_is_no_ledger_there_are_no_requests_and_none_is_made(folder: Path) -> None:
    assert read_requests(folder, clock=SystemClock()) == []
    assert not folder.exists()


def test_a_newer_ledger_is_refused(folder: Path) -> None:
    Ledger.open(folder, clock=SystemClock()).close()
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(LedgerError, match="was written by a newer ai-optout"):
        read_requests(folder, clock=SystemClock())


def test_a_damaged_ledger_is_said_to_be(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "ledger.sqlite3").write_bytes(b"This is no database. " * 500)

    with pytest.raises(LedgerError, match="is damaged"):
        read_requests(folder, clock=SystemClock())


def test_the_times_are_found_in_the_index_alone(folder: Path) -> None:
    Ledger.open(folder, clock=SystemClock()).close()
    with closing(connect(folder / "ledger.sqlite3", migrations())) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT min(at) FROM events WHERE request = 1 AND kind = 'sending'"
        ).fetchall()

    assert any("COVERING INDEX events_by_request" in row["detail"] for row in plan)
