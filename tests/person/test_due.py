"""Several codes due at once: whose a typed one is, and which have been tried where."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from rich.console import Console
from tests.person.test_terminal import Typed

from ai_optout.person.due import TriedCodes
from ai_optout.person.pause import Pause, PauseKind, Prompt, Reply, Said, SaidTo, Source
from ai_optout.person.terminal import TerminalPerson

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def pause(flow: str, profile: str) -> Pause:
    return Pause(
        PauseKind.CODE, "code", "Type the code.", flow, NOW, lambda: None, profile=profile, request=f"{flow} for {profile}"
    )


MINA, LEO, LEOS_OTHER = (
    pause("facebook-objection", "mina"),
    pause("facebook-objection", "leo"),
    pause("instagram-objection", "leo"),
)


@dataclass
class AllDue:
    """Everybody is asked at once, and the first that is asked types."""

    pauses: Sequence[Pause]
    typed: Reply | SaidTo | None = None

    def due(self) -> Sequence[Pause]:
        return self.pauses

    def wait(self, _pause: Pause, _sources: Sequence[Source], prompt: Prompt | None) -> Reply:
        assert prompt is not None
        prompt.show()
        while self.typed is None:
            self.typed = prompt.typed()
        return Said("done")


@dataclass
class Slowly(Typed):
    """Lines that come one by one: those that come together are one paste."""

    looks: int = 0

    def next(self) -> str | None:
        self.looks += 1
        return super().next() if self.looks % 4 == 1 else None


def typed(*lines: str, due: Sequence[Pause] = (MINA, LEO, LEOS_OTHER)) -> tuple[Reply | SaidTo | None, str]:
    """What is made of lines that are typed while Mina's code is asked for, and what was shown."""
    shown = io.StringIO()
    turns = AllDue(due)
    person = TerminalPerson(Console(file=shown, width=200), Slowly(after=[*lines]), lambda: False, lambda: None)
    asked = replace(due[0], turns=turns)
    turns.pauses = (asked, *due[1:])
    person.ask(asked)
    return turns.typed, shown.getvalue()


def test_each_that_is_due_is_shown_by_name_with_its_letter() -> None:
    _, shown = typed("123456")

    assert "facebook-objection for mina:\nType the code." in shown
    for line in (
        "a  facebook-objection for mina – asked for now",
        "b  facebook-objection for leo",
        "c  instagram-objection for leo",
        "To give another's code, put its letter before it, such as: b 123456",
    ):
        assert line in shown


def test_one_that_is_alone_is_asked_for_without_letters() -> None:
    reply, shown = typed("a 123456", "123456", due=[MINA])

    assert reply == Said("123456")
    assert "due for" not in shown


@pytest.mark.parametrize(
    "line", ["123456", "123 456", "a 123456", "mina 123456", "Your code is 123456, valid for 1 hour."], ids=str
)
def test_a_code_without_anothers_name_is_that_which_was_asked_for(line: str) -> None:
    assert typed(line)[0] == Said("123456")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("b 123456", LEO),
        ("B: 123 456", LEO),
        ("c 123456", LEOS_OTHER),
        ("leo 123456", LEO),
        ("instagram-objection 123456", LEOS_OTHER),
        ("leo instagram-objection 123456", LEOS_OTHER),
        ("instagram-objection leo 123456", LEOS_OTHER),
    ],
    ids=lambda value: value if isinstance(value, str) else value.request,
)
def test_a_code_with_a_name_goes_to_the_one_that_is_named(line: str, meant: Pause) -> None:
    assert typed(line)[0] == SaidTo(meant, "123456")


def test_a_name_without_a_code_is_no_answer() -> None:
    reply, shown = typed("b", "b 123456")

    assert reply == SaidTo(LEO, "123456")
    assert "That isn't an answer here." in shown


def test_a_code_that_one_has_been_given_is_not_tried_by_another_unless_it_was_refused() -> None:
    tried = TriedCodes()
    mina, leo = tried.of(MINA), tried.of(LEO)

    mina.add("111111")
    assert "111111" in leo

    again = tried.of(MINA)  # she is asked once more: it wasn't hers
    assert "111111" in again
    assert "111111" not in leo
    leo.add("111111")
    assert "111111" in tried.of(LEOS_OTHER)
