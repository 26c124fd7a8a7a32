"""Reading a mailbox by IMAP: opened for reading alone (EXAMINE), mails looked at without marking them (BODY.PEEK).

The one place that knows the IMAP library and its faults.
"""

from __future__ import annotations

import email
import email.policy
import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from imap_tools import AND, OR, BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from ai_optout.errors import MailboxError, MailboxRefusedError
from ai_optout.mailbox.account import Mailbox
from ai_optout.messages import N_, _
from ai_optout.senders import domains, is_from_meta

ANSWERS_S: Final = 15.0
"""How long a server may take for one answer."""
LARGEST: Final = 2_000_000
"""Bytes: a mail of Meta's has no pictures in it; what is larger is left alone."""
NOT_NOW: Final = N_("The mailbox's server doesn't let anybody in just now.")
_NOT_NOW: Final = ("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG")
"""Codes of a refusal that isn't about the password (RFC 5530)."""
_JUNK: Final = "\\JUNK"
"""The mark of the spam folder, whatever its name is (RFC 6154)."""
_DATE = re.compile(rb'INTERNALDATE "[^"]+"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Mail:
    """A mail as it came, and when the server received it (INTERNALDATE, whole seconds, UTC)."""

    arrived: datetime
    raw: bytes = field(repr=False)


class Reading:
    """An open mailbox. Its methods raise `MailboxError` where the connection breaks."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box
        self._folders: tuple[str, ...] | None = None
        self._old: dict[str, set[str]] = {}

    def new_since(self, since: datetime) -> list[Mail]:
        """Meta's mails that arrived at `since` or later, spam folder included, oldest first; each is given once."""
        with _faults_in_words():
            found = [mail for folder in self.folders() for mail in self._in(folder, since)]
        return sorted(found, key=lambda mail: mail.arrived)

    def folders(self) -> tuple[str, ...]:
        """The folders that are read: the inbox, and the one for spam where the server marks it."""
        if self._folders is None:
            with _faults_in_words():
                junk = [one.name for one in self._box.folder.list() if _JUNK in {flag.upper() for flag in one.flags}]
            self._folders = ("INBOX", *junk)
        return self._folders

    def _in(self, folder: str, since: datetime) -> Iterator[Mail]:
        self._box.folder.set(folder, readonly=True)
        old = self._old.setdefault(folder, set())
        # SEARCH compares dates without time and zone (RFC 9051, section 6.4.4): a day more is asked for, and looked at below.
        day = since.astimezone(UTC).date() - timedelta(days=1)
        wanted = AND(OR(from_=list(domains())), date_gte=day)
        for uid in self._box.uids(wanted, charset=None):
            if uid in old:
                continue
            old.add(uid)
            about, sender = self._fetched(uid, "(INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM)])")
            arrived = _arrived(about)
            if arrived is None or arrived < since.replace(microsecond=0) or not _is_to_be_read(about, sender):
                continue
            yield Mail(arrived, self._fetched(uid, "(BODY.PEEK[])")[1])

    def _fetched(self, uid: str, parts: str) -> tuple[bytes, bytes]:
        """What the server says about a mail, and the literal that it sends with it."""
        _rest, answer = self._box.client.uid("FETCH", uid, parts)
        pieces = [piece for piece in answer if piece is not None]
        said = b" ".join(piece if isinstance(piece, bytes) else piece[0] for piece in pieces)
        return said, b"".join(piece[1] for piece in pieces if not isinstance(piece, bytes))


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Reading]:
    """The mailbox, logged in. Raises `MailboxRefusedError` where the server doesn't take name and password, else
    `MailboxError`.
    """
    with _faults_in_words(mailbox):
        box = _connected(mailbox)
        try:
            _log_in(box, mailbox)
        except BaseException:  # Ctrl-C too: the connection isn't left open, and what was raised goes on
            _leave(box)
            raise
    try:
        yield Reading(box)
    finally:
        _leave(box)


def mails_since(mailbox: Mailbox, since: datetime) -> Iterator[bytes]:
    """Meta's mails since then as they came, oldest first, none of them marked as read. Raises as `opened`."""
    with opened(mailbox) as reading:
        yield from (mail.raw for mail in reading.new_since(since))


def _connected(mailbox: Mailbox) -> BaseMailBox:
    context = ssl.create_default_context()
    if mailbox.security == "tls":
        return MailBox(mailbox.host, mailbox.port, timeout=ANSWERS_S, ssl_context=context)
    box = MailBoxUnencrypted(mailbox.host, mailbox.port, timeout=ANSWERS_S)
    if mailbox.security == "starttls":
        try:
            box.client.starttls(context)  # raises where the server doesn't offer it: nothing has been said by then
        except BaseException:  # Ctrl-C too: the connection isn't left open, and what was raised goes on
            _leave(box)
            raise
    return box


def _log_in(box: BaseMailBox, mailbox: Mailbox) -> None:
    password = mailbox.password.get_secret_value()
    try:
        if (mailbox.user + password).isascii():
            box.login(mailbox.user, password, initial_folder=None)
        else:
            box.login_utf8(mailbox.user, password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise  # the connection broke
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if any(f"[{code}" in str(error).upper() for code in _NOT_NOW):
            raise MailboxError(
                _("The mailbox's server doesn't let anybody in just now."), _("Try later: ai-optout mailbox test")
            ) from None
        raise MailboxRefusedError(
            _("The mailbox's server didn't take the user name or the password."),
            _("Many providers want an app password, made in their settings. Then type: ai-optout mailbox set"),
        ) from None


def _leave(box: BaseMailBox) -> None:
    with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):  # it is gone already
        box.logout()
    with suppress(OSError):
        box.client.shutdown()


@contextmanager
def _faults_in_words(mailbox: Mailbox | None = None) -> Iterator[None]:
    """The library's faults as ours; none of its texts, which may hold what was typed."""
    where = f" {mailbox.host}" if mailbox else ""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise MailboxError(
            _("The mailbox's server{where} shows a certificate that isn't valid for it.").format(where=where),
            _("Look at the server's name: ai-optout mailbox set"),
        ) from None
    except (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError):
        raise MailboxError(
            _("The mailbox's server{where} can't be reached, or the connection broke.").format(where=where),
            _("Look at the network and the server's name, then type: ai-optout mailbox test"),
        ) from None


def _is_to_be_read(about: bytes, sender: bytes) -> bool:
    """Whether it is Meta's by its address (SEARCH looks anywhere in the line), and no larger than such mails are."""
    size = _SIZE.search(about)
    is_small = size is not None and int(size[1]) <= LARGEST
    return is_small and is_from_meta(email.message_from_bytes(sender, policy=email.policy.default))


def _arrived(said: bytes) -> datetime | None:
    match = _DATE.search(said)
    local = imaplib.Internaldate2tuple(match[0]) if match else None
    return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
