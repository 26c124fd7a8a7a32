"""What a run needs of a browser, whether it is started here, was running before, or runs elsewhere."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import BrowserContext, Page


class Windows(Protocol):
    """A browser to work in."""

    @property
    def banner(self) -> bool:
        """Whether a person sees its pages, and they may be drawn over."""
        ...

    @property
    def unseen(self) -> bool:
        """Whether it is certain that nobody sees its pages."""
        ...

    @property
    def ours(self) -> bool:
        """Whether its contexts are this run's alone, and end with it; else the pages that were opened are closed one by one."""
        ...

    @property
    def clean(self) -> bool:
        """Whether a context begins without any log-in."""
        ...

    @property
    def one_log_in(self) -> bool:
        """Whether all its pages share one person's log-ins."""
        ...

    def context_for(self, whose: str, language: str | None) -> BrowserContext:
        """The context for `whose` pages, asked for once; it shares nothing with anybody else's, unless there is `one_log_in`."""
        ...

    def new_page(self, context: BrowserContext) -> Page:
        """A page of a context, to work in."""
        ...
