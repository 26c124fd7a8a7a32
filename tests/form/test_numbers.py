"""A telephone number where the dialling code is asked apart: the person's own writing, without the code."""

from __future__ import annotations

import pytest

from ai_optout.form.meaning import Territory
from ai_optout.form.numbers import is_only_a_code, territory_of, without_dialling_code

AUSTRIA = Territory("AT", "Österreich")
NUMBERS = {
    "+43 660 1234567": "660 1234567",
    "+43660/1234567": "660/1234567",
    "0043 660 1234567": "660 1234567",
    "+43 (0) 660 1234567": "660 1234567",
    "+43-660-1234567": "660-1234567",
    "0660 1234567": "0660 1234567",
    "+49 30 123456": "+49 30 123456",
    "+4": "+4",
}


@pytest.mark.parametrize(("number", "rest"), NUMBERS.items())
def test_only_the_code_of_the_country_goes(number: str, rest: str) -> None:
    assert without_dialling_code(number, AUSTRIA) == rest


@pytest.mark.parametrize(
    ("number", "code"),
    [("+43 660 1234567", "AT"), ("0660 1234567", "AT"), ("+49 30 123456", "DE"), ("0049 30 123456", "DE"), ("+", "AT")],
)
def test_the_dialling_code_is_the_numbers_own(number: str, code: str) -> None:
    found = territory_of(number, AUSTRIA)

    assert found is not None
    assert found.code == code


def test_a_code_that_two_countries_share_is_that_of_residence() -> None:
    canada = Territory("CA", "Canada")

    assert territory_of("+1 212 555 0100", canada) is canada


@pytest.mark.parametrize(("text", "only"), [("+49", True), ("(+49) ", True), ("+1-", True), ("+49 30", False), ("49", False)])
def test_a_dialling_code_alone_is_no_number(text: str, *, only: bool) -> None:
    assert is_only_a_code(text) is only


def test_without_a_residence_a_number_without_a_code_is_nobodys() -> None:
    assert territory_of("030 123456", None) is None
    assert territory_of("+33 6 12 34 56 78", None) == Territory("FR", "FR")
