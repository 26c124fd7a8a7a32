"""Opening the ledger: what an earlier run left is brought to its end, and a ledger that is lost is made anew from the receipts."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.receipt.conftest import SENT, WHO, document, png

from ai_optout.errors import LedgerError
from ai_optout.ledger import Answer, Ledger, Request, State
from ai_optout.ledger.reading import read_requests
from ai_optout.opening import Opened, open_ledger
from ai_optout.receipt import Answer as Answered
from ai_optout.receipt import FiledReply, Receipt, keep_reply, kept_receipts, verify
from ai_optout.status import Status
from ai_optout.testing import FixedClock

TO_SENDING = (State.OPENED, State.FILLED, State.REVIEWED, State.SENDING)
ANNA, BEN = WHO, "b" * 64


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def asked(_: str) -> str:
    raise AssertionError("nobody's e-mail address is needed")


Look = Callable[..., tuple[Opened, list[Request]]]


@pytest.fixture
def look(data: Path, clock: FixedClock) -> Look:
    """Opens the ledger, closes it again, and gives what was said and the requests in it."""

    def open_and_close(who_is: Callable[[str], str] = asked) -> tuple[Opened, list[Request]]:
        clock.advance(timedelta(hours=1))
        with open_ledger(data, clock=clock, who_is=who_is) as opened:
            return opened, opened.ledger.requests()

    return open_and_close


Ask = Callable[..., Request]


@pytest.fixture
def ask(data: Path, clock: FixedClock) -> Ask:
    """Puts a request of Anna's into the ledger, with a receipt as a run leaves it at that stage."""

    def make(*states: State, status: Status | None = None, receipt: bool = True, **changed: Any) -> Request:
        with Ledger.open(data, clock=clock) as ledger:
            request = ledger.plan(person=ANNA, profile="me", flow="facebook-objection", right="objection", account="facebook")
            clock.advance(timedelta(minutes=1))
            for state in states:
                ledger.enter(request.id, state)
            if receipt:
                kept = Receipt.create(data, "facebook-objection", clock)
                kept.picture("form", png())
                stage = {"request": request.id, "state": State.FILLED, "status": status, "sent": None, "acknowledged": None}
                one = document(**(stage | changed))
                (kept.finish if status else kept.write)(one)
                assert kept.folder
                ledger.keep_receipt(request.id, kept.folder)
            if status is not None:
                ledger.end(request.id, status, reason=None if status is Status.ACKNOWLEDGED else "It is told so here.")
            return ledger.request(request.id)

    return make


def damage(data: Path) -> None:
    """Make the ledger's file no database."""
    (data / "ledger.sqlite3").write_bytes(b"This is no database. " * 500)


# --- what a run that died left


@pytest.mark.parametrize(
    ("states", "status", "said"),
    [
        (TO_SENDING[:3], Status.FAILED, []),
        (TO_SENDING, Status.UNKNOWN, [Status.UNKNOWN]),
        ((*TO_SENDING, State.SENT), Status.SENT, [Status.SENT]),
        ((*TO_SENDING, State.ACKNOWLEDGED), Status.ACKNOWLEDGED, []),
    ],
    ids=["before sending", "while sending", "after sending", "after the acknowledgement"],
)
def test_a_request_that_stood_open_is_ended_and_its_receipt_finished(
    ask: Ask, look: Look, *, data: Path, states: tuple[State, ...], status: Status, said: list[Status]
) -> None:
    request = ask(*states)

    opened, (ended,) = look()

    assert (ended.status, [one.status for one in opened.left]) == (status, said)
    (kept,) = kept_receipts(data)
    assert kept.finished
    assert kept.document
    assert (kept.document.request, kept.document.status, kept.document.reason) == (request.id, status, ended.reason)
    assert (kept.document.sent is not None) == (State.SENDING in states)
    assert [(one.faults, one.notes) for one in verify(data / "receipts")] == [((), ())]


def test_it_is_said_once_and_written_once(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING)
    look()
    before = {path: path.read_bytes() for path in data.glob("receipts/*/*")}

    opened, _ = look()

    assert opened.left == ()
    assert {path: path.read_bytes() for path in data.glob("receipts/*/*")} == before


