from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ai_optout.errors import LedgerError, VaultError
from ai_optout.folders import Folders
from ai_optout.ledger import ledger_key, who

KEY = bytes(range(32))


class VaultWith:
    """A keyring that holds one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def key(self, name: str) -> bytes:
        assert name == "ledger"
        return self._key


class LockedVault:
    def key(self, name: str) -> bytes:
        raise VaultError(f"The keyring is locked: no key {name}.")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache")


def test_a_person_is_the_keyed_hash_of_the_address() -> None:
    # RFC 2104 with SHA-256, checked against `openssl dgst -sha256 -mac HMAC`.
    assert who("anna@example.org", KEY) == "dc16dac4e0724e68069d10704ecd1a83a550648d07cfaabebd5926a7facce46b"


@pytest.mark.parametrize(
    "same",
    ["Käthe@example.org", "KÄTHE@EXAMPLE.ORG", "Ka\u0308the@example.org"],
    ids=["as typed", "in capitals", "decomposed"],
)
def test_case_and_composition_make_no_other_person(same: str) -> None:
    assert who(same, KEY) == who("käthe@example.org", KEY)


def test_another_address_is_another_person() -> None:
    assert who("anna@example.org", KEY) != who("anne@example.org", KEY)


def test_another_key_gives_another_hash() -> None:
    assert who("anna@example.org", KEY) != who("anna@example.org", KEY[::-1])


def test_without_a_keyring_the_key_is_made_once_in_a_private_file(folders: Folders) -> None:
    key = ledger_key(folders, None)
    assert len(key) == 32
    assert ledger_key(folders, None) == key
    assert stat.S_IMODE((folders.data / "ledger.key").stat().st_mode) == 0o600


def test_a_key_in_a_file_stays_the_key_when_a_keyring_appears(folders: Folders) -> None:
    key = ledger_key(folders, None)
    assert ledger_key(folders, VaultWith(KEY)) == key


def test_a_key_from_the_keyring_is_not_in_the_file(folders: Folders) -> None:
    assert ledger_key(folders, VaultWith(KEY)) == KEY
    assert ledger_key(folders, VaultWith(KEY)) == KEY
    assert KEY.hex() not in (folders.data / "ledger.key").read_text(encoding="ascii")


def test_a_ledger_begun_with_the_keyring_is_not_gone_on_with_without_it(folders: Folders) -> None:
    ledger_key(folders, VaultWith(KEY))
    with pytest.raises(LedgerError, match=r"^The ledger's key lies in the keyring, and there is no keyring here\.$"):
        ledger_key(folders, None)


def test_another_key_in_the_keyring_is_noticed(folders: Folders) -> None:
    ledger_key(folders, VaultWith(KEY))
    with pytest.raises(LedgerError, match=r"^The keyring holds another key than the ledger was begun with\.$"):
        ledger_key(folders, VaultWith(KEY[::-1]))


def test_a_locked_keyring_at_the_first_run_leaves_no_key_behind(folders: Folders) -> None:
    with pytest.raises(VaultError, match=r"^The keyring is locked: no key ledger\.$"):
        ledger_key(folders, LockedVault())
    assert not (folders.data / "ledger.key").exists()


@pytest.mark.parametrize("content", [b"", b"key 12", b"\xff\xfe"], ids=["empty", "cut short", "no text"])
def test_a_damaged_key_file_is_named_with_the_way_out(folders: Folders, content: bytes) -> None:
    folders.data.mkdir()
    path = folders.data / "ledger.key"
    path.write_bytes(content)
    with pytest.raises(LedgerError) as refusal:
        ledger_key(folders, None)
    assert refusal.value.message == (
        f"The file {path} is damaged: it says neither which key the ledger was begun with nor where that lies."
    )
    assert refusal.value.hint == (
        f"Restore it from a backup; or, once you have looked in {folders.data / 'receipts'} at what was sent already, "
        f"delete {path}: then earlier requests are no longer known as yours."
    )
