"""The file of values: what a line may say, and what is refused with all its faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ai_optout.assist import Values
from ai_optout.errors import UsageError
from ai_optout.form.meaning import Files, Meaning, Right, Territory

Write = Callable[[str], Values]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a = 2026-12-01", "2026-12-01"),
        ("a = 2026-12-01T09:30:00Z", "2026-12-01T09:30"),
        ("a = 09:30:00", "09:30"),
        ("a = 7", "7"),
        ("a = 7.5", "7.5"),
        ("a = true", True),
        ('a = ["x", 2]', ("x", "2")),
        ('a = " as it stands "', " as it stands "),
    ],
)
def test_dates_and_numbers_are_texts_as_a_field_takes_them(values: Write, line: str, text: object) -> None:
    assert values(line).given == {"a": text}


def test_keys_that_are_meanings_are_told_from_wordings(values: Write) -> None:
    read = values('given-name = "Ada"\n"Given name" = "Grace"')

    assert read.meanings == {Meaning.GIVEN_NAME: "Ada"}
    assert read.wordings == {"Given name": "Grace"}


def test_answers_by_meaning_have_the_meanings_kind(values: Write, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    read = values('country = "Deutschland"\ntel-country-code = "+49"\nrequest = "delete"\nevidence = "a.png"\nabout-ai = false')

    assert read.by_meaning() == {
        Meaning.COUNTRY: Territory("DE", "Deutschland"),
        Meaning.TEL_COUNTRY_CODE: Territory("DE", "+49"),
        Meaning.REQUEST: Right("delete"),
        Meaning.EVIDENCE: Files((tmp_path / "a.png",)),
        Meaning.ABOUT_AI: False,
    }


def test_all_faults_are_told_at_once_without_a_value(values: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        values('country = "Nowhere"\na = []\n[b]\nc = "secret"')

    assert refused.value.message == (
        f"The values in {tmp_path / 'values.toml'} can't be used: "
        '`country`: expected a country, by its name in any language or its ISO code, such as "Germany" or "DE"; '
        "`a`: expected text, a number, a date, true or false, or a list of texts, found a list; "
        "`b`: expected text, a number, a date, true or false, or a list of texts, found a table."
    )


def test_a_file_that_is_not_there_is_told(values: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"`evidence`: there is no file .*gone\.png\.$"):
        values('evidence = "gone.png"')


def test_values_show_nothing_of_themselves(values: Write) -> None:
    assert "secret" not in repr(values('a = "secret"'))
