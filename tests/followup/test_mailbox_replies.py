"""Answers that lie in the mailbox: from when on they are looked for, what is filed, and what never is."""

from __future__ import annotations

from pathlib import Path

from tests.followup.conftest import KEY, mail, sent_request

from ai_optout.followup.filing import Taken
from ai_optout.followup.mailbox_replies import take_mails, waiting_since
from ai_optout.ledger import Answer, Ledger, State, who

HONOURED = "We will honour your objection to AI at Meta."


def look(ledger: Ledger, data: Path, *mails: bytes, authserv_id: str | None = None) -> list[Taken]:
    return list(take_mails(mails, ledger, data, lambda address: who(address, KEY), authserv_id=authserv_id))


def test_they_are_looked_for_from_the_first_request_on_that_still_waits(ledger: Ledger) -> None:
    assert waiting_since(ledger) is None
    ledger.answer(sent_request(ledger).id, Answer.HONOURED)
    assert waiting_since(ledger) is None

    waits = sent_request(ledger, account="instagram")
    sent_request(ledger, account="whatsapp")

    assert waiting_since(ledger) == waits.created


def test_an_answer_is_filed_and_what_is_none_is_told(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)

    answer, other = look(ledger, data, mail(HONOURED), mail("Our terms of service change in the coming month, for all of you."))

    assert answer.kept is not None
    assert (ledger.request(request.id).state, ledger.request(request.id).answer) == (State.ANSWERED, Answer.HONOURED)
    assert (other.reading.outcome, other.kept) == ("unrelated", None)


def test_what_was_filed_before_is_not_filed_again(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)
    look(ledger, data, mail(HONOURED))

    (again,) = look(ledger, data, mail(HONOURED))

    assert (again.already, again.kept) == (True, None)


def test_a_mail_whose_sender_was_not_confirmed_is_told_and_never_filed(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)
    failed = mail(HONOURED, headers=(("Authentication-Results", "mx.mail.example; spf=fail smtp.mailfrom=a@evil.example"),))

    (taken,) = look(ledger, data, failed)

    assert (taken.reading.outcome, taken.reading.words_say, taken.kept) == ("unsure", "honoured", None)
    assert ledger.request(request.id) == request


def test_where_the_servers_name_is_known_a_mail_that_it_did_not_check_is_not_filed(ledger: Ledger, data: Path) -> None:
    request = sent_request(ledger)

    (taken,) = look(ledger, data, mail(HONOURED), authserv_id="mx.mail.example")

    assert (taken.reading.outcome, ledger.request(request.id)) == ("unsure", request)


def test_what_is_no_mail_is_left_out(ledger: Ledger, data: Path) -> None:
    sent_request(ledger)

    assert look(ledger, data, b"\0\1\2") == []
