"""The request portal's wizard in Chromium, by locators written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from mock_meta.server import MockMeta

START = "https://help.meta.com/support/privacy/"
REQUEST = "https://help.meta.com/requests/1111222233334444/"
OBJECT = "I want to object to the use of my information for Meta AI"
THIRD = "I want to object to the use of my information from third parties for Meta AI"

Received = Callable[[], list[dict[str, Any]]]


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


def press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def choose_country(tab: Page, name: str) -> None:
    tab.get_by_role("combobox").click()
    tab.get_by_role("option", name=name, exact=True).click()


def to_the_last_page(tab: Page, request: str = OBJECT) -> None:
    tab.goto(REQUEST)
    tab.get_by_role("radio", name=request).click()
    press(tab, "Next")
    choose_country(tab, "Germany")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")
    if request == THIRD:
        tab.get_by_label("First name").fill("Ann")
        tab.get_by_label("Surname").fill("O'Hara")
    press(tab, "Next")


def write_email(tab: Page, email: str = "ann@mail.example") -> None:
    tab.get_by_label("Email", exact=True).fill(email)
    tab.get_by_label("Confirm email address").fill(email)


def confirm_email(tab: Page, newest_code: Callable[[], str]) -> None:
    write_email(tab)
    press(tab, "Request code")
    tab.get_by_label("Verification code").fill(newest_code())
    expect(tab.get_by_text("Your email address has been confirmed")).to_be_visible()


def test_the_whole_wizard_from_the_portal_s_start(tab: Page, received: Received, newest_code: Callable[[], str]) -> None:
    tab.goto(START)
    tab.get_by_role("radio", name="AI at Meta").click()
    press(tab, "Next")
    tab.get_by_role("radio", name=OBJECT).click()
    press(tab, "Next")
    choose_country(tab, "Germany")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")
    press(tab, "Next")
    confirm_email(tab, newest_code)
    press(tab, "Submit")
    expect(tab.get_by_role("heading", name="Thank you.")).to_be_visible()
    expect(tab.get_by_text("The relevant teams will review your request as soon as possible.")).to_be_visible()
    expect(tab.get_by_role("button", name="New request")).to_be_visible()
    number = re.search(r"\d{8,18}", tab.locator("#portal").inner_text())
    (got,) = received()
    assert number is not None
    assert got["case_number"] == number[0]
    assert got["answers"] == {
        "topic": "ai",
        "request": "object",
        "country": "Germany",
        "country_code": "DE",
        "impact": "It does.",
        "email": "ann@mail.example",
        "email_again": "ann@mail.example",
    }
    assert (got["door"], got["accepted"], got["code_confirmed"], got["acknowledged"]) == ("E", True, True, True)


def test_the_dom_is_the_portal_s(tab: Page) -> None:
    tab.goto(REQUEST)
    radio = tab.get_by_role("radio", name="Posts, comments and interactions that you’ve shared on our products")
    expect(radio).to_have_accessible_name(f"{OBJECT} Posts, comments and interactions that you’ve shared on our products")
    assert radio.evaluate("radio => radio.localName") == "div"
    radio.click()
    expect(radio).to_have_attribute("aria-checked", "true")
    press(tab, "Next")
    tab.get_by_role("combobox", name="Country of residence").click()
    assert tab.locator("#portal [role=listbox]").count() == 0, "the list is elsewhere"
    assert tab.locator("[role=listbox] [role=option]").count() == 250
    tab.get_by_role("option", name="Austria").click()
    expect(tab.get_by_role("combobox")).to_contain_text("Austria")
    assert tab.locator("#portal [name]").count() == 0


def test_next_says_what_is_missing(tab: Page) -> None:
    tab.goto(REQUEST)
    tab.get_by_role("radio").first.wait_for()
    press(tab, "Next")
    expect(tab.get_by_role("alert")).to_have_text("This field is required")
    expect(tab.get_by_role("radiogroup")).to_have_attribute("aria-invalid", "true")
    tab.get_by_role("radio", name=OBJECT).click()
    expect(tab.get_by_role("alert")).to_have_count(0)


def test_a_value_set_behind_the_framework_s_back_is_lost(tab: Page) -> None:
    tab.goto(REQUEST)
    tab.get_by_role("radio", name=OBJECT).click()
    press(tab, "Next")
    reason = tab.get_by_label("Please tell us how this processing impacts you")
    reason.evaluate("area => { area.value = 'behind its back'; }")
    choose_country(tab, "Germany")
    expect(reason).to_have_value("")


def test_the_code_is_verified_at_the_sixth_digit(tab: Page, newest_code: Callable[[], str]) -> None:
    to_the_last_page(tab)
    submit = tab.get_by_role("button", name="Submit")
    expect(submit).to_be_disabled()
    write_email(tab)
    press(tab, "Request code")
    expect(tab.get_by_text("Code sent")).to_be_visible()
    code = newest_code()
    field = tab.get_by_label("Verification code")
    field.fill("000000" if code != "000000" else "111111")
    expect(tab.get_by_role("alert")).to_have_text("The code you entered is incorrect. Please try again.")
    expect(submit).to_be_disabled()
    field.fill(code[:5])
    expect(tab.get_by_role("alert")).to_have_count(0)
    field.press_sequentially(code[5])
    expect(submit).to_be_enabled()


def test_two_addresses_that_differ_get_no_code(tab: Page, mails: Callable[[], list[dict[str, str]]]) -> None:
    to_the_last_page(tab)
    write_email(tab)
    tab.get_by_label("Confirm email address").fill("anne@mail.example")
    press(tab, "Request code")
    expect(tab.get_by_role("alert")).to_have_text("The email addresses don’t match.")
    assert mails() == []


def test_another_address_takes_its_confirmation_away(tab: Page, newest_code: Callable[[], str]) -> None:
    to_the_last_page(tab)
    confirm_email(tab, newest_code)
    expect(tab.get_by_role("button", name="Submit")).to_be_enabled()
    tab.get_by_label("Email", exact=True).fill("ben@mail.example")
    expect(tab.get_by_role("button", name="Submit")).to_be_disabled()


def test_third_parties_want_more_and_take_a_screenshot(
    tab: Page, received: Received, newest_code: Callable[[], str], png: bytes
) -> None:
    tab.goto(REQUEST)
    tab.get_by_role("radio", name=THIRD).click()
    press(tab, "Next")
    choose_country(tab, "France")
    tab.get_by_label("First name").fill("Ann")
    tab.get_by_label("Surname").fill("O'Hara")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")
    tab.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": png})
    press(tab, "Next")
    confirm_email(tab, newest_code)
    press(tab, "Submit")
    expect(tab.get_by_role("heading", name="Thank you.")).to_be_visible()
    (got,) = received()
    assert (got["answers"]["request"], got["answers"]["surname"], got["files"][0]["size"]) == ("third_party", "O'Hara", len(png))


def test_what_is_no_objection_to_ai_goes_no_further(tab: Page) -> None:
    tab.goto(REQUEST)
    tab.get_by_role("radio", name="I have a different objection").click()
    expect(tab.get_by_text("This request can’t be made here.")).to_be_visible()
    expect(tab.get_by_role("button", name="Next")).to_be_disabled()


def test_a_reason_too_short_is_told_after_the_code_on_its_own_page(
    mock: MockMeta, tab: Page, received: Received, newest_code: Callable[[], str]
) -> None:
    change(mock, reason_minimum=20)
    to_the_last_page(tab)
    confirm_email(tab, newest_code)
    press(tab, "Submit")
    expect(tab.get_by_role("alert")).to_have_text("Your explanation needs to be at least 20 characters long.")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does, and not a little.")
    press(tab, "Next")
    press(tab, "Submit")
    expect(tab.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert [got["accepted"] for got in received()] == [False, True]


def test_the_security_check_is_a_dialog(
    mock: MockMeta, tab: Page, received: Received, open_checks: Callable[[], list[str]]
) -> None:
    change(mock, code=False, security_check=True)
    to_the_last_page(tab)
    write_email(tab)
    press(tab, "Submit")
    dialog = tab.get_by_role("dialog", name="Security check")
    expect(dialog).to_be_visible()
    assert not received()[0]["accepted"]
    dialog.get_by_label("Characters in the picture").fill(open_checks()[0])
    dialog.get_by_role("button", name="Continue").click()
    expect(tab.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert received()[0]["accepted"]


@pytest.mark.parametrize(("digits", "shown"), [(8, True), (18, True), (0, False)], ids=["short", "long", "none"])
def test_the_receipt_has_a_case_number_or_none(
    mock: MockMeta, tab: Page, received: Received, digits: object, shown: object
) -> None:
    change(mock, code=False, portal_case_digits=digits)
    to_the_last_page(tab)
    write_email(tab)
    press(tab, "Submit")
    expect(tab.get_by_role("heading", name="Thank you.")).to_be_visible()
    expect(tab.get_by_text("Case number:")).to_have_count(1 if shown else 0)
    assert len(received()[0]["case_number"] or "") == digits


@pytest.mark.parametrize(("guard", "accepted"), [(True, [True]), (False, [True, True])], ids=["guarded", "unguarded"])
def test_a_double_click_sends_twice_unless_guarded(
    mock: MockMeta, tab: Page, received: Received, guard: object, accepted: list[bool]
) -> None:
    change(mock, code=False, submit_guard=guard, latency_ms=50)
    to_the_last_page(tab)
    write_email(tab)
    tab.get_by_role("button", name="Submit").dblclick()
    tab.get_by_role("heading", name="Thank you.").wait_for()
    tab.wait_for_load_state("networkidle")
    assert [got["accepted"] for got in received()] == accepted


def test_it_lives_with_a_strict_policy_and_without_a_form_element(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, code=False, strict_csp=True, portal_form_element=False)
    to_the_last_page(tab)
    assert tab.locator("form").count() == 0
    write_email(tab)
    press(tab, "Submit")
    expect(tab.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert received()[0]["acknowledged"]


def test_an_answer_that_fails_is_told(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, code=False, submit_answer="500", bad_answers=1)
    to_the_last_page(tab)
    write_email(tab)
    press(tab, "Submit")
    expect(tab.get_by_role("alert")).to_have_text("Something went wrong. Please try again later.")
    press(tab, "Submit")
    expect(tab.get_by_role("heading", name="Thank you.")).to_be_visible()
    assert [got["accepted"] for got in received()] == [False, True]
