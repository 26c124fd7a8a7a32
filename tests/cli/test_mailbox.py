"""`ai-optout mailbox`, as it is typed, against a real Dovecot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.terminals import ENTER, home_environment, start
from tests.followup.conftest import KEY, sent_request
from tests.followup.conftest import mail as answer_mail
from tests.mailbox.dovecot import PASSWORD, USER, Dovecot, dovecot
from tests.mailbox.mails import mail

from ai_optout.clock import SystemClock
from ai_optout.ledger import Ledger

pytestmark = pytest.mark.needs("dovecot")


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as started:
        yield started


def typed(home: Path, *words: str, **more: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "ai_optout", "mailbox", *words]
    done = subprocess.run(
        command, env=home_environment(home, **more), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.returncode, " ".join(done.stdout.split()), " ".join(done.stderr.split())


def test_a_mailbox_is_set_up_tried_and_forgotten(server: Dovecot, tmp_path: Path) -> None:
    server.deliver(mail(), datetime.now(UTC))
    trusted = {"SSL_CERT_FILE": str(server.authority)}

    talk = start(tmp_path, "mailbox", "set", "--port", str(server.tls), SSL_CERT_FILE=str(server.authority))
    talk.answer("IMAP server:", f"localhost{ENTER}")
    talk.answer("User name:", f"{USER}{ENTER}")
    talk.sees("Many providers want an app password here")
    talk.answer("Password:", f"{PASSWORD}{ENTER}")
    status, shown = talk.ends()

    assert status == 0, shown
    assert "It works: INBOX and Spamverdacht on localhost can be read. Mails of Meta's in the last 30 days: 1." in shown
    assert "It is kept in the keyring (keyrings.alt.file.PlaintextKeyring)." in shown
    assert PASSWORD not in shown

    status, out, _ = typed(tmp_path, "test", **trusted)
    assert (status, out.startswith("It works: ")) == (0, True)
    assert typed(tmp_path, "forget")[:2] == (0, "Server, user name and password of the mailbox are forgotten.")
    assert typed(tmp_path, "test") == (2, "", "No mailbox is set up. Set one up: ai-optout mailbox set")
    assert typed(tmp_path, "forget")[:2] == (0, "No mailbox is set up.")


def test_a_password_that_is_refused_is_not_kept(server: Dovecot, tmp_path: Path) -> None:
    talk = start(tmp_path, "mailbox", "set", "--no-tls", "--port", str(server.plain))
    talk.answer("IMAP server:", f"127.0.0.1{ENTER}")
    talk.answer("User name:", f"{USER}{ENTER}")
    talk.answer("Password:", f"wrong{ENTER}")
    status, shown = talk.ends()

    assert status == 1
    assert "The mailbox's server didn't take the user name or the password." in shown
    assert typed(tmp_path, "test")[0] == 2


def test_without_a_terminal_it_says_how_to_go_on(tmp_path: Path) -> None:
    status, _, said = typed(tmp_path, "set")

    assert status == 3
    assert said.startswith("This asks questions, and there is no terminal to ask in. ")
    assert said.endswith("The password is only ever asked for: type it in a terminal, ai-optout mailbox set")


def test_an_answer_in_the_mailbox_is_filed_and_left_unread(server: Dovecot, tmp_path: Path) -> None:
    talk = start(tmp_path, "mailbox", "set", "--port", str(server.tls), SSL_CERT_FILE=str(server.authority))
    for asked, answer in (("IMAP server:", "localhost"), ("User name:", USER), ("Password:", PASSWORD)):
        talk.answer(asked, f"{answer}{ENTER}")
    assert talk.ends()[0] == 0
    environment = home_environment(tmp_path, SSL_CERT_FILE=str(server.authority))
    data = Path(environment["AI_OPTOUT_HOME"]) / "data"
    with Ledger.open(data, clock=SystemClock()) as ledger:
        (data / "ledger.key").write_text(f"key {KEY.hex()}\n", encoding="ascii")
        request = sent_request(ledger)
    server.deliver(answer_mail("We will honour your objection to AI at Meta.", when=datetime.now(UTC)), datetime.now(UTC))

    done = subprocess.run(
        [sys.executable, "-m", "ai_optout", "reply", "--mailbox", "--json"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )

    (filed,) = [one for one in json.loads(done.stdout)["mails"] if one["filed"]]
    assert (filed["outcome"], filed["request"]) == ("honoured", request.id)
    assert Path(filed["filed"]).is_file()
    assert [line for line in server.flags() if b"Seen" in line] == []
