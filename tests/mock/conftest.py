"""The fixture ladder of the mock's own tests: one server and one browser a session, a reset and a fresh page each test."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright

from mock_meta.server import HOSTS, MockMeta
from mock_meta.settings import Switches

# No late blocks, no telemetry and outcomes at once, unless a test is about them.
PROMPT = Switches(late_block_ms=0, beacons=False, outcome_delay_s=0, cookie_dialog="off")


@pytest.fixture(scope="session")
def running_mock() -> Iterator[MockMeta]:
    with MockMeta(switches=PROMPT) as mock:
        yield mock


@pytest.fixture
def mock(running_mock: MockMeta) -> Iterator[MockMeta]:
    yield running_mock
    running_mock.reset()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, running_mock: MockMeta, browser_executable: Path) -> Iterator[Browser]:
    rules = [f"MAP {name} {running_mock.address}" for host in HOSTS for name in (host, f"*.{host}")]
    arguments = [
        f"--host-resolver-rules={','.join(rules)},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1",
        "--no-proxy-server",
        f"--ignore-certificate-errors-spki-list={running_mock.pin}",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]
    browser = playwright.chromium.launch(executable_path=browser_executable, args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def shared_tab(chromium: Browser) -> Iterator[Page]:
    """One page for all tests: a new one each would take most of their time."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(5000)
    yield page
    context.close()


@pytest.fixture
def tab(shared_tab: Page, mock: MockMeta) -> Iterator[Page]:
    """An empty page without cookies; what goes wrong in its scripts, or against its policy, fails the test."""
    shared_tab.context.clear_cookies()
    shared_tab.goto("about:blank")
    faults: list[str] = []

    def script_failed(error: Error) -> None:
        faults.append(str(error))

    def policy_broken(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    shared_tab.on("pageerror", script_failed)
    shared_tab.on("console", policy_broken)
    yield shared_tab
    shared_tab.remove_listener("pageerror", script_failed)
    shared_tab.remove_listener("console", policy_broken)
    assert faults == []


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.text.removeprefix("for (;;);"))["payload"]
        return payload

    @property
    def model(self) -> dict[str, Any]:
        found = re.search(r'id="form-model">(.*?)</script>', self.text, re.DOTALL)
        assert found is not None
        model: dict[str, Any] = json.loads(found[1])
        return model


@dataclass
class Client:
    """A browser without a page: TLS, the Host header, cookies a site. Follows nothing by itself."""

    address: str
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    timeout_s: float = 5

    def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("GET", url, None, headers or {})

    def post(self, url: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None = None) -> Answer:
        boundary = "----mock"
        start = f"--{boundary}\r\nContent-Disposition: form-data; name="
        parts = [f'{start}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
        for name, (filename, content) in (files or {}).items():
            head = f'{start}"{name}"; filename="{filename}"\r\nContent-Type: image/png\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{boundary}--\r\n".encode()
        return self.ask("POST", url, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def ask(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        parts = urllib.parse.urlsplit(url)
        host = parts.hostname or ""
        jar = self.cookies.setdefault(".".join(host.split(".")[-2:]), {})
        sent = {"Host": host, "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()), **headers}
        server, _, port = self.address.partition(":")
        connection = http.client.HTTPSConnection(server, int(port), context=_trusting(), timeout=self.timeout_s)
        try:
            connection.request(method, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body, sent)
            response = connection.getresponse()
            for line in response.headers.get_all("set-cookie") or []:
                name, _, value = line.split(";")[0].partition("=")
                jar[name] = value
            return Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()


def _trusting() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@pytest.fixture
def client(mock: MockMeta) -> Client:
    return Client(mock.address)


@pytest.fixture
def received(mock: MockMeta) -> Callable[[], list[dict[str, Any]]]:
    return lambda: read_json(mock.received)


@pytest.fixture
def mails(mock: MockMeta) -> Callable[[], list[dict[str, str]]]:
    return lambda: read_json(mock.mailbox)


@pytest.fixture
def open_checks(mock: MockMeta) -> Callable[[], list[str]]:
    """The answers to the security checks that stand open."""
    return lambda: [str(answer) for answer in read_json(f"{mock.control}/checks")]


@pytest.fixture
def newest_code(mails: Callable[[], list[dict[str, str]]], soon: Callable[[Callable[[], Any]], Any]) -> Callable[[], str]:
    """The code of the newest code mail, awaited; another one at each call."""
    seen: set[str] = set()

    def newest() -> str:
        def codes() -> list[str]:
            return [code for mail in mails() for code in re.findall(r"^\d{4,10}$", mail["text"], re.MULTILINE)]

        code = str(soon(lambda: set(codes()) - seen and codes())[-1])
        seen.add(code)
        return code

    return newest


@pytest.fixture
def first_mail(mails: Callable[[], list[dict[str, str]]], soon: Callable[[Callable[[], Any]], Any]) -> Callable[[], str]:
    """The text of the first mail, awaited."""
    return lambda: str(soon(mails)[0]["text"])


@pytest.fixture
def png() -> bytes:
    stored = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stored, "PNG")
    return stored.getvalue()


def read_json(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


@pytest.fixture
def soon() -> Callable[[Callable[[], Any]], Any]:
    """What a question gives as soon as it gives something: for mails that come after an answer."""

    def ask(question: Callable[[], Any]) -> Any:
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if found := question():
                return found
            time.sleep(0.02)
        return question()

    return ask


FACEBOOK = "https://www.facebook.com"

ANSWERS = {  # what a page would post, by the mock's readable names
    "country": "Germany",
    "email": "ann@mail.example",
    "impact": "It does.",
    "additional": "",
    "request": "object",
    "first_name": "Ann",
    "surname": "O'Hara",
    "reason": 'Because <b>of</b> "this" 🙂',
    "prompts": "Who is\r\nAnn?",
}


def log_in(client: Client) -> None:
    client.post(f"{FACEBOOK}/login/device-based/regular/login/", {"email": "ann@mail.example", "pass": "mock-password"})


@dataclass
class Form:
    """A form as a page has it, sent as the page would."""

    client: Client
    address: str
    answers: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)

    def send(self, files: dict[str, tuple[str, bytes]] | None = None, **changed: str) -> dict[str, Any]:
        return self.post(files, **changed).payload

    def post(self, files: dict[str, tuple[str, bytes]] | None = None, **changed: str) -> Answer:
        model = self.client.get(self.address).model
        ids = {row["name"]: row["id"] for row in model["rows"]}
        self.texts = {row["id"]: row["name"] for row in model["rows"]}
        fields = {**model["hidden"], **{name: value for name, value in (self.answers | changed).items() if name in ids}}
        return self.client.post(f"{FACEBOOK}/ajax/help/contact/submit/page", fields, files)

    def enter(self, token: str, entered: str, step: str = "confirm") -> dict[str, Any]:
        fields = {"submission": token, "entered": entered}
        return self.client.post(f"{FACEBOOK}/ajax/help/contact/{step}/", fields).payload

    def refused(self, payload: dict[str, Any]) -> dict[str, str]:
        assert payload["step"] == "errors"
        return {self.texts[row]: text for row, text in payload["errors"].items()}


@pytest.fixture
def third_party(client: Client) -> Form:
    return Form(client, f"{FACEBOOK}/help/contact/510058597920541", ANSWERS)


@pytest.fixture
def objection(client: Client) -> Form:
    log_in(client)
    return Form(client, f"{FACEBOOK}/help/contact/6359191084165019", ANSWERS)
