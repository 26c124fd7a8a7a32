"""A wording means one question or none, and a date's parts go to the three that ask for them."""

from __future__ import annotations

from ai_optout.form.naming import date_parts, named, said
from ai_optout.form.snapshot import Control, Kind, Option, Ref, Snapshot
from ai_optout.form.understand import Question, understand


def asks(*controls: Control) -> tuple[Question, ...]:
    return understand(Snapshot("https://www.example.com/", controls=controls))


def field(number: int, name: str = "", kind: Kind = Kind.TEXT, **said_of_it: object) -> Control:
    return Control(Ref(0, number), kind, (f"#f{number}",), name=name, form=0, **said_of_it)  # type: ignore[arg-type]


def name_of(question: Question | None) -> str | None:
    return question.control.attribute_id or question.control.name if question else None


SHOES = asks(field(0, "Email"), field(1, "Shoe size"), field(2, "Shoe size of your friend"), field(3, "Expected start date *"))


def test_the_whole_wording_comes_before_the_beginning_of_one() -> None:
    assert name_of(named(SHOES, "shoe size")) == "Shoe size"
    assert name_of(named(SHOES, "Expected start")) == "Expected start date *"


def test_the_beginning_that_two_have_and_no_wording_name_none() -> None:
    assert [named(SHOES, one) for one in ("Shoe", "Hat", "")] == [None, None, None]


def test_two_questions_of_the_same_wording_are_none() -> None:
    assert named(asks(field(0, "Name of the child"), field(1, "Name of the child")), "Name of the child") is None


def test_of_two_forms_the_main_form_is_meant() -> None:
    newsletter = Control(Ref(0, 9), Kind.TEXT, ("#news",), name="Topic", form=1, attribute_id="news")
    found = named(asks(newsletter, field(0, "Email", type="email"), field(1, "Topic", attribute_id="main")), "Topic")

    assert name_of(found) == "main"


def test_a_legend_over_several_questions_names_none_of_them() -> None:
    questions = asks(*(field(number, legend="1. Applicant", before=text) for number, text in enumerate(("Town", "Street"))))

    assert named(questions, "1. Applicant") is None
    assert named(questions, "Street") is questions[1]


def test_what_stands_before_a_question_is_less_its_own_than_another_questions_label() -> None:
    questions = asks(field(0, "By letter", Kind.SWITCH), field(1, "Kind of customer", before="By letter"))

    assert named(questions, "By letter") is questions[0]


def numbers(first: int, last: int) -> tuple[Option, ...]:
    return (Option("", ""), *(Option(str(one), str(one)) for one in range(first, last + 1)))


BIRTH = "Date of birth"
DAY = field(1, "Day", Kind.SELECT, options=numbers(1, 31), legend=BIRTH)
MONTH = field(2, "Month", Kind.SELECT, options=numbers(1, 12), legend=BIRTH)
YEAR = field(3, "Year", legend=BIRTH)


def texts(parts: tuple[tuple[Question, str], ...] | None) -> dict[str, str]:
    return {question.control.name: text for question, text in parts or ()}


def test_a_date_is_given_to_three_questions_under_its_wording() -> None:
    assert texts(date_parts(asks(MONTH, DAY, YEAR), "Date of birth", "1984-05-17", "en")) == {
        "Month": "5",
        "Day": "17",
        "Year": "1984",
    }


def test_a_date_is_given_to_three_questions_behind_its_wording() -> None:
    behind = [
        field(1, kind=Kind.SELECT, options=numbers(1, 31), before="When did you move in? *", legend="3. Your request"),
        field(2, kind=Kind.SELECT, options=numbers(1, 12), legend="3. Your request"),
        field(3, kind=Kind.SELECT, options=numbers(1990, 2026), legend="3. Your request"),
    ]
    parts = date_parts(asks(*behind), "When did you move in?", "2019-03-01", "en")

    assert [text for _question, text in parts or ()] == ["1", "3", "2019"]


def test_of_two_dates_under_the_same_wording_none_is_given() -> None:
    again = [
        field(control.ref.element + 3, control.name, control.kind, options=control.options, legend=BIRTH)
        for control in (DAY, MONTH, YEAR)
    ]

    assert date_parts(asks(DAY, MONTH, YEAR, *again), "Date of birth", "1984-05-17", "en") is None


def test_of_two_dates_the_one_of_that_wording_is_given() -> None:
    other = [
        field(control.ref.element + 3, control.name, control.kind, options=control.options, legend="Expiry date")
        for control in (DAY, MONTH, YEAR)
    ]
    parts = date_parts(asks(*other, DAY, MONTH, YEAR), "Date of birth", "1984-05-17", "en")

    assert [question.control.legend for question, _text in parts or ()] == ["Date of birth"] * 3


def test_a_date_begins_where_its_wording_stands() -> None:
    def three(first: int, before: str) -> list[Control]:
        return [
            field(first, "Month", Kind.SELECT, options=numbers(1, 12), before=before),
            field(first + 1, "Day", Kind.SELECT, options=numbers(1, 31)),
            field(first + 2, "Year"),
        ]

    parts = date_parts(asks(*three(0, "Hired on"), *three(3, "Date of birth")), "Date of birth", "1984-05-17", "en")

    assert [(question.control.ref.element, text) for question, text in parts or ()] == [(3, "5"), (4, "17"), (5, "1984")]


def test_a_text_that_is_no_date_is_given_to_one_question() -> None:
    questions = asks(field(0, "Date of birth"))

    assert said(questions, "Date of birth", "in May", "en") == ((questions[0], "in May"),)
    assert said(questions, "Date of birth", "1984-05-17", "en") == ((questions[0], "1984-05-17"),)
    assert said(questions, "Hat", "red", "en") == ()
