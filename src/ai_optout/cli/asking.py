"""How a command asks its person in the terminal: a line, a text, a choice, a yes. One protocol, so that tests can answer."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import questionary

from ai_optout.errors import NeedsPerson, Stopped
from ai_optout.messages import _

Check = Callable[[str], str | None]
"""What is wrong with an answer, in words, or None."""


class Asking(Protocol):
    """Asks one question at a time. Each says why it is asked. Every method raises `Stopped` where the person stops."""

    def line(self, question: str, *, why: str, default: str = "", check: Check) -> str:
        """One line, as typed; "" where it is left empty. It is asked until `check` finds no fault."""

    def text(self, question: str, *, why: str, default: str = "", check: Check) -> str:
        """Several lines, as typed, with `default` to be edited."""

    def some(self, question: str, *, why: str, choices: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
        """Any number of `choices`, of which `chosen` are ticked beforehand."""

    def yes(self, question: str, *, why: str = "", default: bool) -> bool:
        """Yes or no."""


class TerminalAsking:
    """Asks in the terminal, with line editing."""

    def line(self, question: str, *, why: str, default: str = "", check: Check) -> str:
        _say(why)
        with _stopping():
            return str(questionary.text(question, default=default, validate=_valid(check)).unsafe_ask())

    def text(self, question: str, *, why: str, default: str = "", check: Check) -> str:
        _say(
            "\n".join(filter(None, (why, _("Enter is a new line; Esc, then Enter: done."))))
        )  # beside the question it would be cut
        with _stopping():
            asked = questionary.text(question, default=default, validate=_valid(check), multiline=True, instruction="\n")
            return str(asked.unsafe_ask())

    def some(self, question: str, *, why: str, choices: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
        _say(why)
        offered = [questionary.Choice(choice, checked=choice in chosen) for choice in choices]
        with _stopping():
            asked = questionary.checkbox(question, choices=offered, instruction=_("(Space: tick or untick; Enter: done)"))
            return tuple(asked.unsafe_ask())

    def secret(self, question: str, *, why: str) -> str:
        """One line that isn't shown while it is typed, and nowhere else."""
        _say(why)
        with _stopping():
            return str(questionary.password(question).unsafe_ask())

    def yes(self, question: str, *, why: str = "", default: bool) -> bool:
        _say(why)
        with _stopping():
            return bool(questionary.confirm(question, default=default).unsafe_ask())


def terminal_asking(*, otherwise: str) -> TerminalAsking:
    """The person at the terminal. Raises `NeedsPerson` where there is no terminal, with `otherwise` as the way out."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NeedsPerson(_("This asks questions, and there is no terminal to ask in."), otherwise)
    return TerminalAsking()


def _say(why: str) -> None:
    if why:
        columns = shutil.get_terminal_size().columns
        wrapped = "\n".join(textwrap.fill(line, columns - 1, break_long_words=False) for line in why.splitlines())
        questionary.print(f"\n{wrapped}", style="fg:ansigray")


def _valid(check: Check) -> Callable[[str], bool | str]:
    return lambda answer: check(answer) or True


@contextmanager
def _stopping() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, Ctrl-D
        raise Stopped(_("Stopped: nothing was stored.")) from None
