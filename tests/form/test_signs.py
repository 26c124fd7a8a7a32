"""The rules that tell a question by its signs: words of another language, examples of numbers, lists, what `autocomplete` says."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Option, Ref, Snapshot
from ai_optout.form.understand import understand, understand_unseen

_numbers = count()


def asks(name: str = "", kind: Kind = Kind.TEXT, **facts: Any) -> Control:
    return replace(Control(ref=Ref(0, next(_numbers)), kind=kind, css=("input",), name=name, form=0), **facts)


def meanings(*controls: Control, language: str = "") -> list[Meaning | None]:
    snapshot = Snapshot(url="https://form.example/", language=language, controls=controls)
    return [question.meaning for question in understand(snapshot)]


# a heading or a label, its language, and the word in it that is a person in another
SHORT_WORDS = {
    "es: eş is a spouse in Turkish": ("¿Qué es lo que quiere decirnos?", "es", "Correo electrónico"),
    "de: eş is a spouse in Turkish": ("Worum geht es?", "de", "E-Mail"),
    "en: Kind is a child in German": ("What kind of request is it?", "en", "Email"),
    "en: make is a spouse in Swedish": ("Make an offer", "en", "Email"),
    "en: barn is a child in Swedish": ("Urban Barn", "en", "Email"),
    "en: arts is a doctor in Dutch": ("Arts and culture", "en", "Email"),
    "en: unsaid language": ("Make an offer to us", "", "Your email"),
}


@pytest.mark.parametrize("over", ["heading", "legend", "title"])
@pytest.mark.parametrize(("words", "language", "label"), SHORT_WORDS.values(), ids=SHORT_WORDS)
def test_a_short_word_names_a_person_in_its_own_language_alone(words: str, language: str, label: str, over: str) -> None:
    asked = asks(label, type="email")
    asked = {
        "heading": replace(asked, heading=words),
        "legend": replace(asked, legend=words),
        "title": replace(asked, title=words),
    }[over]

    assert meanings(asked, language=language) == [Meaning.EMAIL]


@pytest.mark.parametrize("label", ["¿Cuál es su correo electrónico?", "¿Cuál es tu correo electrónico?"])
def test_a_short_word_in_a_label_does_not_either(label: str) -> None:
    assert meanings(asks(label, type="email"), language="es") == [Meaning.EMAIL]


@pytest.mark.parametrize(
    ("words", "language"), [("Eş bilgileri", "tr"), ("Barn 1", "sv"), ("Barn 1", "no"), ("Kind 1", "de-AT"), ("Kind", "")]
)
def test_a_short_word_names_a_person_in_its_own_language_or_alone(words: str, language: str) -> None:
    assert meanings(asks("E-mail", type="email", heading=words), language=language) == [None]


@pytest.mark.parametrize("token", ["cc-name", "cc-given-name", "billing cc-family-name"])
def test_the_holder_of_a_card_is_not_asked_as_a_person(token: str) -> None:
    label = "Last name" if token.endswith("family-name") else "First name"

    assert meanings(asks(label, autocomplete=token, attribute_name="firstName"), asks("Email", type="email")) == [
        None,
        Meaning.EMAIL,
    ]


def test_a_number_in_parts_is_not_typed_into_each() -> None:
    parts = [
        asks(type="tel", attribute_name=name, placeholder=example)
        for name, example in (("telFirst", "000"), ("telSecond", "0000"), ("telLast", "0000"))
    ]

    assert meanings(*parts) == [None, None, None]


@pytest.mark.parametrize("example", ["+40 7xx xxx xxx", "e.g. +44 7700 900123", "+49 151 23456789"])
def test_an_example_of_a_number_says_what_is_asked(example: str) -> None:
    assert meanings(asks(placeholder=example, attribute_name="delivery-phone")) == [Meaning.TEL]


@pytest.mark.parametrize("example", ["1234 1234 1234 1234", "12345-678", "2026-12-01"])
def test_an_example_of_another_number_does_not(example: str) -> None:
    assert meanings(asks(placeholder=example)) == [None]


def test_a_dialling_code_that_the_page_calls_so_is_no_number() -> None:
    code = asks("Telephone", type="tel", autocomplete="tel-country-code", attribute_name="phonePrefix")

    assert meanings(code, asks("Telephone", type="tel", attribute_name="phone")) == [Meaning.TEL_COUNTRY_CODE, Meaning.TEL]


def test_a_prefix_whose_options_are_dialling_codes_is_no_title() -> None:
    options = tuple(Option(text, text, ref=Ref(0, 0)) for text in ("Italia (+39)", "Francia (+33)", "Svizzera (+41)"))

    assert meanings(asks("Prefix", Kind.SELECT, options=options)) == [Meaning.TEL_COUNTRY_CODE]
    assert meanings(asks("Prefix", attribute_name="prefix")) == [None]


def test_a_list_called_country_of_one_dialling_code_and_the_rest_of_the_world_is_no_country() -> None:
    options = (Option("Magyarország (+36)", "+36"), Option("Külföld (+)", "+"))

    assert meanings(asks("Ország", Kind.SELECT, options=options)) == [Meaning.TEL_COUNTRY_CODE]


def test_a_list_of_one_dialling_code_and_nothing_else_is_the_phones_country_code() -> None:
    code, other = ((Option(text, text),) for text in ("+1", "Loyal since 2001 (+1 point)"))

    assert meanings(asks(kind=Kind.SELECT, attribute_name="countryCodes", options=code)) == [Meaning.TEL_COUNTRY_CODE]
    assert meanings(asks(kind=Kind.SELECT, attribute_name="points", options=other)) == [None]


def test_a_word_of_the_pages_own_in_autocomplete_says_what_an_attribute_says() -> None:
    assert meanings(asks(attribute_name="number", autocomplete="phone")) == [Meaning.TEL]
    assert meanings(asks("Number", autocomplete="company")) == [None]
    assert meanings(asks(attribute_name="number", autocomplete="a809phone4fec4")) == [None]


def test_two_numbers_that_the_page_tells_apart_are_both_the_persons() -> None:
    two = [asks("shop.example", type="tel", attribute_name=f"address[{which}][number]") for which in ("mobile", "phone")]

    assert meanings(*two) == [Meaning.TEL, Meaning.TEL]


def test_two_numbers_of_the_same_words_are_two_persons() -> None:
    two = [asks("Phone", type="tel", attribute_name="phone") for _ in range(2)]

    assert meanings(*two) == [None, None]


def test_hidden_lists_may_ask_the_same_each() -> None:
    options = tuple(Option(text, text, ref=Ref(0, 0)) for text in ("France", "Germany", "Italy", "Spain", "Portugal"))
    hidden = tuple(
        asks("Country", Kind.SELECT, options=options, visible=False, attribute_name="country", legend="Delivery")
        for _ in range(2)
    )

    told = understand_unseen(Snapshot(url="https://form.example/", controls=hidden))

    assert [one.meaning for one in told] == [Meaning.COUNTRY, Meaning.COUNTRY]


def test_an_example_of_an_address_says_that_one_is_asked_for_whatever_words_it_holds() -> None:
    assert meanings(asks(placeholder="jane@company.com")) == [Meaning.EMAIL]
    assert meanings(asks("Company", placeholder="jane@company.com")) == [None]


SAID_TWICE = {
    "Last name / Surname": Meaning.FAMILY_NAME,
    "First name/Given name": Meaning.GIVEN_NAME,
    "Fornavn og mellomnavn": Meaning.GIVEN_NAME,
    "Middle name": None,
}


@pytest.mark.parametrize(("label", "meaning"), SAID_TWICE.items())
def test_a_question_that_names_itself_twice_is_the_one_that_both_names_mean(label: str, meaning: Meaning | None) -> None:
    assert meanings(asks(label)) == [meaning]


def test_a_name_and_surname_parted_by_a_slash_is_neither_alone() -> None:
    assert meanings(asks("Name / Surname"))[0] in {Meaning.NAME, None}


@pytest.mark.parametrize("shown", [{"value": "+358"}, {"name": "United States: +1"}, {"value": "Suomi (+358)"}])
def test_a_drawn_list_that_shows_a_dialling_code_is_the_phones_country_code(shown: dict[str, Any]) -> None:
    assert meanings(asks(kind=Kind.COMBOBOX, attribute_id="basic_prefix", **shown)) == [Meaning.TEL_COUNTRY_CODE]


CODES = tuple(Option(text, text, ref=Ref(0, 0)) for text in ("Italia (+39)", "Francia (+33)", "Svizzera (+41)"))


def test_a_field_without_words_behind_a_dialling_code_is_the_number() -> None:
    assert meanings(asks(kind=Kind.SELECT, options=CODES), asks(placeholder="170 1234567")) == [
        Meaning.TEL_COUNTRY_CODE,
        Meaning.TEL,
    ]


@pytest.mark.parametrize(
    "facts", [{"name": "Extension"}, {"placeholder": "12"}, {"max_length": 4}, {"form": 1}, {"type": "password"}]
)
def test_what_has_words_or_no_room_for_a_number_is_none_behind_a_dialling_code(facts: dict[str, Any]) -> None:
    assert meanings(asks(kind=Kind.SELECT, options=CODES), asks(**facts))[1] is None


ANOTHERS = {
    "en": ("Reference 1", "Name"),
    "en, a driver": ("Additional driver", "First name"),
    "de": ("Mitversicherte Person", "Vorname"),
    "es": ("Datos del representante legal", "Correo electrónico"),
    "pl": ("Odbiór przez inną osobę", "Telefon"),
    "sk": ("Údaje o dieťati", "Priezvisko"),
}


@pytest.mark.parametrize(("legend", "label"), ANOTHERS.values(), ids=ANOTHERS)
def test_a_part_about_somebody_else_is_not_the_persons(legend: str, label: str) -> None:
    assert meanings(asks(label, legend=legend)) == [None]


def test_the_dialling_code_of_somebody_elses_number_is_not_the_persons() -> None:
    assert meanings(asks("Country code", Kind.SELECT, options=CODES, heading="In case of emergency")) == [None]


@pytest.mark.parametrize(
    "label", ["Pårørendes telefon", "Vekilin adı soyadı", "Imię i nazwisko osoby odbierającej", "Agent e-mail"]
)
def test_whose_it_is_stands_in_the_question_itself(label: str) -> None:
    assert meanings(asks(label)) == [None]


@pytest.mark.parametrize("label", ["Name der Gesellschaft", "Insurer name", "Nom du chantier", "Preferred first name"])
def test_a_third_name_is_that_of_a_thing_or_of_no_use(label: str) -> None:
    assert meanings(asks("First name"), asks("Last name"), asks(label)) == [Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, None]


@pytest.mark.parametrize("label", ["Country where your licence was issued", "Country of purchase"])
def test_a_country_of_something_else_is_not_where_somebody_lives(label: str) -> None:
    options = tuple(Option(text, text, ref=Ref(0, 0)) for text in ("Germany", "France", "Austria", "Spain", "Italy"))

    assert meanings(asks(label, Kind.SELECT, options=options)) == [None]


PARTS_OF_A_NAME = {
    "under a legend": {"legend": "Name (Required)"},
    "behind the words for both": {"before": "Name*"},
}


@pytest.mark.parametrize("over", PARTS_OF_A_NAME.values(), ids=PARTS_OF_A_NAME)
def test_first_and_last_under_a_name_are_its_parts(over: dict[str, Any]) -> None:
    first, last = (asks(label, attribute_name=f"input_1.{number}", **over) for label, number in (("First", 3), ("Last", 6)))

    assert meanings(first, last) == [Meaning.GIVEN_NAME, Meaning.FAMILY_NAME]


def test_first_under_something_else_is_no_name() -> None:
    assert meanings(asks("First", legend="Choice of date"), asks("Last", legend="Day of the stay")) == [None, None]


def test_a_part_whose_label_is_read_with_the_wholes_is_the_part() -> None:
    parts = [asks(f"Full Name {part} Name", attribute_name=f"q3_fullName[{part.lower()}]") for part in ("First", "Last")]

    assert meanings(*parts) == [Meaning.GIVEN_NAME, Meaning.FAMILY_NAME]
    assert meanings(asks("Full name, last name first"))[0] in {Meaning.NAME, None}


def test_an_area_code_is_neither_the_number_nor_the_countrys_code() -> None:
    assert meanings(asks("Phone Number Area Code", type="tel", attribute_name="q5_phoneNumber[area]")) == [None]
    assert meanings(asks("Telephone number (including area code)", type="tel")) == [Meaning.TEL]


@pytest.mark.parametrize("title", ["Passenger 2", "Additional guest", "Reisender 2", "Passager 2", "Empresa reclamada"])
def test_the_one_who_comes_along_or_is_complained_about_is_somebody_else(title: str) -> None:
    assert meanings(asks("Phone", type="tel", heading=title)) == [None]


def test_of_a_select_and_the_list_that_is_drawn_for_it_the_select_asks() -> None:
    drawn = asks("Country code", Kind.COMBOBOX, value="+39")
    native = asks("Country code", Kind.SELECT, options=CODES)

    assert meanings(drawn, native) == [None, Meaning.TEL_COUNTRY_CODE]
    assert meanings(native, drawn) == [Meaning.TEL_COUNTRY_CODE, None]
