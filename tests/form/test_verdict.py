"""Rules and weights weighed against each other: who has the last word where they differ."""

from __future__ import annotations

import pytest

from ai_optout.form.learned import CLASSES, LEARNED, Guess
from ai_optout.form.meaning import Meaning
from ai_optout.form.sign import Sign
from ai_optout.form.snapshot import Control, Kind, Ref
from ai_optout.form.verdict import verdict

TEXT = Control(ref=Ref(0, 0), kind=Kind.TEXT, css=("input",), name="A question")
LIST = Control(ref=Ref(0, 0), kind=Kind.COMBOBOX, css=("div",))


def guess(**chances: float) -> Guess:
    """A guess with these probabilities; what is left over is that of none."""
    named = {name.replace("_", "-"): chance for name, chance in chances.items()}
    meant = tuple(named.get(meaning, 0.0) for meaning in LEARNED)
    return Guess((1 - sum(meant), *meant))


def test_what_the_weights_are_sure_of_is_the_meaning() -> None:
    meaning, confidence, _ = verdict(TEXT, None, 0.0, (), guess(email=0.8))

    assert (meaning, confidence) == (Meaning.EMAIL, 0.8)


def test_what_they_are_not_sure_of_is_none() -> None:
    assert verdict(TEXT, None, 0.0, (), guess(email=0.41))[0] is None


def test_a_kind_of_control_that_cannot_have_the_meaning_has_none() -> None:
    assert verdict(LIST, None, 0.0, (), guess(email=0.99))[0] is None


@pytest.mark.parametrize("trap", ["friend", "other-person", "company", "newsletter", "username", "birth", "card"])
def test_a_trap_in_the_questions_own_words_is_never_outweighed(trap: str) -> None:
    signs = (Sign(Meaning.EMAIL, -8.0, "label «…»", "label", trap),)

    assert verdict(TEXT, None, 0.0, signs, guess(email=0.99))[0] is None


def test_a_trap_that_only_stands_near_is_the_weights_to_judge() -> None:
    signs = (Sign(Meaning.EMAIL, -8.0, "heading «…»", "heading", "newsletter"),)

    assert verdict(TEXT, None, 0.0, signs, guess(email=0.9))[0] is Meaning.EMAIL


def test_a_verdict_of_the_rules_stands_where_the_weights_know_nothing() -> None:
    assert verdict(TEXT, Meaning.EMAIL, 0.8, (), guess())[0] is Meaning.EMAIL


def test_a_verdict_of_the_rules_falls_where_the_weights_see_something_else() -> None:
    assert verdict(TEXT, Meaning.NAME, 0.8, (), guess(given_name=0.41))[0] is None


def test_what_the_corpus_has_no_labels_for_the_rules_decide_alone() -> None:
    assert verdict(TEXT, Meaning.ONE_TIME_CODE, 0.7, (), guess(tel=0.9)) == (Meaning.ONE_TIME_CODE, 0.7, ())


def test_the_signs_of_a_learned_verdict_name_what_it_rests_on() -> None:
    told = Guess(guess(email=0.9).probabilities, (("label: mail", tuple(2.0 for _ in range(CLASSES))),))

    _, _, [sign] = verdict(TEXT, None, 0.0, (), told)

    assert sign.because == "learned: label: mail"
