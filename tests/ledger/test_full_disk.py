"""A disk that is really full, and a folder that may really not be written to: a clear sentence, and nothing half-written.

Where a file system of 300 kB can be mounted it is one; elsewhere no file of this process may grow (RLIMIT_FSIZE).
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.receipt.conftest import document, png

from ai_optout.clock import SystemClock
from ai_optout.errors import AiOptoutError, LedgerError
from ai_optout.exporting import Belongings, write_export
from ai_optout.folders import write_private
from ai_optout.ledger import Ledger, Request, State
from ai_optout.opening import open_ledger
from ai_optout.receipt import Receipt, kept_receipts, verify
from ai_optout.status import Status


@dataclass
class SmallDisk:
    """A folder whose disk can be filled."""

    folder: Path
    mounted: bool

    @contextmanager
    def full(self) -> Iterator[None]:
        """Not one byte more fits while the block lasts."""
        if self.mounted:
            ballast = self.folder / "ballast"
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
            try:
                yield
            finally:
                ballast.unlink()
            return
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    def files(self) -> dict[str, bytes]:
        """Every file on it but the ballast and what SQLite puts beside the ledger."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and path.name != "ballast")
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files if not path.name.endswith("-shm")}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "small"
    folder.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k,mode=700", "tmpfs", str(folder)]
    mounted = (
        sys.platform == "linux" and os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )
    yield SmallDisk(folder, mounted)
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def plan(ledger: Ledger) -> Request:
    return ledger.plan(person="a" * 64, profile="me", flow="facebook-objection", right="objection", account="facebook")


def test_a_write_of_the_ledger_on_a_full_disk_is_refused_whole_and_goes_on_once_there_is_space(disk: SmallDisk) -> None:
    with Ledger.open(disk.folder / "data", clock=SystemClock()) as ledger:
        request = plan(ledger)

        def write_on() -> None:
            for _ in range(200):  # what SQLite has reserved beside the ledger takes a few more
                ledger.record(request.id, "fill", {"wording": "x" * 3000})

        with disk.full(), pytest.raises(LedgerError) as refusal:
            write_on()
        told = len(ledger.events(request.id))

        assert refusal.value.message.startswith(f"The ledger {disk.folder / 'data' / 'ledger.sqlite3'} can't be ")
        assert "space" in refusal.value.hint
        assert ledger.request(request.id) == request
        ledger.enter(request.id, State.OPENED)
        assert len(ledger.events(request.id)) == told + 1


def test_a_ledger_can_not_be_begun_on_a_full_disk_and_can_be_afterwards(disk: SmallDisk) -> None:
    with disk.full(), pytest.raises(AiOptoutError) as refusal:
        Ledger.open(disk.folder / "data", clock=SystemClock())

    assert refusal.value.hint
    with Ledger.open(disk.folder / "data", clock=SystemClock()) as ledger:
        assert plan(ledger).id == 1


@pytest.mark.parametrize("what", ["a picture", "the document", "the end of it"])
def test_a_receipt_on_a_full_disk_is_what_it_was_before(disk: SmallDisk, what: str) -> None:
    receipt = Receipt.create(disk.folder, "facebook-objection", SystemClock())
    receipt.picture("form", png())
    receipt.write(document(status=None, state=State.FILLED))
    before = disk.files()

    def go_on() -> None:
        match what:
            case "a picture":
                receipt.picture("acknowledgement", png(800, 800) * 40)
            case "the document":
                receipt.write(document(acknowledgement="x" * 20_000))
            case _:
                receipt.finish(document(acknowledgement="x" * 20_000))

    with disk.full(), pytest.raises(LedgerError) as refusal:
        go_on()

    assert "can't be written: " in refusal.value.message
    assert refusal.value.hint == "Free some space or make the folder writable, then run it again."
    assert disk.files() == before


def test_a_receipt_that_could_not_be_finished_is_finished_by_the_next_start(disk: SmallDisk) -> None:
    data = disk.folder / "data"
    with Ledger.open(data, clock=SystemClock()) as ledger:
        request = plan(ledger)
        receipt = Receipt.create(data, "facebook-objection", SystemClock())
        receipt.picture("form", png())
        receipt.write(document(request=request.id, status=None, state=State.FILLED))
        with disk.full(), pytest.raises(LedgerError):
            receipt.finish(document(request=request.id, acknowledgement="x" * 20_000))
        ledger.end(request.id, Status.STOPPED, reason="Stopped, as you asked.")

    with open_ledger(data, clock=SystemClock(), who_is=lambda _: "a" * 64):
        pass

    assert [kept.finished for kept in kept_receipts(data)] == [True]
    assert [(one.faults, one.notes) for one in verify(data / "receipts")] == [((), ())]


def test_a_damaged_ledger_on_a_full_disk_stays_until_there_is_space(disk: SmallDisk) -> None:
    data = disk.folder / "data"
    with Ledger.open(data, clock=SystemClock()) as ledger:
        plan(ledger)
    Receipt.create(data, "facebook-objection", SystemClock()).finish(document(acknowledgement=None))
    (data / "ledger.sqlite3").write_bytes(b"This is no database. ")

    def start() -> int:
        with open_ledger(data, clock=SystemClock(), who_is=lambda _: "a" * 64) as opened:
            return len(opened.ledger.requests())

    with disk.full(), pytest.raises(LedgerError):
        start()

    assert (data / "ledger.sqlite3").read_bytes() == b"This is no database. "
    assert start() == 1


def test_an_export_to_a_full_disk_leaves_nothing(disk: SmallDisk) -> None:
    target = disk.folder / "mine.zip"
    with disk.full(), pytest.raises(AiOptoutError) as refusal:
        write_export(target, Belongings({}, [], []), SystemClock().now(), force=False)

    assert refusal.value.message.startswith(f"The file {target} can't be written: ")
    assert disk.files() == {}


# --- a folder that may not be written to


def without_roots_powers(work: object) -> None:
    """Do `work` in a thread for which a read-only folder is read-only, even where the tests are run by root."""

    def drop_and_work() -> None:
        if sys.platform == "linux" and os.geteuid() == 0:
            version_3_of_this_thread = (ctypes.c_uint32 * 2)(0x20080522, 0)  # capset(2)
            assert ctypes.CDLL(None).capset(version_3_of_this_thread, (ctypes.c_uint32 * 6)()) == 0
        assert callable(work)
        work()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(drop_and_work).result()


def test_a_receipt_in_a_read_only_folder_is_refused_whole(tmp_path: Path) -> None:
    receipt = Receipt.create(tmp_path, "facebook-objection", SystemClock())
    receipt.write(document(status=None))
    assert receipt.folder
    receipt.folder.chmod(0o500)

    def write() -> None:
        with pytest.raises(LedgerError) as refusal:
            receipt.finish(document())
        assert refusal.value.message == f"The file {receipt.folder}/receipt.json can't be written: Permission denied."

    without_roots_powers(write)
    assert [path.name for path in receipt.folder.iterdir()] == ["receipt.json"]


def test_a_file_in_a_read_only_folder_is_refused_whole(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o500)

    def write() -> None:
        with pytest.raises(AiOptoutError) as refusal:
            write_private(folder / "file", b"content")
        assert refusal.value.message == f"The file {folder / 'file'} can't be written: Permission denied."

    without_roots_powers(write)
    assert list(folder.iterdir()) == []
