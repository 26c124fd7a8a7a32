"""Which language the command speaks: the setting's, else the system's, and nothing of it is an error here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.cli.conftest import Type

from ai_optout.cli.language import language_of_this_person
from ai_optout.folders import Folders, write_private
from ai_optout.messages import current_language, speaking


@pytest.fixture(autouse=True)
def one_language_a_test() -> Iterator[None]:
    with speaking("en"):
        yield


def written(content: str) -> None:
    write_private(Folders.of_this_person().config / "config.toml", content.encode())


def test_the_environment_wins_over_the_file_and_the_file_over_the_system() -> None:
    system = {"LANG": "it_IT.UTF-8"}
    assert language_of_this_person(system) == "it"

    written('language = "fr"\n')
    assert language_of_this_person(system) == "fr"
    assert language_of_this_person(system | {"AI_OPTOUT_LANGUAGE": "de"}) == "de"


@pytest.mark.parametrize("content", ['language = "', "language = 7\n", "slow_ms = 5\n"], ids=["broken", "a number", "others"])
def test_a_file_that_says_no_language_leaves_it_to_the_system(content: str) -> None:
    written(content)

    assert language_of_this_person({"LANG": "es_ES.UTF-8"}) == "es"


def test_a_command_speaks_the_persons_language(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    typed("flows")

    assert current_language() == "de"
