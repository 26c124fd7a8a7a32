"""The vault: one contract for the real keyring and the fakes; what goes wrong is told apart, and nothing is ever half there."""

from __future__ import annotations

import gc
import inspect
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import keyrings.alt.file  # type: ignore[import-untyped] # it has no types
import pytest
import secretstorage
import secretstorage.exceptions
from keyring.backend import KeyringBackend
from keyring.backends.SecretService import Keyring as SecretServiceKeyring
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from ai_optout.errors import ProfileError, VaultError
from ai_optout.keyring_entries import WORDS
from ai_optout.profile import Profile, load_profile
from ai_optout.testing import WINDOWS_LIMIT, MemoryKeyring, MemoryVault
from ai_optout.vault import SERVICE, KeyringVault, Vault

DEMO = Path(__file__).parents[1] / "fixtures" / "profiles" / "demo.toml"
PASSWORD = "the keyring's own"


def make_profile(**values: object) -> Profile:
    return Profile.model_validate({"country": "DE", "email": "mina@mail.example", **values})


# --- a real keyring, the test's own ------------------------------------------------------------------------------------------


@pytest.fixture
def gnome_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyringBackend]:
    """GNOME Keyring, unlocked, on a session bus and in a home of its own, without a display to ask on."""
    for name, value in {"HOME": tmp_path, "XDG_DATA_HOME": tmp_path / "data", "XDG_RUNTIME_DIR": tmp_path / "run"}.items():
        monkeypatch.setenv(name, str(value))
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdin
    assert daemon.stdout
    daemon.stdin.write(PASSWORD)
    daemon.stdin.close()
    daemon.stdout.readline()  # it prints its control folder once it is there
    yield SecretServiceKeyring()  # type: ignore[no-untyped-call] # keyring's own signature has no types
    for process in (daemon, bus):
        process.terminate()
        process.wait(10)
        assert process.stdout
        process.stdout.close()


needs_gnome_keyring = [pytest.mark.needs("dbus", "gnome-keyring"), pytest.mark.real_keyring]


@pytest.fixture(
    params=[
        "memory",
        "keyring in memory",
        "keyring with Windows' limit",
        pytest.param("GNOME Keyring", marks=needs_gnome_keyring),
    ]
)
def vault(request: pytest.FixtureRequest) -> Vault:
    """Every vault that has to keep the contract."""
    kinds: dict[str, Callable[[], Vault]] = {
        "memory": MemoryVault,
        "keyring in memory": lambda: KeyringVault(MemoryKeyring()),
        "keyring with Windows' limit": lambda: KeyringVault(MemoryKeyring(WINDOWS_LIMIT)),
        "GNOME Keyring": lambda: KeyringVault(request.getfixturevalue("gnome_keyring")),
    }
    return kinds[request.param]()


# --- the contract ------------------------------------------------------------------------------------------------------------

PROFILES = {
    "umlauts": {"given_name": "Jürgen", "family_name": "Groß-Łukasiewicz"},
    "right to left": {"given_name": "\u200fיעל", "family_name": "بن زايد"},
    "apostrophes and quotes": {"family_name": 'O\'Neil "the" `x` \\ %s'},
    "emoji with joiners": {"given_name": "👩‍👩‍👧"},
    "2,000 characters": {"reason": "Å" * 2_000},
    "20,000 characters": {"reason": "a\nß" + "x" * 19_997},
    "everything": {
        "tel": "+49 30 23125 014",
        "language": "de",
        "accounts": [{"site": "facebook", "email": "fb@mail.example", "centre": "one"}, "instagram"],
        "prompts": "who?\nwhere?",
        "evidence": ["/home/mina/a b.png"],
        "remembered": {"Do you own a Page?": "No"},
    },
}


@pytest.mark.parametrize("values", PROFILES.values(), ids=PROFILES)
def test_a_stored_profile_comes_back_as_it_was(vault: Vault, values: dict[str, object]) -> None:
    vault.store("me", make_profile(**values))

    assert vault.load("me") == make_profile(**values)


def test_the_whole_demo_person_comes_back(vault: Vault) -> None:
    demo = load_profile(DEMO)

    vault.store("demo", demo)

    assert vault.load("demo") == demo


def test_profiles_are_listed_by_name(vault: Vault) -> None:
    assert vault.names() == ()

    for name in ("work", "Mutter & Vater", "אמא", "o'clock"):
        vault.store(name, make_profile(given_name=name))

    assert vault.names() == ("Mutter & Vater", "o'clock", "work", "אמא")
    assert vault.load("אמא").given_name == "אמא"


