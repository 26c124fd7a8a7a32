"""The folder for the browser's temporary profile: private, short enough, swept, gone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ai_optout.browser.temporary import LONGEST_FOR_A_SOCKET, temporary_folder
from ai_optout.errors import AiOptoutError
from ai_optout.folders import Folders


def folders_in(home: Path) -> Folders:
    return Folders(home / "config", home / "data", home / "cache")


def names_in(folders: Folders) -> list[str]:
    return sorted(path.name for path in (folders.cache / "browser").iterdir())


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mask", [0o000, 0o022], ids=["mask-nothing", "the-usual-mask"])
def test_it_is_private_whatever_the_mask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with temporary_folder(folders_in(tmp_path)) as temporary:
            assert mode_of(temporary.path) == 0o700
            assert mode_of(temporary.path.parent) == 0o700
            assert {mode_of(lock) for lock in temporary.path.parent.glob("*.lock")} == {0o600}
    finally:
        os.umask(before)


def test_it_is_gone_afterwards_with_what_was_in_it(tmp_path: Path) -> None:
    with temporary_folder(folders_in(tmp_path)) as temporary:
        (temporary.path / "Default").mkdir()
        (temporary.path / "Default" / "History").write_text("visited")
    assert not temporary.path.exists()
    assert names_in(folders_in(tmp_path)) == ["sweep.lock"]


def test_a_fault_inside_leaves_nothing_either(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), temporary_folder(folders_in(tmp_path)):
        _ = 1 / 0
    assert names_in(folders_in(tmp_path)) == ["sweep.lock"]


def test_what_has_no_living_owner_is_swept(tmp_path: Path) -> None:
    folders = folders_in(tmp_path)
    stale = folders.cache / "browser" / "stale"
    (stale / "Default").mkdir(parents=True)
    (stale.parent / "stale.lock").touch()
    with temporary_folder(folders):
        assert not stale.exists()


def test_what_another_run_uses_is_left_alone(tmp_path: Path) -> None:
    with temporary_folder(folders_in(tmp_path)) as first, temporary_folder(folders_in(tmp_path)) as second:
        assert first.path.is_dir()
        assert second.path.is_dir()
        assert first.path != second.path


def test_a_deep_home_gets_a_short_way_into_the_same_folder(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-long-name-of-a-folder"] * 6)
    with temporary_folder(folders_in(deep)) as temporary:
        assert len(os.fsencode(temporary.for_sockets)) <= LONGEST_FOR_A_SOCKET
        assert temporary.for_sockets.resolve() == temporary.path.resolve()
        assert mode_of(temporary.for_sockets.parent) == 0o700
    assert not temporary.for_sockets.parent.exists()


def test_the_short_way_of_a_dead_run_is_swept_too(tmp_path: Path) -> None:
    folders = folders_in(tmp_path)
    stale, holder = folders.cache / "browser" / "stale", tmp_path / "ai-optout-abc"
    stale.mkdir(parents=True)
    holder.mkdir()
    (holder / "t").symlink_to(stale)
    (stale / "link").symlink_to(holder)
    with temporary_folder(folders):
        assert not holder.exists()


def test_a_short_way_that_is_gone_already_hinders_no_sweep(tmp_path: Path) -> None:
    folders = folders_in(tmp_path)
    stale = folders.cache / "browser" / "stale"
    stale.mkdir(parents=True)
    (stale / "link").symlink_to(tmp_path / "ai-optout-gone")
    with temporary_folder(folders):
        assert not stale.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    with pytest.raises(AiOptoutError) as refusal, temporary_folder(folders_in(tmp_path)):
        pass
    assert refusal.value.message == f"The folder {tmp_path / 'cache'} can't be made: File exists."


def test_a_deep_folder_for_temporary_files_is_none_to_put_a_socket_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Chromium doesn't start otherwise. Where macOS puts TMPDIR by itself, a path has 49 bytes already.
    deep = tmp_path / ("deep-" * 10)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    monkeypatch.setattr("tempfile.tempdir", None)

    with temporary_folder(folders_in(deep)) as temporary:
        assert len(os.fsencode(temporary.for_sockets)) <= LONGEST_FOR_A_SOCKET
