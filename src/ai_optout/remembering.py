"""What a person answered to a question that their profile had no answer to, and how the profile keeps it for next time.

An answer goes by its meaning where the question's is known, else by its wording. Never a code, a password, a file or a
declaration: those are given anew each time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from ai_optout.errors import ProfileError
from ai_optout.folders import write_private
from ai_optout.form.meaning import TOKENS, Meaning
from ai_optout.form.snapshot import Kind
from ai_optout.form.understand import Question
from ai_optout.form.words import lexicon
from ai_optout.messages import _
from ai_optout.profile import Profile, load_profile, parse_profile
from ai_optout.profile_choice import is_file
from ai_optout.vault import Vault

READ_ONLY: Final = Path("/run/secrets")
"""Where a container's secrets lie: not ours to change."""
_ANEW_EACH_TIME: Final = frozenset(
    {Meaning.ONE_TIME_CODE, Meaning.EVIDENCE, Meaning.DECLARATION, Meaning.REQUEST, Meaning.ABOUT_AI}
)
_KINDS: Final = frozenset({Kind.TEXT, Kind.TEXTAREA, Kind.SELECT, Kind.RADIO, Kind.COMBOBOX, Kind.LISTBOX})


@dataclass(frozen=True)
class SaidAnswer:
    """An answer of the person's: `key` is a meaning or the question's wording, `wording` what the form called it."""

    profile: str
    key: str
    wording: str
    answer: str = field(repr=False)


def said_answer(profile: str, question: Question, answer: str) -> SaidAnswer | None:
    """What may be remembered of an answer to this question; None where it is to be given anew each time."""
    control = question.control
    secret = control.type == "password" or "password" in control.autocomplete or "one-time" in control.autocomplete
    if secret or control.kind not in _KINDS or question.meaning in _ANEW_EACH_TIME or not answer.strip():
        return None
    wording = " ".join(control.wording.split())
    if lexicon().says(wording, "meaning", Meaning.ONE_TIME_CODE) or lexicon().says(wording, "not", "password"):
        return None
    key = question.meaning if question.meaning in TOKENS and question.meaning is not None else wording
    return SaidAnswer(profile, str(key), wording, answer)


class Memory(Protocol):
    """Where a profile's remembered answers are kept."""

    @property
    def place(self) -> str:
        """In words that stand behind "in"."""

    def known(self) -> Mapping[str, str]:
        """What is remembered already. Raises `ProfileError`, `VaultError`."""

    def keep(self, answers: Iterable[SaidAnswer]) -> None:
        """Remember these, too. Raises `ProfileError` where the profile can't hold one, `VaultError`, `AiOptoutError`."""


@dataclass(frozen=True)
class KeyringMemory:
    """A profile in the keyring."""

    vault: Vault
    name: str

    @property
    def place(self) -> str:
        return _('the profile "{name}"').format(name=self.name)

    def known(self) -> Mapping[str, str]:
        return self.vault.load(self.name).remembered

    def keep(self, answers: Iterable[SaidAnswer]) -> None:
        profile = self.vault.load(self.name)
        data = profile.to_mapping()
        data["remembered"] = {**profile.remembered, **{one.key: one.answer for one in answers}}
        self.vault.store(self.name, _checked(data, self.place))


@dataclass(frozen=True)
class FileMemory:
    """A profile in a TOML file of the person's; their comments and their order stay."""

    path: Path

    @property
    def place(self) -> str:
        return _("the file {path}").format(path=self.path)

    def known(self) -> Mapping[str, str]:
        return load_profile(self.path, say=lambda _rest: None).remembered

    def keep(self, answers: Iterable[SaidAnswer]) -> None:
        import tomlkit  # noqa: PLC0415 - only where something is written

        path = self.path.resolve()
        document = tomlkit.parse(path.read_bytes().decode("utf-8-sig"))
        table = document.setdefault("remembered", tomlkit.table())
        for one in answers:
            table[one.key] = one.answer
        _checked(document.unwrap(), self.place, folder=path.parent)
        write_private(path, tomlkit.dumps(document).encode("utf-8"))


def memory_of(name_or_path: str, vault: Vault) -> Memory | None:
    """Where this profile's answers may be kept; None where its file isn't the person's to change."""
    if not is_file(name_or_path):
        return KeyringMemory(vault, name_or_path)
    path = Path(name_or_path).expanduser()
    return FileMemory(path) if _is_ours(path.resolve()) else None


def _is_ours(path: Path) -> bool:
    """Whether a file may be written anew: this person's own, in a folder where they may write, no container's secret."""
    if path.is_relative_to(READ_ONLY) or not path.is_file():
        return False
    owned = sys.platform == "win32" or path.stat().st_uid == os.geteuid()
    return owned and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _checked(data: Mapping[str, object], place: str, *, folder: Path | None = None) -> Profile:
    try:
        return parse_profile(
            dict(data), called=_("profile with that answer in {place}").format(place=place), hint="", folder=folder
        )
    except ProfileError as error:
        raise ProfileError(
            _("That answer can't be remembered: {message}").format(message=error.message),
            _("It was used this time all the same."),
        ) from None
