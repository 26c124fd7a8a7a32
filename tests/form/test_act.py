"""Every kind of control is given its answer as a person's hands would, in a real Chromium, and read back from the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ai_optout.form.act import CannotFill, act
from ai_optout.form.holds import holds
from ai_optout.form.meaning import Answer, Files, Meaning, Right, Territory
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Control

GERMANY = Territory("DE", "Germany")
Give = Callable[..., Control]

EVENTS = """<script>
  window.events = [];
  for (const name of ['focus', 'keydown', 'input', 'change', 'click', 'submit'])
    addEventListener(name, e => {
      events.push(name === 'keydown' ? 'key ' + e.key : name);
      if (name === 'submit') e.preventDefault();
    }, true);
</script>"""


@pytest.fixture
def give(tab: Page) -> Give:
    """Gives an answer to the first control of a page of this HTML; what the page holds for it then."""

    def run(html: str, meaning: Meaning | None, answer: Answer, language: str = "") -> Control:
        tab.set_content(f"<!doctype html>{EVENTS}<form>{html}</form>")
        before = scan(tab)
        act(before, before.snapshot.controls[0], meaning, answer, language)
        after = scan(tab).snapshot.controls[0]
        events = tab.evaluate("() => events")
        assert "key Enter" not in events
        assert "submit" not in events
        return after

    return run


TEXTS = {
    "text": ("<input>", "Ada O'Neill"),
    "email": ("<input type=email>", "ada@post.example"),
    "email of an internationalised domain": ("<input type=email>", "ada@müller.example"),
    "tel": ("<input type=tel>", "+49 30 123456"),
    "number": ("<input type=number inputmode=numeric>", "123456"),
    "textarea": ("<textarea></textarea>", "One.\n\nTwo, «drei»: שלום, 日本, 🙂\n"),
    "editable part": ("<div contenteditable=true style='height:40px'></div>", "One line."),
    "editable part, lines": ("<div contenteditable=true style='height:40px'></div>", "One.\nTwo."),
    "a limit that is just kept": ("<textarea maxlength=4></textarea>", "12🙂"),
    "2,000 characters": ("<textarea></textarea>", "äöü ß" * 400),
    "markup stays text": ("<input>", "<b>\"'&amp;"),
}


@pytest.mark.parametrize(("html", "text"), TEXTS.values(), ids=TEXTS)
def test_a_text_is_written(give: Give, html: str, text: str) -> None:
    assert holds(give(html, None, text), None, text)


CONTROLLED = """<label>Name <input id=a></label><script>
  const input = document.getElementById('a'), own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  let state = '', tracked = '';
  Object.defineProperty(input, 'value', {configurable: true, get() { return own.get.call(this); },
    set(value) { tracked = value; own.set.call(this, value); }});
  input.addEventListener('input', () => {
    const value = own.get.call(input);
    if (value !== tracked) { tracked = state = value; }
  });
  setInterval(() => { if (own.get.call(input) !== state) own.set.call(input, state); }, 10);
