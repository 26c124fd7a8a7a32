"""`make bench`: how long the look at a page takes, and the ledger (ledger.py). Medians over many looks, on generated pages, in a real Chromium.

Every page is a form of so many labelled controls, of which one in thirty is a select of 200 options. `first` is the first look at a
newly opened page in a new tab, `warm` every later one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from tests.bench.ledger import ledger_as_text, timed_ledger
from tests.score.looks import VIEWPORT, arguments_as_root

from ai_optout.browser import find_browser
from ai_optout.errors import AiOptoutError
from ai_optout.form.scan import scan

SIZES: Final = (30, 2_000, 5_000)
OPTIONS: Final = 200
ONE_SELECT_IN: Final = 30


@dataclass(frozen=True)
class Timing:
    """Medians for pages of one size, in milliseconds."""

    controls: int
    first_ms: float
    warm_ms: float
    looks: int


def page_of(controls: int) -> str:
    """A form of so many labelled controls, of which one in thirty is a select of 200 options."""
    options = "".join(f"<option value={number}>Country {number}" for number in range(OPTIONS))
    rows = (
        f"<p><label for=f{number}>Question {number}</label> "
        + (f"<select id=f{number}>{options}</select>" if number % ONE_SELECT_IN == 0 else f"<input id=f{number} name=n{number}>")
        for number in range(controls)
    )
    return f"<!doctype html><title>Bench</title><form>{''.join(rows)}<button>Send</button></form>"


def timed(browser: Browser, controls: int, *, firsts: int, warms: int) -> Timing:
    """Look at new pages of this size so many times each: once first, then again and again."""
    html = page_of(controls)
    first: list[float] = []
    warm: list[float] = []
    for _ in range(firsts):
        context = browser.new_context(viewport=VIEWPORT)
        page = context.new_page()
        page.set_content(html)
        first.append(_look_ms(page, controls))
        warm.extend(_look_ms(page, controls) for _ in range(warms))
        context.close()
    return Timing(controls, round(statistics.median(first), 1), round(statistics.median(warm), 1), len(first) + len(warm))


def _look_ms(page: Page, controls: int) -> float:
    began = time.perf_counter()
    found = scan(page)
    taken = time.perf_counter() - began
    found.close()
    if len(found.snapshot.controls) != controls:
        raise RuntimeError(f"The look found {len(found.snapshot.controls)} controls of {controls}.")
    return taken * 1000


def as_text(timings: Sequence[Timing], load: float) -> str:
    """A line a size."""
    lines = [
        f"{one.controls:>6} controls: first {one.first_ms:>7.1f} ms, warm {one.warm_ms:>7.1f} ms  ({one.looks} looks)"
        for one in timings
    ]
    return "\n".join([*lines, f"Load average of the last minute: {load:.1f} on {os.cpu_count()} processors."]) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 0, or the error's where there is no browser."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--controls", type=int, action="append", help=f"a size of the page; else {', '.join(map(str, SIZES))}")
    parser.add_argument("--firsts", type=int, default=5, help="new pages of each size")
    parser.add_argument("--warms", type=int, default=5, help="further looks at each page")
    parser.add_argument("--folder", type=Path, help="where the ledger is measured: the disk is what a write waits for")
    parser.add_argument("--json", action="store_true", dest="as_json")
    said = parser.parse_args(arguments)
    try:
        path = find_browser(None).path
    except AiOptoutError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return error.exit_status
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=arguments_as_root())
        timed(browser, SIZES[0], firsts=2, warms=1)  # the browser's own first page is no part of it
        timings = [timed(browser, controls, firsts=said.firsts, warms=said.warms) for controls in said.controls or SIZES]
        browser.close()
    ledger = timed_ledger(folder=said.folder)
    load = os.getloadavg()[0]
    if said.as_json:
        document = {"load": round(load, 2), "sizes": [asdict(one) for one in timings], "ledger": asdict(ledger)}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write(as_text(timings, load) + ledger_as_text(ledger))
    return 0


if __name__ == "__main__":
    sys.exit(main())
