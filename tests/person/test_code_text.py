"""The code, found in whatever is typed or pasted, and what beside it in a mail is none."""

from __future__ import annotations

import pytest

from ai_optout.person.code_text import codes_in, find_code

MAIL = """Email confirmation code

Use this code to confirm your email address for the request of 23 November 2026:

    482913

This confirmation code will be valid for 1 hour.
Meta Platforms Ireland Ltd., Merrion Road, Dublin 4, D04 X2K5"""

CODES = {
    "alone": ("123456", "123456"),
    "with a line end": (" 123456\r\n", "123456"),
    "in groups": ("123-456", "123456"),
    "in groups with a space that doesn't break": ("123\u00a0456", "123456"),
    "digit by digit": ("1 2 3 4 5 6", "123456"),
    "in a sentence": ("Your code is 482913.", "482913"),
    "a whole mail": (MAIL, "482913"),
    "a subject": ("482913 is your Instagram code", "482913"),
    "of eight digits": ("12345678", "12345678"),
    "of four digits": ("1234", "1234"),
    "six digits before others": ("2026: 482913", "482913"),
    "with a leading zero": ("000123", "000123"),
    "letters, alone": ("AB12CD", "AB12CD"),
    "in Arabic digits": ("١٢٣٤٥٦", "123456"),
    "in pairs": ("48 29 13", "482913"),
    "beside a case number": ("Case 123456: your code is 482913", "482913"),
    "above a telephone number": ("Phone: 123456\nYour code:\n\n482913", "482913"),
    "beside a year": ("Your code for 2026 is 482913, in 2026", "482913"),
    "beside an address": ("Your code is 7788.\n1601 Willow Road, Menlo Park, CA 94025", "7788"),
    "beside a date and a time": ("2026-11-23 12:30: your code 482913", "482913"),
    "German": ("Dein Bestätigungscode lautet 482 913", "482913"),
    "French": ("Votre code : 482913", "482913"),
    "Polish": ("Kod: 482913", "482913"),
    "Japanese, between letters": ("確認コードは482913です", "482913"),
    "with the number before the words": ("You asked for help in case 654321.\n\n482913\nis your code", "482913"),
}


@pytest.mark.parametrize(("text", "code"), CODES.values(), ids=CODES)
def test_a_code_is_found_in_whatever_is_pasted(text: str, code: str) -> None:
    assert find_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "no code here", "12", "send it!", "send", "help"),
        *("It is 2026 now", "2026-11-23", "at 12:30", "1,234 people", "Your code expires in 2026"),
        *("Tel. 030 123456", "+49 30 123456", "+49123456", "(030) 123456", "650 543 4800 is our phone number", "Phone 654321"),
        *("Dublin 4, 94025", "1601 Willow Road", "case number 100200300400500", "#123456", "AB-123456", "user123456"),
    ],
    ids=repr,
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert find_code(text) is None


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("123456 or 654321", ("123456", "654321")), ("Code: 111111\nCode: 222222\n", ("111111", "222222"))],
    ids=["no word for a code", "two codes"],
)
def test_where_nothing_tells_which_number_is_the_code_there_is_none_to_take(text: str, candidates: tuple[str, ...]) -> None:
    assert (codes_in(text), find_code(text)) == (candidates, None)


def test_the_same_number_twice_is_one_code() -> None:
    assert codes_in("482913 is your code\n\nYour code: 482913") == ("482913",)