</script>"""


def test_a_controlled_input_keeps_what_is_written(tab: Page, give: Give) -> None:
    give(CONTROLLED, None, "Ada")
    tab.evaluate("() => new Promise(done => setTimeout(done, 60))")

    assert tab.locator("input").input_value() == "Ada"


def test_the_controlled_input_of_these_tests_reverts_what_is_merely_set(tab: Page) -> None:
    tab.set_content(CONTROLLED)
    tab.evaluate("() => { document.getElementById('a').value = 'Ada' }")
    tab.evaluate("() => new Promise(done => setTimeout(done, 60))")

    assert tab.locator("input").input_value() == ""


OPENS = """<button type=button role=combobox onclick='l.hidden = false'>x</button>
    <ul id=l role=listbox hidden><li role=option>Chile<li role=option>Peru</ul>"""
NO_OPTION = "None of the options, or more than one, says the answer."
REFUSED = {
    "too long": ("<textarea maxlength=10></textarea>", "0123456789ab",
        "The answer has 12 characters and the page takes 10; it isn't cut without you."),
    "too long by a line end": ("<textarea maxlength=3></textarea>", "12\n4",
        "The answer has 4 characters and the page takes 3; it isn't cut without you."),
    "too long in UTF-16": ("<input maxlength=2>", "a🙂",
        "The answer has 3 characters and the page takes 2; it isn't cut without you."),
    "several lines for one": ("<input>", "one\ntwo", "The answer has several lines and the page takes one."),
    "yes for a text": ("<input>", True, "The page asks for text here, and the answer is none."),
    "a right for a text": ("<textarea></textarea>", Right("objection"), "The page asks for text here, and the answer is none."),
    "no such option": ("<select><option>Chile<option>Peru</select>", GERMANY, NO_OPTION),
    "two such options": ("<label><input type=radio name=r>Object</label><label><input type=radio name=r>I object</label>",
        Right("objection"), NO_OPTION),
    "a word for a box": ("<input type=checkbox>", "perhaps", "This is a box to tick: the answer to it is yes or no."),
    "a text for a file": ("<input type=file>", "a.png", "The page asks for a file here, and the answer is none."),
}  # fmt: skip


@pytest.mark.parametrize(("html", "answer", "why"), REFUSED.values(), ids=REFUSED)
def test_what_doesnt_fit_is_refused_with_a_sentence(tab: Page, give: Give, html: str, answer: Answer, why: str) -> None:
    with pytest.raises(CannotFill) as caught:
        give(html, Meaning.REQUEST if isinstance(answer, Right) else Meaning.COUNTRY, answer)

    assert caught.value.why == why
    assert not any(one.answered for one in scan(tab).snapshot.controls if not one.options)
    assert "input" not in tab.evaluate("() => events")


SELECTS = {
    "localised label": "<option value=''>—<option value=1>Frankreich<option value=2>Deutschland",
    "English value": "<option value=''>—<option value=France>Teutonia Ulterior<option value=Germany>Teutonia",
    "ISO value": "<option value=''>—<option value=fr>A<option value=de>B",
    "options in groups": "<option value=''>—<optgroup label=Europe><option>France<option>Germany</optgroup>",
    "once above, once below": "<option value=''>—<option>Germany<option disabled>———<option>France<option>Germany",
}


@pytest.mark.parametrize("options", SELECTS.values(), ids=SELECTS)
def test_a_country_is_selected_by(tab: Page, give: Give, options: str) -> None:
    after = give(f"<select>{options}</select>", Meaning.COUNTRY, GERMANY)

    assert holds(after, Meaning.COUNTRY, GERMANY)
    assert {"input", "change"} <= set(tab.evaluate("() => events"))


TOGGLE = 'this.ariaChecked = this.ariaChecked !== "true"'
BOXES = {
    "plain": "<label><input type=checkbox> I declare</label>",
    "behind its label": "<label><input type=checkbox style='display:none'> I declare</label>",
    "label beside": "<input type=checkbox id=a style='opacity:0;position:absolute'><label for=a>I declare</label>",
    "off-screen": "<label><input type=checkbox style='position:absolute;left:-9999px'> I declare</label>",
    "drawing over it": """<label style='position:relative;display:block'><input type=checkbox>
        <span style='position:absolute;inset:0;background:white'>I declare</span></label>""",
    "link in its label": """<label style='display:block;width:300px'><input type=checkbox style='display:none'>
        <a href='#terms' style='display:block;margin:20px;height:60px'>I declare that all of it is true</a></label>""",
    "aria": f"<span role=checkbox aria-checked=false tabindex=0 onclick='{TOGGLE}'>I declare</span>",
    "switch": f"<button type=button role=switch aria-checked=false onclick='{TOGGLE}'>x</button>",
    "input as switch": "<label><input type=checkbox role=switch> I declare</label>",
    "below the fold": "<div style='height:3000px'></div><label><input type=checkbox> I declare</label>",
}  # fmt: skip


@pytest.mark.parametrize("html", BOXES.values(), ids=BOXES)
def test_a_box_is_ticked_once_and_stays(tab: Page, give: Give, html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ai_optout.form.act.ACT_MS", 1_000)
    assert give(html, Meaning.DECLARATION, answer=True).checked
    assert tab.url == "about:blank"
    found = scan(tab)
    act(found, found.snapshot.controls[0], Meaning.DECLARATION, True, "")  # noqa: FBT003 - the answer itself

    assert scan(tab).snapshot.controls[0].checked


def test_a_ticked_box_is_unticked_where_the_answer_is_no(give: Give) -> None:
    assert give("<label><input type=checkbox checked> News</label>", None, "no").checked is False


def test_a_box_whose_label_holds_a_link_doesnt_follow_it(tab: Page, give: Give) -> None:
    give(BOXES["link in its label"], Meaning.DECLARATION, answer=True)

    assert tab.url == "about:blank"
    assert tab.locator("input").is_checked()


RADIOS = {
    "native": "<label><input type=radio name=r>Yes</label><label><input type=radio name=r>No</label>",
    "behind their labels": """<label><input type=radio name=r style='opacity:0;position:absolute'>Yes</label>
        <label><input type=radio name=r style='opacity:0;position:absolute'>No</label>""",
    "label beside": """<input type=radio name=r id=y style='display:none'><label for=y>Yes</label>
        <input type=radio name=r id=n style='display:none'><label for=n>No</label>""",
    "aria": """<div role=radiogroup onclick='if (event.target.role === "radio")
        for (const one of this.children) one.ariaChecked = one === event.target'>
        <div role=radio aria-checked=false tabindex=0>Yes</div><div role=radio aria-checked=true tabindex=0>No</div></div>""",
    "aria on buttons": """<div role=radiogroup onclick='for (const one of this.children) one.ariaChecked = one === event.target'>
        <button type=button role=radio aria-checked=false>Yes</button>
        <button type=button role=radio aria-checked=true>No</button></div>""",
}  # fmt: skip


@pytest.mark.parametrize("html", RADIOS.values(), ids=RADIOS)
def test_a_radio_is_chosen(give: Give, html: str) -> None:
    assert holds(give(html, Meaning.ABOUT_AI, answer=True), Meaning.ABOUT_AI, answer=True)


def test_of_a_group_of_boxes_the_right_is_ticked(give: Give) -> None:
    html = "".join(f"<label><input type=checkbox name=r[]>{label}</label>" for label in ("Access", "Delete", "Object"))

    assert holds(give(html, Meaning.REQUEST, Right("objection")), Meaning.REQUEST, Right("objection"))


# --- lists that open ---

COUNTRIES = (
    """["Austria", "France", "Germany", "Gambia", "Georgia", "Ghana", "Greece", "Guinea", "Spain", "Sweden", "Switzerland"]"""
)

PORTALLED = """<label for=c>Country</label><input id=c role=combobox aria-autocomplete=list aria-expanded=false aria-controls=l>
<button>Send</button><script>
  const all = ALL, input = document.getElementById('c');
  let list = null, chosen = '';
  function close() { list?.remove(); list = null; input.setAttribute('aria-expanded', 'false'); }
  function show() {
    if (!list) {
      list = document.createElement('ul');
      list.id = 'l'; list.role = 'listbox';
      document.body.append(list);  // a portal: outside of the form
      input.setAttribute('aria-expanded', 'true');
    }
    const text = input.value.toLowerCase();
    setTimeout(() => {  // asynchronous, and only the first five are there
      if (!list) return;
      list.replaceChildren(...all.filter(name => name.toLowerCase().includes(text)).slice(0, 5).map(name => {
        const option = document.createElement('li');
        option.role = 'option'; option.textContent = name;
        option.onclick = () => { chosen = input.value = name; close(); };
        return option;
      }));
    }, 80);
  }
  input.addEventListener('click', show);
  input.addEventListener('input', show);
  input.addEventListener('blur', () => setTimeout(() => { if (input.value !== chosen) input.value = chosen; close(); }, 250));
