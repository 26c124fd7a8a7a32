"""The docs against what they speak of: commands, settings, statuses, switches of the mock."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import ai_optout
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


NO_FAILURE = {
    *("shape", "third_party_wording", "site_variant", "field_names", "country_control", "late_block_sign", "portal_form_element"),
    *("reason_checked_after_code", "doors_lead_to_portal", "portal_case_digits", "drift_severity", "locale", "account_locale"),
    *(
        "html_lang",
        "login",
        "two_factor_code",
        "login_button",
        "instagram_login",
        "password",
        "account_email",
        "code",
        "code_digits",
    ),
    *("code_place", "code_again_after_error", "outcome", "outcome_delay_s", "outcome_locale", "whatsapp_outcome_english"),
    *("submit_timeout_s", "bad_answers", "trail_anchor", "cookie_dialog", "strict_csp", "beacons", "latency_ms"),
}
"""Switches that only change how the mock looks, waits or counts: what a person meets isn't another pause or sentence for it."""


def what_goes_wrong() -> str:
    return page("mock.md").split("## What a person meets where something goes wrong\n")[1]


def test_every_switch_that_makes_something_go_wrong_has_its_pause_or_sentence_documented() -> None:
    told = {name for row in what_goes_wrong().splitlines() if row.startswith("| ") for name in re.findall(r"`(\w+)`", row)}

    assert set(Switches.model_fields) - told == NO_FAILURE


def test_what_the_page_of_the_mock_quotes_is_what_the_tool_says() -> None:
    catalogue = Path(ai_optout.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "ai_optout.po"
    known = {message.id for message in read_po(io.BytesIO(catalogue.read_bytes()))}

    quoted = re.findall(r"«([^»]+)»", what_goes_wrong())

    assert len(quoted) > 12
    assert [sentence for sentence in quoted if sentence not in known] == []


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
