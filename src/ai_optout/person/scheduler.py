"""Several requests, one person: who goes on, who waits, and whose turn it is to be asked.

Each request's flow is synchronous and runs in a greenlet of its own. Where it waits for somebody it hands its pause to the
scheduler, the one place that waits: in slices, in Playwright, whose loop serves the pages of all. What is a matter of time alone,
the code that comes by e-mail, holds nobody back: the next request begins meanwhile, and the codes are asked for once all that
can be sent without them is. Every other pause holds the person's attention, one at a time; the page, a command or the mailbox may
answer any of them at any moment.

Playwright is touched by the main thread alone, and one greenlet runs at a time: a flow is left at its pauses and nowhere else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from greenlet import getcurrent, greenlet

from ai_optout.errors import BrowserError, Stopped
from ai_optout.messages import _
from ai_optout.person.board import Board, NoBoard
from ai_optout.person.pause import Pause, PauseKind, Prompt, Reply, Said, SaidTo, Source
from ai_optout.person.race import pump

SLICE_MS: Final = 40
"""How long a pause's slice of waiting is: an answer is noticed within it, at some 2 % of a processor."""
PROMPTLY_S: Final = 3.0
"""How long a source that reads the mailbox gets before the next request begins: a code that comes at once is then surely this
request's, whatever the source knows of whose mail it reads.
"""

T = TypeVar("T")
Made = TypeVar("Made")


def time_passes() -> None:
    """A slice of waiting where there is no page to wait in."""
    threading.Event().wait(SLICE_MS / 1000)


@dataclass(frozen=True)
class Job(Generic[T]):
    """One request to be carried out. `keys` is what no two requests under way may share: what would be asked for twice."""

    called: str
    keys: frozenset[str]
    work: Callable[[], T]
    unbegun: Callable[[], T]
    """What comes of it where the person stopped before it began."""


@dataclass(eq=False)
class _Wait:
    pause: Pause
    sources: Sequence[Source]
    prompt: Prompt | None
    since: float
    asked: bool = False

    @property
    def attention(self) -> bool:
        """Whether it holds the person's attention; a code is only waited for."""
        return self.pause.kind is not PauseKind.CODE


@dataclass(frozen=True)
class _Call:
    """Something to be done in the scheduler's own greenlet."""

    work: Callable[[], object]


@dataclass(eq=False)
class _Flow(Generic[T]):
    number: int
    job: Job[T]
    run: greenlet
    wait: _Wait | None = None


