"""Which profile is meant by a name, a file, or nothing said."""

from __future__ import annotations

from pathlib import Path

import pytest
from keyring.errors import KeyringLocked

from ai_optout.errors import ProfileError
from ai_optout.profile import Profile
from ai_optout.profile_choice import resolve_profile
from ai_optout.settings import Settings
from ai_optout.testing import MemoryKeyring, MemoryVault
from ai_optout.vault import KeyringVault

ME = Profile.model_validate({"country": "DE", "email": "me@mail.example"})
OTHER = Profile.model_validate({"country": "IE", "email": "other@mail.example"})


def vault_of(**profiles: Profile) -> MemoryVault:
    vault = MemoryVault()
    for name, profile in profiles.items():
        vault.store(name, profile)
    return vault


def written(path: Path) -> Path:
    path.touch(mode=0o600)
    path.write_text('country = "DE"\nemail = "file@mail.example"\n', encoding="utf-8")
    return path


def test_a_name_is_one_of_the_keyring() -> None:
    assert resolve_profile("other", vault_of(me=ME, other=OTHER), Settings()) == ("other", OTHER)


@pytest.mark.parametrize("name", ["mine.toml", "./mine.toml", "./mine", "folder/mine"])
def test_what_ends_in_toml_or_holds_a_slash_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    written(tmp_path / name)

    called, profile = resolve_profile(name, vault_of(mine=ME), Settings())

    assert (called, profile.email) == ("mine", "file@mail.example")


def test_a_file_is_read_without_asking_the_keyring(tmp_path: Path) -> None:
    class Locked(MemoryKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            raise KeyringLocked

    assert resolve_profile(str(written(tmp_path / "a.toml")), KeyringVault(Locked()), Settings())[0] == "a"


def test_where_nothing_is_said_it_is_the_only_one() -> None:
    assert resolve_profile(None, vault_of(other=OTHER), Settings()) == ("other", OTHER)


def test_or_the_one_that_the_settings_name() -> None:
    assert resolve_profile(None, vault_of(me=ME, other=OTHER), Settings(profile="other")) == ("other", OTHER)


def test_the_settings_may_name_a_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.toml")

    assert resolve_profile(None, vault_of(me=ME), Settings(profile=str(path)))[0] == "a"


def test_of_several_one_has_to_be_named() -> None:
    with pytest.raises(ProfileError) as refused:
        resolve_profile(None, vault_of(me=ME, other=OTHER), Settings())

    assert refused.value.message == "There are 2 profiles, and none is said to be the usual one."
    assert refused.value.hint == (
        'Name one with --profile (ai-optout profile list), or the usual one in config.toml: profile = "..."'
    )


@pytest.mark.parametrize("name", [None, "me"])
def test_where_there_is_none_the_way_to_one_is_told(name: str | None) -> None:
    with pytest.raises(ProfileError) as refused:
        resolve_profile(name, vault_of(), Settings())

    assert (refused.value.message, refused.value.hint) == ("There is no profile yet.", "Make one: ai-optout profile new")


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ProfileError, match=r'^There is no profile "wrok" \(did you mean "work"\?\)\.$'):
        resolve_profile("wrok", vault_of(work=ME), Settings())


def test_a_name_that_is_a_files_gets_the_way_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "profile")

    with pytest.raises(ProfileError) as refused:
        resolve_profile("profile", vault_of(me=ME), Settings())

    assert refused.value.message == 'There is no profile "profile".'
    assert refused.value.hint == "For the file of that name: ./profile"
