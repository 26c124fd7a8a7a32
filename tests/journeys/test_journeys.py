"""The four journeys, each from its door to the acknowledgement, over a sample of looks (over all: sweep_journeys.py).

What counts is behind the page: what the mock received, what the ledger and the receipt hold.
"""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image
from tests.journeys.rehearsal import Rehearsal, Sent

from ai_optout.ledger import State
from mock_meta.doors import OBJECTION_ADDRESS, THIRD_PARTY_ADDRESS

LOOKS: dict[str, tuple[str, dict[str, object]]] = {
    "door A of 2024, in German": (
        "facebook-objection",
        {"shape": "2024", "locale": "de", "cookie_dialog": "2026", "late_block_ms": 1200, "beacons": True},
    ),
    "door B of 2024, in Italian, home after the log-in": (
        "instagram-objection",
        {
            "shape": "2024",
            "locale": "it",
            "country_control": "typeahead",
            "login_lands_home": True,
            "instagram_login": "email",
            "strict_csp": True,
        },
    ),
    "door C with radios that revert, in Polish": (
        "facebook-third-party",
        {"locale": "pl", "radios_revert": True, "late_block_ms": 1200, "field_names": "numeric", "country_control": "typeahead"},
    ),
    "the trail to door C, in Spanish": (
        "instagram-third-party",
        {"locale": "es", "trail_anchor": "part", "country_control": "listbox", "cookie_dialog": "2025", "code_place": "page"},
    ),
}
DOORS = {"facebook-objection": "A", "instagram-objection": "B", "facebook-third-party": "C", "instagram-third-party": "C"}


@pytest.mark.parametrize("look", LOOKS)
def test_a_journey_ends_with_exactly_the_profile_received_and_accepted_once(rehearsal: Rehearsal, look: str) -> None:
    flow, switches = LOOKS[look]
    rehearsal.switch(**switches)

    result = rehearsal.one(flow)

    assert (result.status, result.reason) == ("acknowledged", None)
    submission = rehearsal.only_accepted()
    assert (submission["door"], submission["acknowledged"]) == (DOORS[flow], True)
    assert Sent(submission).answers(rehearsal.profile) == {}
    expected = [(path.name, path.read_bytes()) for path in rehearsal.profile.evidence] if DOORS[flow] == "C" else []
    assert Sent(submission).files() == expected
    (request,) = rehearsal.requests()
    assert (request.status, request.state, request.reason) == ("acknowledged", State.ACKNOWLEDGED, None)


def test_the_ledger_and_the_receipt_tell_the_whole_journey(rehearsal: Rehearsal) -> None:
    rehearsal.switch(cookie_dialog="2026", late_block_ms=300)

    result = rehearsal.one("facebook-third-party")

    (request,) = rehearsal.requests()
    states = [State.PLANNED, State.OPENED, State.FILLED, State.REVIEWED, State.SENDING]
    assert [state for state in rehearsal.states() if state is not State.SENT] == [
        *states,
        State.CODE_ASKED,
        State.ACKNOWLEDGED,
    ]
    assert result.receipt is not None
    assert (request.flow, request.right, request.account) == ("facebook-third-party", "third-party", "person")
    assert (request.door, request.receipt) == (THIRD_PARTY_ADDRESS, result.receipt.name)
    document = rehearsal.receipt(result)
    assert {name: document[name] for name in ("mock", "flow", "status", "reason", "state", "door")} == {
        "mock": True,
        "flow": "facebook-third-party",
        "status": "acknowledged",
        "reason": None,
        "state": "acknowledged",
        "door": THIRD_PARTY_ADDRESS,
    }
    assert document["address"] == "https://www.facebook.com/ajax/help/contact/submit/page"
    assert document["opened"] < document["reviewed"] <= document["sent"] < document["acknowledged"]
    profile = rehearsal.profile
    said = {one["meaning"]: one["answer"] for one in document["answers"] if not one["files"]}
    assert said == {
        "request": "I want to object to or restrict the processing of my personal information from third parties used for "
        "building and improving AI at Meta",
        "country": "Germany",
        "given-name": profile.given_name,
        "family-name": profile.family_name,
        "email": profile.email,
        "impact": profile.reason,
        "prompts": profile.prompts,
    }
    content = profile.evidence[0].read_bytes()
    (files,) = [one["files"] for one in document["answers"] if one["files"]]
    assert files == [{"name": profile.evidence[0].name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}]
    assert "We’ve received your request. The relevant team will review it." in document["acknowledgement"]
    assert [pause["kind"] for pause in document["pauses"]] == ["review", "code"]
    assert [picture["shows"] for picture in document["pictures"]] == ["form", "acknowledgement"]
    for picture in document["pictures"]:
        png = (result.receipt / picture["name"]).read_bytes()
        assert hashlib.sha256(png).hexdigest() == picture["sha256"]
        assert Image.open(io.BytesIO(png)).format == "PNG"


def test_a_dry_run_fills_the_form_and_posts_nothing(rehearsal: Rehearsal) -> None:
    result = rehearsal.one("facebook-third-party", dry_run=True)

    assert (result.status, result.reason) == ("filled", "The form was filled in and not sent: it was a dry run.")
    assert rehearsal.received() == []
    assert rehearsal.requests()[0].status == "filled"
    assert {one["meaning"]: one["answer"] for one in rehearsal.receipt(result)["answers"]}["email"] == rehearsal.profile.email


def test_an_account_with_an_address_of_its_own_objects_under_it(rehearsal: Rehearsal) -> None:
    rehearsal.switch(shape="2025", account_email="other@mail.example")
    profile = rehearsal.profile_with(accounts=[{"site": "facebook", "email": "other@mail.example"}])

    result = rehearsal.one("facebook-objection", profile=profile)

    assert result.status == "acknowledged"
    assert rehearsal.only_accepted()["answers"]["email"] == "other@mail.example"


def test_a_door_that_is_shut_gives_way_to_the_older_one(rehearsal: Rehearsal) -> None:
    rehearsal.switch(dead_doors=("6359191084165019",), shape="2025", code=False)

    result = rehearsal.one("facebook-objection")

    assert result.status == "acknowledged"
    assert OBJECTION_ADDRESS["facebook"].endswith("6359191084165019")
    assert rehearsal.only_accepted()["form"] == "712876720715583"
    shut = [event.detail for event in rehearsal.events() if event.kind == "door-shut"]
    assert shut == [{"door": OBJECTION_ADDRESS["facebook"], "seen": "DEAD"}]


def test_somebody_who_lives_elsewhere_is_told_before_a_browser_opens(rehearsal: Rehearsal) -> None:
    result = rehearsal.one("facebook-objection", profile=rehearsal.profile_with(country="US"))

    assert (result.status, result.receipt, result.pauses) == ("not-eligible", None, ())
    assert result.reason == ("This form is not open to people who live where you live; the third-party form is open to everyone.")
    assert rehearsal.opened == 0
    assert rehearsal.requests() == []
