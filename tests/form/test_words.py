"""The lexicon's ground: how texts are made alike, how phrases are found in them, and what the shipped files must all have."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_optout.country import FORM_LANGUAGES
from ai_optout.form.words import (
    Hit,
    attribute_lexicon,
    attribute_words,
    build,
    lexicon,
    longest,
    mark_of,
    normalise,
    same_wording,
    without_marks,
)

ALIKE = {
    "case": ("E-MAIL", "e mail"),
    "accents": ("Prénom", "prenom"),
    "umlauts": ("Vorname für Müller", "vorname fur muller"),
    "sharp s": ("Straße", "strasse"),
    "dotted I": ("İSİM", "isim"),
    "dotless i": ("adı", "adi"),
    "Greek final sigma and accents": ("Κωδικός", "κωδικοσ"),
    "full width": ("ＥＭＡＩＬ", "email"),
    "Arabic vowels and stretching": ("الاِسْمُ الأوّل", "الاسم الاول"),
    "Arabic stretched": ("البريـــد", "البريد"),
    "voiced kana are kept": ("ガ", "ガ"),
    "half-width kana": ("ﾒｰﾙ", "メール"),
    "Hangul in pieces": (unicodedata.normalize("NFD", "이름"), "이름"),
    "punctuation": ("Name (first), please:", "name first please"),
    "underscore": ("first_name", "first name"),
    "white space": ("  first\u00a0\n name ", "first name"),
    "zero width": ("first\u200bname", "first name"),
    "nothing": ("*: —", ""),
}


@pytest.mark.parametrize(("text", "alike"), ALIKE.values(), ids=ALIKE)
def test_a_text_is_normalised(text: str, alike: str) -> None:
    assert normalise(text) == alike


@settings(derandomize=True, deadline=None)
@given(st.text())
def test_what_is_normalised_stays_as_it_is(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert once == " ".join(once.split())


ATTRIBUTES = {
    "camelCase": ("billingFirstName", "billing first name"),
    "PascalCase": ("FirstName", "first name"),
    "capitals, then a word": ("URLName", "url name"),
    "snake": ("first_name", "first name"),
    "kebab": ("first-name", "first name"),
    "brackets": ("customer[last_name]", "customer last name"),
    "digits": ("address2", "address 2"),
    "Meta's": ("Field5_iso2_country_code", "field 5 iso 2 country code"),
    "dots and colons": ("form:user.email", "form user email"),
    "digits between": ("a1B2", "a 1 b 2"),
}


@pytest.mark.parametrize(("text", "words"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_an_attribute_is_read_as_words(text: str, words: str) -> None:
    assert attribute_words(text) == words


TABLES: dict[str, dict[str, object]] = {
    "en": {"source": "made up", "meaning": {"email": ["e-mail", "email address"], "country": ["country"], "tel": ["phone*"]}},
    "de": {"meaning": {"email": ["E-Mail"], "given-name": ["Vorname"], "tel": ["Tele* Nummer"]}, "not": {"birth": ["Geburts*"]}},
    "ja": {"meaning": {"email": ["メール"], "country": ["国"], "name": ["氏名"]}},
    "ko": {"meaning": {"email": ["이메일", "이메일 주소"]}},
    "zh": {"meaning": {"email": ["邮箱", "QQ"], "name": ["氏名"]}},
}


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.key, hit.phrase) for hit in build(TABLES).hits(text)]


FOUND = {
    "a word": ("Country:", [("country", "country")]),
    "two words": ("Your email address", [("email", "email address")]),
    "in any language at once": ("E-Mail / メール", [("email", "e mail"), ("email", "メール")]),
    "a beginning": ("phonenumber", [("tel", "phone*")]),
    "a beginning, then a word": ("Telefon-Nummer", [("tel", "tele* nummer")]),
    "a beginning alone": ("phone", [("tel", "phone*")]),
    "not in a word": ("countryside", []),
    "not at a word's end": ("homephone", []),
    "not over other words": ("email your address", []),
    "not in a compound": ("Vornamensliste", []),
    "in a text without spaces": ("ご連絡用メールアドレス", [("email", "メール")]),
    "one letter alone": ("国", [("country", "国")]),
    "one letter is not found in a word": ("外国人", []),
    "letters set apart, as Japanese forms do": ("氏\u3000名", [("name", "氏名")]),
    "Korean with its ending": ("이메일을 입력", [("email", "이메일")]),
    "Korean written together": ("이메일주소", [("email", "이메일"), ("email", "이메일 주소")]),
    "a Latin word of a spaceless language keeps its borders": ("QQmail", []),
    "twice": ("country, country", [("country", "country"), ("country", "country")]),
    "nothing in nothing": ("", []),
}


@pytest.mark.parametrize(("text", "hits"), FOUND.values(), ids=FOUND)
def test_phrases_are_found(text: str, hits: list[tuple[str, str]]) -> None:
    assert sorted(found(text)) == sorted(hits)


def test_a_hit_says_where_and_in_which_languages() -> None:
    (hit,) = build(TABLES).hits("Your E-Mail, please")

    assert hit == Hit("meaning", "email", frozenset({"en", "de"}), "e mail", 5, 11)


def test_says_asks_for_table_and_key() -> None:
    words = build(TABLES)

    assert words.says("Geburtsland", "not", "birth")
    assert not words.says("Geburtsland", "meaning", "birth")
    assert not words.says("Geburtsland", "not", "company")
    assert words.says("QQ", "meaning", "country", "email")


WHOLE = {
    "the phrase": ("E-Mail", True),
    "with marks": ("» e-mail! «", True),
    "a part": ("E-Mail address of mine", False),
    "the longest": ("Email address", True),
    "by its beginning": ("Phonebook", True),
    "spaceless": ("メール", True),
    "a part of a spaceless text": ("メールアドレス", False),
    "nothing": ("", False),
    "only marks": ("***", False),
}


@pytest.mark.parametrize(("text", "whole"), WHOLE.values(), ids=WHOLE)
def test_is_whole_means_all_of_it(text: str, *, whole: bool) -> None:
    assert build(TABLES).is_whole(text, "meaning", "email", "tel") is whole


def test_a_phrase_without_a_letter_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the phrase '\*\*\*' holds no letter$"):
        build({"en": {"meaning": {"email": ["***"]}}})


def test_a_lexicon_forgets_before_it_grows_without_end() -> None:
    words = build(TABLES)
    for number in range(50_010):
        words.hits(f"question {number}")

    assert words.says("country", "meaning", "country")


def test_same_wording_overlooks_case_accents_and_marks() -> None:
    assert same_wording("Prénom *", "prenom")
    assert same_wording("Country (required)", "COUNTRY")
    assert not same_wording("Country", "Country of birth")
    assert not same_wording("", "")
    assert not same_wording("*", "!")


MARKED = {"star": "Vorname *", "star in front": "* Vorname", "de": "Vorname (Pflichtfeld)", "fr": "Vorname (facultatif)"}


@pytest.mark.parametrize("text", MARKED.values(), ids=MARKED)
def test_marks_of_required_and_optional_come_off(text: str) -> None:
    assert without_marks(text) == "Vorname"


def test_the_longest_of_none_is_nothing() -> None:
    assert longest([]) == ""
    assert longest(["a", "abc", "ab"]) == "abc"


def test_the_shipped_lexicon_knows_the_languages_of_the_regions() -> None:
    assert set(FORM_LANGUAGES) - set(lexicon().languages) == set()


def test_the_shipped_lexicons_are_read_once() -> None:
    assert lexicon() is lexicon()
    assert attribute_lexicon() is attribute_lexicon()


@pytest.mark.parametrize("token", ["firstName", "last_name", "email", "country", "phoneNumber", "iso2_country_code"])
def test_the_shipped_attributes_know(token: str) -> None:
    assert any(hit.table == "meaning" for hit in attribute_lexicon().hits(attribute_words(token)))


MARKS = {
    "in brackets": ("Details (optional)", "optional"),
    "after a dash": ("Détails – facultatif", "optional"),
    "in full-width brackets": ("補足（任意）", "optional"),
    "in square brackets": ("Telefon [nicht erforderlich]", "optional"),
    "a star": ("Name *", "required"),
    "a word for required": ("Imię (wymagane)", "required"),
    "another word in brackets": ("Name (as in your passport)", ""),
    "the word within the sentence": ("Optional equipment of your car", ""),
    "nothing": ("Name", ""),
}


@pytest.mark.parametrize(("label", "mark"), MARKS.values(), ids=MARKS)
def test_a_label_says_whether_it_is_optional(label: str, mark: str) -> None:
    assert mark_of(label) == mark


@pytest.mark.parametrize("language", sorted(FORM_LANGUAGES))
def test_every_language_has_words_for_optional_and_required(language: str) -> None:
    words = tomllib.loads(files("ai_optout.form").joinpath(f"wording/{language}.toml").read_text(encoding="utf-8"))["mark"]
    assert [mark_of(f"Abc ({word})") for word in words["optional"]] == ["optional"] * len(words["optional"])
    assert [mark_of(f"Abc ({word})") for word in words["required"]] == ["required"] * len(words["required"])
