"""`ai-optout reply`, as it is typed: the outcome, the filing, and what is refused."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pexpect
import pytest
from tests.cli.conftest import Type
from tests.followup.conftest import mail

from ai_optout.folders import Folders
from ai_optout.ledger import Answer, Ledger, State, ledger_key, who
from ai_optout.mailbox.account import checked_mailbox, store_mailbox
from ai_optout.status import Status
from ai_optout.testing import FixedClock
from ai_optout.vault import KeyringVault

HONOURED = "We will honour your objection to AI at Meta."


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "answer.eml"
    path.write_bytes(mail(HONOURED))
    return path


def on_file(*flows: str, mock: bool = False) -> None:
    """Acknowledged requests of Mina's, with the ledger's own key: in the keyring, or beside what was rehearsed."""
    folders = Folders.of_this_person()
    data = folders.data / "mock" if mock else folders.data
    with Ledger.open(data, clock=FixedClock()) as ledger:
        vault = None if mock else KeyringVault(allowed=["tests.conftest.KeyringInMemory"])
        person = who("mina@mail.example", ledger_key(Folders(folders.config, data, folders.cache), vault))
        for flow in flows:
            planned = ledger.plan(person=person, profile="mina", flow=flow, right="objection", account=flow.split("-")[0])
            for state in (State.OPENED, State.FILLED, State.REVIEWED, State.SENDING, State.ACKNOWLEDGED):
                ledger.enter(planned.id, state)
            ledger.end(planned.id, Status.ACKNOWLEDGED, reason=None)


def test_without_a_ledger_the_outcome_is_told_and_nothing_is_made(typed: Type, answer: Path) -> None:
    done = typed("reply", str(answer), "--json")

    assert (done.status, done.document["outcome"], done.document["request"]) == (0, "honoured", None)
    assert not Folders.of_this_person().data.exists()


def test_an_answer_is_filed_with_its_request(typed: Type, answer: Path) -> None:
    on_file("facebook-objection")

    document = typed("reply", str(answer), "--json").document

    assert (document["outcome"], document["request"], document["state"]) == ("honoured", 1, "answered")
    assert Path(document["filed"]).read_bytes() == answer.read_bytes()
    with Ledger.open(Folders.of_this_person().data, clock=FixedClock()) as ledger:
        assert ledger.request(1).answer is Answer.HONOURED


def test_a_person_is_told_what_it_says_and_where_it_is(typed: Type, answer: Path) -> None:
    on_file("facebook-objection")

    said = typed("reply", str(answer)).stdout

    assert said.startswith("honoured  It says that what was asked is granted.\n")
    assert "Filed with request 1 (facebook-objection): " in said


def test_standard_input_is_read(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mail(HONOURED))))

    assert typed("reply", "-", "--json").document["outcome"] == "honoured"


def test_of_several_requests_none_is_guessed_and_the_exit_status_is_0(typed: Type, answer: Path) -> None:
    on_file("facebook-objection", "instagram-objection")

    done = typed("reply", str(answer), "--json")

    assert (done.status, done.document["outcome"], done.document["request"]) == (0, "honoured", None)
    assert done.document["candidates"] == [1, 2]


def test_the_one_that_is_named_is_taken(typed: Type, answer: Path) -> None:
    on_file("facebook-objection", "instagram-objection")

    assert typed("reply", str(answer), "--request", "2", "--json").document["flow"] == "instagram-objection"


def test_a_number_where_nothing_is_on_file_is_refused_and_nothing_is_made(typed: Type, answer: Path) -> None:
    done = typed("reply", str(answer), "--request", "3")

    assert (done.status, done.stderr.startswith("There is no request number 3: none is on file.")) == (2, True)
    assert not Folders.of_this_person().data.exists()


def test_somebody_at_a_terminal_is_asked_which_request_it_answers(answer: Path, away_from_the_real_person: Path) -> None:
    on_file("facebook-objection", "instagram-objection", mock=True)
    command = pexpect.spawn(
        sys.executable,
        ["-m", "ai_optout", "reply", str(answer), "--mock"],
        env={**os.environ, "AI_OPTOUT_HOME": str(away_from_the_real_person / "ai-optout"), "COLUMNS": "80", "TERM": "xterm"},
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 80),
    )
    command.expect("Which one")
    command.sendline("2")
    command.expect("Filed with request 2")
    command.expect(pexpect.EOF)


def test_on_wish_nothing_is_kept(typed: Type, answer: Path) -> None:
    on_file("facebook-objection")

    assert typed("reply", str(answer), "--keep-nothing", "--json").document["filed"] is None


def test_what_is_unsure_is_an_answer_too(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "other.eml"
    path.write_bytes(mail(HONOURED, sender="a@evil.example"))

    done = typed("reply", str(path))

    assert done.status == 0
    assert done.stdout.startswith("unsure  It isn't from one of Meta's addresses. Its words say: honoured.\n")
    assert "Read it yourself. Nothing was changed." in done.stdout
    assert typed("reply", str(path), "--from-meta", "--json").document["outcome"] == "honoured"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "This mail is empty. Save it anew from your mail program; a file that ends in .eml."),
        (b"<html>", "This isn't a mail: it begins without any of a mail's header lines."),
    ],
    ids=["empty", "a page"],
)
def test_what_is_no_mail_is_wrong_usage(content: bytes, refusal: str, typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(content)

    done = typed("reply", str(path))

    assert done.status == 2
    assert done.stderr.startswith(refusal)


def test_a_file_that_is_not_there_and_a_folder_are_wrong_usage(typed: Type, tmp_path: Path) -> None:
    missing = tmp_path / "no.eml"

    assert typed("reply", str(missing)).refusal == (
        2,
        f"There is no file {missing}. Save the mail as a file that ends in .eml, and name that.",
    )
    assert typed("reply", str(tmp_path)).refusal == (2, f"{tmp_path} is a folder, not a file. Name the mail in it.")


def test_no_word_of_the_mail_is_shown(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(mail(f"Dear Zaphod Beeblebrox, {HONOURED}"))

    done = typed("reply", str(path), "--json")

    assert "Zaphod" not in done.stdout + done.stderr


# --- the mailbox


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A mailbox that is set up, with these mails in it."""
    mails: list[bytes] = []
    store_mailbox(
        KeyringVault(allowed=["tests.conftest.KeyringInMemory"]),
        checked_mailbox(host="imap.mail.example", user="mina", password="x"),
    )
    monkeypatch.setattr("ai_optout.cli.reply_mailbox.mails_since", lambda _mailbox, _since: iter(mails))
    return mails


