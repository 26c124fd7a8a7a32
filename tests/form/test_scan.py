"""The look at a page as a whole: kinds of controls, where each is, frames and shadow roots, bad pages, and its time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Frame, Page, Route
from playwright.sync_api import Error as PlaywrightError

from ai_optout.form import scan as form_scan
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Control, Kind, Snapshot

Look = Callable[[str], Snapshot]
One = Callable[[str], Control]
Serve = Callable[[dict[str, str]], None]

LARGE_S = 12.0
"""For 2,000 controls. The aim (issue 4) is 1 s warm and twice that the first time; a test runs on a machine with other work."""

KINDS = {
    "input": ("<input>", Kind.TEXT),
    "input of an unknown type": ("<input type=surname>", Kind.TEXT),
    "email": ("<input type=email>", Kind.TEXT),
    "tel": ("<input type=tel>", Kind.TEXT),
    "textarea": ("<textarea></textarea>", Kind.TEXTAREA),
    "contenteditable": ("<div contenteditable=true>x</div>", Kind.TEXTAREA),
    "contenteditable without a value": ("<div contenteditable>x</div>", Kind.TEXTAREA),
    "role textbox": ("<div role=textbox contenteditable=true>x</div>", Kind.TEXTAREA),
    "select": ("<select><option>Chile</select>", Kind.SELECT),
    "checkbox": ("<input type=checkbox>", Kind.CHECKBOX),
    "role checkbox": ("<span role=checkbox aria-checked=false>I declare</span>", Kind.CHECKBOX),
    "switch": ("<button role=switch aria-checked=false>About AI</button>", Kind.SWITCH),
    "input as switch": ("<input type=checkbox role=switch>", Kind.SWITCH),
    "radio": ("<input type=radio name=a>", Kind.RADIO),
    "role radio": ("<div role=radio>Yes</div>", Kind.RADIO),
    "role radio on a button with a name": ("<div role=radiogroup><button role=radio name=a>Yes</button></div>", Kind.RADIO),
    "combobox": ("<input role=combobox aria-controls=l>", Kind.COMBOBOX),
    "combobox that is no input": ("<div role=combobox tabindex=0>Choose</div>", Kind.COMBOBOX),
    "button that is a combobox": ("<button role=combobox>Germany</button>", Kind.COMBOBOX),
    "combobox around its input": ("<div role=combobox><input aria-autocomplete=list></div>", Kind.COMBOBOX),
    "combobox with its listbox": (
        "<input role=combobox aria-controls=l><ul role=listbox id=l><li role=option>Chile</ul>",
        Kind.COMBOBOX,
    ),
    "listbox": ("<ul role=listbox><li role=option data-value=CL>Chile</ul>", Kind.LISTBOX),
    "file": ("<input type=file>", Kind.FILE),
    "drop zone without a field": ("<div class=dropzone style='height:60px'>Drop files here</div>", Kind.FILE),
    "drop zone": ("<div role=button>Drop files here<input type=file hidden></div>", Kind.FILE),
}


@pytest.mark.parametrize(("html", "kind"), KINDS.values(), ids=KINDS)
def test_the_kind_is(control: One, html: str, kind: Kind) -> None:
    assert control(html).kind is kind


BUTTONS = {
    "button": ("<button>Senden</button>", "Senden"),
    "input submit": ("<input type=submit value=Senden>", "Senden"),
    "input submit without words": ("<input type=submit>", "Submit"),
    "input button": ("<input type=button value=Senden>", "Senden"),
    "image": ("<input type=image alt=Senden src=data:,>", "Senden"),
    "role button": ("<div role=button tabindex=0>Senden</div>", "Senden"),
    "button with a picture": ("<button><img src=data:, alt=Senden></button>", "Senden"),
    "button with a name for screen readers": ("<button aria-label=Senden>➤</button>", "Senden"),
}


@pytest.mark.parametrize(("html", "name"), BUTTONS.values(), ids=BUTTONS)
def test_a_button_is_no_question(look: Look, html: str, name: str) -> None:
    found = look(html)

    assert found.controls == ()
    assert [button.name for button in found.buttons] == [name]


def test_a_drop_zone_with_a_field_of_its_own_is_that_field(look: Look) -> None:
    zone = "<div class=dropzone style='height:60px'>Drop files here"

    assert [one.kind for one in look(f"<form>{zone}<input type=file hidden></div></form>").controls] == [Kind.FILE]
    assert [one.css for one in look(f"<div><input type=file id=own hidden>{zone}</div></div>").controls] == [("#own",)]


def test_what_only_holds_a_form_is_no_drop_zone(look: Look) -> None:
    found = look("<div class=dropzone ondrop=''><form ondrop=''><label>First name <input></label></form></div>")

    assert [one.name for one in found.controls] == ["First name"]


def test_a_box_beside_a_group_is_none_of_its_options(look: Look) -> None:
    found = look("""<form><div><span role=checkbox aria-checked=false aria-label="I have a driving licence"></span></div>
        <fieldset><legend>Languages</legend><label><input type=checkbox>German</label><label><input type=checkbox>French</label></fieldset></form>""")

    assert [(one.kind, one.name, [option.label for option in one.options]) for one in found.controls] == [
        (Kind.CHECKBOX, "I have a driving licence", []),
        (Kind.CHECKBOXES, "Languages", ["German", "French"]),
    ]


def test_what_a_list_shows_of_its_choice_is_no_control_of_its_own(look: Look) -> None:
    found = look("""<span role=combobox aria-haspopup=true aria-expanded=false tabindex=0 aria-label=Country>
        <span role=textbox aria-readonly=true>Egypt</span></span>""")

    assert [one.kind for one in found.controls] == [Kind.COMBOBOX]


@pytest.mark.parametrize("role", ["combobox", "switch", "radio", "checkbox"])
def test_a_button_that_is_a_question_is_no_button(look: Look, role: str) -> None:
    found = look(f"<button role={role} aria-checked=false>Germany</button>")

    assert (len(found.controls), found.buttons) == (1, ())


@pytest.mark.parametrize("html", ["<button role=combobox>Germany</button>", "<div role=combobox>Germany</div>"])
def test_what_a_combobox_shows_is_its_value(control: One, html: str) -> None:
    assert control(html).value == "Germany"


def test_what_is_written_in_an_editable_part_is_its_value_line_by_line(control: One) -> None:
    assert control("<div contenteditable=true>one<div>two</div><div>three</div></div>").value == "one\ntwo\nthree"


def test_a_buttons_type_and_form_are_read(look: Look) -> None:
    found = look(
        "<form></form><form><button>Go</button><button type=button>Help</button><input type=submit></form><button>Out</button>"
    )

    assert [(button.type, button.form) for button in found.buttons] == [("submit", 1), ("button", 1), ("submit", 1), ("", -1)]


def test_everything_about_a_control_is_read(control: One) -> None:
    found = control(
        "<form><input type=EMAIL id=e1 name=mail autocomplete='Work EMAIL' inputmode=email placeholder='you@x.example' "
        "required maxlength=60 minlength=5 value=' a@b.example '></form>"
    )

    assert (found.type, found.attribute_id, found.attribute_name) == ("email", "e1", "mail")
    assert (found.autocomplete, found.inputmode, found.placeholder) == ("work email", "email", "you@x.example")
    assert (found.required, found.max_length, found.min_length) == (True, 60, 5)
    assert found.value == "a@b.example"  # Chromium strips white space of an e-mail field (HTML, 4.10.5.1.5)
    assert (found.form, found.dialog) == (0, -1)


def test_a_value_is_read_to_the_letter(tab: Page) -> None:
    tab.set_content("<textarea></textarea>")
    tab.locator("textarea").fill("  one\n\n two\t")

    assert scan(tab).snapshot.controls[0].value == "  one\n\n two\t"


def test_no_limit_is_no_number(control: One) -> None:
    found = control("<textarea></textarea>")

    assert (found.max_length, found.min_length) == (None, None)


def test_what_a_file_input_takes_and_holds_is_read(tab: Page) -> None:
    tab.set_content("<input type=file accept='image/*' multiple>")
    files: list[FilePayload] = [
        {"name": "a.png", "mimeType": "image/png", "buffer": b"12345"},
        {"name": "b b.jpg", "mimeType": "image/jpeg", "buffer": b"1"},
    ]
    tab.locator("input").set_input_files(files)
    found = scan(tab).snapshot.controls[0]

    assert (found.accept, found.multiple) == ("image/*", True)
    assert found.value == "a.png\t5\nb b.jpg\t1"


def test_required_is_read_from_aria_too(look: Look) -> None:
    found = look(
        "<input aria-required=true><div role=radiogroup aria-required=true><i role=radio>x</i></div>"
        "<input type=radio name=r required>"
    )

    assert [one.required for one in found.controls] == [True, True, True]


def test_a_form_and_a_dialog_are_told_apart(look: Look) -> None:
    found = look(
        "<form aria-label=Search><input></form><dialog open aria-label=Code><p>We sent it.</p><form><input></form></dialog>"
        "<div role=form aria-label=Contact><input></div><input form=later><form id=later></form>"
    )

    assert [form.name for form in found.forms] == ["Search", "", "Contact", ""]
    assert [(one.form, one.dialog) for one in found.controls] == [(0, -1), (1, 0), (2, -1), (3, -1)]
    assert [(dialog.name, dialog.text) for dialog in found.dialogs] == [("Code", "We sent it.")]


def test_what_the_page_says_is_read(tab: Page) -> None:
    tab.set_content(
        "<html lang=de-AT><title> Einspruch </title><h1>Hallo</h1><p role=alert>Fehlt.</p><p role=alert hidden>Nicht da.</p>"
        "<div role=alert></div>"
    )
    found = scan(tab).snapshot

    assert (found.language, found.title, found.headings, found.alerts) == ("de-AT", "Einspruch", ("Hallo",), ("Fehlt.",))
    assert found.text == "Hallo Fehlt."


def test_links_are_read_with_their_sentence(look: Look) -> None:
    (link,) = look("<p>Learn more and <a href='/form'>submit requests here</a>.</p>").links

    assert (link.name, link.around) == ("submit requests here", "Learn more and submit requests here.")


def test_every_script_of_the_look_is_there_once_and_within_bounds() -> None:
    scripts = {path.stem: path for path in Path(form_scan.__file__).with_name("page").glob("*.js")}

    assert sorted(scripts) == sorted(form_scan.SCRIPTS)
    assert all(len(path.read_text(encoding="utf-8").splitlines()) < 300 for path in scripts.values())


def test_looking_touches_nothing(tab: Page) -> None:
    tab.set_content("<form><label>A <input></label><select><option>x</select><input type=radio name=r></form>")
    tab.evaluate(
        "() => { window.touched = [];"
        "new MutationObserver(all => all.forEach(one => touched.push(one.type)))"
        ".observe(document, {subtree: true, childList: true, attributes: true, characterData: true});"
        "for (const name of ['focusin', 'focusout', 'input', 'change', 'click', 'keydown', 'scroll', 'selectionchange'])"
        "addEventListener(name, () => touched.push(name), true); }"
    )
    scan(tab).close()

    assert tab.evaluate("() => new Promise(done => setTimeout(() => done(touched), 30))") == []


def test_a_ref_leads_back_to_its_element(tab: Page) -> None:
    tab.set_content("<input id=a><iframe srcdoc='<input id=b><div role=radio id=c>x</div>'></iframe>")
    found = scan(tab)

    assert [found.element(one.ref).get_attribute("id") for one in found.snapshot.controls] == ["a", "b", "c"]
    assert [option.ref and found.element(option.ref).get_attribute("id") for option in found.snapshot.controls[2].options] == [
        "c"
    ]


# --- where each control is ---


def at(page: Page, css: Sequence[str]) -> list[str | None]:
    """The marks of the elements that a list of selectors, from the outside in, selects in the live page; plain CSS only."""
    found: list[str | None] = page.evaluate(
        """(selectors) => {
          let roots = [document];
          let last = [];
          for (const selector of selectors) {
            last = roots.flatMap(root => [...root.querySelectorAll(selector)]);
            roots = last.map(element => element.contentDocument ?? element.shadowRoot).filter(Boolean);
          }
          return last.map(element => element.getAttribute('data-mark'));
        }""",
        list(css),
    )
    return found


def marked(page: Page) -> dict[str, tuple[str, ...]]:
    """Each control's mark in the page, with the selectors that the scan gives for it."""
    found = scan(page)
    return {found.element(one.ref).get_attribute("data-mark") or "": one.css for one in found.snapshot.controls}


