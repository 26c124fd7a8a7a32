"""Countries by name, in the languages of the forms and in all others; never a guess between two."""

from __future__ import annotations

import subprocess
import sys

import pytest
from babel import Locale

from ai_optout.country import FORM_LANGUAGES, country_code, country_codes, country_names, names_in, normalised

NAMES = {
    "Germany": "DE",
    "germany": "DE",
    "  Germany ": "DE",
    "DE": "DE",
    "de": "DE",
    "DEU": "DE",
    "Deutschland": "DE",
    "Allemagne": "DE",
    "ÖSTERREICH": "AT",
    "Osterreich": "AT",
    "Côte d'Ivoire": "CI",
    "Cote dIvoire": "CI",
    "Ivory Coast": "CI",
    "Bosnia and Herzegovina": "BA",
    "Bosnia & Herzegovina": "BA",
    "St. Lucia": "LC",
    "Saint Lucia": "LC",
    "UK": "GB",
    "U.K.": "GB",
    "Great Britain": "GB",
    "Scotland": "GB",
    "USA": "US",
    "U.S.A.": "US",
    "United States of America": "US",
    "Holland": "NL",
    "The Netherlands": "NL",
    "Czech Republic": "CZ",
    "Turkey": "TR",
    "TÜRKİYE": "TR",
    "Korea, Republic of": "KR",
    "Republic of Korea": "KR",
    "Россия": "RU",
    "日本": "JP",
    "대한민국": "KR",
    "한국": "KR",
    "中国": "CN",
    "法國": "FR",
    "ישראל": "IL",
    "ألمانيا": "DE",
    "Γερμανία": "DE",
    "भारत": "IN",
    "Þýskaland": "DE",
    "Irão": "IR",
    "Kosovo": "XK",
    "Myanmar": "MM",
}


@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_a_name_stands_for_its_country(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    "text", ["", " ", "-", "Narnia", "Korea", "EU", "European Union", "ZZ", "Europe", "42", "Germany, Berlin"]
)
def test_what_is_no_country_or_more_than_one_stands_for_none(text: str) -> None:
    assert country_code(text) is None


@pytest.mark.parametrize("language", FORM_LANGUAGES)
def test_every_country_is_found_by_its_name_in_every_language_of_the_forms(language: str) -> None:
    territories = Locale.parse(language).territories
    wrong = {code: territories[code] for code in country_codes() if country_code(territories[code]) != code}

    assert wrong == ({"CD": "Kongo"} if language == "nb" else {})  # which is the other Congo in Polish


@pytest.mark.parametrize("language", FORM_LANGUAGES)
def test_no_two_countries_share_a_name_in_a_language(language: str) -> None:
    names = names_in([language])
    lost = [(code, name) for code in country_codes() for name in country_names(code, language) if names[normalised(name)] != code]

    assert lost == []


def test_the_names_of_a_country_begin_with_its_usual_one() -> None:
    assert country_names("GB", "de-DE")[:2] == ("Vereinigtes Königreich", "Großbritannien")
    assert country_names("US", "en")[0] == "United States"
    assert country_names("IR", "pt-PT")[0] == "Irão"
    assert country_names("IR", "pt_BR")[0] == "Irã"


def test_an_unknown_language_or_country_has_no_names() -> None:
    assert country_names("DE", "xx") == ()
    assert country_names("EU", "en") == ()
    assert names_in(["xx"]) == {}


def test_no_short_name_is_the_code_of_another_country() -> None:
    aliases = names_in([*FORM_LANGUAGES])
    abbreviations = {name: code for name, code in aliases.items() if len(name) == 2 and name.isascii()}

    assert abbreviations == {"uk": "GB", "us": "US", "vk": "GB", "vs": "US"}


def test_of_two_languages_the_earlier_wins() -> None:
    assert names_in(["nb", "pl"])["kongo"] == "CD"
    assert names_in(["pl", "nb"])["kongo"] == "CG"


def test_there_are_the_countries_of_iso_3166_and_kosovo() -> None:
    assert len(country_codes()) == 249 + 1


def test_the_names_in_all_languages_of_the_forms_are_read_within_a_blink() -> None:
    """Some 150 ms on the reference machine; that a test asks for less than 600 leaves room for a busy one."""
    program = (
        "import time; from ai_optout.country import FORM_LANGUAGES, names_in\n"
        "started = time.process_time(); names = names_in(FORM_LANGUAGES); print(time.process_time() - started, len(names))"
    )
    seconds, count = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert float(seconds) < 0.6
    assert int(count) > 3_500