def test_what_was_half_written_goes_and_nothing_else(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING)
    folder = kept_receipts(data)[0].folder
    for place in (data, folder):
        (place / ".unfinished-receipt.json.x1y2").write_text("half of i")

    look()

    assert list(data.rglob(".unfinished-*")) == []
    assert (folder / "form.png").is_file()


def test_a_picture_that_was_kept_and_not_written_down_yet_belongs_to_the_receipt(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING)
    folder = kept_receipts(data)[0].folder
    (folder / "acknowledgement.png").write_bytes(png())

    look()

    finished = kept_receipts(data)[0].document
    assert finished
    assert [picture.name for picture in finished.pictures] == ["form.png", "acknowledgement.png"]


def test_pictures_without_any_document_were_never_sent_and_go(ask: Ask, look: Look, data: Path, clock: FixedClock) -> None:
    ask(*TO_SENDING[:1], receipt=False)
    Receipt.create(data, "facebook-objection", clock).picture("form", png())

    look()

    assert kept_receipts(data) == []


def test_a_receipt_that_the_ledger_was_not_told_of_yet_is_told_by_its_number(
    ask: Ask, look: Look, data: Path, clock: FixedClock
) -> None:
    request = ask(*TO_SENDING[:2], receipt=False)
    kept = Receipt.create(data, "facebook-objection", clock)
    kept.write(document(request=request.id, state=State.FILLED, status=None))

    _, (ended,) = look()

    assert kept.folder
    assert ended.receipt == kept.folder.name
    assert kept_receipts(data)[0].finished


def test_a_receipt_of_nobody_in_the_ledger_is_left_as_it_is(look: Look, data: Path, clock: FixedClock) -> None:
    look()
    Receipt.create(data, "facebook-objection", clock).write(document(status=None))

    look()

    assert not kept_receipts(data)[0].finished


# --- a ledger that is lost


def lose(data: Path, how: str) -> None:
    path = data / "ledger.sqlite3"
    match how:
        case "no database":
            damage(data)
        case "empty":
            path.write_bytes(b"")
        case "gone":
            path.unlink()
        case "cut off":
            path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("how", ["no database", "empty", "gone", "cut off"])
def test_a_lost_ledger_is_made_anew_so_that_nothing_is_sent_twice(ask: Ask, look: Look, data: Path, how: str) -> None:
    ask(*TO_SENDING, State.ACKNOWLEDGED, status=Status.ACKNOWLEDGED, acknowledged=SENT)
    before = look()[1]
    lose(data, how)

    opened, after = look()

    assert opened.mended
    assert opened.mended.requests == 1
    keys = ("id", "person", "profile", "flow", "right", "account", "state", "status", "reason", "receipt")
    assert [[getattr(one, key) for key in keys] for one in after] == [[getattr(one, key) for key in keys] for one in before]
    with Ledger.open(data, clock=FixedClock()) as ledger:
        assert ledger.covering(person=ANNA, right="objection", account="facebook") == after[0]
        assert [(event.kind, event.at) for event in ledger.events(1)[:-1]] == [("acknowledged", SENT)]
        assert ledger.events(1)[-1].kind == "restored"


def replied(data: Path, request: Request, outcome: Answer, words: bytes, filed: datetime) -> FiledReply:
    """An answer that was filed with a request, as `ai-optout reply` does."""
    assert request.receipt
    folder = data / "receipts" / request.receipt
    reply = FiledReply(outcome=outcome, filed=filed, sha256=hashlib.sha256(words).hexdigest(), size=len(words))
    keep_reply(folder, words, reply)
    with Ledger.open(data, clock=FixedClock(filed)) as ledger:
        ledger.answer(request.id, outcome, reply.detail(folder))
    return reply


