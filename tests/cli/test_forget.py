"""`ai-optout forget`: what goes, what stays, and that nothing goes unasked."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pexpect
import pytest
from tests.cli.belongings import Belongings
from tests.cli.conftest import Type
from tests.cli.typed import environment

from ai_optout.clock import SystemClock
from ai_optout.ledger import Ledger
from ai_optout.vault import KeyringVault

STAYS = (
    "What Meta has stays there: to have it erased you ask Meta.\n"
    "What you exported or printed, backups of this computer, and what a disk keeps of deleted files are not reached.\n"
    "ai-optout won't know any more that this was sent: a run would send it again.\n"
)
ASIDE = "A damaged ledger that was kept aside may hold some of it, too: "


def requests(belongings: Belongings) -> list[int]:
    with Ledger.open(belongings.data, clock=SystemClock()) as ledger:
        return [request.id for request in ledger.requests()]


def test_a_person_goes_with_profile_requests_receipts_and_log_in_and_nobody_else_does(
    typed: Type, belongings: Belongings
) -> None:
    for name in ("anna", "ben"):
        belongings.person(name, f"{name}@mail.example")
        belongings.request(name, f"{name}@mail.example")
    belongings.other_things("anna", "ben")
    before = belongings.there()

    done = typed("forget", "anna", "--yes")

    assert done.stdout.startswith(f"Removed: 1 request, 1 receipt, 1 remembered log-in, 1 profile.\n{STAYS}{ASIDE}")
    assert (KeyringVault().names(), requests(belongings)) == (("ben",), [2])
    gone = before - belongings.there()
    assert {name for name in gone if "receipts" not in name} == {"data/logins/anna/Cookies"}
    assert len({name.split("/")[2] for name in gone if "receipts" in name}) == 1


def test_a_reply_to_a_request_without_a_receipt_goes_with_it_and_so_does_the_page_that_showed_it(
    typed: Type, belongings: Belongings
) -> None:
    request = belongings.request()
    assert request.receipt
    shutil.rmtree(belongings.data / "receipts" / request.receipt)
    with closing(sqlite3.connect(belongings.data / "ledger.sqlite3")) as connection, connection:
        connection.execute("UPDATE requests SET receipt = NULL")
    for folder in (f"request-{request.id}", "other"):
        (belongings.data / "receipts" / folder).mkdir(mode=0o700)
        (belongings.data / "receipts" / folder / "reply-0123456789abcdef.eml").write_bytes(b"Subject: no\n\n")
    belongings.folders.cache.mkdir(mode=0o700, parents=True)
    (belongings.folders.cache / "status.html").write_text("facebook-objection", encoding="utf-8")

    done = typed("forget", str(request.id), "--yes", "--json")

    assert done.document["removed"] == {"requests": 1, "receipts": 1, "other files and folders": 1}
    assert [path.name for path in (belongings.data / "receipts").iterdir()] == ["other"]
    assert not (belongings.folders.cache / "status.html").exists()


def test_what_the_only_person_pointed_at_and_the_mailbox_go_with_them(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    belongings.other_things("some other name")
    KeyringVault().store_secret("mailbox", "a password")

    done = typed("forget", "anna", "--yes", "--json")

    assert done.document["removed"] == {"remembered log-ins": 1, "forms that you pointed in": 1, "profiles": 1, "secrets": 1}
    assert KeyringVault().secret_names() == ("key for ledger",)
    assert "config/config.toml" in belongings.there()


def test_a_log_in_is_theirs_by_the_hash_that_lies_in_it_whatever_it_is_called(typed: Type, belongings: Belongings) -> None:
    for name in ("anna", "ben"):
        belongings.person(name, f"{name}@mail.example")
    who = belongings.request().person
    belongings.other_things("a%20name", "anna")
    (belongings.data / "logins" / "a%20name" / "owner").write_text(who, encoding="utf-8")
    (belongings.data / "logins" / "anna" / "owner").write_text("0" * 64, encoding="utf-8")  # of somebody who was called so before

    typed("forget", "anna", "--yes")

    assert [path.name for path in (belongings.data / "logins").iterdir()] == ["anna"]


def test_requests_that_the_profile_made_with_an_earlier_address_go_too(typed: Type, belongings: Belongings) -> None:
    belongings.request("anna", "anna.before@mail.example")
    belongings.person()

    typed("forget", "anna", "--yes")

    assert requests(belongings) == []


def test_one_request_goes_with_its_receipt_and_the_person_stays(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    for _ in range(3):
        belongings.request()

    assert typed("forget", "2", "--yes").stdout == f"Removed: 1 request, 1 receipt.\n{STAYS}"
    assert (KeyringVault().names(), requests(belongings)) == (("anna",), [1, 3])
    assert len(list((belongings.data / "receipts").iterdir())) == 2


def test_all_leaves_only_the_settings_and_the_lock(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    belongings.request()
    belongings.other_things("anna")
    KeyringVault().store_secret("mailbox anna", "a password")

    done = typed("forget", "--all", "--yes")

    assert done.stdout == (
        "Removed: 1 request, 1 receipt, 1 remembered log-in, 1 form that you pointed in, 2 other files and folders, 1 profile, "
        f"2 secrets.\n{STAYS}"
    )
    assert belongings.there() == {"config/config.toml"}
    assert (KeyringVault().names(), KeyringVault().secret_names()) == ((), ())


def test_what_was_forgotten_is_in_no_file_any_more(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    request = belongings.request()

    typed("forget", "anna", "--yes")

    root = belongings.data.parent
    told = [path for path in root.rglob("*") if path.is_file() and str(request.receipt).encode() in path.read_bytes()]
    assert told == []


def test_a_profile_in_a_file_is_the_persons_to_delete(
    typed: Type, belongings: Belongings, profile_file: Callable[..., Path]
) -> None:
    path = profile_file()
    belongings.request("person", "mina@mail.example")

    done = typed("forget", str(path), "--yes")

    assert done.stdout == (
        f"Removed: 1 request, 1 receipt.\n{STAYS}The file {path} is yours: delete it if nobody else is to read it.\n"
    )
    assert path.is_file()


def test_a_rehearsal_is_forgotten_without_the_profile(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    belongings.request()

    assert typed("forget", "anna", "--rehearsal", "--yes").stdout.startswith("Removed: nothing, for there was nothing of it.\n")
    assert (KeyringVault().names(), requests(belongings)) == (("anna",), [1])


def test_a_request_that_there_is_not(typed: Type, belongings: Belongings) -> None:
    assert typed("forget", "7", "--yes").refusal == (
        1,
        f"The ledger {belongings.data / 'ledger.sqlite3'} has no request number 7.",
    )


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ((), "Say what to forget: a profile's name, a request's number, or --all, and only one of them."),
        (("anna", "--all"), "Say what to forget: a profile's name, a request's number, or --all, and only one of them."),
        (("--all", "--rehearsal"), "--all forgets rehearsals too."),
        (("anna", "--json"), "--json asks nothing."),
    ],
)
def test_what_can_not_be_meant_is_refused(typed: Type, words: tuple[str, ...], refusal: str) -> None:
    done = typed("forget", *words)

    assert (done.status, done.stderr.startswith(refusal)) == (2, True)


def test_where_nobody_can_be_asked_nothing_is_removed(typed: Type, belongings: Belongings) -> None:
    belongings.person()
    belongings.request()

    assert typed("forget", "anna").refusal == (
        3,
        "This asks questions, and there is no terminal to ask in. To remove it without being asked, add --yes.",
    )
    assert (KeyringVault().names(), requests(belongings)) == (("anna",), [1])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(
    ("word", "exports", "ended", "left"),
    [("forget", "y", 0, 0), ("Forget ", "n", 0, 0), ("yes", "n", 4, 1), ("", "n", 4, 1)],
    ids=["the word, after an export", "the word, capitalised", "another word", "Enter alone"],
)
def test_it_goes_only_for_the_word_typed_out(  # noqa: PLR0917 - what is typed and what comes of it
    belongings: Belongings, tmp_path: Path, profile_file: Callable[..., Path], word: str, exports: str, ended: int, left: int
) -> None:
    path = profile_file()
    home = tmp_path / "terminal"
    own = Belongings(type(belongings.folders)(home / "config", home / "data", home / "cache"))
    own.request("person", "mina@mail.example", keyring=False)
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "ai_optout", "forget", str(path)],
        env=environment(home, TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1", PATH=os.environ["PATH"]),
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 200),
    )
    terminal.expect("This will be removed from this computer: 1 request, 1 receipt.")
    terminal.expect("1  facebook-objection, acknowledged")
    terminal.expect("Export it first")
    terminal.send(exports)
    terminal.expect("Type forget")
    terminal.send(f"{word}\r")
    terminal.expect(pexpect.EOF)
    terminal.close()

    assert terminal.exitstatus == ended
    assert len(list((own.data / "receipts").iterdir())) == left
    zips = list(tmp_path.glob("ai-optout-before-forgetting-*.zip"))
    assert len(zips) == (1 if exports == "y" else 0)
    for one in zips:
        assert "ledger.json" in zipfile.ZipFile(one).namelist()