def generated(seed: int, depth: int = 0) -> str:
    """A page part with all that makes selectors hard: equal ids, ids that need escapes, no ids, siblings of one kind."""
    draw = random.Random(seed)
    kinds = ("<input {}>", "<select {}><option>x</select>", "<textarea {}></textarea>", "<div contenteditable=true {}>x</div>")
    ids = ("", "", "", "same", f"own{seed}", f"{seed}", f"a.b:c{seed}", f"q[{seed}]", f"é-{seed}", f"- {seed}", f"'{seed}\"")
    parts: list[str] = []
    for place in range(draw.randint(2, 6)):
        name = draw.choice(ids).replace('"', "&quot;")
        attributes = f'data-mark="{depth}-{seed}-{place}"' + (f' id="{name}"' if name else "")
        parts.append(draw.choice(kinds).format(attributes))
        if depth < 3 and draw.random() < 0.6:
            tag = draw.choice(("div", "p", "fieldset", "x-part", "section"))
            box = draw.choice(("", ' id="same"', f' id="box{seed}.{place}"'))
            parts.append(f"<{tag}{box}>{generated(seed * 31 + place, depth + 1)}</{tag}>")
    draw.shuffle(parts)
    return "".join(parts)


@pytest.mark.parametrize("seed", range(6))
def test_css_selects_exactly_the_control(tab: Page, seed: int) -> None:
    tab.set_content(f"<!doctype html>{generated(seed + 1)}")
    found = marked(tab)

    assert len(found) > 4
    assert {mark: at(tab, css) for mark, css in found.items()} == {mark: [mark] for mark in found}


