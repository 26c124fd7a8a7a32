from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ai_optout.clock import Clock, SystemClock
from ai_optout.errors import LedgerError
from ai_optout.ledger import Ledger, Request, State, who
from ai_optout.status import Status

ANNA = who("anna@example.org", b"key")
BEN = who("ben@example.org", b"key")
REPORT = "This is a fault of the flow or the tool: please report it; nothing of it was written."


def plan(ledger: Ledger, *, person: str = ANNA, right: str = "objection", account: str = "facebook") -> Request:
    return ledger.plan(person=person, profile="demo", flow="facebook-objection", right=right, account=account)


def bring_to(ledger: Ledger, request: Request, *states: State) -> Request:
    for state in states:
        request = ledger.enter(request.id, state)
    return request


def sent(ledger: Ledger, **asked: str) -> Request:
    return bring_to(ledger, plan(ledger, **asked), State.OPENED, State.FILLED, State.REVIEWED, State.SENDING)


def acknowledged(ledger: Ledger, **asked: str) -> Request:
    return ledger.end(sent(ledger, **asked).id, Status.ACKNOWLEDGED, reason=None)


def test_a_planned_request_says_for_whom_what_and_when(ledger: Ledger) -> None:
    noon = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
    assert plan(ledger) == Request(
        id=1,
        person=ANNA,
        profile="demo",
        flow="facebook-objection",
        right="objection",
        account="facebook",
        door=None,
        state=State.PLANNED,
        status=None,
        reason=None,
        receipt=None,
        created=noon,
        updated=noon,
    )


def test_a_journey_leaves_its_events_in_order_with_the_state_after_each(ledger: Ledger) -> None:
    request = plan(ledger)
    ledger.enter(request.id, State.OPENED)
    ledger.record(request.id, "fill", detail={"meaning": "email"})
    bring_to(ledger, request, State.FILLED, State.REVIEWED, State.SENDING, State.CODE_ASKED, State.ACKNOWLEDGED)
    ledger.end(request.id, Status.ACKNOWLEDGED, reason=None)

    assert [(event.kind, event.state) for event in ledger.events(request.id)] == [
        ("planned", State.PLANNED),
        ("opened", State.OPENED),
        ("fill", State.OPENED),
        ("filled", State.FILLED),
        ("reviewed", State.REVIEWED),
        ("sending", State.SENDING),
        ("code-asked", State.CODE_ASKED),
        ("acknowledged", State.ACKNOWLEDGED),
        ("end", State.ACKNOWLEDGED),
    ]


def test_an_event_keeps_its_detail_and_its_moment(ledger: Ledger) -> None:
    request = plan(ledger)
    ledger.record(
        request.id, "question", detail={"wording": "Land des Wohnsitzes: «país»", "tries": 2, "late": True, "kind": None}
    )
    event = ledger.events(request.id)[-1]
    assert event.detail == {"wording": "Land des Wohnsitzes: «país»", "tries": 2, "late": True, "kind": None}
    assert event.at == datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC)


def test_half_a_character_in_a_pages_wording_is_kept(ledger: Ledger) -> None:
    request = plan(ledger)
    ledger.record(request.id, "question", detail={"wording": "cut \ud83d"})
    assert ledger.events(request.id)[-1].detail == {"wording": "cut \ud83d"}


def test_the_door_is_kept_without_user_query_and_fragment(ledger: Ledger) -> None:
    request = plan(ledger)
    ledger.enter(
        request.id, State.OPENED, door="https://me:secret@www.facebook.com/help/contact/712876720715583?email=a@b.example#top"
    )
    assert ledger.request(request.id).door == "https://www.facebook.com/help/contact/712876720715583"


def test_the_door_stays_when_a_later_state_names_none(ledger: Ledger) -> None:
    request = plan(ledger)
    ledger.enter(request.id, State.OPENED, door="https://www.facebook.com/help/contact/1")
    assert ledger.enter(request.id, State.FILLED).door == "https://www.facebook.com/help/contact/1"


def test_the_receipts_folder_is_kept_by_name(ledger: Ledger, tmp_path: Path) -> None:
    request = plan(ledger)
    ledger.keep_receipt(request.id, tmp_path / "receipts" / "20261123T120000Z-facebook-objection-0a1b2c")
    assert ledger.request(request.id).receipt == "20261123T120000Z-facebook-objection-0a1b2c"
    assert ledger.events(request.id)[-1].kind == "receipt"


def test_what_was_written_is_there_after_the_ledger_was_opened_again(folder: Path) -> None:
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        before = acknowledged(ledger)
    with Ledger.open(folder, clock=SystemClock()) as ledger:
        assert ledger.requests() == [before]


# --- what may follow what


def test_sending_twice_without_a_review_in_between_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    request = sent(ledger)
    events = ledger.events(request.id)
    with pytest.raises(LedgerError) as refusal:
        ledger.enter(request.id, State.SENDING)
    assert (refusal.value.message, refusal.value.hint) == ("Request 1 stands at sending and can't become sending.", REPORT)
    assert (ledger.request(request.id), ledger.events(request.id)) == (request, events)


