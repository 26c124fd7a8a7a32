"""Which option says the answer: countries in any language, dialling codes, rights, yes and no; None where two may."""

from __future__ import annotations

import pytest
from babel import Locale

from ai_optout.country import FORM_LANGUAGES, country_codes
from ai_optout.form.meaning import Answer, Files, Meaning, Right, Territory
from ai_optout.form.options import choose
from ai_optout.form.snapshot import Option

GERMANY = Territory("DE", "Germany")
KOREA = Territory("KR", "South Korea")


def options(*labels: str | tuple[str, str]) -> list[Option]:
    """Options of these labels, or of label and value; the value is else the label."""
    return [Option(*(one if isinstance(one, tuple) else (one, one))) for one in labels]


def chosen(found: list[Option], answer: Answer, meaning: Meaning | None = None) -> str | None:
    option = choose(found, meaning, answer)
    return option.label if option else None


COUNTRIES = {
    "English label": (("France", "Germany"), "Germany"),
    "German label": (("Frankreich", "Deutschland"), "Deutschland"),
    "Vietnamese label": (("Pháp", "Đức"), "Đức"),
    "Greek label": (("Γαλλία", "Γερμανία"), "Γερμανία"),
    "label in capitals": (("FRANCE", "GERMANY"), "GERMANY"),
    "label with a flag": (("🇫🇷 France", "🇩🇪 Germany"), "🇩🇪 Germany"),
    "ISO code as label": (("FR", "DE"), "DE"),
    "localised label, English value (Meta)": ((("Frankreich", "France"), ("Deutschland", "Germany")), "Deutschland"),
    "localised label, ISO value": ((("Pháp", "fr"), ("Đức", "de")), "Đức"),
    "label of no language, English value": ((("F", "France"), ("Teutonia", "Germany")), "Teutonia"),
    "label of no language, ISO value": ((("Land 1", "FR"), ("Land 2", "DE")), "Land 2"),
    "label of no language, three-letter value": ((("Land 1", "FRA"), ("Land 2", "DEU")), "Land 2"),
    "label and numbers": ((("Frankreich", "250"), ("Deutschland", "276")), "Deutschland"),
    "a label over a value that says something else": ((("Germany", "GM"), ("Gambia", "DE")), "Germany"),
    "once above, once in the list": (("Germany", "France", "Germany", "Greece"), "Germany"),
    "not there": (("France", "Greece"), None),
    "only a part of it": (("East Germany (until 1990)", "France"), None),
    "twice, with two values": ((("Germany", "1"), ("Germany", "2")), None),
    "twice, one with the code": ((("Germany", "DE"), ("Germany", "x")), "Germany"),
    "no options": ((), None),
}


@pytest.mark.parametrize(("labels", "label"), COUNTRIES.values(), ids=COUNTRIES)
def test_the_country_chosen_is(labels: tuple[str | tuple[str, str], ...], label: str | None) -> None:
    assert chosen(options(*labels), GERMANY, Meaning.COUNTRY) == label


@pytest.mark.parametrize("language", FORM_LANGUAGES)
def test_every_country_is_chosen_from_a_list_in(language: str) -> None:
    names = {code: Locale.parse(language).territories[code] for code in sorted(country_codes())}
    listed = options(*names.values())
    wrong = {code for code, name in names.items() if chosen(listed, Territory(code, code), Meaning.COUNTRY) != name}

    assert wrong == ({"CD", "CG"} if language == "nb" else set())  # "Kongo" is the other one in Polish: nothing is chosen


def test_two_countries_of_nearly_one_name_are_told_apart() -> None:
    listed = options(
        "Korea, Democratic People's Republic of", "Korea, Republic of", "Guinea", "Guinea-Bissau", "Equatorial Guinea"
    )

    assert chosen(listed, KOREA, Meaning.COUNTRY) == "Korea, Republic of"
    assert chosen(listed, Territory("GN", "Guinea"), Meaning.COUNTRY) == "Guinea"


def test_georgia_is_not_chosen_from_states() -> None:
    assert (
        chosen(options(("Georgia (US state)", "US-GA"), ("Texas", "US-TX")), Territory("GE", "Georgia"), Meaning.COUNTRY) is None
    )


CODES = {
    "with names": (("France (+33)", "Germany (+49)"), "DE", "Germany (+49)"),
    "codes alone": (("+33", "+49"), "DE", "+49"),
    "without a plus": (("33", "49"), "DE", "49"),
    "in the value": ((("Frankreich", "33"), ("Deutschland", "49")), "DE", "Deutschland"),
    "double nought": (("France (0033)", "Germany (0049)"), "DE", "Germany (0049)"),
    "ISO and code": (("FR +33", "DE +49"), "DE", "DE +49"),
    "flag and code": (("🇫🇷 +33", "🇩🇪 +49"), "DE", "🇩🇪 +49"),
    "a shared code, named": (("Guernsey (+44)", "United Kingdom (+44)"), "GB", "United Kingdom (+44)"),
    "a shared code, by its value": ((("+44", "GG"), ("+44", "GB")), "GB", "+44"),
    "a shared code, not told apart": ((("+1 a", "x"), ("+1 b", "y")), "US", None),
    "+1 of the other country": (("Canada (+1)", "United States (+1)"), "US", "United States (+1)"),
    "a longer code that holds it": (("American Samoa (+1684)", "United States (+1)"), "US", "United States (+1)"),
    "names without codes": (("France", "Germany"), "DE", "Germany"),
    "ISO values without codes": ((("a", "FR"), ("b", "DE")), "DE", "b"),
    "not there": (("France (+33)", "Spain (+34)"), "DE", None),
    "a country without a code": (("France (+33)", "Spain (+34)"), "TF", None),
}


