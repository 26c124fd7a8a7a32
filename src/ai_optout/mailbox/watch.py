"""Waiting for the code in the mailbox, beside all else that may know it: a thread that reads and only ever fills a queue."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from ai_optout.errors import MailboxError, MailboxRefusedError
from ai_optout.mailbox.account import Mailbox
from ai_optout.mailbox.code_mail import code_mail
from ai_optout.mailbox.reading import Mail, opened
from ai_optout.messages import N_, _
from ai_optout.person.codes import Tried
from ai_optout.person.pause import Pause, Reply, Said

LOOKS_EVERY_S: Final = 3.0
"""How often the mailbox is looked at while a code is waited for."""
AGAIN_AFTER_S: Final = (1.0, 5.0, 15.0)
"""How long it waits after a connection that broke; the last from then on."""
LOST = N_("The mailbox can't be reached just now; it is tried again. The code may be typed meanwhile.")
REFUSED = N_(
    "The mailbox isn't read: its server didn't take the user name or the password. Type the code. To set "
    "it right: ai-optout mailbox set"
)


class Looks(Protocol):
    """An open mailbox."""

    def new_since(self, since: datetime) -> list[Mail]:
        """Meta's mails since then, oldest first, each once. Raises `MailboxError`."""


Open = Callable[[Mailbox], AbstractContextManager[Looks]]


@dataclass(frozen=True)
class _Found:
    code: str


@dataclass(frozen=True)
class _Notice:
    text: str
    is_last: bool = False
    """Whether the mailbox isn't read any more."""


@dataclass
class CodeWatch:
    """Looks for the code of one pause. Called in slices, it gives back a code that is not in `tried`, or None at once."""

    mailbox: Mailbox
    pause: Pause
    tried: Tried
    say: Callable[[str], None]
    give_up: Callable[[], None]
    """Called where the server doesn't take the password: it isn't asked again."""
    open_mailbox: Open = opened
    looks_every_s: float = LOOKS_EVERY_S
    _queue: queue.SimpleQueue[_Found | _Notice] = field(default_factory=queue.SimpleQueue)
    _ended: threading.Event = field(default_factory=threading.Event)
    _candidates: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        threading.Thread(target=self._read, name="mailbox", daemon=True).start()

    def __call__(self) -> Reply | None:
        for event in self._waiting():
            if isinstance(event, _Found):
                self._candidates.insert(0, event.code)  # of several mails the last one counts
                continue
            self.say(event.text)
            if event.is_last:
                self.give_up()
        code = next((one for one in self._candidates if one not in self.tried), None)
        if code is None:
            return None
        self.tried.add(code)
        return Said(code)

    def close(self) -> None:
        """No more is read; the thread ends by itself, and nobody waits for it."""
        self._ended.set()

    def _waiting(self) -> Iterator[_Found | _Notice]:
        while True:
            try:
                yield self._queue.get_nowait()
            except queue.Empty:
                return

    # --- the thread ---

    def _read(self) -> None:
        broken = 0
        while not self._ended.is_set():
            try:
                self._look_until_ended()
            except MailboxRefusedError:
                self._queue.put(_Notice(_(REFUSED), is_last=True))
                return
            except MailboxError:
                if not broken:
                    self._queue.put(_Notice(_(LOST)))
                self._ended.wait(AGAIN_AFTER_S[min(broken, len(AGAIN_AFTER_S) - 1)])
                broken += 1

    def _look_until_ended(self) -> None:
        with self.open_mailbox(self.mailbox) as reading:
            while not self._ended.is_set():
                for mail in reading.new_since(self.pause.asked_at):
                    self._take(mail)
                self._ended.wait(self.looks_every_s)

    def _take(self, mail: Mail) -> None:
        found = code_mail(mail.raw, self.mailbox.authserv_id)
        if found.code is not None:
            self._queue.put(_Found(found.code))
        elif found.notice:
            self._queue.put(_Notice(found.notice))


@dataclass
class MailboxCodes:
    """The mailbox as a source of codes, over all pauses of a run: once its server has refused the password, none any more."""

    mailbox: Mailbox
    open_mailbox: Open = opened
    _refused: bool = False

    def __call__(self, pause: Pause, tried: Tried, say: Callable[[str], None]) -> CodeWatch | None:
        """What looks for the code of this pause. What is worth saying is said by `say`, in the thread that asks."""
        if self._refused:
            return None
        return CodeWatch(self.mailbox, pause, tried, say, self._give_up, self.open_mailbox)

    def _give_up(self) -> None:
        self._refused = True
