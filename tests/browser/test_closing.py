"""Pages are closed also where Chromium lets the wish to close them drop."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Route

from ai_optout.browser.closing import close_page

LEADS_ON = '<!doctype html><meta http-equiv="refresh" content="0; url=/there"><p>On to the form …'
TIMES = 20
"""Of twenty closes that meet the navigation, Chromium 156 drops a third."""


def answer(route: Route) -> None:
    route.fulfill(content_type="text/html", body=LEADS_ON if route.request.url.endswith("/here") else "<p>There.")


def test_a_page_that_is_just_leading_on_is_closed(context: BrowserContext) -> None:
    context.route("**/*", answer)

    def one() -> Page:
        page = context.new_page()
        with page.expect_response("**/there"):
            page.goto("https://site.example/here")
        close_page(page)
        return page

    pages = [one() for _ in range(TIMES)]

    assert all(page.is_closed() for page in pages)
    assert context.pages == []


def test_a_page_that_is_gone_already_is_no_fault(context: BrowserContext) -> None:
    page = context.new_page()
    page.close()

    close_page(page)

    assert page.is_closed()


def test_a_page_is_closed_whatever_it_would_say_to_that(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content("<script>onbeforeunload = event => event.preventDefault()</script><button>Press")
    page.get_by_role("button").click()

    close_page(page)

    assert page.is_closed()
