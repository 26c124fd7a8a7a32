"""The words that a person types: the language's own and the English one, and nothing that was not typed."""

from __future__ import annotations

import pytest

from ai_optout.messages import ENGLISH, LANGUAGES, speaking
from ai_optout.person.typed_words import NO, POINT, QUIT, SEND, SKIP, YES

WORDS = (SEND, POINT, YES, NO, SKIP, QUIT)


@pytest.mark.parametrize("language", [ENGLISH, *LANGUAGES])
def test_the_word_that_is_shown_and_the_english_one_are_taken(language: str) -> None:
    with speaking(language):
        assert [word.english for word in WORDS if not (word.is_typed(word.shown) and word.is_typed(word.english.upper()))] == []
        assert SEND.is_typed_out(f" {SEND.shown} ")
        assert SEND.is_typed_out("send")


@pytest.mark.parametrize("language", [ENGLISH, *LANGUAGES])
def test_no_line_says_two_words(language: str) -> None:
    with speaking(language):
        lines = {line for word in WORDS for line in (word.shown, word.english, *word.letters)}

        assert [line for line in lines if sum(word.is_typed(line) for word in WORDS) != 1] == []


@pytest.mark.parametrize("language", [ENGLISH, *LANGUAGES])
@pytest.mark.parametrize("line", ["", " ", "s", "sen", "send?", "send it", "yes", "y", "\u200b"])
def test_nothing_but_the_whole_word_sends(language: str, line: str) -> None:
    with speaking(language):
        assert not SEND.is_typed_out(line)
        assert not any(word.is_typed("") for word in WORDS)


def test_a_word_without_its_accent_is_the_word() -> None:
    with speaking("es"):
        assert YES.is_typed("si")
        assert POINT.is_typed("senalar")


def test_another_languages_word_is_none() -> None:
    with speaking("fr"):
        assert not SEND.is_typed_out("senden")
