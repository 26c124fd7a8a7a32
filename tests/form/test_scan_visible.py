"""What a person can't see is no question: hidden, off-screen, clipped and withheld controls; and what only looks hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Control, Kind, Snapshot

Look = Callable[[str], Snapshot]
One = Callable[[str], Control]

INVISIBLE = {
    "display none": "<input style='display:none'>",
    "in display none": "<div style='display:none'><p><input></p></div>",
    "hidden attribute": "<input hidden>",
    "in a hidden part": "<section hidden><input></section>",
    "visibility hidden": "<input style='visibility:hidden'>",
    "in visibility hidden": "<div style='visibility:hidden'><input></div>",
    "opacity 0": "<input style='opacity:0'>",
    "in opacity 0": "<div style='opacity:0'><div><input></div></div>",
    "faded by a filter": "<input style='filter:opacity(0)'>",
    "in what a filter fades": "<div style='filter:blur(1px) opacity(0%)'><div><input></div></div>",
    "off to the left": "<input style='position:absolute;left:-9999px'>",
    "in a part off to the left": "<div style='position:absolute;left:-9999px'><label>Leave empty <input></label></div>",
    "off to the top": "<input style='position:absolute;top:-9999px'>",
    "moved away": "<input style='transform:translateX(-9999px)'>",
    "off to the right, no scrolling": "<body style='overflow:hidden'><input style='position:absolute;left:9999px'>",
    "shrunk": "<input style='transform:scale(0)'>",
    "no size": "<input style='width:0;height:0;border:0;padding:0'>",
    "one pixel": "<input style='width:1px;height:1px;border:0;padding:0'>",
    "a few pixels": "<input placeholder=Email style='width:1px;border:0;background:transparent;text-indent:-9999px'>",
    "less than a line high": "<textarea style='height:2px;padding:0'></textarea>",
    "under what lies over it": """<div style='position:relative'><label>Phone <input></label>
        <div style='position:absolute;inset:0;background:#fff'></div></div>""",
    "clip": "<input style='position:absolute;clip:rect(0 0 0 0)'>",
    "clip of one pixel": "<input style='position:absolute;clip:rect(1px,1px,1px,1px)'>",
    "clip-path inset": "<input style='clip-path:inset(50%)'>",
    "clip-path circle": "<input style='clip-path:circle(0)'>",
    "clip-path of a parent": "<div style='clip-path:inset(50%)'><input></div>",
    "clip of a parent": "<div style='position:absolute;clip:rect(0,0,0,0)'><input></div>",
    "screen-reader-only parent": "<div style='position:absolute;width:1px;height:1px;overflow:hidden'><input></div>",
    "parent without height": "<div style='height:0;overflow:hidden'><input></div>",
    "parent without height, far up": f"<div style='height:0;overflow:hidden'>{'<div>' * 7}<input>{'</div>' * 7}</div>",
    "parent of max-height 0": "<div style='max-height:0;overflow:hidden'><p><input></p></div>",
    "parent without width": "<div style='width:0;overflow:hidden'><input></div>",
    "scrolled out of a parent that doesn't scroll": """<div style='height:40px;overflow:hidden;position:relative'>
        <p style='margin-top:400px'><input></div>""",
    "aria-hidden": "<input aria-hidden=true>",
    "in aria-hidden": "<div aria-hidden=true><input></div>",
    "in inert": "<div inert><input></div>",
    "closed details": "<details><summary>More</summary><input></details>",
    "closed dialog": "<dialog><input></dialog>",
    "content-visibility": "<div style='content-visibility:hidden'><input></div>",
    "box without a label of its own (contact_me_by_fax_only)": """<form><p>Write to us.</p>
        <input type=checkbox name=contact_me_by_fax_only value=1 style='display:none !important' tabindex=-1></form>""",
    "box in aria-hidden with its label": "<div aria-hidden=true><label>Leave it <input type=checkbox></label></div>",
    "box whose label is hidden": "<div style='display:none'><label>Leave it <input type=checkbox></label></div>",
    "radio whose label is off-screen": "<div style='position:absolute;left:-9999px'><label>No <input type=radio></label></div>",
    "file input without anything that stands for it": "<form><p>Write to us.</p><input type=file style='display:none'></form>",
    "file input in a hidden part": "<div style='display:none'><label>Drop files here<input type=file></label></div>",
    "in shadow of what is hidden": "<div style='display:none'><x-a><template shadowrootmode=open><input></template></x-a></div>",
    "in shadow of what is aria-hidden": "<div aria-hidden=true><x-a><template shadowrootmode=open><input></template></x-a></div>",
}  # fmt: skip


@pytest.mark.parametrize("html", INVISIBLE.values(), ids=INVISIBLE)
def test_it_is_invisible_and_no_question(look: Look, html: str) -> None:
    found = look(f"<!doctype html>{html}")

    assert [one.visible for one in found.controls] == [False]
    assert found.questions == ()


VISIBLE = {
    "plain": "<input>",
    "below the fold": "<div style='height:5000px'></div><input>",
    "to the right of a page that scrolls": "<div style='width:4000px'><input style='margin-left:3000px'></div>",
    "in a part that scrolls": "<div style='height:40px;overflow:auto'><p style='margin-top:400px'><input></div>",
    "faint": "<input style='opacity:0.4'>",
    "in an overflowing parent that doesn't hide": "<div style='height:0'><input></div>",
    "in an overflow:hidden parent of some size": "<div style='height:100px;overflow:hidden'><input></div>",
    "fixed": "<input style='position:fixed;bottom:0'>",
    "open details": "<details open><summary>More</summary><input></details>",
    "open dialog": "<dialog open><input></dialog>",
    "visible in a hidden parent": "<div style='visibility:hidden'><input style='visibility:visible'></div>",
    "styled box, label for": "<input type=checkbox id=a style='display:none'><label for=a>I declare</label>",
    "styled box in its label": "<label><input type=checkbox style='opacity:0;position:absolute'>I declare</label>",
    "styled box beside its drawing": "<div><input type=checkbox style='opacity:0' id=a><i></i><label for=a>Yes</label></div>",
    "styled radio": "<label><input type=radio style='position:absolute;left:-9999px'><b>Yes</b></label>",
    "file input behind a button-like label": "<label>Choose file<input type=file style='display:none'></label>",
    "file input in a drop zone": "<div><div style='height:80px'>Drop files here<input type=file hidden></div></div>",
    "file input spread over a drop zone": """<div style='position:relative;height:80px;width:200px'>Drop files here
        <input type=file style='opacity:0;position:absolute;inset:0'></div>""",
    "under what lets clicks through": """<div style='position:relative'><input>
        <div style='position:absolute;inset:0;background:#fff;pointer-events:none'></div></div>""",
    "under what is transparent": "<div style='position:relative'><input><div style='position:absolute;inset:0'></div></div>",
    "under its own label": """<div style='position:relative'><input id=a>
        <label for=a style='position:absolute;inset:0;background:#fff'>Name</label></div>""",
    "a list's own small input": "<input role=combobox style='width:2px;border:0;padding:0'>",
    "under display:contents": "<div style='display:contents'><input></div>",
    "text role": "<div role=textbox contenteditable=true style='height:20px'></div>",
}


@pytest.mark.parametrize("html", VISIBLE.values(), ids=VISIBLE)
def test_it_is_visible_and_a_question(look: Look, html: str) -> None:
    found = look(f"<!doctype html>{html}")

    assert [one.visible for one in found.controls] == [True]
    assert found.questions == found.controls


def test_what_is_scrolled_away_stays_visible(tab: Page) -> None:
    tab.set_content("<input><div style='height:6000px'></div><input>")
    tab.evaluate("() => scrollTo(0, 6000)")

    assert [one.visible for one in scan(tab).snapshot.controls] == [True, True]


LOCKED = {
    "disabled": "<input disabled>",
    "disabled fieldset": "<fieldset disabled><div><input></div></fieldset>",
    "aria-disabled": "<input aria-disabled=true>",
    "read-only": "<input readonly>",
    "aria-readonly": "<div role=textbox aria-readonly=true contenteditable=true>x</div>",
}


@pytest.mark.parametrize("html", LOCKED.values(), ids=LOCKED)
def test_what_is_locked_is_seen_but_no_question(look: Look, html: str) -> None:
    found = look(html)

    assert [one.visible for one in found.controls] == [True]
    assert found.questions == ()


def test_the_legend_of_a_disabled_fieldset_is_not_locked(control: One) -> None:
    """HTML, 4.10.15: controls in the first legend of a disabled fieldset stay enabled."""
    assert control("<fieldset disabled><legend>Name <input></legend></fieldset>").enabled


def test_a_group_is_visible_where_one_of_its_options_is(control: One) -> None:
    found = control("<label>Yes <input type=radio name=r></label><label hidden>No <input type=radio name=r></label>")

    assert found.kind is Kind.RADIO
    assert found.visible
    assert [option.visible for option in found.options] == [True, False]


def test_hidden_inputs_are_no_controls_but_kept_with_their_row(control: One) -> None:
    found = control(
        "<form><input type=hidden name=lsd value=AVq><div id=SupportFormRow.5>Country<br><input name=Field5>"
        "<input type=hidden name=Field5_iso2_country_code value=DE></div></form>"
    )

    assert found.hidden == (("Field5_iso2_country_code", "DE"),)


def test_a_password_is_never_taken_out_of_the_page(control: One) -> None:
    assert control("<input type=password value=secret>").value == ""


def test_what_a_frame_that_nobody_sees_holds_is_invisible(look: Look) -> None:
    styles = ("display:none", "opacity:0", "position:absolute;left:-9999px", "width:0;height:0;border:0", "visibility:hidden")
    found = look("".join(f"<iframe srcdoc='<input>' style='{style}'></iframe>" for style in styles))

    assert {style: one.visible for style, one in zip(styles, found.controls, strict=True)} == dict.fromkeys(styles, False)


def test_invisible_buttons_are_told_apart(look: Look) -> None:
    found = look("<button>Send</button><button style='display:none'>Old</button><button aria-hidden=true>x</button>").buttons

    assert [(one.name, one.visible) for one in found] == [("Send", True), ("Old", False), ("x", False)]
