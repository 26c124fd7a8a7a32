"""A run in the person's own browser, and in one behind a Playwright server: whole journeys against the mock, whose rules the
browser was started with (the command itself refuses `--mock` there).
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from playwright.sync_api import sync_playwright
from tests.browser.conftest import Apart
from tests.journeys.rehearsal import DEMO, PROMPT, ObligingPerson, Sent, read_json

from ai_optout.browser.attach import command_for, persons_browser
from ai_optout.browser.connect import connected
from ai_optout.browser.find import find_browser
from ai_optout.browser.launch import OpenBrowser, flags, needs_no_sandbox, open_browser
from ai_optout.browser.windows import Windows
from ai_optout.clock import SystemClock
from ai_optout.errors import BrowserError, Skipped, UsageError
from ai_optout.flow import Catalogue, catalogue
from ai_optout.folders import Folders
from ai_optout.ledger import Ledger, who
from ai_optout.mock_address import MockAddress
from ai_optout.person.pause import Pause, PauseKind, Prompt, Reply
from ai_optout.person.race import race
from ai_optout.profile import Profile, load_profile
from ai_optout.run import Runner
from ai_optout.status import RunResult
from ai_optout.together import run_together
from mock_meta.server import MockMeta

BEGINS_WITHIN_S = 30


@pytest.fixture(scope="module")
def the_flows() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="module")
def running_mock(the_flows: Catalogue) -> Iterator[MockMeta]:
    with MockMeta(hosts=(*the_flows.hosts, "example"), switches=PROMPT) as mock:
        yield mock


@pytest.fixture
def mock(running_mock: MockMeta) -> MockMeta:
    running_mock.reset()
    return running_mock


@pytest.fixture(scope="module")
def rules(running_mock: MockMeta, the_flows: Catalogue) -> list[str]:
    """The switches by which a Chromium takes the mock for the sites."""
    address = MockAddress.parse(running_mock.address, running_mock.pin, the_flows.hosts)
    return [*flags(address, headed=False, locale="en", environ={})]


@pytest.fixture
def persons_chrome(browser_executable: Path, rules: list[str], tmp_path: Path) -> Iterator[str]:
    """A Chromium that somebody started, with a debugging port and a profile of its own: its address."""
    words = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={tmp_path / 'chrome'}", "--no-first-run"]
    sandbox = ["--no-sandbox"] if needs_no_sandbox() else []
    program = [str(browser_executable), *sandbox, *words, *rules, "about:blank"]
    with subprocess.Popen(program, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        yield "http://" + next(line.split("ws://")[1].split("/")[0] for line in process.stderr if "ws://" in line)
        assert process.poll() is None, "the person's browser goes on"
        process.terminate()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """`playwright run-server` of the installed package: its address."""
    words = [sys.executable, "-m", "playwright", "run-server", "--host", "127.0.0.1", "--port", "0", "--unsafe"]
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ} | {"HOME": str(tmp_path)}
    # A group of its own: the server is a child of the process that is started, and would outlive it.
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True) as process:
        assert process.stdout is not None
        yield next(line.split()[-1].rstrip("/") for line in process.stdout if "ws://" in line)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        with suppress(ProcessLookupError):  # the server itself waits for connections that nobody closes
            os.killpg(process.pid, signal.SIGKILL)


def profile_of(**changed: object) -> Profile:
    return load_profile(DEMO, say=lambda _: None).model_copy(update=changed)


def run(
    open_browser: Callable[[], AbstractContextManager[Windows]],
    data: Path,
    flows: Catalogue,
    *names: str,
    person: Any,
    profile: Profile,
    dry_run: bool = False,
) -> RunResult:
    clock = SystemClock()
    with Ledger.open(data, clock=clock) as ledger:
        somebody = who(profile.email, b"key")
        runner = Runner(
            *("me", profile, person, somebody, ledger, data, clock, open_browser, lambda: False),
            mock=True,
            dry_run=dry_run,
            mark=lambda text: who(text, b"key"),
        )
        return run_together([(runner, [flows[name] for name in names])])


class LeavesTheCode(ObligingPerson):
    def ask(self, pause: Pause) -> Reply:
        if pause.kind is PauseKind.CODE:
            raise Skipped("Left out, as you asked.")
        return super().ask(pause)


@contextmanager
def looking_on(address: str) -> Iterator[Any]:
    """The browser's context as the person has it before and after."""
    with sync_playwright() as playwright:
        yield playwright.chromium.connect_over_cdp(address, no_defaults=True).contexts[0]


