"""Other people's forms, filled in a real Chromium: what is filled, what is left and why, and what is never done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.assist.conftest import Filled
from tests.assist.site import Site

from ai_optout.assist.filling import OCCUPIED, UNANSWERED, UNKNOWN
from ai_optout.errors import PageError
from ai_optout.form.meaning import Meaning
from ai_optout.profile import Profile

Fill = Callable[..., Filled]

ADA: dict[str, Any] = {
    "country": "Germany",
    "given_name": "Ada",
    "family_name": "O'Neill",
    "email": "ada@post.example",
    "tel": "+49 30 123456",
}
PERSON = Profile(**ADA)


def held(tab: Page, selector: str) -> Any:
    return tab.locator(selector).evaluate("e => e.type === 'checkbox' ? e.checked : e.value")


def form(inner: str) -> str:
    return f"<!doctype html><html lang=en><form>{inner}<button>Send</button></form>"


# --- other people's forms ---


def test_the_values_bring_what_follows_from_them(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/follows"] = form("""
        <label>Email <input id=email type=email></label><label>Confirm email <input id=again type=email></label>
        <label>Full name <input id=name></label>
        <label>Country code <select id=code><option value=49>+49<option value=33>+33</select></label>
        <label>Phone <input id=tel type=tel></label>""")

    lines = 'email = "ada@post.example"\ngiven-name = "Ada"\nfamily-name = "O\'Neill"\ntel = "+33 6 12 34 56 78"'
    done = fill("/follows", lines)

    assert [held(tab, one) for one in ("#email", "#again", "#name", "#code", "#tel")] == [
        *("ada@post.example", "ada@post.example", "Ada O'Neill", "33", "6 12 34 56 78"),
    ]
    assert done.left == {}


def test_a_value_stands_in_the_profiles_place_in_what_follows_too(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/other"] = form("""<label>Email <input id=email type=email></label>
        <label>Confirm email <input id=again type=email></label>""")

    fill("/other", 'email = "work@post.example"', PERSON)

    assert [held(tab, "#email"), held(tab, "#again")] == ["work@post.example", "work@post.example"]


def test_another_persons_part_and_a_second_part_stay_empty(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/parts"] = form("""
        <h2>Your details</h2><label>First name <input id=own></label><label>Last name <input></label>
        <h2>Emergency contact</h2><label>First name <input id=contact></label><label>Phone <input id=their type=tel></label>
        <h2>Person B</h2><label>First name <input id=b></label>""")

    done = fill("/parts", "", PERSON)

    assert [held(tab, one) for one in ("#own", "#contact", "#their", "#b")] == ["Ada", "", "", ""]
    assert done.left["First name"] == "Another part of the form asks it, too: it isn't known whose it is here."


def test_what_comes_seconds_after_the_last_answer_is_filled_too(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/late"] = form("""<label>Country <select onchange="setTimeout(() =>
        more.innerHTML = '<label>Last name <input id=late></label>', 1500)"><option value=''>Choose<option value=DE>Germany
        <option value=FR>France<option value=IT>Italy<option value=ES>Spain</select></label><div id=more></div>""")
    late: list[bool] = []

    def settle() -> None:
        if not late:
            tab.wait_for_selector("#late")
        late.append(True)

    done = fill("/late", "", PERSON, settle=settle)

    assert held(tab, "#late") == "O'Neill"
    assert done.left == {}


def test_a_zone_that_is_called_after_what_it_was_given_gets_it_once(tab: Page, site: Site, fill: Fill, tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"%PDF-1.4")
    site.pages["/zone"] = form("""<div style='height:60px' ondrop="event.preventDefault(); window.drops = (window.drops || 0) + 1;
        this.textContent = event.dataTransfer.files.length + ' file of evidence'">Evidence: drop files here</div>""")

    fill("/zone", 'evidence = "cv.pdf"')

    assert tab.evaluate("() => drops") == 1


