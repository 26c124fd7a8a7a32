"""One run: the requests of one person or of several, carried out together in one browser.

Each person has a browser context of their own, so cookies, storage and log-ins are shared with nobody else's; what is typed,
handed over and written down goes by the request (`run.Runner`). Which of them goes on when is the scheduler's to say.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

from ai_optout.accounts import Subject, subjects
from ai_optout.flow import Flow
from ai_optout.messages import _
from ai_optout.person.board import Board, NoBoard
from ai_optout.person.pause import Pause, Person, Reply
from ai_optout.person.scheduler import Job, Scheduler
from ai_optout.run import Runner
from ai_optout.shared import Shared, Task
from ai_optout.status import RequestResult, RunResult, Status


@dataclass
class _Speaker:
    """The person, as one request talks with them."""

    person: Person
    scheduler: Scheduler[RequestResult]
    number: int
    profile: str
    request: str

    def tell(self, line: str) -> None:
        self.scheduler.board.step(self.number, line)
        self.person.tell(line)

    def ask(self, pause: Pause) -> Reply:
        return self.person.ask(replace(pause, profile=self.profile, request=self.request, turns=self.scheduler))


def run_together(parts: Sequence[tuple[Runner, Sequence[Flow]]], board: Board | None = None) -> RunResult:
    """Every flow of every person, the results in that order. Raises `ProfileError` before anything is opened where an evidence
    file won't do.
    """
    first = parts[0][0]
    scheduler: Scheduler[RequestResult] = Scheduler(
        first.stop_requested,
        board=board or NoBoard(),
        resumed=lambda called: first.person.tell(_("Back to {called}").format(called=called)),
    )
    with ExitStack() as stack:
        handed_over = first.data / "uploads"
        shutil.rmtree(handed_over, ignore_errors=True)  # of a run that was killed; the ledger keeps others away
        stack.callback(shutil.rmtree, handed_over, ignore_errors=True)
        for number, (runner, flows) in enumerate(parts, start=1):
            runner.prepare(flows, handed_over / str(number), stack)
        shared = Shared(first.open_browser, scheduler, stack)
        tasks = _tasks(parts, scheduler)
        jobs = [_job(runner, task, shared) for runner, task in tasks]
        return RunResult(requests=tuple(scheduler.run(jobs)))


def _job(runner: Runner, task: Task, shared: Shared) -> Job[RequestResult]:
    keys = frozenset(f"{runner.who} {task.flow.right} {account}" for account in task.subject.covering)
    return Job(
        task.called,
        keys,
        partial(runner.one, task, shared),
        partial(runner.unbegun, task, Status.STOPPED, _("Not begun: you stopped before it.")),
    )


def requests_of(runner: Runner, flows: Sequence[Flow]) -> list[tuple[Flow, Subject]]:
    """What these flows are for this person: one request for each account that isn't linked to another of the same site."""
    return [(flow, subject) for flow in flows for subject in subjects(flow, runner.profile, runner.mark)]


def names_of(parts: Sequence[tuple[Runner, Sequence[Flow]]]) -> list[tuple[str, str]]:
    """Profile and name of each request, in their order."""
    return [
        (
            runner.profile_name,
            flow.name
            + (_(" (account {place} of {of})").format(place=subject.place + 1, of=subject.of) if subject.of > 1 else ""),
        )
        for runner, flows in parts
        for flow, subject in requests_of(runner, flows)
    ]


def _tasks(parts: Sequence[tuple[Runner, Sequence[Flow]]], scheduler: Scheduler[RequestResult]) -> list[tuple[Runner, Task]]:
    names = names_of(parts)
    wanted = [(runner, flow, subject) for runner, flows in parts for flow, subject in requests_of(runner, flows)]
    tasks = []
    for number, (runner, flow, subject) in enumerate(wanted):
        profile, name = names[number]
        called = _("{name} for {profile}").format(name=name, profile=profile) if len(parts) > 1 else name
        speaker = _Speaker(runner.person, scheduler, number, profile, called if len(wanted) > 1 else "")
        tasks.append((runner, Task(number, flow, subject, called, speaker, scheduler.board)))
    return tasks