SHADOWED = """
<x-form><template shadowrootmode=open><label>Name <input data-mark=a></label>
  <x-part><template shadowrootmode=open><p><input data-mark=b></p><p><input id=same data-mark=c></p></template></x-part>
  <x-part><template shadowrootmode=open><p><input data-mark=d></p><p><input id=same data-mark=e></p></template></x-part>
</template></x-form><input id=same data-mark=f>"""


def declare(page: Page, html: str) -> None:
    """Put a page with declarative shadow roots in place: `set_content` alone doesn't attach them."""
    page.set_content("<!doctype html>")
    page.evaluate("html => document.body.setHTMLUnsafe(html)", html)


def test_open_shadow_roots_are_looked_into(tab: Page) -> None:
    declare(tab, SHADOWED)
    found = marked(tab)

    assert {mark: len(css) for mark, css in found.items()} == {"a": 2, "b": 3, "c": 3, "d": 3, "e": 3, "f": 1}
    assert {mark: at(tab, css) for mark, css in found.items()} == {mark: [mark] for mark in "abcdef"}


def test_a_label_in_a_shadow_root_names_its_control(tab: Page) -> None:
    declare(
        tab,
        "<x-a><template shadowrootmode=open><b id=n>First name</b><input aria-labelledby=n>"
        "<label for=s>Surname</label><input id=s></template></x-a>",
    )

    assert [one.name for one in scan(tab).snapshot.controls] == ["First name", "Surname"]


