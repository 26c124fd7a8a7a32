"""One-time codes without a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mock_meta.codes import OneTimeCode, new_code

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def code(digits: str = "012345") -> OneTimeCode:
    return OneTimeCode(digits, valid_until=NOW + timedelta(hours=1), attempts_left=3)


def test_a_code_is_right_with_the_blanks_that_people_paste() -> None:
    assert code().judge(" 012 345 ", NOW) == "right"


def test_the_zero_in_front_counts() -> None:
    assert code().judge("12345", NOW) == "wrong"


def test_a_code_is_expired_after_its_time() -> None:
    assert code().judge("012345", NOW + timedelta(hours=1, seconds=1)) == "expired"


def test_three_wrong_codes_use_it_up_even_for_the_right_one() -> None:
    tried = code()
    assert [tried.judge(entered, NOW) for entered in ("1", "2", "3", "012345")] == ["wrong", "wrong", "exhausted", "exhausted"]


@pytest.mark.parametrize("digits", [4, 6, 8])
def test_a_code_has_the_digits_asked_for(digits: int) -> None:
    made = new_code(digits, valid_s=60, attempts=3, now=NOW)
    assert len(made.digits) == digits
    assert made.digits.isdecimal()
