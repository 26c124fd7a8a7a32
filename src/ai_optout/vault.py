"""Profiles and secrets in the operating system's keyring.

A profile is JSON, split over entries small enough for every keyring. An index entry names the profiles and the numbers of their
entries; each stored version gets a number of its own. So a new version is first announced, then written, then made the valid one
by replacing one small entry, and only then the old one goes: whatever stops it half way, the old version is still there, and what
was begun is known and swept away by the next write.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Collection
from contextlib import suppress
from typing import Literal, NamedTuple, Protocol

from keyring.backend import KeyringBackend
from pydantic import BaseModel, ConfigDict, ValidationError

from ai_optout.errors import ProfileError, VaultError
from ai_optout.keyring_entries import Entries
from ai_optout.messages import _
from ai_optout.profile import Profile, profile_from_json
from ai_optout.wording import did_you_mean

SERVICE = "ai-optout"
"""The service under which every entry is listed in the keyring's own window."""

PART = 1_000
"""Characters of ASCII in an entry. Windows' limit is 1,280: 2,560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE), filled with UTF-16."""

KEY_BYTES = 32
"""The length of a key: SHA-256's own, as for HMAC (RFC 2104, section 3)."""

KEY_FOR = "key for "
"""How the name of a key begins among the secrets."""

LONGEST_NAME = 100
"""Characters in a profile's name, so that a list of them stays legible."""


class Vault(Protocol):
    """Where profiles and secrets are kept. Every method may raise `VaultError`: there is none, it is locked, it forgets."""

    def names(self) -> tuple[str, ...]:
        """The names of the stored profiles, sorted."""

    def load(self, name: str) -> Profile:
        """The profile stored as `name`. Raises `ProfileError` where there is none."""

    def store(self, name: str, profile: Profile) -> None:
        """Keep `profile` as `name`, in place of what was kept so. Raises `ProfileError` for an impossible name."""

    def remove(self, name: str) -> None:
        """Forget the profile `name`. Raises `ProfileError` where there is none."""

    def secret(self, name: str) -> str | None:
        """The secret kept as `name`, such as the password of a mailbox, or None."""

    def store_secret(self, name: str, value: str) -> None:
        """Keep `value` as `name`, in place of what was kept so."""

    def remove_secret(self, name: str) -> None:
        """Forget the secret `name`, if it is there."""

    def secret_names(self) -> tuple[str, ...]:
        """The names of the kept secrets, sorted; the keys are among them."""

    def key(self, purpose: str) -> bytes:
        """32 random bytes for `purpose`, made when first asked for and the same from then on."""

    def place(self) -> str:
        """Where it all lies, in words that stand behind "in": for `profile show` and `doctor`."""


def checked_name(name: str) -> str:
    """`name`, if a profile can be called so: printable, no slash, not like a file. Raises `ProfileError` otherwise."""
    if (
        not name.strip()
        or not name.isprintable()
        or set(name) & {"/", "\\"}
        or name.endswith(".toml")
        or len(name) > LONGEST_NAME
    ):
        raise ProfileError(
            _(
                "A profile's name is of up to {longest_name} printable characters, without / and \\, and doesn't end in .toml."
            ).format(longest_name=LONGEST_NAME),
            _("Choose another one, such as: home"),
        )
    return name


def no_such_profile(name: str, names: Collection[str]) -> ProfileError:
    """The refusal of `name` where only `names` are stored."""
    if not names:
        return ProfileError(_("There is no profile yet."), _("Make one: ai-optout profile new"))
    return ProfileError(
        _('There is no profile "{name}"{did_you_mean}.').format(name=name, did_you_mean=did_you_mean(name, names)),
        _("See which there are: ai-optout profile list"),
    )


_Kind = Literal["profile", "secret"]


def _parts(text: str) -> list[str]:
    return [text[start : start + PART] for start in range(0, len(text), PART)]


class _Place(NamedTuple):
    """Where a text lies: in the entries "`kind` `number`.1" to "`kind` `number`.`parts`"."""

    kind: str
    number: int
    parts: int

    def entries(self) -> tuple[str, ...]:
        return tuple(f"{self.kind} {self.number}.{part}" for part in range(1, self.parts + 1))


class _Index(BaseModel):
    """What the keyring holds for us. `leftovers` were begun by a write that didn't end, or are left from before one."""

    model_config = ConfigDict(extra="forbid")

    next: int = 1
    profile: dict[str, _Place] = {}
    secret: dict[str, _Place] = {}
    leftovers: list[_Place] = []

    def of(self, kind: _Kind) -> dict[str, _Place]:
        return self.profile if kind == "profile" else self.secret