def test_storing_again_replaces(vault: Vault) -> None:
    vault.store("me", make_profile(reason="x" * 5_000))
    vault.store("me", make_profile(reason="short"))

    assert vault.names() == ("me",)
    assert vault.load("me").reason == "short"


def test_a_removed_profile_is_gone(vault: Vault) -> None:
    vault.store("me", make_profile())
    vault.store("other", make_profile(given_name="Other"))

    vault.remove("me")

    assert vault.names() == ("other",)
    assert vault.load("other").given_name == "Other"


@pytest.mark.parametrize("verb", ["load", "remove"])
def test_a_profile_that_is_not_there_is_told_with_the_nearest_name(vault: Vault, verb: str) -> None:
    vault.store("work", make_profile())

    with pytest.raises(ProfileError) as refused:
        getattr(vault, verb)("wrok")
    assert refused.value.message == 'There is no profile "wrok" (did you mean "work"?).'
    assert refused.value.hint == "See which there are: ai-optout profile list"


@pytest.mark.parametrize("verb", ["load", "remove"])
def test_where_there_is_none_at_all_the_way_to_one_is_told(vault: Vault, verb: str) -> None:
    with pytest.raises(ProfileError) as refused:
        getattr(vault, verb)("me")
    assert refused.value.message == "There is no profile yet."
    assert refused.value.hint == "Make one: ai-optout profile new"


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\\b", "a\nb", "a\u0007", "mine.toml", "x" * 101])
def test_a_name_that_no_profile_can_have_is_refused(vault: Vault, name: str) -> None:
    with pytest.raises(ProfileError) as refused:
        vault.store(name, make_profile())
    assert refused.value.message == (
        "A profile's name is of up to 100 printable characters, without / and \\, and doesn't end in .toml."
    )
    assert vault.names() == ()


def test_a_key_is_made_once_and_for_one_purpose(vault: Vault) -> None:
    first = vault.key("ledger")

    assert len(first) == 32
    assert vault.key("ledger") == first
    assert vault.key("something else") != first


def test_secrets_and_keys_are_listed_by_name(vault: Vault) -> None:
    vault.store_secret("mailbox", "a password")
    vault.key("ledger")

    assert vault.secret_names() == ("key for ledger", "mailbox")
    for name in vault.secret_names():
        vault.remove_secret(name)
    assert vault.secret_names() == ()


def test_a_secret_comes_back_until_it_is_removed(vault: Vault) -> None:
    assert vault.secret("mailbox") is None

    vault.store_secret("mailbox", "pässwörd \"'\n")
    vault.store("me", make_profile())

    assert vault.secret("mailbox") == "pässwörd \"'\n"
    vault.remove_secret("mailbox")
    vault.remove_secret("mailbox")
    assert vault.secret("mailbox") is None
    assert vault.names() == ("me",)


# --- entries -----------------------------------------------------------------------------------------------------------------


def test_no_entry_is_larger_than_windows_takes() -> None:
    backend = MemoryKeyring(WINDOWS_LIMIT)
    vault = KeyringVault(backend)
    for number in range(60):
        vault.store(f"{number} {'😀' * 40}", make_profile(reason="👩‍👩‍👧" * 300))

    assert max(len(text.encode("utf-16-le")) for text in backend.entries.values()) <= 2_000
    assert len(vault.names()) == 60


def test_every_entry_is_listed_under_our_name_and_says_nobodys() -> None:
    backend = MemoryKeyring()
    KeyringVault(backend).store("Mina Ångström", load_profile(DEMO))

    assert {service for service, _ in backend.entries} == {SERVICE}
    assert sorted(name for _, name in backend.entries) == ["index", "index 2.1", "profile 1.1"]


def test_a_shorter_profile_leaves_none_of_the_longer_ones_entries() -> None:
    backend, fresh = MemoryKeyring(), MemoryKeyring()
    vault = KeyringVault(backend)
    vault.store("me", make_profile(reason="x" * 9_000))
    vault.store("me", make_profile())
    KeyringVault(fresh).store("me", make_profile())

    assert len(backend.entries) == len(fresh.entries)


def test_removing_everything_leaves_nothing_of_it() -> None:
    backend = MemoryKeyring()
    vault = KeyringVault(backend)
    vault.store("me", make_profile(given_name="Xantippe", reason="x" * 9_000))
    vault.store_secret("mailbox", "swordfish")

    vault.remove("me")
    vault.remove_secret("mailbox")

    assert len(backend.entries) == 2
    assert "Xantippe" not in str(backend.entries)
    assert "swordfish" not in str(backend.entries)
    assert "mailbox" not in str(backend.entries)


