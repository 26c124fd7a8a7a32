"""One request of a run, and what the requests of a run share: the browser, its contexts, the scheduler."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext

from ai_optout.accounts import Subject
from ai_optout.browser.closing import close_page
from ai_optout.browser.faults import letting_go
from ai_optout.browser.windows import Windows
from ai_optout.flow import Flow
from ai_optout.person.board import Board
from ai_optout.person.pause import Person
from ai_optout.person.scheduler import Scheduler
from ai_optout.status import RequestResult, Status
from ai_optout.visit.stage import Stage

_TO_BE_SEEN = frozenset({Status.FILLED, Status.SENT, Status.UNKNOWN, Status.NEEDS_PERSON})
"""What leaves the person something to look at or to do in the page."""


@dataclass(frozen=True)
class Task:
    """One request that is to be carried out."""

    number: int
    flow: Flow
    subject: Subject
    called: str
    """The flow's name, with whose it is and for which account where that isn't clear."""
    person: Person
    board: Board


@dataclass
class Shared:
    """What the requests of one run share: the browser and the scheduler."""

    open_browser: Callable[[], AbstractContextManager[Windows]]
    scheduler: Scheduler[RequestResult]
    stack: ExitStack
    _windows: Windows | None = None
    _contexts: dict[tuple[str, bool], BrowserContext] = field(default_factory=dict)

    def stop(self) -> None:
        """The person stopped: nothing else begins or goes on."""
        self.scheduler.stop()

    def context(self, profile: str, language: str | None, task: Task) -> tuple[Windows, BrowserContext]:
        """The own context of whose profile is called so; for further accounts of theirs at one site, which need another log-in,
        one each. A form that wants no log-in is opened without: logged in, it might fill in what the account holds.
        """
        whose = profile + (f".{task.subject.place + 1}" if task.subject.place else "")
        context = self.scheduler.outside(lambda: self._context(whose, language, logged_in=task.flow.login is not None))
        assert self._windows is not None, "a context is one of a browser's"
        return self._windows, context

    def has_room_for_another_log_in(self) -> bool:
        """Whether a second account at one site can be logged in beside the first."""
        return self._windows is None or not self._windows.one_log_in

    def leave(self, stage: Stage, status: Status) -> None:
        """Close a request's pages, unless they stand in the person's own browser and there is something left to do in them."""
        if self._windows is None or (not self._windows.ours and status in _TO_BE_SEEN):
            return
        for page in stage.pages():
            close_page(page)

    def _context(self, whose: str, language: str | None, *, logged_in: bool) -> BrowserContext:
        if self._windows is None:
            self._windows = self.stack.enter_context(self.open_browser())
        key = (whose, logged_in or not self._windows.clean)
        if key not in self._contexts:
            self._contexts[key] = self._windows.context_for(whose, language)
            if self._windows.ours:
                self.stack.callback(_close, self._contexts[key])
        return self._contexts[key]


def _close(context: BrowserContext) -> None:
    with letting_go():
        context.close()
