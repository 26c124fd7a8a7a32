"""What the form's page posts: how a sending is seen, held until it is written down, and followed to its answer.

A post that carries the answers is the sending, whoever pressed. It is held back for the moment it takes to journal it, so that
no crash can leave a sending that the ledger doesn't know of; it is never changed, and stopped only
where it would go to a host that isn't the flow's, or where a button sends that should only turn a wizard's page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from playwright.sync_api import BrowserContext, Request, Response, Route
from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import letting_go

SENDING_METHODS = frozenset({"POST", "PUT", "PATCH"})
_REPORTS = frozenset({"ping", "cspviolationreport"})
_DISTINCTIVE = 4
"""The shortest answer that tells a sending from other posts: "DE" or "Jo" stands in many of them."""


@dataclass
class Post:
    """One sending: where to (without its query), and whether an answer came (its status) or the connection broke."""

    address: str
    status: int | None = None
    broken: bool = False


@dataclass
class PostWatch:
    """Sees the page's sendings from `start` to `stop`. `on_sending` is called before the first byte of each is let go; `posts` is
    read afterwards.
    """

    context: BrowserContext
    on_sending: Callable[[Post], None]
    may_go_to: Callable[[str], bool]
    """Whether answers may be posted to that address; where not, the post is stopped."""
    answers: tuple[str, ...] = ()
    code_answers: tuple[str, ...] = ()
    """The answers that a wish for a code carries, while the form wants one before it can be sent: a post with nothing else of the
    answers only has the code mailed, or confirms it, and is no sending.
    """
    on_code: Callable[[str], None] = lambda _: None
    """Called with the address of each such post before it is let go."""
    is_own: Callable[[Request], bool] = lambda _: True
    """Whether a page of this request makes it: the context may hold others', which are let through untouched."""
    held_back: bool = False
    """While this is set no sending is let go at all: the buttons that only turn a wizard's page may not send it."""
    posts: list[Post] = field(default_factory=list)
    stopped: str | None = None
    """Where a sending to a host that isn't the flow's would have gone."""
    others: int = 0
    """Posts that carry no answer that could be read: reports as a rule, but who knows."""
    _started: bool = False
    _of: dict[Request, Post] = field(default_factory=dict)

    def expect(self, answers: Sequence[str]) -> None:
        """By which answers a sending is known."""
        self.answers = tuple(_plain(answer) for answer in answers if len(answer.strip()) >= _DISTINCTIVE)

    def code_is_wanted(self, *carries: str) -> None:
        """Until it is called without an answer, a post that carries none but these is about the code."""
        self.code_answers = tuple(_plain(answer) for answer in carries)

    def start(self) -> None:
        """From now on every post of the context is looked at before it goes. More than one start is one."""
        if self._started:
            return
        self._started = True
        self.context.on("response", self._answered)
        self.context.on("requestfailed", self._failed)
        self.context.route("**/*", self._look)

    def stop(self) -> None:
        """Look no more; to be called before the context is closed, where it was started."""
        if not self._started:
            return
        self._started = False
        with letting_go():  # the window may be gone, and its routes with it
            self.context.unroute("**/*", self._look)
        self.context.remove_listener("response", self._answered)
        self.context.remove_listener("requestfailed", self._failed)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """For the length of a block; where it was started before, it goes on after it."""
        if self._started:
            yield
            return
        self.start()
        try:
            yield
        finally:
            self.stop()

    @contextmanager
    def holding_back(self) -> Iterator[None]:
        """For the length of a block no sending is let go; the last one that would have gone is `stopped` until the end of it."""
        with self.watching():
            self.held_back, self.stopped = True, None
            try:
                yield
            finally:
                self.held_back, self.stopped = False, None

    def _look(self, route: Route) -> None:
        request = route.request
        if not self.is_own(request):
            route.fallback()
            return
        sending = self.is_sending(request)
        if sending and (self.held_back or not self.may_go_to(request.url)):
            self.stopped = request.url.split("?")[0]
            route.abort("aborted")  # so that the page stays where it is
            return
        if sending:
            post = Post(request.url.split("?")[0])
            self.on_sending(post)
            self.posts.append(post)
            self._of[request] = post
        elif request.method in SENDING_METHODS and request.resource_type not in _REPORTS:
            self.others += 1
            if self.code_answers and self.may_go_to(request.url) and self._carried(_body(request)):
                self.on_code(request.url.split("?")[0])
        try:
            route.continue_()
        except PlaywrightError:
            return  # the page went away while its request was held: nothing of it was sent by us

    def is_sending(self, request: Request) -> bool:
        """Whether this request carries the answers. One whose body can't be read (a file lies in it) is taken for one."""
        if request.method == "GET":
            return request.is_navigation_request() and "?" in request.url and self._carries(request.url.split("?", 1)[1])
        if request.method not in SENDING_METHODS or request.resource_type in _REPORTS:
            return False
        body = request.post_data_buffer
        kind = request.headers.get("content-type", "")
        if not body:
            return "multipart/form-data" in kind or request.is_navigation_request()
        return self._carries(body.decode("utf-8", "replace"))

    def _carries(self, body: str) -> bool:
        carried = self._carried(body)
        return bool(carried - set(self.code_answers))

    def _carried(self, body: str) -> set[str]:
        """The answers that stand in a body."""
        texts = (_plain(body), _plain(unquote_plus(body)))
        return {
            answer
            for answer in self.answers
            for text in texts
            if answer in text or json.dumps(answer)[1:-1] in text or json.dumps(answer, ensure_ascii=False)[1:-1] in text
        }

    def _answered(self, response: Response) -> None:
        post = self._of.get(response.request)
        if post is not None:
            post.status = response.status

    def _failed(self, request: Request) -> None:
        post = self._of.get(request)
        if post is not None and post.status is None:
            post.broken = True


def _body(request: Request) -> str:
    return (request.post_data_buffer or b"").decode("utf-8", "replace")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
