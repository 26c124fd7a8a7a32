"""What a control is called: by the names that the page ties to it, and by the words that only stand near."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Control, Kind, Snapshot

Look = Callable[[str], Snapshot]
One = Callable[[str], Control]

NAMES = {
    "label for": ("<label for=a>First name</label><input id=a>", "First name"),
    "label around": ("<label>First name <input></label>", "First name"),
    "label around, text behind": ("<label><input> First name</label>", "First name"),
    "label for, far away": ("<label for=a>First name</label><p>one</p><div><div><input id=a></div></div>", "First name"),
    "two labels": ("<label for=a>First</label><label for=a>name</label><input id=a>", "First name"),
    "label with a hidden part": ("<label for=a>First name<span hidden> secret</span></label><input id=a>", "First name"),
    "label with an aria-hidden star": ("<label for=a>First name<i aria-hidden=true> *</i></label><input id=a>", "First name"),
    "label with markup": ("<label for=a><b>First</b> <i>name</i></label><input id=a>", "First name"),
    "label with blocks": ("<label for=a><div>First</div><div>name</div></label><input id=a>", "First name"),
    "label with a script in it": ("<label for=a>First name<script>let x = 1</script></label><input id=a>", "First name"),
    "label with a picture": ("<label for=a><img src=data:, alt='First name'></label><input id=a>", "First name"),
    "label around a select": ("<label>Land <select><option>Chile<option>Peru</select></label>", "Land"),
    "aria-label": ("<input aria-label='First name'>", "First name"),
    "aria-label over label": ("<label>Wrong <input aria-label='First name'></label>", "First name"),
    "aria-labelledby": ("<span id=x>First name</span><input aria-labelledby=x>", "First name"),
    "aria-labelledby over aria-label": ("<span id=x>First name</span><input aria-labelledby=x aria-label=Wrong>", "First name"),
    "aria-labelledby of two": ("<b id=y>name</b><b id=x>First</b><input aria-labelledby='x y'>", "First name"),
    "aria-labelledby of one hidden": ("<span id=x hidden>First name</span><input aria-labelledby=x>", "First name"),
    "aria-labelledby that dangles": ("<label>First name <input aria-labelledby=nowhere></label>", "First name"),
    "title": ("<input title='First name'>", "First name"),
    "title over placeholder": ("<input title='First name' placeholder='Ada'>", "First name"),
    "placeholder": ("<input placeholder='First name'>", "First name"),
    "aria-placeholder": ("<div role=textbox contenteditable=true aria-placeholder='First name'></div>", "First name"),
    "label over title": ("<label>First name <input title=Wrong></label>", "First name"),
    "an empty label, whatever the placeholder": ("<label for=a></label><input id=a placeholder='First name'>", ""),
    "white space folded": ("<label for=a>\n  First \u00a0\n name\t</label><input id=a>", "First name"),
    "umlauts, Hebrew and a quote": ("<label for=a>Straße «שם» l'été</label><input id=a>", "Straße «שם» l'été"),
    "what a style sheet writes": (
        "<style>.r::after { content: ' (required)' } .i::before { content: url(x.png) }</style><label class=r for=a>Name</label><input id=a class=i>",
        "Name (required)",
    ),
    "the text a style sheet gives for a sign": (
        "<style>b::before { content: '✱' / 'Required ' }</style><label><b>name</b><input></label>",
        "Required name",
    ),
    "a hidden label": ("<label for=a style='display:none'>First name</label><input id=a>", "First name"),
    "a title in a label": ("<label for=a><i title='First name'></i></label><input id=a>", "First name"),
    "a picture's title in a label": ("<label for=a><svg><title>First name</title></svg></label><input id=a>", "First name"),
    "aria-labelledby with itself": ("<b id=x>Name</b><input id=a aria-label=First aria-labelledby='a x'>", "First Name"),
    "a soft hyphen": ("<label>First&shy;name <input></label>", "Firstname"),
    "words set apart by their display alone": (
        "<label><span style='display:block'>First</span><span style='display:block'>name</span><input></label>",
        "First name",
    ),
    "what a label owns": ("<label for=a aria-owns=x>First</label><input id=a><span id=x> name</span>", "First name"),
    "nothing": ("<input>", ""),
}


@pytest.mark.parametrize(("html", "name"), NAMES.values(), ids=NAMES)
def test_the_accessible_name_is(control: One, html: str, name: str) -> None:
    assert control(html).name == name


def test_the_description_is_what_aria_describedby_points_at(control: One) -> None:
    found = control("<input aria-describedby='x y'><p id=x>As in your passport.</p><p id=y>No initials.</p>")

    assert found.description == "As in your passport. No initials."


def test_a_question_with_an_empty_label_is_quoted_by_its_placeholder(control: One) -> None:
    assert control("<label for=a></label><input id=a placeholder='First name'>").wording == "First name"


def test_what_another_control_holds_is_no_part_of_a_name(look: Look) -> None:
    """Accname 1.2, 2C would take it in: a person's own answer would become part of the next question."""
    found = look("<label for=b>Phone <input value='+49 30'> or <select><option>mobile</select></label><input id=b>").controls

    assert found[-1].name == "Phone or"


