"""Folders of a rehearsal: private, kept until the next of their kind, never taken from under somebody."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ai_optout.scratch import scratch_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_it_is_private_and_stays_after_the_block() -> None:
    with scratch_folder("demo") as folder:
        (folder / "receipt.json").write_text("{}")

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "receipt.json").exists()


def test_the_next_of_its_kind_takes_it_away() -> None:
    with scratch_folder("demo") as first:
        pass
    with scratch_folder("demo") as second:
        assert not first.exists()
        assert second.exists()


def test_one_that_somebody_works_in_stays() -> None:
    with scratch_folder("demo") as first, scratch_folder("demo") as second:
        assert first != second
        assert first.exists()


def test_another_kind_and_other_things_stay(temporary: Path) -> None:
    with scratch_folder("other") as other:
        pass
    (temporary / "ai-optout-demo-note").write_text("a file")
    target = temporary / "precious"
    target.mkdir()
    (temporary / "ai-optout-demo-link").symlink_to(target)

    with scratch_folder("demo"):
        pass

    assert other.exists()
    assert target.exists()
    assert (temporary / "ai-optout-demo-note").exists()
    assert (temporary / "ai-optout-demo-link").is_symlink()
