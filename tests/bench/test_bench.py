"""The measurement behind `make bench`: the page it is taken on, and that it says what it measured."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser
from tests.bench.__main__ import Timing, as_text, page_of, timed
from tests.bench.ledger import LedgerTiming, ledger_as_text, timed_ledger


def test_one_control_in_thirty_is_a_select_of_two_hundred_options() -> None:
    page = page_of(60)

    assert (page.count("<input "), page.count("<select "), page.count("<option ")) == (58, 2, 400)


def test_the_first_look_and_the_later_ones_are_told_apart(browser: Browser) -> None:
    found = timed(browser, 31, firsts=2, warms=3)

    assert (found.controls, found.looks) == (31, 8)
    assert found.first_ms > 0
    assert found.warm_ms > 0


def test_the_machines_load_is_said_with_the_figures() -> None:
    text = as_text([Timing(30, 40.0, 20.0, 8)], 1.25)

    assert "30 controls: first    40.0 ms, warm    20.0 ms" in text
    assert "Load average of the last minute: 1.2" in text


def test_the_ledger_is_measured_with_what_the_disk_alone_takes(tmp_path: Path) -> None:
    found = timed_ledger(50, folder=tmp_path)

    assert found.requests == 50
    assert 0 < found.write_ms <= found.write_slow_ms
    assert min(found.fsync_ms, found.list_ms, found.open_ms) > 0


def test_the_ledgers_figures_are_told_in_milliseconds() -> None:
    text = ledger_as_text(LedgerTiming(10_000, 0.41, 0.92, 0.3, 98.7, 61.2, 180.4))

    assert text.startswith("Ledger of 10,000 requests: a write 0.41 ms, one in twenty over 0.92 ms (on the disk: fsync of 4 KiB")
    assert "all requests read 98.7 ms; opened and checked 61.2 ms;" in text
    assert "`ai-optout status`, the whole process: 180 ms." in text
