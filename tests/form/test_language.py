"""The language of a page: said, or told by its words."""

from __future__ import annotations

import pytest

from ai_optout.form.language import language_of
from ai_optout.form.snapshot import Snapshot


@pytest.mark.parametrize("said", ["de", "pt-BR", "zh_Hant"])
def test_what_the_page_says_is_its_language(said: str) -> None:
    assert language_of(Snapshot("https://form.example/", language=said, headings=("First name",))) == said


@pytest.mark.parametrize(
    ("language", "headings"),
    [("de", ("Vorname", "Nachname")), ("pl", ("Imię", "Nazwisko")), ("fr", ("Prénom", "Nom de famille"))],
)
def test_a_page_that_does_not_say_is_told_by_its_words(language: str, headings: tuple[str, ...]) -> None:
    assert language_of(Snapshot("https://form.example/", headings=headings)) == language


def test_a_page_without_a_known_word_has_no_language() -> None:
    assert language_of(Snapshot("https://form.example/", language="???", headings=("xyzzy",))) == ""
