"""Whose details a part of a form asks for, where two parts ask who somebody is."""

from __future__ import annotations

from itertools import count

from ai_optout.form.meaning import Meaning
from ai_optout.form.outcome import key_of
from ai_optout.form.parts import asked_elsewhere
from ai_optout.form.snapshot import Control, Kind, Ref
from ai_optout.form.understand import Question

_numbers = count()


def asks(meaning: Meaning, name: str, *, legend: str = "", heading: str = "", title: str = "", twin: int = 0) -> Question:
    control = Control(Ref(0, next(_numbers)), Kind.TEXT, ("input",), name=name, legend=legend, heading=heading, title=title)
    return Question(control, meaning, 0.9, twin=twin)


def test_a_name_that_another_part_asks_again_may_be_somebody_elses() -> None:
    first = asks(Meaning.GIVEN_NAME, "First name", heading="Your details")
    again = asks(Meaning.GIVEN_NAME, "First name", heading="Person to be informed", twin=1)

    assert asked_elsewhere([first, again]) == {key_of(again)}


def test_a_card_is_a_part_also_where_its_title_is_no_heading() -> None:
    first = asks(Meaning.NAME, "Name", title="You")
    again = asks(Meaning.NAME, "Name", title="Your companion", twin=1)

    assert asked_elsewhere([first, again]) == {key_of(again)}


def test_what_one_part_asks_is_asked_of_one_person() -> None:
    questions = [asks(Meaning.GIVEN_NAME, "First name", legend="You"), asks(Meaning.FAMILY_NAME, "Last name", legend="You")]

    assert asked_elsewhere(questions) == frozenset()


def test_the_address_of_the_invoice_is_the_persons_as_well() -> None:
    first = asks(Meaning.NAME, "Name", heading="Your details")
    again = asks(Meaning.NAME, "Name", heading="Billing address", twin=1)

    assert asked_elsewhere([first, again]) == frozenset()


def test_a_second_telephone_number_is_the_persons_own() -> None:
    assert (
        asked_elsewhere([asks(Meaning.TEL, "Mobile", heading="Day"), asks(Meaning.TEL, "Landline", heading="Night")])
        == frozenset()
    )


def test_the_number_and_the_country_of_somebody_elses_part_are_theirs() -> None:
    own = asks(Meaning.EMAIL, "Email", heading="Your details")
    company = [asks(meaning, "…", heading="Company", twin=1) for meaning in (Meaning.EMAIL, Meaning.TEL, Meaning.COUNTRY)]

    assert asked_elsewhere([own, *company]) == {key_of(one) for one in company}
