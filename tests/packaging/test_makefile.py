"""The one entry: `make` tells the truth about itself, and .ci/run calls the same targets as a person."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def make(*arguments: str, folder: Path = CHECKOUT) -> subprocess.CompletedProcess[str]:
    # Not as a part of the `make test` that may have started us: its flags would be ours.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_prints_every_target_but_itself() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    printed = make()

    assert printed.returncode == 0
    assert {line.split()[1] for line in printed.stdout.splitlines()} == set(phony.split())


def test_every_target_can_be_planned() -> None:
    for line in make().stdout.splitlines():
        assert make("--dry-run", line.split()[1]).returncode == 0, line


def test_a_python_that_is_too_old_is_refused_with_the_way_out(tmp_path: Path) -> None:
    shutil.copy(CHECKOUT / "Makefile", tmp_path)
    shutil.copy(CHECKOUT / "requirements-dev.lock", tmp_path)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)

    refused = make("venv", f"PYTHON={old}", folder=tmp_path)

    assert refused.returncode != 0
    assert (
        f"ai-optout needs Python 3.11 or newer; {old} is older or isn't there. Type: make PYTHON=python3.11\n" in refused.stderr
    )
    assert not (tmp_path / ".venv").exists()


def test_ci_runs_the_targets_a_person_runs_and_takes_a_skip_for_a_failure() -> None:
    ci = CHECKOUT / ".ci" / "run"
    lines = [line for line in ci.read_text(encoding="utf-8").splitlines() if line.startswith("make ")]

    assert lines == ["make check", 'make test PYTEST_ARGS="--no-skips"']
    assert os.access(ci, os.X_OK)
