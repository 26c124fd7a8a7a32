"""What is typed at a real terminal, and what of it is thrown away."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from time import monotonic

import pytest

from ai_optout.person.lines import Lines

if sys.platform == "win32":
    pytest.skip("a terminal of one's own is made here as POSIX does it", allow_module_level=True)

import pty

Type = Callable[[str], object]
READ = os.read


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Type]:
    """Types at the terminal that is standard input."""
    keyboard, terminal = pty.openpty()
    with os.fdopen(terminal, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield lambda text: os.write(keyboard, text.encode())
        os.close(keyboard)  # which ends the reading
        for thread in threading.enumerate():
            if thread.name == "terminal":
                thread.join(10)


def awaited(lines: Lines) -> str:
    until = monotonic() + 10
    while monotonic() < until:
        line = lines.next()
        if line is not None:
            return line
    raise AssertionError("no line came")


def test_a_line_that_was_typed_before_the_question_never_answers_it(typing: Type) -> None:
    lines = Lines()
    for number in range(300):
        typing("send\n")
        lines.forget()
        typing(f"{number}\n")
        assert awaited(lines) == str(number)


def test_a_line_that_was_begun_before_the_question_is_thrown_away_with_its_beginning(typing: Type) -> None:
    lines = Lines()
    typing("se")
    lines.forget()
    typing("nd it\n")
    assert awaited(lines) == "nd it"


def test_lines_come_in_their_order_with_their_letters(typing: Type) -> None:
    lines = Lines()
    lines.forget()
    typing("Straße 5\nžluť\n")
    assert [awaited(lines), awaited(lines)] == ["Straße 5", "žluť"]


def test_a_line_that_is_just_being_read_is_thrown_away_with_the_others(typing: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    in_hand, forgotten = threading.Event(), threading.Event()

    def read(file: int, size: int) -> bytes:
        typed = READ(file, size)
        in_hand.set()
        forgotten.wait(0.3)
        return typed

    monkeypatch.setattr("ai_optout.person.lines.os.read", read)
    lines = Lines()
    assert lines.next() is None
    typing("send\n")
    assert in_hand.wait(10)
    lines.forget()
    forgotten.set()
    typing("the answer\n")
    assert awaited(lines) == "the answer"
