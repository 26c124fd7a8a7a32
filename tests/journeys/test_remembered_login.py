"""A log-in that the person wished to have remembered, over two runs: done once, kept privately, forgotten for good.

With a mock the command refuses it, so the library is driven; the remembering browser is led to the mock for it.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.rehearsal import Rehearsal

from ai_optout.browser import FoundBrowser, find_browser, logins
from ai_optout.browser.launch import flags
from ai_optout.clock import SystemClock
from ai_optout.folders import Folders
from ai_optout.ledger import Ledger, who
from ai_optout.mock_address import MockAddress
from ai_optout.person.pause import PauseKind
from ai_optout.run import Runner
from ai_optout.status import Status
from ai_optout.together import run_together

OWNERS = {"mina": "a" * 64, "leo": "b" * 64}
Run = Callable[[str], tuple[Status, list[PauseKind]]]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "own", tmp_path / "cache")


@pytest.fixture
def run(rehearsal: Rehearsal, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Has somebody's objection filled in a browser that remembers, up to the last look; how it ended, and which pauses there were."""
    address = MockAddress.parse(rehearsal.mock.address, rehearsal.mock.pin, rehearsal.flows.hosts)
    found: FoundBrowser = find_browser(None)

    def to_the_mock(_mock: None, **more: Any) -> tuple[str, ...]:
        return flags(address, **more)

    monkeypatch.setattr(logins, "flags", to_the_mock)

    def once(name: str) -> tuple[Status, list[PauseKind]]:
        person, clock = rehearsal.obliging(), SystemClock()
        with Ledger.open(rehearsal.data, clock=clock) as ledger:
            runner = Runner(
                name,
                rehearsal.profile,
                person,
                who(name, b"key"),
                ledger,
                rehearsal.data,
                clock,
                lambda: logins.remembering_browser(found, headed=False, folders=folders, owners=OWNERS, locale="en"),
                lambda: False,
                mock=True,
                dry_run=True,
            )
            (result,) = run_together([(runner, [rehearsal.flows["facebook-objection"]])]).requests
        return result.status, [pause.kind for pause in person.asked]

    def apart(name: str) -> tuple[Status, list[PauseKind]]:
        with ThreadPoolExecutor(max_workers=1) as thread:  # a thread has room for one of Playwright's drivers
            return thread.submit(once, name).result()

    return apart


def test_the_second_run_is_logged_in_until_the_log_in_is_forgotten_and_nobody_else_is(
    rehearsal: Rehearsal, folders: Folders, run: Run
) -> None:
    rehearsal.switch(code=False)

    assert run("mina") == (Status.FILLED, [PauseKind.LOGIN])
    assert run("mina") == (Status.FILLED, [])
    assert run("leo") == (Status.FILLED, [PauseKind.LOGIN])

    kept = folders.data / "logins" / "mina"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folders.data / "logins", kept, kept / "browser")} == {0o700}

    logins.forget_login(folders, "mina")

    assert not kept.exists()
    assert run("mina") == (Status.FILLED, [PauseKind.LOGIN])
