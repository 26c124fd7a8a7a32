"""The learned weights: what they make of features, what they say of a form as a whole, and how they are kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from ai_optout.form.learned import CLASSES, LEARNED, Learned, learned, read, softmax, surroundings, written
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot

_numbers = count()
NONE = (0.0,) * CLASSES


def asks(name: str, *, form: int = 0, visible: bool = True) -> Control:
    return Control(ref=Ref(0, next(_numbers)), kind=Kind.TEXT, css=("input",), name=name, form=form, visible=visible)


def towards(meaning: Meaning, weight: float) -> tuple[float, ...]:
    """A row of weights that speaks for one meaning alone."""
    return tuple(weight if place == 1 + LEARNED.index(meaning) else 0.0 for place in range(CLASSES))


def model(**weights: tuple[float, ...]) -> Learned:
    """A first model of these weights, and a second that says what the first says."""
    numbers = len(surroundings([asks("")], [softmax(NONE)])[0])
    same = [tuple(float(row == column) for column in range(CLASSES)) for row in range(CLASSES)]
    named = {name.replace("_", " "): row for name, row in weights.items()}
    return Learned(NONE, named, NONE, (*same, *[NONE] * (numbers - CLASSES)))


def test_a_feature_speaks_for_its_meaning() -> None:
    weights = Learned(NONE, {"label: vorname": towards(Meaning.GIVEN_NAME, 5.0)}, NONE, model().around)

    [guess] = weights.guesses(Snapshot(url="https://form.example/", controls=(asks("Vorname"),)), [{}])

    assert guess.best is Meaning.GIVEN_NAME
    assert guess.of(Meaning.GIVEN_NAME) > 0.9
    assert guess.because(Meaning.GIVEN_NAME) == ("label: vorname",)


def test_nothing_known_speaks_for_nothing() -> None:
    [guess] = model().guesses(Snapshot(url="https://form.example/", controls=(asks("Vorname"),)), [{}])

    assert guess.of(Meaning.GIVEN_NAME) == pytest.approx(1 / CLASSES)
    assert guess.because(Meaning.GIVEN_NAME) == ()


def test_what_is_not_learned_has_no_probability() -> None:
    [guess] = model().guesses(Snapshot(url="https://form.example/", controls=(asks("Code"),)), [{}])

    assert guess.of(Meaning.ONE_TIME_CODE) == 0.0


def test_the_probabilities_of_a_control_are_one_together() -> None:
    assert sum(softmax((3.0, -2.0, 0.5))) == pytest.approx(1.0)


def test_a_question_is_told_of_the_others_of_its_form_and_of_no_other_form() -> None:
    sure = softmax(towards(Meaning.FAMILY_NAME, 9.0))
    plain = softmax(NONE)

    beside, _ = surroundings([asks("Name"), asks("Surname")], [plain, sure])
    apart, _ = surroundings([asks("Name"), asks("Surname", form=1)], [plain, sure])

    assert max(beside[CLASSES:]) > 0.9
    assert max(apart[CLASSES:-1]) < 0.2


def test_a_hidden_question_is_told_of_apart() -> None:
    sure = softmax(towards(Meaning.FAMILY_NAME, 9.0))

    shown, _ = surroundings([asks("Name"), asks("Surname")], [softmax(NONE), sure])
    hidden, _ = surroundings([asks("Name"), asks("Surname", visible=False)], [softmax(NONE), sure])

    assert shown != hidden


def test_what_is_written_is_read_again() -> None:
    weights = model(label=towards(Meaning.EMAIL, 1.25))

    assert read(written(weights, "a test")) == weights


def test_the_same_weights_make_the_same_bytes() -> None:
    one = replace(model(), weights={"a": towards(Meaning.EMAIL, 1.0), "b": towards(Meaning.TEL, 1.0)})
    other = replace(model(), weights=dict(reversed(list(one.weights.items()))))

    assert written(one, "a test") == written(other, "a test")


def test_a_weight_too_small_to_matter_is_not_kept() -> None:
    assert read(written(model(label=towards(Meaning.EMAIL, 0.001)), "a test")).weights == {}


def test_the_shipped_weights_are_whole() -> None:
    shipped = learned()
    numbers = len(surroundings([asks("")], [softmax(NONE)])[0])

    assert len(shipped.bias) == len(shipped.around_bias) == CLASSES
    assert len(shipped.around) == numbers
    assert all(len(row) == CLASSES for row in shipped.weights.values())
    assert len(shipped.weights) > 1_000
