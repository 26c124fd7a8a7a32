"""`ai-optout capture`, as it is typed: asked before it writes, nothing written without a yes, and the log-in waited for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.typed import typed

from mock_meta.server import MockMeta
from mock_meta.settings import Switches

FORM = "https://rights.shop.example/object"


@pytest.fixture(scope="module")
def mock() -> Iterator[MockMeta]:
    with MockMeta(switches=Switches(late_block_ms=0, beacons=False, cookie_dialog="off")) as running:
        yield running


def test_where_nobody_is_there_and_nobody_said_yes_nothing_is_opened(tmp_path: Path) -> None:
    done = typed(tmp_path, "capture", FORM, "--output", tmp_path / "page.html", "--headless")

    assert done.returncode == 3
    assert done.stderr.splitlines()[0] == "What is kept is shown to a person before it is written, and nobody is there."
    assert "Opening" not in done.stdout


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("mine")

    done = typed(tmp_path, "capture", FORM, "--output", tmp_path / "page.html", "--yes")

    assert (done.returncode, (tmp_path / "page.html").read_text()) == (2, "mine")


def test_it_says_what_is_kept_before_it_says_that_it_is_written(tmp_path: Path, mock: MockMeta) -> None:
    words: list[str | Path] = [
        "capture",
        FORM,
        "--output",
        tmp_path / "page.html",
        "--yes",
        "--headless",
        "--mock",
        mock.address,
        "--pin",
        mock.pin,
    ]
    done = typed(tmp_path, *words, "--take-out", "Lantern")

    said = done.stdout
    assert done.returncode == 0
    order = ["This is kept of the page", "Full name * (text, name, required)", "Send objection", "Taken out", "Written: "]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert "Lantern" not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_log_in_that_is_in_the_way_is_the_persons(tmp_path: Path, mock: MockMeta) -> None:
    door = "https://www.facebook.com/help/contact/6359191084165019"
    words: list[str | Path] = [
        "capture",
        door,
        "--output",
        tmp_path / "page.html",
        "--yes",
        "--headless",
        "--mock",
        mock.address,
        "--pin",
        mock.pin,
    ]
    done = typed(tmp_path, *words)

    assert done.returncode == 3
    assert done.stderr.splitlines()[0] == "Nobody is there to answer: Log in in the open window."
    assert not (tmp_path / "page.html").exists()
