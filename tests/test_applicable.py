"""Which flows apply to whom, and why: a pure function of the catalogue and the profile."""

from __future__ import annotations

import pytest

from ai_optout.applicable import judge, overview
from ai_optout.flow import catalogue
from ai_optout.profile import Profile

OPEN = "Open where you live, and the profile names such an account."
EVERYONE = "Open to everyone."
CLOSED = "This form is not open to people who live where you live; the third-party form is open to everyone."
ONE_SOURCE = "Known from one source only to be open where you live: it is tried."
OTHER_WAY = "Another way to the form of facebook-third-party; name it to take this one."


def person(country: str = "DE", *accounts: str) -> Profile:
    return Profile.model_validate({"country": country, "email": "mina@mail.example", "accounts": list(accounts)})


def verdicts(profile: Profile) -> dict[str, tuple[bool, bool, str]]:
    return {one.flow.name: (one.applies, one.eligible, one.why) for one in overview(catalogue(), profile)}


def test_somebody_with_both_accounts_takes_three_of_the_five() -> None:
    assert verdicts(person("DE", "facebook", "instagram")) == {
        "facebook-objection": (True, True, OPEN),
        "facebook-third-party": (True, True, EVERYONE),
        "instagram-objection": (True, True, OPEN),
        "instagram-third-party": (False, True, OTHER_WAY),
        "whatsapp-objection": (False, True, "The profile names no WhatsApp account."),
    }


def test_somebody_without_an_account_takes_the_third_party_request_alone() -> None:
    found = verdicts(person("DE"))

    assert [name for name, (applies, _, _) in found.items() if applies] == ["facebook-third-party"]
    assert found["facebook-objection"] == (False, True, "The profile names no Facebook account.")
    assert found["instagram-objection"] == (False, True, "The profile names no Instagram account.")


@pytest.mark.parametrize("country", ["US", "CA", "IN", "AU"])
def test_where_the_objection_is_not_open_the_third_party_request_is(country: str) -> None:
    found = verdicts(person(country, "facebook", "instagram"))

    assert found["facebook-objection"] == found["instagram-objection"] == (False, False, CLOSED)
    assert found["facebook-third-party"] == (True, True, EVERYONE)


@pytest.mark.parametrize("country", ["DE", "NO", "GB", "CH", "BR"])
def test_the_objection_is_open_in_the_regions_of_the_facts(country: str) -> None:
    assert verdicts(person(country, "facebook"))["facebook-objection"] == (True, True, OPEN)


@pytest.mark.parametrize(("country", "applies"), [("DE", True), ("GB", True), ("BR", True), ("CH", False), ("JP", False)])
def test_whatsapps_form_is_open_in_fewer_regions(country: str, applies: bool) -> None:  # noqa: FBT001 - a parameter
    assert verdicts(person(country, "whatsapp"))["whatsapp-objection"] == (applies, applies, OPEN if applies else CLOSED)


@pytest.mark.parametrize("country", ["JP", "KR"])
def test_a_region_known_from_one_source_is_tried_not_refused(country: str) -> None:
    assert verdicts(person(country, "facebook"))["facebook-objection"] == (True, True, ONE_SOURCE)


def test_a_flow_that_is_named_is_judged_by_itself() -> None:
    flow = catalogue()["instagram-third-party"]

    assert judge(flow, person()).applies
