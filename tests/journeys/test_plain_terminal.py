"""At a real terminal that is narrow and has no colours, without a window: everything is read in lines, one after the other, and
nothing is said of a window that isn't there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest
from tests.journeys.command import Command, environment
from tests.journeys.rehearsal import Rehearsal

from ai_optout.profile import load_profile

COLUMNS = 40
BETWEEN_WORDS = r"(?:\s|\x1b\[[0-9;]*m)+"
START = Callable[..., "pexpect.spawn[str]"]
HEADLESS_REVIEW = "There is no window: read above what will be sent."


@pytest.fixture
def start(command: Command) -> Iterator[START]:
    """Type `ai-optout run` and these words in such a terminal."""
    started = []

    def begin(*words: str) -> pexpect.spawn[str]:
        mock = ["--mock", command.mock.address, "--pin", command.mock.pin]
        spawned = pexpect.spawn(
            sys.executable,
            ["-m", "ai_optout", "run", *words, *mock, "--headless"],
            env=environment(command.home, NO_COLOR="1", TERM="xterm", COLUMNS=str(COLUMNS), LC_ALL="C.UTF-8"),
            cwd=str(command.home),
            encoding="utf-8",
            timeout=90,
            dimensions=(50, COLUMNS),
        )
        started.append(spawned)
        return spawned

    yield begin
    for spawned in started:
        spawned.close(force=True)


def profile(command: Command, name: str, **more: str) -> Path:
    """A person's file."""
    command.home.mkdir(mode=0o700, exist_ok=True)
    values = {
        "country": "DE",
        "given_name": name.title(),
        "family_name": "Ångström",
        "email": f"{name}@mail.example",
        "tel": "+49 30 23125 014",
        "reason": f"What {name} wants to say. " * 6,
        "prompts": f"Who is {name}?",
    } | more
    path = command.home / f"{name}.toml"
    lines = [f'{key} = "{value.strip()}"' for key, value in values.items() if value]
    path.write_text("\n".join([*lines, 'accounts = ["whatsapp"]', ""]), encoding="utf-8")
    path.chmod(0o600)
    return path


def words(pattern: str) -> str:
    """What is said so, however it is wrapped and however bold."""
    return BETWEEN_WORDS.join(re.escape(word) for word in pattern.split())


def read(terminal: pexpect.spawn[str]) -> list[str]:
    """The lines that came before what was waited for, as the terminal shows them."""
    shown = re.sub(r"\x1b\][^\x07]*\x07|\x07|\x1b\[[0-9;]*m", "", terminal.before or "")
    return [line.rstrip() for line in shown.replace("\r\n", "\n").split("\n")]


def test_two_people_with_two_forms_each_read_every_review_in_lines_that_fit_and_say_whose_it_is(
    command: Command, rehearsal: Rehearsal, start: START
) -> None:
    rehearsal.switch(code=False)
    people = ("mina", "leo")
    named = [word for name in people for word in ("--profile", str(profile(command, name)))]
    terminal = start("facebook-third-party", "whatsapp-objection", *named)

    for flow, name in [(flow, name) for name in people for flow in ("facebook-third-party", "whatsapp-objection")]:
        terminal.expect(words("A picture of the filled form:"))
        terminal.expect(words(f"{flow} for {name}: this is what will be sent:"))
        terminal.expect(words(HEADLESS_REVIEW))
        lines = read(terminal)
        assert [line for line in lines if len(line) > COLUMNS] == []
        assert not re.search("[\u2500-\u257f]", "\n".join(lines))
        assert set(re.findall(r"\x1b\[([0-9;]*)m", terminal.before or "")) <= {"0", "1", "2"}  # bold and dim are no colours
        assert f"email address: {name}@mail.example" in " ".join(lines).lower()
        longest = next(place for place, line in enumerate(lines) if f"  What {name} wants to say. What" in line)
        assert lines[longest + 1].startswith("  ")  # an answer that needs several lines stands below its question
        assert "open window" not in " ".join(lines)
        terminal.expect(words("To send it, type send and press Enter."))
        terminal.send("sure\r")
        terminal.expect(words("That isn't an answer here."))
        terminal.send("send\r")
    terminal.expect(words("What came of it:"))
    terminal.expect(pexpect.EOF)
    said = " ".join(" ".join(read(terminal)).split())
    terminal.close()

    for name in people:
        for flow in ("facebook-third-party", "whatsapp-objection"):
            assert f"{flow} for {name}: acknowledged" in said
            assert f"Receipt of {flow} for {name}: " in said
    assert terminal.exitstatus == 0
    assert [one["answers"]["email"] for one in rehearsal.accepted()] == [f"{name}@mail.example" for name in people for _ in "12"]


def test_an_answer_that_is_to_be_remembered_is_in_the_profile_and_not_asked_for_again(
    command: Command, rehearsal: Rehearsal, start: START
) -> None:
    rehearsal.switch(code=False)
    file = profile(command, "mina", family_name="")

    first = start("facebook-third-party", "--profile", str(file))
    first.expect("«Surname»:")
    first.expect(words("There is no window to answer it in: type the answer here"))
    first.send("Öztürk\r")
    first.expect(words(HEADLESS_REVIEW))
    first.send("send\r")
    first.expect(words("Remember your answer to «Surname» for next time"))
    first.expect(words("Type yes or no; Enter alone is no."))
    first.send("yes\r")
    first.expect("Remembered in")
    first.expect(pexpect.EOF)
    first.close()
    assert first.exitstatus == 0
    assert load_profile(file, say=lambda _note: None).remembered == {"family-name": "Öztürk"}

    second = start("facebook-third-party", "--profile", str(file))
    second.expect(words("Send it again?"))
    second.send("yes\r")
    second.expect(words("this is what will be sent:"))
    second.expect(words(HEADLESS_REVIEW))
    lines = read(second)
    second.send("send\r")
    second.expect(pexpect.EOF)
    asked = "«Surname»:" in " ".join(lines) or "Remember your answer" in (second.before or "")
    second.close()

    assert (second.exitstatus, asked) == (0, False)
    assert "Surname: Öztürk" in lines, "\n".join(lines)
    assert [one["answers"]["surname"] for one in rehearsal.accepted()] == ["Öztürk", "Öztürk"]


def test_a_log_in_that_nobody_can_do_without_a_window_is_refused_before_anything_opens(command: Command, start: START) -> None:
    terminal = start("facebook-objection", "--profile", str(profile(command, "mina")), "--anyway")
    terminal.expect(pexpect.EOF)
    said = " ".join(" ".join(read(terminal)).split())
    terminal.close()

    assert terminal.exitstatus == 3
    assert "facebook-objection wants you to log in, and without a window you can't." in said
    assert "Opening" not in said
