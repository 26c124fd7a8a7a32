"""The scheduler without a browser: who goes on, who waits, and whose turn it is to be asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from ai_optout.errors import Skipped, Stopped
from ai_optout.person.pause import Done, Pause, PauseKind, Prompt, Reply, Said, SaidTo, Send
from ai_optout.person.race import race
from ai_optout.person.scheduler import Job, Scheduler

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Stand:
    """Requests that wait at pauses, and a person who types."""

    events: list[str] = field(default_factory=list)
    typed: dict[str, list[Reply | SaidTo | Exception]] = field(default_factory=dict)
    stopped: bool = False
    monotonic: Callable[[], float] = time.monotonic
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scheduler: Scheduler[str] = Scheduler(
            lambda: self.stopped,
            lambda: None,
            resumed=lambda name: self.events.append(f"back to {name}"),
            monotonic=self.monotonic,
        )
        self.pauses: dict[str, Pause] = {}

    def pause(self, name: str, kind: PauseKind, watch: Callable[[], Reply | None] = lambda: None) -> Pause:
        pause = Pause(kind, "x", "Do it.", name, NOW, watch, request=name, turns=self.scheduler)
        self.pauses[name] = pause
        return pause

    def ask(self, name: str, kind: PauseKind, *sources: Callable[[], Reply | None]) -> Reply:
        pause = self.pause(name, kind)
        prompt = Prompt(
            lambda: self.events.append(f"{name}: {kind}?"),
            lambda: self._typed(name),
            again=lambda: self.events.append(f"{name}: {kind} still"),
        )
        return race(pause, sources, lambda: self.stopped, lambda: None, prompt)

    def _typed(self, name: str) -> Reply | SaidTo | None:
        answers = self.typed.get(name, [])
        answer = answers.pop(0) if answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def sending(self, name: str) -> str:
        """A request as they are: reviewed, sent, its code asked for."""
        self.ask(name, PauseKind.REVIEW)
        self.events.append(f"{name}: sent")
        try:
            code = self.ask(name, PauseKind.CODE)
        except (Skipped, Stopped) as end:
            self.events.append(f"{name}: {end.message}")
            return "sent"
        assert isinstance(code, Said)
        self.events.append(f"{name}: {code.text}")
        return "acknowledged"

    def run(self, *names: str) -> list[str]:
        return self.scheduler.run(
            [
                Job(name, frozenset({self.keys.get(name, name)}), lambda name=name: self.sending(name), lambda: "unbegun")  # type: ignore[misc]
                for name in names
            ]
        )


def test_the_codes_are_asked_for_once_everything_else_is_sent() -> None:
    one = Stand(typed={"a": [Send(), Said("111111")], "b": [Send(), Said("222222")]})

    assert one.run("a", "b") == ["acknowledged", "acknowledged"]
    assert one.events == [
        *("a: review?", "a: sent", "b: review?", "b: sent"),
        *("a: code?", "back to a", "a: 111111", "b: code?", "back to b", "b: 222222"),
    ]


def test_a_code_that_is_typed_for_another_request_goes_there_and_the_first_is_still_asked_for() -> None:
    one = Stand(typed={"a": [Send()], "b": [Send()]})
    one.typed["a"] += [SaidTo(Pause(PauseKind.CODE, "", "", "", NOW, lambda: None), "nobody's")]

    def to_b() -> None:
        if "a: code?" in one.events and "b: 222222" not in one.events:
            one.typed["a"] = [SaidTo(one.pauses["b"], "222222")]
        elif "b: 222222" in one.events:
            one.typed["a"] = [Said("111111")]

    one.scheduler.idle = to_b

    assert one.run("a", "b") == ["acknowledged", "acknowledged"]
    assert [event for event in one.events if event[3:].isdigit()] == ["b: 222222", "a: 111111"]
    assert one.events.count("a: code?") == 1
    assert one.events[one.events.index("b: 222222") :] == ["b: 222222", "a: code still", "back to a", "a: 111111"]


def test_a_skipped_code_ends_that_request_alone() -> None:
    one = Stand(typed={"a": [Send(), Skipped("Left out.")], "b": [Send(), Said("222222")]})

    assert one.run("a", "b") == ["sent", "acknowledged"]


def test_a_stop_at_one_code_stops_all_and_begins_nothing_else() -> None:
    one = Stand(typed={"a": [Send(), Stopped("Stopped.")], "b": [Send()]}, keys={"c": "a"})

    assert one.run("a", "b", "c") == ["sent", "sent", "unbegun"]
    assert one.events[-2:] == ["back to b", "b: Stopped, as you asked."]


def test_ctrl_c_while_codes_are_due_stops_all() -> None:
    one = Stand(typed={"a": [Send()], "b": [Send()]})
    one.scheduler.idle = lambda: setattr(one, "stopped", True)

    assert one.run("a", "b") == ["sent", "sent"]


def test_what_asks_for_the_same_waits_for_the_first_to_end() -> None:
    one = Stand(typed={"a": [Send(), Said("111111")], "b": [Send(), Said("222222")]}, keys={"b": "a"})

    one.run("a", "b")

    assert one.events.index("a: 111111") < one.events.index("b: review?")


def test_a_source_that_reads_the_mailbox_gets_a_moment_before_the_next_begins() -> None:
    passed = iter([0.0, 0.0, 1.0, 2.9, 3.1])
    now = 0.0

    def clock() -> float:
        nonlocal now
        now = next(passed, 9.0)
        return now

    one = Stand(monotonic=clock)
    begun: list[float] = []

    def first() -> str:
        race(one.pause("a", PauseKind.CODE), [lambda: Done() if begun else None], lambda: False, lambda: None)
        return "first"

    def second() -> str:
        begun.append(now)
        return "second"

    jobs = [Job("a", frozenset("a"), first, str), Job("b", frozenset("b"), second, str)]
    assert one.scheduler.run(jobs) == ["first", "second"]
    assert begun == [3.1]


def test_a_page_that_answers_a_code_gets_its_request_going_while_another_is_reviewed() -> None:
    """And what that then asks waits until the person's attention is free."""
    one = Stand(typed={})

    def coded() -> str:
        race(
            one.pause("a", PauseKind.CODE, lambda: Done() if "b: review?" in one.events else None),
            (),
            lambda: False,
            lambda: None,
        )
        one.events.append("a: goes on")
        one.ask("a", PauseKind.QUESTION)
        return "a"

    def reviewed() -> str:
        one.ask("b", PauseKind.REVIEW)
        return "b"

    def type_send() -> None:
        one.typed = {"b": [Send()], "a": [Said("x")]}

    one.scheduler.idle = type_send
    jobs = [Job("a", frozenset("a"), coded, str), Job("b", frozenset("b"), reviewed, str)]

    assert one.scheduler.run(jobs) == ["a", "b"]
    assert [event for event in one.events if not event.startswith("back")] == ["b: review?", "a: goes on", "a: question?"]


