"""`ai-optout receipt`: listed, opened, printed, compared."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.cli.belongings import Belongings
from tests.cli.conftest import Type
from tests.cli.typed import typed as typed_apart

from ai_optout.cli.receipt import WHAT_IT_SHOWS
from ai_optout.receipt import FOLDER


def folder_of(belongings: Belongings, number: int) -> Path:
    """The folder of the receipt so many-th from the first."""
    return sorted((belongings.data / FOLDER).iterdir(), key=lambda folder: folder.stat().st_mtime_ns)[number - 1]


def test_where_there_is_none_that_is_said(typed: Type) -> None:
    assert (
        typed("receipt").stdout == "There is no receipt yet. A request leaves one as soon as its form was filled: ai-optout run\n"
    )


@pytest.mark.parametrize("option", ["--open", "--pdf=receipt.pdf"])
def test_where_there_is_none_nothing_is_opened_or_printed(typed: Type, option: str) -> None:
    assert typed("receipt", option).refusal == (
        2,
        "There is no receipt yet. A request leaves one as soon as its form was filled: ai-optout run",
    )


def test_they_are_listed_with_what_came_of_them_and_where_they_lie(typed: Type, belongings: Belongings) -> None:
    request = belongings.request()

    said = typed("receipt").stdout

    assert said.startswith("Receipts:\n1: ")
    assert "  Flow: facebook-objection\n  Status: acknowledged\n" in said
    assert str(belongings.data / FOLDER / str(request.receipt) / "receipt.html") in said


def test_as_json_each_is_a_row(typed: Type, belongings: Belongings) -> None:
    belongings.request()

    (row,) = typed("receipt", "--json").document["receipts"]

    assert (row["request"], row["flow"], row["status"], row["finished"]) == (1, "facebook-objection", "acknowledged", True)
    assert row["page"] == f"{row['folder']}/receipt.html"


def test_one_that_a_run_left_is_listed_and_not_opened(typed: Type, belongings: Belongings) -> None:
    belongings.request(finished=False)
    folder = folder_of(belongings, 1)

    assert "not finished" in typed("receipt").stdout
    assert typed("receipt", "1", "--open").refusal == (
        2,
        (
            f"The receipt of 1 isn't finished: the run broke off, or is still going on. What there is of it: {folder}. "
            "The next run finishes it."
        ),
    )


def test_a_number_that_there_is_not(typed: Type, belongings: Belongings) -> None:
    belongings.request()

    assert typed("receipt", "9").refusal == (2, "There is no receipt of 9. See which there are: ai-optout receipt")


def test_those_of_rehearsals_lie_apart(typed: Type, belongings: Belongings) -> None:
    belongings.request()

    assert typed("receipt", "--rehearsal", "--json").document == {"receipts": []}


def test_open_shows_the_latest_or_the_named_one_in_the_browser(
    typed: Type, belongings: Belongings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def look(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", look)
    first, second = belongings.request(), belongings.request()

    typed("receipt", "2", "--open")
    typed("receipt", str(first.receipt), "--open")

    assert [Path(address).parent.name for address in opened] == [second.receipt, first.receipt]


def test_where_no_browser_opens_the_page_is_named(typed: Type, belongings: Belongings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    belongings.request()

    said = typed("receipt", "--open").stdout

    assert said.startswith("No browser could be opened here. Open it yourself:\n")
    assert said.strip().endswith("receipt.html")


# --- compared with their hashes


def test_verify_says_what_it_shows_and_no_more(typed: Type, belongings: Belongings) -> None:
    belongings.request()

    done = typed("receipt", "--verify")

    assert done.status == 0
    assert done.stdout.endswith(f": as it was\n\nNo file was found changed. {WHAT_IT_SHOWS}\n")
    assert "whoever may write in the folder can write all of it anew, hashes too" in done.stdout


def test_a_changed_file_is_named_and_the_exit_status_is_1(typed: Type, belongings: Belongings) -> None:
    belongings.request()
    belongings.request()
    folder = folder_of(belongings, 1)
    (folder / "form.png").write_bytes(b"another picture")

    done = typed("receipt", "--verify")

    assert done.status == 1
    assert f"{folder.name}: changed\n  form.png has changed.\n" in done.stdout
    assert "1 thing is not as they were." not in done.stdout
    assert "1 thing is not as it was." in done.stdout


def test_verify_as_json_is_a_row_a_receipt(typed: Type, belongings: Belongings) -> None:
    belongings.request()
    folder = folder_of(belongings, 1)
    (folder / "receipt.html").unlink()

    done = typed("receipt", "--verify", "--json")

    assert (done.status, done.document) == (
        1,
        {
            "unchanged": False,
            "receipts": [{"folder": folder.name, "faults": ["receipt.html is missing."], "notes": []}],
            "what_it_shows": WHAT_IT_SHOWS,
        },
    )


def test_verify_of_one_looks_at_that_one(typed: Type, belongings: Belongings) -> None:
    belongings.request()
    belongings.request()
    (folder_of(belongings, 1) / "form.png").unlink()

    assert (typed("receipt", "1", "--verify").status, typed("receipt", "2", "--verify").status) == (1, 0)


def test_after_one_was_forgotten_the_others_verify_with_a_gap_that_is_said(typed: Type, belongings: Belongings) -> None:
    belongings.request()
    gone = belongings.request()
    belongings.request()
    typed("forget", "2", "--yes")

    done = typed("receipt", "--verify")

    assert done.status == 0
    assert f"  A gap before it: {gone.receipt} isn't here any more. It was forgotten, or removed.\n" in done.stdout


# --- printed


def test_it_is_printed_to_a_file_that_only_the_person_can_read(
    belongings: Belongings, tmp_path: Path, browser_executable: Path
) -> None:
    belongings.request()
    target = tmp_path / "for the authority.pdf"

    # In a process of its own: a thread has room for one driver of Playwright, and that may be the tests'.
    done = typed_apart(belongings.data.parent, "receipt", "--pdf", target, "--browser", browser_executable)

    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(b"%PDF-")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert done.stdout == f"{target} holds the receipt. It is yours to guard: ai-optout neither watches nor deletes it.\n"


def test_a_file_that_is_there_is_not_replaced_unasked(typed: Type, belongings: Belongings, tmp_path: Path) -> None:
    belongings.request()
    target = tmp_path / "mine.pdf"
    target.write_text("mine", encoding="utf-8")

    assert typed("receipt", "--pdf", str(target)).refusal == (
        2,
        f"There is a file {target} already. Name another one, or replace it with --force.",
    )
    assert typed("receipt", "--pdf", str(tmp_path)).refusal == (
        2,
        f"{tmp_path} is a folder. Name a file in it: {tmp_path / 'receipt.pdf'}",
    )
    assert target.read_text(encoding="utf-8") == "mine"
