"""Which request a reply answers, its copy in the receipt's folder, its digest in the ledger, and what is never filed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.followup.conftest import KEY, MINA, mail, sent_request

from ai_optout.errors import LedgerError, UsageError
from ai_optout.folders import write_private
from ai_optout.followup.filing import Taken, read_reply, take_reply
from ai_optout.ledger import Answer, Ledger, State, who
from ai_optout.status import Status

HONOURED = "We will honour your objection to AI at Meta."
EVIDENCE = "To look into your objection to AI, we need more information. Please reply with screenshots."


def take(content: bytes, ledger: Ledger, data: Path, **more: Any) -> Taken:
    return take_reply(content, ledger, data, lambda address: who(address, KEY), **more)


def test_an_answer_moves_its_request_and_is_kept_with_it(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)
    content = mail(HONOURED)

    taken = take(content, ledger, data)

    moved = ledger.request(request.id)
    assert (moved.state, moved.answer, moved.status) == (State.ANSWERED, Answer.HONOURED, Status.ACKNOWLEDGED)
    assert taken.kept is not None
    assert taken.kept.read_bytes() == content
    assert taken.kept.stat().st_mode & 0o777 == 0o600
    assert taken.kept.parent.stat().st_mode & 0o777 == 0o700
    event = ledger.events(request.id)[-1]
    assert (event.kind, event.detail["answer"], event.detail["sha256"]) == (
        "answer",
        "honoured",
        hashlib.sha256(content).hexdigest(),
    )


def test_a_reply_is_kept_in_the_folder_of_the_receipt(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)
    ledger.keep_receipt(request.id, data / "receipts" / "20261123T120000Z-facebook-objection-abc123")

    kept = take(mail(HONOURED), ledger, data).kept

    assert kept is not None
    assert kept.parent.name == "20261123T120000Z-facebook-objection-abc123"


@pytest.mark.parametrize(
    "text", ["We've received your objection to AI and will review it.", "Your confirmation code is 482913.", "Hi."]
)
def test_what_decides_nothing_is_not_filed(text: str, ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)

    assert take(mail(text), ledger, data).kept is None
    assert ledger.request(request.id) == request


def test_a_mail_from_somebody_else_changes_nothing(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)

    take(mail(HONOURED, sender="a@evil.example"), ledger, data)

    assert ledger.request(request.id).state is State.ACKNOWLEDGED


def test_without_a_request_that_fits_the_outcome_is_told_and_nothing_kept(ledger: Ledger, data: Path) -> None:
    taken = take(mail(HONOURED), ledger, data)

    assert (taken.reading.outcome, taken.request, taken.kept) == ("honoured", None, None)
    assert taken.notes == ("It was not filed: no request is on file that it could answer.",)


def test_of_several_requests_none_is_guessed(ledger: Ledger, data: Path) -> None:
    first = sent_request(ledger)
    second = sent_request(ledger, flow="instagram-objection", account="instagram")

    taken = take(mail(HONOURED), ledger, data)

    assert [one.id for one in taken.candidates] == [first.id, second.id]
    assert taken.notes == ("It was not filed: it may answer several requests (1, 2). Name one: --request 1",)
    assert {one.state for one in ledger.requests()} == {State.ACKNOWLEDGED}


def test_the_one_that_the_person_names_is_taken(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)
    second = sent_request(ledger, flow="instagram-objection", account="instagram")

    assert take(mail(HONOURED), ledger, data, wanted=second.id).request == ledger.request(second.id)


def test_the_one_that_the_person_chooses_is_taken(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)
    sent_request(ledger, flow="instagram-objection", account="instagram")

    taken = take(mail(HONOURED), ledger, data, choose=lambda fitting: fitting[1])

    assert taken.request is not None
    assert taken.request.flow == "instagram-objection"


def test_a_mail_that_names_one_site_is_that_requests(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)
    sent_request(ledger, flow="instagram-objection", account="instagram")

    taken = take(mail(HONOURED, subject="Your Instagram request"), ledger, data)

    assert taken.request is not None
    assert taken.request.flow == "instagram-objection"


def test_a_mail_to_one_person_is_not_the_others(ledger: Ledger, data: Path) -> None:
    sent_request(ledger, email="ben@mail.example")
    hers = sent_request(ledger)

    taken = take(mail(HONOURED, to=f"Mina <{MINA.upper()}>"), ledger, data)

    assert taken.request is not None
    assert taken.request.id == hers.id


def test_a_mail_that_came_to_nobody_on_file_is_not_filed_though_only_one_request_waits(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)

    taken = take(mail(HONOURED, to="nobody@else.example"), ledger, data)

    assert (taken.request, taken.kept, taken.candidates) == (None, None, (request,))
    (note,) = taken.notes
    assert note.startswith("It was not filed: it didn't come to an address that a request was made with.")
    assert note.endswith("If it answers one all the same (1), name it: --request 1")
    assert ledger.request(request.id) == request
    assert take(mail(HONOURED, to="nobody@else.example"), ledger, data, wanted=1).kept is not None


def test_a_mail_to_the_address_that_the_form_was_given_is_its_answer(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)
    folder = data / "receipts" / "one"
    folder.mkdir(parents=True)
    given = {"meaning": "email", "answer": "Second@mail.example"}
    (folder / "receipt.json").write_text(json.dumps({"answers": [given]}), encoding="utf-8")
    ledger.keep_receipt(request.id, folder)

    taken = take(mail(HONOURED, to="second@mail.example"), ledger, data)

    assert taken.request is not None
    assert taken.request.id == request.id


def test_a_mail_from_before_the_request_is_not_its_answer(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)

    assert take(mail(HONOURED, when=datetime(2026, 10, 1, tzinfo=UTC)), ledger, data).request is None


@pytest.mark.parametrize("status", [Status.FAILED, Status.STOPPED])
def test_what_was_never_sent_has_no_answer(status: Status, ledger: Ledger, data: Path) -> None:
    planned = ledger.plan(person=who(MINA, KEY), profile="mina", flow="facebook-objection", right="objection", account="facebook")
    ledger.end(planned.id, status, reason="It ended so.")

    with pytest.raises(UsageError) as refusal:
        take(mail(HONOURED), ledger, data, wanted=planned.id)
    assert refusal.value.message == f"Request {planned.id} stands at {status}: what wasn't sent has no answer."


def test_a_number_that_nothing_has_is_refused(ledger: Ledger, data: Path) -> None:
    with pytest.raises(UsageError, match=r"^There is no request number 9\.$"):
        take(mail(HONOURED), ledger, data, wanted=9)


def test_the_same_mail_twice_is_filed_once(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)
    take(mail(HONOURED), ledger, data)
    events = ledger.events(request.id)

    again = take(mail(HONOURED), ledger, data)

    assert again.already
    assert ledger.events(request.id) == events


def test_what_broke_off_between_the_file_and_the_ledger_is_filed_by_the_next_try(
    ledger: Ledger, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = sent_request(ledger)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "answer", killed)
        with pytest.raises(KeyboardInterrupt):
            take(mail(HONOURED), ledger, data)
    assert ledger.request(request.id) == request

    taken = take(mail(HONOURED), ledger, data)

    assert (taken.already, ledger.request(request.id).answer) == (False, Answer.HONOURED)
    assert [event.kind for event in ledger.events(request.id)].count("answer") == 1
    assert len(list((data / "receipts").glob("*/reply-*"))) == 2


def test_a_reply_for_which_there_is_no_space_leaves_nothing_of_itself(
    ledger: Ledger, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = sent_request(ledger)

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".json":
            raise LedgerError("The disk is full.", "Free some space.")
        write_private(path, content)

    monkeypatch.setattr("ai_optout.receipt.replies.write_private", full)

    with pytest.raises(LedgerError, match=r"^The disk is full\.$"):
        take(mail(HONOURED), ledger, data)

    assert list((data / "receipts").glob("*/*")) == []
    assert ledger.request(request.id) == request


def test_a_later_answer_takes_the_place_of_an_earlier_one_and_that_is_said(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)
    take(mail(EVIDENCE), ledger, data)

    taken = take(mail(HONOURED), ledger, data)

    assert ledger.request(request.id).answer is Answer.HONOURED
    assert taken.notes == ("An earlier mail was filed as evidence-asked: now it stands at honoured.",)


def test_a_mail_of_which_only_the_beginning_was_read_is_not_filed(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)

    assert take(mail(HONOURED), ledger, data, cut=True).kept is None


def test_without_a_ledger_the_outcome_is_told_all_the_same() -> None:
    assert read_reply(mail(HONOURED)).reading.outcome == "honoured"
