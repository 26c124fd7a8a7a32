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
from ai_optout.form.words import attribute_lexicon, attribute_words, lexicon, normalise

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

COMPOSITION = ("matter", "arrived", "negation", "condition")
"""The keys of [page] that say together whether a sentence acknowledges. They may share words with the whole phrases elsewhere."""

ARRIVED_FAILED_CONDITIONAL_UNDER_WAY: Mapping[str, tuple[str, str, str, str]] = {
    "en": (
        "Your objection came in this morning",
        "Your form couldn't be received",
        "Once your objection has been received, we will look at it",
        "A message has been sent to you with a code",
    ),
    "de": (
        "Dein Widerspruch ist heute früh bei uns angekommen",
        "Dein Formular ist leider nicht bei uns angekommen",
        "Sobald dein Einspruch bei uns angekommen ist, prüfen wir ihn",
        "Deine Anfrage wird gesendet",
    ),
    "fr": (
        "Votre opposition nous est bien parvenue ce matin",
        "Votre formulaire ne nous est pas parvenu",
        "Une fois que votre demande a été reçue, nous l'examinerons",
        "Votre demande est en cours d'envoi",
    ),
    "it": (
        "La sua opposizione ci è pervenuta stamattina",
        "Il tuo modulo non è stato ricevuto",
        "Quando la tua richiesta sarà esaminata, ti risponderemo",
        "Per inviare la richiesta compila il modulo",
    ),
    "es": (
        "Nos ha llegado tu formulario esta mañana",
        "No nos ha llegado tu formulario",
        "Una vez que tu solicitud haya llegado, la revisaremos",
        "Tu solicitud se está enviando",
    ),
    "pt": (
        "O seu formulário chegou hoje de manhã",
        "O seu formulário não chegou até nós",
        "Assim que o seu formulário chegar, analisaremos o pedido",
        "O pedido está a ser enviado",
    ),
    "nl": (
        "Uw bezwaarschrift is vanochtend binnengekomen",
        "Je formulier is helaas niet binnengekomen",
        "Zodra je bezwaar is binnengekomen, bekijken we het",
        "Je verzoek wordt verzonden",
    ),
    "pl": (
        "Twój sprzeciw wpłynął dziś rano",
        "Twój formularz nie dotarł do nas",
        "Gdy otrzymaliśmy Twój wniosek, rozpatrzymy go",
        "Wniosek zostanie wysłany",
    ),
    "sv": (
        "Din invändning har nu kommit in till oss",
        "Ditt formulär har tyvärr inte kommit in",
        "När din invändning har kommit in granskas den",
        "Din begäran håller på att skickas",
    ),
    "da": (
        "Din indsigelse er kommet frem til os i dag",
        "Din formular er desværre ikke kommet frem",
        "Når din indsigelse er kommet frem, vurderes den",
        "Din anmodning bliver sendt",
    ),
    "nb": (
        "Innsigelsen din kom frem i dag",
        "Skjemaet ditt har dessverre ikke kommet inn",
        "Når innsigelsen er mottatt, vil vi se på den",
        "Forespørselen blir sendt",
    ),
    "fi": (
        "Vastalauseesi saapui meille tänään",
        "Lomakettasi ei vastaanotettu: lomake hylättiin",
        "Kun lomakkeesi on saapunut, tutkimme sen",
        "Lomake lähetetään",
    ),
    "cs": (
        "Vaše námitka k nám dnes v pořádku dorazila",
        "Váš formulář k nám nedorazil, nebyl přijat",
        "Jakmile vaše námitka dorazila, posoudíme ji",
        "Formulář bude odeslán",
    ),
    "sk": (
        "Vaša námietka k nám dnes v poriadku dorazila",
        "Váš formulár nebol prijatý",
        "Keď vaša námietka dorazila, posúdime ju",
        "Formulár bude odoslaný",
    ),
    "hu": (
        "A tiltakozása ma reggel beérkezett hozzánk",
        "Az űrlap nem érkezett meg, nem lett elküldve",
        "Amint a kérelme megérkezett, megvizsgáljuk",
        "Kérjük, az űrlap kitöltése után várjon, amíg elküldtük",
    ),
    "ro": (
        "Formularul tău a ajuns la noi azi",
        "Formularul tău nu a ajuns la noi",
        "După ce formularul a fost trimis, îl vom analiza",
        "Cererea va fi trimisă",
    ),
    "bg": (
        "Вашето възражение пристигна днес при нас",
        "Вашият формуляр не е получен: формуляр липсва",
        "Когато вашето възражение пристигна, ще го разгледаме",
        "Заявката ще бъде изпратена",
    ),
    "hr": (
        "Vaš prigovor jutros je stigao k nama",
        "Vaš obrazac nije stigao do nas",
        "Kada vaš prigovor bude zaprimljen, razmotrit ćemo ga",
        "Zahtjev će biti poslan",
    ),
    "el": (
        "Η ένστασή σας έφτασε σήμερα σε εμάς",
        "Η φόρμα σας δεν έφτασε σε εμάς",
        "Μόλις η φόρμα υποβλήθηκε, θα την εξετάσουμε",
        "Η φόρμα θα σταλεί",
    ),
    "tr": (
        "Formunuz bu sabah elimize ulaştı",
        "Formunuz maalesef elimize ulaşmadı",
        "Formunuz elimize ulaştıktan sonra inceleyeceğiz",
        "Talebiniz gönderiliyor",
    ),
    "ja": (
        "異議申し立てが本日届きました",
        "フォームは送信されませんでした",
        "フォームが届いたら審査します",
        "フォームを送信中です",
    ),
    "ko": (
        "이의신청서가 오늘 도착했습니다",
        "양식이 접수되지 않았습니다",
        "양식이 접수되면 검토하겠습니다",
        "양식을 전송 중입니다",
    ),
    "zh": (
        "您的反对意见已于今天送达，异议已登记",
        "您的表单未能提交",
        "表单提交后，我们会审核",
        "表單正在送出",
    ),
    "ar": (
        "وصل اعتراضك إلينا هذا الصباح",
        "لم يصل النموذج، تعذر تم استلام الطلب",
        "بعد وصول طلبك سنراجعه",
        "جار إرسال الطلب",
    ),
}
"""A sentence for each of the four in every language, in words that no phrase of [page] acknowledged holds as a whole."""


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