class KeyringVault:
    """The vault in the operating system's keyring, or in `backend`. `allowed` names plain-text backends that are accepted."""

    def __init__(self, backend: KeyringBackend | None = None, *, allowed: Collection[str] = ()) -> None:
        self._entries = Entries(SERVICE, backend, allowed=allowed)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._index().profile))

    def load(self, name: str) -> Profile:
        known = self._index().profile
        if name not in known:
            raise no_such_profile(name, known)
        return profile_from_json(self._text(known[name]), name)

    def store(self, name: str, profile: Profile) -> None:
        self._replace("profile", checked_name(name), profile.to_json())

    def remove(self, name: str) -> None:
        index = self._index()
        if name not in index.profile:
            raise no_such_profile(name, index.profile)
        self._switch(index, "profile", name, None)

    def secret(self, name: str) -> str | None:
        known = self._index().secret
        return str(json.loads(self._text(known[name]))) if name in known else None

    def store_secret(self, name: str, value: str) -> None:
        self._replace("secret", name, json.dumps(value))

    def remove_secret(self, name: str) -> None:
        index = self._index()
        if name in index.secret:
            self._switch(index, "secret", name, None)

    def secret_names(self) -> tuple[str, ...]:
        return tuple(sorted(self._index().secret))

    def key(self, purpose: str) -> bytes:
        name = f"{KEY_FOR}{purpose}"
        kept = self.secret(name)
        if kept is None:
            kept = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
            self.store_secret(name, kept)
        return base64.b64decode(kept)

    def place(self) -> str:
        return _("the keyring ({place})").format(place=self._entries.place())

    def _replace(self, kind: _Kind, name: str, text: str) -> None:
        """Make `text` what is kept as `name`."""
        index = self._index()
        new = _Place(kind, index.next, len(_parts(text)))
        index.next += 1
        index.leftovers.append(new)
        self._save(index)
        try:
            self._write(new, text)
        except BaseException:  # a Ctrl-C, too, leaves nothing half stored
            with suppress(VaultError):
                self._sweep(index)
            raise
        index.leftovers.remove(new)
        self._switch(index, kind, name, new)

    def _switch(self, index: _Index, kind: _Kind, name: str, new: _Place | None) -> None:
        """Make what lies at `new`, or nothing, what is kept as `name`."""
        known = index.of(kind)
        if name in known:
            index.leftovers.append(known.pop(name))
        if new is not None:
            known[name] = new
        self._save(index)
        self._sweep(index)

    def _write(self, place: _Place, text: str) -> None:
        for entry, part in zip(place.entries(), _parts(text), strict=True):
            self._entries.write(entry, part)
        if self._text(place) != text:  # each entry came back when it was written: a later one took an earlier one's place
            raise VaultError(
                _("The keyring forgets: one entry took another one's place."), _("Nothing was changed. Look: ai-optout doctor")
            )

    def _sweep(self, index: _Index) -> None:
        for place in index.leftovers:
            for entry in place.entries():
                self._entries.erase(entry)
        if index.leftovers:
            index.leftovers.clear()
            self._save(index)

    def _text(self, place: _Place) -> str:
        parts = [self._entries.read(entry) for entry in place.entries()]
        found = [part for part in parts if part is not None]
        if len(found) < len(parts):
            raise VaultError(
                _("The keyring holds {number} of the {number_2} entries of a {place_kind}.").format(
                    number=len(found), number_2=len(parts), place_kind=place.kind
                ),
                _('Entries of "ai-optout" were deleted there: remove that profile and make it again (ai-optout profile list).'),
            )
        return "".join(found)

    def _index(self) -> _Index:
        head = self._entries.read("index")
        if head is None:
            return _Index()
        try:
            return _Index.model_validate_json(self._text(_Place("index", *json.loads(head))))
        except (ValueError, TypeError, ValidationError):
            raise VaultError(
                _('The index of "ai-optout" in the keyring is damaged.'),
                _(
                    'Delete the entries of "{service}" in the keyring\'s own window, then make or import the profile again.'
                ).format(service=SERVICE),
            ) from None

    def _save(self, index: _Index) -> None:
        """Write the index beside the old one, then switch over by the one entry "index", then delete the old one."""
        head = self._entries.read("index")
        old = _Place("index", *json.loads(head)) if head else _Place("index", 0, 0)
        text = json.dumps(index.model_dump(mode="json"), separators=(",", ":"))
        new = _Place("index", old.number + 1, len(_parts(text)))
        self._write(new, text)
        self._entries.write("index", json.dumps([new.number, new.parts]))
        for entry in old.entries():
            self._entries.erase(entry)
