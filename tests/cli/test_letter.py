"""`ai-optout letter`, as it is typed: which one, about which request, and where it goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Type
from tests.cli.typed import typed as typed_apart
from tests.followup.conftest import sent_request

from ai_optout.folders import Folders
from ai_optout.ledger import Answer, Ledger
from ai_optout.testing import FixedClock

LONG_AGO = datetime.now(UTC) - timedelta(days=90)
Profiles = Callable[..., Path]


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger.open(Folders.of_this_person().data, clock=FixedClock(LONG_AGO)) as opened:
        yield opened


def test_what_comes_next_is_written_to_stdout(typed: Type, ledger: Ledger, profile_file: Profiles) -> None:
    sent_request(ledger)

    done = typed("letter", "--profile", str(profile_file('given_name = "Mina"\n')))

    assert done.status == 0
    assert "# Reminder: no answer to my objection" in done.stdout
    assert done.stderr.startswith("A letter (reminder, en) about request 1, facebook-objection.")


def test_a_file_is_readable_by_its_person_alone(typed: Type, ledger: Ledger, profile_file: Profiles, tmp_path: Path) -> None:
    ledger.answer(sent_request(ledger).id, Answer.REFUSED)
    path = tmp_path / "letter.html"

    done = typed("letter", "--profile", str(profile_file()), "--output", str(path), "--language", "de")

    assert done.status == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert '<html lang="de">' in path.read_text(encoding="utf-8")


def test_a_letter_about_a_rehearsal_says_so_first(typed: Type, profile_file: Profiles) -> None:
    with Ledger.open(Folders.of_this_person().data / "mock", clock=FixedClock()) as rehearsed:
        sent_request(rehearsed)

    document = typed("letter", "reminder", "--mock", "--profile", str(profile_file()), "--json").document

    assert document["notes"][0] == "This is about a rehearsal: nothing was sent to Meta, so the letter is only to be looked at."


def test_as_json_the_letter_is_in_the_document(typed: Type, ledger: Ledger, profile_file: Profiles) -> None:
    sent_request(ledger)

    document = typed("letter", "complaint", "--profile", str(profile_file()), "--region", "DE-HH", "--json").document

    assert (document["kind"], document["language"], document["request"], document["file"]) == ("complaint", "de", 1, None)
    assert "Hamburgische Beauftragte" in document["letter"]
    assert json.dumps(document["notes"])


def test_of_several_requests_none_is_guessed(typed: Type, ledger: Ledger, profile_file: Profiles) -> None:
    sent_request(ledger)
    sent_request(ledger, flow="instagram-objection", account="instagram")

    assert typed("letter", "--profile", str(profile_file())).refusal == (
        2,
        "Several requests may be meant: 2 (instagram-objection), 1 (facebook-objection). Name one: ai-optout letter --request 2",
    )


def test_without_a_request_there_is_nothing_to_write_about(typed: Type) -> None:
    assert typed("letter").refusal == (2, "No request was sent yet: there is nothing to write about. To begin: ai-optout run")


def test_a_request_that_is_not_there_is_refused(typed: Type, ledger: Ledger) -> None:
    assert typed("letter", "--request", "7").refusal == (
        2,
        "There is no request number 7. See which there are: ai-optout status --all",
    )


@pytest.mark.parametrize("name", ["letter", "letter.docx"])
def test_a_file_whose_kind_is_unknown_is_refused(name: str, typed: Type) -> None:
    assert typed("letter", "--output", name).refusal == (
        2,
        f"{name} doesn't say what it should be. End its name in .md, .html or .pdf.",
    )


def test_a_file_that_is_there_is_not_written_over(typed: Type, ledger: Ledger, profile_file: Profiles, tmp_path: Path) -> None:
    sent_request(ledger)
    path = tmp_path / "letter.md"
    path.write_text("mine", encoding="utf-8")

    done = typed("letter", "--profile", str(profile_file()), "--output", str(path))

    assert done.refusal == (2, f"The file {path} is there already. Name another one, or remove it first.")
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_pdf_is_printed_by_the_browser(
    ledger: Ledger, profile_file: Profiles, tmp_path: Path, browser_executable: Path, away_from_the_real_person: Path
) -> None:
    sent_request(ledger)
    path = tmp_path / "letter.pdf"

    done = typed_apart(
        away_from_the_real_person / "ai-optout",
        "letter",
        "--profile",
        profile_file(),
        "--output",
        path,
        "--browser",
        browser_executable,
    )

    assert (done.returncode, done.stdout) == (0, "")
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_mode & 0o777 == 0o600
