"""The mobile form: bare text, no label, multipart POST."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from mock_meta.server import MockMeta

OBJECTION = "https://m.facebook.com/help/contact/6359191084165019"
THIRD_PARTY = "https://m.facebook.com/help/contact/510058597920541"

Received = Callable[[], list[dict[str, Any]]]


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


def fill_objection(tab: Page, reason: str = "It does.") -> None:
    tab.locator("[name=country]").select_option("Germany")
    tab.locator("[name=email]").fill("ann@mail.example")
    tab.locator("[name=impact]").fill(reason)


def submit(tab: Page) -> None:
    tab.locator("input[type=submit]").first.click()


def test_a_question_is_a_bare_text_before_a_line_break(tab: Page) -> None:
    tab.goto(THIRD_PARTY)
    tab.locator("[name=request]").first.check()
    expect(tab.locator("[name=first_name]")).to_be_visible()
    assert tab.locator("main label, main [aria-label], main [aria-labelledby], main [role], main [required]").count() == 0
    before = "control => { const br = control.parentElement.querySelector('br'); return br.previousSibling.textContent.trim(); }"
    assert tab.locator("[name=first_name]").evaluate(before) == "First name"
    assert tab.locator("h3").inner_text() == "Data subject rights for third-party information used for AI at Meta"
    assert tab.locator("h1").count() == 0


def test_the_switch_brings_it_to_every_host(mock: MockMeta, tab: Page) -> None:
    change(mock, site_variant="mobile", login=False)
    tab.goto("https://help.instagram.com/contact/233964459562201")
    expect(tab.locator("form[enctype='multipart/form-data']")).to_have_attribute("action", "/a/help/contact_us/")


def test_the_whole_objection(mock: MockMeta, tab: Page, received: Received, newest_code: Callable[[], str]) -> None:
    change(mock, login=False)
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    tab.locator("[name=entered]").fill("1")
    submit(tab)
    expect(tab.get_by_text("The code you entered is incorrect. Please try again.")).to_be_visible()
    tab.locator("[name=again]").click()
    expect(tab.get_by_text("Code sent")).to_be_visible()
    tab.locator("[name=entered]").fill(newest_code())
    submit(tab)
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    (got,) = received()
    assert (got["path"], got["host"], got["acknowledged"]) == ("/a/help/contact_us/", "m.facebook.com", True)
    assert got["answers"]["country"] == "Germany"


def test_the_whole_third_party_request(tab: Page, received: Received, newest_code: Callable[[], str], png: bytes) -> None:
    tab.goto(THIRD_PARTY)
    tab.locator("[name=request][value=object]").check()
    tab.locator("[name=country]").select_option("Germany")
    for name, value in {"first_name": "Ann", "surname": "O'Hara", "email": "ann@mail.example", "reason": "Because"}.items():
        tab.locator(f"[name={name}]").fill(value)
    tab.locator("[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": png})
    submit(tab)
    tab.locator("[name=entered]").fill(newest_code())
    submit(tab)
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    (got,) = received()
    assert (got["answers"]["surname"], got["files"][0]["size"]) == ("O'Hara", len(png))


def test_a_refusal_keeps_what_was_filled_in(mock: MockMeta, tab: Page) -> None:
    change(mock, login=False)
    tab.goto(OBJECTION)
    fill_objection(tab, reason="<b>&amp;</textarea>")
    tab.locator("[name=email]").fill("ann")
    submit(tab)
    expect(tab.get_by_text("Please enter a valid email address.")).to_be_visible()
    expect(tab.locator("[name=impact]")).to_have_value("<b>&amp;</textarea>")
    expect(tab.locator("[name=country]")).to_have_value("Germany")


def test_the_map_of_hidden_fields_stays_true(tab: Page) -> None:
    tab.goto(THIRD_PARTY)

    def hidden() -> list[bool]:
        return list(json.loads(tab.locator("[name=support_form_hidden_fields]").input_value()).values())

    expect(tab.locator("[name=request]").first).to_be_visible()
    assert hidden() == [False, *[True] * 7]
    tab.locator("[name=request]").first.check()
    expect(tab.locator("[name=surname]")).to_be_visible()
    assert hidden() == [False] * 8


def test_a_radio_silently_reverts(mock: MockMeta, tab: Page) -> None:
    change(mock, radios_revert=True)
    tab.goto(THIRD_PARTY)
    tab.locator("[name=request]").first.check()
    tab.locator("[name=first_name]").fill("Ann")
    tab.locator("[name=surname]").fill("O'Hara")
    expect(tab.locator("[name=request]").first).not_to_be_checked()
    expect(tab.locator("[name=first_name]")).to_have_value("Ann")


def test_the_security_check_is_a_page(
    mock: MockMeta, tab: Page, received: Received, open_checks: Callable[[], list[str]]
) -> None:
    change(mock, login=False, code=False, security_check=True)
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    expect(tab.get_by_text("Security check")).to_be_visible()
    tab.locator("[name=entered]").fill(open_checks()[0])
    submit(tab)
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert received()[0]["acknowledged"]
