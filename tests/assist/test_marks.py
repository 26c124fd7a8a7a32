"""The outlines of what was filled and what was left: seen where they belong, and nothing of the document changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from ai_optout.assist import FILLED, LEFT, mark
from ai_optout.form.scan import scan

OUTLINE = "e => getComputedStyle(e).outlineStyle"


def marked(tab: Page, html: str, outline: str) -> None:
    tab.set_content(html)
    look = scan(tab)
    mark(look, [control.ref for control in look.snapshot.controls], outline)
    look.close()


@pytest.mark.parametrize(("outline", "style"), [(FILLED, "solid"), (LEFT, "dashed")], ids=["filled", "left"])
def test_a_field_has_its_outline(tab: Page, outline: str, style: str) -> None:
    marked(tab, "<label>First name <input id=a></label><p id=beside>Beside</p>", outline)

    assert tab.locator("#a").evaluate(OUTLINE) == style
    assert tab.locator("#beside").evaluate(OUTLINE) == "none"


def test_what_is_drawn_has_it_in_the_fields_place(tab: Page) -> None:
    marked(tab, "<label id=drawn><input type=checkbox style='opacity:0;position:absolute;width:0'>I agree</label>", FILLED)

    assert tab.locator("#drawn").evaluate(OUTLINE) == "solid"


def test_in_a_shadow_root_and_in_a_frame_too(tab: Page) -> None:
    html = """<x-a><template shadowrootmode=open><label>Name <input id=deep></label></template></x-a>
        <iframe srcdoc="<label>Email <input id=framed></label>"></iframe>"""
    marked(tab, html, FILLED)

    assert tab.locator("#deep").evaluate(OUTLINE) == "solid"
    assert tab.frame_locator("iframe").locator("#framed").evaluate(OUTLINE) == "solid"


def test_nothing_of_the_document_is_changed(tab: Page) -> None:
    html = '<!DOCTYPE html><html><head></head><body><input id="a"><input></body></html>'
    marked(tab, html, FILLED)

    assert tab.content() == html


def test_thousands_of_fields_are_marked_by_one_sheet(tab: Page) -> None:
    marked(tab, f"<form>{'<p><label>Field <input></label></p>' * 3_000}</form>", LEFT)

    assert tab.evaluate("() => document.adoptedStyleSheets.length") == 1
    assert tab.locator("input >> nth=2999").evaluate(OUTLINE) == "dashed"
