"""Every form of the mock in every language of the mock, understood by its words alone: no name of a field helps."""

from __future__ import annotations

from typing import get_args

import pytest
from playwright.sync_api import Page
from tests.journeys.rehearsal import Rehearsal

from ai_optout.form.meaning import Meaning
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Kind
from ai_optout.form.stillness import still
from ai_optout.form.understand import main_form, understand
from ai_optout.sight import Sight, see
from mock_meta.doors import OBJECTION_ADDRESS, THIRD_PARTY_ADDRESS
from mock_meta.settings import LANGUAGES, Language

OBJECTION_2024: list[Meaning | None] = [Meaning.COUNTRY, Meaning.EMAIL, Meaning.IMPACT, Meaning.ADDITIONAL]
OBJECTION_2025: list[Meaning | None] = [Meaning.EMAIL, Meaning.IMPACT]
THIRD_PARTY: list[Meaning | None] = [
    Meaning.REQUEST,
    Meaning.COUNTRY,
    Meaning.GIVEN_NAME,
    Meaning.FAMILY_NAME,
    Meaning.EMAIL,
    Meaning.IMPACT,
    Meaning.PROMPTS,
    Meaning.EVIDENCE,
]
FORMS: dict[tuple[str, str], list[Meaning | None]] = {
    ("2024", OBJECTION_ADDRESS["facebook"]): OBJECTION_2024,
    ("2025", OBJECTION_ADDRESS["instagram"]): OBJECTION_2025,
    ("2024", THIRD_PARTY_ADDRESS): THIRD_PARTY,
}


def asked(tab: Page, address: str) -> list[Meaning | None]:
    """What the form at an address is understood to ask, a right chosen where it offers some."""
    tab.goto(address)
    still(tab)
    look = scan(tab)
    choices = [control for control in look.snapshot.questions if control.kind is Kind.RADIO]
    if choices and choices[0].options[0].ref:
        look.element(choices[0].options[0].ref).click()
        still(tab)
        look = scan(tab)
    assert see(look.snapshot).sight is Sight.FORM
    return [question.meaning for question in main_form(understand(look.snapshot))]


def names(forms: dict[tuple[str, str], list[Meaning | None]]) -> list[str]:
    """A line a form, for a difference that can be read."""
    return [f"{shape} {address[-16:]}: {' '.join(map(str, meanings))}" for (shape, address), meanings in forms.items()]


def understood(rehearsal: Rehearsal, language: Language, **switches: object) -> dict[tuple[str, str], list[Meaning | None]]:
    context = rehearsal.browser.new_context()
    tab = context.new_page()
    found = {}
    for shape, address in FORMS:
        rehearsal.switch(shape=shape, locale=language, login=False, field_names="numeric", html_lang=False, **switches)
        found[shape, address] = asked(tab, address)
    context.close()
    return found


def test_the_languages_are_all_there() -> None:
    assert set(LANGUAGES) == set(get_args(Language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_understood_by_its_words_alone(rehearsal: Rehearsal, language: Language) -> None:
    assert names(understood(rehearsal, language)) == names(FORMS)