def test_answers_in_the_mailbox_are_found_filed_and_counted(typed: Type, mailbox: list[bytes]) -> None:
    on_file("facebook-objection")
    mailbox += [mail(HONOURED), mail("Your code is below. Email confirmation code: 482913. It is valid for 1 hour.")]

    said = typed("reply", "--mailbox").stdout

    assert "honoured  It says that what was asked is granted.\n" in said
    assert "Filed with request 1 (facebook-objection): " in said
    assert "2 mails were read, 1 filed.\n" in said
    assert typed("reply", "--mailbox").stdout == "No request waits for an answer.\n"


def test_as_json_each_mail_of_the_mailbox_is_told(typed: Type, mailbox: list[bytes]) -> None:
    on_file("facebook-objection")
    mailbox += [mail(HONOURED)]

    document = typed("reply", "--mailbox", "--json").document

    assert [(one["outcome"], one["request"]) for one in document["mails"]] == [("honoured", 1)]


def test_without_a_mailbox_it_is_said_how_to_set_one_up(typed: Type) -> None:
    assert typed("reply", "--mailbox").refusal == (2, "No mailbox is set up. Set one up: ai-optout mailbox set")


@pytest.mark.parametrize("words", ["reply", "reply a.eml --mailbox", "reply --mailbox --request 3", "reply --mailbox --mock"])
def test_a_file_and_the_mailbox_go_not_together(typed: Type, words: str) -> None:
    done = typed(*words.split())

    assert done.status == 2
    assert done.stderr.startswith("Name the mail's file, or let --mailbox look for it")


# --- what an earlier run left


def test_what_an_earlier_run_left_is_said_and_not_settled_in_silence(typed: Type, answer: Path) -> None:
    on_file("facebook-objection")
    with Ledger.open(Folders.of_this_person().data, clock=FixedClock()) as ledger:
        left = ledger.plan(person=ledger.request(1).person, profile="mina", flow="instagram-objection", right="r", account="a")
        for state in (State.OPENED, State.FILLED, State.REVIEWED, State.SENDING):
            ledger.enter(left.id, state)

    said = " ".join(typed("reply", str(answer), "--request", "1").stdout.split())

    assert "instagram-objection of 2026-11-23 broke off and is unknown. It is not sent again by itself" in said
