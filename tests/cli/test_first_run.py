"""Plain `ai-optout`: three lines, the questions with their reasons, what applies, and the run; and where nobody is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.terminals import CTRL_C, ENTER, home_environment, start

DONE = "\x1b\r"


def typed(home: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "ai_optout", *words],
        env=home_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, " ".join(done.stdout.split()), " ".join(done.stderr.split())


def test_the_first_run_explains_asks_with_reasons_shows_what_applies_and_runs_it(tmp_path: Path) -> None:
    talk = start(tmp_path, AI_OPTOUT_HEADLESS="true")
    talk.sees("fills Meta's own objection forms for you, in a browser window that you watch.")
    talk.sees("You log in, have the last look before anything is sent, and type the code that is e-mailed to you.")
    talk.sees("ai-optout demo")
    talk.sees("Its law decides which forms are open to you, and the forms ask for it.")
    talk.answer("Country you live in:", f"Germany{ENTER}")
    talk.sees("the one-time code and the answer go there.")
    talk.answer("Your e-mail address:", f"mina@mail.example{ENTER}")
    talk.sees("Each account objects for itself")
    talk.answer("Where do you have an account?", f" {ENTER}")
    talk.answer("E-mail address of your Facebook account:", ENTER)
    talk.answer("Language of your texts", ENTER)
    talk.sees("The forms ask why you object.")
    talk.answer("Your reason:", DONE)
    talk.sees("A second form is about what others shared about you.")
    talk.answer("Answer the questions of the third-party form, too?", "n")
    talk.sees('The profile "me" is stored in')
    talk.sees("facebook-objection: will be run.")
    talk.sees("instagram-objection: left out. The profile names no Instagram account.")
    status, shown = talk.ends()

    assert status == 3  # without a window nobody can log in on the real site: refused before a browser is opened
    assert "facebook-objection wants you to log in, and without a window you can't." in shown
    assert "without log-in goes: ai-optout run facebook-third-party" in shown


def test_how_a_long_text_is_ended_is_read_at_40_columns_too(tmp_path: Path) -> None:
    talk = start(tmp_path, "profile", "new", columns=40)
    talk.answer("Country you live in:", f"Germany{ENTER}")
    talk.sees("the one-time code and the answer go there.")
    talk.answer("Your e-mail address:", f"mina@mail.example{ENTER}")
    talk.answer("Where do you have an account?", ENTER)
    talk.answer("Language of your texts", ENTER)
    talk.sees("Enter is a new line; Esc, then Enter: done.")
    talk.answer("Your reason:", CTRL_C)
    status, _shown = talk.ends()

    assert status == 4


def test_ctrl_c_at_a_question_stores_nothing(tmp_path: Path) -> None:
    talk = start(tmp_path)
    talk.answer("Country you live in:", CTRL_C)
    status, shown = talk.ends()

    assert (status, "Stopped: nothing was stored." in shown) == (4, True)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ((), "This asks questions, and there is no terminal to ask in.", "ai-optout profile import FILE.toml"),
        (
            ("demo", "--interactive"),
            "Nobody is at a terminal to log in, to look and to type the code.",
            "Type it in a terminal; or watch the made-up person do it: ai-optout demo",
        ),
    ],
    ids=["first run", "demo --interactive"],
)
def test_where_nobody_is_there_it_says_what_is_needed_and_what_to_type(
    tmp_path: Path, words: tuple[str, ...], message: str, hint: str
) -> None:
    status, _, said = typed(tmp_path, *words)

    assert (status, message in said, hint in said) == (3, True, True), said
