"""A form answered as a whole, in a real Chromium: what is filled, what is left and why, and what is never touched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from ai_optout.form import answer as engine
from ai_optout.form.answer import Answering, Left, Outcome, Why, key_of
from ai_optout.form.meaning import Answer, Files, Meaning, Right, Territory

if TYPE_CHECKING:
    from tests.form.conftest import Told

Fill = Callable[..., Outcome]
Serve = Callable[[dict[str, str]], None]

BOUNDED_S = 20.0
"""For a page that never comes to rest: a look waits 1.5 s for rest, and an answer is given three times at most."""

PERSON: dict[Meaning, Answer] = {
    Meaning.GIVEN_NAME: "Ada",
    Meaning.FAMILY_NAME: "O'Neill",
    Meaning.NAME: "Ada O'Neill",
    Meaning.EMAIL: "ada@post.example",
    Meaning.EMAIL_AGAIN: "ada@post.example",
    Meaning.COUNTRY: Territory("DE", "Germany"),
    Meaning.IMPACT: "I don't want it.\nNot at all.",
    Meaning.ABOUT_AI: True,
}

FORM = """<form><label>First name <input id=given></label> <label>Surname <input id=family></label>
<label>Email address <input id=email type=email></label>
<label>Country <select id=country><option value=''>Please select<option>France<option>Germany</select></label>
<label>Reason for your objection <textarea id=reason></textarea></label><button>Send</button></form>"""

VALUES = "() => Object.fromEntries([...document.querySelectorAll('[id]')].map(e => [e.id, e.value]))"


def why(outcome: Outcome) -> dict[str, Why]:
    return {left.question.control.wording: left.why for left in outcome.left}


def left_of(outcome: Outcome, wording: str) -> Left:
    return next(left for left in outcome.left if left.question.control.wording == wording)


def test_a_form_is_answered(tab: Page, fill: Fill) -> None:
    outcome = fill(FORM, PERSON)

    assert tab.evaluate(VALUES) == {
        "given": "Ada",
        "family": "O'Neill",
        "email": "ada@post.example",
        "country": "Germany",
        "reason": "I don't want it.\nNot at all.",
    }
    assert outcome.left == ()
    assert outcome.unasked == {Meaning.NAME, Meaning.EMAIL_AGAIN, Meaning.ABOUT_AI}
    assert [question.control.answered for question in outcome.questions] == [True] * 5


def test_what_is_answered_already_is_not_given_again(tab: Page, fill: Fill, answering: Callable[..., Answering]) -> None:
    fill(FORM, PERSON)
    tab.evaluate("() => { window.count = 0; addEventListener('input', () => count++, true); }")
    outcome = answering(PERSON).run()

    assert outcome.left == ()
    assert tab.evaluate("() => count") == 0


def test_nothing_is_given_without_an_answer(tab: Page, fill: Fill) -> None:
    outcome = fill(FORM, {})

    assert set(tab.evaluate(VALUES).values()) == {""}
    assert set(why(outcome).values()) == {Why.UNANSWERED}


def test_a_question_that_isnt_known_is_left_and_said(fill: Fill) -> None:
    outcome = fill(f"{FORM.removesuffix('</form>')}<label>Shoe size * <input></label></form>", PERSON)
    left = left_of(outcome, "Shoe size *")

    assert (left.why, left.sentence, left.blocks) == (Why.UNKNOWN, "It isn't known what this asks.", True)


def test_an_optional_question_that_isnt_known_doesnt_block(fill: Fill) -> None:
    outcome = fill(f"{FORM.removesuffix('</form>')}<label>Shoe size <input></label></form>", PERSON)

    assert not left_of(outcome, "Shoe size").blocks


def test_a_question_without_an_answer_is_left_and_said(fill: Fill) -> None:
    left = left_of(fill("<form><label>Phone number <input required></label></form>", PERSON), "Phone number")

    assert (left.why, left.sentence, left.blocks) == (Why.UNANSWERED, "The profile has no answer to it.", True)


# --- what the page had, and what it does with what it is given ---


def test_what_the_page_filled_in_by_itself_is_left_where_it_differs(tab: Page, fill: Fill) -> None:
    outcome = fill("<form><label>Email address <input id=email value=old@post.example></label></form>", PERSON)
    left = left_of(outcome, "Email address")

    assert (left.why, left.blocks) == (Why.DIFFERS, True)
    assert left.sentence == "The page has filled in something other than the profile says."
    assert tab.locator("input").input_value() == "old@post.example"


def test_what_the_page_filled_in_by_itself_stands_where_it_is_the_same(fill: Fill) -> None:
    assert fill("<form><label>Email address <input value=ada@post.example></label></form>", PERSON).left == ()


def test_what_the_page_filled_in_stands_where_the_profile_has_no_answer(fill: Fill) -> None:
    assert fill("<form><label>Phone number <input value=123></label></form>", PERSON).left == ()


CHANGES = {
    "made small": "this.value = this.value.toLowerCase()",
    "cut": "this.value = this.value.slice(0, 2)",
    "emptied": "this.value = ''",
    "emptied later": "setTimeout(() => this.value = '', 60)",
}


@pytest.mark.parametrize("script", CHANGES.values(), ids=CHANGES)
def test_what_the_page_doesnt_keep_is_said(fill: Fill, script: str) -> None:
    left = left_of(fill(f'<form><label>First name <input oninput="{script}"></label></form>', PERSON), "First name")

    assert (left.why, left.sentence, left.blocks) == (Why.REVERTED, "The page doesn't keep the answer.", True)


def test_what_the_page_only_writes_otherwise_is_kept(fill: Fill) -> None:
    spaced = "this.value = this.value.replace(/(.{3})/g, '$1 ')"
    outcome = fill(
        f'<form><label>Phone number <input type=tel oninput="{spaced}"></label><label>Email <input type=email></label></form>',
        {Meaning.TEL: "+4930123456", Meaning.EMAIL: "ada@müller.example"},
    )

    assert outcome.left == ()


def test_a_too_long_answer_is_left_whole(tab: Page, fill: Fill) -> None:
    outcome = fill("<form><label>Reason for your objection <textarea maxlength=10></textarea></label></form>", PERSON)
    left = left_of(outcome, "Reason for your objection")

    assert (left.why, left.blocks) == (Why.REFUSED, True)
    assert left.sentence == "The answer has 28 characters and the page takes 10; it isn't cut without you."
    assert tab.locator("textarea").input_value() == ""


def test_no_sentence_holds_an_answer(fill: Fill) -> None:
    html = "".join(
        f"<label>{label} <input {rest}></label>"
        for label, rest in (
            ("First name", "maxlength=1"),
            ("Surname", "oninput='this.value = 1'"),
            ("Email", "value=x@y.example"),
        )
    )
    outcome = fill(f"<form>{html}</form>", PERSON)

    assert len(outcome.left) == 3
    for left in outcome.left:
        assert not any(part in left.sentence for part in ("Ada", "Neill", "ada@", "x@y"))


RADIOS = """<fieldset><legend>Does your request relate to AI at Meta?</legend>
<label><input type=radio name=r value=y>Yes</label><label><input type=radio name=r value=n>No</label></fieldset>"""


def test_radios_that_revert_once_are_chosen_again(tab: Page, fill: Fill) -> None:
    outcome = fill(
        f"""<form>{RADIOS}<label>First name <input id=given></label></form><script>let reverted = false;
        given.addEventListener('input', () => setTimeout(() => {{
          if (!reverted) for (const one of document.querySelectorAll('[type=radio]')) one.checked = false;
          reverted = true;
        }}, 60));
        </script>""",
        PERSON,
    )

    assert tab.evaluate("() => reverted")
    assert tab.locator("[value=y]").is_checked()
    assert outcome.left == ()


def test_radios_that_always_revert_are_said(fill: Fill) -> None:
    outcome = fill(
        f"<form onchange='for (const one of document.querySelectorAll(`[type=radio]`)) one.checked = false'>{RADIOS}</form>",
        PERSON,
    )

    assert why(outcome) == {"Does your request relate to AI at Meta?": Why.REVERTED}


def test_an_answer_that_brings_new_questions_has_them_answered(tab: Page, fill: Fill) -> None:
    outcome = fill(
        f"""<form onchange='if (!this.late) {{ this.late = true; setTimeout(() => more.hidden = false, 100); }}'>{RADIOS}
        <div id=more hidden><label>Email address <input type=email id=email></label></div></form>""",
        PERSON,
    )

    assert outcome.left == ()
    assert tab.locator("#email").input_value() == "ada@post.example"


def test_an_answer_that_takes_a_question_away_is_no_fault(fill: Fill) -> None:
    outcome = fill(f"<form onchange='gone.remove()'>{RADIOS}<label id=gone>Surname <input></label></form>", PERSON)

    assert outcome.left == ()
    assert Meaning.FAMILY_NAME in outcome.unasked


# --- what is never touched ---


HONEYPOTS = """<div style='position:absolute;left:-9999px'><label>Email address <input class=trap type=email></label></div>
<div style='display:none'><label>Surname <input class=trap></label></div><input class=trap name=email style='opacity:0'>
<div aria-hidden=true><label>First name <input class=trap tabindex=-1></label></div>
<div style='height:0;overflow:hidden'><label>Phone number <input class=trap type=tel></label></div>
<input type=checkbox class=trap name=contact_me_by_fax_only style='display:none !important'>"""


def test_invisible_fields_stay_empty(tab: Page, fill: Fill) -> None:
    outcome = fill(FORM.replace("<form>", f"<form>{HONEYPOTS}"), {**PERSON, Meaning.TEL: "+4930"})

    assert tab.locator(".trap").evaluate_all("all => all.map(e => e.type === 'checkbox' ? e.checked : e.value)") == [
        *("", "", "", "", ""),
        False,
    ]
    assert outcome.left == ()
    assert len(outcome.questions) == 5


def test_the_search_box_and_the_newsletter_stay_empty(tab: Page, fill: Fill) -> None:
    search = "<form><input id=q type=search placeholder=Search></form>"
    newsletter = "<form>Newsletter <input id=news type=email placeholder='Your email'></form>"
    fill(search + newsletter + FORM, PERSON)

    assert (tab.locator("#q").input_value(), tab.locator("#news").input_value()) == ("", "")
    assert tab.locator("#email").input_value() == "ada@post.example"


def test_the_friends_fields_stay_empty(tab: Page, fill: Fill) -> None:
    friend = "<label>Friend's first name <input id=f1></label><label>Friend's email <input id=f2 type=email></label></form>"
    outcome = fill(FORM.replace("</form>", friend), PERSON)

    assert (tab.locator("#f1").input_value(), tab.locator("#f2").input_value()) == ("", "")
    assert why(outcome) == {"Friend's first name": Why.UNKNOWN, "Friend's email": Why.UNKNOWN}


def test_enter_is_never_pressed_and_nothing_sent_whatever_the_control(
    fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ai_optout.form.act.SUGGEST_MS", 300)
    (tmp_path / "a.png").write_bytes(b"1")
    files = "<label>Screenshot as evidence <input type=file></label>"
    country = "<input list=l aria-label='Country'><datalist id=l><option>Germany</datalist>"
    rights = "<label><input type=radio name=w>Delete</label><label><input type=radio name=w>Object</label>"
    outcome = fill(
        f"<form>{RADIOS}{files}{country}{rights}<label>First name <input></label><button>Send</button></form>",
        {**PERSON, Meaning.EVIDENCE: Files((tmp_path / "a.png",)), Meaning.REQUEST: Right("objection")},
    )

    assert outcome.left == ()


# --- the guard ---


class NotHere(Exception):  # noqa: N818 - what the guard says
    """The guard's refusal."""


