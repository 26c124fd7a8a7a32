"""What the steps of one visit share: the page, the person, the journal and the receipt, and the few things every step does with
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import structlog
from playwright.sync_api import BrowserContext, ElementHandle, Page, Request
from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import is_closed, playwright_errors
from ai_optout.clock import Clock
from ai_optout.errors import BrowserError, Stopped
from ai_optout.flow import Flow
from ai_optout.form.pointed import Pointed, understand_pointed
from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Button, Link, Snapshot
from ai_optout.form.stillness import still
from ai_optout.form.understand import Question
from ai_optout.guard import HostGuard
from ai_optout.ledger import Detail, Ledger, State
from ai_optout.messages import _
from ai_optout.person.banner import Banner
from ai_optout.person.pause import Pause, PauseKind, Person, Posted, Reply, Row
from ai_optout.person.race import pump
from ai_optout.pointed_file import PointedFiles
from ai_optout.posts import Post, PostWatch
from ai_optout.profile import Profile
from ai_optout.sight import Seen, see
from ai_optout.status import Pause as PauseTaken
from ai_optout.status import Status

log = structlog.stdlib.get_logger("ai_optout.visit")

PRESS_MS: Final = 8_000
"""How long a button may take to become pressable."""
LOOKS_EVERY_S: Final = 0.4
"""How often a pause looks at the page."""


class Ended(Exception):  # noqa: N818 - an end, not always a fault
    """The request ended with `status`, for the reason given in one sentence without a personal value."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass
class Journal:
    """The ledger's side of one request: where it stands is written before the step that leads there."""

    ledger: Ledger
    request_id: int

    @property
    def state(self) -> State:
        """Where the request stands."""
        return self.ledger.request(self.request_id).state

    def enter(self, state: State, detail: Detail | None = None, *, door: str | None = None) -> None:
        """Write that the request is now in `state`; durable when it returns."""
        self.ledger.enter(self.request_id, state, detail, door=door)
        log.debug("entered", request=self.request_id, state=state.value, **(detail or {}))

    def record(self, kind: str, detail: Detail | None = None) -> None:
        """Write an event."""
        self.ledger.record(self.request_id, kind, detail)
        log.debug("recorded", request=self.request_id, kind=kind, **{f"of_{key}": value for key, value in (detail or {}).items()})


@dataclass
class Times:
    """When the request got where, UTC."""

    opened: datetime | None = None
    reviewed: datetime | None = None
    code_asked: datetime | None = None
    """Just before the press that has a code mailed, where the form wants one before it is sent."""
    sent: datetime | None = None
    acknowledged: datetime | None = None


