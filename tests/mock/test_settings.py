"""The switches as values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mock_meta.errors import SwitchError
from mock_meta.settings import Switches

if TYPE_CHECKING:
    from tests.mock.conftest import Client


def test_every_switch_says_where_it_comes_from() -> None:
    undocumented = [
        name
        for name, field in Switches.model_fields.items()
        if not re.match(r"\[(P|M|1|\?|own)\] \S.*\.$", field.description or "")
    ]
    assert undocumented == []


def test_an_unknown_value_is_refused_with_what_is_taken() -> None:
    sentence = r"^These switches of the mock don't work: shape: Input should be '2023', '2024' or '2025'\.$"
    with pytest.raises(SwitchError, match=sentence):
        Switches().overridden({"shape": "1999"})


def test_texts_of_an_address_become_values() -> None:
    texts = {"code": "off", "late_block_ms": "16000", "dead_doors": "1,2", "locale": "none"}
    expected = Switches(code=False, late_block_ms=16_000, dead_doors=("1", "2"), locale=None)
    assert Switches(locale="de").overridden(texts) == expected


def test_an_override_in_the_address_holds_for_that_browser_alone(client: Client) -> None:
    client.get("https://www.facebook.com/help/?mock.locale=it")
    assert 'lang="it"' in client.get("https://www.facebook.com/help/").text
    assert 'lang="en"' in type(client)(client.address).get("https://www.facebook.com/help/").text


def test_an_override_that_makes_no_sense_is_answered_with_a_sentence(client: Client) -> None:
    answer = client.get("https://www.facebook.com/help/?mock.nonsense=1")
    assert answer.status == 400
    assert answer.text == "These switches of the mock don't work: nonsense: Extra inputs are not permitted."


def test_an_override_is_carried_along_to_the_other_site(client: Client) -> None:
    page = client.get("https://privacycenter.instagram.com/privacy/genai/?mock.shape=2023").text
    assert "https://www.facebook.com/help/contact/510058597920541?mock.shape=2023" in page
