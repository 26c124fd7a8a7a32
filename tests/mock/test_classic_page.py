"""The form that a script draws, in Chromium, by locators written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

if TYPE_CHECKING:
    from mock_meta.server import MockMeta

OBJECTION = "https://www.facebook.com/help/contact/6359191084165019"
THIRD_PARTY = "https://www.facebook.com/help/contact/510058597920541"

Received = Callable[[], list[dict[str, Any]]]


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


def fill_objection(tab: Page) -> None:
    tab.get_by_label("Country of residence").select_option(label="Germany")
    tab.get_by_label("Email address").fill("ann@mail.example")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")


def fill_third_party(tab: Page) -> None:
    tab.get_by_label("I want to object to or restrict").check()
    tab.get_by_label("Country of residence").select_option("Germany")
    tab.get_by_label("First name").fill("Ann")
    tab.get_by_label("Surname").fill("O'Hara")
    tab.get_by_label("Email address").fill("ann@mail.example")
    tab.get_by_label("Reason for your request").fill("Because")


def submit(tab: Page) -> None:
    tab.get_by_role("button", name="Submit").click()


def confirm(tab: Page, code: str) -> None:
    tab.get_by_label("Verification code").fill(code)
    tab.get_by_role("button", name="Confirm").click()


def test_the_whole_objection_from_log_in_to_the_end(tab: Page, received: Received, newest_code: Callable[[], str]) -> None:
    tab.goto(OBJECTION)
    tab.locator("input[name=email]").fill("ann@mail.example")
    tab.locator("input[name=pass]").fill("mock-password")
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_label("Email address")).to_have_value("ann@mail.example")
    fill_objection(tab)
    submit(tab)
    expect(tab.get_by_role("dialog")).to_have_count(0)
    confirm(tab, newest_code())
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert tab.url == OBJECTION, "all of it happens in the page"
    (got,) = received()
    assert (got["answers"]["country"], got["acknowledged"]) == ("Germany", True)
    assert got["path"] == "/ajax/help/contact/submit/page"
    assert got["fields"]["fb_dtsg"]


def test_the_whole_third_party_request_with_its_code_in_a_dialog(
    tab: Page, received: Received, newest_code: Callable[[], str], png: bytes
) -> None:
    tab.goto(THIRD_PARTY)
    fill_third_party(tab)
    files: list[FilePayload] = [
        {"name": "a.png", "mimeType": "image/png", "buffer": png},
        {"name": "b.png", "mimeType": "image/png", "buffer": png + b"more"},
    ]
    tab.locator("input[type=file]").set_input_files(files)
    submit(tab)
    expect(tab.get_by_role("dialog", name="Confirm your email address")).to_be_visible()
    confirm(tab, newest_code())
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    (got,) = received()
    assert [file["size"] for file in got["files"]] == [len(png), len(png) + 4]


def test_the_dom_is_the_classic_one(tab: Page) -> None:
    tab.goto(f"{THIRD_PARTY}?mock.field_names=numeric")
    tab.get_by_label("I want to object to or restrict").check()
    select = tab.get_by_label("Country of residence")
    number = select.get_attribute("id")
    assert select.get_attribute("name") == f"Field{number}"
    expect(tab.locator(f"[id='SupportFormRow.{number}']")).to_be_visible()
    expect(select.locator("option").first).to_have_text("Please select")
    expect(select.locator("option").first).to_have_attribute("value", "")
    radio = tab.get_by_role("radio").first
    assert str(radio.get_attribute("id")).endswith(".0")
    file = tab.locator("input[type=file]")
    assert (file.get_attribute("accept"), file.get_attribute("multiple")) == ("image/*", "")
    hidden = tab.locator("#contact-form input[type=hidden]").evaluate_all("found => found.map(each => each.name)")
    assert hidden == [
        "jazoest", "lsd", "form_id", "support_form_id", "support_form_locale_id",
        "support_form_hidden_fields", "support_form_fact_false_fields",
    ]  # fmt: skip
    assert tab.locator("[required]").count() == 0


def test_class_names_mean_nothing(tab: Page) -> None:
    tab.goto(THIRD_PARTY)
    tab.get_by_role("radio").first.wait_for()
    names = tab.evaluate("() => [...document.querySelectorAll('[class]')].flatMap(each => [...each.classList])")
    assert len(names) > 20
    assert all(name.startswith("x") and len(name) >= 6 for name in names)


def hidden_now(tab: Page) -> list[bool]:
    found: dict[str, bool] = json.loads(tab.locator("[name=support_form_hidden_fields]").input_value())
    return list(found.values())


def test_a_radio_reveals_and_the_map_of_hidden_fields_stays_true(tab: Page) -> None:
    tab.goto(THIRD_PARTY)
    expect(tab.get_by_role("radio")).to_have_count(4)
    assert hidden_now(tab) == [False, *[True] * 7]
    expect(tab.get_by_label("First name")).to_have_count(0)
    tab.get_by_label("I want to delete").check()
    expect(tab.get_by_label("First name")).to_be_visible()
    assert hidden_now(tab) == [False] * 8


def test_an_option_that_cannot_be_sent_takes_the_button_away(tab: Page) -> None:
    tab.goto(THIRD_PARTY)
    tab.get_by_label("I have a different issue").check()
    expect(tab.get_by_text("This form is only for requests about")).to_be_visible()
    expect(tab.get_by_role("button", name="Submit")).to_have_count(0)


def test_blocks_come_late(mock: MockMeta, tab: Page) -> None:
    change(mock, late_block_ms=2500)
    tab.goto(THIRD_PARTY)
    assert tab.get_by_role("radio").count() == 0
    tab.get_by_label("I want to object to or restrict").check()
    assert tab.get_by_label("First name").count() == 0
    expect(tab.get_by_label("First name")).to_be_visible()


def test_a_value_set_behind_the_page_s_back_is_lost(tab: Page) -> None:
    tab.goto(THIRD_PARTY)
    tab.get_by_label("I want to object to or restrict").check()
    tab.get_by_label("First name").evaluate("control => { control.value = 'Ann'; }")
    tab.get_by_label("Surname").fill("O'Hara")
    expect(tab.get_by_label("First name")).to_have_value("")


def test_a_radio_silently_reverts_once(mock: MockMeta, tab: Page) -> None:
    change(mock, radios_revert=True)
    tab.goto(THIRD_PARTY)
    tab.get_by_label("I want to object to or restrict").check()
    tab.get_by_label("First name").fill("Ann")
    expect(tab.get_by_label("I want to object to or restrict")).not_to_be_checked()
    expect(tab.get_by_label("First name")).to_have_value("Ann")
    tab.get_by_label("I want to object to or restrict").check()
    tab.get_by_label("Surname").fill("O'Hara")
    tab.get_by_label("Reason for your request").fill("Because")
    expect(tab.get_by_label("I want to object to or restrict")).to_be_checked()


def test_a_refusal_stands_at_its_question_and_nothing_is_lost(tab: Page, received: Received) -> None:
    tab.goto(THIRD_PARTY)
    fill_third_party(tab)
    tab.get_by_label("Email address").fill("ann")
    submit(tab)
    row = tab.locator("[id^='SupportFormRow.']", has=tab.get_by_label("Email address"))
    expect(row).to_contain_text("Please enter a valid email address.")
    expect(tab.get_by_label("First name")).to_have_value("Ann")
    assert [got["accepted"] for got in received()] == [False]


def test_a_reason_too_short_takes_the_code_away_and_the_form_can_be_sent_again(
    mock: MockMeta, tab: Page, newest_code: Callable[[], str], received: Received
) -> None:
    change(mock, reason_minimum=20, login=False)
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    confirm(tab, newest_code())
    expect(tab.get_by_text("Your explanation needs to be at least 20 characters long.")).to_be_visible()
    expect(tab.get_by_label("Verification code")).to_have_count(0)
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does, and not a little.")
    submit(tab)
    expect(tab.get_by_label("Verification code")).to_be_visible()
    confirm(tab, newest_code())
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert [got["accepted"] for got in received()] == [False, True]


def test_a_wrong_code_is_told_and_a_new_one_can_be_sent(mock: MockMeta, tab: Page, newest_code: Callable[[], str]) -> None:
    change(mock, login=False)
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    confirm(tab, "1")
    expect(tab.get_by_text("The code you entered is incorrect. Please try again.")).to_be_visible()
    tab.get_by_role("button", name="Send a new code").click()
    expect(tab.get_by_text("Code sent")).to_be_visible()
    confirm(tab, newest_code())
    expect(tab.get_by_text("Thank you.")).to_be_visible()


@pytest.mark.parametrize(("guard", "accepted"), [(True, [True]), (False, [True, True])], ids=["guarded", "unguarded"])
def test_a_double_click_sends_twice_unless_guarded(
    mock: MockMeta, tab: Page, received: Received, guard: object, accepted: list[bool]
) -> None:
    change(mock, login=False, submit_guard=guard, latency_ms=50)
    tab.goto(OBJECTION)
    fill_objection(tab)
    tab.get_by_role("button", name="Submit").dblclick()
    tab.get_by_label("Verification code").wait_for()
    tab.wait_for_load_state("networkidle")
    assert [got["accepted"] for got in received()] == accepted


def test_the_typeahead_posts_a_name_and_a_code(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, login=False, country_control="typeahead", locale="de")
    tab.goto(OBJECTION)
    country = tab.get_by_role("combobox")
    country.press_sequentially("Öster")
    tab.get_by_role("option", name="Österreich").click()
    expect(country).to_have_value("Österreich")
    tab.get_by_label("E-Mail-Adresse").fill("ann@mail.example")
    tab.get_by_label("Bitte teile uns mit").fill("Ja.")
    tab.get_by_role("button", name="Senden").click()
    expect(tab.get_by_label("Verifizierungscode")).to_be_visible()
    (got,) = received()
    assert (got["answers"]["country"], got["answers"]["country_code"]) == ("Austria", "AT")
    name = country.get_attribute("name")
    assert (got["fields"][name], got["fields"][f"{name}_iso2_country_code"]) == (["Österreich"], ["AT"])


def test_typing_without_picking_is_no_country(mock: MockMeta, tab: Page) -> None:
    change(mock, login=False, country_control="typeahead")
    tab.goto(OBJECTION)
    tab.get_by_role("combobox").fill("Austria")
    tab.get_by_label("Email address").fill("ann@mail.example")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")
    submit(tab)
    expect(tab.get_by_text("Please choose a country from the list.")).to_be_visible()


def test_the_listbox_opens_at_the_end_of_the_page(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, login=False, code=False, country_control="listbox")
    tab.goto(OBJECTION)
    tab.get_by_role("combobox", name="Country of residence").click()
    assert tab.locator("form [role=listbox]").count() == 0
    tab.get_by_role("option", name="Austria").click()
    expect(tab.get_by_role("combobox")).to_contain_text("Austria")
    tab.get_by_label("Email address").fill("ann@mail.example")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")
    submit(tab)
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert received()[0]["answers"]["country"] == "Austria"


def test_the_security_check_is_a_dialog_with_a_picture(
    mock: MockMeta, tab: Page, received: Received, open_checks: Callable[[], list[str]]
) -> None:
    change(mock, login=False, code=False, security_check=True)
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    expect(tab.get_by_role("dialog", name="Security check")).to_be_visible()
    assert tab.locator("[role=dialog] img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 240
    assert not received()[0]["accepted"]
    tab.get_by_label("Characters in the picture").fill("no")
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_text("These aren’t the characters in the picture.")).to_be_visible()
    tab.get_by_label("Characters in the picture").fill(open_checks()[0].lower())
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert received()[0]["accepted"]


@pytest.mark.parametrize("answer", ["500", "timeout", "reset"])
def test_a_bad_answer_is_told_and_was_sent_once(mock: MockMeta, tab: Page, received: Received, answer: str) -> None:
    change(mock, login=False, submit_answer=answer, submit_timeout_s=0.1)
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    expect(tab.get_by_text("Something went wrong. Please try again later.")).to_be_visible()
    # A browser whose connection took long has opened a spare one; where that is cut, it sends the same again by itself.
    assert len(received()) == 1 or answer == "reset"
    assert [one["accepted"] for one in received()] == [False] * len(received()) != []


def test_an_answer_that_never_comes_leaves_the_page_waiting(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, login=False, submit_answer="hang")
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    expect(tab.get_by_role("button", name="Submit")).to_be_disabled()
    assert len(received()) == 1


def test_an_end_may_say_nothing(mock: MockMeta, tab: Page) -> None:
    change(mock, login=False, code=False, acknowledgement=False)
    tab.goto(OBJECTION)
    fill_objection(tab)
    submit(tab)
    expect(tab.get_by_role("button", name="Submit")).to_have_count(0)
    expect(tab.get_by_text("Thank you.")).to_have_count(0)


def test_a_strict_policy_is_in_force_and_the_page_lives_with_it(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, login=False, code=False, strict_csp=True, country_control="listbox", cookie_dialog="2026")
    answer = tab.goto(OBJECTION)
    assert answer is not None
    assert "require-trusted-types-for 'script'" in answer.headers["content-security-policy"]
    tab.get_by_role("button", name="Decline optional cookies").click()
    tab.get_by_role("combobox").click()
    tab.get_by_role("option", name="Austria").click()
    tab.get_by_label("Email address").fill("ann@mail.example")
    tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")
    submit(tab)
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert received()[0]["acknowledged"]


def test_telemetry_is_posted_beside_the_form(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, login=False, beacons=True)
    with tab.expect_request(lambda request: request.url.endswith("/ajax/bz")) as beacon:
        tab.goto(OBJECTION)
    assert "@" not in (beacon.value.post_data or "")
    assert received() == []
