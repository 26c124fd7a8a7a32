"""Every door in every shape and language, with and without a code, for `make sweep`; and every link of a trail missing."""

from __future__ import annotations

from itertools import product

import pytest
from tests.journeys.doors import WAYS, everywhere
from tests.journeys.rehearsal import Rehearsal, Sent

from ai_optout.person.nobody import Nobody
from mock_meta.settings import LANGUAGES, Language

ALL = [
    (way, shape, language, code) for way in WAYS for shape, language, code in product(WAYS[way].shapes, LANGUAGES, (True, False))
]


@pytest.mark.parametrize(("way", "shape", "language", "code"), ALL)
def test_a_request_by_this_door_is_acknowledged_with_exactly_the_profile(
    rehearsal: Rehearsal,
    way: str,
    shape: str,
    language: Language,
    code: bool,  # noqa: FBT001 - a parameter
) -> None:
    rehearsal.switch(**WAYS[way].switches, shape=shape, locale=language, code=code)
    profile = everywhere(rehearsal)

    result = rehearsal.one(WAYS[way].flow, profile=profile)

    assert (result.status, result.reason) == ("acknowledged", None)
    submission = rehearsal.only_accepted()
    assert submission["door"] == WAYS[way].letter
    assert Sent(submission).answers(profile) == {}
    assert submission["answers"].keys() >= WAYS[way].keys
    assert [pause.kind for pause in result.pauses if pause.kind in {"code", "question"}] == (["code"] if code else [])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("language", ["en", "de", "it"])
def test_a_page_of_status_200_that_does_not_say_so_is_sent(rehearsal: Rehearsal, way: str, language: Language) -> None:
    rehearsal.switch(**WAYS[way].switches, locale=language, acknowledgement=False, code=False)
    profile = everywhere(rehearsal)

    result = rehearsal.one(WAYS[way].flow, profile=profile, clock=rehearsal.hurried(8))

    assert result.status == "sent"
    assert len(rehearsal.accepted()) == 1


MISSING = {
    "about": "instagram-third-party",
    "how": "instagram-third-party",
    "submit": "instagram-third-party",
    "menu": "facebook-objection",
    "card": "facebook-objection",
    "object": "facebook-objection",
}


@pytest.mark.parametrize("missing", MISSING)
def test_where_the_doors_are_dead_and_a_link_is_missing_the_person_is_asked_and_nothing_sent(
    rehearsal: Rehearsal, missing: str
) -> None:
    dead = tuple(address.rsplit("/", 1)[1] for address in rehearsal.flows[MISSING[missing]].doors)
    rehearsal.switch(dead_doors=(*dead, "510058597920541"), trail_missing=missing, login=False)

    result = rehearsal.one(MISSING[missing], person=Nobody(lambda _: None), clock=rehearsal.hurried(10))

    assert result.status == "needs-person"
    assert rehearsal.received() == []
