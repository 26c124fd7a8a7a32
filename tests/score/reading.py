"""Reads many pages in a few processes, each with one browser, and remembers what it read.

A page that can't be read, or not in time, costs its process and nothing else. What was read is kept in a folder by the file's
hash and by the code that read it: after a change in what a page means, nothing is read again.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Error as PlaywrightError
from tests.score import chromium, looks
from tests.score.corpus import Saved

from ai_optout import form

PATIENCE_S: Final = 60
"""How long one page may take; the slowest of the corpus takes a tenth of it on two shared cores."""

Opened = Callable[[Path], AbstractContextManager[Callable[[Path], Any]]]


@dataclass(frozen=True)
class Unread:
    """A page that could not be read, and why."""

    why: str


@dataclass(frozen=True)
class Reader:
    """A kind of reading: its name in the cache, what opens it, and the files whose change makes what was read stale."""

    name: str
    opened: Opened
    made_by: tuple[Path, ...]

    def key(self) -> str:
        """A hash of the code that reads."""
        digest = hashlib.sha256()
        for path in self.made_by:
            digest.update(path.read_bytes())
        return digest.hexdigest()[:12]


_FORM: Final = Path(form.__file__).parent
SCAN: Final = (*sorted((_FORM / "page").glob("*.js")), _FORM / "scan.py", _FORM / "snapshot.py")
"""The code of the scan."""
LOOKS: Final = Reader("looks", looks.looking, (*SCAN, Path(looks.__file__)))
PREDICTIONS: Final = Reader("chromium", chromium.predicting, ())
"""Chromium's own verdicts hang on the browser alone; a new one wants `--cache` elsewhere."""


_FAILED: Final = ".unread"


class Store:
    """What one reader read, a file a page."""

    def __init__(self, folder: Path, reader: Reader) -> None:
        self._key = reader.key()
        self._reader = reader
        self._folder = folder / reader.name / self._key

    @property
    def stale(self) -> bool:
        """Whether the code that reads was changed since: what was read then may be of either."""
        return self._reader.key() != self._key

    def path(self, page: Saved) -> Path:
        """Where the reading of a page lies, or would."""
        return self._folder / f"{hashlib.sha256(page.path.read_bytes()).hexdigest()[:24]}.pickle"

    def holds(self, page: Saved) -> bool:
        """Whether the page was read."""
        return self.path(page).is_file()

    def failure(self, page: Saved) -> Unread | None:
        """Why the page could not be read when that was tried; None where it was read, or never tried."""
        told = self.path(page).with_suffix(_FAILED)
        return Unread(told.read_text(encoding="utf-8")) if told.is_file() else None

    def get(self, page: Saved) -> Any:
        """What was read. Raises FileNotFoundError where nothing was."""
        with self.path(page).open("rb") as file:
            return pickle.load(file)

    def put(self, page: Saved, value: Any) -> None:
        """Remember what was read, or why it wasn't; a reading that is interrupted leaves no half file."""
        path = self.path(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(value, Unread):
            path.with_suffix(_FAILED).write_text(value.why, encoding="utf-8")
            return
        unfinished = path.with_suffix(f".{threading.get_ident()}")
        unfinished.write_bytes(pickle.dumps(value))
        unfinished.replace(path)
        path.with_suffix(_FAILED).unlink(missing_ok=True)


def read_all(pages: Sequence[Saved], reader: Reader, store: Store, browser: Path, jobs: int) -> Iterator[tuple[Saved, Any]]:
    """Read the pages, remember them, and yield each with what was read as it comes in: an `Unread` where it couldn't be."""
    waiting: queue.SimpleQueue[Saved | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Saved, Any] | None] = queue.SimpleQueue()
    for page in pages:
        waiting.put(page)
    threads = [threading.Thread(target=_work, args=(reader, store, browser, waiting, done)) for _ in range(min(jobs, len(pages)))]
    for thread in threads:
        waiting.put(None)
        thread.start()
    open_threads = len(threads)
    while open_threads:
        read = done.get()
        if read is None:
            open_threads -= 1
        else:
            yield read
    for thread in threads:
        thread.join()


def _work(
    reader: Reader,
    store: Store,
    browser: Path,
    waiting: queue.SimpleQueue[Saved | None],
    done: queue.SimpleQueue[tuple[Saved, Any] | None],
) -> None:
    worker: _Worker | None = None
    try:
        while page := waiting.get():
            worker = worker or _Worker(reader, browser)
            result = worker.read(page.path)
            if isinstance(result, Unread):
                worker.kill()
                worker = None
            store.put(page, result)
            done.put((page, result))
    finally:
        if worker:
            worker.kill()
        done.put(None)


class _Worker:
    """A process with a browser of its own."""

    def __init__(self, reader: Reader, browser: Path) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._ours, theirs = spawning.Pipe()
        self._process: BaseProcess = spawning.Process(target=_serve, args=(theirs, reader, browser), daemon=True)
        self._process.start()
        theirs.close()

    def read(self, path: Path) -> Any:
        self._ours.send(path)
        if not self._ours.poll(PATIENCE_S):
            return Unread(f"not read within {PATIENCE_S} s")
        try:
            return self._ours.recv()
        except EOFError:
            return Unread("the process that read it ended")

    def kill(self) -> None:
        """End it at once; Playwright's driver then ends too, and closes its browser."""
        self._process.kill()
        self._process.join()
        self._ours.close()


def _serve(theirs: Connection, reader: Reader, browser: Path) -> None:
    with suppress(EOFError, BrokenPipeError), reader.opened(browser) as read:  # nobody listens any more
        while True:
            path = theirs.recv()
            try:
                theirs.send(read(path))
            except PlaywrightError as error:
                theirs.send(Unread(str(error).splitlines()[0]))
