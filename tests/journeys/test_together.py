"""Several people and several forms in one run: nothing waits for another's mail, and nothing of one reaches another."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.journeys.command import Command
from tests.journeys.rehearsal import Rehearsal, Sent, read_json

from ai_optout.browser.launch import OpenBrowser
from ai_optout.clock import SystemClock
from ai_optout.errors import Skipped
from ai_optout.ledger import Ledger, State, who
from ai_optout.person.pause import Pause, PauseKind, Prompt, Reply, Said, SaidTo
from ai_optout.person.race import race
from ai_optout.person.written import WrittenAnswers, WrittenPerson
from ai_optout.profile import Profile
from ai_optout.run import Runner
from ai_optout.status import RunResult
from ai_optout.together import run_together

A_MOMENT_S = 0.15
"""The design says some 50 ms; a machine that tests are run on has more to do."""
FLOWS = ("facebook-objection", "facebook-third-party")


@dataclass
class Mailbox:
    """Whoever reads the codes in the mock's mailbox and types them, each when it is their turn."""

    rehearsal: Rehearsal
    told: list[str] = field(default_factory=list)
    asked: list[tuple[PauseKind, str]] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    """What was due when a code was asked for first."""
    type_code: Callable[[Pause], Reply | SaidTo | None] | None = None
    went_on: list[float] = field(default_factory=list)
    """When each that had asked for its code went on."""
    log_in_as: dict[str, str] = field(default_factory=dict)
    """Whose log-in a request gets, where that isn't the profile's own address."""

    def tell(self, line: str) -> None:
        self.told.append(line)

    def ask(self, pause: Pause) -> Reply:
        if pause.kind is not PauseKind.CODE:
            self.asked.append((pause.kind, pause.request))
            login = {
                "name": self.log_in_as.get(pause.request, f"{pause.profile}@mail.example"),
                "password": self.rehearsal.mock.switches.password,
            }
            answers = WrittenAnswers.model_validate({"review": "send", "again": "yes", "login": login})
            return WrittenPerson(answers, Path.cwd(), lambda: False, lambda: None, self.told.append).ask(pause)
        prompt = Prompt(lambda: self._shown(pause), lambda: (self.type_code or self.code_of)(pause))
        try:
            return race(pause, (), lambda: False, lambda: None, prompt)
        finally:
            self.went_on.append(time.monotonic())

    def _shown(self, pause: Pause) -> None:
        self.asked.append((pause.kind, pause.request))
        assert pause.turns is not None
        self.due = self.due or [one.request for one in pause.turns.due()]

    def code_of(self, pause: Pause) -> Reply | None:
        code = self.code(pause)
        return Said(code) if code else None

    def code(self, pause: Pause) -> str:
        """The code that came to this person for this form: each of theirs came after its sending, in that order."""
        assert pause.turns is not None
        mine = [request for request in self.due if request.endswith(f" for {pause.profile}")]
        return self.codes(f"{pause.profile}@mail.example")[mine.index(pause.request)]

    def codes(self, address: str) -> list[str]:
        mails = read_json(f"{self.rehearsal.mock.mailbox}?to={address}")
        return [code for mail in mails for code in re.findall(r"^\d{4,10}$", mail["text"], re.MULTILINE)]


def person(rehearsal: Rehearsal, name: str, **more: object) -> Profile:
    values = {"given_name": name.title(), "email": f"{name}@mail.example", "accounts": ["facebook"], "evidence": []}
    return rehearsal.profile_with(**values | {"reason": f"What {name} wants to say."} | more)


def run(
    rehearsal: Rehearsal,
    people: dict[str, Profile],
    flows: Sequence[str],
    mailbox: Any,
    *,
    browser: OpenBrowser | None = None,
    stop_requested: Callable[[], bool] = lambda: False,
) -> RunResult:
    clock = SystemClock()
    with Ledger.open(rehearsal.data, clock=clock) as ledger:
        ledger.recover()
        parts = [
            (
                Runner(
                    name,
                    profile,
                    mailbox,
                    who(profile.email, b"key"),
                    ledger,
                    rehearsal.data,
                    clock,
                    lambda: nullcontext(browser or rehearsal.browser),
                    stop_requested,
                    mock=True,
                    dry_run=False,
                    mark=lambda text: who(text, b"key"),
                ),
                [rehearsal.flows[flow] for flow in flows],
            )
            for name, profile in people.items()
        ]
        return run_together(parts)


@pytest.fixture
def two(rehearsal: Rehearsal) -> dict[str, Profile]:
    return {name: person(rehearsal, name) for name in ("mina", "leo")}


