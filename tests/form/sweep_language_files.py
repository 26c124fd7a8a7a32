"""Each language's file of the lexicon is needed: without it, a named page of the mock isn't understood any more. Pure: the pages
are made of the mock's own words, by hand.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.form.understand import understand
from ai_optout.form.words import Lexicon, build
from mock_meta.settings import LANGUAGES, Language
from mock_meta.wording import load_wordings

PAGES: dict[str, dict[str, tuple[Kind, Meaning]]] = {
    "door A of 2024": {
        "impact_label": (Kind.TEXTAREA, Meaning.IMPACT),
        "additional_label": (Kind.TEXTAREA, Meaning.ADDITIONAL),
    },
    "door C": {
        "first_name_label": (Kind.TEXT, Meaning.GIVEN_NAME),
        "surname_label": (Kind.TEXT, Meaning.FAMILY_NAME),
        "prompts_label": (Kind.TEXTAREA, Meaning.PROMPTS),
    },
    "door D": {
        "phone_label": (Kind.TEXT, Meaning.TEL),
        "explain_whatsapp_label": (Kind.TEXTAREA, Meaning.IMPACT),
    },
}
NAMED: dict[Language, str] = {
    "en": "door A of 2024",
    "de": "door A of 2024",
    "fr": "door C",
    "it": "door D",
    "es": "door D",
    "pt-BR": "door A of 2024",
    "nl": "door C",
    "pl": "door C",
}
"""The page that turns red where the language's file is gone."""


@cache
def tables() -> dict[str, dict[str, Any]]:
    folder = files("ai_optout.form").joinpath("wording")
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml") and entry.name != "attributes.toml"
    }


@cache
def whole() -> Lexicon:
    return build(tables())


@cache
def without(language: str) -> Lexicon:
    return build({name: content for name, content in tables().items() if name != language})


def page(name: str, language: Language) -> Snapshot:
    words = load_wordings()[language]
    controls = tuple(
        Control(Ref(0, number), kind, ("x",), name=words.text(key)) for number, (key, (kind, _)) in enumerate(PAGES[name].items())
    )
    return Snapshot("https://www.facebook.com/help/contact/1", controls=controls)


def asked(name: str, language: Language, words: Lexicon) -> list[Meaning | None]:
    return [question.meaning for question in understand(page(name, language), words)]


def test_every_language_of_the_mock_has_its_page() -> None:
    assert set(NAMED) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_every_file_each_page_is_understood(language: Language) -> None:
    for name, expected in PAGES.items():
        assert asked(name, language, whole()) == [meaning for _, meaning in expected.values()], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_languages_file_its_page_is_not_understood(language: Language) -> None:
    name = NAMED[language]

    assert asked(name, language, without(language.split("-")[0])) != [meaning for _, meaning in PAGES[name].values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_languages_file_its_acknowledgement_says_nothing(language: Language) -> None:
    sentence = load_wordings()[language].text("ack_2025")

    assert whole().says(sentence, "page", "acknowledged", "arrived")
    assert not without(language.split("-")[0]).says(sentence, "page", "acknowledged", "arrived")
