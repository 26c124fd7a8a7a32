"""Which question a person means who clicked at an element of a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from ai_optout.form.clicked import control_at
from ai_optout.form.scan import scan

FORM = """<!doctype html><h1 id=heading>Contact</h1><form id=form><p id=row><label id=label for=name>Name</label> <span id=text>is</span>
<input id=name></p><div id=two><input id=a><input id=b></div>
<fieldset id=group><legend id=legend>Kind</legend><label><input type=radio name=r id=first>A</label>
<label><span id=word>B</span><input type=radio name=r id=second></label></fieldset>
<div id=zone>Drop it <input type=file id=file></div><select id=list><option>x</select>
<div role=combobox tabindex=0 id=box><span id=within>Choose</span></div><input id=off disabled>
<my-field id=host><template shadowrootmode=open><label>Deep <input id=deep></label></template></my-field></form>"""

MEANT = {
    "name": "#name",
    "label": "#name",
    "row": "#name",
    "list": "#list",
    "box": "#box",
    "within": "#box",
    "second": "#first",
    "word": "#first",
    "group": "#first",
    "zone": "#file",
    "deep": "#deep",
}


@pytest.mark.parametrize("clicked", MEANT)
def test_the_control_its_option_its_label_or_what_is_around_it_alone_is_meant(looked_at: Page, clicked: str) -> None:
    looked_at.set_content(FORM)
    look = scan(looked_at)

    found = control_at(look, looked_at.locator(f"#{clicked}").element_handle())

    assert found is not None
    assert found.css[-1] == MEANT[clicked]


@pytest.mark.parametrize("clicked", ["heading", "text", "two", "form", "legend", "off"])
def test_what_belongs_to_no_question_or_to_several_means_none(looked_at: Page, clicked: str) -> None:
    looked_at.set_content(FORM)

    assert control_at(scan(looked_at), looked_at.locator(f"#{clicked}").element_handle()) is None


def test_a_field_in_a_frame_is_told_from_those_around(looked_at: Page) -> None:
    looked_at.set_content("<!doctype html><input id=a><iframe srcdoc='<input id=a><input id=c>'></iframe>")
    element = looked_at.frame_locator("iframe").locator("#a").element_handle()

    found = control_at(scan(looked_at), element)

    assert found is not None
    assert found.css == ("html > body > iframe", "#a")
