"""What a person types at the terminal, and what it is taken for."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from rich.console import Console

from ai_optout.errors import NeedsPerson, Skipped, Stopped
from ai_optout.messages import speaking
from ai_optout.person.lines import Lines
from ai_optout.person.nobody import Nobody
from ai_optout.person.pause import Done, No, Pause, PauseKind, Point, Reply, Row, Said, Send, Yes
from ai_optout.person.terminal import TerminalPerson


@dataclass
class Typed(Lines):
    """Lines as if they were typed: `before` the question was asked, and `after`."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def next(self) -> str | None:
        return self.after.pop(0) if self.after else None

    def forget(self) -> None:
        self.before.clear()


def ask(kind: PauseKind, *typed: str, rows: tuple[Row, ...] = (), shown: io.StringIO | None = None) -> Reply:
    console = Console(file=shown or io.StringIO(), width=200)
    ends = iter([False] * 50 + [True])  # a question that is never answered is stopped
    person = TerminalPerson(console, Typed(after=list(typed)), lambda: next(ends), lambda: None)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return person.ask(Pause(kind, "x", "Do [bold]something[/bold].", "facebook-objection", now, lambda: None, rows=rows))


ANSWERS: dict[str, tuple[PauseKind, list[str], Reply]] = {
    "send": (PauseKind.REVIEW, ["send"], Send()),
    "send in capitals, with blanks": (PauseKind.REVIEW, [" SEND "], Send()),
    "nonsense, Enter, then send": (PauseKind.REVIEW, ["", "yes", "ok", "sendit", "send it", "y", "send"], Send()),
    "a code": (PauseKind.CODE, ["123 456"], Said("123456")),
    "no code, then a code": (PauseKind.CODE, ["", "which code?", "123456"], Said("123456")),
    "yes": (PauseKind.AGAIN, ["yes"], Yes()),
    "no": (PauseKind.AGAIN, ["no"], No()),
    "Enter is no": (PauseKind.AGAIN, [""], No()),
    "perhaps, then yes": (PauseKind.AGAIN, ["perhaps", "y", "YES"], Yes()),
    "an answer": (PauseKind.QUESTION, ["Mina Ångström "], Said("Mina Ångström ")),
    "Enter goes on": (PauseKind.QUESTION, [""], Done()),
    "logged in": (PauseKind.LOGIN, [""], Done()),
    "checked": (PauseKind.CHECK, [""], Done()),
}


@pytest.mark.parametrize(("kind", "typed", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_what_is_typed_is_taken_for_what_it_says(kind: PauseKind, typed: list[str], expected: Reply) -> None:
    assert ask(kind, *typed) == expected


@pytest.mark.parametrize("typed", ["", "yes", "y", "ok", "senden", "s end", "send!", "1", "Enter"], ids=repr)
def test_nothing_but_the_word_sends(typed: str) -> None:
    with pytest.raises(Stopped):
        ask(PauseKind.REVIEW, typed)


@pytest.mark.parametrize("kind", list(PauseKind), ids=str)
@pytest.mark.parametrize("word", ["q", "quit", " Q "])
def test_q_stops_everywhere(kind: PauseKind, word: str) -> None:
    with pytest.raises(Stopped) as stop:
        ask(kind, word)
    assert stop.value.message == "Stopped, as you asked."


@pytest.mark.parametrize("kind", list(PauseKind), ids=str)
@pytest.mark.parametrize("word", ["s", "skip"])
def test_s_leaves_this_one_out_everywhere(kind: PauseKind, word: str) -> None:
    with pytest.raises(Skipped) as skip:
        ask(kind, word)
    assert skip.value.message == "Left out, as you asked."


def test_what_is_no_answer_is_said_with_the_answers_there_are() -> None:
    shown = io.StringIO()

    ask(PauseKind.REVIEW, "yes", "send", shown=shown)

    how = "To send it, type send and press Enter, or press the page's own button. (s: leave it out, q: stop)"
    assert f"That isn't an answer here. {how}" in shown.getvalue()


def test_what_the_form_holds_is_shown_as_it_is_and_never_as_markup() -> None:
    shown = io.StringIO()

    ask(
        PauseKind.REVIEW,
        "send",
        rows=(Row("First [b]name[/b]", "[red]Mina[/red] <b>", "left [i]empty"), Row("E-mail", "")),
        shown=shown,
    )

    for words in ("First [b]name[/b]", "[red]Mina[/red] <b>", "left [i]empty", "Do [bold]something[/bold].", "E-mail"):
        assert words in shown.getvalue()


def test_what_was_typed_before_the_question_is_thrown_away() -> None:
    lines = Typed(before=["send"])
    person = TerminalPerson(Console(file=io.StringIO()), lines, lambda: True, lambda: None)

    with pytest.raises(Stopped):
        person.ask(Pause(PauseKind.REVIEW, "x", "y", "z", datetime(2026, 11, 23, tzinfo=UTC), lambda: None))
    assert lines.before == []


def test_nobody_answers_nothing_and_still_names_the_steps() -> None:
    told: list[str] = []
    nobody = Nobody(told.append)
    nobody.tell("Opening")

    with pytest.raises(NeedsPerson) as refusal:
        nobody.ask(Pause(PauseKind.LOGIN, "x", "Log in.", "z", datetime(2026, 11, 23, tzinfo=UTC), lambda: None))
    assert refusal.value.message == "Nobody is there to answer: Log in."
    assert refusal.value.hint == "Run it in a terminal, where you can answer."
    assert told == ["Opening"]


def pointing(*typed: str, pointable: bool) -> tuple[Reply, str]:
    shown = io.StringIO()
    person = TerminalPerson(Console(file=shown, width=200), Typed(after=list(typed)), lambda: False, lambda: None)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    pause = Pause(PauseKind.QUESTION, "x", "Answer it.", "facebook-objection", now, lambda: None, pointable=pointable)
    return person.ask(pause), shown.getvalue()


def test_the_word_point_is_offered_and_taken_where_a_field_may_be_pointed_at() -> None:
    reply, shown = pointing(" POINT ", pointable=True)

    assert reply == Point()
    assert "or type point to click at the field that is missing" in " ".join(shown.split())


def test_elsewhere_the_word_point_is_an_answer_like_any_other() -> None:
    reply, shown = pointing("point", pointable=False)

    assert reply == Said("point")
    assert "point" not in shown


def test_a_pause_that_says_how_it_is_answered_is_shown_so() -> None:
    shown = io.StringIO()
    person = TerminalPerson(Console(file=shown, width=200), Typed(after=["2"]), lambda: False, lambda: None)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    person.ask(Pause(PauseKind.QUESTION, "x", "Which?", "f", now, lambda: None, choices=("1  a", "2  b"), how="Type its number."))

    assert "Type its number. (s: leave this request out, q: stop)" in shown.getvalue()


@pytest.mark.parametrize("typed", ["senden", "SENDEN", "send"])
def test_in_german_the_german_word_sends_and_is_the_one_that_is_shown(typed: str) -> None:
    shown = io.StringIO()

    with speaking("de"):
        assert ask(PauseKind.REVIEW, "", "envoyer", typed, shown=shown) == Send()

    assert "Zum Absenden tippen Sie senden und drücken Enter" in shown.getvalue()
