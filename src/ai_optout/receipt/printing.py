"""A receipt's page as PDF, by the browser's own print."""

from __future__ import annotations

from pathlib import Path

from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.launch import OpenBrowser
from ai_optout.errors import LedgerError
from ai_optout.messages import _


def printed(opened: OpenBrowser, page: Path) -> bytes:
    """The page in that file on A4, tagged for screen readers. Nothing is run in it and nothing fetched.

    Raises `LedgerError` where the file can't be read, `BrowserError` where the browser doesn't print it.
    """
    try:
        html = page.read_text(encoding="utf-8")
    except OSError as error:
        raise LedgerError(
            _("The file {page} can't be read: {strerror}.").format(page=page, strerror=error.strerror),
            _("Make it readable for you, then run it again."),
        ) from None
    with playwright_errors():
        context = opened.browser.new_context(java_script_enabled=False, offline=True)
        try:
            tab = context.new_page()
            tab.set_content(html)
            return tab.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        finally:
            context.close()
