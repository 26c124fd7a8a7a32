"""The languages: complete, each text with a source, chosen as the site chooses."""

from __future__ import annotations

import shutil
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mock_meta.countries import countries
from mock_meta.errors import WordingError
from mock_meta.settings import LANGUAGES, Language
from mock_meta.wording import FOLDER, accepted_language, language_named, load_wordings

if TYPE_CHECKING:
    from tests.mock.conftest import Client

    from mock_meta.server import MockMeta


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_the_same_things_as_english(language: Language) -> None:
    wordings = load_wordings()
    english, other = wordings["en"], wordings[language]
    assert other.keys() == english.keys()
    assert [key for key, text in english.texts.items() if placeholders(text) != placeholders(other.texts[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trail_s_last_sentence_marks_its_link(language: Language) -> None:
    sentence = load_wordings()[language].text("trail_submit")
    assert sentence.count("[") == sentence.count("]") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_language_is_named(language: Language, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "wording"))
    (folder / f"{language}.toml").unlink()
    with pytest.raises(WordingError, match=rf"^The mock's wording {language}\.toml is missing\.$"):
        load_wordings(folder)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "wording"))
    lines = (folder / "nl.toml").read_text(encoding="utf-8").splitlines()
    (folder / "nl.toml").write_text("\n".join(line for line in lines if not line.startswith("submit =")), encoding="utf-8")
    with pytest.raises(WordingError, match=r"^The mock's wording nl\.toml lacks submit\.$"):
        load_wordings(folder)


def test_the_fact_sheet_s_words_are_marked_as_such() -> None:
    sources = load_wordings()["de"].sources
    assert {key for key, source in sources.items() if source == "facts.M"} == {
        *("title_objection", "submit", "cookie_decline", "about_ai_label")
    }


@pytest.mark.parametrize(
    ("name", "language"),
    [("de_DE", "de"), ("fr-fr", "fr"), ("pt_PT", "pt-BR"), ("pt-BR", "pt-BR"), ("en_US", "en"), ("ja_JP", None)],
)
def test_a_locale_of_the_site_names_a_language(name: str, language: Language | None) -> None:
    assert language_named(name) == language


def test_what_the_browser_likes_best_is_taken() -> None:
    assert accepted_language("ja, en;q=0.4, pl;q=0.8, *;q=0.1") == "pl"


def language_of(page: str) -> str:
    return page.split('lang="', 1)[1].split('"', 1)[0]


def test_the_address_goes_before_the_subdomain_the_switch_and_the_browser(mock: MockMeta, client: Client) -> None:
    mock.switches = mock.switches.model_copy(update={"locale": "es"})
    likes = {"Accept-Language": "nl"}
    chosen = [
        language_of(client.get(address, likes).text)
        for address in (
            "https://fr-fr.facebook.com/help/?locale=de_DE",
            "https://fr-fr.facebook.com/help/",
            "https://www.facebook.com/help/",
        )
    ]
    mock.reset()
    assert [*chosen, language_of(client.get("https://www.facebook.com/help/", likes).text)] == ["de", "fr", "es", "nl"]


def test_a_page_may_keep_its_language_to_itself(client: Client) -> None:
    assert '<html id="facebook">' in client.get("https://www.facebook.com/help/?mock.html_lang=off").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_are_shown_in_the_page_s_language_and_posted_in_english(language: Language) -> None:
    shown = countries(language)
    germany = next(country for country in shown if country.code == "DE")
    assert germany.value == "Germany"
    assert germany.label == {
        "en": "Germany", "de": "Deutschland", "fr": "Allemagne", "it": "Germania",
        "es": "Alemania", "pt-BR": "Alemanha", "nl": "Duitsland", "pl": "Niemcy",
    }[language]  # fmt: skip
    assert {country.value for country in shown} == {country.value for country in countries("en")}
    assert len(shown) == 250, "ISO 3166 and Kosovo"