def test_in_the_persons_browser_what_is_done_is_closed_and_their_tabs_and_log_in_stay(
    apart: Apart, persons_chrome: str, folders: Folders, mock: MockMeta, the_flows: Catalogue
) -> None:
    profile = profile_of()

    def work() -> tuple[RunResult, list[str], str]:
        with looking_on(persons_chrome) as context:
            context.pages[0].goto("https://www.instagram.com/?theirs")
            context.pages[0].evaluate("document.title = 'typed by the person'")
        person = ObligingPerson(mock, profile)
        opener = cast("Any", lambda: persons_browser(persons_chrome, folders=folders))
        result = run(
            opener, folders.data, the_flows, "facebook-objection", "facebook-third-party", person=person, profile=profile
        )
        with looking_on(persons_chrome) as context:
            cookies = {cookie["domain"] for cookie in context.cookies()}
            assert any("facebook.com" in domain for domain in cookies), "the log-in is the browser's"
            return result, [page.url for page in context.pages], context.pages[0].title()

    result, pages, title = apart(work)

    assert [one.status for one in result.requests] == ["acknowledged", "acknowledged"]
    assert [one["door"] for one in read_json(mock.received) if one["accepted"]] == ["A", "C"]
    assert (pages, title) == (["https://www.instagram.com/?theirs"], "typed by the person")


def test_a_tab_in_which_the_person_has_something_left_to_do_stays_open(
    apart: Apart, persons_chrome: str, folders: Folders, mock: MockMeta, the_flows: Catalogue
) -> None:
    profile = profile_of(evidence=())

    def work() -> tuple[RunResult, list[str]]:
        opener = cast("Any", lambda: persons_browser(persons_chrome, folders=folders))
        result = run(
            opener, folders.data, the_flows, "facebook-third-party", person=LeavesTheCode(mock, profile), profile=profile
        )
        with looking_on(persons_chrome) as context:
            return result, [page.url for page in context.pages]

    result, pages = apart(work)

    assert [one.status for one in result.requests] == ["sent"]
    assert "about:blank" in pages
    assert [page for page in pages if page.startswith("https://www.facebook.com/help/contact/")] != []


def test_what_was_filled_for_a_trial_stays_in_the_persons_browser_as_it_is(
    apart: Apart, persons_chrome: str, folders: Folders, mock: MockMeta, the_flows: Catalogue
) -> None:
    profile = profile_of(evidence=())

    def work() -> tuple[RunResult, str]:
        opener = cast("Any", lambda: persons_browser(persons_chrome, folders=folders))
        person = ObligingPerson(mock, profile)
        result = run(opener, folders.data, the_flows, "facebook-third-party", person=person, profile=profile, dry_run=True)
        with looking_on(persons_chrome) as context:
            (form,) = [page for page in context.pages if "/help/contact/" in page.url]
            return result, form.get_by_label("Surname").input_value()

    result, surname = apart(work)

    assert [one.status for one in result.requests] == ["filled"]
    assert surname == profile.family_name


def test_through_a_playwright_server_files_are_handed_over_from_here(  # noqa: PLR0917 - fixtures
    apart: Apart,
    server: str,
    browser_executable: Path,
    rules: list[str],
    folders: Folders,
    mock: MockMeta,
    the_flows: Catalogue,
) -> None:
    profile = profile_of()
    options = {"executablePath": str(browser_executable), "args": rules, "chromiumSandbox": not needs_no_sandbox()}
    endpoint = f"{server}/?launch-options={quote(json.dumps(options))}"

    def work() -> RunResult:
        opener = cast("Any", lambda: connected(endpoint, folders=folders))
        person = ObligingPerson(mock, profile)
        return run(opener, folders.data, the_flows, "facebook-third-party", person=person, profile=profile)

    result = apart(work)

    assert [(one.status, one.reason) for one in result.requests] == [("acknowledged", None)]
    (received,) = read_json(mock.received)
    assert Sent(received).files() == [(path.name, path.read_bytes()) for path in profile.evidence]


