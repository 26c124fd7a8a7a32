"""The command with which the demo's written-down person reads the code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mock_meta.latest_code import latest_code
from mock_meta.settings import LANGUAGES
from mock_meta.wording import load_wordings

if TYPE_CHECKING:
    from tests.mock.conftest import Form

    from mock_meta.server import MockMeta

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mock_meta.latest_code", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environment or {}), timeout=20)


def mail(text: str, *, subject: str = "Please verify your email address", minutes: int = 0) -> dict[str, str]:
    return {"subject": subject, "text": text, "received": (NOW + timedelta(minutes=minutes)).isoformat()}


def test_without_a_code_mail_it_ends_with_1(mock: MockMeta) -> None:
    done = run(mock.mailbox)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "No code has come yet.\n")


def test_without_a_mailbox_it_ends_with_2() -> None:
    done = run("http://127.0.0.1:9/mailbox")
    assert (done.returncode, done.stderr) == (2, "No mailbox answers at that address.\n")


def test_without_an_address_it_says_how_it_is_used() -> None:
    done = run()
    assert (done.returncode, done.stderr) == (2, "Usage: python -m mock_meta.latest_code MAILBOX_URL [ADDRESS]\n")


def test_it_prints_the_code_that_came(mock: MockMeta, objection: Form, newest_code: Callable[[], str]) -> None:
    objection.send(email="ann@mail.example")
    done = run(mock.mailbox, "ann@mail.example")
    assert (done.returncode, done.stdout) == (0, f"{newest_code()}\n")


def test_another_address_s_code_is_not_taken(mock: MockMeta, objection: Form) -> None:
    objection.send(email="ann@mail.example")
    assert run(mock.mailbox, "ben@mail.example").returncode == 1


def test_a_code_from_before_it_was_asked_for_is_not_taken(mock: MockMeta, objection: Form, mails: Callable[[], Any]) -> None:
    objection.send(email="ann@mail.example")
    came = datetime.fromisoformat(mails()[-1]["received"])
    later, earlier = came + timedelta(seconds=1), came - timedelta(seconds=1)
    assert run(mock.mailbox, environment={"AI_OPTOUT_ASKED_AT": later.isoformat()}).returncode == 1
    assert run(mock.mailbox, environment={"AI_OPTOUT_ASKED_AT": earlier.isoformat()}).returncode == 0


def test_the_newest_of_several_codes_is_taken() -> None:
    assert latest_code([mail("Hi\n\n111111\n"), mail("Hi\n\n222222\n", minutes=1)], asked_at=None) == "222222"


def test_a_number_in_another_mail_is_no_code() -> None:
    assert latest_code([mail("Your case\n\n123456\n", subject="About your request")], asked_at=None) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_mail_is_known_in_every_language(language: str) -> None:
    wording = {str(known): value for known, value in load_wordings().items()}[language]
    came = mail(f"{wording.text('code_mail_heading')}\n\n0123\n", subject="Fwd")
    assert latest_code([came], asked_at=None) == "0123"
