"""Settings: from the environment over the file over what is usual; what isn't understood is refused, without its value."""

from __future__ import annotations

from pathlib import Path

import pytest

from ai_optout.errors import UsageError
from ai_optout.folders import Folders
from ai_optout.settings import Settings, load_settings


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("AI_OPTOUT_HOME", str(tmp_path))
    (tmp_path / "config").mkdir()
    return Folders.of_this_person()


def write(folders: Folders, text: str) -> Path:
    path = folders.config / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folders: Folders) -> str:
    with pytest.raises(UsageError) as refused:
        load_settings(folders)
    assert refused.value.exit_status == 2
    return refused.value.message


def test_without_file_and_environment_everything_is_as_usual(folders: Folders) -> None:
    settings = load_settings(folders)

    assert settings.model_dump() == {
        "browser": None, "headless": None, "slow_ms": 0, "log_format": "auto", "log_level": "info", "allow_keyring": (),
        "code_command": None, "plain": False, "profile": None, "language": "en",
    }  # fmt: skip


def test_the_file_sets_what_it_names(folders: Folders) -> None:
    write(folders, 'browser = "/opt/chrome"\nheadless = true\nallow_keyring = ["a.B"]\ncode_command = ["./code", "--new"]\n')

    settings = load_settings(folders)

    assert settings.browser == Path("/opt/chrome")
    assert settings.headless is True
    assert settings.allow_keyring == ("a.B",)
    assert settings.code_command == ("./code", "--new")


def test_the_environment_wins_over_the_file(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folders, "slow_ms = 100\nheadless = true")
    monkeypatch.setenv("AI_OPTOUT_SLOW_MS", "250")

    settings = load_settings(folders)

    assert (settings.slow_ms, settings.headless) == (250, True)


def test_the_environment_spells_values_as_a_person_types_them(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in {
        "HEADLESS": "no",
        "LOG_LEVEL": "DEBUG",
        "CODE_COMMAND": "./code 'my mail'",
        "ALLOW_KEYRING": '["a.B", "c.D"]',
        "BROWSER": "~/chrome",
        "PROFILE": "",
    }.items():
        monkeypatch.setenv(f"AI_OPTOUT_{name}", value)

    settings = load_settings(folders)

    assert settings.headless is False
    assert settings.log_level == "debug"
    assert settings.code_command == ("./code", "my mail")
    assert settings.allow_keyring == ("a.B", "c.D")
    assert settings.browser == tmp_path / "chrome"
    assert settings.profile is None


def test_variables_that_are_no_settings_are_let_be(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI_OPTOUT_FLOW", "facebook-objection")
    monkeypatch.setenv("AI_OPTOUT_ASKED_AT", "2026-11-23T12:00:00Z")

    assert load_settings(folders).slow_ms == 0


def test_a_misspelt_key_is_refused_with_the_nearest(folders: Folders) -> None:
    path = write(folders, "headles = true")

    assert refusal(folders) == (
        f"There is something wrong with the settings: `headles` in {path} is not a setting (did you mean `headless`?)."
    )


def test_a_misspelt_variable_is_refused_with_the_nearest(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI_OPTOUT_HEADLES", "1")

    assert refusal(folders) == (
        "There is something wrong with the settings: the variable AI_OPTOUT_HEADLES is not a setting (did you mean `headless`?)."
    )


@pytest.mark.parametrize("key", ["email", "given_name", "given-name", "reason", "tel", "accounts", "account", "password"])
def test_a_profile_does_not_belong_into_the_settings(folders: Folders, key: str) -> None:
    path = write(folders, f'{key} = "zz-top@mail.example"')

    assert refusal(folders) == (
        f"There is something wrong with the settings: `{key}` in {path} belongs into a profile, not into settings "
        "(ai-optout profile new)."
    )


def test_nor_into_the_environment(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI_OPTOUT_EMAIL", "zz-top@mail.example")

    assert refusal(folders) == (
        "There is something wrong with the settings: the variable AI_OPTOUT_EMAIL belongs into a profile, not into settings "
        "(ai-optout profile new)."
    )


BETWEEN_STEPS = "`slow_ms` in {path}: expected milliseconds to wait between steps, from 0 to 60000, found "
WRONG = {
    "a word for a number": ('slow_ms = "zz-top"', BETWEEN_STEPS + "other text"),
    "a number too large": ("slow_ms = 7654321", BETWEEN_STEPS + "a number"),
    "a format nobody knows": (
        'log_format = "zz-top"',
        "`log_format` in {path}: expected auto (pretty on a terminal), pretty or json, found other text",
    ),
    "a list for a word": ("log_level = []", "`log_level` in {path}: expected debug, info, warning or error, found a list"),
    "quotes left open": (
        'code_command = "./zz \'top"',
        "`code_command` in {path}: expected a command, with its arguments, that prints the one-time code, found other text",
    ),
    "a language nobody knows": (
        'language = "zz-top"',
        "`language` in {path}: expected the language of messages, such as en or de, found other text",
    ),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_told_with_what_was_expected_and_not_repeated(folders: Folders, line: str, sentence: str) -> None:
    path = write(folders, line)

    assert refusal(folders) == f"There is something wrong with the settings: {sentence.format(path=path)}."


def test_a_wrong_variable_is_named(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folders, "slow_ms = 1")
    monkeypatch.setenv("AI_OPTOUT_SLOW_MS", "zz-top")

    assert refusal(folders) == (
        "There is something wrong with the settings: the variable AI_OPTOUT_SLOW_MS: "
        "expected milliseconds to wait between steps, from 0 to 60000, found other text."
    )


def test_everything_wrong_is_told_at_once(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folders, 'headles = true\nslow_ms = "x"')
    monkeypatch.setenv("AI_OPTOUT_TEL", "1")

    message = refusal(folders)

    assert message.count(";") == 2
    for key in ("headles", "slow_ms", "AI_OPTOUT_TEL"):
        assert key in message


def test_a_file_that_is_no_toml_is_refused_with_its_line(folders: Folders) -> None:
    path = write(folders, "slow_ms = 1\nheadless = yes")

    assert refusal(folders) == f"The file {path} isn't TOML: line 2, column 12."


def test_settings_cannot_be_changed_afterwards(folders: Folders) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(folders).slow_ms = 7  # type: ignore[misc]  # that is the point


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
