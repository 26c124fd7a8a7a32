"""The journeys over every pair of what the sites may look like, for `make sweep`; and people who are awkward in more ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

import pytest
from tests.journeys.rehearsal import Rehearsal, Sent
from tests.journeys.test_awkward_profiles import PEOPLE

CHOICES: Mapping[str, tuple[object, ...]] = {
    "flow": ("facebook-objection", "instagram-objection", "facebook-third-party", "instagram-third-party"),
    "shape": ("2024", "2025"),
    "code": (True, False),
    "locale": ("en", "de", "fr", "it", "es", "pt-BR", "nl", "pl"),
    "site_variant": ("desktop", "mobile"),
    "country_control": ("select", "typeahead", "listbox"),
    "cookie_dialog": ("off", "2025", "2026"),
    "radios_revert": (False, True),
    "strict_csp": (False, True),
    "late_block_ms": (0, 1500),
    "login_lands_home": (False, True),
    "login_button": ("button", "div"),
    "instagram_login": ("username", "email"),
    "field_names": ("readable", "numeric"),
    "html_lang": (True, False),
    "code_place": ("auto", "page", "dialog"),
    "third_party_wording": ("building", "developing"),
    "trail_anchor": ("whole", "part"),
    "beacons": (False, True),
}
Look = dict[str, object]


def pairs_of(look: Mapping[str, object]) -> set[tuple[str, object, str, object]]:
    return {(one, look[one], other, look[other]) for one, other in combinations(CHOICES, 2)}


def covering() -> Iterator[Look]:
    """Looks in which every two choices meet somewhere; always the same ones. Greedy: each question in turn takes the answer that
    meets the most of what hasn't met yet.
    """
    wanted = {(one, a, other, b) for one, other in combinations(CHOICES, 2) for a, b in product(CHOICES[one], CHOICES[other])}
    while wanted:
        one, a, other, b = min(wanted, key=repr)
        look: Look = {one: a, other: b}
        for name, answers in CHOICES.items():
            if name not in look:
                look[name] = max(answers, key=lambda answer: (met(wanted, look, name, answer), repr(answer)))
        wanted -= pairs_of(look)
        yield look


def met(wanted: set[tuple[str, object, str, object]], look: Look, name: str, answer: object) -> int:
    """How many pairs that haven't met would, if `look` were so too."""
    return sum((name, answer, one, a) in wanted or (one, a, name, answer) in wanted for one, a in look.items())


@pytest.mark.parametrize("look", list(covering()), ids=lambda look: " ".join(str(value) for value in look.values()))
def test_a_journey_ends_with_exactly_the_profile_received_and_accepted_once(rehearsal: Rehearsal, look: Look) -> None:
    switches = dict(look)
    flow = str(switches.pop("flow"))
    rehearsal.switch(**switches)

    result = rehearsal.one(flow)

    assert (result.status, result.reason) == ("acknowledged", None)
    submission = rehearsal.only_accepted()
    assert Sent(submission).answers(rehearsal.profile) == {}
    assert len(Sent(submission).files()) == (1 if "third-party" in flow else 0)


def test_every_two_choices_meet() -> None:
    looks = list(covering())

    assert len(looks) < 60
    assert len(set().union(*map(pairs_of, looks))) == sum(
        len(CHOICES[one]) * len(CHOICES[other]) for one, other in combinations(CHOICES, 2)
    )


@pytest.mark.parametrize("variant", ["desktop", "mobile"])
@pytest.mark.parametrize("person", PEOPLE)
def test_the_third_party_form_receives_exactly_what_was_written(rehearsal: Rehearsal, person: str, variant: str) -> None:
    rehearsal.switch(site_variant=variant, code=False)
    profile = rehearsal.profile_with(**PEOPLE[person])

    result = rehearsal.one("facebook-third-party", profile=profile)

    assert (result.status, result.reason) == ("acknowledged", None)
    assert Sent(rehearsal.only_accepted()).answers(profile) == {}


def test_a_part_of_the_form_that_comes_sixteen_seconds_late_is_waited_for(rehearsal: Rehearsal) -> None:
    rehearsal.switch(late_block_ms=16_000, late_block_sign=False, code=False)

    assert rehearsal.one("facebook-third-party").status == "acknowledged"
    assert Sent(rehearsal.only_accepted()).answers(rehearsal.profile) == {}


def test_the_demo_way_sends_the_third_party_request_once_each_way(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False)

    results = rehearsal.run("facebook-third-party", "instagram-third-party")

    assert [result.status for result in results.requests] == ["acknowledged", "acknowledged"]
    assert [pause.kind for pause in results.requests[1].pauses] == ["again", "review"]
    assert [one["path"] for one in rehearsal.accepted()] == ["/ajax/help/contact/submit/page"] * 2
    assert rehearsal.opened == 1