def test_answers_that_were_filed_and_the_country_are_kept_where_the_ledger_is_lost(ask: Ask, look: Look, data: Path) -> None:
    request = ask(
        *TO_SENDING,
        State.ACKNOWLEDGED,
        status=Status.ACKNOWLEDGED,
        sent=SENT,
        acknowledged=SENT + timedelta(seconds=9),
        country="AT",
    )
    replied(data, request, Answer.EVIDENCE_ASKED, b"Subject: more, please\n\n", SENT + timedelta(days=3))
    last = replied(data, request, Answer.REFUSED, b"Subject: no\n\n", SENT + timedelta(days=9))
    damage(data)

    _, (known,) = look()

    assert (known.country, known.status, known.state) == ("AT", Status.ACKNOWLEDGED, State.ANSWERED)
    assert (known.answer, known.answered) == (Answer.REFUSED, last.filed)
    with Ledger.open(data, clock=FixedClock()) as ledger:
        answers = [event for event in ledger.events(1) if event.kind == "answer"]
    assert [event.detail["answer"] for event in answers] == ["evidence-asked", "refused"]
    assert (answers[-1].at, answers[-1].detail["sha256"]) == (last.filed, last.sha256)
    (followed,) = read_requests(data, clock=FixedClock())
    assert (followed.sent, followed.acknowledged) == (SENT.isoformat(), (SENT + timedelta(seconds=9)).isoformat())


def test_a_receipt_from_before_the_country_stood_in_it_tells_it_by_what_the_form_was_answered(
    ask: Ask, look: Look, data: Path
) -> None:
    ask(*TO_SENDING, status=Status.SENT, answers=(Answered(question="Wohnsitzland", meaning="country", answer="Österreich"),))
    path = kept_receipts(data)[0].folder / "receipt.json"
    content = json.loads(path.read_bytes())
    del content["country"], content["filed_as"]
    path.write_text(json.dumps(content | {"format": 2}), encoding="utf-8")
    damage(data)

    _, (known,) = look()

    assert known.country == "AT"


def test_an_answer_that_can_not_be_read_back_takes_nothing_else_with_it(ask: Ask, look: Look, data: Path) -> None:
    request = ask(*TO_SENDING, status=Status.SENT, sent=SENT)
    replied(data, request, Answer.HONOURED, b"Subject: yes\n\n", SENT + timedelta(days=3))
    (kept,) = kept_receipts(data)
    next(kept.folder.glob("reply-*.json")).write_text("{", encoding="utf-8")
    damage(data)

    _, (known,) = look()

    assert (known.status, known.answer, known.country) == (Status.SENT, None, None)


def test_a_further_account_at_a_site_is_not_taken_for_the_first_in_the_new_ledger(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING, status=Status.UNKNOWN, filed_as="facebook:0123456789abcdef")
    damage(data)

    _, (known,) = look()

    assert known.account == "facebook:0123456789abcdef"


def test_a_folder_that_holds_a_filed_reply_alone_is_never_removed(ask: Ask, look: Look, data: Path) -> None:
    request = ask(*TO_SENDING, status=Status.SENT, receipt=False)
    alone = data / "receipts" / f"request-{request.id}"
    alone.mkdir(mode=0o700, parents=True)
    (alone / "reply-0123456789abcdef.eml").write_bytes(b"Subject: no\n\n")

    look()

    assert (alone / "reply-0123456789abcdef.eml").is_file()


def test_the_damaged_one_is_kept_aside_by_date_and_the_new_one_is_private(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING, status=Status.UNKNOWN)
    damage(data)

    opened, _ = look()

    assert opened.mended
    aside = data / "ledger-damaged-20261123T130100Z.sqlite3"
    assert opened.mended.aside == aside
    assert aside.read_bytes().startswith(b"This is no database.")
    assert {stat.S_IMODE(path.stat().st_mode) for path in data.glob("ledger*")} == {0o600}
    assert look()[0].mended is None


def test_a_write_ahead_file_without_its_ledger_is_never_read_into_the_new_one(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING, status=Status.UNKNOWN)
    (data / "ledger.sqlite3").unlink()
    (data / "ledger.sqlite3-wal").write_bytes(b"frames of another time")

    opened, known = look()

    assert opened.mended
    assert (opened.mended.aside, len(known)) == (None, 1)
    assert (data / "ledger-damaged-20261123T130100Z.sqlite3-wal").read_bytes() == b"frames of another time"


@pytest.mark.parametrize("status", [Status.SENT, Status.UNKNOWN])
def test_what_may_be_with_meta_stays_unsettled_in_the_new_one(ask: Ask, look: Look, data: Path, status: Status) -> None:
    ask(*TO_SENDING, status=status)
    damage(data)

    _, (known,) = look()

    assert known.status is status
    with Ledger.open(data, clock=FixedClock()) as ledger:
        assert ledger.unsettled(person=ANNA, right="objection", account="facebook") == known
        assert ledger.unsettled(person=BEN, right="objection", account="facebook") is None


