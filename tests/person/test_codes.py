"""The one-time code, asked of a command that is a program of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ai_optout.errors import NeedsPerson, UsageError
from ai_optout.person.codes import CodeCommand
from ai_optout.person.pause import Pause, PauseKind, Said

ASKED_AT = datetime(2026, 11, 23, 13, 0, tzinfo=timezone(timedelta(hours=1)))


class Hands:
    """A clock that a test sets on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def pause() -> Pause:
    return Pause(PauseKind.CODE, "Verification code", "A code was sent.", "facebook-objection", ASKED_AT, lambda: None)


@contextmanager
def command(*words: str, folder: Path, tried: set[str] | None = None, hands: Hands | None = None) -> Iterator[CodeCommand]:
    asking = CodeCommand(words, folder, pause(), set() if tried is None else tried, hands or Hands())
    try:
        yield asking
    finally:
        asking.close()


def script(folder: Path, text: str) -> Path:
    path = folder / "latest-code"
    path.write_text(f"#!{sys.executable}\n{text}\n", encoding="utf-8")
    path.chmod(0o700)
    return path


def answered(asking: CodeCommand) -> Said | None:
    """What one run of the command gives."""
    asking()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if (reply := asking()) is not None:
            assert isinstance(reply, Said)
            return reply
        if asking._process is None:  # noqa: SLF001 - whether it has ended
            return None
    raise AssertionError("the command didn't end")


def test_a_command_beside_the_answers_prints_the_code(tmp_path: Path) -> None:
    script(tmp_path, "print('Your code: 482 913')")

    with command("./latest-code", folder=tmp_path) as asking:
        assert answered(asking) == Said("482913")


def test_a_command_is_told_the_flow_and_when_the_code_was_asked_for_and_no_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_OPTOUT_PROFILE", "home")
    script(
        tmp_path,
        "import os, sys\n"
        "told = {k: v for k, v in os.environ.items() if k.startswith('AI_OPTOUT_')}\n"
        "right = told == {'AI_OPTOUT_FLOW': 'facebook-objection', 'AI_OPTOUT_ASKED_AT': '2026-11-23T12:00:00+00:00'}\n"
        "print('482913' if right and sys.stdin.read() == '' else told)",
    )

    with command("./latest-code", folder=tmp_path) as asking:
        assert answered(asking) == Said("482913")


def test_a_command_runs_without_a_shell(tmp_path: Path) -> None:
    script(tmp_path, "import sys\nprint('482913' if sys.argv[1:] == ['$HOME; x', '*'] else sys.argv)")

    with command("./latest-code", "$HOME; x", "*", folder=tmp_path) as asking:
        assert answered(asking) == Said("482913")


def test_a_code_that_was_tried_is_none(tmp_path: Path) -> None:
    script(tmp_path, "print('482913')")

    with command("./latest-code", folder=tmp_path, tried={"482913"}) as asking:
        assert answered(asking) is None


def test_a_command_that_fails_has_none_whatever_it_prints(tmp_path: Path) -> None:
    script(tmp_path, "import sys\nprint('482913')\nsys.exit(1)")

    with command("./latest-code", folder=tmp_path) as asking:
        assert answered(asking) is None


def test_a_command_is_asked_every_two_seconds_and_no_oftener(tmp_path: Path) -> None:
    script(tmp_path, "import pathlib\nwith pathlib.Path('asked').open('a') as file: file.write('x')")
    hands = Hands()
    count = tmp_path / "asked"

    with command("./latest-code", folder=tmp_path, hands=hands) as asking, pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert answered(asking) is None
        hands.seconds = 1.9
        assert asking() is None
        assert asking._process is None  # noqa: SLF001 - nothing was started
        hands.seconds = 2.0
        assert answered(asking) is None
    assert count.read_text() == "xx"


def test_after_two_minutes_the_person_is_needed(tmp_path: Path) -> None:
    script(tmp_path, "import sys\nsys.exit(1)")
    hands = Hands()

    with command("./latest-code", folder=tmp_path, hands=hands) as asking:
        assert answered(asking) is None
        hands.seconds = 120.0
        assert answered(asking) is None
        hands.seconds = 120.1
        with pytest.raises(NeedsPerson) as refusal:
            asking()
    assert refusal.value.message == "No new code came within 2 minutes."
    assert refusal.value.hint == "Look for the mail, in the spam folder too; nothing is sent again by itself."


def test_a_command_that_hangs_is_ended_after_two_minutes(tmp_path: Path) -> None:
    script(tmp_path, "import signal\nsignal.pause()")
    hands = Hands()

    with command("./latest-code", folder=tmp_path, hands=hands) as asking:
        asking()
        process = asking._process  # noqa: SLF001 - to see it end
        assert process is not None
        assert asking() is None
        hands.seconds = 121.0
        assert asking() is None
        assert process.returncode is not None
        with pytest.raises(NeedsPerson):
            asking()


@pytest.mark.parametrize(
    ("words", "why"),
    [(("./not-there",), "No such file or directory"), (("./no-program",), "Permission denied")],
    ids=["missing", "not executable"],
)
def test_a_command_that_cannot_be_run_is_said(tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    (tmp_path / "no-program").write_text("x")

    with command(*words, folder=tmp_path) as asking, pytest.raises(UsageError) as refusal:
        asking()
    assert refusal.value.message == f"The code command {words[0].removeprefix('./')} can't be run: {why}."
    assert refusal.value.hint == "Mend `code_command`: the program and its words, as a list."


def test_the_moment_is_told_in_utc() -> None:
    assert pause().asked_at.astimezone(UTC).isoformat() == "2026-11-23T12:00:00+00:00"