def test_a_cut_text_is_taken_out_again(tab: Page, site: Site, fill: Fill) -> None:
    site.pages["/cuts"] = form('<label>Wish <textarea id=wish oninput="this.value = this.value.slice(0, 9)"></textarea></label>')

    done = fill("/cuts", 'Wish = "Much longer than that"')

    assert held(tab, "#wish") == ""
    assert done.left == {"Wish": "The page doesn't keep the answer."}


def test_a_bootstrap_form_is_filled_from_the_profile(tab: Page, fill: Fill) -> None:
    done = fill("/bootstrap.html", '"Preferred department" = "Support"', PERSON)

    assert {"First name", "Email address", "Country", "Preferred department"} <= set(done.filled)
    assert [held(tab, one) for one in ("#floatingGiven", "#floatingEmail", ".form-select >> nth=0", "#topic")] == [
        *("Ada", "ada@post.example", "DE", "2"),
    ]


def test_what_nobody_sees_the_search_box_and_the_newsletter_stay_empty(tab: Page, fill: Fill) -> None:
    done = fill("/bootstrap.html", "", PERSON)

    assert [held(tab, one) for one in ("#website", "[type=search]", "[name=news]", "#news")] == ["", "", "", False]
    assert not {"Website", "Search", "Your email"} & {*done.filled, *done.left}


def test_what_the_pages_own_validator_refuses_is_left(tab: Page, fill: Fill) -> None:
    done = fill("/bootstrap.html", '"Order number" = "12"', PERSON)

    assert done.left["Order number"] == "The page doesn't take it: «An order number has eight digits.»"
    assert held(tab, "#order") == "12"


def test_a_date_a_number_options_and_a_file_are_given_by_the_questions_own_wording(tab: Page, fill: Fill, tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"%PDF-1.4")
    lines = """
        "Expected start date" = "2026-12-01"
        "Hours per week" = 20
        "Languages you speak" = ["English", "German"]
        "When can you work?" = ["Mornings", "Nights"]
        "Do you have a driving licence?" = true
        "Curriculum vitae" = ["cv.pdf"]
        Postcode = "10115"
    """
    done = fill("/native.html", lines, PERSON)

    assert [held(tab, f"[name={name}]") for name in ("start", "hours", "plz", "fullname")] == [
        *("2026-12-01", "20", "10115", "Ada O'Neill"),
    ]
    assert tab.locator("select").evaluate("e => [...e.selectedOptions].map(o => o.text)") == ["English", "German"]
    assert tab.locator("[name=when]").evaluate_all("all => all.map(e => e.checked)") == [True, False, True]
    assert tab.locator("[value=y]").is_checked()
    assert tab.locator("[name=cv]").evaluate("e => e.files[0].name") == "cv.pdf"
    assert done.left == {
        "Your website": UNKNOWN,
        "Why you?": UNKNOWN,
        "How did you hear of us?": "The page has an answer to it already.",
    }
    assert done.unasked == ()


@pytest.mark.parametrize(
    ("line", "label", "why"),
    [
        ('Postcode = "1234"', "Postcode", "The page doesn't take it: «Please match the requested format.»"),
        (
            '"Hours per week" = 12',
            "Hours per week",
            "The page doesn't take it: «Please enter a valid value. The two nearest valid values are 10 and 15.»",
        ),
        ('"Hours per week" = 80', "Hours per week", "The page doesn't take it: «Value must be less than or equal to 40.»"),
        ('"Your website" = "nowhere"', "Your website", "The page doesn't take it: «Please enter a URL.»"),
        ('"Hours per week" = "many"', "Hours per week", "The page didn't let it be filled."),
        (
            f'"Why you?" = "{"x" * 61}"',
            "Why you?",
            "The answer has 61 characters and the page takes 60; it isn't cut without you.",
        ),
        (
            '"Languages you speak" = ["English", "Klingon"]',
            "Languages you speak",
            "None of the options, or more than one, says one of the answers.",
        ),
        ('"Your website" = ["a", "b"]', "Your website", "The page takes one answer here, and there are several."),
    ],
    ids=["pattern", "step", "range", "type", "no-number", "too-long", "no-option", "several"],
)
def test_what_the_browser_refuses_is_left_with_the_reason(fill: Fill, line: str, label: str, why: str) -> None:
    assert fill("/native.html", line, PERSON).left[label] == why