</script>""".replace("ALL", COUNTRIES)


def test_a_portalled_list_that_filters_is_opened_typed_into_and_clicked(tab: Page, give: Give) -> None:
    sweden = Territory("SE", "Schweden")

    assert give(PORTALLED, Meaning.COUNTRY, sweden, "de").value == "Sweden"
    assert tab.locator("[role=option]").count() == 0


def test_a_list_that_filters_is_left_where_it_offers_something_else(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ai_optout.form.act.SUGGEST_MS", 300)
    with pytest.raises(CannotFill):
        give(PORTALLED, Meaning.COUNTRY, Territory("PL", "Polska"))


BUTTON_LIST = """<span id=q>Country</span><button type=button role=combobox aria-labelledby=q aria-haspopup=listbox
  aria-expanded=false onclick="this.ariaExpanded = 'true'; l.hidden = false">Choose</button>
<div id=l role=listbox hidden onclick="c.textContent = event.target.textContent; l.hidden = true"></div><script>
  const c = document.querySelector('[role=combobox]');
  l.innerHTML = ALL.map(name => `<div role=option>${name}</div>`).join('');
</script>""".replace("ALL", COUNTRIES)


def test_a_list_behind_a_button_is_opened_and_clicked(give: Give) -> None:
    after = give(BUTTON_LIST, Meaning.COUNTRY, GERMANY)

    assert holds(after, Meaning.COUNTRY, GERMANY)


TWO_LISTS = f"""<ul role=listbox aria-label=Language><li role=option style='height:20px'>Germany</ul>{BUTTON_LIST}"""


def test_an_option_of_another_list_is_not_clicked(tab: Page) -> None:
    tab.set_content(
        f"<!doctype html><form>{TWO_LISTS}</form>"
        "<script>document.querySelector('li').onclick = () => document.title = 'wrong'</script>"
    )
    found = scan(tab)
    combobox = next(one for one in found.snapshot.controls if one.role == "combobox")
    act(found, combobox, Meaning.COUNTRY, GERMANY, "")

    assert tab.title() == ""
    assert tab.locator("[role=combobox]").inner_text() == "Germany"


def test_an_open_listbox_is_clicked(give: Give) -> None:
    html = (
        "<ul role=listbox aria-label=Country onclick='for (const one of this.children) one.ariaSelected = one === event.target'>"
        "<li role=option data-value=FR>France<li role=option data-value=DE>Germany</ul>"
    )

    assert holds(give(html, Meaning.COUNTRY, GERMANY), Meaning.COUNTRY, GERMANY)


TYPEAHEAD = """<div id=SupportFormRow.5>Country of residence<br><input name=Field5 autocomplete=off>
<input type=hidden name=Field5_iso2_country_code><div id=menu></div></div><script>
  const all = {AT: 'Österreich', DE: 'Deutschland', DO: 'Dominikanische Republik', FR: 'Frankreich'};
  const [input, code] = document.querySelectorAll('input'), menu = document.getElementById('menu');
  input.addEventListener('input', () => {
    code.value = '';
    setTimeout(() => {
      const typed = input.value.toLowerCase();
      menu.replaceChildren(...Object.entries(all).filter(([, name]) => name.toLowerCase().startsWith(typed)).map(
        ([iso, name]) => { const item = document.createElement('li'); item.textContent = name;
          item.onclick = () => { input.value = name; code.value = iso; menu.replaceChildren(); }; return item; }));
    }, 80);
  });
