"""A capture of a live page in a real browser: nothing planted comes through, and the engine reads the copy as the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Playwright, Route

from ai_optout.browser.driver import Driver
from ai_optout.browser.launch import OpenBrowser
from ai_optout.capture.keeping import keep, tree_of
from ai_optout.capture.making import Capture, make_capture
from ai_optout.errors import UsageError
from ai_optout.form.meaning import Meaning
from ai_optout.saved_page import SavedPage, Viewer
from ai_optout.scaffold import saved_from

ADDRESS = "https://rights.shop.example/help/object"
PLANTED = [
    *(
        "Grazyna",
        "Öztürk",
        "grazyna@post.example",
        "+49 30 23125 014",
        "cookieSecret77",
        "typedByHand",
        "Wilhelmine",
        "hiddenSecret42",
        "querySecret9",
    ),
    *(
        "scriptSecret",
        "dataSecret",
        "metaSecret",
        "commentSecret",
        "handlerSecret",
        "srcdocSecret",
        "face.jpg",
        "areaText",
        "editableText",
    ),
    *("shadowTyped", "frameTyped", "passwordSecret", "100023456789012", "Bavaria-chosen", "urlSecret5"),
]
LIVE = """<!doctype html><html lang=en><head><title>Object, Grazyna Öztürk</title><meta name=user content=metaSecret>
<script>var token = 'scriptSecret'</script><style>.gone{display:none}.tiny{width:0;height:0;overflow:hidden} label{display:block}</style></head>
<body onload="void 'handlerSecret'"><!-- commentSecret --><nav><a href="/Grazyna.Oeztuerk?u=querySecret9">Grazyna Öztürk</a>
<img src="/face.jpg" alt="Picture of Grazyna"></nav><h1>Object to your data being used for AI</h1>
<p>Hello Wilhelmine! Signed in as grazyna@post.example, +49 30 23125 014, account 100023456789012. cookieSecret77 hiddenSecret42</p>
<form action="/send?token=querySecret9" data-user=dataSecret><input type=hidden name=csrf value=hiddenSecret42>
<label for=f100023456789012>Email address</label><input id=f100023456789012 type=email required value=grazyna@post.example>
<label>Full name <input name=full autocomplete=name onchange="handlerSecret()"></label><label>Password <input type=password value=passwordSecret></label>
<label>How does this affect you? <textarea>areaText</textarea></label><div contenteditable aria-label="Additional information">editableText</div>
<label>Country of residence <select><option value="">Please select<option>Austria<option selected>Germany<option>France</select></label>
<fieldset><legend>What do you want?</legend><label><input type=radio name=r value=1 checked>I want to object</label><label><input type=radio name=r value=2>Something else</label></fieldset>
<div class=gone><label>Trap one <input name=email2></label></div><div class=tiny><label>Trap two <input name=email3></label></div>
<div role=combobox tabindex=0 aria-label="State">Bavaria-chosen</div>
<label>Account <select><option value="">Choose<option value=wilma_w>wilma.w (Instagram)<option value=1>Wilma</select></label>
<my-field><template shadowrootmode=open><style>p{display:none}</style>Said to Wilma <p>Not shown</p><label>Telephone number <input type=tel></label></template></my-field>
<iframe srcdoc="<label>Surname <input name=family-name></label><!-- srcdocSecret -->"></iframe><button data-token=dataSecret>Send objection</button></form>
<script>document.querySelector('[name=full]').value = 'Wilhelmine typedByHand';
document.querySelector('my-field').shadowRoot.querySelector('input').value = 'shadowTyped'</script></body></html>"""


def serve(route: Route) -> None:
    if route.request.url.startswith(ADDRESS):
        route.fulfill(body=LIVE, content_type="text/html; charset=utf-8")
    else:
        route.abort()


@pytest.fixture(scope="module")
def opened(playwright: Playwright, browser: Browser) -> OpenBrowser:
    return OpenBrowser(browser, Driver(playwright, cast("Any", None)), headed=False)


@pytest.fixture(scope="module")
def made(opened: OpenBrowser) -> Iterator[Capture]:
    """The one capture that every test here looks at."""
    context = opened.new_context("en")
    context.add_cookies([{"name": "session", "value": "cookieSecret77", "url": "https://rights.shop.example"}])
    context.route("**/*", serve)
    page = context.new_page()
    page.goto(f"{ADDRESS}?key=urlSecret5#part")
    page.frames[1].locator("input").fill("frameTyped")
    yield make_capture(page, Viewer(opened, "en"), f"{ADDRESS}?key=urlSecret5", ["Grazyna", "Öztürk"])
    context.close()


def test_nothing_that_was_planted_is_in_the_file_its_tree_or_its_listing(made: Capture) -> None:
    kept = f"{made.html}\n{made.tree}\n{made}"

    assert [value for value in PLANTED if value in kept] == []
    assert "<script" not in made.html


def test_the_engine_reads_the_copy_as_it_read_the_page(made: Capture) -> None:
    assert made.lost == ()
    assert [one.meaning for one in made.questions] == [
        Meaning.EMAIL,
        Meaning.NAME,
        None,  # the password
        Meaning.IMPACT,
        Meaning.ADDITIONAL,
        Meaning.COUNTRY,
        Meaning.REQUEST,
        None,  # the state
        None,  # the account
        Meaning.TEL,
        Meaning.FAMILY_NAME,
    ]
    assert not any(one.wording.startswith("Trap") for one in made.questions)


def test_what_is_kept_is_shown_and_what_was_taken_out_counted(made: Capture) -> None:
    assert made.headings == ("Object to your data being used for AI",)
    assert made.buttons == ("Send objection",)
    assert "Hello «redacted»! Signed in as «e-mail», «number», account «number». «redacted» «redacted»" in made.texts
    assert {"values", "scripts", "pictures", "comments", "event handlers", "data attributes", "hidden values", "choices"} <= set(
        made.removed
    )


def test_what_may_name_somebody_is_shown_wherever_it_is_kept(made: Capture) -> None:
    assert "Choose · wilma.w (Instagram) (wilma_w) · Wilma" in made.texts  # a list of the person's accounts
    assert "Said to Wilma" in made.texts  # right below a shadow root


def test_the_tree_is_that_of_the_scrubbed_copy(made: Capture) -> None:
    assert '- textbox "Email address"' in made.tree
    assert '- button "Send objection"' in made.tree


def test_the_file_says_its_public_address_and_is_opened_as_a_saved_page(made: Capture, opened: OpenBrowser) -> None:
    assert saved_from(made.html.encode()) == ADDRESS
    with Viewer(opened, "en").look(SavedPage(Path("x.html"), made.html.encode())) as (_page, look):
        assert [control.value for control in look.snapshot.controls if control.value] == []


def test_a_capture_is_written_once_and_never_over_anything(made: Capture, tmp_path: Path) -> None:
    place = tmp_path / "first.html"
    keep(made, place)

    assert place.read_text(encoding="utf-8") == made.html
    assert tree_of(place).is_file()
    with pytest.raises(UsageError, match="is there already, and a capture overwrites nothing"):
        keep(made, place)
    place.unlink()
    with pytest.raises(UsageError, match=r"first\.aria\.yml is there already"):
        keep(made, place)
