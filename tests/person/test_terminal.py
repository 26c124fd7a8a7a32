"""What a person types at the terminal, and what it is taken for."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

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


PASTED = """Email confirmation code

Use this code to confirm your email address for the request of 23 November 2026:

482 913

q
s
Meta Platforms Ireland Ltd., Merrion Road, Dublin 4, D04 X2K5
Tel. 650 543 4800"""
ANSWERS: dict[str, tuple[PauseKind, list[str], Reply]] = {
    "send": (PauseKind.REVIEW, ["send"], Send()),
    "send in capitals, with blanks": (PauseKind.REVIEW, [" SEND "], Send()),
    "nonsense, Enter, then send": (PauseKind.REVIEW, ["", "yes", "ok", "sendit", "send it", "y", "send"], Send()),
    "a code": (PauseKind.CODE, ["123 456"], Said("123456")),
    "a whole mail, line by line": (PauseKind.CODE, PASTED.split("\n"), Said("482913")),
    "Enter goes on at a code": (PauseKind.CODE, [""], Done()),
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


def test_a_question_after_the_run_offers_to_leave_out_nothing_for_there_is_no_request_any_more() -> None:
    shown = io.StringIO()
    person = TerminalPerson(Console(file=shown, width=200), Typed(after=["no"]), lambda: False, lambda: None)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    person.ask(Pause(PauseKind.QUESTION, "x", "Remember it?", "", now, lambda: None, how="Type yes or no."))

    assert shown.getvalue().endswith("  Type yes or no.\n")


@pytest.mark.parametrize("typed", ["senden", "SENDEN", "send"])
def test_in_german_the_german_word_sends_and_is_the_one_that_is_shown(typed: str) -> None:
    shown = io.StringIO()

    with speaking("de"):
        assert ask(PauseKind.REVIEW, "", "envoyer", typed, shown=shown) == Send()

    assert "Zum Absenden tippen Sie senden und drücken Enter" in shown.getvalue()


@dataclass
class Slowly(Typed):
    """Lines that come one by one, with a moment between them in which nothing is typed."""

    looks: int = 0

    def next(self) -> str | None:
        self.looks += 1
        return super().next() if self.looks % 4 == 1 else None


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def code_pause(*, valid_until: datetime | None = None) -> Pause:
    return Pause(PauseKind.CODE, "Code", "A code was sent.", "facebook-objection", NOW, lambda: None, valid_until=valid_until)


def asked(lines: Lines, pause: Pause, **more: Any) -> tuple[Reply, str]:
    shown = io.StringIO()
    person = TerminalPerson(Console(file=shown, width=200), lines, lambda: False, lambda: None, **more)
    return person.ask(pause), shown.getvalue()


def test_where_several_numbers_may_be_the_code_they_are_named_and_one_is_asked_for() -> None:
    reply, shown = asked(Slowly(after=["123456 or 654321", "which?", "654321"]), code_pause())

    assert reply == Said("654321")
    assert "Several numbers there may be the code: 123456, 654321. Type the one." in shown
    assert "That isn't an answer here. Type the code here or in the window; you may paste the whole mail." in shown


def test_a_code_whose_time_is_over_while_the_machine_slept_is_said_once() -> None:
    until = NOW + timedelta(hours=1)
    looks = iter([NOW, NOW + timedelta(minutes=59)])
    lines = Typed()

    def now() -> datetime:
        moment = next(looks, NOW + timedelta(hours=3))
        if moment > until:
            lines.after.append("123456")
        return moment

    reply, shown = asked(lines, code_pause(valid_until=until), now=now)
    told = f"The code's time is over since {until.astimezone():%H:%M}. Have a new one sent in the open window, and take that."

    assert reply == Said("123456")
    assert shown.count(told) == 1


@dataclass
class Fetching:
    """A mailbox that has the code at once."""

    closed: bool = False

    def __call__(self) -> Reply | None:
        return Said("482913")

    def close(self) -> None:
        self.closed = True


def test_the_mailbox_may_answer_first_and_is_left_then() -> None:
    box = Fetching()

    reply, _ = asked(Typed(), code_pause(), mailbox=lambda pause, tried, say: box)

    assert (reply, box.closed) == (Said("482913"), True)


def test_the_mailbox_is_asked_for_codes_alone() -> None:
    login = Pause(PauseKind.LOGIN, "x", "Log in.", "facebook-objection", NOW, lambda: None)

    reply, _ = asked(Typed(after=[""]), login, mailbox=lambda pause, tried, say: Fetching())

    assert reply == Done()


ROWS = (Row("Country of residence", "Germany"), Row("Reason", "One line.\nAnother."), Row("Surname", "", "left empty"))
HEARD = {
    "no terminal": {"force_terminal": False},
    "NO_COLOR": {"force_terminal": True, "no_color": True},
    "TERM=dumb": {"force_terminal": True, "_environ": {"TERM": "dumb"}},
    "40 columns": {"force_terminal": True, "width": 40},
}


@pytest.mark.parametrize("terminal", HEARD.values(), ids=HEARD)
def test_where_a_table_would_not_be_seen_the_review_is_question_colon_answer(terminal: dict[str, Any]) -> None:
    shown = io.StringIO()
    settings: dict[str, Any] = {"file": shown, "width": 100, "color_system": "standard", **terminal}
    console = Console(**settings)
    person = TerminalPerson(console, Typed(after=["send"]), lambda: False, lambda: None)

    person.ask(Pause(PauseKind.REVIEW, "x", "Read it.", "facebook-objection", NOW, lambda: None, rows=ROWS))

    said = re.sub(r"\x1b\[[0-9;]*m|\x1b\][^\x07]*\x07|\x07", "", shown.getvalue())
    assert not re.search("[\u2500-\u257f]", said)
    assert "\nReason:\n  One line.\n  Another.\n" in re.sub(" +\n", "\n", said)
    assert " ".join(said.split()).startswith(
        "facebook-objection: this is what will be sent: Country of residence: Germany Reason: One line. Another. "
        "Surname: nothing Note: left empty"
    )


def test_in_a_terminal_with_room_and_colours_it_is_a_table() -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=100, force_terminal=True, color_system="standard", legacy_windows=False)
    person = TerminalPerson(console, Typed(after=["send"]), lambda: False, lambda: None)

    person.ask(Pause(PauseKind.REVIEW, "x", "Read it.", "facebook-objection", NOW, lambda: None, rows=ROWS))

    assert re.search("[\u2500-\u257f]", shown.getvalue())


UNSEEN = {
    PauseKind.QUESTION: "There is no window to answer it in: type the answer here; Enter goes on.",
    PauseKind.REVIEW: "To send it, type send and press Enter. (s: leave it out, q: stop)",
    PauseKind.CODE: "Type the code here; you may paste the whole mail. (s: leave it so, q: stop)",
}


@pytest.mark.parametrize("kind", UNSEEN)
def test_without_a_window_nothing_is_said_of_one(kind: PauseKind) -> None:
    pause = Pause(kind, "x", "Do it.", "facebook-objection", NOW, lambda: None, unseen=True)

    _reply, said = asked(Typed(after=["send", "123456"]), pause)

    assert UNSEEN[kind] in said
    assert "in the window" not in said


@pytest.mark.parametrize("kind", [PauseKind.LOGIN, PauseKind.CHECK])
def test_what_only_a_window_helps_with_needs_a_person_with_one(kind: PauseKind) -> None:
    with pytest.raises(NeedsPerson, match=r"without a window you can't: run it with --headed\.$"):
        asked(Typed(), Pause(kind, "x", "Log in in the open window.", "facebook-objection", NOW, lambda: None, unseen=True))


def test_an_answer_that_does_not_fit_beside_its_question_stands_below_it() -> None:
    shown = io.StringIO()
    person = TerminalPerson(Console(file=shown, width=40), Typed(after=["send"]), lambda: False, lambda: None)
    rows = (Row("Reason for your request", "Because I posted it for my friends and my family alone."), Row("Surname", "Meyer"))

    person.ask(Pause(PauseKind.REVIEW, "x", "Read it.", "facebook-objection", NOW, lambda: None, rows=rows))

    assert (
        "Reason for your request:\n  Because I posted it for my friends and\n  my family alone.\nSurname: Meyer\n"
    ) in shown.getvalue()
