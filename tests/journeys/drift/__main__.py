"""`make drift`: the journeys to forms that drifted, seed by seed, in a real browser against the mock; prints the table.

The exit status is 0 where all holds that should: no wrong value sent, nothing accepted twice, no help up to severity 3, and 95 in
100 finished.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Sequence
from dataclasses import asdict

from tests.journeys.drift.figures import as_text, broken, rows
from tests.journeys.drift.outcome import Outcome
from tests.journeys.drift.worker import journeys

from ai_optout.browser import find_browser
from ai_optout.errors import AiOptoutError


def seeds(text: str) -> list[int]:
    """The seeds that "1-200" or "3,7,20-30" names, each once. Raises `argparse.ArgumentTypeError` where it names none."""
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        last = last if dash else first
        if not first.isdecimal() or not last.isdecimal() or not 0 < int(first) <= int(last):
            raise argparse.ArgumentTypeError(f"expected seeds such as 1-200 or 3,7,20-30, found {text!r}")
        found.extend(range(int(first), int(last) + 1))
    return list(dict.fromkeys(found))


def _in_parts(wanted: Sequence[int], jobs: int) -> list[Outcome]:
    """The outcomes in order, by so many processes; said as they come, on stderr."""
    parts = [wanted[start : start + 5] for start in range(0, len(wanted), 5)]
    found: list[Outcome] = []
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for outcomes in pool.imap_unordered(journeys, parts):
            found.extend(outcomes)
            sys.stderr.write(f"drift: {len(found)} of {len(wanted)} journeys\n")
    return sorted(found, key=lambda one: wanted.index(one.seed))


def main(arguments: Sequence[str] | None = None) -> int:
    """Go, and print; the exit status is 0 where all holds, 1 where something doesn't."""
    parser = argparse.ArgumentParser(prog="make drift", description=__doc__)
    parser.add_argument("--seeds", type=seeds, default="1-200", help="which seeds, such as 1-200 or 3,7,20-30")
    parser.add_argument("--jobs", type=int, default=2, help="processes, each with a browser and a mock")
    parser.add_argument("--json", action="store_true", dest="as_json")
    said = parser.parse_args(arguments)
    try:
        find_browser(None)
    except AiOptoutError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return error.exit_status
    outcomes = _in_parts(said.seeds, said.jobs)
    faults = broken(outcomes)
    if said.as_json:
        document = {
            "rows": [{**asdict(row), "share": round(row.share, 4)} for row in rows(outcomes)],
            "broken": faults,
            "journeys": [{**asdict(one), "finished": one.finished, "unaided": one.unaided} for one in outcomes],
        }
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(outcomes))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
