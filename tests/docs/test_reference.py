"""The docs against what they speak of: commands, settings, statuses, switches of the mock."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ai_optout.cli.reference import commands, help_of, reference
from ai_optout.settings import Settings
from ai_optout.status import Status
from mock_meta.settings import Switches

DOCS = Path(__file__).resolve().parents[2] / "docs"


def page(name: str) -> str:
    """A page of the docs."""
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_command_reference_is_what_help_prints_today() -> None:
    assert page("cli.md") == reference(), "type: make docs"


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(("ai-optout", *words)))
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    text = help_of(words)

    assert re.search(r"Examples?:", text) or not words or words == ("profile",)
    assert f"ai-optout {' '.join(words)}".strip() in text


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_documented_with_its_exit_status(status: Status) -> None:
    row = next(line for line in page("cli.md").splitlines() if line.startswith("|") and f"`{status}`" in line)

    assert f"| {status.exit_status} |" in row


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    assert f"| `{name}` |" in page("settings.md")


@pytest.mark.parametrize("name", Switches.model_fields)
def test_every_switch_of_the_mock_is_documented_with_its_source(name: str) -> None:
    row = next((line for line in page("mock.md").splitlines() if line.startswith(f"| `{name}` |")), "")

    assert re.search(r"\[(P|M|1|\?|own|P/M)\]", row)


def test_help_imports_neither_the_browser_nor_the_mock() -> None:
    program = (
        "import sys\n"
        "sys.argv = ['ai-optout', '--help']\n"
        "from ai_optout.cli.entry import run_command\n"
        "assert run_command(['--help']) == 0\n"
        "heavy = {'playwright', 'PIL', 'starlette', 'uvicorn', 'questionary', 'keyring', 'mock_meta', 'babel', 'structlog'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)

    assert done.stderr.strip() == ""
    assert done.returncode == 0


@pytest.mark.parametrize(
    "path", [*DOCS.glob("*.md"), DOCS.parent / "README.md", DOCS.parent / "CHANGELOG.md"], ids=lambda path: path.name
)
def test_every_link_between_the_pages_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))

    assert [target for target in targets if not (path.parent / target).exists()] == []
