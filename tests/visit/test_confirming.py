"""The code's boxes, and why a page doesn't take a code, without a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ai_optout.form.snapshot import Control, Dialog, Kind, Ref, Snapshot
from ai_optout.visit.code_answers import Refusal, refusal
from ai_optout.visit.confirming import misfit

FIELD = Control(ref=Ref(0, 0), kind=Kind.TEXT, css=("x",), name="Verification code")
PAGE = Snapshot("https://www.facebook.com/help/contact/1", controls=(FIELD,), text="We've sent a code.")
WRONG = "The code you entered is incorrect. Please try again."


def test_a_code_of_another_length_than_the_boxes_is_not_typed_into_them() -> None:
    assert misfit((FIELD,) * 6, "1234") == "The page has room for 6 digits, and that code has 4."
    assert (misfit((FIELD,) * 6, "123456"), misfit((FIELD,), "1234567890")) == ("", "")


def in_a_dialog(text: str) -> Snapshot:
    return replace(PAGE, dialogs=(Dialog(Ref(0, 9), "Confirm your email address", text, (), ""),))


SAID = {
    "nothing": (PAGE, None),
    "in the text": (replace(PAGE, text=f"We've sent a code. {WRONG}"), Refusal.WRONG),
    "in a dialog": (in_a_dialog(f"Confirm your email address. {WRONG}"), Refusal.WRONG),
    "in an alert": (replace(PAGE, alerts=(WRONG,)), Refusal.WRONG),
    "beside the field": (replace(PAGE, controls=(replace(FIELD, after=WRONG),)), Refusal.WRONG),
    "expired": (in_a_dialog("This code has expired. Request a new one."), Refusal.EXPIRED),
    "too often": (in_a_dialog("You've requested too many codes. Please wait a few minutes."), Refusal.THROTTLED),
}


@pytest.mark.parametrize(("now", "expected"), SAID.values(), ids=SAID)
def test_why_a_code_is_not_taken_is_read_wherever_it_stands(now: Snapshot, expected: Refusal | None) -> None:
    filled = replace(FIELD, value="000000")

    assert refusal(now, PAGE, (filled,), 0.5) == expected


def test_a_refusal_that_stood_there_before_counts_once_the_field_is_empty_or_after_a_while() -> None:
    still = in_a_dialog(WRONG)
    filled = replace(FIELD, value="000000")

    assert refusal(still, still, (filled,), 0.5) is None
    assert refusal(still, still, (FIELD,), 0.5) is Refusal.WRONG
    assert refusal(still, still, (replace(filled, invalid=True),), 0.5) is Refusal.WRONG
    assert refusal(still, still, (filled,), 7.0) is Refusal.WRONG
