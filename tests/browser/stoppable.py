"""Not a test: a program with a browser that the tests of Ctrl-C send signals to.

It prints a line of JSON when the browser is open and another when it is done. `pump` waits as a pause does, `hang` is stuck in a
call that never returns, `forever` waits and doesn't look at the signal.
"""

from __future__ import annotations

import json
import signal
import sys

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from ai_optout.browser import StopSignal, find_browser, open_browser
from ai_optout.errors import AiOptoutError
from ai_optout.folders import Folders


def say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def pump(page: Page) -> None:
    try:
        page.wait_for_event("close", timeout=100)
    except PlaywrightTimeoutError:
        return


def work(page: Page, way: str, stop: StopSignal) -> dict[str, object]:
    if way == "hang":
        page.evaluate("() => { while (true) ; }")
    while way == "forever" or not stop.requested:
        pump(page)
    page.set_content("<title>still here</title>")
    return {"requested": stop.requested, "title": page.title()}


def main(way: str) -> None:
    before = signal.getsignal(signal.SIGINT)
    outcome: dict[str, object]
    try:
        with (
            StopSignal() as stop,
            open_browser(find_browser(None), headed=False, folders=Folders.of_this_person(), stop=stop) as opened,
        ):
            page = opened.new_context().new_page()
            processes = opened.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
            browser = next(process["id"] for process in processes if process["type"] == "browser")
            say(driver=opened.driver.process.pid, browser=browser)
            outcome = work(page, way, stop)
    except AiOptoutError as error:
        outcome = {"error": type(error).__name__, "message": error.message}
    say(restored=signal.getsignal(signal.SIGINT) is before, **outcome)


if __name__ == "__main__":
    main(sys.argv[1])