def test_two_people_with_two_forms_each_send_all_before_a_code_is_asked_for_and_stay_apart(
    rehearsal: Rehearsal, two: dict[str, Profile]
) -> None:
    """Answered in another order than they were asked for; what the mock received is each person's own."""
    mailbox = Mailbox(rehearsal)

    def last_first(pause: Pause) -> Reply | SaidTo | None:
        assert pause.turns is not None
        last = pause.turns.due()[-1]
        code = mailbox.code(last)
        return Said(code) if last is pause else SaidTo(last, code)

    mailbox.type_code = last_first
    result = run(rehearsal, two, FLOWS, mailbox)

    names = [f"{flow} for {name}" for name in two for flow in FLOWS]
    assert [(one.profile, one.flow, one.status) for one in result.requests] == [
        (name, flow, "acknowledged") for name in two for flow in FLOWS
    ]
    assert mailbox.due == names
    kinds = [kind for kind, _ in mailbox.asked]
    assert PauseKind.CODE not in kinds[: kinds.index(PauseKind.CODE)]
    assert [kind for kind in kinds if kind is PauseKind.REVIEW] == [PauseKind.REVIEW] * 4
    back = [line.removeprefix("Back to ") for line in mailbox.told if line.startswith("Back to ")]
    assert back == [*reversed(names)][1:]
    received = rehearsal.accepted()
    assert [(one["door"], one["answers"]["email"]) for one in received] == [
        (door, f"{name}@mail.example") for name in two for door in ("A", "C")
    ]
    assert [Sent(one).answers(two[name]) for one, name in zip(received, ["mina", "mina", "leo", "leo"], strict=True)] == [{}] * 4
    assert all(one["acknowledged"] for one in received)
    requests = rehearsal.requests()
    assert [(one.profile, one.person) for one in requests] == [
        (name, who(two[name].email, b"key")) for name in two for _ in FLOWS
    ]
    for request, name in zip(result.requests, ["mina", "mina", "leo", "leo"], strict=True):
        other = "leo" if name == "mina" else "mina"
        written = str(rehearsal.receipt(request))
        assert f"{name}@mail.example" in written
        assert f"{other}@mail.example" not in written
    assert not (rehearsal.data / "uploads").exists()


def test_each_person_logs_in_for_themselves_and_once_for_all_their_forms(rehearsal: Rehearsal, two: dict[str, Profile]) -> None:
    mailbox = Mailbox(rehearsal)

    run(rehearsal, two, FLOWS, mailbox)

    logins = [request for kind, request in mailbox.asked if kind is PauseKind.LOGIN]
    assert logins == ["facebook-objection for mina", "facebook-objection for leo"]


def test_a_code_typed_in_the_page_of_one_that_waits_gets_it_going_while_the_next_is_filled(
    rehearsal: Rehearsal, two: dict[str, Profile]
) -> None:
    mailbox = Mailbox(rehearsal)
    pages: dict[str, Page] = {}

    def type_in_the_others_page(pause: Pause) -> Reply | None:
        assert pause.turns is not None
        other = pause.turns.due()[-1]
        if other is not pause and other.request not in pages:
            assert other.page is not None
            pages[other.request] = other.page
            other.page.locator("input:visible").last.fill(mailbox.code(other))
            other.page.get_by_role("button", name="Confirm").click()
        return None if other is not pause else mailbox.code_of(pause)

    mailbox.type_code = type_in_the_others_page
    result = run(rehearsal, two, ["facebook-third-party"], mailbox)

    assert [one.status for one in result.requests] == ["acknowledged", "acknowledged"]
    assert [request for kind, request in mailbox.asked if kind is PauseKind.CODE] == ["facebook-third-party for mina"]


def test_a_code_of_the_others_is_refused_asked_for_again_and_nobody_is_sent_twice(
    rehearsal: Rehearsal, two: dict[str, Profile]
) -> None:
    mailbox = Mailbox(rehearsal)
    typed: list[str] = []

    def wrong_first(pause: Pause) -> Reply | None:
        assert pause.turns is not None
        typed.append(pause.request)
        if len(typed) == 1:
            return Said(mailbox.code(pause.turns.due()[1]))
        return mailbox.code_of(pause)

    mailbox.type_code = wrong_first
    result = run(rehearsal, two, ["facebook-third-party"], mailbox)

    assert [one.status for one in result.requests] == ["acknowledged", "acknowledged"]
    assert len(rehearsal.received()) == 2
    assert sorted(typed) == ["facebook-third-party for leo", *["facebook-third-party for mina"] * 2]


def test_a_form_that_fails_and_a_window_that_is_closed_end_their_own_request_alone(
    rehearsal: Rehearsal, two: dict[str, Profile]
) -> None:
    mailbox = Mailbox(rehearsal)

    def close_the_last(pause: Pause) -> Reply | None:
        assert pause.turns is not None
        last = pause.turns.due()[-1]
        if last is not pause:
            assert last.page is not None
            last.page.close()
            return None
        return mailbox.code_of(pause)

    mailbox.type_code = close_the_last
    result = run(rehearsal, two, ["facebook-third-party"], mailbox)

    assert [(one.status, one.reason) for one in result.requests] == [
        ("acknowledged", None),
        (
            "sent",
            "The form was sent; then it broke off: The window was closed. To try again, run the same command.",
        ),
    ]