def test_controlled_inputs_take_the_answers(tab: Page, fill: Fill) -> None:
    done = fill("/react.html", '"I am over 16 years old" = true\n"Team code" = "ab"', PERSON)

    assert {"Given name", "Family name", "Email", "I am over 16 years old"} <= set(done.filled)
    assert tab.evaluate("() => [state.given, state.family, state.email, state.agree]") == [
        "Ada",
        "O'Neill",
        "ada@post.example",
        True,
    ]
    assert done.left["Team code"] == "The page doesn't take it: «Three capital letters»"


def test_forms_in_shadow_roots_are_filled(tab: Page, fill: Fill) -> None:
    done = fill("/shadow.html", '"Membership number" = "M-1"', PERSON)

    assert done.filled == ["First name", "Last name", "Email address", "Membership number"]
    assert tab.locator("my-form input").evaluate_all("all => all.map(e => e.value)") == ["ada@post.example", "M-1"]


def test_a_form_in_a_frame_of_the_same_origin_is_filled(tab: Page, fill: Fill) -> None:
    done = fill("/frames.html", 'Lieblingsfarbe = "Blau"', PERSON)

    assert done.left == {}
    assert tab.frames[2].locator("[name=f5]").input_value() == "Blau"


def test_a_form_laid_out_in_a_table_is_filled(tab: Page, fill: Fill) -> None:
    done = fill("/table.html", "", PERSON)

    assert [held(tab, f"[name=f{number}]") for number in range(1, 6)] == ["Ada", "O'Neill", "ada@post.example", "Deutschland", ""]
    assert done.left == {"Lieblingsfarbe": UNKNOWN}


# --- values ---


def test_a_value_by_meaning_comes_before_the_profiles(tab: Page, fill: Fill) -> None:
    fill("/table.html", 'email = "other@post.example"\ncountry = "FR"', PERSON)

    assert [held(tab, "[name=f3]"), held(tab, "[name=f4]")] == ["other@post.example", "Frankreich"]


def test_values_alone_do_without_a_profile(tab: Page, fill: Fill) -> None:
    done = fill("/table.html", 'given-name = "Grace"')

    assert done.filled == ["Vorname*"]
    assert done.left["E-Mail-Adresse*"] == UNANSWERED


def test_a_form_in_which_nothing_is_understood_is_filled_by_wording(tab: Page, fill: Fill, site: Site) -> None:
    site.pages["/"] = form(
        "<label>Shoe size <input id=shoe></label><label>Hat <select id=hat><option>No<option>Yes</select></label>"
    )
    done = fill("/", '"Shoe size" = 43\nHat = true', PERSON)

    assert done.filled == ["Shoe size", "Hat"]
    assert [held(tab, "#shoe"), held(tab, "#hat")] == ["43", "Yes"]


def test_a_wording_may_be_the_beginning_of_the_questions(tab: Page, fill: Fill, site: Site) -> None:
    site.pages["/"] = form("<label>Start date (the earliest) <input id=a></label><label>Friend's start date <input id=b></label>")
    fill("/", '"Start date" = "May"', PERSON)

    assert [held(tab, "#a"), held(tab, "#b")] == ["May", ""]


def test_a_box_of_a_group_is_named_by_its_own_label(tab: Page, fill: Fill) -> None:
    done = fill("/native.html", "Nights = true", PERSON)

    assert tab.locator("[name=when]").evaluate_all("all => all.map(e => e.checked)") == [False, False, True]
    assert "Nights" in done.filled
    assert done.left["Mornings"] == UNKNOWN


