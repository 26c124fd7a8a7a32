"""Everything a command needs, put together from settings, folders and options. No option is parsed here."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from ai_optout.browser.attach import persons_browser
from ai_optout.browser.connect import connected
from ai_optout.browser.environment import choose_headed
from ai_optout.browser.find import FoundBrowser, find_browser
from ai_optout.browser.launch import OpenBrowser, open_browser
from ai_optout.browser.logins import remembering_browser
from ai_optout.browser.stop import StopSignal
from ai_optout.browser.windows import Windows
from ai_optout.errors import VaultError
from ai_optout.flow import Catalogue, catalogue
from ai_optout.folders import Folders
from ai_optout.log import Redaction, configure
from ai_optout.mock_address import MockAddress
from ai_optout.person.lines import Lines
from ai_optout.person.nobody import Nobody
from ai_optout.person.pause import Person
from ai_optout.person.terminal import OpenCodeSource, TerminalPerson
from ai_optout.person.written import WrittenPerson, read_answers
from ai_optout.settings import Settings, load_settings
from ai_optout.vault import KeyringVault, Vault

SLOW_MS = 700
"""`--slow`: the wait after each of the browser's operations, long enough to read the banner."""


@dataclass(frozen=True)
class Wishes:
    """The options that `run` and `demo` share."""

    headed: bool | None
    slow: bool
    dry_run: bool
    as_json: bool
    browser: str | None = None
    attach: str | None = None
    connect: str | None = None
    remember_login: bool = False


@dataclass
class Session:
    """One run of the command: who it is for, where things lie, who is asked."""

    folders: Folders
    settings: Settings
    wishes: Wishes
    redaction: Redaction
    console: Console
    stop: StopSignal

    @property
    def catalogue(self) -> Catalogue:
        """The flows, shipped and the person's own; broken ones are named."""
        found = catalogue(self.folders.config / "flows")
        for fault in found.broken:
            self.console.print(f"[yellow]{escape(fault.message)}[/yellow] {escape(fault.hint)}")
        return found

    @property
    def vault(self) -> Vault:
        """The keyring."""
        return KeyringVault(allowed=self.settings.allow_keyring)

    def data(self, *, rehearsal: bool) -> Path:
        """Where ledger and receipts lie; those of what ran against a mock have a folder of their own."""
        return self.folders.data / "mock" if rehearsal else self.folders.data

    def headed(self) -> bool:
        """Whether there will be a window. Of a browser that is running, or elsewhere, it is taken for granted."""
        import os  # noqa: PLC0415

        if self.wishes.attach or self.wishes.connect:
            return self.wishes.headed is not False
        wish = (
            self.wishes.headed
            if self.wishes.headed is not None
            else (None if self.settings.headless is None else not self.settings.headless)
        )
        return choose_headed(wish, os.environ)

    def windows(
        self, mock: MockAddress | None, *, headed: bool, owners: Mapping[str, str]
    ) -> Callable[[], AbstractContextManager[Windows]]:
        """What opens the browser for a run: one of its own, the person's, one elsewhere, or one that remembers. `owners` are the
        keyed hashes of whose each profile is.
        """
        wishes, folders, stop = self.wishes, self.folders, self.stop
        if wishes.attach is not None:
            endpoint = wishes.attach
            return lambda: persons_browser(endpoint, folders=folders, stop=stop)
        slow_ms = self._slow_ms()
        if wishes.connect is not None:
            address = wishes.connect
            return lambda: connected(address, folders=folders, headed=wishes.headed, slow_ms=slow_ms, stop=stop)
        if wishes.remember_login:
            found, locale = self._found(), self.settings.language
            return lambda: remembering_browser(
                found, headed=headed, folders=folders, owners=owners, slow_ms=slow_ms, locale=locale, stop=stop
            )
        return self.opener(mock, headed=headed, locale=self.settings.language)

    def _found(self) -> FoundBrowser:
        return find_browser(self.wishes.browser or (str(self.settings.browser) if self.settings.browser else None))

    def _slow_ms(self) -> float:
        return max(self.settings.slow_ms, SLOW_MS if self.wishes.slow else 0)

    def opener(
        self, mock: MockAddress | None, *, headed: bool, locale: str | None
    ) -> Callable[[], AbstractContextManager[OpenBrowser]]:
        """What opens a browser of its own when a page is needed."""
        found, slow_ms = self._found(), self._slow_ms()
        return lambda: open_browser(
            found, headed=headed, folders=self.folders, mock=mock, slow_ms=slow_ms, locale=locale, stop=self.stop
        )

    def show(self, line: str) -> None:
        """One step."""
        self.console.print(f"[dim]·[/dim] {escape(line)}")

    def person(self, answers: Path | None, *, rehearsal: bool = False) -> Person:
        """Who is asked: the person written down, the one at the terminal, or nobody. No mailbox is read in a `rehearsal`."""
        never = threading.Event()

        def wait() -> None:
            never.wait(0.1)  # a slice of waiting where no browser is open

        if answers is not None:
            return WrittenPerson(read_answers(answers), answers.parent, self.is_stopped, wait, self.show)
        if sys.stdin is not None and sys.stdin.isatty():
            mailbox = None if rehearsal else self._mailbox()
            command = self.settings.code_command or ()
            return TerminalPerson(self.console, Lines(), self.is_stopped, wait, command, self.folders.config, mailbox)
        return Nobody(self.show)

    def _mailbox(self) -> OpenCodeSource | None:
        """The mailbox that was set up. Without a keyring there is none; one that isn't understood is said."""
        from ai_optout.mailbox.account import load_mailbox  # noqa: PLC0415 - only where somebody may be asked for a code
        from ai_optout.mailbox.watch import MailboxCodes  # noqa: PLC0415

        vault = vault_or_none(self)
        try:
            mailbox = load_mailbox(vault) if vault is not None else None
        except VaultError as error:
            self.show(f"{error.message} {error.hint}")
            return None
        return MailboxCodes(mailbox) if mailbox is not None else None

    def is_stopped(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self.stop.requested


@contextmanager
def session(wishes: Wishes) -> Iterator[Session]:
    """The session of one command: settings read, log set up, Ctrl-C taken."""
    folders = Folders.of_this_person()
    settings = load_settings(folders)
    redaction = Redaction()
    configure(settings, redaction)
    console = Console(stderr=wishes.as_json, highlight=False, no_color=settings.plain or None)
    with StopSignal() as stop:
        yield Session(folders, settings, wishes, redaction, console, stop)


def vault_or_none(one: Session) -> Vault | None:
    try:
        vault = one.vault
        vault.names()
    except VaultError:
        return None  # a container with its profile in a file has no keyring; the key then lies beside the ledger
    return vault