def test_a_receipt_without_an_end_may_have_been_sent(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING)
    damage(data)

    _, (known,) = look()

    assert (known.status, known.reason) == (
        Status.UNKNOWN,
        "An earlier run broke off, and the ledger was lost: it may have arrived.",
    )
    assert kept_receipts(data)[0].finished


def test_numbers_are_kept_and_the_next_is_a_new_one(ask: Ask, look: Look, data: Path, clock: FixedClock) -> None:
    for _ in range(3):
        ask(*TO_SENDING, status=Status.UNKNOWN)
    damage(data)

    _, known = look()

    assert [one.id for one in known] == [1, 2, 3]
    with Ledger.open(data, clock=clock) as ledger:
        assert ledger.plan(person=ANNA, profile="me", flow="f", right="objection", account="facebook").id == 4


def test_a_number_that_two_receipts_claim_is_given_to_the_first(look: Look, data: Path, clock: FixedClock) -> None:
    for _ in range(2):
        clock.advance(timedelta(minutes=1))
        Receipt.create(data, "facebook-objection", clock).finish(document(request=7))

    assert [one.id for one in look()[1]] == [7, 8]


def as_format_1(folder: Path) -> None:
    """Rewrite a receipt as it was before it knew whose it is."""
    path = folder / "receipt.json"
    content = json.loads(path.read_bytes())
    for key in ("person", "profile", "law"):
        del content[key]
    path.write_text(json.dumps(content | {"format": 1}), encoding="utf-8")


def test_a_receipt_of_format_1_is_known_by_the_address_that_was_answered(ask: Ask, look: Look, data: Path) -> None:
    ask(*TO_SENDING, status=Status.UNKNOWN)
    as_format_1(kept_receipts(data)[0].folder)
    damage(data)

    _, (known,) = look(who_is=lambda email: BEN if email == "anna@mail.example" else "")

    assert (known.person, known.status) == (BEN, Status.UNKNOWN)


def test_a_receipt_that_can_not_be_read_or_names_nobody_is_named(ask: Ask, look: Look, data: Path, clock: FixedClock) -> None:
    ask(*TO_SENDING, status=Status.UNKNOWN, answers=())
    as_format_1(kept_receipts(data)[0].folder)
    broken = Receipt.create(data, "instagram-objection", clock)
    broken.finish(document())
    assert broken.folder
    (broken.folder / "receipt.json").write_text("{", encoding="utf-8")
    damage(data)

    opened, known = look()

    assert known == []
    assert set(opened.unread) == {kept.folder for kept in kept_receipts(data)}


def test_a_ledger_that_was_never_there_is_nothing_to_be_said(look: Look) -> None:
    assert look()[0].mended is None


@pytest.mark.parametrize("step", ["set_aside", "connect"])
def test_where_it_breaks_off_half_way_the_next_start_makes_it_anew(
    ask: Ask, look: Look, data: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(*TO_SENDING, status=Status.UNKNOWN)
    damage(data)
    real = getattr(__import__("ai_optout.ledger.mending", fromlist=[step]), step)

    def dies_after(*arguments: Any) -> Any:
        real(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"ai_optout.ledger.mending.{step}", dies_after)
        with pytest.raises(KeyboardInterrupt):
            look()

    opened, (known,) = look()

    assert (known.status, bool(opened.mended)) == (Status.UNKNOWN, True)


def test_who_opens_it_without_the_receipts_is_told_what_mends_it(ask: Ask, data: Path, clock: FixedClock) -> None:
    ask(*TO_SENDING, status=Status.UNKNOWN)
    damage(data)

    with pytest.raises(LedgerError) as refusal:
        Ledger.open(data, clock=clock)

    assert (refusal.value.message, refusal.value.hint) == (
        f"The ledger {data / 'ledger.sqlite3'} is damaged.",
        "The next `ai-optout run` keeps it aside and makes a new one from the receipts, so that nothing is sent twice.",
    )
