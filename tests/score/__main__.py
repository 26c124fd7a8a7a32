"""`make score`: precision, recall and F1 of the form engine on the corpus, with Chromium's own predictions beside them."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

import platformdirs
from tests.score.corpus import ALL, DEV, HELD, WITH_TRUTH, Saved, saved_pages, wrong_labels
from tests.score.reading import LOOKS, PREDICTIONS, Reader, Store, Unread, read_all
from tests.score.report import as_json, as_text, errors_of, scores
from tests.score.rows import Row, rows_of

from ai_optout.browser import find_browser
from ai_optout.errors import AiOptoutError, UsageError

AT_ONCE: Final = 20
"""Pages a process takes at a time: the slowest take a second, and none should wait for them."""


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line."""

    corpus: Path
    cache: Path
    part: str
    folders: tuple[str, ...]
    only: str
    chromium: bool
    again: bool
    errors: Path | None
    as_json: bool
    jobs: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Score and print; the exit status is 0, or the error's where it can't be done."""
    try:
        order = _order(arguments)
        rows, unread, pages = collect(order)
    except AiOptoutError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return error.exit_status
    result = scores(rows, wrong_labels(), pages=pages, unread=unread, chromium=order.chromium)
    if order.errors:
        with order.errors.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(asdict(row), ensure_ascii=False)}\n" for row in errors_of(result))
    sys.stdout.write(as_json(result) if order.as_json else as_text(result))
    return 0


def collect(order: Order) -> tuple[list[Row], dict[str, str], list[Saved]]:
    """The rows of all pages asked for, the pages that could not be read and why, and the pages.

    Raises `UsageError` where there is no corpus, `BrowserError` where a page must be read and there is no browser.
    """
    pages = [
        page
        for page in saved_pages(order.corpus, order.cache, order.folders)
        if order.part in {ALL, page.part} and order.only in page.name
    ]
    looks, predictions = Store(order.cache, LOOKS), Store(order.cache, PREDICTIONS)
    unread = _read(pages, LOOKS, looks, order)
    if order.chromium:
        unread |= _read([page for page in pages if page.name not in unread], PREDICTIONS, predictions, order)
    readable = [page for page in pages if page.name not in unread]
    chunks = [readable[start : start + AT_ONCE] for start in range(0, len(readable), AT_ONCE)]
    with ProcessPoolExecutor(order.jobs) as pool:
        found = pool.map(partial(_rows, looks=looks, predictions=predictions if order.chromium else None), chunks)
        return [row for rows in found for row in rows], unread, pages


def read_looks(corpus: Path | None, cache: Path, folders: Sequence[str], jobs: int) -> tuple[list[Saved], Store]:
    """The pages of these folders that can be read, and where what was read of them lies; what wasn't yet is read now.

    Raises as `collect` does.
    """
    order = Order(
        _said(corpus), cache, ALL, tuple(folders), "", chromium=False, again=False, errors=None, as_json=False, jobs=jobs
    )
    pages, looks = saved_pages(order.corpus, order.cache, order.folders), Store(order.cache, LOOKS)
    unread = _read(pages, LOOKS, looks, order)
    return [page for page in pages if page.name not in unread], looks


def _said(corpus: Path | None) -> Path:
    if corpus is None:
        raise UsageError(
            "Where the corpus lies wasn't said.", "Type: make score CORPUS=FOLDER, with the folder of forms-dev.tar.xz"
        )
    return corpus


def _rows(pages: Iterable[Saved], looks: Store, predictions: Store | None) -> list[Row]:
    return [row for page in pages for row in rows_of(page.name, looks.get(page), predictions.get(page) if predictions else {})]


def _read(pages: Sequence[Saved], reader: Reader, store: Store, order: Order) -> dict[str, str]:
    failures = {} if order.again else {page.name: failure.why for page in pages if (failure := store.failure(page))}
    missing = [page for page in pages if page.name not in failures and not store.holds(page)]
    unread: dict[str, str] = dict(failures)
    if not missing:
        return unread
    say = _progress(len(missing), reader.name)
    for done, (page, read) in enumerate(read_all(missing, reader, store, find_browser(None).path, order.jobs), 1):
        if isinstance(read, Unread):
            unread[page.name] = read.why
        say(done)
    if store.stale:
        raise UsageError("The scan was changed while pages were read, so that some may be read in the old way.", "Run it again.")
    return unread


def _progress(total: int, what: str) -> Callable[[int], None]:
    began = time.monotonic()

    def say(done: int) -> None:
        if done % 50 == 0 or done == total:
            sys.stderr.write(f"{what}: {done} of {total} pages read, {time.monotonic() - began:.0f} s\n")

    return say


def _order(arguments: Sequence[str] | None) -> Order:
    parser = argparse.ArgumentParser(prog="make score", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="the folder that holds `labelled` and `crawled`, or the archive of both")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("ai-optout") / "score")
    parser.add_argument("--part", choices=(DEV, HELD, ALL), default=ALL, help="the pages to work on, those kept aside, or all")
    parser.add_argument("--folder", choices=WITH_TRUTH, action="append", help="only this folder")
    parser.add_argument("--only", default="", help="only the pages whose name holds this")
    parser.add_argument("--no-chromium", action="store_true", help="without Chromium's own predictions")
    parser.add_argument("--again", action="store_true", help="try the pages again that could not be read")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write every error there, a JSON document a line")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--jobs", type=int, default=2)
    said = parser.parse_args(arguments)
    return Order(
        corpus=_said(said.corpus),
        cache=said.cache,
        part=said.part,
        folders=tuple(said.folder or WITH_TRUTH),
        only=said.only,
        chromium=not said.no_chromium,
        again=said.again,
        errors=said.errors,
        as_json=said.as_json,
        jobs=said.jobs,
    )


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
