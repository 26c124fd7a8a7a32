"""The fixture ladder of the journeys: one mock and one browser a session, a reset, a data folder and fresh contexts each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright
from tests.journeys.command import Command
from tests.journeys.killing import Killing
from tests.journeys.prepared import Prepared, prepared
from tests.journeys.rehearsal import DEMO, PROMPT, Rehearsal, launched

from ai_optout.browser.launch import OpenBrowser
from ai_optout.flow import Catalogue, catalogue
from ai_optout.profile import Profile, load_profile
from mock_meta.server import MockMeta


@pytest.fixture(scope="session")
def the_flows() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="session")
def running_mock(the_flows: Catalogue) -> Iterator[MockMeta]:
    with MockMeta(hosts=(*the_flows.hosts, "example"), switches=PROMPT) as mock:
        yield mock


@pytest.fixture
def mock(running_mock: MockMeta) -> Iterator[MockMeta]:
    running_mock.reset()
    yield running_mock
    running_mock.reset()


@pytest.fixture(scope="session")
def open_chromium(
    playwright: Playwright, running_mock: MockMeta, the_flows: Catalogue, browser_executable: Path
) -> Iterator[OpenBrowser]:
    """The browser as the tool starts it, by pytest-playwright's driver: a thread has room for one."""
    opened = launched(playwright, browser_executable, running_mock, the_flows)
    yield opened
    opened.browser.close()


@pytest.fixture(scope="session")
def demo_person() -> Profile:
    return load_profile(DEMO, say=lambda _: None)


@pytest.fixture
def rehearsal(
    mock: MockMeta, open_chromium: OpenBrowser, tmp_path: Path, the_flows: Catalogue, demo_person: Profile
) -> Rehearsal:
    return Rehearsal(mock, open_chromium, tmp_path / "data", the_flows, demo_person)


@pytest.fixture
def command(mock: MockMeta, tmp_path: Path) -> Command:
    """The command in a home of the test's own."""
    return Command(tmp_path / "home", mock)


@pytest.fixture(scope="session")
def forking() -> Iterator[Prepared]:
    """What starts the command in no time."""
    with prepared() as process:
        yield process


@pytest.fixture
def killing(command: Command, rehearsal: Rehearsal, forking: Prepared) -> Callable[[str], Killing]:
    """Runs of a flow in which something is killed."""
    return lambda flow: Killing(command, rehearsal, forking, flow)