@contextmanager
def answering(lines: bytes) -> Iterator[str]:
    """A server that answers whatever it is asked with these lines."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65_536)
                    connection.sendall(lines)

        threading.Thread(target=answer, daemon=True).start()
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/?token=secret"


def refusal(apart: Apart, folders: Folders, endpoint: str) -> str:
    def work() -> None:
        with connected(endpoint, folders=folders):
            raise AssertionError("nothing is there")

    with pytest.raises((BrowserError, UsageError)) as refused:
        apart(work)
    assert "secret" not in f"{refused.value.message} {refused.value.hint}"
    return refused.value.message


def test_a_server_of_another_version_is_said_to_be_one(apart: Apart, folders: Folders) -> None:
    body = b"Playwright version mismatch:\n  - server version: v1.2\n  - client version: v1.65\n"
    with answering(b"HTTP/1.1 428 Precondition Required\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)) as endpoint:
        said = refusal(apart, folders, endpoint)

    assert "is of another version than the one here, which is 1." in said


def test_a_server_without_a_browser_is_said_to_have_none(apart: Apart, server: str, folders: Folders) -> None:
    assert refusal(apart, folders, server).endswith("answers, but can't start a Chromium.")


def test_no_server_is_said_to_be_none(apart: Apart, folders: Folders) -> None:
    assert refusal(apart, folders, "ws://127.0.0.1:9/?token=secret") == (
        "No Playwright server answers at 127.0.0.1:9, where --connect says that one is."
    )


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:3000", "127.0.0.1:3000", "ws://", "ws://host:port", ""])
def test_what_is_no_address_of_a_server_is_refused(apart: Apart, folders: Folders, endpoint: str) -> None:
    assert refusal(apart, folders, endpoint) == "--connect wants the address of a Playwright server, such as ws://127.0.0.1:3000/"


def test_the_command_that_starts_a_browser_to_attach_to_names_a_profile_of_its_own() -> None:
    program, folder = Path("/opt/a b/chrome"), Path("/home/mina/.local/chrome")

    assert command_for(program, folder, "linux") == (
        "'/opt/a b/chrome' --remote-debugging-port=9222 --user-data-dir=/home/mina/.local/chrome"
    )
    assert command_for(program, folder, "win32").startswith('"/opt/a b/chrome" --remote-debugging-port=9222')


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a call without a driver leaves its coroutine
@pytest.mark.parametrize("dies", ["driver", "browser"])
def test_what_waits_for_a_code_when_the_browser_is_killed_has_been_sent_and_says_so(
    apart: Apart, folders: Folders, mock: MockMeta, the_flows: Catalogue, dies: str
) -> None:
    """And what hadn't begun is no reason to send anything twice."""
    profile = profile_of(evidence=())
    address = MockAddress.parse(mock.address, mock.pin, the_flows.hosts)
    opened: list[OpenBrowser] = []

    class Kills(ObligingPerson):
        def ask(self, pause: Pause) -> Reply:
            if pause.kind is not PauseKind.CODE:
                return super().ask(pause)
            prompt = Prompt(lambda: opened[0].kill() if dies == "driver" else opened[0].browser.close(), lambda: None)
            return race(pause, (), lambda: False, lambda: None, prompt)

    @contextmanager
    def opener() -> Iterator[OpenBrowser]:
        with open_browser(find_browser(None), headed=False, folders=folders, mock=address) as browser:
            opened.append(browser)
            yield browser

    names = ("facebook-objection", "facebook-third-party")
    result = apart(
        lambda: run(cast("Any", opener), folders.data, the_flows, *names, person=Kills(mock, profile), profile=profile)
    )

    gc.collect()  # so that the warning about it comes within this test

    assert [one.status for one in result.requests] == ["sent", "sent"]
    assert all("then it broke off: The" in (one.reason or "") for one in result.requests)
    assert len(read_json(mock.received)) == 2