@dataclass
class Stage:
    """One request under way. `page` is the page in work: a window that the site opened becomes it."""

    flow: Flow
    profile: Profile
    page: Page
    context: BrowserContext
    person: Person
    banner: Banner
    journal: Journal
    guard: HostGuard
    clock: Clock
    stop_requested: Callable[[], bool]
    pointed_files: PointedFiles
    anyway: bool = False
    """The person wants it although it is said not to be open to them."""
    pauses: list[PauseTaken] = field(default_factory=list)
    times: Times = field(default_factory=Times)
    pointed: Sequence[Pointed] = ()
    """What the person pointed at in this form, now or at an earlier visit."""
    unseen: bool = False
    """Nobody can see the page."""
    said: list[tuple[Question, str]] = field(default_factory=list, repr=False)
    """What the person answered to questions that there was no answer to."""
    watch: PostWatch = field(init=False)
    _reading: Scan | None = field(default=None, repr=False)
    _pages: list[Page] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.adopt(self.page)
        self.watch = PostWatch(
            self.context, self._before_sending, self.guard.allows, on_code=self._before_code, is_own=self._is_own
        )

    # --- whose page ---

    def pages(self) -> tuple[Page, ...]:
        """The pages of this request that are open: its own and the windows that they opened. The context may hold others'."""
        return tuple(page for page in self._pages if not page.is_closed())

    def adopt(self, page: Page) -> None:
        """From now on that page is this request's, and so is every window that it opens."""
        if page not in self._pages:
            self._pages.append(page)
            page.on("popup", self.adopt)

    def _is_own(self, request: Request) -> bool:
        """Whether a page of this request makes that. Of a new window's first request nobody can say: then it may be."""
        try:
            return request.frame.page in self._pages
        except PlaywrightError:
            return True

    # --- looking ---

    def look(self) -> Scan:
        """A look at the page once it is quiet. The one before it is let go. Raises `BrowserError` where the window is closed."""
        for attempt in range(5):
            try:
                still(self.page)
                found = scan(self.page)
            except PlaywrightError as error:
                if is_closed(error) or self.page.is_closed():
                    raise BrowserError(_("The window was closed."), _("To try again, run the same command.")) from None
                if attempt == 4:  # noqa: PLR2004 - the last
                    with playwright_errors():
                        raise
                self.pump()
                continue
            self._let_go()
            self._reading = found
            return found
        raise AssertionError("the loop returns or raises")

    def see(self, before: Snapshot | None = None) -> Seen:
        """What the page is now; `before` as in `sight.see`."""
        return see(self.look().snapshot, before)

    def understood(self, snapshot: Snapshot) -> tuple[Question, ...]:
        """Its questions, those that the person pointed at with the meaning that they were given."""
        return understand_pointed(snapshot, self.pointed)

    def _let_go(self) -> None:
        if self._reading is not None:
            with suppress(PlaywrightError):  # its document is gone, and its elements with it
                self._reading.close()
            self._reading = None

    def pump(self) -> None:
        """Let the page work for a slice; raises `Stopped` on Ctrl-C, `BrowserError` where the window is closed."""
        self.stop_if_asked()
        pump(self.page)

    def stop_if_asked(self) -> None:
        """Raises `Stopped` where Ctrl-C was pressed."""
        if self.stop_requested():
            raise Stopped(_("Stopped, as you asked."))

    # --- acting ---

    def press(self, target: Button | Link) -> None:
        """Press what the last look saw; a window that opens by it becomes the page. Raises `PageError` where it can't be
        pressed.
        """
        assert self._reading is not None, "one presses what one has seen"
        pages = len(self.pages())
        with playwright_errors():
            self._reading.element(target.ref).click(timeout=PRESS_MS)
        self.follow(pages)

    def follow(self, pages: int) -> None:
        """Go to the window that was opened since there were `pages` of them."""
        if len(self.pages()) > pages:
            self.page = self.pages()[-1]
            with playwright_errors():
                self.page.wait_for_load_state("domcontentloaded")

    def may_type(self, url: str) -> None:
        """Raises `PageError` unless both the frame at `url` and the page are on the flow's hosts."""
        self.guard.check(self.page.url)
        if url not in {"about:blank", "about:srcdoc"}:  # a frame of the page's own making
            self.guard.check(url)

    # --- saying ---

    def tell(self, line: str, *, around: ElementHandle | None = None) -> None:
        """Name a step, in the terminal and in the page."""
        self.person.tell(line)
        self.banner.say(self.page, line, around=around)

    def filling(self, question: Question, element: ElementHandle) -> None:
        """An answer is about to be given (`form.answer.Watcher`)."""
        self.stop_if_asked()
        self.journal.record("fill", {"meaning": question.meaning or "", "question": question.control.wording[:200]})
        self.tell(_("Filling in: {wording}").format(wording=shortened(question.control.wording)), around=element)

    def ask(
        self,
        kind: PauseKind,
        *,
        about: str,
        say: str,
        watch: Callable[[], Reply | None],
        rows: tuple[Row, ...] = (),
        choices: tuple[str, ...] = (),
        since: datetime | None = None,
        valid_until: datetime | None = None,
        how: str = "",
        pointable: bool = False,
        beside: ElementHandle | None = None,
    ) -> Reply:
        """Stop for the person until they or the page answer. A sending seen meanwhile is the reply `Posted`, whoever pressed.

        `since` is when that which is waited for was caused, where it isn't now: a code's mail may be there before the pause;
        `valid_until` is when a code expires, where that is known. `beside` is the field that it is about.
        """
        self.stop_if_asked()
        self.journal.record("pause", {"kind": kind, "about": about[:200]})
        self.banner.say(self.page, say, yours=True, beside=beside)
        began = self.clock.monotonic()
        posts = len(self.watch.posts)
        next_look = 0.0

        def look() -> Reply | None:
            nonlocal next_look
            if len(self.watch.posts) > posts:
                return Posted()
            if self.clock.monotonic() < next_look:
                return None
            self.banner.keep_clear(self.page)
            reply = watch()
            next_look = self.clock.monotonic() + LOOKS_EVERY_S
            return reply

        asked_at = since or self.clock.now()
        pause = Pause(
            kind, about, say, self.flow.name, asked_at, look, self.page, rows, choices, how, pointable, valid_until=valid_until
        )
        pause = replace(pause, unseen=self.unseen)
        try:
            return self.person.ask(pause)
        finally:
            seconds = round(self.clock.monotonic() - began, 3)
            self.pauses.append(PauseTaken(kind=kind.value, about=about, seconds=seconds))
            self.journal.record("pause-ended", {"kind": kind, "seconds": seconds})

    def _before_sending(self, post: Post) -> None:
        """Called while a sending is held back: write it down, then let it go."""
        state = self.journal.state
        if state in {State.FILLED, State.OPENED, State.REFUSED_BY_PAGE}:
            self.journal.enter(State.REVIEWED, {"by": "the page's own button"})
            state = State.REVIEWED
        if state is State.REVIEWED:
            self.journal.enter(State.SENDING, {"address": post.address})
        else:
            self.journal.record("post", {"address": post.address})
        self.times.sent = self.times.sent or self.clock.now()

    def _before_code(self, address: str) -> None:
        """Called while a post that is only about the code is held back."""
        self.journal.record("post", {"address": address, "about": "the code"})


def shortened(text: str, longest: int = 80) -> str:
    """`text`, cut at a word where it is long."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
