"""Which language the command speaks, before anything else is known: the settings aren't read yet, for `--help` needs none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ai_optout.messages import system_language


def language_of_this_person(environment: Mapping[str, str]) -> str:
    """The setting `language`, from the environment or config.toml, else the system's language. What is wrong with a setting is
    said when the settings are read.
    """
    from ai_optout.folders import Folders  # noqa: PLC0415 - `--help` needs no folders

    return (
        environment.get("AI_OPTOUT_LANGUAGE")
        or _written(Folders.of_this_person().config / "config.toml")
        or (system_language(environment))
    )


def _written(file: Path) -> str:
    if not file.is_file():
        return ""
    import tomllib  # noqa: PLC0415 - only for those who have settings

    try:
        language = tomllib.loads(file.read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError):
        return ""
    return language if isinstance(language, str) else ""
