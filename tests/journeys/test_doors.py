"""A covering sample of every door, its shapes, languages and code (all of them: sweep_doors.py), and the ways in by links."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.journeys.doors import WAYS, everywhere
from tests.journeys.rehearsal import Rehearsal, Sent

from ai_optout.flow import Catalogue
from ai_optout.ledger import State
from ai_optout.person.pause import PauseKind, Send
from ai_optout.testing import ScriptedPerson

SAMPLE: dict[str, dict[str, object]] = {
    "D": {"locale": "de", "code": True},
    "G instead of A": {"locale": "it", "shape": "2025"},
    "G after B": {"shape": "2024", "code": True},
    "E from A": {"late_block_ms": 800},
    "E from B": {"locale": "de", "code": False},
}


@pytest.mark.parametrize("way", SAMPLE)
def test_a_request_by_this_door_is_acknowledged_with_exactly_the_profile(rehearsal: Rehearsal, way: str) -> None:
    rehearsal.switch(**WAYS[way].switches, **SAMPLE[way])
    profile = everywhere(rehearsal)

    result = rehearsal.one(WAYS[way].flow, profile=profile)

    assert (result.status, result.reason) == ("acknowledged", None)
    submission = rehearsal.only_accepted()
    assert submission["door"] == WAYS[way].letter
    assert Sent(submission).answers(profile) == {}
    assert submission["answers"].keys() >= WAYS[way].keys


def test_the_portals_review_shows_every_page_and_its_code_comes_after_it(rehearsal: Rehearsal) -> None:
    rehearsal.switch(doors_lead_to_portal="start")
    obliging = rehearsal.obliging()

    with ScriptedPerson((PauseKind.REVIEW, Send()), (PauseKind.CODE, obliging.ask)) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert result.status == "acknowledged"
    assert [row.question for row in person.asked[0].rows] == [
        "What is your request about?",
        "What would you like to do?",
        "Country of residence",
        "Please tell us how this processing impacts you",
        "Email",
        "Confirm email address",
    ]
    kinds = [event.kind for event in rehearsal.events()]
    assert (
        kinds.index(State.REVIEWED) < kinds.index("code-requested") < kinds.index("code-confirmed") < kinds.index(State.SENDING)
    )
    document = rehearsal.receipt(result)
    assert document["case"] == rehearsal.only_accepted()["case_number"]
    assert len(document["answers"]) == 6


def test_a_dry_run_in_the_portal_asks_for_no_code_and_posts_nothing(rehearsal: Rehearsal) -> None:
    rehearsal.switch(doors_lead_to_portal="request")

    result = rehearsal.one("facebook-objection", dry_run=True)

    assert result.status == "filled"
    assert (rehearsal.mails(), rehearsal.received()) == ([], [])
    assert "code-requested" not in [event.kind for event in rehearsal.events()]


TRAILS = {
    "the Privacy Center": ("facebook-objection", 0, {}),
    "the menu behind the profile picture": ("facebook-objection", 2, {"locale": "de"}),
    "Instagram's Privacy Centre": ("instagram-objection", 1, {}),
}


@pytest.mark.parametrize("trail", TRAILS)
def test_where_no_door_is_known_its_links_lead_to_the_form(rehearsal: Rehearsal, trail: str) -> None:
    name, number, switches = TRAILS[trail]
    flow = rehearsal.flows[name]
    without_doors = replace(flow, doors=(), trail=flow.trails[number])
    rehearsal.flows = Catalogue({**rehearsal.flows.flows, name: without_doors})
    rehearsal.switch(shape="2025", **switches)

    result = rehearsal.one(name)

    assert (result.status, result.reason) == ("acknowledged", None)
    assert Sent(rehearsal.only_accepted()).answers(rehearsal.profile) == {}
