"""What a form's own marks say about what must be answered."""

from __future__ import annotations

import pytest

from ai_optout.form.outcome import Left, Why, unmarked
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.form.understand import Question, understand


def questions(*names: str, kind: Kind = Kind.TEXT) -> tuple[Question, ...]:
    controls = tuple(Control(Ref(0, number), kind, ("input",), name=name, form=0) for number, name in enumerate(names))
    return understand(Snapshot("https://form.example/", controls=controls))


def needed(*found: Question) -> list[bool]:
    return [
        Left(
            question, Why.UNKNOWN, "", unmarked=any(key.endswith(question.control.wording.casefold()) for key in unmarked(found))
        ).blocks
        for question in found
    ]


def test_where_a_form_marks_what_is_optional_the_others_must_be_answered() -> None:
    assert needed(*questions("Shoe size", "Hobbies (optional)")) == [True, False]


def test_where_a_form_marks_nothing_nobody_knows() -> None:
    assert unmarked(questions("Shoe size", "Hobbies")) == frozenset()


def test_where_a_form_marks_what_is_required_the_others_needn_t_be_answered() -> None:
    assert unmarked(questions("Shoe size *", "Hobbies (optional)", "Colour")) == frozenset()


@pytest.mark.parametrize("kind", [Kind.CHECKBOX, Kind.SWITCH, Kind.FILE])
def test_a_box_or_a_file_without_a_mark_is_left_to_the_page(kind: Kind) -> None:
    assert unmarked((*questions("Hobbies (optional)"), *questions("Something", kind=kind))) == frozenset()
