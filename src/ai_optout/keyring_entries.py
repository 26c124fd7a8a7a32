"""Entries of the operating system's keyring: the one place here that knows the `keyring` library, its backends and their faults.

Every fault becomes a `VaultError` that tells apart what a person has to do: install a keyring, unlock it, answer its window,
choose another one. What was written is read back at once, for there are backends that take a value and forget it.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager

import keyring
from keyring import errors
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from ai_optout.errors import VaultError

_FILE_INSTEAD = "or keep the profile in a file and name it: --profile FILE.toml"

NONE = ("There is no keyring on this machine.", f"Install and start one (GNOME Keyring, KeePassXC or KWallet), {_FILE_INSTEAD}")
LOCKED = ("The keyring is locked.", "Unlock it in your desktop's password window, then run it again.")
DISMISSED = ("The keyring's question was dismissed.", "Run it again and allow the access in the window that opens.")
REFUSED = ("The keyring refused to store an entry.", f"Look whether it is full or read-only, {_FILE_INSTEAD}")
KEPT = (
    "The keyring refused to delete an entry.",
    'Delete the entries of "ai-optout" in its own window: they are listed by that name.',
)
SILENT = ("The keyring doesn't start.", f"Look whether its service runs (ai-optout doctor tells which it is), {_FILE_INSTEAD}")
FAILED = ("The keyring failed.", f"Look at it with: ai-optout doctor, {_FILE_INSTEAD}")

# By the class's full name, for most of these libraries are there on one system only. A fault's cause counts before the fault.
WORDS = {
    "keyring.errors.KeyringError": FAILED,
    "keyring.errors.PasswordSetError": REFUSED,
    "keyring.errors.PasswordDeleteError": KEPT,
    "keyring.errors.InitError": SILENT,
    "keyring.errors.KeyringLocked": LOCKED,
    "keyring.errors.NoKeyringError": NONE,
    "keyring.backends.macOS.api.KeychainDenied": DISMISSED,
    "secretstorage.exceptions.SecretStorageException": FAILED,
    "secretstorage.exceptions.SecretServiceNotAvailableException": SILENT,
    "secretstorage.exceptions.LockedException": LOCKED,
    "secretstorage.exceptions.ItemNotFoundException": FAILED,
    "secretstorage.exceptions.PromptDismissedException": DISMISSED,
}

# Bases of what backends let through from the libraries below them; each is there on some system only, and caught where it is.
_LET_THROUGH = {
    "secretstorage.exceptions": "SecretStorageException",
    "jeepney.wrappers": "DBusErrorResponse",
    "dbus.exceptions": "DBusException",
    "gi.repository.GLib": "Error",
    "pywintypes": "error",
    "win32ctypes.pywin32.pywintypes": "error",
}


class Entries:
    """The entries of one service, by name. `backend` is the system's own where it isn't given.

    `allowed` names (as "module.Class") backends that keep plain text and that the person accepts nevertheless.
    """

    def __init__(self, service: str, backend: KeyringBackend | None = None, *, allowed: Collection[str] = ()) -> None:
        self._service = service
        self._given = backend
        self._allowed = frozenset(allowed)

    def read(self, name: str) -> str | None:
        """The text of an entry, None where there is none. Raises `VaultError`."""
        with _faults_in_words():
            return self._backend().get_password(self._service, name)

    def write(self, name: str, text: str) -> None:
        """Store `text` and read it back. Raises `VaultError`, also where another text comes back, or none."""
        with _faults_in_words():
            backend = self._backend()
            backend.set_password(self._service, name, text)
            kept = backend.get_password(self._service, name)
        if kept != text:
            raise VaultError(
                f"The keyring forgets: {called(backend)} took an entry and gave {'nothing' if kept is None else 'another'} back.",
                f"Choose another one in your desktop's settings or in keyring's ({_FILE_INSTEAD}).",
            )

    def erase(self, name: str) -> None:
        """Delete an entry, if it is there. Raises `VaultError`."""
        with _faults_in_words():
            backend = self._backend()
            if backend.get_password(self._service, name) is not None:
                backend.delete_password(self._service, name)

    def place(self) -> str:
        """The backend's name, as "module.Class". Raises `VaultError` where there is none that may be used."""
        with _faults_in_words():
            return called(self._backend())

    def _backend(self) -> KeyringBackend:
        backend = self._given or _chosen()
        if isinstance(backend, ChainerBackend):
            # It writes to the first that takes it, which would be a plain-text one where the proper one is away.
            if not backend.backends:
                raise errors.NoKeyringError
            backend = backend.backends[0]
        if _keeps_plain_text(backend) and called(backend) not in self._allowed:
            raise VaultError(
                f"The keyring found here, {called(backend)}, keeps plain text.",
                f'Start your desktop\'s own keyring, or accept this one in config.toml: allow_keyring = ["{called(backend)}"], '
                f"{_FILE_INSTEAD}",
            )
        return backend


def _chosen() -> KeyringBackend:
    """The system's keyring, or the one that the person's own settings of `keyring` name."""
    try:
        return keyring.get_keyring()
    except (ImportError, AttributeError, ValueError, RuntimeError):
        raise VaultError(
            "The keyring that PYTHON_KEYRING_BACKEND or keyringrc.cfg names can't be loaded.",
            "Take that choice back, or correct it (keyring --list-backends).",
        ) from None


def called(backend: KeyringBackend) -> str:
    """A backend's name as settings spell it: "module.Class"."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _keeps_plain_text(backend: KeyringBackend) -> bool:
    """Whether a backend says so of itself, by its class's name or its `scheme` (that of keyrings.alt is spelt "no encyption")."""
    named = any("plaintext" in kind.__name__.casefold() for kind in type(backend).__mro__)
    return named or str(getattr(backend, "scheme", "")).startswith("no enc")


@contextmanager
def _faults_in_words() -> Iterator[None]:
    through = tuple(getattr(sys.modules[name], base) for name, base in _LET_THROUGH.items() if name in sys.modules)
    try:
        yield
    except (errors.KeyringError, OSError, RuntimeError, ValueError, *through) as fault:
        raise VaultError(*_words(fault)) from None


def _words(fault: BaseException) -> tuple[str, str]:
    if "cancelled by user" in str(fault).casefold():  # KWallet's only sign
        return DISMISSED
    for one in (fault.__cause__, fault):
        for kind in type(one).__mro__:
            if words := WORDS.get(f"{kind.__module__}.{kind.__qualname__}"):
                return words
    return FAILED
