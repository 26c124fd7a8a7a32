"""Settings: `AI_OPTOUT_*` in the environment over config.toml in the config folder over what is usual.

A setting says how the tool works, never who somebody is: a profile has other homes, and no secret is among them. What isn't
understood is refused, with where it stands and what was expected, never with the value.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from ai_optout.errors import UsageError
from ai_optout.folders import Folders
from ai_optout.messages import N_, _, system_language
from ai_optout.profile import Profile
from ai_optout.toml_file import read_toml
from ai_optout.wording import did_you_mean, found_kind

PREFIX = "AI_OPTOUT_"

FILE = "config.toml"
"""The file's name in `Folders.config`."""

NO_SETTINGS = frozenset({"HOME", "FLOW", "ASKED_AT"})
"""Other variables that begin with `PREFIX`: the folders' home, and what `code_command` is told."""


def _words(value: object) -> object:
    """A list as an environment can say it: JSON, or words as a shell splits them."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.lstrip().startswith("[") else shlex.split(value)
    except ValueError:
        raise PydanticCustomError("words", "unbalanced quotes") from None


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _nothing_for_empty(value: object) -> object:
    return None if value == "" else value


def _at_home(value: Path | None) -> Path | None:
    return None if value is None else value.expanduser()


def _language(value: str) -> str:
    try:
        Locale.parse(value.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        raise PydanticCustomError("language", "no language") from None
    return value


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]


class Settings(BaseSettings):
    """How the tool works. Each may be a line `name = value` in config.toml or a variable `AI_OPTOUT_NAME`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True, cli_parse_args=False
    )

    browser: Annotated[Path | None, BeforeValidator(_nothing_for_empty), AfterValidator(_at_home)] = Field(
        None, description=N_("the browser to start, as a path")
    )
    headless: Annotated[bool | None, BeforeValidator(_nothing_for_empty)] = Field(
        None, description=N_("no window: true or false; where it isn't said, a window if there is a display")
    )
    slow_ms: int = Field(0, ge=0, le=60_000, description=N_("milliseconds to wait between steps, from 0 to 60000"))
    log_format: Annotated[Literal["auto", "pretty", "json"], BeforeValidator(_lower)] = Field(
        "auto", description=N_("auto (pretty on a terminal), pretty or json")
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = Field(
        "info", description=N_("debug, info, warning or error")
    )
    allow_keyring: Words = Field((), description=N_("names of plain-text keyring backends to accept, such as module.Class"))
    code_command: Annotated[Words | None, BeforeValidator(_nothing_for_empty)] = Field(
        None, description=N_("a command, with its arguments, that prints the one-time code")
    )
    profile: Annotated[str | None, BeforeValidator(_nothing_for_empty)] = Field(
        None, description=N_("the profile to take where none is named: its name in the keyring, or a TOML file")
    )
    plain: bool = Field(default=False, description=N_("lines of text instead of tables and colours: true or false"))
    language: Annotated[str, AfterValidator(_language)] = Field(
        default_factory=lambda: system_language(os.environ),
        description=N_("the language of messages, such as en or de"),
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings hands over all of its sources by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment over what is given in code, which is the file; no `.env` from the working directory."""
        return env_settings, init_settings


def load_settings(folders: Folders) -> Settings:
    """The settings of this person. Raises `UsageError` with all that is wrong in file and environment, in one sentence."""
    file = folders.config / FILE
    in_file = read_toml(file, error=UsageError, hint="") if file.exists() else {}
    in_environment = [name[len(PREFIX) :].lower() for name in os.environ if name.upper().startswith(PREFIX)]
    faults = [*_strange(in_file, str(file)), *_strange_variables(in_environment)]
    try:
        settings = Settings(**{name: value for name, value in in_file.items() if name in Settings.model_fields})
    except ValidationError as error:
        faults += [_worded(one, file, in_environment) for one in error.errors()]
    else:
        if not faults:
            return settings
    raise UsageError(
        _("There is something wrong with the settings: {faults}.").format(faults="; ".join(faults)),
        _("Correct it in {file} or the environment.").format(file=file),
    )


def _strange(keys: Mapping[str, object], where: str) -> list[str]:
    return [_refused(f"`{key}` in {where}", key) for key in keys if key not in Settings.model_fields]


def _strange_variables(names: Collection[str]) -> list[str]:
    strange = [name for name in names if name not in Settings.model_fields and name.upper() not in NO_SETTINGS]
    return [_refused(_("the variable {prefix}{name}").format(prefix=PREFIX, name=name.upper()), name) for name in strange]


def _refused(called: str, key: str) -> str:
    of_a_person = {*Profile.model_fields, "account", "password"} - set(Settings.model_fields)
    if key.lower().replace("-", "_") in of_a_person:
        return _("{called} belongs into a profile, not into settings (ai-optout profile new)").format(called=called)
    return _("{called} is not a setting{did_you_mean}").format(
        called=called, did_you_mean=did_you_mean(key, Settings.model_fields, "`")
    )


def _worded(error: ErrorDetails, file: Path, in_environment: Collection[str]) -> str:
    name = str(error["loc"][0])
    where = (
        _("the variable {prefix}{name}").format(prefix=PREFIX, name=name.upper())
        if name in in_environment
        else f"`{name}` in {file}"
    )
    return _("{where}: expected {description}, found {found}").format(
        where=where, description=_(str(Settings.model_fields[name].description)), found=_found(error)
    )


def _found(error: ErrorDetails) -> str:
    kind = found_kind(error["input"])
    return kind if kind != "text" else _("other text")
