"""Waiting for the code in a real mailbox, beside the person: nothing blocks, a wrong password is said once, a lost connection
comes back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.mails import NOW, mail

from ai_optout.errors import MailboxError
from ai_optout.mailbox.account import Mailbox, checked_mailbox
from ai_optout.mailbox.code_mail import REFUTED
from ai_optout.mailbox.reading import Mail
from ai_optout.mailbox.watch import LOST, REFUSED, CodeWatch, MailboxCodes
from ai_optout.person.pause import Pause, PauseKind, Reply, Said

SOMEWHERE = checked_mailbox(host="imap.mail.example", user="mina@mail.example", password="x")


def pause(asked_at: datetime = NOW) -> Pause:
    return Pause(PauseKind.CODE, "Verification code", "A code was sent.", "facebook-objection", asked_at, lambda: None)


@dataclass
class Person:
    """The terminal's side: what was said, which codes were tried."""

    said: list[str] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)

    @contextmanager
    def waiting(self, codes: MailboxCodes, asked_at: datetime = NOW) -> Iterator[CodeWatch]:
        watch = codes(pause(asked_at), self.tried, self.said.append)
        assert watch is not None
        watch.looks_every_s = 0.05
        try:
            yield watch
        finally:
            watch.close()


def until(watch: CodeWatch, happened: Callable[[Reply | None], bool]) -> Reply | None:
    """Ask it in slices, as a pause does, until that happened; each slice takes no time of its own."""
    end = monotonic() + 25
    nothing = threading.Event()
    while monotonic() < end:
        began = monotonic()
        reply = watch()
        assert monotonic() - began < 0.05, "a slice was blocked"
        if happened(reply):
            return reply
        nothing.wait(0.02)
    raise AssertionError("it didn't happen")


def some(reply: Reply | None) -> bool:
    return reply is not None


@pytest.mark.needs("dovecot")
def test_the_code_is_found_in_a_real_mailbox_and_never_given_twice(server: Dovecot) -> None:
    person, asked_at = Person(), datetime.now(UTC)
    server.deliver(mail("999999"), asked_at - timedelta(minutes=5))

    with person.waiting(MailboxCodes(server.mailbox()), asked_at) as watch:
        assert watch() is None
        server.deliver(mail("482913"), asked_at)
        assert until(watch, some) == Said("482913")
        server.deliver(mail("771204"), asked_at + timedelta(seconds=1))
        assert until(watch, some) == Said("771204")

    assert person.said == []
    assert person.tried == {"482913", "771204"}


@pytest.mark.needs("dovecot")
def test_a_wrong_password_is_said_once_for_all_pauses_and_the_person_goes_on(server: Dovecot) -> None:
    person = Person()
    codes = MailboxCodes(server.mailbox(password="wrong"))

    with person.waiting(codes) as watch:
        until(watch, lambda _: bool(person.said))
        assert watch() is None

    assert person.said == [REFUSED]
    assert codes(pause(), person.tried, person.said.append) is None


@pytest.mark.needs("dovecot")
def test_a_server_that_was_away_is_asked_again(server: Dovecot) -> None:
    person, asked_at = Person(), datetime.now(UTC)
    server.stop()

    with person.waiting(MailboxCodes(server.mailbox()), asked_at) as watch:
        until(watch, lambda _: bool(person.said))
        server.start()
        server.deliver(mail("482913"), asked_at)
        assert until(watch, some) == Said("482913")

    assert person.said == [LOST]


@dataclass
class Box:
    """A mailbox that a test fills: what each look gives, or raises."""

    looks: list[list[Mail] | MailboxError]
    opened: int = 0

    @contextmanager
    def __call__(self, mailbox: Mailbox) -> Iterator[Box]:
        self.opened += 1
        yield self

    def new_since(self, since: datetime) -> list[Mail]:
        look = self.looks.pop(0) if self.looks else []
        if isinstance(look, MailboxError):
            raise look
        return look


def test_a_connection_that_is_dropped_is_taken_up_again_and_said_once() -> None:
    person = Person()
    box = Box([[], MailboxError("gone"), MailboxError("gone"), [Mail(NOW, mail("482913"))]])
    codes = MailboxCodes(SOMEWHERE, box)

    with person.waiting(codes) as watch:
        assert until(watch, some) == Said("482913")

    assert (person.said, box.opened) == ([LOST], 3)


def test_of_several_mails_the_last_one_counts_first_and_the_others_after_it() -> None:
    person = Person()
    box = Box([[Mail(NOW, mail("111111")), Mail(NOW + timedelta(seconds=1), mail("222222"))]])

    with person.waiting(MailboxCodes(SOMEWHERE, box)) as watch:
        until(watch, lambda reply: reply == Said("222222") or len(watch._candidates) == 2)  # noqa: SLF001 - both have come
    person.tried.clear()
    again = [watch(), watch(), watch()]

    assert again == [Said("222222"), Said("111111"), None]


def test_a_code_that_was_tried_in_an_earlier_pause_is_not_given_again() -> None:
    person = Person(tried={"482913"})
    box = Box([[Mail(NOW, mail("482913"))], [Mail(NOW, mail("771204"))]])

    with person.waiting(MailboxCodes(SOMEWHERE, box)) as watch:
        assert until(watch, some) == Said("771204")


def test_a_mail_whose_check_failed_is_said_and_its_code_not_used() -> None:
    person = Person()
    forged = mail(results="mx.mail.example; dkim=fail header.d=email.meta.com")
    box = Box([[Mail(NOW, forged)]])

    with person.waiting(MailboxCodes(SOMEWHERE, box)) as watch:
        until(watch, lambda _: bool(person.said))
        assert watch() is None

    assert person.said == [REFUTED]