def test_a_text_before_the_host_is_near(tab: Page) -> None:
    declare(tab, "<div>First name <x-a><template shadowrootmode=open><input></template></x-a></div>")

    assert scan(tab).snapshot.controls[0].before == "First name"


FRAMES = {
    "no name": "<iframe srcdoc='<input data-mark=a>'></iframe>",
    "a name": "<iframe name=f srcdoc='<input data-mark=a>'></iframe>",
    "only an id": "<iframe id=f srcdoc='<input data-mark=a>'></iframe>",
    "a name with quotes": """<iframe name="it's" srcdoc='<input data-mark=a>'></iframe>""",
    "the name of another": "<iframe name=f srcdoc='<p>x'></iframe><iframe name=f srcdoc='<input data-mark=a>'></iframe>",
    "behind others": "<iframe></iframe><p><iframe></iframe></p><div><iframe srcdoc='<input data-mark=a>'></iframe></div>",
    "in a frame": "<iframe srcdoc='<p>x'></iframe><iframe srcdoc=\"<iframe srcdoc='<input data-mark=a>'></iframe>\"></iframe>",
}


@pytest.mark.parametrize("html", FRAMES.values(), ids=FRAMES)
def test_css_leads_into_a_frame_with(tab: Page, html: str) -> None:
    tab.set_content(html)
    found = marked(tab)

    assert {mark: at(tab, css) for mark, css in found.items()} == {"a": ["a"]}


