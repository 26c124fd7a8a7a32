from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ai_optout.clock import SystemClock
from ai_optout.errors import LedgerError
from ai_optout.ledger import Ledger

HOLD = """
import sys
from pathlib import Path
from ai_optout.clock import SystemClock
from ai_optout.ledger import Ledger
with Ledger.open(Path(sys.argv[1]), clock=SystemClock()):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_run(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the ledger until its input ends or it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process


def test_a_second_run_is_told_at_once_that_another_is_running(folder: Path) -> None:
    with another_run(folder):
        begun = time.monotonic()
        with pytest.raises(LedgerError) as refusal:
            Ledger.open(folder, clock=SystemClock())
        assert time.monotonic() - begun < 1
    assert refusal.value.message == f"Another ai-optout is running (it holds {folder / 'ledger.lock'})."
    assert refusal.value.hint == "Wait until it is done, or end it, then run it again."


def test_two_ledgers_in_one_process_are_told_apart_too(ledger: Ledger, folder: Path) -> None:
    with pytest.raises(LedgerError, match=r"^Another ai-optout is running"):
        Ledger.open(folder, clock=SystemClock())


def test_a_lock_that_a_killed_run_left_does_not_block(folder: Path) -> None:
    with another_run(folder) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        Ledger.open(folder, clock=SystemClock()).close()


def test_a_closed_ledger_is_free_and_may_be_closed_again(ledger: Ledger, folder: Path) -> None:
    ledger.close()
    ledger.close()
    Ledger.open(folder, clock=SystemClock()).close()


def test_ledgers_of_two_folders_do_not_hinder_each_other(ledger: Ledger, tmp_path: Path) -> None:
    Ledger.open(tmp_path / "mock" / "data", clock=SystemClock()).close()
