"""The mock as a thing to start and stop."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mock_meta.errors import MockError, NotRunningError, PortTakenError
from mock_meta.server import MockMeta
from mock_meta.settings import Switches

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.mock.conftest import Client


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


def accepts(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


def test_it_is_up_within_a_second() -> None:
    before = time.monotonic()
    with MockMeta():
        assert time.monotonic() - before < 1


def test_the_end_leaves_no_thread_and_no_open_port() -> None:
    threads = set(threading.enumerate())
    with MockMeta() as mock:
        ports = [port_of(mock.address), port_of(mock.control)]
        assert all(map(accepts, ports))
    assert set(threading.enumerate()) == threads
    assert not any(map(accepts, ports))


def test_an_answer_that_hangs_does_not_keep_the_mock_from_ending() -> None:
    with MockMeta(switches=Switches(latency_ms=60_000)) as mock:
        sock = socket.create_connection(("127.0.0.1", port_of(mock.address)))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        asking = context.wrap_socket(sock)
        asking.sendall(b"GET / HTTP/1.1\r\nHost: www.facebook.com\r\n\r\n")
        before = time.monotonic()
    asking.close()
    assert time.monotonic() - before < 3


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = f"Port {port} on 127.0.0.1 is in use: choose another, or 0 for any free one."
        with pytest.raises(PortTakenError, match=f"^{re.escape(sentence)}$"), MockMeta(port=port):
            pass


def test_a_port_that_does_not_exist_is_one_clear_sentence() -> None:
    with pytest.raises(MockError, match=r"^The mock can't listen on port 70000 of 127\.0\.0\.1: .*\.$"), MockMeta(port=70_000):
        pass


def test_the_port_can_be_chosen() -> None:
    with MockMeta() as first:
        port = port_of(first.address)
    with MockMeta(port=port) as second:
        assert second.address == f"127.0.0.1:{port}"


def test_before_its_start_it_has_no_address() -> None:
    with pytest.raises(NotRunningError, match=r"^The mock isn't running: use it in a with statement\.$"):
        _ = MockMeta().address


def test_the_pin_is_the_hash_of_the_key_that_is_served(mock: MockMeta) -> None:
    pem = ssl.get_server_certificate(("127.0.0.1", port_of(mock.address)))
    info = x509.load_pem_x509_certificate(pem.encode()).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert mock.pin == base64.b64encode(hashlib.sha256(info).digest()).decode()


@pytest.mark.parametrize(
    "host", ["www.facebook.com", "de-de.facebook.com", "help.instagram.com", "forms.example", "www.meta.com"]
)
def test_the_certificate_names_every_host(mock: MockMeta, host: str) -> None:
    pem = ssl.get_server_certificate(("127.0.0.1", port_of(mock.address)))
    names = x509.load_pem_x509_certificate(pem.encode()).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert f"*.{host.partition('.')[2]}" in names.get_values_for_type(x509.DNSName)


@pytest.mark.parametrize(
    "host", ["www.facebook.com", "m.facebook.com", "help.instagram.com", "www.whatsapp.com", "forms.example"]
)
def test_chromium_trusts_the_pin_on_every_host(tab: Page, host: str) -> None:
    answer = tab.goto(f"https://{host}/")
    assert answer is not None
    assert answer.status == 200
    assert answer.security_details() is not None


def test_the_bare_name_leads_to_www(client: Client) -> None:
    answer = client.get("https://facebook.com/help/contact/510058597920541?locale=de_DE")
    assert answer.headers["location"] == "https://www.facebook.com/help/contact/510058597920541?locale=de_DE"


def test_a_host_that_it_does_not_serve_is_not_found(client: Client) -> None:
    answer = client.get("https://www.elsewhere.org/")
    assert (answer.status, answer.text) == (404, "The mock has no site www.elsewhere.org.")


def test_a_reset_forgets_and_restores_the_switches(mock: MockMeta, client: Client) -> None:
    started_with = mock.switches
    mock.switches = started_with.model_copy(update={"locale": "pl"})
    first = client.get("https://www.facebook.com/help/")
    mock.reset()
    second = client.get("https://www.facebook.com/help/")
    assert 'lang="pl"' in first.text
    assert 'lang="en"' in second.text
    assert second.headers["set-cookie"] is not None, "the browser is unknown again"


def put(url: str, text: str) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(url, data=text.encode(), method="PUT")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_the_switches_can_be_put_over_http(mock: MockMeta) -> None:
    status, shown = put(f"{mock.control}/switches", '{"shape": "2025", "dead_doors": ["123"]}')
    assert (status, shown["shape"]) == (200, "2025")
    assert mock.switches == Switches(shape="2025", dead_doors=("123",))


@pytest.mark.parametrize("text", ['{"shape": "1999"}', '{"no_such": 1}', "not JSON", "[]"], ids=["value", "name", "text", "list"])
def test_switches_that_make_no_sense_are_refused_and_nothing_changes(mock: MockMeta, text: str) -> None:
    before = mock.switches
    status, shown = put(f"{mock.control}/switches", text)
    assert status == 422
    assert shown["error"]
    assert mock.switches == before