def test_a_question_takes_the_turn_from_a_code_which_is_asked_for_again_afterwards() -> None:
    one = Stand(typed={"b": [Said("x"), Said("222222")], "a": []})

    def page_moves() -> Reply | None:
        return Done() if "a: code?" in one.events else None

    def first() -> str:
        one.ask("a", PauseKind.CODE)
        return "a"

    def second() -> str:
        race(one.pause("b", PauseKind.CODE, page_moves), (), lambda: False, lambda: None)
        one.ask("b", PauseKind.QUESTION)
        one.typed["a"] = [Said("111111")]
        return "b"

    jobs = [Job("a", frozenset("a"), first, str), Job("b", frozenset("b"), second, str)]
    assert one.scheduler.run(jobs) == ["a", "b"]
    assert [event for event in one.events if event.endswith("?")] == ["a: code?", "b: question?", "a: code?"]


def test_a_request_that_breaks_ends_the_run_and_no_other_is_left_hanging() -> None:
    one = Stand(typed={"a": [Send()]})

    def broken() -> str:
        raise KeyboardInterrupt

    jobs = [
        Job("a", frozenset("a"), lambda: one.sending("a"), str),
        Job("b", frozenset("b"), broken, str),
    ]
    with pytest.raises(KeyboardInterrupt):
        one.scheduler.run(jobs)
    assert one.events[-1] == "a: Stopped, as you asked."


def test_what_must_outlive_a_request_is_done_outside_of_it_and_its_fault_is_the_requests() -> None:
    one = Stand()

    def fails() -> None:
        raise Skipped("No.")

    def work() -> str:
        assert one.scheduler.outside(lambda: "made") == "made"
        with pytest.raises(Skipped):
            one.scheduler.outside(fails)
        return "done"

    assert one.scheduler.run([Job("a", frozenset(), work, str)]) == ["done"]