def test_sending_without_a_review_is_refused(ledger: Ledger) -> None:
    request = bring_to(ledger, plan(ledger), State.OPENED, State.FILLED)
    with pytest.raises(LedgerError, match=r"^Request 1 stands at filled and can't become sending\.$"):
        ledger.enter(request.id, State.SENDING)


@pytest.mark.parametrize("asked", [(), (State.CODE_ASKED,), (State.SENT,)], ids=["at once", "after the code", "after a while"])
def test_what_the_page_refused_may_be_corrected_reviewed_and_sent_again(ledger: Ledger, asked: tuple[State, ...]) -> None:
    request = bring_to(ledger, sent(ledger), *asked, State.REFUSED_BY_PAGE, State.FILLED, State.REVIEWED, State.SENDING)
    assert ledger.end(request.id, Status.ACKNOWLEDGED, reason=None).status is Status.ACKNOWLEDGED


def test_what_the_page_refused_is_not_sent_again_without_a_review(ledger: Ledger) -> None:
    request = bring_to(ledger, sent(ledger), State.REFUSED_BY_PAGE)
    with pytest.raises(LedgerError, match=r"^Request 1 stands at refused-by-page and can't become sending\.$"):
        ledger.enter(request.id, State.SENDING)


def test_nothing_is_entered_after_an_end(ledger: Ledger) -> None:
    request = ledger.end(plan(ledger).id, Status.SKIPPED, reason="Left out by wish.")
    with pytest.raises(LedgerError) as refusal:
        ledger.enter(request.id, State.OPENED)
    assert refusal.value.message == "Request 1 ended as skipped and can't become opened."
    assert refusal.value.hint == "To ask anew: ai-optout run facebook-objection."


def test_a_dry_run_that_ended_as_filled_is_not_reviewed_any_more(ledger: Ledger) -> None:
    request = ledger.end(bring_to(ledger, plan(ledger), State.OPENED, State.FILLED).id, Status.FILLED, reason="A dry run.")
    with pytest.raises(LedgerError, match=r"^Request 1 ended as filled and can't become reviewed\.$"):
        ledger.enter(request.id, State.REVIEWED)


def test_a_request_ends_only_once(ledger: Ledger) -> None:
    request = acknowledged(ledger)
    with pytest.raises(LedgerError, match=r"^Request 1 ended as acknowledged and can't become failed\.$"):
        ledger.end(request.id, Status.FAILED, reason="A fault.")


@pytest.mark.parametrize("status", [Status.FAILED, Status.STOPPED, Status.NEEDS_PERSON, Status.FILLED, Status.SKIPPED])
def test_what_is_being_sent_is_never_said_to_be_unsent(ledger: Ledger, status: Status) -> None:
    request = sent(ledger)
    with pytest.raises(LedgerError, match=rf"^Request 1 stands at sending and can't become {status}\.$"):
        ledger.end(request.id, status, reason="A fault.")


def test_a_request_that_is_not_there_is_named(ledger: Ledger, folder: Path) -> None:
    with pytest.raises(LedgerError) as refusal:
        ledger.enter(7, State.OPENED)
    assert refusal.value.message == f"The ledger {folder / 'ledger.sqlite3'} has no request number 7."


# --- what stops a second sending


def test_an_acknowledged_request_covers_the_same_right_and_account_of_that_person(ledger: Ledger) -> None:
    request = acknowledged(ledger)
    assert ledger.covering(person=ANNA, right="objection", account="facebook") == request


@pytest.mark.parametrize(
    "asked",
    [
        {"person": BEN, "right": "objection", "account": "facebook"},
        {"person": ANNA, "right": "third-party", "account": "facebook"},
        {"person": ANNA, "right": "objection", "account": "instagram"},
    ],
    ids=["another person", "another right", "another account"],
)
def test_an_acknowledged_request_covers_nothing_else(ledger: Ledger, asked: dict[str, str]) -> None:
    acknowledged(ledger)
    assert ledger.covering(**asked) is None


def test_a_covered_request_covers_nothing_itself(ledger: Ledger) -> None:
    ledger.end(plan(ledger).id, Status.COVERED, reason="Asked and acknowledged before.")
    assert ledger.covering(person=ANNA, right="objection", account="facebook") is None


@pytest.mark.parametrize("status", [Status.SENT, Status.UNKNOWN])
def test_what_may_be_with_meta_is_unsettled_and_does_not_cover(ledger: Ledger, status: Status) -> None:
    request = ledger.end(sent(ledger).id, status, reason="No acknowledgement was seen.")
    assert ledger.unsettled(person=ANNA, right="objection", account="facebook") == request
    assert ledger.covering(person=ANNA, right="objection", account="facebook") is None


def test_a_later_acknowledgement_settles_what_may_have_been_sent(ledger: Ledger) -> None:
    ledger.end(sent(ledger).id, Status.UNKNOWN, reason="It may have arrived.")
    acknowledged(ledger)
    assert ledger.unsettled(person=ANNA, right="objection", account="facebook") is None


