"""What a page would send while it is filled: stopped, whatever way it takes, in this page and its windows alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.assist.conftest import Filled
from tests.assist.site import Site

from ai_optout.assist import Withholding
from ai_optout.profile import Profile

Fill = Callable[..., Filled]

PERSON = Profile(country="Germany", given_name="Ada", family_name="Lo", email="ada@post.example")
PAGE = """<!doctype html><html lang=en><form id=f method=METHOD action=/send target=TARGET><label>First name <input name=given></label>
<label>Surname <input name=family></label><label>Email <input name=mail type=email oninput="send(this)"></label><button>Send</button></form>
<script>let done; function send(input) { if (done) return; done = true; const f = document.forms[0]; HOW }</script>"""


def page(how: str, method: str = "post", target: str = "_self") -> str:
    return PAGE.replace("HOW", how).replace("METHOD", method).replace("TARGET", target)


@pytest.mark.parametrize(
    "html",
    [
        page("f.submit()"),
        page("f.requestSubmit()"),
        page("f.submit()", target="_blank"),
        page("fetch('/save', { method: 'POST', body: input.value })"),
        page("fetch('/save', { method: 'PUT', body: 'x' })"),
        page("navigator.sendBeacon('/save', input.value)"),
        page("const x = new XMLHttpRequest(); x.open('PATCH', '/save'); x.send(input.value)"),
    ],
    ids=["submit", "requestSubmit", "in-a-window", "fetch", "put", "beacon", "xhr"],
)
def test_what_would_post_is_stopped_and_the_form_stays(tab: Page, site: Site, fill: Fill, html: str) -> None:
    site.pages["/"] = html
    done = fill("/", "", PERSON)
    tab.wait_for_load_state()

    assert site.sent == []
    assert done.stopped == 1
    assert done.filled == ["First name", "Surname", "Email"]
    assert tab.locator("[name=mail]").input_value() == "ada@post.example"
    for window in tab.context.pages:
        if window is not tab:
            window.close()


def test_a_navigation_that_carries_an_answer_is_stopped(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/"] = page("f.submit()", method="get")
    done = fill("/", "", PERSON)

    assert [path for _method, path, _body in site.asked if "send" in path] == []
    assert done.stopped == 1


def test_a_short_answer_is_known_as_a_whole_value(tab: Page, site: Site, values: object) -> None:
    site.pages["/"] = "<a href='/next?family=Lo'>next</a><a href='/next?page=Location'>other</a>"
    tab.goto(site.url("/"))
    withholding = Withholding(tab, ["Lo"])
    with withholding.watching():
        tab.get_by_text("other").click()
        tab.wait_for_url("**/next?page=Location")
        tab.goto(site.url("/"))
        tab.get_by_text("next", exact=True).click()
        tab.evaluate("() => fetch('/done')")

    assert withholding.stopped == 1
    assert "/next?family=Lo" not in [path for _method, path, _body in site.asked]


def test_what_only_reads_goes_on(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/"] = page("fetch('/suggest?q=' + input.value)")
    done = fill("/", "", PERSON)

    assert done.stopped == 0
    assert "/suggest?q=ada@post.example" in [path for _method, path, _body in site.asked]


def test_other_pages_of_the_browser_are_let_alone(tab: Page, site: Site) -> None:
    site.pages["/"] = "<p>Somebody's own tab.</p>"
    other = tab.context.new_page()
    other.goto(site.url("/"))
    with Withholding(tab, ["Ada"]).watching():
        other.evaluate("() => fetch('/mine', { method: 'POST', body: 'Ada' })")
    other.close()

    assert site.sent == ["/mine"]


def test_afterwards_the_person_sends(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/"] = page("")
    fill("/", "", PERSON)
    tab.get_by_role("button", name="Send").click()
    tab.wait_for_url("**/send")

    assert site.sent == ["/send"]