def test_the_guard_is_asked_before_every_answer(tab: Page, fill: Fill, told: Told) -> None:
    fill(FORM, PERSON)

    assert told.asked == ["about:blank"] * 5
    assert told.named == ["First name", "Surname", "Email address", "Country", "Reason for your objection"]
    assert [len(held.split("|")) if held else 0 for held in told.held] == [0, 1, 2, 3, 3]


def test_a_guard_that_refuses_leaves_the_field_empty(tab: Page, told: Told) -> None:
    def refuse(url: str) -> None:
        raise NotHere(url)

    tab.set_content(FORM)
    with pytest.raises(NotHere):
        Answering(tab, PERSON, refuse, told).run()

    assert set(tab.evaluate(VALUES).values()) == {""}
    assert told.named == []


def test_the_guard_is_asked_with_the_address_of_the_frame(tab: Page, serve: Serve, told: Told) -> None:
    serve({"https://form.example/": "<iframe src=/inner></iframe>", "https://form.example/inner": FORM})
    outcome = Answering(tab, PERSON, told.may_type, told).run()

    assert outcome.left == ()
    assert set(told.asked) == {"https://form.example/inner"}
    assert tab.frames[1].locator("#email").input_value() == "ada@post.example"


def test_nothing_is_typed_into_a_frame_of_another_origin(tab: Page, serve: Serve, told: Told) -> None:
    serve({"https://form.example/": "<iframe src=https://other.example/></iframe>", "https://other.example/": FORM})
    outcome = Answering(tab, PERSON, told.may_type, told).run()

    assert (outcome.questions, told.asked) == ((), [])
    assert set(tab.frames[1].evaluate(VALUES).values()) == {""}