@dataclass
class Scheduler(Generic[T]):
    """Carries out jobs. `idle` waits for a slice where no page is open."""

    stop_requested: Callable[[], bool]
    idle: Callable[[], None] = time_passes
    board: Board = field(default_factory=NoBoard)
    resumed: Callable[[str], None] = lambda _called: None
    """Told what a request is called that goes on after another one had the word."""
    monotonic: Callable[[], float] = time.monotonic
    _flows: list[_Flow[T]] = field(default_factory=list)
    _current: _Flow[T] | None = None
    _speaker: _Flow[T] | None = None
    _stopped: bool = False
    _looks: int = 0
    _results: dict[int, T] = field(default_factory=dict)

    def run(self, jobs: Sequence[Job[T]]) -> list[T]:
        """What came of each, in their order. A job that raises ends the run; the others are stopped then."""
        left = dict(enumerate(jobs))
        try:
            while left or self._flows:
                if self._stopped or self.stop_requested():
                    self._stop_all()
                    for number in list(left):
                        self._results[number] = left.pop(number).unbegun()
                elif (following := self._next(left)) is not None:
                    self._begin(following, left.pop(following))
                else:
                    self._slice(may_begin=any(self._is_free(job) for job in left.values()))
        finally:
            self._stop_all()
        return [self._results[number] for number in range(len(jobs))]

    # --- called by the flows ---

    def wait(self, pause: Pause, sources: Sequence[Source], prompt: Prompt | None) -> Reply:
        """`Turns.wait`: the flow that calls it stands still until its answer is there."""
        me = self._current
        assert me is not None, "only a flow waits"
        me.wait = _Wait(pause, sources, prompt, self.monotonic())
        self.board.waits(me.number, pause.kind)
        reply: Reply = me.run.parent.switch(None)
        return reply

    def due(self) -> tuple[Pause, ...]:
        """`Turns.due`."""
        return tuple(flow.wait.pause for flow in self._flows if flow.wait is not None and not flow.wait.attention)

    def outside(self, work: Callable[[], Made]) -> Made:
        """Have something done in the scheduler's own greenlet, which outlives this flow's: a browser is opened there."""
        me = self._current
        if me is None:
            return work()
        result: Made = me.run.parent.switch(_Call(work))
        return result

    def stop(self) -> None:
        """No request goes on: the person stopped one, which stops all."""
        self._stopped = True

    # --- the loop ---

    def _next(self, left: dict[int, Job[T]]) -> int | None:
        """The job that may begin now."""
        for flow in self._flows:
            wait = flow.wait
            if wait is None or wait.attention:
                return None
            if len(wait.sources) > 1 and self.monotonic() - wait.since < PROMPTLY_S:
                return None
        return next((number for number, job in left.items() if self._is_free(job)), None)

    def _is_free(self, job: Job[T]) -> bool:
        return not any(job.keys & flow.job.keys for flow in self._flows)

    def _begin(self, number: int, job: Job[T]) -> None:
        flow = _Flow(number, job, greenlet(job.work, getcurrent()))
        self._flows.append(flow)
        self._speaker = flow
        self._go_on(flow)

    def _slice(self, *, may_begin: bool) -> None:
        """Ask everybody who answers at once, in the order in which they were asked, and look at one page: a look takes time.
        Where nobody has answered, wait for a slice.
        """
        waiting = [(flow, flow.wait) for flow in self._flows if flow.wait is not None]
        self._looks += 1
        looked_at = waiting[self._looks % len(waiting)][1] if waiting else None
        for flow, wait in waiting:
            if wait.pause.page is not None and wait.pause.page.is_closed():
                self._throw(flow, BrowserError(_("The window was closed."), _("To try again, run the same command.")))
                return
            try:
                reply = self._reply(wait, look=wait is looked_at)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the flow's to say what came of it
                self._throw(flow, error)
                return
            if isinstance(reply, SaidTo):
                self._hand_over(reply)
                return
            if reply is not None:
                self._go_on(flow, reply)
                return
        if not self._turn_given(may_begin=may_begin):
            self._pump()

    def _reply(self, wait: _Wait, *, look: bool) -> Reply | SaidTo | None:
        sources: list[Callable[[], Reply | SaidTo | None]] = [*wait.sources]
        if wait.asked and wait.prompt is not None:
            sources.append(wait.prompt.typed)
        if look:
            sources.append(wait.pause.watch)
        return next((reply for source in sources if (reply := source()) is not None), None)

    def _hand_over(self, said: SaidTo) -> None:
        asked = next((flow.wait for flow in self._flows if flow.wait is not None and flow.wait.asked), None)
        for flow in self._flows:
            if flow.wait is not None and flow.wait.pause is said.pause:
                self._go_on(flow, Said(said.text))
                break
        if asked is not None and asked.prompt is not None and any(flow.wait is asked for flow in self._flows):
            asked.prompt.again()  # what that request said meanwhile stands below the question

    def _turn_given(self, *, may_begin: bool) -> bool:
        """Whether somebody new is asked now. What holds the attention goes before a code; codes wait until nothing else can be
        done.
        """
        waits = [flow.wait for flow in self._flows if flow.wait is not None]
        asked = next((wait for wait in waits if wait.asked), None)
        first = next((wait for wait in waits if wait.attention and wait.prompt is not None), None)
        if first is None and not may_begin and not any(wait.attention for wait in waits):
            first = next((wait for wait in waits if wait.prompt is not None), None)
        if first is None or asked is first or (asked is not None and asked.attention):
            return False
        if asked is not None and (not first.attention or asked.prompt is None):
            return False
        if asked is not None and asked.prompt is not None:
            asked.asked = False
            asked.prompt.hide()
        first.asked = True
        assert first.prompt is not None, "it was looked for"
        self.board.asking(next(flow.number for flow in self._flows if flow.wait is first))
        first.prompt.show()
        return True

    def _pump(self) -> None:
        """Wait for a slice, in a page that is open."""
        for flow in self._flows:
            page = flow.wait.pause.page if flow.wait is not None else None
            if page is None:
                continue
            try:
                pump(page, SLICE_MS)
            except BrowserError as error:
                if not page.is_closed():  # the driver is gone, and can't say so of the page
                    self._throw(flow, error)
            return
        self.idle()

    # --- going on ---

    def _go_on(self, flow: _Flow[T], reply: Reply | None = None) -> None:
        self._step(flow, lambda: flow.run.switch() if reply is None else flow.run.switch(reply))

    def _throw(self, flow: _Flow[T], error: Exception) -> None:
        self._stopped = self._stopped or isinstance(error, Stopped)
        self._step(flow, lambda: flow.run.throw(type(error), error, error.__traceback__))

    def _step(self, flow: _Flow[T], go: Callable[[], object]) -> None:
        """Let a flow go on until it waits again or has ended; what it wants done outside is done meanwhile."""
        if flow.wait is not None:
            if flow.wait.asked and flow.wait.prompt is not None:
                flow.wait.prompt.hide()
            flow.wait = None
            self.board.goes_on(flow.number)
        before, self._current = self._current, flow
        try:
            if self._speaker is not flow:
                self._speaker = flow
                self.resumed(flow.job.called)
            came = go()
            while isinstance(came, _Call):
                try:
                    value = came.work()
                except Exception as error:  # noqa: BLE001 - it is the flow's
                    came = flow.run.throw(type(error), error, error.__traceback__)
                else:
                    came = flow.run.switch(value)
        except BaseException:  # whatever ended it, the flow waits no more; what was raised goes on
            self._flows.remove(flow)
            raise
        finally:
            self._current = before
        if flow.run.dead:
            self._flows.remove(flow)
            self._results[flow.number] = came  # type: ignore[assignment]  # a greenlet gives back what its function does

    def _stop_all(self) -> None:
        """Each flow that waits is told that the person stopped, until it has ended."""
        for flow in list(self._flows):
            while not flow.run.dead:
                self._throw(flow, Stopped(_("Stopped, as you asked.")))
