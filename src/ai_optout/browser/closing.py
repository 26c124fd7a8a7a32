"""Closing a page so that it is closed. `Page.close` may wait for ever: a close that meets the commit of a navigation (a page that
leads on, or the browser's own error page that is only just coming) is acknowledged by Chromium and not carried out
(crbug.com/536385539, microsoft/playwright#42068).
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from ai_optout.browser.faults import letting_go

CLOSES_MS: Final = 300
"""How long a page is waited for before it is told again: it usually takes a few."""
TIMES: Final = 10


def close_page(page: Page) -> None:
    """Have `page` closed, without asking what it would say to that; told again while it stays, which does nothing to one that is
    closing. One that stays all the same, or is gone already, is no fault: its context, or its browser, ends.
    """
    with letting_go():
        session = page.context.new_cdp_session(page)
        target = session.send("Target.getTargetInfo")["targetInfo"]["targetId"]
        for _ in range(TIMES):
            try:
                with page.expect_event("close", timeout=CLOSES_MS), letting_go():  # the answer may go down with the page
                    session.send("Target.closeTarget", {"targetId": target})
            except PlaywrightTimeoutError:
                if not page.is_closed():
                    continue
            return
