"""The person's browser: found, started, steered, and gone without a trace.

`find_browser` says which one, `open_browser` starts it in a temporary folder of ours, `StopSignal` turns Ctrl-C into a wish
that a flow can grant, `playwright_errors` is the one place where Playwright's errors become ours. Whatever runs here runs in
the main thread.
"""

from ai_optout.browser.environment import choose_headed, has_display, refuse_debugging
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.find import BrowserKind, FoundBrowser, find_browser
from ai_optout.browser.launch import OpenBrowser, needs_no_sandbox, open_browser
from ai_optout.browser.stop import StopSignal

__all__ = [
    "BrowserKind",
    "FoundBrowser",
    "OpenBrowser",
    "StopSignal",
    "choose_headed",
    "find_browser",
    "has_display",
    "needs_no_sandbox",
    "open_browser",
    "playwright_errors",
    "refuse_debugging",
]
