"""Links of the trail, found by their words in any language, and by nothing else."""

from __future__ import annotations

import pytest

from ai_optout.form.snapshot import Link, Ref, Snapshot
from ai_optout.visit.trail import find_link

LAST = "Learn more and submit requests here"


def page(*names: str, around: str = "") -> Snapshot:
    links = tuple(Link(Ref(0, number), name, f"https://help.instagram.com/{number}", around) for number, name in enumerate(names))
    return Snapshot("https://help.instagram.com/", links=links)


@pytest.mark.parametrize(
    "name",
    ["About AIs on Instagram", "  about AIs on   Instagram ›", "Read: About AIs on Instagram"],
    ids=["the same", "in other letters", "among others"],
)
def test_a_link_is_found_by_its_words(name: str) -> None:
    found = find_link(page("Privacy", name, "Terms"), "About AIs on Instagram")

    assert found is not None
    assert found.name == name


def test_a_link_in_a_part_of_the_sentence_is_found_by_the_sentence() -> None:
    found = find_link(page("submit requests here", around="Learn more and submit requests here"), LAST)

    assert found is not None
    assert found.name == "submit requests here"


def test_a_link_that_says_it_itself_goes_before_one_in_such_a_sentence() -> None:
    whole = Link(Ref(0, 1), LAST, "https://help.instagram.com/right")
    part = Link(Ref(0, 0), "Privacy Policy", "https://help.instagram.com/wrong", LAST)

    found = find_link(Snapshot("https://help.instagram.com/", links=(part, whole)), LAST)

    assert found == whole


def test_a_link_that_says_it_in_other_words_order_is_found_where_it_is_the_only_one() -> None:
    link = "Erfahre hier mehr und reiche deine Anfragen ein"  # none of the lexicon's phrases, but all the words of one

    found = find_link(page("Datenschutz", link, "Impressum"), LAST)

    assert found is not None
    assert found.name == link
    assert find_link(page(link, f"{link}, bitte"), LAST) is None


@pytest.mark.parametrize("names", [(), ("About us", "Instagram", "AIs")], ids=["no links", "other links"])
def test_where_no_link_says_it_there_is_none(names: tuple[str, ...]) -> None:
    assert find_link(page(*names), "About AIs on Instagram") is None
