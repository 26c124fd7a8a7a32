"""`ai-optout check`, as it is typed, against a mock: what it says of a form that changed, and of one that can't be reached."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.typed import typed

from mock_meta.server import MockMeta
from mock_meta.settings import Switches

PROMPT = Switches(late_block_ms=0, beacons=False, cookie_dialog="off")


@pytest.fixture(scope="module")
def running() -> Iterator[MockMeta]:
    with MockMeta(switches=PROMPT) as mock:
        yield mock


@pytest.fixture
def mock(running: MockMeta) -> Iterator[MockMeta]:
    running.reset()
    yield running
    running.reset()


def check(home: Path, mock: MockMeta, *words: str) -> subprocess.CompletedProcess[str]:
    return typed(home, "check", *words, "--headless", "--json", "--mock", mock.address, "--pin", mock.pin)


def only(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one flow that was checked."""
    (found,) = json.loads(done.stdout)["checks"]
    return dict(found)


def changed(document: dict[str, Any]) -> dict[str, list[str]]:
    return {row["meaning"] or row["wording"]: row["changes"] for row in document["questions"]}


def written_person(home: Path, mock: MockMeta) -> Path:
    home.mkdir(exist_ok=True)
    path = home / "person.toml"
    path.write_text(f'[login]\nname = "mina@mail.example"\npassword = "{mock.switches.password}"\n', encoding="utf-8")
    return path


def test_a_form_as_it_was_last_seen_is_the_same_and_nothing_is_sent(tmp_path: Path, mock: MockMeta) -> None:
    done = check(tmp_path, mock, "facebook-objection", "--answers", str(written_person(tmp_path, mock)))

    found = only(done)
    assert (done.returncode, found["verdict"], found["shape"]) == (0, "same", "2024")
    assert set(changed(found)) == {"country", "email", "impact", "additional"}
    assert (found["source"], found["last_seen"]) != (None, None)
    with urllib.request.urlopen(mock.received) as answer:
        assert json.load(answer) == []


def test_what_a_changed_form_asks_anew_is_told_and_the_exit_status_says_so(tmp_path: Path, mock: MockMeta) -> None:
    mock.switches = PROMPT.model_copy(update={"drift": 5, "drift_severity": 5})

    done = check(tmp_path, mock, "facebook-objection", "--answers", str(written_person(tmp_path, mock)))

    found = only(done)
    assert (done.returncode, found["verdict"]) == (1, "differs")
    assert any("new" in changes for changes in changed(found).values())


def test_a_door_that_is_shut_is_told_where_another_one_opens(tmp_path: Path, mock: MockMeta) -> None:
    mock.switches = PROMPT.model_copy(update={"dead_doors": ("510058597920541",)})

    done = check(tmp_path, mock, "facebook-third-party")

    found = only(done)
    assert (done.returncode, found["verdict"]) == (1, "differs")
    assert found["shut_doors"] == [{"door": "https://www.facebook.com/help/contact/510058597920541", "shows": "dead"}]
    assert changed(found)["request"] == ["same"]


def test_where_a_log_in_is_needed_and_nobody_is_there_a_person_is_needed(tmp_path: Path, mock: MockMeta) -> None:
    done = check(tmp_path, mock, "facebook-objection")

    found = only(done)
    assert (done.returncode, found["verdict"]) == (3, "needs-person")
    assert found["reason"] == "Nobody is there to answer: Log in in the open window."


def test_at_the_real_site_a_log_in_that_is_certain_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    done = typed(tmp_path, "check", "facebook-objection", "--headless", "--json")

    assert (done.returncode, only(done)["verdict"]) == (3, "needs-person")
    assert "Opening" not in done.stderr


def test_answers_without_a_mock_are_refused(tmp_path: Path) -> None:
    done = typed(tmp_path, "check", "--answers", "person.toml")

    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "--answers and --pin go with --mock only: on the real site the person is a person."
