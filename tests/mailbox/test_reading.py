"""Reading a real mailbox: a Dovecot of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from tests.mailbox.dovecot import Dovecot, dovecot
from tests.mailbox.mails import mail

from ai_optout.errors import MailboxError, MailboxRefusedError
from ai_optout.mailbox.reading import Reading, mails_since, opened

pytestmark = pytest.mark.needs("dovecot")


@pytest.fixture(scope="module")
def running() -> Iterator[Dovecot]:
    with dovecot() as started:
        yield started


def test_only_metas_mails_that_are_newer_come_back_as_they_came_and_stay_unread(server: Dovecot) -> None:
    asked_at = datetime.now(UTC)
    server.deliver(mail("111111"), asked_at - timedelta(minutes=1))
    server.deliver(mail("222222", sender="meta.com@other.example"), asked_at)
    server.deliver(mail("482913"), asked_at + timedelta(seconds=1))

    found = list(mails_since(server.mailbox(), asked_at))

    assert [raw.replace(b"\r\n", b"\n") for raw in found] == [mail("482913")]
    assert [b"Seen" in line for line in server.flags()] == [False] * 3


def test_what_landed_in_the_spam_folder_is_found_whatever_that_folder_is_called(server: Dovecot) -> None:
    asked_at = datetime.now(UTC)
    server.deliver(mail("222222"), asked_at + timedelta(seconds=2), folder="Spamverdacht")
    server.deliver(mail("111111"), asked_at + timedelta(seconds=1))

    with opened(server.mailbox()) as reading:
        found = reading.new_since(asked_at)
        again = reading.new_since(asked_at)

    assert [one.raw.split()[-1] for one in found] == [b"111111", b"222222"]
    assert again == []


def test_a_mail_that_comes_while_the_mailbox_is_open_is_found(server: Dovecot) -> None:
    asked_at = datetime.now(UTC)
    with opened(server.mailbox()) as reading:
        assert reading.new_since(asked_at) == []
        server.deliver(mail("482913"), asked_at)
        assert len(reading.new_since(asked_at)) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_it_is_read_over_tls(running: Dovecot, security: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(running.authority))

    with opened(running.mailbox(security)) as reading:  # type: ignore[arg-type] # one of its words
        assert reading.folders() == ("INBOX", "Spamverdacht")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent(running: Dovecot, security: str) -> None:
    with pytest.raises(MailboxError) as refusal, opened(running.mailbox(security)):  # type: ignore[arg-type] # likewise
        pass

    assert refusal.value.message == "The mailbox's server localhost shows a certificate that isn't valid for it."
    assert not isinstance(refusal.value, MailboxRefusedError)


@pytest.mark.parametrize("password", ["wrong", "falsch ß"])
def test_a_wrong_password_is_told_apart_and_not_repeated(running: Dovecot, password: str) -> None:
    with pytest.raises(MailboxRefusedError) as refusal, opened(running.mailbox(password=password)):
        pass

    assert refusal.value.message == "The mailbox's server didn't take the user name or the password."
    assert refusal.value.hint == ("Many providers want an app password, made in their settings. Then type: ai-optout mailbox set")


def test_a_server_that_is_not_there_is_named(running: Dovecot) -> None:
    away = running.mailbox().model_copy(update={"port": 9})

    with pytest.raises(MailboxError) as refusal, opened(away):
        pass

    assert refusal.value.message == "The mailbox's server 127.0.0.1 can't be reached, or the connection broke."


def test_a_connection_that_breaks_is_a_mailbox_error(server: Dovecot) -> None:
    with opened(server.mailbox()) as reading:
        server.stop()
        with pytest.raises(MailboxError):
            look_until_it_breaks(reading)


def look_until_it_breaks(reading: Reading) -> None:
    until = monotonic() + 20
    while monotonic() < until:
        reading.new_since(datetime.now(UTC))
