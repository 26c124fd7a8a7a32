"""What a page says against an answer is found in whatever way it says it, and what was there before is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from ai_optout.form.answer import Outcome, Why
from ai_optout.form.complaints import complaints
from ai_optout.form.meaning import Meaning
from ai_optout.form.scan import scan

Fill = Callable[..., Outcome]

BAD = "Not like this"
SHOWN = {
    "aria-invalid and aria-errormessage": f"<input aria-invalid=true aria-errormessage=e><p id=e>{BAD}</p>",
    "aria-invalid and aria-describedby": f"<input aria-invalid=true aria-describedby=e><p id=e>{BAD}</p>",
    "an alert beside it": f"<div><input><p role=alert>{BAD}</p></div>",
    "an alert before it": f"<div><p role=alert>{BAD}</p><input></div>",
    "a class": f"<div><input><span class=field-error>{BAD}</span></div>",
    "a class on what holds it": f"<div><div class=input-group><input></div><div class=invalid-feedback>{BAD}</div></div>",
    "red letters": f"<div><input><small style='color:#d32f2f'>{BAD}</small></div>",
    "a second label": f"<label for=i>Number</label><input id=i aria-invalid=true><label for=i class=error>{BAD}</label>",
    "in a flat form": f"Number<br><input><span class=error>{BAD}</span><br>Other<br><input>",
    "in a list": f"<div><input><ul class=parsley-errors-list><li>{BAD}</li></ul></div>",
}


@pytest.mark.parametrize("html", SHOWN.values(), ids=SHOWN)
def test_a_complaint_is_found(tab: Page, html: str) -> None:
    tab.set_content(f"<!doctype html><form><div>{html}</div><div><label>Hat <input></label></div></form>")
    look = scan(tab)
    first, *others = complaints(look, look.snapshot.controls)

    assert first.sentence("x") == f"The page doesn't take it: «{BAD}»"
    assert {one.sentence("x") for one in others} == {""}


QUIET = {
    "a hint": "<div><input aria-describedby=h><p id=h>As on your card</p></div>",
    "a hidden error": f"<div><input><p class=error style='display:none'>{BAD}</p></div>",
    "a red star": "<div><input><span style='color:red'>*</span></div>",
    "a counter": "<div><input><span aria-live=polite>12 of 100</span></div>",
    "another field's": f"<div><input></div><div><input aria-invalid=true><p class=error>{BAD}</p></div>",
    "a missing answer": "<input required>",
    "a form that doesn't use the browser's check": "</form><form novalidate><input type=email value=x>",
}


@pytest.mark.parametrize("html", QUIET.values(), ids=QUIET)
def test_what_is_none_is_none(tab: Page, html: str) -> None:
    tab.set_content(f"<!doctype html><form>{html}</form>")
    look = scan(tab)

    assert complaints(look, look.snapshot.controls)[0].sentence("x") == ""


def test_the_browsers_own_check_is_told_in_our_words(tab: Page) -> None:
    tab.set_content("<!doctype html><form><input type=email value=nowhere></form>")
    look = scan(tab)

    assert complaints(look, look.snapshot.controls)[0].sentence("nowhere") == "The page's own check wants it in another form."


def test_a_complaint_that_repeats_the_answer_is_not_quoted(tab: Page) -> None:
    tab.set_content("<!doctype html><form><div><input><p class=error>Ada@x is no address</p></div></form>")
    look = scan(tab)

    assert complaints(look, look.snapshot.controls)[0].sentence("ada@x") == "The page marks it as not right."


def email(script: str, beside: str = "") -> str:
    return f"<form><div><label>Email <input id=m></label>{beside}</div><label>First name <input></label></form><script>{script}</script>"


MAIL = {Meaning.EMAIL: "ada@post.example", Meaning.GIVEN_NAME: "Ada"}
ON_BLUR = "m.onblur = () => m.insertAdjacentHTML('afterend', '<em class=error>Company addresses only</em>')"


def test_a_complaint_on_leaving_the_field_is_left_and_blocks(fill: Fill) -> None:
    (left,) = fill(email(ON_BLUR), MAIL).left

    assert (left.question.meaning, left.why, left.blocks) == (Meaning.EMAIL, Why.COMPLAINED, True)
    assert left.sentence == "The page doesn't take it: «Company addresses only»"


def test_the_last_field_is_left_as_well(fill: Fill) -> None:
    (left,) = fill(email(ON_BLUR).replace("<label>First name <input></label>", ""), MAIL).left

    assert left.why is Why.COMPLAINED


def test_an_alert_of_the_page_is_about_the_last_answer(fill: Fill) -> None:
    script = "m.onchange = () => document.body.insertAdjacentHTML('afterbegin', '<p role=alert>Too many requests')"
    (left,) = fill(email(script), MAIL).left

    assert left.sentence == "The page doesn't take it: «Too many requests»"


def test_what_the_page_said_before_is_no_complaint(fill: Fill) -> None:
    beside = "<p role=alert>We never share it</p><p class=error>Mind the dot</p>"

    assert fill(email("", beside), MAIL).left == ()


def test_a_complaint_about_an_empty_field_is_not_that_of_an_answer(fill: Fill) -> None:
    script = "m.onchange = () => n.insertAdjacentHTML('afterend', '<p class=error role=alert>Please fill this in')"
    html = email(script).replace("</form>", "<div><label>Hat <input id=n></label></div></form>")

    assert [left.why for left in fill(html, MAIL).left] == [Why.UNKNOWN]