def test_a_question_that_an_answer_brings_is_answered(tab: Page, fill: Fill, site: Site) -> None:
    late = "<div id=more hidden><label>Member number <input id=member></label></div>"
    asks = (
        "<label>Email <input type=email></label><label><input type=checkbox onchange='more.hidden = false'>I am a member</label>"
    )
    site.pages["/"] = form(asks + late)
    done = fill("/", '"I am a member" = true\n"Member number" = "7"', PERSON)

    assert held(tab, "#member") == "7"
    assert done.left == {}


def test_a_value_that_nothing_asks_for_is_named(fill: Fill) -> None:
    assert fill("/table.html", '"Shoe size" = "43"\nprompts = "x"', PERSON).unasked == ("Shoe size", "prompts")


# --- what is never done ---


def test_a_text_that_is_there_is_never_overwritten(tab: Page, fill: Fill, site: Site) -> None:
    site.pages["/"] = form(
        "<label>Email <input id=mail value=mine@post.example></label><label>First name <input id=given></label>"
        "<label>Colour <input id=colour value=red></label><label>Note <textarea id=note>mine</textarea></label>"
    )
    done = fill("/", 'Colour = "blue"\nNote = "theirs"', PERSON)

    assert [held(tab, f"#{name}") for name in ("mail", "colour", "note")] == ["mine@post.example", "red", "mine"]
    assert done.left == {"Email": OCCUPIED, "Colour": OCCUPIED, "Note": OCCUPIED}


def test_the_profiles_picture_is_not_handed_to_whatever_takes_a_file(tab: Page, fill: Fill, tmp_path: Path) -> None:
    (tmp_path / "proof.png").write_bytes(b"1")
    fill("/native.html", "", Profile(**ADA, evidence=(tmp_path / "proof.png",)))

    assert tab.locator("[name=cv]").evaluate("e => e.files.length") == 0


def test_the_profiles_picture_is_handed_to_a_question_for_evidence_that_an_answer_brings(
    tab: Page, fill: Fill, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "proof.png").write_bytes(b"1")
    late = "<div id=more hidden><label>Screenshot as evidence <input id=proof type=file></label></div>"
    site.pages["/"] = form(f"<label>Email <input type=email oninput='more.hidden = false'></label>{late}")
    done = fill("/", "", Profile(**ADA, evidence=(tmp_path / "proof.png",)))

    assert tab.locator("#proof").evaluate("e => e.files.length") == 1
    assert done.left == {}


def test_no_reason_holds_a_value(fill: Fill) -> None:
    done = fill("/native.html", 'Postcode = "1234"\n"Your website" = "nowhere"', PERSON)

    assert not any(value in why for why in done.left.values() for value in ("1234", "nowhere", "Ada", "ada@"))


def test_a_page_without_a_form_is_refused(fill: Fill) -> None:
    with pytest.raises(PageError, match=r"^There is no form on this page\.$"):
        fill("/blank.html", "", PERSON)


def test_it_stops_where_the_page_is_led_off_its_origin(tab: Page, fill: Fill, site: Site) -> None:
    elsewhere = site.url("/table.html", "localhost")
    site.pages["/"] = form(f"<label>Vorname <input oninput='location = \"{elsewhere}\"'></label><label>Nachname <input></label>")
    with pytest.raises(PageError, match=rf"^The page led off http://127\.0\.0\.1:{site.port}, so no more was typed\.$"):
        fill("/", "", PERSON)
    tab.wait_for_url(elsewhere)

    assert tab.locator("input:not([type=submit])").evaluate_all("all => all.map(e => e.value).join('')") == ""


def test_a_field_that_was_pointed_at_before_is_filled(tab: Page, fill: Fill, site: Site) -> None:
    site.pages["/odd.html"] = form("<label>Email <input type=email></label><label>Zyx <input id=zyx></label>")

    before = fill("/odd.html", "", PERSON)
    after = fill("/odd.html", "", PERSON, pointed=[("#zyx", Meaning.FAMILY_NAME)])

    assert (before.left["Zyx"], "Zyx" in after.filled) == (UNKNOWN, True)
    assert held(tab, "#zyx") == "O'Neill"
