"""Keeps a page from sending anything while a program types into it: what would post is stopped, whoever caused it.

Stopped is every request of this page, of its frames and of windows that it opened, whose method isn't one that only reads, and
every navigation that carries an answer in its query. Other pages of the same browser are let alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Request, Route

READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that are safe by their definition (RFC 9110, 9.2.1), but for TRACE, which no page can send."""

DISTINCTIVE: Final = 4
"""The shortest answer that tells a sending from another address as a part of a longer value: "DE" stands in many."""


@dataclass
class Withholding:
    """Stops what `page` would send. `stopped` counts what was."""

    page: Page
    answers: Sequence[str]
    stopped: int = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Until the block ends, nothing is sent."""
        context = self.page.context
        context.route("**/*", self._look)
        try:
            yield
        finally:
            with suppress(PlaywrightError):  # the window is gone, and its routes with it
                context.unroute("**/*", self._look)

    def _look(self, route: Route) -> None:
        stop = self._is_ours(route.request) and self._would_send(route.request)
        with suppress(PlaywrightError):  # the page went away while its request was held
            if stop:
                self.stopped += 1
                route.abort("aborted")  # with any other reason a form's navigation would end on an error page
            else:
                route.fallback()

    def _would_send(self, request: Request) -> bool:
        if request.method not in READING:
            return True
        if not request.is_navigation_request():
            return False
        values = [_plain(value) for _name, value in parse_qsl(urlsplit(request.url).query)]
        return any(
            answer == value or (len(answer) >= DISTINCTIVE and answer in value)
            for answer in map(_plain, self.answers)
            if answer
            for value in values
        )

    def _is_ours(self, request: Request) -> bool:
        try:
            page: Page | None = request.frame.page
        except PlaywrightError:
            return True  # a window that is just being opened, or a service worker's: whose it is can't be told
        while page is not None and page is not self.page:
            page = page.opener()
        return page is self.page


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
