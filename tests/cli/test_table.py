"""The table of commands and the one place that shows errors: one sentence and the way out, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest
from tests.cli.conftest import Type

from ai_optout.cli.entry import run_command
from ai_optout.errors import AiOptoutError, NeedsPerson, PageError, ProfileError, Skipped, Stopped, UsageError

COMMANDS = ("demo", "run", "profile", "flows", "doctor", "mock")


def test_the_version_is_the_packages(typed: Type) -> None:
    done = typed("--version")

    assert (done.status, done.stdout) == (0, f"ai-optout {version('ai-optout')}\n")


@pytest.mark.parametrize("words", [("--help",), ("-h",), *((command, "--help") for command in COMMANDS)], ids=" ".join)
def test_help_is_there_for_everything(typed: Type, words: tuple[str, ...]) -> None:
    done = typed(*words)

    assert done.status == 0
    assert "Usage" in done.stdout


def test_the_help_names_every_command(typed: Type) -> None:
    said = typed("--help").stdout

    assert [command for command in COMMANDS if command not in said] == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (AiOptoutError, 1),
        (PageError, 1),
        (UsageError, 2),
        (ProfileError, 2),
        (NeedsPerson, 3),
        (Stopped, 4),
        (Skipped, 0),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_an_error_is_one_sentence_the_way_out_and_its_exit_status(
    error: type[AiOptoutError], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise error("It broke.", "Type [this].")

    monkeypatch.setattr("ai_optout.cli.table.app", failing)

    assert run_command(["run"]) == status
    assert capsys.readouterr().err == "It broke.\nType [this].\n"


def test_ctrl_c_before_anything_was_begun_is_stopped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ai_optout.cli.table.app", interrupted)

    assert run_command(["run"]) == 4
    assert capsys.readouterr().err == "Stopped. Nothing more was done.\n"


def test_a_message_is_no_markup(typed: Type) -> None:
    assert typed("run", "[bold]x[/bold]").stderr.startswith("There is no flow «[bold]x[/bold]».")


def test_the_help_imports_neither_the_browser_nor_the_forms() -> None:
    program = (
        "import sys\nfrom ai_optout.cli.entry import run_command\nrun_command(['--help'])\n"
        "heavy = {'playwright', 'pydantic', 'starlette', 'babel', 'keyring', 'PIL', 'mock_meta'}\n"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert done.stderr == ""
