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
from ai_optout.messages import N_, _

_FILE_INSTEAD = N_("or keep the profile in a file and name it: --profile FILE.toml")

NONE = (
    N_("There is no keyring on this machine."),
    N_(
        "Install and start one (GNOME Keyring, KeePassXC or KWallet), "
        "or keep the profile in a file and name it: --profile FILE.toml"
    ),
)
LOCKED = (N_("The keyring is locked."), N_("Unlock it in your desktop's password window, then run it again."))
DISMISSED = (N_("The keyring's question was dismissed."), N_("Run it again and allow the access in the window that opens."))
REFUSED = (
    N_("The keyring refused to store an entry."),
    N_("Look whether it is full or read-only, or keep the profile in a file and name it: --profile FILE.toml"),
)
KEPT = (
    N_("The keyring refused to delete an entry."),
    N_('Delete the entries of "ai-optout" in its own window: they are listed by that name.'),
)
SILENT = (
    N_("The keyring doesn't start."),
    N_(
        "Look whether its service runs (ai-optout doctor tells which it is), "
        "or keep the profile in a file and name it: --profile FILE.toml"
    ),
)
FAILED = (
    N_("The keyring failed."),
    N_("Look at it with: ai-optout doctor, or keep the profile in a file and name it: --profile FILE.toml"),
)

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
                (
                    _("The keyring forgets: {called} took an entry and gave nothing back.")
                    if kept is None
                    else _("The keyring forgets: {called} took an entry and gave another back.")
                ).format(called=called(backend)),
                _("Choose another one in your desktop's settings or in keyring's ({file_instead}).").format(
                    file_instead=_(_FILE_INSTEAD)
                ),
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
                _("The keyring found here, {called}, keeps plain text.").format(called=called(backend)),
                _(
                    'Start your desktop\'s own keyring, or accept this one in config.toml: allow_keyring = ["{called}"], '
                    "{file_instead}"
                ).format(called=called(backend), file_instead=_(_FILE_INSTEAD)),
            )
        return backend


def _chosen() -> KeyringBackend:
    """The system's keyring, or the one that the person's own settings of `keyring` name."""
    try:
        return keyring.get_keyring()
    except (ImportError, AttributeError, ValueError, RuntimeError):
        raise VaultError(
            _("The keyring that PYTHON_KEYRING_BACKEND or keyringrc.cfg names can't be loaded."),
            _("Take that choice back, or correct it (keyring --list-backends)."),
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
        raise VaultError(*map(_, _words(fault))) from None


def _words(fault: BaseException) -> tuple[str, str]:
    if "cancelled by user" in str(fault).casefold():  # KWallet's only sign
        return DISMISSED
    for one in (fault.__cause__, fault):
        for kind in type(one).__mro__:
            if words := WORDS.get(f"{kind.__module__}.{kind.__qualname__}"):
                return words
    return FAILED