def test_s_at_a_code_leaves_that_request_and_ctrl_c_all_of_them(rehearsal: Rehearsal, two: dict[str, Profile]) -> None:
    mailbox = Mailbox(rehearsal)
    stopped: list[bool] = []

    def skip(_pause: Pause) -> Reply | None:
        stopped.append(True)
        raise Skipped("Left out, as you asked.")

    mailbox.type_code = skip
    result = run(rehearsal, two, ["facebook-third-party"], mailbox, stop_requested=lambda: bool(stopped))

    assert [(one.status, one.reason) for one in result.requests] == [
        ("sent", "The form was sent; then it broke off: Left out, as you asked."),
        ("sent", "The form was sent; then it broke off: Stopped, as you asked."),
    ]
    assert len(rehearsal.accepted()) == 2


def test_on_the_portal_the_code_comes_before_the_sending_and_each_is_sent_once(
    rehearsal: Rehearsal, two: dict[str, Profile]
) -> None:
    rehearsal.switch(doors_lead_to_portal="request")
    mailbox = Mailbox(rehearsal)

    result = run(rehearsal, two, ["facebook-objection"], mailbox)

    assert [one.status for one in result.requests] == ["acknowledged", "acknowledged"]
    assert mailbox.due == ["facebook-objection for mina", "facebook-objection for leo"]
    assert [one["answers"]["email"] for one in rehearsal.received()] == ["mina@mail.example", "leo@mail.example"]
    assert [state for state in rehearsal.states() if state in {State.REVIEWED, State.SENDING}] == [State.REVIEWED, State.SENDING]


def test_an_answer_has_its_request_going_again_at_once(rehearsal: Rehearsal, two: dict[str, Profile]) -> None:
    """From the moment that the line lies in the queue until its flow goes on, while four of them wait. A thread types it."""
    mailbox = Mailbox(rehearsal)
    lines: queue.Queue[tuple[Reply, float]] = queue.Queue()
    typing: list[threading.Timer] = []
    typed: list[float] = []

    def queued(pause: Pause) -> Reply | None:
        if len(typing) == len(typed):
            code = mailbox.code(pause)
            typing.append(threading.Timer(0.7 + len(typing) / 13, lambda: lines.put((Said(code), time.monotonic()))))
            typing[-1].start()
        with suppress(queue.Empty):
            reply, at = lines.get_nowait()
            typed.append(at)
            return reply
        return None

    mailbox.type_code = queued
    run(rehearsal, two, FLOWS, mailbox)

    took = sorted(went_on - at for went_on, at in zip(mailbox.went_on, typed, strict=True))
    print("going again after", [round(one * 1000) for one in took], "ms")  # noqa: T201 - a figure, with pytest -s
    assert took[1] < A_MOMENT_S


def test_accounts_of_one_centre_are_one_request_and_unlinked_ones_several(rehearsal: Rehearsal) -> None:
    linked = [
        {"site": "facebook", "centre": "home"},
        {"site": "facebook", "email": "second@mail.example", "centre": "home"},
        {"site": "facebook", "email": "third@mail.example"},
        {"site": "instagram", "centre": "home"},
    ]
    mailbox = Mailbox(rehearsal, log_in_as={"facebook-objection (account 2 of 2)": "third@mail.example"})
    rehearsal.switch(code=False)

    result = run(
        rehearsal, {"mina": person(rehearsal, "mina", accounts=linked)}, ["facebook-objection", "instagram-objection"], mailbox
    )

    assert [(one.flow, one.status) for one in result.requests] == [
        ("facebook-objection", "acknowledged"),
        ("facebook-objection", "acknowledged"),
        ("instagram-objection", "covered"),
    ]
    assert result.requests[2].reason is not None
    assert result.requests[2].reason.endswith(": the accounts belong together.")
    assert [one["answers"]["email"] for one in rehearsal.accepted()] == ["mina@mail.example", "third@mail.example"]
    logins = [request for kind, request in mailbox.asked if kind is PauseKind.LOGIN]
    assert logins == ["facebook-objection (account 1 of 2)", "facebook-objection (account 2 of 2)"]
    assert "third@mail.example" not in str(rehearsal.requests())
    assert [one.account for one in result.requests] == ["facebook", rehearsal.requests()[1].account, "instagram"]


def test_the_command_runs_two_people_and_says_whose_each_request_is(command: Command, rehearsal: Rehearsal) -> None:
    command.home.mkdir(mode=0o700, exist_ok=True)
    paths = []
    for name in ("mina", "leo"):
        paths.append(command.home / f"{name}.toml")
        paths[-1].write_text(
            f'country = "DE"\ngiven_name = "A"\nfamily_name = "B"\nemail = "{name}@mail.example"\nreason = "x"\n'
        )
        paths[-1].chmod(0o600)
    answers = command.answers(questions={"Please provide any prompts": "none"})

    done = command.run(*command.words("facebook-third-party", profile=paths[0], answers=answers), *("--profile", str(paths[1])))

    assert [(one["profile"], one["flow"], one["status"]) for one in done.document["requests"]] == [
        (name, "facebook-third-party", "acknowledged") for name in ("mina", "leo")
    ]
    assert [one["answers"]["email"] for one in rehearsal.accepted()] == ["mina@mail.example", "leo@mail.example"]
    assert [(one.profile, one.status) for one in command.requests()] == [("mina", "acknowledged"), ("leo", "acknowledged")]
