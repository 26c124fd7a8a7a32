"""What was pointed at is found again by its words, then by its place, then by its selector; and by none of them wrongly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_optout.form.meaning import Meaning
from ai_optout.form.pointed import YOU_POINTED, Pointed, pointed_at, understand_pointed, with_one_more
from ai_optout.form.snapshot import Control, Kind, Option, Ref, Snapshot


def control(number: int, name: str = "", kind: Kind = Kind.TEXT, **values: object) -> Control:
    known: dict[str, object] = {"css": (f"#c{number}",), "form": 0, **values}
    return Control(ref=Ref(0, number), kind=kind, name=name, **known)  # type: ignore[arg-type]  # said by each test


def page(*controls: Control, language: str = "en") -> Snapshot:
    return Snapshot("https://form.example/contact", language=language, controls=controls)


EMAIL, UNREADABLE, REASON = control(0, "Email"), control(1, "Zxq vlop"), control(2, "Vlum", Kind.TEXTAREA)
FORM = page(EMAIL, UNREADABLE, REASON)
COLOURS = (Option("Red", "r"), Option("Blue", "b"))


def pointed(snapshot: Snapshot = FORM, one: Control = UNREADABLE, meaning: Meaning = Meaning.FAMILY_NAME) -> Pointed:
    return pointed_at(snapshot, one, meaning)


def meanings(snapshot: Snapshot, *known: Pointed) -> list[Meaning | None]:
    return [question.meaning for question in understand_pointed(snapshot, known)]


def test_what_was_pointed_at_has_its_meaning_and_says_why() -> None:
    assert meanings(FORM) == [Meaning.EMAIL, None, None]
    assert meanings(FORM, pointed()) == [Meaning.EMAIL, Meaning.FAMILY_NAME, None]
    question = understand_pointed(FORM, [pointed()])[1]
    assert (question.confidence, question.signs[0].because) == (0.99, YOU_POINTED)


def test_words_are_followed_wherever_the_question_went() -> None:
    moved = page(control(7, "Nickname"), EMAIL, REASON, control(8, "zxq vlop *", type="text", form=0))

    assert meanings(moved, pointed()) == [None, Meaning.EMAIL, None, Meaning.FAMILY_NAME]


def test_of_several_with_the_same_words_the_one_in_its_place_is_meant() -> None:
    twice = page(EMAIL, control(11, "Zxq vlop"), control(12, "Zxq vlop"))

    assert meanings(twice, pointed()) == [Meaning.EMAIL, Meaning.FAMILY_NAME, None]


def test_where_two_fit_equally_none_is_meant() -> None:
    twice = page(control(11, "Zxq vlop"), EMAIL, control(12, "Zxq vlop"))

    assert meanings(twice, pointed()) == [None, Meaning.EMAIL, None]


WORDLESS = control(1)


def test_a_question_without_words_is_found_by_its_place() -> None:
    drawn_anew = page(EMAIL, replace(WORDLESS, css=("#other",)), REASON)

    assert meanings(drawn_anew, pointed(page(EMAIL, WORDLESS, REASON), WORDLESS))[1] is Meaning.FAMILY_NAME


def test_a_question_without_words_that_moved_is_found_by_its_selector() -> None:
    moved = page(EMAIL, control(9, "Nickname"), WORDLESS)

    assert meanings(moved, pointed(page(EMAIL, WORDLESS, REASON), WORDLESS)) == [Meaning.EMAIL, None, Meaning.FAMILY_NAME]


def test_in_another_language_the_place_says_which_it_is() -> None:
    french = page(EMAIL, replace(UNREADABLE, name="Autre chose", css=("#x",)), REASON, language="fr")

    assert meanings(french, pointed())[1] is Meaning.FAMILY_NAME


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (replace(UNREADABLE, name="Favourite colour", css=("#x",)), None),  # its place alone
        (replace(UNREADABLE, name="Qlop zxv"), Meaning.FAMILY_NAME),  # place and selector: it was worded anew
    ],
    ids=["place alone", "place and selector"],
)
def test_other_words_in_the_same_language_take_place_and_selector_together(now: Control, expected: Meaning | None) -> None:
    assert meanings(page(EMAIL, now, REASON), pointed())[1] is expected


def test_a_question_that_is_understood_by_itself_is_not_taken_for_it_by_its_place() -> None:
    replaced = page(EMAIL, control(1, "First name"), REASON, language="fr")

    assert meanings(replaced, pointed())[1] is Meaning.GIVEN_NAME


@pytest.mark.parametrize("kind", [Kind.SELECT, Kind.TEXTAREA, Kind.CHECKBOX, Kind.FILE], ids=str)
def test_a_kind_that_cannot_take_the_meaning_is_not_it(kind: Kind) -> None:
    other = page(EMAIL, replace(UNREADABLE, kind=kind, options=COLOURS if kind is Kind.SELECT else ()), REASON)

    assert Meaning.FAMILY_NAME not in meanings(other, pointed())


def test_what_the_form_asks_by_its_own_words_now_is_not_asked_twice() -> None:
    grown = page(EMAIL, UNREADABLE, control(5, "Surname"))

    assert meanings(grown, pointed()) == [Meaning.EMAIL, None, Meaning.FAMILY_NAME]


def test_an_invisible_control_is_never_it() -> None:
    hidden = page(EMAIL, replace(UNREADABLE, visible=False), REASON)

    assert meanings(hidden, pointed()) == [Meaning.EMAIL, None]


def test_pointing_again_takes_the_place_of_what_was_said_before() -> None:
    first, second = pointed(), pointed(one=EMAIL)
    third = pointed(meaning=Meaning.TEL)

    assert with_one_more([first], second) == (second,)
    assert with_one_more([first], third) == (third,)
    assert with_one_more([second], third) == (second, third)


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("Is Mina still your name?", "#q"),
        ("Write to us at mina.angstrom@mail.example", "#q"),
        ("Is 1000 2345 6789 your account?", "#q"),
        ("Is topsecret right?", "#q"),
    ],
    ids=["name", "e-mail", "number", "what a field holds"],
)
def test_words_with_something_of_the_person_in_them_are_not_kept(name: str, css: str) -> None:
    asked = control(1, name, css=(css,))

    kept = pointed_at(page(control(0, "Code", value="topsecret"), asked), asked, Meaning.TEL, ["Mina", "Å"])

    assert (kept.wording, kept.css) == ("", (css,))


def test_a_selector_with_something_of_the_person_in_it_is_not_kept() -> None:
    asked = control(1, "Zxq", css=("#row-mina",))

    assert pointed_at(page(asked), asked, Meaning.TEL, ["Mina"]).css == ()


def test_a_name_within_a_word_is_nobodys_name() -> None:
    asked = control(1, "What announcement?")

    assert pointed_at(page(asked), asked, Meaning.TEL, ["Ann", "Noun"]).wording == "What announcement?"


WORDS = st.lists(st.sampled_from(["Zxq", "Vlop", "Qwu", ""]), min_size=1, max_size=6)


@settings(deadline=None)  # a first call reads the wordings
@given(WORDS, WORDS, st.data())
def test_whatever_the_page_became_one_question_at_most_is_it(then: list[str], now: list[str], data: st.DataObject) -> None:
    before = page(*(control(number, name) for number, name in enumerate(then)))
    after = page(*(control(number, name) for number, name in enumerate(now)))
    one = data.draw(st.sampled_from(before.controls))

    found = [question for question in understand_pointed(after, [pointed(before, one)]) if question.meaning is not None]

    assert len(found) <= 1
    if found and one.name and one.name in now:
        assert found[0].control.name == one.name
