"""Which mailbox: what is accepted, where it is kept, and that nothing shows its password."""

from __future__ import annotations

import pytest

from ai_optout.errors import UsageError, VaultError
from ai_optout.mailbox.account import ENTRY, checked_mailbox, forget_mailbox, is_loopback, load_mailbox, store_mailbox
from ai_optout.testing import MemoryVault

SECRET = "geheim ÄÖ\" '\\"


def test_a_mailbox_comes_back_from_the_vault_as_it_was_and_is_forgotten() -> None:
    vault = MemoryVault()
    mailbox = checked_mailbox(host="imap.mail.example", user="mina@mail.example", password=SECRET, authserv_id="mx.mail.example")

    assert load_mailbox(vault) is None
    store_mailbox(vault, mailbox)
    assert load_mailbox(vault) == mailbox
    forget_mailbox(vault)
    assert load_mailbox(vault) is None


def test_nothing_that_shows_a_mailbox_shows_its_password() -> None:
    mailbox = checked_mailbox(host="imap.mail.example", user="mina@mail.example", password=SECRET)

    assert SECRET not in f"{mailbox!r} {mailbox} {mailbox.model_dump()} {mailbox.model_dump_json()}"


def test_without_tls_a_password_only_goes_to_this_computer() -> None:
    with pytest.raises(UsageError) as refusal:
        checked_mailbox(host="imap.mail.example", user="mina@mail.example", password=SECRET, security="none")

    assert refusal.value.message == "That mailbox can't be used: security: without TLS a mailbox may only be on this computer."
    assert refusal.value.hint == "Set it up again: ai-optout mailbox set"
    assert checked_mailbox(host="127.0.0.1", user="mina", password=SECRET, security="none").port == 993


@pytest.mark.parametrize(
    ("host", "is_one"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost.mail.example", False),
        ("0.0.0.0", False),
    ],
)
def test_this_computer_is_a_loopback_address(host: str, is_one: bool) -> None:  # noqa: FBT001 - the expectation
    assert is_loopback(host) is is_one


@pytest.mark.parametrize("values", [{"host": ""}, {"port": 0}, {"user": "a\nb"}], ids=str)
def test_what_cannot_be_used_is_named_by_its_key(values: dict[str, object]) -> None:
    usual: dict[str, object] = {"host": "imap.mail.example", "user": "mina", "password": SECRET}

    with pytest.raises(UsageError, match=rf"^That mailbox can't be used: {next(iter(values))}: "):
        checked_mailbox(**usual | values)


def test_an_entry_that_is_not_understood_is_said_without_its_text() -> None:
    vault = MemoryVault()
    vault.store_secret(ENTRY, '{"host": "x", "secret": "geheim"}')

    with pytest.raises(VaultError) as refusal:
        load_mailbox(vault)

    assert refusal.value.message == "What the keyring holds about the mailbox isn't understood."
