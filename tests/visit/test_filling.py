"""What the review shows of a form, and when a form is still the one that was shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ai_optout.form.answer import Left, Outcome, Why
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Option, Ref, Snapshot
from ai_optout.form.understand import Question, understand
from ai_optout.person.pause import Row
from ai_optout.visit.filling import fingerprint, rows, shown


def control(number: int, kind: Kind, name: str, **values: object) -> Control:
    return Control(ref=Ref(0, number), kind=kind, css=("x",), name=name, **values)  # type: ignore[arg-type]  # said by each test


OPTIONS = (Option("Please select", ""), Option("Germany", "Germany", selected=True), Option("France", "France"))
EMAIL = control(0, Kind.TEXT, "Email address", type="email", value="mina@mail.example")
COUNTRY = control(1, Kind.SELECT, "Country of residence", options=OPTIONS)
REASON = control(2, Kind.TEXTAREA, "Please tell us how this processing impacts you", value="Because.")


def questions(*controls: Control) -> tuple[Question, ...]:
    return understand(Snapshot("https://www.facebook.com/help/contact/1", controls=controls))


SHOWN = {
    "a text": (EMAIL, "mina@mail.example"),
    "a choice": (COUNTRY, "Germany"),
    "please select": (replace(COUNTRY, options=(replace(OPTIONS[0], selected=True), *OPTIONS[2:])), ""),
    "a box ticked": (control(3, Kind.CHECKBOX, "I declare", checked=True), "yes"),
    "a box": (control(3, Kind.CHECKBOX, "I declare", checked=False), "no"),
    "files": (control(4, Kind.FILE, "Screenshots", value="a b.png\t31209\nc.png\t7"), "a b.png (31,209 bytes), c.png (7 bytes)"),
    "no file": (control(4, Kind.FILE, "Screenshots"), ""),
}


@pytest.mark.parametrize("which", SHOWN)
def test_an_answer_is_shown_as_a_person_reads_it(which: str) -> None:
    one, text = SHOWN[which]

    assert shown(one) == text


def test_the_review_has_a_row_for_every_question_and_says_what_was_left() -> None:
    asked = questions(EMAIL, COUNTRY, replace(REASON, value=""))
    left = Left(asked[0], Why.DIFFERS, "The page has filled in something other than the profile says.")
    outcome = Outcome(Snapshot("x"), asked, (left,), frozenset())

    assert rows(outcome) == (
        Row("Email address", "mina@mail.example", "The page has filled in something other than the profile says."),
        Row("Country of residence", "Germany", ""),
        Row("Please tell us how this processing impacts you", "", "left empty"),
    )


def test_a_form_is_the_same_while_it_asks_and_holds_the_same() -> None:
    drawn_anew = [replace(one, ref=Ref(0, 90 + one.ref.element), attribute_id="js_9x") for one in (EMAIL, COUNTRY, REASON)]

    assert fingerprint(questions(*drawn_anew)) == fingerprint(questions(EMAIL, COUNTRY, REASON))


CHANGES = {
    "another answer": (EMAIL, COUNTRY, replace(REASON, value="Because!")),
    "another choice": (
        EMAIL,
        replace(COUNTRY, options=(OPTIONS[0], replace(OPTIONS[1], selected=False), replace(OPTIONS[2], selected=True))),
        REASON,
    ),
    "a question more": (EMAIL, COUNTRY, REASON, control(5, Kind.TEXT, "Your date of birth")),
    "a question less": (EMAIL, COUNTRY),
    "another question": (EMAIL, COUNTRY, replace(REASON, name="What else?")),
}


@pytest.mark.parametrize("which", CHANGES)
def test_a_form_that_changed_is_not_the_one_that_was_shown(which: str) -> None:
    assert fingerprint(questions(*CHANGES[which])) != fingerprint(questions(EMAIL, COUNTRY, REASON))


def test_the_meanings_here_are_the_ones_meant() -> None:
    assert [one.meaning for one in questions(EMAIL, COUNTRY, REASON)] == [Meaning.EMAIL, Meaning.COUNTRY, Meaning.IMPACT]
