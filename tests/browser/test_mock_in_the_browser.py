"""The mock is the browser's whole internet: shown with a real browser, a real TLS server and a certificate made here."""

from __future__ import annotations

import base64
import hashlib
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol, TypeVar

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ai_optout.browser import FoundBrowser, OpenBrowser, open_browser, playwright_errors
from ai_optout.errors import PageError
from ai_optout.folders import Folders
from ai_optout.mock_address import MockAddress

T = TypeVar("T")
META = ("facebook.com", "instagram.com")
PAGE = b"<!doctype html><title>the mock</title><p>hello"


def pin_of(certificate: trustme.LeafCert) -> str:
    leaf = x509.load_pem_x509_certificate(certificate.cert_chain_pems[0].bytes())
    public_key = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public_key).digest()).decode()


@dataclass
class Received:
    hosts: list[str | None] = field(default_factory=list)
    languages: list[str | None] = field(default_factory=list)
    cookies: list[str | None] = field(default_factory=list)


@dataclass(frozen=True)
class Server:
    port: int
    pin: str
    received: Received

    def address(self, pin: str | None = None) -> MockAddress:
        return MockAddress.parse(f"127.0.0.1:{self.port}", pin or self.pin, META)


class Apart(Protocol):
    def __call__(self, work: Callable[[], T]) -> T: ...


@contextmanager
def serving() -> Iterator[Server]:
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            received.hosts.append(self.headers["Host"])
            received.languages.append(self.headers["Accept-Language"])
            received.cookies.append(self.headers["Cookie"])
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(PAGE)))
            self.send_header("Set-Cookie", "seen=yes; Secure; Domain=facebook.com; Path=/")
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *_: object) -> None: ...

    certificate = trustme.CA().issue_cert("facebook.com", "*.facebook.com", "instagram.com", "*.instagram.com", "*.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Server(server.server_address[1], pin_of(certificate), received)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def title_of(opened: OpenBrowser, address: str, language: str | None = None) -> str:
    with playwright_errors():
        page = opened.new_context(language).new_page()
        page.goto(address)
        return page.title()


@pytest.mark.parametrize(
    "address",
    ["https://www.facebook.com/help/contact/1", "https://facebook.com/", "https://help.instagram.com/", "https://site.example/"],
    ids=["below-a-host", "the-host-itself", "another-host", "reserved-name"],
)
def test_the_flows_hosts_are_the_mock(apart: Apart, found: FoundBrowser, folders: Folders, server: Server, address: str) -> None:
    def work() -> str:
        with open_browser(found, headed=False, folders=folders, mock=server.address()) as opened:
            return title_of(opened, address)

    assert apart(work) == "the mock"
    assert server.received.hosts[0] == address.split("/")[2]


def test_origin_and_cookies_are_the_real_ones(apart: Apart, found: FoundBrowser, folders: Folders, server: Server) -> None:
    def work() -> tuple[str, str, list[str]]:
        with open_browser(found, headed=False, folders=folders, mock=server.address()) as opened:
            page = opened.new_context().new_page()
            page.goto("https://www.facebook.com/one")
            page.goto("https://m.facebook.com/two")
            return page.url, page.evaluate("origin"), [cookie["domain"] for cookie in page.context.cookies()]

    assert apart(work) == ("https://m.facebook.com/two", "https://m.facebook.com", [".facebook.com"])
    assert server.received.cookies[-1] == "seen=yes"


def test_pages_are_asked_for_in_the_persons_language(apart: Apart, found: FoundBrowser, folders: Folders, server: Server) -> None:
    def work() -> str:
        with open_browser(found, headed=False, folders=folders, mock=server.address()) as opened:
            return title_of(opened, "https://www.facebook.com/", "pt-BR")

    apart(work)
    assert (server.received.languages[0] or "").startswith("pt-BR")


def test_a_certificate_with_another_key_is_not_believed(
    apart: Apart, found: FoundBrowser, folders: Folders, server: Server
) -> None:
    other = base64.b64encode(hashlib.sha256(b"another key").digest()).decode()

    def work() -> str:
        with open_browser(found, headed=False, folders=folders, mock=server.address(other)) as opened:
            return title_of(opened, "https://www.facebook.com/")

    with pytest.raises(PageError) as refusal:
        apart(work)
    assert refusal.value.message == "www.facebook.com couldn't prove that it is www.facebook.com: its certificate isn't valid."
    assert server.received.hosts == []


@pytest.mark.parametrize(
    "host",
    ["notfacebook.com", "facebook.com.evil.test", "127.0.0.1", "localhost"],
    ids=["another-name", "a-name-that-begins-alike", "a-number", "this-machine"],
)
def test_any_other_name_leads_nowhere(apart: Apart, found: FoundBrowser, folders: Folders, server: Server, host: str) -> None:
    def work() -> str:
        with open_browser(found, headed=False, folders=folders, mock=server.address()) as opened:
            return title_of(opened, f"https://{host}:{server.port}/")

    with pytest.raises(PageError) as refusal:
        apart(work)
    assert refusal.value.message == f"{host} wasn't found on the internet."
    assert server.received.hosts == []


def test_a_mock_that_is_not_there_refuses_the_connection(
    apart: Apart, found: FoundBrowser, folders: Folders, server: Server
) -> None:
    nobody = MockAddress.parse("127.0.0.1:1", server.pin, META)

    def work() -> str:
        with open_browser(found, headed=False, folders=folders, mock=nobody) as opened:
            return title_of(opened, "https://www.facebook.com/?q=Zo%C3%AB")

    with pytest.raises(PageError) as refusal:
        apart(work)
    assert refusal.value.message == "www.facebook.com refused the connection."
    assert refusal.value.__suppress_context__