def test_css_leads_into_a_frame_that_was_put_before_another(tab: Page) -> None:
    tab.set_content("<iframe srcdoc='<input data-mark=late>'></iframe>")
    tab.evaluate(
        "() => new Promise(done => { const frame = document.createElement('iframe'); frame.onload = done;"
        "frame.srcdoc = '<input data-mark=early>'; document.body.prepend(frame); })"
    )
    found = marked(tab)

    assert {mark: at(tab, css) for mark, css in found.items()} == {"early": ["early"], "late": ["late"]}


def test_a_frame_in_a_shadow_root_is_looked_into(tab: Page) -> None:
    declare(tab, "<x-a><template shadowrootmode=open><iframe srcdoc='<input data-mark=a>'></iframe></template></x-a>")
    tab.wait_for_function(
        "() => document.querySelector('x-a').shadowRoot.querySelector('iframe').contentDocument.body.firstChild"
    )
    found = marked(tab)

    assert {mark: at(tab, css) for mark, css in found.items()} == {"a": ["a"]}


def test_frames_of_the_same_origin_are_looked_into(tab: Page, serve: Serve) -> None:
    serve(
        {
            "https://form.example/": "<input id=top><iframe src=/part></iframe><form></form>",
            "https://form.example/part": "<form><input id=inner></form><dialog open>x<input id=last></dialog>",
        }
    )
    found = scan(tab).snapshot

    assert [(one.attribute_id, one.form, one.dialog) for one in found.controls] == [
        ("top", -1, -1),
        ("inner", 1, -1),
        ("last", -1, 0),
    ]


OTHER_ORIGINS = {
    "another host": "<iframe src=https://pay.example/></iframe>",
    "a subdomain": "<iframe src=https://www.form.example/></iframe>",
    "another port": "<iframe src=https://form.example:8443/></iframe>",
    "no encryption": "<iframe src=http://form.example/></iframe>",
    "a data address": "<iframe src='data:text/html,<input>'></iframe>",
    "a sandbox": "<iframe sandbox srcdoc='<input>'></iframe>",
    "a sandbox with its own address": "<iframe sandbox=allow-scripts src=https://form.example/part></iframe>",
    "a frame of our origin in one of another": "<iframe src=https://pay.example/around></iframe>",
    "an empty frame in one of another": "<iframe src=https://pay.example/blank></iframe>",
}


@pytest.mark.parametrize("html", OTHER_ORIGINS.values(), ids=OTHER_ORIGINS)
def test_a_frame_of_another_origin_is_left_out(tab: Page, serve: Serve, html: str) -> None:
    inner = "<label>Card number <input></label>"
    serve(
        {
            "https://form.example/": f"<input id=ours>{html}",
            **dict.fromkeys(
                ("https://pay.example/", "https://www.form.example/", "https://form.example:8443/", "http://form.example/"), inner
            ),
            "https://form.example/part": inner,
            "https://pay.example/around": f"<iframe src=https://form.example/part></iframe>{inner}",
            "https://pay.example/blank": f"<iframe srcdoc='{inner}'></iframe>{inner}",
        }
    )

    assert [one.attribute_id for one in scan(tab).snapshot.controls] == ["ours"]


