"""Which addresses a mock may have, and what the browser is told."""

from __future__ import annotations

import base64

import pytest

from ai_optout.errors import UsageError
from ai_optout.mock_address import MockAddress

PIN = base64.b64encode(bytes(range(32))).decode()
HOSTS = ("instagram.com", "facebook.com")


def test_the_hosts_lead_to_the_mock_and_every_other_name_to_nowhere() -> None:
    assert MockAddress.parse("127.0.0.1:8443", PIN, HOSTS).flags() == (
        (
            "--host-resolver-rules="
            "MAP facebook.com 127.0.0.1:8443, MAP *.facebook.com 127.0.0.1:8443, "
            "MAP instagram.com 127.0.0.1:8443, MAP *.instagram.com 127.0.0.1:8443, "
            "MAP *.example 127.0.0.1:8443, MAP * ~NOTFOUND"
        ),
        "--no-proxy-server",
        f"--ignore-certificate-errors-spki-list={PIN}",
    )


@pytest.mark.parametrize(
    ("address", "authority"),
    [
        ("127.0.0.1:8443", "127.0.0.1:8443"),
        ("127.8.9.10:1", "127.8.9.10:1"),
        ("[::1]:65535", "[::1]:65535"),
        ("LocalHost:443", "localhost:443"),
    ],
    ids=["the-usual", "the-whole-net", "version-6", "its-name"],
)
def test_loopback_addresses_are_taken(address: str, authority: str) -> None:
    assert MockAddress.parse(address, PIN, HOSTS).authority == authority


@pytest.mark.parametrize(
    "address",
    [
        "192.168.1.2:8443",
        "0.0.0.0:8443",
        "[::]:8443",
        "example.org:8443",
        "localhost.evil.test:8443",
        "127.0.0.1.evil.test:8443",
        "2130706433:80",
    ],
    ids=[
        "the-network",
        "all-addresses",
        "all-of-version-6",
        "a-name",
        "a-name-like-ours",
        "a-number-like-ours",
        "a-number-written-as-one",
    ],
)
def test_an_address_off_this_machine_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as refusal:
        MockAddress.parse(address, PIN, HOSTS)
    assert refusal.value.message == f"The mock's address {address!r} is not on this machine: its host must be a loopback address."


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "::1:8443",
        "https://127.0.0.1:8443",
        "a@127.0.0.1:1",
        "127.0.0.1:1, MAP * x",
    ],
    ids=["empty", "no-port", "port-missing", "port-nought", "port-too-high", "no-brackets", "a-url", "a-user", "another-rule"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as refusal:
        MockAddress.parse(address, PIN, HOSTS)
    assert refusal.value.message == f"{address!r} is not an address of the form HOST:PORT."


@pytest.mark.parametrize(
    "pin", ["", "abc", PIN[:-4], PIN + ",x", "x" * 44], ids=["empty", "short", "cut", "two", "no-base64-of-32-bytes"]
)
def test_what_is_no_pin_is_refused(pin: str) -> None:
    with pytest.raises(UsageError) as refusal:
        MockAddress.parse("127.0.0.1:8443", pin, HOSTS)
    assert refusal.value.message == "The pin is not the base64 of a SHA-256, 44 characters long."


@pytest.mark.parametrize("host", ["facebook.com, MAP * 10.0.0.1", "*.facebook.com", "facebook.com ", "com"])
def test_a_host_that_would_be_another_rule_is_refused(host: str) -> None:
    with pytest.raises(UsageError) as refusal:
        MockAddress.parse("127.0.0.1:8443", PIN, [host])
    assert refusal.value.message == f"{host!r} is not a host name that a mock could stand for."
