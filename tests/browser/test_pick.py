"""A click of the person's at a field, in a real page: it is seen, does nothing there, and nothing waits for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from ai_optout.browser.pick import Picking, picking
from ai_optout.person.race import pump

LOOKS = 200
FORM = """<!doctype html><script>window.seen = [];
for (const kind of ['focusin', 'input', 'change', 'submit'])
  addEventListener(kind, e => { seen.push(kind); e.preventDefault(); }, true);</script>
<form><select id=country><option>A<option>B</select> <label>Name <input id=name></label> <button id=send>Send</button></form>
<my-field><template shadowrootmode=open><input id=inner></template></my-field>
<iframe srcdoc="<input id=framed>"></iframe>"""


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _look in range(LOOKS):
        if holds():
            return
        pump(page)
    raise AssertionError("it never came")


def click(page: Page, field: Locator) -> None:
    """A real click of the mouse, as soon as the page is ready for it: Playwright's glass lies over it then."""
    until(page, lambda: all(frame.locator("x-pw-glass").count() == 1 for frame in page.frames))
    box = field.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def over(one: Picking) -> Callable[[], bool]:
    return lambda: one.over


FIELDS: dict[str, Callable[[Page], Locator]] = {
    "country": lambda page: page.locator("#country"),
    "name": lambda page: page.locator("#name"),
    "send": lambda page: page.locator("#send"),
    "inner": lambda page: page.locator("#inner"),
    "framed": lambda page: page.frame_locator("iframe").locator("#framed"),
}


@pytest.mark.parametrize("which", FIELDS)
def test_what_is_clicked_is_known_and_the_click_does_nothing(page: Page, which: str) -> None:
    page.set_content(FORM)

    with picking(page) as one:
        click(page, FIELDS[which](page))
        until(page, over(one))
        element = one.picked

    assert element is not None
    assert element.get_attribute("id") == which
    assert page.evaluate("() => seen") == []


def test_without_a_click_it_ends_when_it_is_left_and_the_page_is_as_it_was(page: Page) -> None:
    page.set_content(FORM)

    with picking(page) as one:
        until(page, lambda: page.locator("x-pw-glass").count() == 1)
        assert not one.over

    assert one.picked is None
    page.locator("#name").click()
    assert page.evaluate("() => seen") == ["focusin"]


def test_a_page_that_goes_elsewhere_ends_it(page: Page) -> None:
    page.set_content(FORM)

    with picking(page) as one:
        pump(page)
        page.goto("data:text/html,<input id=other>")
        assert one.over
        assert one.picked is None

    page.locator("#other").click()
    assert page.evaluate("() => document.activeElement.id") == "other"


def test_a_page_that_is_closed_ends_it_without_an_error(page: Page) -> None:
    page.set_content(FORM)

    with picking(page) as one:
        pump(page)
        page.close()

    assert one.picked is None


def test_what_was_clicked_and_is_gone_is_nothing(page: Page) -> None:
    page.set_content(FORM)

    with picking(page) as one:
        click(page, page.locator("#name"))
        until(page, over(one))
        page.evaluate("() => document.querySelector('#name').remove()")

        assert one.picked is None


def test_one_can_point_twice(page: Page) -> None:
    page.set_content(FORM)
    for which in ("name", "country"):
        with picking(page) as one:
            click(page, page.locator(f"#{which}"))
            until(page, over(one))
            element = one.picked
        assert element is not None
        assert element.get_attribute("id") == which
