"""A form of today held against the one of the day it was last looked at. No page: questions are values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ai_optout.errors import FlowError
from ai_optout.expected import Change, Compared, ExpectedQuestion, Shape, block, compare, expectation_file, nearest, shapes_of
from ai_optout.flow import Flow, catalogue
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Ref
from ai_optout.form.understand import Question

FLOWS = tuple(catalogue().flows.values())


def question(wording: str, meaning: Meaning | None = None, *, required: bool = False, kind: Kind = Kind.TEXT) -> Question:
    return Question(Control(Ref(0, 0), kind, ("input",), name=wording, required=required), meaning, 0.9)


def shape(*questions: ExpectedQuestion, name: str = "2024") -> Shape:
    return Shape(name=name, seen=date(2026, 11, 1), source="a test", question=questions)


EMAIL = ExpectedQuestion(meaning=Meaning.EMAIL, required=False, wording={"en": "Email address"})
IMPACT = ExpectedQuestion(meaning=Meaning.IMPACT, wording={"en": "How does it affect you?"})


def changes(rows: tuple[Compared, ...]) -> list[tuple[str, list[str]]]:
    return [(row.wording, [change.value for change in row.changes]) for row in rows]


def test_a_form_that_asks_what_it_asked_is_the_same() -> None:
    rows = compare(shape(EMAIL), [question("Email address:", Meaning.EMAIL)], "en-GB")

    assert changes(rows) == [("Email address:", ["same"])]
    assert not rows[0].differs


def test_another_wording_is_told_with_the_one_last_seen() -> None:
    (row,) = compare(shape(EMAIL), [question("Your e-mail, please", Meaning.EMAIL)], "en")

    assert (row.changes, row.was) == ((Change.REWORDED,), "Email address")


def test_in_a_language_whose_wording_isnt_known_none_is_compared() -> None:
    assert changes(compare(shape(EMAIL), [question("E-Mail-Adresse", Meaning.EMAIL)], "de")) == [("E-Mail-Adresse", ["same"])]


def test_what_is_now_required_is_told_beside_its_new_wording() -> None:
    rows = compare(shape(EMAIL), [question("Your e-mail", Meaning.EMAIL, required=True)], "en")

    assert changes(rows) == [("Your e-mail", ["reworded", "now required"])]


def test_a_question_that_nobody_expected_is_new_and_one_that_is_missing_gone() -> None:
    rows = compare(shape(EMAIL, IMPACT), [question("Email address", Meaning.EMAIL), question("Date of birth")], "en")

    assert changes(rows) == [("Email address", ["same"]), ("Date of birth", ["new"]), ("How does it affect you?", ["gone"])]


def test_a_question_without_a_meaning_is_known_by_its_wording() -> None:
    card = ExpectedQuestion(wording={"en": "Card number"})

    assert changes(compare(shape(card), [question("Card number")], "en")) == [("Card number", ["same"])]


def test_what_comes_after_a_choice_isnt_gone_before_it_is_made() -> None:
    after = ExpectedQuestion(meaning=Meaning.COUNTRY, after=Meaning.REQUEST)
    choice = question("What do you want?", Meaning.REQUEST, kind=Kind.RADIO)

    assert changes(compare(shape(ExpectedQuestion(meaning=Meaning.REQUEST), after), [choice], "en"))[1] == ("", ["not shown yet"])
    assert changes(compare(shape(after), [question("Name", Meaning.NAME)], "en"))[1] == ("", ["gone"])


def test_of_several_shapes_the_nearest_is_taken() -> None:
    old, new = shape(EMAIL, IMPACT, name="old"), shape(EMAIL, name="new")

    assert nearest([old, new], [question("Email address", Meaning.EMAIL)], "en")[0].name == "new"
    assert (
        nearest([new, old], [question("Email address", Meaning.EMAIL), question("Why?", Meaning.IMPACT)], "de")[0].name == "old"
    )


def test_what_is_to_be_pasted_expects_what_was_seen(tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415

    flow = replace(FLOWS[0], source=tmp_path / "mine.py")
    seen = [question('Say "why" \\ here', Meaning.IMPACT, required=True), question("Card")]
    (tmp_path / "mine.toml").write_text(block("first", date(2026, 11, 29), "a test", seen, "pt-BR"), encoding="utf-8")

    (written,) = shapes_of(flow)

    assert not any(row.differs for row in compare(written, seen, "pt-BR"))
    assert (written.name, written.seen) == ("first", date(2026, 11, 29))


def test_a_flow_without_a_file_is_held_against_what_its_script_says(tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415

    (only,) = shapes_of(replace(FLOWS[0], source=tmp_path / "mine.py"))

    assert (only.seen, only.awaited) == (None, FLOWS[0].expects)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415

    (tmp_path / "mine.toml").write_text('[[shape]]\nname = "x"\n')

    with pytest.raises(FlowError, match=r"What facebook-objection expects can't be read: shape\.0\.seen: Field required"):
        shapes_of(replace(FLOWS[0], source=tmp_path / "mine.py"))


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_shipped_flow_says_what_was_last_seen_and_where_from(flow: Flow) -> None:
    assert expectation_file(flow.source).is_file()
    assert all(one.seen and one.source for one in shapes_of(flow))