</script>"""


def test_a_typeahead_posts_both_values(tab: Page, give: Give) -> None:
    after = give(TYPEAHEAD, Meaning.COUNTRY, GERMANY, "de")

    assert holds(after, Meaning.COUNTRY, GERMANY)
    assert tab.evaluate("() => [...new FormData(document.forms[0])]") == [
        ["Field5", "Deutschland"],
        ["Field5_iso2_country_code", "DE"],
    ]


def test_a_typeahead_that_knows_only_english_names_is_given_that(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ai_optout.form.act.SUGGEST_MS", 300)
    english = TYPEAHEAD.replace("Deutschland", "Germany")

    assert holds(give(english, Meaning.COUNTRY, GERMANY, "de"), Meaning.COUNTRY, GERMANY)


def test_a_typeahead_without_the_country_ends_without_its_code(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ai_optout.form.act.SUGGEST_MS", 300)
    poland = Territory("PL", "Polen")

    assert not holds(give(TYPEAHEAD, Meaning.COUNTRY, poland, "de"), Meaning.COUNTRY, poland)


def test_a_plain_text_for_the_country_is_written_in_the_pages_language(give: Give) -> None:
    assert give("<label>Land <input></label>", Meaning.COUNTRY, GERMANY, "de-AT").value == "Deutschland"
    assert give("<label>Country <input></label>", Meaning.COUNTRY, GERMANY, "").value == "Germany"


def test_a_text_for_the_dialling_code_is_never_given_a_countrys_name(tab: Page, give: Give) -> None:
    try:
        value = give("<label>Country code <input placeholder='+33' size=4></label>", Meaning.TEL_COUNTRY_CODE, GERMANY).value
    except CannotFill:
        value = tab.locator("input").input_value()

    assert value in {"", "+49", "49"}


# --- files ---


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "a.png").write_bytes(b"12345")
    (tmp_path / "b ü.jpg").write_bytes(b"1")
    return tmp_path / "a.png", tmp_path / "b ü.jpg"


DROP_ZONES = {
    "plain": "<input type=file multiple>",
    "hidden behind a drop zone": "<div style='height:60px'>Drop files here<input type=file multiple style='display:none'></div>",
    "hidden behind its label": "<label>Choose files<input type=file multiple hidden></label>",
}


LISTS_THEM = "event.preventDefault(); this.textContent = [...event.dataTransfer.files].map(file => file.name).join()"
BARE_ZONES = {
    "by its handler": f"""<div style='height:60px' ondrop="{LISTS_THEM}">Drop files here</div>""",
    "by its class": f"""<div class='upload-dropzone' style='height:60px'>Drop files here</div>
        <script>document.querySelector('div').addEventListener('drop', function (event) {{ {LISTS_THEM} }})</script>""",
}


@pytest.mark.parametrize("html", BARE_ZONES.values(), ids=BARE_ZONES)
def test_files_are_let_go_over_a_zone_that_has_no_field(give: Give, pictures: tuple[Path, Path], html: str) -> None:
    after = give(html, Meaning.EVIDENCE, Files(pictures))

    assert after.after == "a.png,b ü.jpg"
    assert holds(after, Meaning.EVIDENCE, Files(pictures))


@pytest.mark.parametrize("html", DROP_ZONES.values(), ids=DROP_ZONES)
def test_files_are_handed_over(give: Give, pictures: tuple[Path, Path], html: str) -> None:
    assert holds(give(html, Meaning.EVIDENCE, Files(pictures)), Meaning.EVIDENCE, Files(pictures))


def test_one_file_is_handed_to_an_input_for_one(give: Give, pictures: tuple[Path, Path]) -> None:
    assert give("<input type=file>", Meaning.EVIDENCE, Files(pictures[:1])).value == "a.png\t5"


def test_several_files_are_not_handed_to_an_input_for_one(give: Give, pictures: tuple[Path, Path]) -> None:
    with pytest.raises(CannotFill, match=r"^The page takes one file here and the profile has 2\.$"):
        give("<input type=file>", Meaning.EVIDENCE, Files(pictures))


def test_a_text_that_suggests_takes_a_name_that_it_doesnt_suggest(give: Give) -> None:
    html = """<label>First name <input type=text role=combobox aria-autocomplete=list aria-expanded=false aria-controls=l></label>
    <ul id=l role=listbox hidden><li role=option>Anna</ul>"""

    assert give(html, Meaning.GIVEN_NAME, "Zoë").value == "Zoë"
