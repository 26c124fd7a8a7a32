"""A control's `css` selects exactly that control, tried in the page itself: from the outside in where it lies deeper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from ai_optout.form.scan import Scan, scan

SELECTED = """(css) => {
  let root = document;
  for (const part of css.slice(0, -1)) {
    const found = root.querySelectorAll(part);
    if (found.length !== 1) return `${part} selects ${found.length}`;
    root = found[0].shadowRoot || found[0].contentDocument;
  }
  const found = root.querySelectorAll(css.at(-1));
  return found.length === 1 ? found[0].numbered : `${css.at(-1)} selects ${found.length}`;
}"""
SHADOW = "<template shadowrootmode=open>"
TWO = "<input><input>"

PAGES: dict[str, tuple[int, str]] = {  # how many controls, and the page
    "nothing but controls": (3, "<input><textarea></textarea><select><option>a</select>"),
    "rows that are alike": (6, "<!doctype html>" + "<div class=row><label>Name</label><div><input><input></div></div>" * 3),
    "an id on every control": (3, "<!doctype html><input id=a><input id=b><select id=c></select>"),
    "the same id twice": (3, "<!doctype html><p><input id=a><p><input id=a><p><input id=b>"),
    "the same id in capitals without a doctype": (3, "<p><input id=name><p><input id=Name><p><input id=NAME>"),
    "the same id in capitals with a doctype": (2, "<!doctype html><input id=name><input id=Name>"),
    "ids with odd characters": (
        8,
        "<!doctype html><input id='1st'><input id='a b'><input id='a.b'><input id='a:b'><input id='a\"b'><input id='#'><input id='-'><input id='Größe 名\\'>",
    ),
    "empty ids": (2, "<!doctype html><input id><input id=''>"),
    "generated ids": (2, "<!doctype html><label>A <input id=':r1:'></label><label>B <input id=':r2:'></label>"),
    "ids of what is around": (2, "<!doctype html><form id=f><div id=x><input></div><div><input></div></form>"),
    "a form with controls named as its properties": (
        4,
        "<!doctype html><form><input name=children><input name=parentNode><input name=id><input name=querySelectorAll></form>",
    ),
    "controls outside of forms, tied by form=": (
        3,
        "<!doctype html><form id=f></form><p><input form=f><p><input form=nowhere><input>",
    ),
    "radios and boxes, each group one": (
        3,
        "<!doctype html><fieldset><input type=radio name=r><input type=radio name=r></fieldset><input type=checkbox name=c><input type=checkbox name=c><input type=checkbox name=d>",
    ),
    "ARIA's own controls": (
        4,
        "<!doctype html><div role=radiogroup><div role=radio>a</div><div role=radio>b</div></div><div role=textbox contenteditable></div><div role=combobox tabindex=0></div><div role=switch tabindex=0></div>",
    ),
    "a table without a doctype": (4, f"<table><tr><td>{TWO}<tr><td>{TWO}</table>"),
    "a shadow root": (2, f"<!doctype html><my-field>{SHADOW}<label>A {TWO}</label></template></my-field>"),
    "a shadow root's own child and one alike deeper in it": (
        4,
        f"<!doctype html><my-field>{SHADOW}<input><div><input><div><input></div></div><p><input></p></template></my-field>",
    ),
    "shadow roots in shadow roots, all alike": (
        4,
        "<!doctype html>" + f"<my-form>{SHADOW}<my-field>{SHADOW}{TWO}</template></my-field></template></my-form>" * 2,
    ),
    "slotted controls": (2, f"<!doctype html><my-field>{SHADOW}<slot></slot><input></template><input></my-field>"),
    "the same id within and without a shadow root": (
        2,
        f"<!doctype html><input id=a><my-field>{SHADOW}<input id=a></template></my-field>",
    ),
    "a frame": (3, '<!doctype html><input><iframe srcdoc="<input><input>"></iframe>'),
    "frames in frames": (
        3,
        "<!doctype html><iframe srcdoc=\"<input><iframe srcdoc='<p><input><p><input>'></iframe>\"></iframe><iframe srcdoc=''></iframe>",
    ),
    "a frame in a shadow root": (
        1,
        f"<!doctype html><my-page>{SHADOW}<p><iframe srcdoc='<input>'></iframe></template></my-page>",
    ),
    "a shadow root in a frame": (
        1,
        "<!doctype html><iframe></iframe><iframe srcdoc='<my-field><template shadowrootmode=open><input></template></my-field>'></iframe>",
    ),
    "a base for the addresses": (
        2,
        "<!doctype html><base href=https://elsewhere.example/a/><form action=b><input><input></form>",
    ),
    "custom elements with digits and dots": (2, "<!doctype html><my-field.v2><input></my-field.v2><x-1><input></x-1>"),
    "broken nesting": (4, "<form><p><div><input><form><input></div></p><table><input><tr><td><input></form></table>"),
    "a picture beside the controls": (2, "<!doctype html><svg><title>x</title></svg><input><svg><a></a></svg><a><input></a>"),
}


def numbered(page: Page) -> Scan:
    """A look at a page whose controls carry their place in it."""
    look = scan(page)
    for number, control in enumerate(look.snapshot.controls):
        look.element(control.ref).evaluate("(element, number) => { element.numbered = number; }", number)
    return look


@pytest.mark.parametrize("which", PAGES)
def test_css_selects_exactly_that_control(tab: Page, which: str) -> None:
    count, html = PAGES[which]
    tab.set_content(html)

    controls = numbered(tab).snapshot.controls

    assert [tab.evaluate(SELECTED, list(control.css)) for control in controls] == list(range(count))


def test_css_is_a_list_only_where_there_is_something_between(tab: Page) -> None:
    html = f"<!doctype html><input><my-field>{SHADOW}<input></template></my-field><iframe srcdoc='<input>'></iframe>"
    tab.set_content(html)

    assert [len(control.css) for control in scan(tab).snapshot.controls] == [1, 2, 2]