def page_keys(sentence: str) -> set[str]:
    return {hit.key for hit in lexicon().hits(sentence) if hit.table == "page"}


def acknowledges_by_composition(sentence: str) -> bool:
    keys = page_keys(sentence)
    return keys >= {"matter", "arrived"} and not keys & {"negation", "condition"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_one_part_in_a_composed_acknowledgement(language: str) -> None:
    found = keys_of(language, "page", COMPOSITION)
    assert {phrase: keys for phrase, keys in found.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_acknowledgement_is_undone_by_a_word_of_another_language(language: str) -> None:
    undone = [
        (phrase, hit.phrase, sorted(hit.languages))
        for phrase in tables(language)["page"]["acknowledged"]
        for hit in lexicon().hits(phrase)
        if hit.table == "page" and hit.key in {"negation", "condition"} and language not in hit.languages
    ]
    assert undone == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "key", ["not-acknowledged", "code-asked", "code-wrong", "code-expired", "code-throttled", "login", "checkpoint"]
)
def test_nothing_else_that_a_page_says_reads_as_an_arrival(language: str, key: str) -> None:
    assert [phrase for phrase in tables(language)["page"][key] if acknowledges_by_composition(phrase)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_names_what_was_sent_and_that_it_arrived_acknowledges(language: str) -> None:
    assert acknowledges_by_composition(ARRIVED_FAILED_CONDITIONAL_UNDER_WAY[language][0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_denies_sets_a_condition_or_is_still_sending_does_not_acknowledge(language: str) -> None:
    assert [said for said in ARRIVED_FAILED_CONDITIONAL_UNDER_WAY[language][1:] if acknowledges_by_composition(said)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "We got your objection",
        "We got your request",
        "Your objection was received",
        "Your message has been sent",
        "Thank you for your report",
        "You'll hear from us",
        "Alles ist gut bei uns eingegangen",
        "Ihr Widerspruch ist eingegangen",
        "Wir melden uns per E-Mail",
    ],
)
def test_an_acknowledgement_in_a_usual_phrase_is_known(sentence: str) -> None:
    assert lexicon().says(sentence, "page", "acknowledged")


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("welche Auswirkungen diese Verarbeitung auf dich hat", "impact"),
        ("hoe deze verwerking invloed op je heeft", "impact"),
        ("which effects does this processing have on you", "impact"),
        ("quelles conséquences ce traitement a sur vous", "impact"),
        ("Eventuali prompt inseriti", "prompts"),
        ("Prompts que hayas introducido", "prompts"),
        ("Promptar som du angav", "prompts"),
        ("Welche Prompts hast du eingegeben", "prompts"),
        ("Welke prompts heb je ingevoerd", "prompts"),
        ("Instrucciones (prompts) que has escrito", "prompts"),
    ],
)
def test_a_question_of_these_means_one_thing(question: str, key: str) -> None:
    assert {hit.key for hit in lexicon().hits(question) if hit.table == "meaning"} == {key}


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