class Interrupted(MemoryKeyring):
    """A keyring in which the power goes off, or a person presses Ctrl-C, at a given write or deletion."""

    def __init__(self, after: int, fault: BaseException) -> None:
        super().__init__()
        self.left = after
        self.fault = fault

    def _act(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise self.fault

    def set_password(self, service: str, username: str, password: str) -> None:
        self._act()
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._act()
        super().delete_password(service, username)


def actions_of_a_store() -> int:
    """How many writes and deletions it takes to replace a profile."""
    backend = Interrupted(10**6, SystemExit())
    KeyringVault(backend).store("me", make_profile(reason="old" * 1_000))
    before = backend.left
    KeyringVault(backend).store("me", make_profile(reason="new" * 2_000))
    return before - backend.left


@pytest.mark.parametrize("after", range(actions_of_a_store()))
def test_whatever_stops_a_store_half_way_the_profile_is_whole_old_or_new(after: int) -> None:
    old, new = make_profile(reason="old" * 1_000), make_profile(reason="new" * 2_000)
    backend = Interrupted(10**6, SystemExit())
    KeyringVault(backend).store("me", old)
    backend.left = after

    with pytest.raises(SystemExit):  # every later access fails, too: nothing can be tidied up
        KeyringVault(backend).store("me", new)
    backend.left = 10**6

    vault = KeyringVault(backend)
    assert vault.names() == ("me",)
    assert vault.load("me") in (old, new)
    vault.store("me", old)
    assert "newnew" not in str(backend.entries)  # what was begun is swept away by the next write
    assert vault.load("me") == old


@pytest.mark.parametrize("after", range(3, 8))
def test_a_ctrl_c_leaves_nothing_half_stored(after: int) -> None:
    class Once(Interrupted):
        def _act(self) -> None:
            self.left -= 1
            if self.left == -1:
                raise self.fault

    backend = Once(after, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        KeyringVault(backend).store("me", make_profile(reason="new" * 2_000))

    assert KeyringVault(backend).names() == ()
    assert "newnew" not in str(backend.entries)


def test_entries_deleted_by_somebody_else_are_told_with_their_count() -> None:
    backend = MemoryKeyring()
    vault = KeyringVault(backend)
    vault.store("me", make_profile(reason="x" * 4_000))
    del backend.entries[SERVICE, "profile 1.3"]

    with pytest.raises(VaultError, match=r"^The keyring holds 4 of the 5 entries of a profile\.$"):
        vault.load("me")
    vault.remove("me")
    assert vault.names() == ()


@pytest.mark.parametrize("index", ["nonsense", "[1]", "7", '{"a": 1}', "[1, 1]"])
def test_a_damaged_index_is_told(index: str) -> None:
    backend = MemoryKeyring()
    backend.entries[SERVICE, "index"] = index
    backend.entries[SERVICE, "index 1.1"] = '{"next": "nonsense"}'

    with pytest.raises(VaultError, match=r'^The index of "ai-optout" in the keyring is damaged\.$'):
        KeyringVault(backend).names()


# --- keyrings that won't do --------------------------------------------------------------------------------------------------


class Broken(MemoryKeyring):
    """A keyring whose every access fails in one way."""

    def __init__(self, fault: Exception) -> None:
        super().__init__()
        self.fault = fault

    def get_password(self, service: str, username: str) -> str | None:
        raise self.fault


def caused(fault: Exception, cause: Exception) -> Exception:
    fault.__cause__ = cause
    return fault


FAULTS = {
    "none": (NoKeyringError("x"), "There is no keyring on this machine."),
    "locked": (KeyringLocked("x"), "The keyring is locked."),
    "locked, from below": (secretstorage.exceptions.LockedException("x"), "The keyring is locked."),
    "dismissed": (secretstorage.exceptions.PromptDismissedException("x"), "The keyring's question was dismissed."),
    "dismissed at its making": (
        caused(InitError("x"), secretstorage.exceptions.PromptDismissedException("x")),
        "The keyring's question was dismissed.",
    ),
    "dismissed in KWallet": (PasswordSetError("Cancelled by user"), "The keyring's question was dismissed."),
    "not starting": (InitError("x"), "The keyring doesn't start."),
    "full": (PasswordSetError("x"), "The keyring refused to store an entry."),
    "a broken pipe": (BrokenPipeError(), "The keyring failed."),
    "something else": (RuntimeError("x"), "The keyring failed."),
}


@pytest.mark.parametrize(("fault", "sentence"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_with_a_keyring_is_told_apart(fault: Exception, sentence: str) -> None:
    with pytest.raises(VaultError) as refused:
        KeyringVault(Broken(fault)).names()

    assert refused.value.message == sentence
    assert refused.value.hint
    assert refused.value.exit_status == 1
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("module", [keyring.errors, secretstorage.exceptions], ids=lambda module: module.__name__)
def test_every_fault_that_a_keyring_knows_has_words(module: object) -> None:
    faults = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if issubclass(kind, Exception)]

    assert faults
    assert [kind.__name__ for kind in faults if f"{kind.__module__}.{kind.__qualname__}" not in WORDS] == []


def test_a_machine_without_a_keyring_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call] # keyring's

    with pytest.raises(VaultError, match=r"^There is no keyring on this machine\.$"):
        KeyringVault().names()


def test_a_keyring_that_forgets_is_found_out_at_once() -> None:
    vault = KeyringVault(keyring.backends.null.Keyring())  # type: ignore[no-untyped-call] # keyring's

    with pytest.raises(VaultError) as refused:
        vault.store("me", make_profile())
    assert refused.value.message == "The keyring forgets: keyring.backends.null.Keyring took an entry and gave nothing back."


class Garbling(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:500])


class OneEntryOnly(MemoryKeyring):
    """Keeps the last entry of a kind, whatever its number."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username.split(".", maxsplit=1)[0], password)

    def get_password(self, service: str, username: str) -> str | None:
        return super().get_password(service, username.split(".", maxsplit=1)[0])


def test_a_keyring_that_cuts_off_is_found_out_at_once() -> None:
    with pytest.raises(VaultError, match=r"Garbling took an entry and gave another back\.$"):
        KeyringVault(Garbling()).store("me", make_profile(reason="x" * 2_000))


def test_a_keyring_that_mixes_entries_up_is_found_out_at_once() -> None:
    vault = KeyringVault(OneEntryOnly())

    with pytest.raises(VaultError, match=r"^The keyring forgets: one entry took another one's place\.$"):
        vault.store("me", make_profile(reason="x" * 2_000))
    assert vault.names() == ()


PLAIN = "keyrings.alt.file.PlaintextKeyring"


def test_a_keyring_that_keeps_plain_text_is_refused(tmp_path: Path) -> None:
    backend = keyrings.alt.file.PlaintextKeyring()
    backend.file_path = str(tmp_path / "plain.cfg")

    with pytest.raises(VaultError) as refused:
        KeyringVault(backend).store("me", make_profile())

    assert refused.value.message == f"The keyring found here, {PLAIN}, keeps plain text."
    assert f'allow_keyring = ["{PLAIN}"]' in refused.value.hint
    assert not (tmp_path / "plain.cfg").exists()


def test_unless_its_name_is_allowed(tmp_path: Path) -> None:
    backend = keyrings.alt.file.PlaintextKeyring()
    backend.file_path = str(tmp_path / "plain.cfg")
    vault = KeyringVault(backend, allowed=[PLAIN])

    vault.store("me", make_profile(given_name="Zoë"))

    assert vault.load("me").given_name == "Zoë"
    assert vault.place() == f"the keyring ({PLAIN})"


def test_a_chain_of_keyrings_is_judged_by_the_one_that_would_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = keyring.backends.chainer.ChainerBackend()  # type: ignore[no-untyped-call] # keyring's
    monkeypatch.setattr(type(chain), "backends", [keyrings.alt.file.PlaintextKeyring(), MemoryKeyring()])

    with pytest.raises(VaultError, match=rf"^The keyring found here, {PLAIN}, keeps plain text\.$"):
        KeyringVault(chain).store("me", make_profile())


@pytest.mark.needs("dbus", "gnome-keyring")
@pytest.mark.real_keyring
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # keyring leaves its connection open then
def test_a_locked_keyring_is_told_apart_from_an_empty_one(gnome_keyring: KeyringBackend) -> None:
    vault = KeyringVault(gnome_keyring)
    assert vault.names() == ()
    vault.store("me", make_profile())
    with secretstorage.dbus_init() as connection:
        secretstorage.get_default_collection(connection).lock()

    with pytest.raises(VaultError) as refused:
        vault.names()
    assert refused.value.message == "The keyring is locked."
    assert refused.value.hint == "Unlock it in your desktop's password window, then run it again."
    del refused
    gc.collect()  # so that the warning about it comes within this test


@pytest.mark.needs("dbus", "gnome-keyring")
@pytest.mark.real_keyring
def test_a_keyring_that_went_away_is_told(gnome_keyring: KeyringBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={os.environ['HOME']}/nowhere")

    with pytest.raises(VaultError, match=r"^The keyring (failed|doesn't start)\.$"):
        KeyringVault(gnome_keyring).names()