@pytest.mark.parametrize(("labels", "code", "label"), CODES.values(), ids=CODES)
def test_the_dialling_code_chosen_is(labels: tuple[str | tuple[str, str], ...], code: str, label: str | None) -> None:
    assert chosen(options(*labels), Territory(code, ""), Meaning.TEL_COUNTRY_CODE) == label


def test_a_shared_code_is_the_right_options_even_by_its_value() -> None:
    option = choose(options(("+44", "GG"), ("+44", "GB")), Meaning.TEL_COUNTRY_CODE, Territory("GB", ""))

    assert option is not None
    assert option.value == "GB"


_TRAINING = "from third parties used for training Meta's generative AI models."
_BUILDING = "from third parties used for building and improving AI at Meta"
DOOR_C_2023 = (
    f"I want to access, download, or correct any personal information {_TRAINING}",
    f"I want to delete any personal information {_TRAINING}",
    "I have a different issue",
)
DOOR_C_2024 = (
    f"I want to access, download, or correct any personal information {_BUILDING}",
    f"I want to delete any personal information {_BUILDING}",
    f"I want to object to or restrict the processing of my personal information {_BUILDING}",
    "I have a different issue",
)
DOORS_2026 = (
    "I want to object to the use of my information for Meta AI",
    "I want to object to the use of my information from third parties for Meta AI",
    "I have a different objection",
)
RIGHTS = {
    "object, 2024": (DOOR_C_2024, Right("objection", "third-party"), DOOR_C_2024[2]),
    "delete, 2024": (DOOR_C_2024, Right("delete", "third-party"), DOOR_C_2024[1]),
    "access, 2024": (DOOR_C_2024, Right("access", "third-party"), DOOR_C_2024[0]),
    "correct, 2024": (DOOR_C_2024, Right("correct", "third-party"), DOOR_C_2024[0]),
    "different, 2024": (DOOR_C_2024, Right("different"), DOOR_C_2024[3]),
    "delete, 2023": (DOOR_C_2023, Right("delete", "third-party"), DOOR_C_2023[1]),
    "object, 2023, where it isn't offered": (DOOR_C_2023, Right("objection", "third-party"), None),
    "object, own information, 2026": (DOORS_2026, Right("objection"), DOORS_2026[0]),
    "object, third parties, 2026": (DOORS_2026, Right("objection", "third-party"), DOORS_2026[1]),
    "the same twice": (("Object", "I object"), Right("objection"), None),
}


@pytest.mark.parametrize(("labels", "answer", "label"), RIGHTS.values(), ids=RIGHTS)
def test_the_right_chosen_is(labels: tuple[str, ...], answer: Right, label: str | None) -> None:
    assert chosen(options(*labels), answer, Meaning.REQUEST) == label


YES_AND_NO = {
    "en": ("Yes", "No"), "de": ("Ja", "Nein"), "fr": ("Oui", "Non"), "it": ("Sì", "No"), "es": ("Sí", "No"), "pt": ("Sim", "Não"),
    "pl": ("Tak", "Nie"), "fi": ("Kyllä", "Ei"), "cs": ("Ano", "Ne"), "hu": ("Igen", "Nem"), "el": ("Ναι", "Όχι"),
    "tr": ("Evet", "Hayır"),
    "ja": ("はい", "いいえ"), "ko": ("예", "아니요"), "zh": ("是", "否"), "ar": ("نعم", "لا"),
    "with its sentence": ("Yes, it does", "No, it doesn't"),
}  # fmt: skip


@pytest.mark.parametrize("labels", YES_AND_NO.values(), ids=YES_AND_NO)
def test_yes_and_no_are_told_apart(labels: tuple[str, str]) -> None:
    assert chosen(options(*labels), answer=True) == labels[0]
    assert chosen(options(*labels), answer=False) == labels[1]
    assert chosen(options(*reversed(labels)), answer=True) == labels[0]


def test_yes_is_known_by_its_value_where_its_label_isnt() -> None:
    assert chosen(options(("Aye", "true"), ("Nay", "false")), answer=True) == "Aye"
    assert chosen(options(("Aye", "1"), ("Nay", "0")), answer=False) == "Nay"


def test_two_that_say_yes_are_none() -> None:
    assert chosen(options(("Yes", "a"), ("Yes, it does", "b"), ("No", "c")), answer=True) is None


def test_a_text_is_its_option_to_the_letter_first() -> None:
    assert chosen(options("other", "Other", "OTHER!"), "Other") == "Other"
    assert chosen(options("Other *", "Delivery"), "other") == "Other *"
    assert chosen(options("other", "OTHER"), "Other") is None
    assert chosen(options("Others"), "Other") is None


def test_what_is_disabled_is_never_chosen() -> None:
    assert choose([Option("Germany", "DE", enabled=False), Option("France", "FR")], Meaning.COUNTRY, GERMANY) is None


def test_what_isnt_seen_is_never_chosen() -> None:
    assert choose([Option("Yes", "y", visible=False), Option("No", "n")], Meaning.ABOUT_AI, answer=True) is None


def test_files_are_no_option() -> None:
    assert choose(options("Germany"), Meaning.EVIDENCE, Files(())) is None


def test_where_no_topic_names_the_right_the_one_about_ai_is_meant() -> None:
    topics = options("My account", "AI at our company", "Something else")
    assert chosen(topics, Right("objection"), Meaning.REQUEST) == "AI at our company"


def test_of_two_topics_about_ai_neither_is_meant() -> None:
    topics = options("AI in the app", "AI in the shop", "Something else")
    assert chosen(topics, Right("objection"), Meaning.REQUEST) is None


def test_a_copy_of_what_ai_holds_is_no_objection() -> None:
    assert chosen(options("Access my data used for AI", "Something else"), Right("objection"), Meaning.REQUEST) is None
