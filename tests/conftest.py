"""What every test stands on: away from the real person, with the programs it says it needs, in the browser that is there.

`needs` skips a test whose program is missing, and the summary counts and names what was left out; with `--no-skips` (.ci/run) any
skip fails the run. `away_from_the_real_person` is round every test; pytest-playwright is told of the installed browser.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import keyring
import keyring.backend
import keyring.errors
import pytest
from tests import programs

from ai_optout.browser.find import browsers_folder
from ai_optout.messages import ENGLISH, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEEDS = "needs "  # how the reason of such a skip begins; the summary finds it again by this
OF_THE_PERSON = ("AI_OPTOUT_", "XDG_")  # whatever begins so
ALSO_OF_THE_PERSON = {
    "DBUS_SESSION_BUS_ADDRESS",
    "DEBUG",
    "DISPLAY",  # a headed test brings a display of its own
    "PWDEBUG",
    "PYDANTIC_SETTINGS_DEBUG",
    "PYTHON_KEYRING_BACKEND",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
}

FETCHED_BROWSERS = browsers_folder(os.environ)  # asked before a test's home takes the place of the real one


# --- the programs that tests drive ---------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a test that was skipped fails the run (for CI)")
    parser.addoption("--shard", metavar="I/N", help="every Nth of the tests, from the Ith on (for what takes hours)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.shard:
        first, of = map(int, config.option.shard.split("/"))
        config.hook.pytest_deselected(items=[item for place, item in enumerate(items) if place % of != first - 1])
        items[:] = items[first - 1 :: of]


@cache
def missing(name: str) -> str:
    """Why the program `name` can't be driven here, as the reason of a skip; empty where it can."""
    program = programs.known_programs()[name]
    return "" if program.find() else f"{NEEDS}{name} (Debian package {program.package})"


@cache
def browser_here() -> Path | None:
    """The browser that `make browser` found or got."""
    return programs.working_browser()


def pytest_collection_finish(session: pytest.Session) -> None:
    if any("browser_executable" in getattr(item, "fixturenames", ()) for item in session.items):
        browser_here()  # now: finding Playwright's own takes its driver, and a second one can't be started within the first


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for name in marker.args:
            if missing(name):
                pytest.skip(missing(name))


def skipped(terminalreporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    """The reports of what was skipped, from every worker."""
    return list(terminalreporter.stats.get("skipped", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out: dict[str, list[str]] = defaultdict(list)
    for report in skipped(terminalreporter):
        reason = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
        if reason.startswith(NEEDS):
            left_out[reason].append(report.nodeid)
    if left_out:
        terminalreporter.section("left out for want of a program", sep="-", yellow=True)
    for reason, nodes in sorted(left_out.items()):
        terminalreporter.line(f"{len(nodes)} {'test' if len(nodes) == 1 else 'tests'}: {reason}")
        for node in sorted(nodes):
            terminalreporter.line(f"    {node}")
    if terminalreporter.config.option.no_skips and skipped(terminalreporter):
        terminalreporter.line("Skipped tests fail this run (--no-skips).", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.config.option.no_skips and skipped(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# --- away from the real person -------------------------------------------------------------------------------------------------


class KeyringInMemory(keyring.backend.KeyringBackend):
    """A keyring that works, is nobody's, and ends with the test."""

    priority = 1

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise keyring.errors.PasswordDeleteError("There is no such entry.")
        del self.entries[service, username]


@pytest.fixture(autouse=True)
def away_from_the_real_person(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """An empty home that this test's person lives in, a keyring in memory, and no way out beyond this machine's own loopback.

    A test marked `real_keyring` has the machine's keyring and session bus left in place, for one that it brings itself.
    """
    real_keyring = request.node.get_closest_marker("real_keyring") is not None
    kept = {"DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND", "XDG_RUNTIME_DIR"} if real_keyring else set()
    for name in os.environ.keys() - kept:
        if name.startswith(OF_THE_PERSON) or name in ALSO_OF_THE_PERSON:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("person")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("AI_OPTOUT_HOME", str(home / "ai-optout"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # the messages are English, whatever the machine speaks
    if FETCHED_BROWSERS:
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(FETCHED_BROWSERS))
    before = keyring.get_keyring()
    if not real_keyring:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # for the processes that the test starts
        keyring.set_keyring(KeyringInMemory())
    tried = forbid_the_internet(monkeypatch)
    with speaking(ENGLISH):
        yield home
    keyring.set_keyring(before)
    if tried:
        pytest.fail(f"The test tried to reach {', '.join(tried)}: nothing beyond loopback may be reached.")


def forbid_the_internet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Refuse every connection and datagram of this process beyond loopback; the list fills with the addresses that were tried."""
    tried: list[str] = []

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: socket.socket, *args: Any) -> Any:
            address = args[-1]  # the address comes last in connect, connect_ex and both forms of sendto
            if self.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(address[0]):
                tried.append(f"{address[0]}:{address[1]}")
                raise ConnectionRefusedError(f"A test may not reach {address[0]}.")
            return real(self, *args)

        return call

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
    return tried


def is_loopback(host: str) -> bool:
    """Whether `host`, an address or a name, can only be this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


# --- the browser of pytest-playwright ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_executable() -> Path:
    """The browser that the tests drive: the one that ai-optout would find."""
    found = browser_here()
    if not found:
        pytest.skip(f"{NEEDS}a browser (Debian package {programs.BROWSER_PACKAGE})")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], browser_executable: Path) -> dict[str, Any]:
    """pytest-playwright's own, with the installed browser, its sandbox on where that works, and no name but loopback's."""
    return {
        **browser_type_launch_args,
        "executable_path": browser_executable,
        "chromium_sandbox": os.geteuid() != 0,  # Chromium refuses to start as root with it; Playwright leaves it off if not told
        "args": [
            *browser_type_launch_args.get("args", []),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            "--no-proxy-server",
            "--disable-gpu",
            "--disable-software-rasterizer",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's own, in one language and time zone whatever the machine's are."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/Berlin"}
