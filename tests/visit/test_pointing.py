"""What the person is told of a field that they point at."""

from __future__ import annotations

from ai_optout.form.meaning import Meaning
from ai_optout.visit.pointing import IN_PLAIN_WORDS


def test_every_meaning_has_plain_words_of_its_own() -> None:
    assert set(IN_PLAIN_WORDS) == set(Meaning)
    assert len(set(IN_PLAIN_WORDS.values())) == len(Meaning)
