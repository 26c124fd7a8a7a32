"""The files of `form/wording/`: every language is whole, says where it comes from, and means one thing by one phrase.

A phrase under two keys is a coin toss for the engine. The few that language itself leaves open are listed with their reason.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from ai_optout.country import FORM_LANGUAGES as LANGUAGES
from ai_optout.form.words import attribute_lexicon, attribute_words, normalise

EMPTY_BY_INTENT = {("page", "home")}  # the home page is known by its address, in no language by its words
NO_TOKEN_SAYS = {"again"}  # "confirm" in an attribute is as often a check box or a password; `email-again` has the whole tokens

BUTTONS_APART = ("submit", "decline-cookies", "accept-cookies", "log-in", "not-now")
"""Pressing one of these for another sends, accepts or throws away what nobody asked for."""

GIVEN_OR_WHOLE = ("given-name", "name")
"""The reason: the word for "name" is also the label of the given name: beside a surname that is meant, alone the whole name."""
FAMILY_OR_WHOLE = ("family-name", "name")
"""The reason: the word for "name" is also the label of the surname: beside a given name that is meant, alone the whole name."""

AMBIGUOUS: Mapping[tuple[str, str], Mapping[str, frozenset[str]]] = {
    GIVEN_OR_WHOLE: {
        "ar": frozenset({"الاسم"}),
        "bg": frozenset({"име", "името"}),
        "cs": frozenset({"jméno", "vaše jméno", "tvoje jméno"}),
        "da": frozenset({"navn"}),
        "el": frozenset({"όνομα"}),
        "en": frozenset({"name"}),
        "es": frozenset({"nombre", "tu nombre", "su nombre"}),
        "fi": frozenset({"nimi", "nimesi"}),
        "hr": frozenset({"ime"}),
        "it": frozenset({"nome", "il tuo nome", "il suo nome"}),
        "ja": frozenset({"名前"}),
        "ko": frozenset({"이름"}),
        "nb": frozenset({"navn"}),
        "pt": frozenset({"nome", "seu nome", "o seu nome", "o teu nome"}),
        "sk": frozenset({"meno", "vaše meno", "tvoje meno"}),
        "sv": frozenset({"namn"}),
        "tr": frozenset({"ad", "adı", "adınız", "adın", "isim", "isminiz"}),
        "zh": frozenset({"名字"}),
    },
    FAMILY_OR_WHOLE: {
        "de": frozenset({"name"}),
        "fr": frozenset({"nom", "votre nom"}),
        "nl": frozenset({"naam"}),
        "ro": frozenset({"nume", "numele"}),
    },
}


@cache
def wording(name: str) -> dict[str, Any]:
    text = files("ai_optout.form").joinpath("wording").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def tables(name: str) -> dict[str, dict[str, Any]]:
    return {table: keys for table, keys in wording(name).items() if isinstance(keys, dict)}


def phrases(name: str) -> list[tuple[str, str, str]]:
    return [(table, key, phrase) for table, keys in tables(name).items() for key, listed in keys.items() for phrase in listed]


def keys_of(language: str, table: str, among: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each normalised phrase of a table with the keys it stands under, in the order of `among`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in among:
        for phrase in tables(language)[table][key]:
            if key not in found[normalise(phrase)]:
                found[normalise(phrase)].append(key)
    return {phrase: tuple(keys) for phrase, keys in found.items()}


def test_every_language_of_the_forms_has_its_file_and_no_other() -> None:
    folder = files("ai_optout.form").joinpath("wording")
    names = {entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")}
    assert names - {"attributes"} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_tables_and_keys_of_english(language: str) -> None:
    expected = {table: set(keys) for table, keys in tables("en").items()}
    assert {table: set(keys) for table, keys in tables(language).items()} == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_phrases_under_every_key(language: str) -> None:
    empty = {(table, key) for table, keys in tables(language).items() for key, listed in keys.items() if listed == []}
    assert empty == EMPTY_BY_INTENT


@pytest.mark.parametrize("name", [*LANGUAGES, "attributes"])
def test_every_value_is_a_list_of_texts(name: str) -> None:
    wrong = [
        (table, key)
        for table, keys in tables(name).items()
        for key, listed in keys.items()
        if not isinstance(listed, list) or not all(isinstance(phrase, str) for phrase in listed)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", [*LANGUAGES, "attributes"])
def test_every_phrase_leaves_something_to_compare(name: str) -> None:
    assert [place for place in phrases(name) if normalise(place[2]) == ""] == []


@pytest.mark.parametrize("name", [*LANGUAGES, "attributes"])
def test_every_file_names_its_source(name: str) -> None:
    source = wording(name).get("source")
    assert isinstance(source, str)
    assert source.strip()


@pytest.mark.parametrize("name", [*LANGUAGES, "attributes"])
def test_every_file_names_the_day_it_was_checked(name: str) -> None:
    assert type(wording(name).get("checked")) is date


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_says_the_language_it_is_named_after(language: str) -> None:
    assert wording(language).get("language") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_has_one_meaning_unless_it_is_listed_as_ambiguous(language: str) -> None:
    listed = {normalise(phrase): keys for keys, languages in AMBIGUOUS.items() for phrase in languages.get(language, frozenset())}
    found = keys_of(language, "meaning", tables(language)["meaning"])
    assert {phrase: keys for phrase, keys in found.items() if len(keys) > 1} == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_button_both_sends_and_does_something_else(language: str) -> None:
    found = keys_of(language, "button", BUTTONS_APART)
    assert {phrase: keys for phrase, keys in found.items() if len(keys) > 1} == {}


def test_no_button_of_one_language_means_another_in_a_second() -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for phrase, keys in keys_of(language, "button", BUTTONS_APART).items():
            found[phrase].update(keys)
    assert {phrase: keys for phrase, keys in found.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_both_acknowledges_and_denies(language: str) -> None:
    found = keys_of(language, "page", ("acknowledged", "not-acknowledged"))
    assert [phrase for phrase, keys in found.items() if len(keys) > 1] == []


def test_the_attributes_have_the_meanings_of_english_that_a_token_can_say() -> None:
    assert set(tables("attributes")["meaning"]) == set(tables("en")["meaning"]) - NO_TOKEN_SAYS


def test_the_attributes_have_what_english_says_is_not_meant() -> None:
    assert set(tables("attributes")["not"]) == set(tables("en")["not"])


def test_the_attributes_have_no_other_tables() -> None:
    assert set(tables("attributes")) == {"meaning", "not"}


def test_no_attribute_token_stands_under_two_meanings() -> None:
    found = keys_of("attributes", "meaning", tables("attributes")["meaning"])
    assert {phrase: keys for phrase, keys in found.items() if len(keys) > 1} == {}


@pytest.mark.parametrize(
    ("attribute", "key"),
    [
        ("name", "name"),
        ("email", "email"),
        ("country", "country"),
        ("objection_reason", "impact"),
        ("objection_explanation", "impact"),
        ("truth_statement[]", "declaration"),
        ("Field4711_iso2_country_code", "country"),
        ("billing-firstName", "given-name"),
        ("phoneCountryCode", "tel-country-code"),
    ],
)
def test_an_attribute_is_read_as_what_it_asks(attribute: str, key: str) -> None:
    assert attribute_lexicon().says(attribute_words(attribute), "meaning", key)


def test_an_iso_code_of_a_country_is_no_dialling_code() -> None:
    assert not attribute_lexicon().says(attribute_words("Field4711_iso2_country_code"), "meaning", "tel-country-code")
