"""The vocabulary: its names are the design's, and each control takes only what it can hold."""

from __future__ import annotations

from ai_optout.form.meaning import ANSWERABLE, IDENTITY, INPUT_TYPES, TOKENS, TYPED, Meaning, takes
from ai_optout.form.snapshot import Control, Kind, Ref

THE_DESIGNS = {
    *("given-name", "family-name", "name", "email", "country", "tel", "tel-country-code", "one-time-code"),
    *("email-again", "request", "about-ai", "impact", "additional", "prompts", "evidence", "declaration"),
}


def test_the_tokens_are_the_designs() -> None:
    assert TOKENS == THE_DESIGNS
    assert [str(meaning) for meaning in Meaning] == [meaning.value for meaning in Meaning]


def test_every_kind_of_control_is_told_what_it_can_answer() -> None:
    assert set(ANSWERABLE) == set(Kind)
    assert all(ANSWERABLE.values())


def test_every_meaning_can_be_answered_by_some_control() -> None:
    assert frozenset().union(*ANSWERABLE.values()) == frozenset(Meaning)


def test_who_the_person_is_is_never_a_text_area_a_box_or_a_file() -> None:
    for kind in (Kind.TEXTAREA, Kind.CHECKBOX, Kind.SWITCH, Kind.RADIO, Kind.FILE):
        assert not ANSWERABLE[kind] & IDENTITY


def test_a_file_is_evidence_and_evidence_a_file() -> None:
    assert [kind for kind, meanings in ANSWERABLE.items() if Meaning.EVIDENCE in meanings] == [Kind.FILE]
    assert ANSWERABLE[Kind.FILE] == {Meaning.EVIDENCE}


def test_a_password_a_search_and_a_date_can_be_none_of_ours() -> None:
    for name in ("password", "search", "date", "url", "color"):
        assert INPUT_TYPES[name] == frozenset()


def test_an_email_field_is_no_phone_and_a_phone_field_no_email() -> None:
    assert INPUT_TYPES["email"] & INPUT_TYPES["tel"] == frozenset()


def test_a_text_that_suggests_takes_who_the_person_is_and_a_list_of_a_pages_own_does_not() -> None:
    def combobox(type_: str) -> Control:
        return Control(ref=Ref(0, 0), kind=Kind.COMBOBOX, css=("input",), type=type_)

    assert takes(combobox("text")) >= {Meaning.EMAIL, Meaning.GIVEN_NAME, Meaning.COUNTRY}
    assert takes(combobox("email")) & IDENTITY == {Meaning.EMAIL, Meaning.EMAIL_AGAIN, Meaning.COUNTRY, Meaning.TEL_COUNTRY_CODE}
    assert not takes(combobox("")) & TYPED
