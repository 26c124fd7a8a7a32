"""The hashes of receipts: every change of one file is seen, and what can't be seen isn't said."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.receipt.conftest import Finish, document

from ai_optout.clock import Clock
from ai_optout.receipt import FOLDER, MANIFEST, Receipt, verify
from ai_optout.receipt.chain import last_of

FILES = ["acknowledgement.png", "form.png", "receipt.html", "receipt.json"]


def faults(data: Path) -> list[tuple[str, ...]]:
    return [each.faults for each in verify(data / FOLDER)]


def notes(data: Path) -> list[tuple[str, ...]]:
    return [each.notes for each in verify(data / FOLDER)]


def test_receipts_that_nobody_touched_have_neither_faults_nor_notes(tmp_path: Path, finish: Finish) -> None:
    for _ in range(3):
        finish()

    assert [(one.faults, one.notes) for one in verify(tmp_path / FOLDER)] == [((), ())] * 3


def test_where_there_is_no_receipt_there_is_nothing_to_verify(tmp_path: Path) -> None:
    assert verify(tmp_path / FOLDER) == []


def test_each_is_chained_to_the_one_before_it(tmp_path: Path, finish: Finish) -> None:
    first, second, third = finish(), finish(), finish()

    linked = [[line[66:] for line in (folder / MANIFEST).read_text().splitlines()] for folder in (first, second, third)]

    assert linked == [FILES, [*FILES, f"../{first.name}/{MANIFEST}"], [*FILES, f"../{second.name}/{MANIFEST}"]]


def test_a_manifest_is_what_sha256sum_checks(tmp_path: Path, finish: Finish) -> None:
    finish()
    folder = finish()

    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", MANIFEST], cwd=folder, capture_output=True, text=True, check=False
    )

    assert (checked.returncode, checked.stdout.count(": OK")) == (0, 5)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", [0, -1], ids=["its first byte", "its last byte"])
def test_a_change_of_any_byte_of_any_file_is_seen(tmp_path: Path, finish: Finish, name: str, place: int) -> None:
    folder = finish()
    finish()
    content = bytearray((folder / name).read_bytes())
    content[place] ^= 1
    (folder / name).write_bytes(content)

    assert faults(tmp_path) == [(f"{name} has changed.",), ()]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_gone_is_seen(tmp_path: Path, finish: Finish, name: str) -> None:
    (finish() / name).unlink()

    assert faults(tmp_path) == [(f"{name} is missing.",)]


def test_a_file_changed_together_with_its_hash_is_seen_by_the_receipt_after_it(tmp_path: Path, finish: Finish) -> None:
    folder, after = finish(), finish()
    before = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(before.replace(before[:64], "0" * 64))

    assert faults(tmp_path)[1] == (f"The receipt before it, {folder.name}, has other hashes than when this one was written.",)
    assert after.is_dir()


@pytest.mark.parametrize(
    "text",
    ["", "no hash at all\n", f"{'0' * 64}  ../../../etc/passwd\n", f"{'0' * 64}  receipt.html\nrubbish\n", "\udcff"],
    ids=["empty", "words", "a path out of the folder", "a line of rubbish", "no text"],
)
def test_a_manifest_that_is_none_is_said_to_be_damaged(tmp_path: Path, finish: Finish, text: str) -> None:
    (finish() / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))

    assert faults(tmp_path) == [(f"{MANIFEST} is damaged: a line of it is no hash and name.",)]


def test_a_forgotten_receipt_leaves_a_gap_that_is_said_and_no_fault(tmp_path: Path, finish: Finish) -> None:
    finish()
    gone = finish()
    finish()
    shutil.rmtree(gone)

    assert faults(tmp_path) == [(), ()]
    assert notes(tmp_path) == [(), (f"A gap before it: {gone.name} isn't here any more. It was forgotten, or removed.",)]


def test_after_any_one_was_forgotten_the_next_is_chained_to_the_newest(tmp_path: Path, finish: Finish) -> None:
    for place in range(3):
        folders = [finish() for _ in range(3)]
        shutil.rmtree(folders[place])
        last = last_of(tmp_path / FOLDER)
        assert last
        assert last.folder == [folder for folder in folders if folder.is_dir()][-1].name

    finish()
    assert faults(tmp_path) == [()] * 7


def test_a_receipt_that_says_it_is_the_first_beside_another_is_seen(tmp_path: Path, finish: Finish) -> None:
    first, second = finish(), finish()
    lines = (second / MANIFEST).read_text().splitlines(keepends=True)
    (second / MANIFEST).write_text("".join(lines[:-1]))

    assert faults(tmp_path) == [("Another receipt, too, says that it is the first: one of them was added or changed.",)] * 2
    assert first.is_dir()


def test_a_copy_put_beside_its_original_is_seen(tmp_path: Path, finish: Finish) -> None:
    first, second = finish(), finish()
    shutil.copytree(second, second.with_name(f"{second.name}-copy"))

    said = f"Another receipt, too, says that it is chained to {first.name}: one of them was added or changed."
    assert faults(tmp_path) == [(), (said,), (said,)]


def test_what_was_filed_later_is_said_and_no_fault(tmp_path: Path, finish: Finish) -> None:
    (finish() / "reply.eml").write_text("We will honour your objection.")

    assert (faults(tmp_path), notes(tmp_path)) == ([()], [("Added later, and so without a hash here: reply.eml.",)])


def test_a_receipt_of_a_run_that_broke_off_has_no_hashes_yet(tmp_path: Path, clock: Clock) -> None:
    Receipt.create(tmp_path, "facebook-objection", clock).write(document())

    assert notes(tmp_path) == [("It isn't finished, so it has no hashes yet: the run broke off, or is still going on.",)]