def test_a_frame_that_goes_away_while_it_is_looked_at_is_left_out(tab: Page) -> None:
    tab.set_content("<input id=ours><iframe id=gone srcdoc='<input>'></iframe>")
    frame: Frame = tab.frames[1]
    tab.evaluate("() => document.getElementById('gone').remove()")

    assert frame.is_detached()
    assert [one.attribute_id for one in scan(tab).snapshot.controls] == ["ours"]


UNOPENED = {
    "a javascript address": "<iframe src='javascript:false'></iframe>",
    "a javascript address in a frame": "<iframe srcdoc=\"<iframe src='javascript:void(0)'></iframe>\"></iframe>",
    "a page that never comes": "<iframe src=https://form.example/never></iframe>",
    "twenty pages that never come": "<iframe src=https://form.example/never></iframe>" * 20,
}


@pytest.mark.parametrize("html", UNOPENED.values(), ids=UNOPENED)
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_frame_that_never_opens_is_not_waited_for(browser: Browser, html: str, *, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    kept: list[Route] = []

    def never(route: Route) -> None:
        kept.append(route)

    page.route("https://form.example/", lambda route: route.fulfill(body=f"<input id=ours>{html}", content_type="text/html"))
    page.route("https://form.example/never", never)
    page.goto("https://form.example/", wait_until="commit")
    page.wait_for_selector("#ours")
    started = time.monotonic()
    found = scan(page).snapshot
    taken = time.monotonic() - started
    for route in kept:
        route.abort()
    context.close()

    assert [one.attribute_id for one in found.controls] == ["ours"]
    assert taken < LARGE_S


# --- bad pages ---


BROKEN = {
    "nothing": ("", 0),
    "no markup": ("Not found", 0),
    "tags that never end": ("<form><div><p><label>Name <input><select><option>a<option>b<textarea>c", 3),
    "forms in forms": ("<form><input><form><input></form><input></form><input>", 4),
    "input in a table without cells": ("<table><tr><form><input><td>x</table>", 1),
    "attributes twice and unquoted": ("<input name=a name=b id=\"x'>\" value=<b>", 1),
    "equal ids": ("<label for=a>A</label><input id=a><label for=a>B</label><input id=a>", 2),
    "label for itself": ("<label id=a for=a>A</label><input aria-labelledby=b id=b>", 1),
    "ids that aren't selectors": ("<input id='1 2'><input id='#.>'><input id='\\'>", 3),
    "names that hide the form's own": ("<form>{}</form>".format("".join(
        f"<input name={name}>" for name in ("id", "name", "action", "method", "title", "children", "elements", "labels", "type",
            "hidden", "value", "parentElement", "childNodes", "localName", "innerHTML", "getAttribute", "matches",
            "querySelector", "querySelectorAll", "checkVisibility", "getBoundingClientRect", "getRootNode", "shadowRoot"))), 23),
    "a radio group without end": ("<input type=radio name=r>" * 300, 1),
    "roles that aren't": ("<div role='textbox banana'>x</div><div role=''></div><input role=banana>", 1),
    "a select of nothing": ("<select></select>", 1),
    "deep": ("<div>" * 400 + "<input>", 1),
    "lone surrogate and nulls": ("<input value='&#xD800;&#0;'><label>\0<input></label>", 2),
    "a frameset": ("<frameset><frame></frameset>", 0),
    "SVG and MathML": ("<svg><foreignObject><input></foreignObject><a><text>x</text></a></svg><math><mi>x</mi></math>", 1),
}  # fmt: skip


@pytest.mark.parametrize(("html", "count"), BROKEN.values(), ids=BROKEN)
def test_a_broken_page_is_read(look: Look, html: str, count: int) -> None:
    assert len(look(html).controls) == count


def test_names_that_hide_the_forms_own_leave_the_selectors_right(tab: Page) -> None:
    names = ("id", "name", "children", "parentElement", "localName", "getRootNode", "querySelectorAll")
    tab.set_content(f"<form>{''.join(f'<input name={name} data-mark={name}>' for name in names)}</form>")

    assert {mark: at(tab, css) for mark, css in marked(tab).items()} == {name: [name] for name in names}


def test_a_page_without_a_form_has_no_questions(look: Look) -> None:
    found = look("<h1>Sorry</h1><p>This page isn't available.<p><a href=/>Home</a>")

    assert (found.questions, found.forms, found.headings) == ((), (), ("Sorry",))


def test_ten_forms_are_ten(look: Look) -> None:
    found = look("<form><input><button>Send</button></form>" * 10)

    assert [one.form for one in found.controls] == list(range(10))
    assert [one.form for one in found.buttons] == list(range(10))


@pytest.mark.parametrize("count", [2_000, 5_000])
def test_thousands_of_controls_are_read_in_bounded_time(own_tab: Page, count: int) -> None:
    options = "".join(f"<option value={number}>Country {number}" for number in range(200))
    rows = "".join(
        f"<p><label for=f{number}>Question {number}</label>"
        + (f"<select id=f{number}>{options}</select>" if number % 30 == 0 else f"<input id=f{number}>")
        for number in range(count)
    )
    own_tab.set_content(f"<form>{rows}</form>", timeout=60_000)
    started = time.monotonic()
    found = scan(own_tab).snapshot

    assert time.monotonic() - started < LARGE_S * count / 2_000
    assert len(found.controls) == count
    assert [len(one.options) for one in found.controls if one.kind is Kind.SELECT] == [200] * len(range(0, count, 30))


RESTLESS = """<main></main><script>
const draw = () => {
  document.querySelector("main").innerHTML = "<form><label>Name <input></label><select><option>a<option>b</select></form>";
  %s
};
draw();
</script>"""


@pytest.mark.parametrize("again", ["setTimeout(draw)", "requestAnimationFrame(draw)"])
def test_a_page_that_renders_anew_for_ever_is_read_as_it_stands(own_tab: Page, again: str) -> None:
    own_tab.set_content(RESTLESS % again)
    started = time.monotonic()
    found = [scan(own_tab).snapshot for _ in range(5)]

    assert time.monotonic() - started < LARGE_S
    assert [[one.kind for one in snapshot.controls] for snapshot in found] == [[Kind.TEXT, Kind.SELECT]] * 5


def test_a_page_that_navigates_away_is_read_or_it_is_said(own_tab: Page) -> None:
    """Each look is of one document, the old or the new one: never a mixture, and never without end."""
    pages = {
        name: f"<input id={name}><script>setTimeout(() => location.href = '/{other}', 5)</script>" for name, other in ("ab", "ba")
    }
    own_tab.route("**/*", lambda route: route.fulfill(body=pages[route.request.url[-1]], content_type="text/html"))
    own_tab.goto("https://form.example/a", wait_until="commit")
    seen, refused = set(), 0
    started = time.monotonic()
    for _ in range(20):
        try:
            seen.add(tuple(one.attribute_id for one in scan(own_tab).snapshot.controls))
        except PlaywrightError:
            refused += 1

    assert time.monotonic() - started < 4 * LARGE_S
    assert seen <= {("a",), ("b",), ()}
    assert len(seen) + refused > 0


def test_two_thousand_controls_without_labels_or_ids_are_read_in_bounded_time(tab: Page) -> None:
    tab.set_content(f"<form>{'<div>Question<br><input><input type=checkbox> yes</div>' * 1_000}</form>")
    started = time.monotonic()
    found = scan(tab).snapshot

    assert time.monotonic() - started < LARGE_S
    assert sum(max(1, len(one.options)) for one in found.controls) == 2_000
