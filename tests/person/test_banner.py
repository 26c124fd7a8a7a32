"""The strip in a real page: read by a screen reader, in nobody's way, and no part of the form."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it carries no types
from playwright.sync_api import Page

from ai_optout.form.scan import scan
from ai_optout.person.banner import Banner
from ai_optout.person.banner_html import Box, Edge, Window, clear_edge, frame, strip, strip_height

LONG = "Read the form in the open window: this is what will be sent. " * 3
PAGE = "<!doctype html><html lang=en><head><title>A page</title></head><body><main><h1>A page</h1></main>{}</body></html>"
FORM = (
    "<main style='height:2000px'><h1>Form</h1><form><label>E-mail <input name=email></label>"
    "<label style='position:absolute;top:{top}px;left:300px'>Why <input name=why></label></form></main>"
)
MOTION = re.compile(r"animation|transition")


@pytest.mark.parametrize("yours", [True, False], ids=["yours", "working"])
def test_the_strip_in_a_page_of_its_own_passes_axe(page: Page, yours: bool) -> None:  # noqa: FBT001 - the case
    page.set_content(PAGE.format(strip("Log in in the open window.", yours=yours, edge="bottom") + frame(Box(10, 10, 50, 20))))

    found = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response

    assert [rule["id"] for rule in found["violations"]] == []
    contrast = [rule for rule in found["passes"] if rule["id"] == "color-contrast"]
    assert contrast, "axe looked at the contrast"


def test_the_strip_is_a_labelled_live_region_that_says_whose_turn_it_is(page: Page) -> None:
    page.set_content(PAGE.format(strip("Log in <b>now</b> & then.", yours=True, edge="bottom")))

    region = page.get_by_role("status", name="ai-optout")
    assert region.inner_text().split("\n") == ["Your turn", "Log in <b>now</b> & then."]
    assert region.get_attribute("aria-live") == "polite"


@pytest.mark.parametrize(("motion", "animation"), [("reduce", "none"), ("no-preference", "come")])
def test_nothing_moves_for_somebody_who_asked_for_less_motion(page: Page, motion: str, animation: str) -> None:
    page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type] # one of its words
    page.set_content(PAGE.format(strip("Filling in.", yours=False, edge="bottom")))

    assert page.get_by_role("status").evaluate("e => getComputedStyle(e).animationName") == animation


@pytest.mark.parametrize("width", [320, 640, 1280])
@pytest.mark.parametrize("text", ["Sending", LONG], ids=["short", "long"])
def test_the_strip_is_never_higher_than_was_reckoned_with_nor_wider_than_the_window(page: Page, width: int, text: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.set_content(PAGE.format(strip(text, yours=True, edge="bottom")))

    box = page.get_by_role("status").bounding_box()
    assert box is not None
    assert box["height"] <= strip_height(text, Window(width, 700))
    assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True)


WINDOW = Window(1280, 700)
FIELDS = {
    "none": (None, "bottom"),
    "in the middle": (Box(100, 300, 200, 30), "bottom"),
    "at the bottom": (Box(100, 660, 200, 30), "top"),
    "just above the strip": (Box(100, 590, 200, 30), "bottom"),
    "at the top": (Box(100, 10, 200, 30), "bottom"),
    "out of sight below": (Box(100, 900, 200, 30), "bottom"),
    "from the middle to the bottom": (Box(100, 300, 200, 400), "top"),
    "higher than the window": (Box(100, -10, 200, 900), "bottom"),
}


@pytest.mark.parametrize(("field", "edge"), FIELDS.values(), ids=FIELDS)
def test_the_edge_is_the_one_where_the_field_in_use_is_not(field: Box | None, edge: str) -> None:
    assert clear_edge("Sending", WINDOW, field) == edge


def blue_at(page: Page, edge: str) -> bool:
    """Whether the strip is seen at that edge: its blue, just inside its border."""
    size = page.viewport_size
    assert size is not None
    y = size["height"] - 16 - 8 if edge == "bottom" else 16 + 8
    shot = page.screenshot(clip={"x": size["width"] / 2 - 20, "y": y, "width": 40, "height": 1})
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    return (0x10, 0x24, 0x3E) in {pixel for _, pixel in Image.open(io.BytesIO(shot)).convert("RGB").getcolors(999) or []}


def test_it_moves_away_from_the_field_that_the_person_goes_to(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_content(FORM.format(top=670))
    banner = Banner(shown=True)
    banner.say(page, "Answer it in the open window.", yours=True)
    assert (blue_at(page, "bottom"), blue_at(page, "top")) == (True, False)

    page.locator("[name=why]").focus()
    banner.keep_clear(page)
    assert (blue_at(page, "bottom"), blue_at(page, "top")) == (False, True)

    page.locator("[name=email]").focus()
    banner.keep_clear(page)
    assert (blue_at(page, "bottom"), blue_at(page, "top")) == (True, False)


@pytest.mark.parametrize(("top", "edge"), [(1500, "bottom"), (640, "top")], ids=["out of sight", "under the strip"])
def test_the_field_that_a_pause_is_about_is_brought_into_view_and_not_covered(page: Page, top: int, edge: Edge) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_content(FORM.format(top=top))

    Banner(shown=True).say(page, "Type the code.", yours=True, beside=page.query_selector("[name=why]"))

    field = page.locator("[name=why]").bounding_box()
    assert field is not None
    assert 0 <= field["y"] <= 720 - field["height"]
    assert blue_at(page, edge)


def test_a_field_that_cannot_be_brought_into_view_takes_no_word_from_the_strip(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_content(FORM.format(top=300) + "<input name=hidden style='display:none'>")

    Banner(shown=True).say(page, "Answer it.", yours=True, beside=page.query_selector("[name=hidden]"))

    assert blue_at(page, "bottom")


def test_it_comes_along_into_the_window_that_the_site_opens(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    banner = Banner(shown=True)
    page.set_content(FORM.format(top=300))
    banner.say(page, "Do the security check.", yours=True)

    other = page.context.new_page()
    other.emulate_media(reduced_motion="reduce")
    other.set_content(FORM.format(top=300))
    banner.keep_clear(other)

    assert (blue_at(page, "bottom"), blue_at(other, "bottom")) == (False, True)


def test_it_is_no_part_of_the_form_nor_of_its_words(page: Page) -> None:
    page.set_content(FORM.format(top=300))
    before = scan(page).snapshot
    banner = Banner(shown=True)
    banner.say(page, "Please enter the code: this field is required.", yours=True, around=page.query_selector("[name=why]"))

    after = scan(page).snapshot

    assert [control.wording for control in after.controls] == [control.wording for control in before.controls]
    assert (after.text, after.alerts, len(after.dialogs)) == (before.text, before.alerts, 0)


def test_without_a_window_nothing_is_drawn(page: Page) -> None:
    page.set_content(FORM.format(top=300))
    Banner(shown=False).say(page, "Sending")

    assert not blue_at(page, "bottom")


POLICY = "style-src 'self'; require-trusted-types-for 'script'; trusted-types none"


def test_where_the_pages_policy_forbids_it_the_page_stays_as_it_is_and_nothing_breaks(page: Page) -> None:
    page.route(
        "http://strict.example/",
        lambda route: route.fulfill(
            body=FORM.format(top=670), content_type="text/html", headers={"Content-Security-Policy": POLICY}
        ),
    )
    page.goto("http://strict.example/")
    before = page.screenshot()
    banner = Banner(shown=True)

    banner.say(page, "Answer it in the open window.", yours=True, around=page.query_selector("[name=why]"))
    page.locator("[name=email]").scroll_into_view_if_needed()
    banner.keep_clear(page)

    assert not blue_at(page, "bottom")
    assert page.screenshot() == before
    with banner.hidden(page):
        assert page.screenshot() == before
