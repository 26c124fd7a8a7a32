"""The profile as answers: as the person wrote them, in the order of the page's language, and nothing that isn't there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ai_optout.flow import catalogue
from ai_optout.form.meaning import Files, Meaning, Right, Territory
from ai_optout.profile import Profile
from ai_optout.visit.answers import answers_for, completed, full_name, remembered_wordings, right_of

FLOWS = catalogue()


def person(**values: object) -> Profile:
    return Profile.model_validate({"country": "Österreich", "email": "mina@mail.example", **values})


def test_a_whole_profile_answers_everything_as_it_was_written() -> None:
    profile = person(
        given_name="Mina",
        family_name="O'Hara",
        tel="+49 30 23125 014",
        reason=" My\r\nreason ",
        prompts="Who?",
        evidence=["/a.png", "/b.png"],
    )

    assert answers_for(profile, FLOWS["facebook-third-party"], "en") == {
        Meaning.COUNTRY: Territory("AT", "Österreich"),
        Meaning.TEL_COUNTRY_CODE: Territory("DE", "DE"),  # the number's own, wherever one lives
        Meaning.EMAIL: "mina@mail.example",
        Meaning.EMAIL_AGAIN: "mina@mail.example",
        Meaning.GIVEN_NAME: "Mina",
        Meaning.FAMILY_NAME: "O'Hara",
        Meaning.NAME: "Mina O'Hara",
        Meaning.TEL: "+49 30 23125 014",
        Meaning.IMPACT: " My\r\nreason ",
        Meaning.PROMPTS: "Who?",
        Meaning.EVIDENCE: Files((Path("/a.png"), Path("/b.png"))),
    }


def test_what_a_profile_lacks_is_no_answer() -> None:
    assert set(answers_for(person(), FLOWS["facebook-third-party"], "en")) == {
        Meaning.COUNTRY,
        Meaning.TEL_COUNTRY_CODE,
        Meaning.EMAIL,
        Meaning.EMAIL_AGAIN,
    }


def test_an_accounts_own_address_answers_for_that_account_alone() -> None:
    profile = person(accounts=[{"site": "facebook", "email": "fb@mail.example"}])

    assert answers_for(profile, FLOWS["facebook-objection"], "en")[Meaning.EMAIL] == "fb@mail.example"
    assert answers_for(profile, FLOWS["instagram-objection"], "en")[Meaning.EMAIL] == "mina@mail.example"
    assert answers_for(profile, FLOWS["facebook-third-party"], "en")[Meaning.EMAIL] == "mina@mail.example"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Mina Sato"),
        ("", "Mina Sato"),
        ("de-AT", "Mina Sato"),
        ("ja", "Sato Mina"),
        ("hu-HU", "Sato Mina"),
        ("zh_TW", "Sato Mina"),
    ],
)
def test_a_full_name_stands_in_the_order_of_the_language(language: str, name: str) -> None:
    assert full_name("Mina", "Sato", language) == name


@pytest.mark.parametrize("half", [("Mina", None), (None, "Sato"), ("Mina", "")], ids=["given", "family", "empty"])
def test_half_a_name_is_no_full_one(half: tuple[str | None, str | None]) -> None:
    assert full_name(*half, "en") is None


def test_what_is_said_brings_what_follows_from_it() -> None:
    said = {Meaning.EMAIL: "mina@mail.example", Meaning.TEL: "+33 6 12 34 56 78", Meaning.GIVEN_NAME: "Mina"}

    assert completed(said, "en") == said | {
        Meaning.EMAIL_AGAIN: "mina@mail.example",
        Meaning.TEL_COUNTRY_CODE: Territory("FR", "FR"),
    }


def test_what_is_said_stands_before_what_would_follow() -> None:
    said = {Meaning.GIVEN_NAME: "Mina", Meaning.FAMILY_NAME: "Sato", Meaning.NAME: "M. Sato"}

    assert completed(said, "en")[Meaning.NAME] == "M. Sato"


def test_what_is_remembered_answers_by_meaning_or_by_wording() -> None:
    profile = person(remembered={"additional": "Nothing more.", "Do you own a Page?": "No"})

    assert answers_for(profile, FLOWS["facebook-objection"], "en")[Meaning.ADDITIONAL] == "Nothing more."
    assert remembered_wordings(profile) == {"Do you own a Page?": "No"}


def test_a_right_is_what_is_wanted_and_about_what() -> None:
    assert right_of("objection", "third-party") == Right("objection", "third-party")
