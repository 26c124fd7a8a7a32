"""The measurement behind `make bench`: the page it is taken on, and that it says what it measured."""

from __future__ import annotations

from playwright.sync_api import Browser
from tests.bench.__main__ import Timing, as_text, page_of, timed


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
