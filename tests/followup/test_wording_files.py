"""The word lists: every language of the forms has one, whole and dated, and no phrase both grants and refuses."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from ai_optout.country import FORM_LANGUAGES
from ai_optout.followup.lexicon import languages
from ai_optout.form.words import SPACELESS, normalise

KEYS = {
    "objection",
    "request",
    "ai",
    "accept",
    "stop",
    "grant",
    "decline",
    "refusal",
    "negation",
    "open",
    "thing",
    "more",
    "ask",
    "received",
    "code",
    "login",
}


def table(language: str) -> dict[str, Any]:
    return tomllib.loads((files("ai_optout.followup") / "wording" / f"{language}.toml").read_text(encoding="utf-8"))


def test_every_language_of_the_forms_has_its_list() -> None:
    assert set(languages()) == set(FORM_LANGUAGES)


@pytest.mark.parametrize("language", FORM_LANGUAGES)
def test_a_list_is_whole_and_says_where_it_is_from_and_when(language: str) -> None:
    found = table(language)

    assert found["language"] == language
    assert found["source"]
    assert found["checked"]
    assert set(found["says"]) - {"accepted"} == KEYS
    assert all(found["says"].values())
    assert bool(found["reach"]) is (language not in SPACELESS)


@pytest.mark.parametrize("language", FORM_LANGUAGES)
def test_no_phrase_says_two_things_that_exclude_each_other(language: str) -> None:
    said = {key: {normalise(phrase) for phrase in phrases} for key, phrases in table(language)["says"].items()}
    granted = said["accept"] | said.get("accepted", set()) | said["stop"]

    assert granted & (said["decline"] | said["refusal"] | said["negation"] | said["open"]) == set()
    assert said["negation"] & said["open"] == set()


@pytest.mark.parametrize("language", FORM_LANGUAGES)
def test_no_list_says_a_phrase_twice(language: str) -> None:
    for key, phrases in table(language)["says"].items():
        bare = [normalise(phrase) + "*" * phrase.endswith("*") for phrase in phrases]
        assert sorted(bare) == sorted(set(bare)), key