DESCRIPTIONS = {
    "a title beside a label": "<label>Name <input title='As in your passport.'></label>",
    "aria-description": "<label>Name <input aria-description='As in your passport.'></label>",
    "aria-describedby over title": "<label>Name <input title=no aria-describedby=x></label><p id=x hidden>As in your passport.</p>",
    "of a group": "<fieldset aria-describedby=x><legend>Name</legend><input type=radio name=r></fieldset><p id=x>As in your passport.</p>",
}


@pytest.mark.parametrize("html", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_the_description_is_read_from(control: One, html: str) -> None:
    assert control(html).description == "As in your passport."


def test_a_title_that_is_the_name_is_no_description(control: One) -> None:
    assert control("<input title='First name'>").description == ""


ROLES = {
    "text": ("<input>", "textbox"),
    "search": ("<input type=search>", "searchbox"),
    "number": ("<input type=number>", "spinbutton"),
    "input with a list of its own": ("<input list=l><datalist id=l></datalist>", "combobox"),
    "textarea": ("<textarea></textarea>", "textbox"),
    "editable part": ("<div contenteditable=true>x</div>", "textbox"),
    "select": ("<select></select>", "combobox"),
    "select of several": ("<select multiple></select>", "listbox"),
    "box": ("<input type=checkbox>", "checkbox"),
    "switch": ("<button role=switch></button>", "switch"),
    "file": ("<input type=file>", "button"),
    "radios": ("<input type=radio name=r><input type=radio name=r>", "radiogroup"),
    "boxes": ("<input type=checkbox name=r><input type=checkbox name=r>", "group"),
    "a role that isn't one": ("<input role=banana>", "textbox"),
    "the first role that is one": ("<input role='banana combobox'>", "combobox"),
    "no role for what can be focused": ("<input role=none>", "textbox"),
}


@pytest.mark.parametrize(("html", "role"), ROLES.values(), ids=ROLES)
def test_the_role_is_said_or_implied(control: One, html: str, role: str) -> None:
    assert control(html).role == role


ERRORS = {
    "aria-errormessage": "<input aria-invalid=true aria-errormessage=x aria-describedby=y><p id=x>Not an address.</p><p id=y>Hint</p>",
    "aria-describedby": "<input aria-invalid=true aria-describedby=x><p id=x>Not an address.</p>",
    "another value of aria-invalid": "<input aria-invalid=spelling aria-describedby=x><p id=x>Not an address.</p>",
    "of a group": "<div role=radiogroup aria-invalid=true aria-errormessage=x><i role=radio>A</i></div><p id=x>Not an address.</p>",
}


@pytest.mark.parametrize("html", ERRORS.values(), ids=ERRORS)
def test_the_error_text_is_that_of(control: One, html: str) -> None:
    found = control(html)

    assert (found.invalid, found.error) == (True, "Not an address.")


@pytest.mark.parametrize("said", ["", "false"])
def test_what_is_not_invalid_has_no_error(control: One, said: str) -> None:
    found = control(f"<input aria-invalid='{said}' aria-errormessage=x aria-describedby=x><p id=x>Not an address.</p>")

    assert (found.invalid, found.error) == (False, "")


def test_what_the_browser_refuses_is_invalid_once_the_form_was_tried(tab: Page) -> None:
    tab.set_content("<form><label>Name <input required></label><button>Send</button></form>")
    before = scan(tab).snapshot.controls[0]
    tab.locator("button").click()
    after = scan(tab).snapshot.controls[0]

    assert (before.invalid, before.error) == (False, "")
    assert after.invalid
    assert after.error == tab.locator("input").evaluate("input => input.validationMessage") != ""


def test_what_was_typed_is_no_part_of_the_browsers_error(tab: Page) -> None:
    tab.set_content("<form><input type=email><button>Send</button></form>")
    tab.locator("input").fill("ada.lovelace@")
    tab.locator("button").click()
    found = scan(tab).snapshot.controls[0]

    assert "ada.lovelace" in tab.locator("input").evaluate("input => input.validationMessage")
    assert found.invalid
    assert found.error
    assert "lovelace" not in found.error


def test_the_error_text_is_read_where_the_page_says_that_the_value_is_invalid(control: One) -> None:
    found = control("<label>Email <input aria-invalid=true aria-errormessage=x></label><p id=x>Not an address.</p>")

    assert (found.invalid, found.error, found.name) == (True, "Not an address.", "Email")


NAMES_ALONE = {
    "what a list shows as chosen": ("<button aria-haspopup=listbox>Austria</button>", "Austria", ""),
    "what a list shows, beside its label": (
        "<b id=q>Town</b><button id=c aria-haspopup=listbox aria-labelledby='q c'>Graz</button>",
        "Town Graz",
        "Town",
    ),
    "a complaint in a label": (
        "<label>Email <span class=error>Not an address.</span><input></label>",
        "Email Not an address.",
        "Email",
    ),
    "a star of an error's class": ("<label>Email <span class=error-star>*</span><input></label>", "Email *", "Email *"),
    "the words of the browser's own button": ("<input type=file>", "Choose File", ""),
    "the title of a file input": ("<input type=file title='Your screenshot'>", "Choose File", "Your screenshot"),
    "a file input that its page calls so": ("<label>Choose File <input type=file></label>", "Choose File", "Choose File"),
}


@pytest.mark.parametrize(("html", "name", "label"), NAMES_ALONE.values(), ids=NAMES_ALONE)
def test_what_a_control_holds_or_complains_of_is_in_its_name_and_not_in_what_it_is_called(
    control: One, html: str, name: str, label: str
) -> None:
    found = control(html)

    assert (found.name, found.label) == (name, label)


BEFORE = {
    "bare text, then br (as in Meta's)": ("<div id=SupportFormRow.7>Your country<br/><select></select></div>", "Your country"),
    "bare text": ("<div>Your country <input></div>", "Your country"),
    "table cell": ("<table><tr><td>Your country</td><td><input></td></tr></table>", "Your country"),
    "table head cell": ("<table><tr><th>Your country</th><td><input></td></tr></table>", "Your country"),
    "cell above": ("<table><tr><td>Your country</td></tr><tr><td><input></td></tr></table>", "Your country"),
    "heading": ("<section><h4>Your country</h4><input></section>", "Your country"),
    "paragraph": ("<p>Your country</p><input>", "Your country"),
    "div before the div": ("<div><div>Your country</div><div><input></div></div>", "Your country"),
    "definition list": ("<dl><dt>Your country</dt><dd><input></dd></dl>", "Your country"),
    "label without for": ("<label>Your country</label><input>", "Your country"),
    "text and a star": ("<span>Your country</span> <span>*</span><input>", "Your country *"),
    "text with markup": ("Your <b>country</b><br><input>", "Your country"),
    "only a colon": ("<div>:</div><input>", ""),
    "a hidden text": ("<div style='display:none'>Your country</div><input>", ""),
    "a script": ("<script>let country</script><input>", ""),
    "a text behind another control": ("Your country <input type=button value=x><input>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("html", "before"), BEFORE.values(), ids=BEFORE)
def test_the_text_before_is(look: Look, html: str, before: str) -> None:
    assert look(f"<form>{html}</form>").controls[-1].before == before


def test_a_text_before_ends_at_the_control_before_it(look: Look) -> None:
    first, second = look("<form>First name<br><input><br>Surname<br><input></form>").controls

    assert (first.before, second.before) == ("First name", "Surname")


def test_the_next_paragraph_up_is_not_part_of_the_text_before(control: One) -> None:
    found = control("<form><p>We answer within a month.</p><p>Your country</p><div><input></div></form>")

    assert found.before == "Your country"


def test_a_text_outside_the_form_is_not_near(control: One) -> None:
    assert control("<p>Your country</p><form><input></form>").before == ""


def test_an_alert_is_not_near(control: One) -> None:
    assert control("<form><p>Your country</p><p role=alert>Required.</p><input></form>").before == "Your country"


AFTER = {
    "floating label": ("<div><input><span>Your country</span></div>", "Your country"),
    "floating label in a wrapper": ("<div><div><input></div><span>Your country</span></div>", "Your country"),
    "text behind a box": ("<div><input type=checkbox> I declare it</div>", "I declare it"),
    "nothing but the next control": ("<div><input><button>Go</button></div>", ""),
    "far behind": ("<div><div><div><div><input></div></div></div></div><p>Imprint</p>", ""),
}


@pytest.mark.parametrize(("html", "after"), AFTER.values(), ids=AFTER)
def test_the_text_after_is(control: One, html: str, after: str) -> None:
    assert control(f"<form>{html}</form>").after == after


def test_a_label_that_floats_behind_its_field_is_not_the_next_ones(look: Look) -> None:
    html = "<div><input id=a><label for=a>Postal code</label></div><div><input id=b></div><div>Phone</div><div><input id=c></div>"

    assert [control.before for control in look(html).controls] == ["", "", "Phone"]


UNTIED = {
    "behind their fields": "<div><input><label>First name</label></div><div><input><label>Last name</label></div>",
    "for what is no field": "<div id=a><input><label for=a>First name</label></div><div id=b><input><label for=b>Last name</label></div>",
    "in a row of their own, before": "<div><label>First name</label><p><input></p></div><div><label>Last name</label><p><input></p></div>",
    "behind, with a star": "<div><input><label>First name</label><label>*</label></div><div><input><label>Last name</label></div>",
}


@pytest.mark.parametrize("html", UNTIED.values(), ids=UNTIED)
def test_a_label_that_is_tied_to_nothing_is_that_of_the_only_field_beside_it(look: Look, html: str) -> None:
    assert [control.before for control in look(f"<form>{html}</form>").controls] == ["First name", "Last name"]


def test_what_a_drawn_list_shows_as_long_as_nothing_is_chosen_is_not_its_question(control: One) -> None:
    html = "<form><span>Country</span><div><div class=css-placeholder>Select...</div><input role=combobox></div></form>"

    assert control(html).before == "Country"


def test_a_text_that_floats_over_a_plain_field_is_its_question(control: One) -> None:
    assert control("<form><p>About you</p><div><span class=placeholder>Country</span><input></div></form>").before == "Country"


def test_of_two_untied_labels_beside_a_field_none_is_taken_for_its_own(look: Look) -> None:
    html = "<form><div><p>Address</p><input><label>Street</label><label>Town</label></div></form>"

    assert [control.before for control in look(html).controls] == ["Address"]


def test_the_label_of_a_list_that_is_drawn_anew_is_what_stands_before_the_drawing(look: Look) -> None:
    html = "<label for=a>Country</label><select id=a aria-hidden=true style='display: none'><option>Chile</select><input role=combobox>"

    assert [control.before for control in look(html).controls if control.visible] == ["Country"]


TITLES = {
    "of a card": ("<div><b>Spouse</b><p><label>Name <input></label><p><label>Email <input></label></div>", "Spouse"),
    "of a card with rows": (
        "<div><div>Spouse</div><div class=row><label>Name <input></label><label>Email <input></label></div></div>",
        "Spouse",
    ),
    "of the closest card": (
        "<form><div>Family</div><div><div>Spouse</div><label>Name <input></label><label>Email <input></label></div></form>",
        "Spouse",
    ),
    "of a whole form": ("<form><p>Spouse</p><label>Name <input></label><label>Email <input></label></form>", "Spouse"),
    "behind what isn't shown": (
        "<form><p hidden>no</p><script></script> <p>Spouse</p><label>Name <input></label><label>Email <input></label></form>",
        "Spouse",
    ),
}
NO_TITLES = {
    "the first question's own words": "<div><div>Spouse</div><input><div>Email</div><input></div>",
    "a label": "<div><label for=a>Spouse</label><input id=a><label>Email <input></label></div>",
    "over one question": "<div><div>Spouse</div><label>Name <input></label></div>",
    "a text that tells something": f"<div><p>{'Tell us of your spouse. ' * 4}</p><label>A <input></label><label>B <input></label></div>",
    "not first": "<div><label>A <input></label><p>Spouse</p><label>B <input></label></div>",
    "outside of the form": "<div>Spouse</div><form><label>A <input></label><label>B <input></label></form>",
}


@pytest.mark.parametrize(("html", "title"), TITLES.values(), ids=TITLES)
def test_what_stands_first_in_a_part_of_the_form_is_its_title(look: Look, html: str, title: str) -> None:
    assert [control.title for control in look(html).controls] == [title, title]


@pytest.mark.parametrize("html", NO_TITLES.values(), ids=NO_TITLES)
def test_what_is_of_one_question_or_a_whole_text_is_no_title(look: Look, html: str) -> None:
    assert {control.title for control in look(html).controls} == {""}


def test_the_heading_is_the_last_one_before_the_control(look: Look) -> None:
    first, second = look("<h1>Contact</h1><h2>You</h2><input><div role=heading>Your friend</div><input>").controls

    assert (first.heading, second.heading) == ("You", "Your friend")


LEGENDS = {
    "fieldset": "<fieldset><legend>About you</legend><input></fieldset>",
    "fieldset, deep": "<fieldset><legend>About you</legend><div><p><input></p></div></fieldset>",
    "group by id": "<div role=group aria-labelledby=x><b id=x>About you</b><input></div>",
    "group by label": "<div role=group aria-label='About you'><input></div>",
}


@pytest.mark.parametrize("html", LEGENDS.values(), ids=LEGENDS)
def test_the_legend_is_the_groups(control: One, html: str) -> None:
    assert control(html).legend == "About you"


RADIOS = {
    "fieldset": """<fieldset><legend>Your right</legend>
        <label><input type=radio name=r value=a> Object</label>
        <label><input type=radio name=r value=b checked> Delete</label></fieldset>""",
    "radiogroup": """<div role=radiogroup aria-label='Your right'>
        <div role=radio data-x=a>Object</div> <div role=radio aria-checked=true>Delete</div></div>""",
    "radiogroup by id": """<h3 id=q>Your right</h3><div role=radiogroup aria-labelledby=q>
        <span role=radio aria-label=Object></span> <span role=radio aria-checked=true aria-label=Delete></span></div>""",
    "no group, text before": """<div>Your right<br><input type=radio name=r id=a value=a><label for=a>Object</label><br>
        <input type=radio name=r id=b value=b checked><label for=b>Delete</label></div>""",
    "no group, paragraph before": """<div><p>Your right</p><div><label><input type=radio name=r value=a>Object</label></div>
        <div><label><input type=radio name=r value=b checked>Delete</label></div></div>""",
    "no labels, text behind": """<div><p>Your right</p><input type=radio name=r value=a> Object<br>
        <input type=radio name=r value=b checked> Delete<br></div>""",
    "a table": """<table><tr><td>Your right</td><td><input type=radio name=r value=a> Object
        <input type=radio name=r value=b checked> Delete</td></tr></table>""",
    "row of Meta's": """<div id=SupportFormRow.9><div>Your right</div>
        <label for=9.0><input type=radio name=Field9 id=9.0 value=a><span>Object</span></label>
        <label for=9.1><input type=radio name=Field9 id=9.1 value=b checked><span>Delete</span></label></div>""",
}


@pytest.mark.parametrize("html", RADIOS.values(), ids=RADIOS)
def test_a_group_of_radios_is_one_question_with_its_options(control: One, html: str) -> None:
    found = control(f"<form>{html}</form>")

    assert found.kind is Kind.RADIO
    assert found.wording == "Your right"
    assert [(option.label, option.selected) for option in found.options] == [("Object", False), ("Delete", True)]
    assert found.answered


def test_the_helper_sentence_of_an_aria_radio_is_part_of_its_label(control: One) -> None:
    found = control("<div role=radiogroup><div role=radio><b>Yes</b> <small>It is about AI.</small></div></div>")

    assert [option.label for option in found.options] == ["Yes It is about AI."]


def test_radios_of_one_name_in_two_forms_are_two_questions(look: Look) -> None:
    form = "<form><label><input type=radio name=r>Yes</label><label><input type=radio name=r>No</label></form>"

    assert [len(one.options) for one in look(form + form).controls] == [2, 2]


def test_two_unnamed_radiogroups_are_two_questions(look: Look) -> None:
    group = "<div role=radiogroup aria-label=Q><span role=radio>Yes</span><span role=radio>No</span></div>"

    assert [len(one.options) for one in look(f"<form>{group}{group}</form>").controls] == [2, 2]


def test_boxes_of_one_name_are_one_question(control: One) -> None:
    found = control(
        "<fieldset><legend>Rights</legend><label><input type=checkbox name=r[] value=a checked>Object</label>"
        "<label><input type=checkbox name=r[] value=b>Delete</label></fieldset>"
    )

    assert found.kind is Kind.CHECKBOXES
    assert found.name == "Rights"
    assert [(option.label, option.value, option.selected) for option in found.options] == [
        ("Object", "a", True),
        ("Delete", "b", False),
    ]


def test_boxes_of_different_names_are_two_questions(look: Look) -> None:
    found = look(
        "<fieldset><legend>Last step</legend><label><input type=checkbox name=truth>I declare that it is true</label>"
        "<label><input type=checkbox name=news>Send me news</label></fieldset>"
    ).controls

    assert [(one.kind, one.name) for one in found] == [
        (Kind.CHECKBOX, "I declare that it is true"),
        (Kind.CHECKBOX, "Send me news"),
    ]


def test_an_option_of_a_select_is_read_with_label_value_and_state(control: One) -> None:
    found = control(
        "<select required><option value=''>Please select<option value=Germany>Deutschland"
        "<option value=France label=Frankreich selected>x<option disabled>Narnia</select>"
    )

    assert [(option.label, option.value, option.selected, option.enabled) for option in found.options] == [
        ("Please select", "", False, True),
        ("Deutschland", "Germany", False, True),
        ("Frankreich", "France", True, True),
        ("Narnia", "Narnia", False, False),
    ]
    assert found.required
    assert found.answered


def test_an_option_of_a_disabled_optgroup_is_not_enabled(control: One) -> None:
    found = control("<select><optgroup disabled label=Far><option>Chile</optgroup><option>Peru</select>")

    assert [(option.label, option.enabled) for option in found.options] == [("Chile", False), ("Peru", True)]


def test_the_first_empty_option_is_no_answer(control: One) -> None:
    assert not control("<select><option value=''>Please select<option value=Germany>Deutschland</select>").answered


def test_a_label_over_two_controls_is_said_before_the_second(look: Look) -> None:
    found = look("""<label>Phone <select aria-label=Code><option>+49<option>+33</select><input type=tel></label>
        <label>Fax <input></label>""")

    assert [(one.name, one.before, one.after) for one in found.controls] == [
        ("Code", "Phone", ""),
        ("", "Phone", ""),
        ("Fax", "Fax", ""),
    ]


def test_the_next_lines_words_are_not_those_of_the_field_before(look: Look) -> None:
    found = look("""<p>Amount <select><option>EUR</select><input></p><p>Reason <input></p>
        <div>Phone <input><input></div><div>Street <input></div>""")

    assert [one.after for one in found.controls] == [""] * 6