# --- pages that don't hold still ---


def test_an_element_that_is_replaced_as_it_is_filled_is_filled_again(tab: Page, fill: Fill) -> None:
    outcome = fill(
        """<form><label for=given>First name</label><input id=given></form><script>
        given.addEventListener('focus', () => {
          window.replaced = true;
          given.replaceWith(given.cloneNode());
        }, {once: true});</script>""",
        PERSON,
    )

    assert tab.evaluate("() => replaced")
    assert tab.locator("#given").input_value() == "Ada"
    assert outcome.left == ()


def test_a_field_that_something_lies_over_is_left_in_bounded_time(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ai_optout.form.act.ACT_MS", 150)
    overlay = "<div style='position:fixed;inset:0;background:white'></div>"
    outcome = fill(f"<form>{RADIOS}</form>{overlay}", PERSON)

    assert {(left.why, left.sentence) for left in outcome.left} == {(Why.REFUSED, "The page didn't let it be filled.")}


def test_a_form_that_moves_for_ever_is_filled(fill: Fill) -> None:
    started = time.monotonic()
    outcome = fill(f"{FORM}<i id=t></i><script>setInterval(() => t.textContent = Date.now(), 20)</script>", PERSON)

    assert outcome.left == ()
    assert time.monotonic() - started < BOUNDED_S


def test_a_form_that_is_built_anew_for_ever_is_left_in_bounded_time(fill: Fill) -> None:
    started = time.monotonic()
    form = "<label>First name <input></label><label>Surname <input></label>"
    outcome = fill(
        f"<form id=f></form><script>f.innerHTML = '{form}'; setInterval(() => f.innerHTML = '{form}', 90)</script>", PERSON
    )

    assert time.monotonic() - started < BOUNDED_S
    assert set(why(outcome)) == {"First name", "Surname"}
    assert all(left.blocks for left in outcome.left)


def test_a_form_whose_wording_changes_for_ever_ends(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ROUNDS", 4)
    outcome = fill(
        """<form id=f></form><script>let n = 0; const build = () => f.innerHTML = `<label>First name ${n++} <input></label>`;
        build(); f.addEventListener('input', build);</script>""",
        PERSON,
    )

    assert len(outcome.questions) == 1


def test_a_page_that_goes_away_raises(own_tab: Page, told: Told) -> None:
    own_tab.set_content(FORM)
    own_tab.evaluate("() => 0")

    def close(url: str) -> None:
        own_tab.close()

    with pytest.raises(PlaywrightError):
        Answering(own_tab, PERSON, close, told).run()


def test_a_page_that_leads_away_raises_and_nothing_is_typed_where_it_leads(tab: Page, serve: Serve, told: Told) -> None:
    serve(
        {
            "https://form.example/": FORM.replace("id=given", "id=given oninput=\"location = 'https://other.example/'\""),
            "https://other.example/": FORM,
        }
    )

    def only_here(url: str) -> None:
        if not url.startswith("https://form.example/"):
            raise NotHere(url)

    with pytest.raises((NotHere, PlaywrightError)):
        Answering(tab, PERSON, only_here, told).run()
    tab.wait_for_url("https://other.example/")

    assert set(tab.evaluate(VALUES).values()) == {""}


def test_a_page_without_a_form_has_an_outcome_of_nothing(fill: Fill) -> None:
    outcome = fill("<h1>This page isn't available</h1>", PERSON)

    assert (outcome.questions, outcome.left, outcome.unasked) == ((), (), frozenset(PERSON))


def test_of_ten_forms_one_is_answered(tab: Page, fill: Fill) -> None:
    fill("<form><label>Search <input type=search></label></form>" * 9 + FORM, PERSON)

    assert tab.locator("[type=search]").evaluate_all("all => all.map(e => e.value)") == [""] * 9
    assert tab.locator("#email").input_value() == "ada@post.example"


# --- answers by wording, the person's own ---


def test_an_answer_by_wording_is_given(tab: Page, fill: Fill) -> None:
    outcome = fill(
        "<form><label>Email <input></label><label>Shoe size * <input id=shoe></label>"
        "<label>Colour <select id=colour><option value=''>—<option value=1>Red<option value=2>Blue</select></label></form>",
        PERSON,
        shoe_size="42",
        Colour="blue",
    )

    assert outcome.left == ()
    assert (tab.locator("#shoe").input_value(), tab.locator("#colour").input_value()) == ("42", "2")


def test_an_answer_by_wording_comes_before_that_of_the_meaning(tab: Page, fill: Fill) -> None:
    fill("<form><label>First name <input id=given></label></form>", PERSON, First_name="Grace")

    assert tab.locator("#given").input_value() == "Grace"


def test_what_the_person_settled_is_not_touched(tab: Page, answering: Callable[..., Answering]) -> None:
    tab.set_content("<form><label>Email address <input value=old@post.example></label></form>")
    work = answering(PERSON)
    (left,) = work.run().left
    work.settle(left.question)

    assert work.run().left == ()
    assert tab.locator("input").input_value() == "old@post.example"


def test_what_the_person_settled_is_asked_again_where_it_is_required_and_empty(
    tab: Page, answering: Callable[..., Answering]
) -> None:
    tab.set_content("<form><label>Phone number <input required></label></form>")
    work = answering(PERSON)
    (left,) = work.run().left
    work.settle(left.question)

    assert [one.why for one in work.run().left] == [Why.UNANSWERED]


def test_what_was_refused_is_tried_again_on_wish(tab: Page, answering: Callable[..., Answering]) -> None:
    tab.set_content("<form><label>First name <input maxlength=2></label></form>")
    work = answering(PERSON)
    (left,) = work.run().left
    tab.evaluate("() => document.querySelector('input').removeAttribute('maxlength')")
    work.again(left.question)

    assert work.run().left == ()
    assert tab.locator("input").input_value() == "Ada"


def test_reading_gives_nothing(tab: Page, answering: Callable[..., Answering], told: Told) -> None:
    tab.set_content(FORM)
    outcome = answering(PERSON).read()

    assert told.asked == []
    assert set(tab.evaluate(VALUES).values()) == {""}
    assert len(outcome.questions) == 5


def test_a_question_keeps_its_key_when_ids_and_classes_change(tab: Page, answering: Callable[..., Answering]) -> None:
    tab.set_content("<form><label for=x1>Email *</label><input id=x1 class=a></form>")
    before = answering({}).read().questions
    tab.set_content("<form><div><label for=x2>E-MAIL</label><input id=x2 class=b value=1></div></form>")
    after = answering({}).read().questions

    assert [key_of(question) for question in before] == [key_of(question).replace("e mail", "email") for question in after]


# --- telephone numbers ---

AUSTRIA = Territory("AT", "Austria")
PHONE: dict[Meaning, Answer] = {Meaning.TEL_COUNTRY_CODE: AUSTRIA, Meaning.TEL: "+43 660 1234567"}
CODES = "<option value=''>Code<option>+39<option>+41<option>+43<option>+49"
NUMBER = "<label>Phone number <input id=n type=tel></label>"


def test_beside_a_list_of_dialling_codes_the_number_goes_without_its_own(tab: Page, fill: Fill) -> None:
    outcome = fill(f"<form><label>Country code <select id=c>{CODES}</select></label>{NUMBER}</form>", PHONE)

    assert tab.locator("#c").input_value() == "+43"
    assert tab.locator("#n").input_value() == "660 1234567"
    assert outcome.left == ()


def test_without_its_code_in_the_list_the_number_stays_whole(tab: Page, fill: Fill) -> None:
    html = f"<form><label>Country code <select id=c>{CODES.replace('+43', '+44')}</select></label>{NUMBER}</form>"
    outcome = fill(html, PHONE)

    assert tab.locator("#n").input_value() == "+43 660 1234567"
    assert [left.why for left in outcome.left] == [Why.REFUSED]


def test_a_field_that_begins_with_a_dialling_code_is_filled(tab: Page, fill: Fill) -> None:
    fill(f"<form>{NUMBER.replace('id=n', 'id=n value=+1')}</form>", PHONE)

    assert tab.locator("#n").input_value() == "+43 660 1234567"


MASK = """<script>n.oninput = () => { const d = n.value.replace(/\\D/g, '').slice(0, 10); let i = 0;
  n.value = '(___) ___-____'.replace(/_/g, () => d[i++] || '_'); }</script>"""


def test_a_number_that_a_mask_cuts_is_taken_out_and_said(tab: Page, fill: Fill) -> None:
    outcome = fill(f"<form>{NUMBER}</form>{MASK}", PHONE)

    assert [left.why for left in outcome.left] == [Why.REVERTED]
    assert not any(letter.isdigit() for letter in tab.locator("#n").input_value())


def test_what_the_page_complains_of_is_found_where_it_stands(tab: Page, told: Told) -> None:
    tab.set_content(
        "<form><div><label>Email <input type=email></label></div><div><label>Colour <input></label></div>"
        "<div><label>Town <input id=town></label></div><button>Send</button></form>"
    )
    answering = Answering(tab, PERSON, told.may_type, told)
    answering.run()
    tab.evaluate("() => town.closest('div').insertAdjacentHTML('beforeend', '<p style=\"color: #c00\">Fill this in</p>')")

    _, complained = answering.complained()

    assert [(question.control.wording, said) for question, said in complained] == [("Town", "Fill this in")]
