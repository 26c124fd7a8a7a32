"""`ai-optout export`: everything of one person in a zip, nothing of another's, whole or not at all."""

from __future__ import annotations

import json
import stat
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.belongings import Belongings
from tests.cli.conftest import Type

from ai_optout.receipt import FOLDER
from ai_optout.vault import KeyringVault


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_holds_profile_ledger_and_receipts_and_only_the_person_can_read_it(
    typed: Type, belongings: Belongings, tmp_path: Path
) -> None:
    belongings.person()
    request = belongings.request()
    KeyringVault().store_secret("mailbox anna", "the mailbox's password")

    done = typed("export", "--output", "anna.zip")

    assert done.stdout == (
        "anna.zip holds the profile «anna», 1 request and 1 receipt. It is yours to guard: ai-optout neither watches nor deletes "
        "it. Passwords of mailboxes are not in it.\n"
    )
    target = tmp_path / "anna.zip"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    found = contents(target)
    assert tomllib.loads(found["profiles/anna.toml"].decode())["reason"] == "The reason of anna."
    ledger = json.loads(found["ledger.json"])
    assert [(row["id"], row["status"], row["profile"]) for row in ledger["requests"]] == [(1, "acknowledged", "anna")]
    assert [event["kind"] for event in ledger["requests"][0]["events"]][-2:] == ["end", "receipt"]
    folder = belongings.data / FOLDER / str(request.receipt)
    for path in folder.iterdir():
        assert found[f"receipts/{folder.name}/{path.name}"] == path.read_bytes()
    assert not [name for name, content in found.items() if b"the mailbox's password" in content]


def test_it_holds_nothing_of_anybody_else(typed: Type, belongings: Belongings, tmp_path: Path) -> None:
    for name in ("anna", "ben"):
        belongings.person(name, f"{name}@mail.example")
        belongings.request(name, f"{name}@mail.example")

    document = typed("export", "ben", "--output", "ben.zip", "--json").document

    assert document == {"file": "ben.zip", "profile": "ben", "requests": 1, "receipts": 1}
    found = contents(tmp_path / "ben.zip")
    assert [name for name in found if name.startswith("profiles/")] == ["profiles/ben.toml"]
    assert [row["id"] for row in json.loads(found["ledger.json"])["requests"]] == [2]


def test_requests_that_the_same_profile_made_with_an_earlier_address_are_in_it(typed: Type, belongings: Belongings) -> None:
    belongings.request("anna", "anna.before@mail.example")
    belongings.person("anna", "anna@mail.example")
    belongings.request("anna", "anna@mail.example")

    assert typed("export", "anna", "--json").document["requests"] == 2


def test_a_profile_in_a_file_gives_the_requests_of_its_address(
    typed: Type, belongings: Belongings, profile_file: Callable[..., Path]
) -> None:
    belongings.request("person", "somebody.else@mail.example")
    belongings.request("anything", "mina@mail.example")

    assert typed("export", str(profile_file()), "--json").document["requests"] == 1


def test_without_a_name_it_is_named_by_profile_and_day(typed: Type, belongings: Belongings, tmp_path: Path) -> None:
    belongings.person()

    typed("export")

    assert [path.name[:15] for path in tmp_path.glob("*.zip")] == ["ai-optout-anna-"]


def test_a_file_that_is_there_is_not_replaced_unasked(typed: Type, belongings: Belongings, tmp_path: Path) -> None:
    belongings.person()
    (tmp_path / "mine.zip").write_text("mine", encoding="utf-8")

    assert typed("export", "--output", "mine.zip").refusal == (
        2,
        "There is a file mine.zip already. Name another one, or replace it with --force.",
    )
    assert (tmp_path / "mine.zip").read_text(encoding="utf-8") == "mine"
    assert typed("export", "--output", "mine.zip", "--force").status == 0
    assert contents(tmp_path / "mine.zip")


def test_a_receipt_that_can_not_be_read_leaves_no_half_of_a_zip(typed: Type, belongings: Belongings, tmp_path: Path) -> None:
    belongings.person()
    request = belongings.request()
    page = belongings.data / FOLDER / str(request.receipt) / "receipt.html"
    page.unlink()
    page.symlink_to("/proc/self/mem")  # a file that is there, and whose first byte can't be read

    done = typed("export", "--output", "anna.zip")

    assert done.refusal == (1, f"The file {page} can't be read: Input/output error. Make it readable for you, then run it again.")
    assert [path.name for path in tmp_path.iterdir()] == []


def test_nobody_of_that_name(typed: Type, belongings: Belongings) -> None:
    belongings.person()

    assert typed("export", "ana").refusal == (
        2,
        'There is no profile "ana" (did you mean "anna"?). See which there are: ai-optout profile list',
    )


def test_what_an_earlier_run_left_half_way_is_said_and_exported_as_it_ended(
    typed: Type, belongings: Belongings, tmp_path: Path
) -> None:
    belongings.person()
    belongings.request(finished=False)

    done = typed("export", "--output", "anna.zip")

    assert "broke off and is unknown. It is not sent again by itself: look for an e-mail about it first.\n" in done.stdout
    found = contents(tmp_path / "anna.zip")
    assert json.loads(found["ledger.json"])["requests"][0]["status"] == "unknown"
    assert len([name for name in found if name.endswith("/receipt.html")]) == 1


def test_a_damaged_ledger_is_said_kept_aside_and_made_anew(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    belongings.request()
    (belongings.data / "ledger.sqlite3").write_bytes(b"This is no database. " * 500)

    done = typed("export")

    (aside,) = belongings.data.glob("ledger-damaged-*.sqlite3")
    assert done.stdout.startswith(
        f"The ledger was damaged and is kept as {aside}. A new one was made from the receipts: it knows 1 request.\n"
    )
    assert "1 request and 1 receipt. " in done.stdout


def test_a_lost_ledger_and_a_receipt_of_nobody_are_said(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    request = belongings.request()
    folder = belongings.data / FOLDER / str(request.receipt)
    (folder / "receipt.json").write_text("{", encoding="utf-8")
    (belongings.data / "ledger.sqlite3").unlink()

    done = typed("export")

    assert (
        f"The receipt {folder} can't be read, or doesn't say whose it is. Look at it before you send the same again."
        in done.stdout
    )
