"""Every flow there is, walked: what it states, its row in the docs, its page in the mock."""

from __future__ import annotations

import http.client
import ssl
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ai_optout.country import country_codes
from ai_optout.flow import Flow, catalogue
from ai_optout.form.words import lexicon
from ai_optout.guard import HostGuard
from mock_meta.server import MockMeta

CHECKOUT = Path(__file__).resolve().parents[1]
FLOWS = tuple(catalogue().flows.values())
every_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)


@pytest.fixture(scope="module")
def mock() -> Iterator[MockMeta]:
    with MockMeta() as serving:
        yield serving


def status_of(mock: MockMeta, address: str) -> int:
    """What the mock answers to that address."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    host, port = mock.address.split(":")
    connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=10)
    try:
        connection.request("GET", urlsplit(address).path, headers={"Host": urlsplit(address).netloc})
        return connection.getresponse().status
    finally:
        connection.close()


def test_no_script_is_broken_and_all_five_journeys_are_there() -> None:
    assert catalogue().broken == ()
    assert {flow.name for flow in FLOWS} >= {
        "facebook-objection",
        "instagram-objection",
        "facebook-third-party",
        "instagram-third-party",
        "whatsapp-objection",
    }


@every_flow
def test_a_flow_is_called_as_its_script_is(flow: Flow) -> None:
    assert flow.source.stem.replace("_", "-") == flow.name


@every_flow
def test_a_flow_has_a_title_and_a_door_or_a_trail(flow: Flow) -> None:
    assert flow.title
    assert flow.doors or flow.trail


@every_flow
def test_every_address_of_a_flow_lies_on_its_hosts(flow: Flow) -> None:
    guard = HostGuard(flow.hosts)

    assert [address for address in flow.addresses if not guard.allows(address)] == []


def test_no_door_belongs_to_two_flows() -> None:
    doors = [door for flow in FLOWS for door in flow.doors]

    assert len(doors) == len(set(doors))


@every_flow
def test_the_regions_of_a_flow_are_known(flow: Flow) -> None:
    open_to = {code for code in country_codes() if flow.regions.of(code).eligible != "no"}

    assert "DE" in open_to
    assert flow.regions.name in {"objection", "whatsapp", "everywhere"}


@every_flow
def test_the_words_of_a_trail_are_known_in_other_languages_too(flow: Flow) -> None:
    unknown = [words for trail in flow.trails for words in trail[1:] if not lexicon().is_whole(words, "trail", *TRAIL)]

    assert unknown == []


@every_flow
def test_the_mock_has_a_page_behind_every_address(flow: Flow, mock: MockMeta) -> None:
    answers = {address: status_of(mock, address) for address in flow.addresses}

    assert {address: status for address, status in answers.items() if status not in {200, 302, 303, 307}} == {}


@every_flow
def test_the_docs_have_a_row_for_every_flow_with_its_addresses(flow: Flow) -> None:
    page = (CHECKOUT / "docs" / "flows.md").read_text(encoding="utf-8")
    row = next((line for line in page.splitlines() if line.startswith(f"| `{flow.name}` |")), "")

    assert [address for address in flow.addresses if address not in row] == []
    assert row


TRAIL = tuple(tomllib.loads((CHECKOUT / "src/ai_optout/form/wording/en.toml").read_text(encoding="utf-8"))["trail"])