def test_a_later_failure_settles_nothing(ledger: Ledger) -> None:
    request = ledger.end(sent(ledger).id, Status.UNKNOWN, reason="It may have arrived.")
    ledger.end(plan(ledger).id, Status.FAILED, reason="A fault.")
    assert ledger.unsettled(person=ANNA, right="objection", account="facebook") == request


def test_what_failed_before_sending_may_be_asked_again(ledger: Ledger) -> None:
    ledger.end(plan(ledger).id, Status.FAILED, reason="A fault.")
    assert ledger.unsettled(person=ANNA, right="objection", account="facebook") is None


# --- what a run that died left


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ((), Status.FAILED),
        ((State.OPENED,), Status.FAILED),
        ((State.OPENED, State.FILLED), Status.FAILED),
        ((State.OPENED, State.FILLED, State.REVIEWED), Status.FAILED),
        ((State.OPENED, State.FILLED, State.REVIEWED, State.SENDING), Status.UNKNOWN),
        ((State.OPENED, State.FILLED, State.REVIEWED, State.SENDING, State.REFUSED_BY_PAGE), Status.FAILED),
        ((State.OPENED, State.FILLED, State.REVIEWED, State.SENDING, State.SENT), Status.SENT),
        ((State.OPENED, State.FILLED, State.REVIEWED, State.SENDING, State.CODE_ASKED), Status.SENT),
        ((State.OPENED, State.FILLED, State.REVIEWED, State.SENDING, State.ACKNOWLEDGED), Status.ACKNOWLEDGED),
    ],
    ids=lambda value: (value[-1].value if value else "planned") if isinstance(value, tuple) else None,
)
def test_what_stands_open_at_a_start_is_ended_as_what_it_was(ledger: Ledger, states: tuple[State, ...], status: Status) -> None:
    request = bring_to(ledger, plan(ledger), *states)
    ledger.recover()
    assert ledger.request(request.id).status is status


def test_recovery_gives_back_what_may_be_with_meta_and_says_why(ledger: Ledger) -> None:
    plan(ledger)
    sending = sent(ledger)
    code_asked = bring_to(ledger, sent(ledger), State.CODE_ASKED)
    acknowledged(ledger)
    assert [(request.id, request.status, request.reason) for request in ledger.recover()] == [
        (sending.id, Status.UNKNOWN, "An earlier run broke off while the form was being sent: it may have arrived."),
        (code_asked.id, Status.SENT, "An earlier run broke off after the form was sent, before its acknowledgement was seen."),
    ]


def test_a_second_recovery_finds_nothing(ledger: Ledger) -> None:
    sent(ledger)
    ledger.recover()
    assert ledger.recover() == []


def test_an_acknowledgement_that_was_seen_before_a_crash_covers(ledger: Ledger) -> None:
    request = bring_to(ledger, sent(ledger), State.ACKNOWLEDGED)
    ledger.recover()
    covering = ledger.covering(person=ANNA, right="objection", account="facebook")
    assert covering
    assert (covering.id, covering.reason) == (request.id, None)


# --- reading and forgetting


def test_requests_can_be_listed_for_one_person(ledger: Ledger) -> None:
    mine, theirs = plan(ledger), plan(ledger, person=BEN)
    assert ledger.requests(ANNA) == [mine]
    assert ledger.requests() == [mine, theirs]


@pytest.mark.parametrize("statement", ["UPDATE events SET kind = 'other'", "DELETE FROM events", "DELETE FROM requests"])
def test_events_can_be_neither_changed_nor_deleted_by_any_program(ledger: Ledger, folder: Path, statement: str) -> None:
    plan(ledger)
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as other:
        other.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match=r"^events are append-only$"):
            other.execute(statement)


def test_forgetting_deletes_those_requests_with_their_events_and_no_others(ledger: Ledger) -> None:
    gone, kept = acknowledged(ledger), plan(ledger)
    assert ledger.forget([gone.id, 99]) == 1
    assert ledger.requests() == [kept]
    assert (ledger.events(gone.id), len(ledger.events(kept.id))) == ([], 1)


def test_what_was_forgotten_is_in_none_of_the_files(ledger: Ledger, folder: Path) -> None:
    request = plan(ledger)
    ledger.record(request.id, "question", detail={"wording": "a wording that stands out"})
    ledger.forget([request.id])
    assert not [path.name for path in folder.iterdir() if b"a wording that stands out" in path.read_bytes()]


def test_a_forgotten_requests_number_is_not_given_out_again(ledger: Ledger) -> None:
    first = plan(ledger)
    ledger.forget([first.id])
    assert plan(ledger).id == first.id + 1


def test_a_deleted_ledger_leaves_only_its_lock_and_lets_others_begin_anew(ledger: Ledger, folder: Path, clock: Clock) -> None:
    plan(ledger)
    ledger.delete()
    ledger.close()
    assert [path.name for path in folder.iterdir()] == ["ledger.lock"]
    with Ledger.open(folder, clock=clock) as another:
        assert another.requests() == []
