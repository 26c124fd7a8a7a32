"""Doors D and G, and the doors that lead elsewhere: what each asks, takes and refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect
from tests.mock.drifted import CASES, expected, filled

from mock_meta.settings import LANGUAGES
from mock_meta.wording import LOCALE_IDS, load_wordings

if TYPE_CHECKING:
    from tests.mock.conftest import Client

    from mock_meta.server import MockMeta

Received = Callable[[], list[dict[str, Any]]]

WHATSAPP = CASES["D"].address
GENERAL = CASES["G yes"].address


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_door_speaks_every_language_and_takes_what_is_right(
    mock: MockMeta, client: Client, received: Received, case: Any, language: Any
) -> None:
    change(mock, code=False, login=False)
    model = client.get(f"{case.address}?locale={LOCALE_IDS[language]}").model
    form = case.form(mock.switches)
    say = load_wordings()[language].text
    assert [row["label"] for row in model["rows"]] == [say(question.wording) for question in form.questions]
    assert client.post(case.submit, {**model["hidden"], **filled(case, form)}).payload["step"] == "done"
    (got,) = received()
    assert (got["door"], got["language"], got["answers"]) == (case.door.letter, language, expected(case, form))


@pytest.mark.parametrize("case", [CASES[name] for name in ("D", "G yes", "G no")], ids=["D", "G yes", "G no"])
def test_the_mobile_site_has_doors_d_and_g_too(mock: MockMeta, client: Client, received: Received, case: Any) -> None:
    change(mock, code=False, login=False, site_variant="mobile")
    page = client.get(case.address).text
    token = page.split('name="lsd" value="', 1)[1].split('"', 1)[0]
    fields = {"lsd": token, "support_form_id": case.form_id, **filled(case, case.form(mock.switches))}
    address = f"https://{case.address.split('/')[2]}/a/help/contact_us/"
    assert "Thank you." in client.post(address, fields).text
    assert received()[0]["answers"] == expected(case, case.form(mock.switches))


def test_the_docs_know_every_door() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mock.md").read_text(encoding="utf-8")
    assert [case.address for case in CASES.values() if case.address not in page] == []


# --- D


def test_the_whole_of_whatsapp_s_form(tab: Page, received: Received, newest_code: Callable[[], str]) -> None:
    tab.goto(WHATSAPP)
    expect(tab.get_by_role("heading", name="Your messages with AIs on WhatsApp")).to_be_visible()
    tab.get_by_label("Country code").select_option(label="Germany (+49)")
    tab.get_by_label("Phone number").fill("0151 23456789")
    tab.get_by_label("Email address").fill("ann@mail.example")
    tab.get_by_role("button", name="Submit").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    tab.get_by_label("Verification code").fill(newest_code())
    tab.get_by_role("button", name="Confirm").click()
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    (got,) = received()
    wanted = {
        "dialling_code": "+49",
        "dialling_country": "DE",
        "phone": "0151 23456789",
        "email": "ann@mail.example",
        "impact": "",
    }
    assert (got["door"], got["answers"], got["acknowledged"]) == ("D", wanted, True)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"dialling_code": ""}, {"dialling_code": "This field is required"}),
        ({"dialling_code": "XX"}, {"dialling_code": "Please choose a country from the list."}),
        ({"phone": "call me"}, {"phone": "Please enter a valid phone number."}),
    ],
    ids=["no code", "no such country", "no number"],
)
def test_a_number_that_will_not_do_is_refused(
    client: Client, received: Received, changed: dict[str, str], refused: dict[str, str]
) -> None:
    case = CASES["D"]
    model = client.get(case.address).model
    sent = {**model["hidden"], "dialling_code": "DE", "phone": "151 2345678", "email": "ann@mail.example", **changed}
    assert client.post(case.submit, sent).payload["step"] == "errors"
    assert {error["question"]: error["text"] for error in received()[0]["errors"]} == refused


@pytest.mark.parametrize(("english", "words"), [(True, "We will honour your objection"), (False, "Wir berücksichtigen")])
def test_whatsapp_s_outcome_comes_in_english(
    mock: MockMeta, client: Client, first_mail: Callable[[], str], english: object, words: str
) -> None:
    change(mock, code=False, locale="de", whatsapp_outcome_english=english)
    case = CASES["D"]
    client.post(case.submit, {**client.get(case.address).model["hidden"], **filled(case, case.form(mock.switches))})
    assert words in first_mail()


# --- G


def test_the_general_form_asks_about_ai_first_and_yes_reveals_the_short_branch(
    mock: MockMeta, tab: Page, received: Received
) -> None:
    change(mock, code=False, login=False, shape="2025")
    tab.goto(GENERAL)
    expect(tab.get_by_text("Does your request relate to AI at Meta?")).to_be_visible()
    expect(tab.get_by_role("radio")).to_have_count(2)
    tab.get_by_label("Yes", exact=True).check()
    tab.get_by_label("Email address").fill("ann@mail.example")
    expect(tab.get_by_role("radio")).to_have_count(2)
    tab.get_by_role("button", name="Submit").click()
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert received()[0]["answers"] == {"about_ai": "yes", "email": "ann@mail.example", "impact": ""}


def test_no_leads_by_product_topic_and_right_to_the_long_branch(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, code=False, login=False)
    tab.goto(GENERAL)
    tab.get_by_label("No", exact=True).check()
    tab.get_by_label("Instagram", exact=True).check()
    tab.get_by_label("My rights over my information").check()
    tab.get_by_label("I want to object to the processing of my information").check()
    tab.get_by_label("Full name").fill("Ann O'Hara")
    tab.get_by_label("Country of residence").select_option("Germany")
    tab.get_by_label("Email address").fill("ann@mail.example")
    tab.get_by_label("Which processing do you object to?").select_option(label="AI at Meta")
    tab.get_by_label("Please explain why you object").fill("Because.")
    tab.get_by_role("button", name="Submit").click()
    expect(tab.get_by_text("This field is required")).to_be_visible()
    tab.get_by_label("I confirm that what I’ve stated here is true and complete").check()
    tab.get_by_role("button", name="Submit").click()
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    fields = received()[-1]["fields"]
    names = ("product_selection", "eu_what_can_we_help_you_with", "data_management_eu", "name", "objection_reason")
    assert [fields[name] for name in names] == [["instagram"], ["data"], ["object"], ["Ann O'Hara"], ["ai"]]
    assert fields["truth_statement[]"] == ["1"]


def test_a_branch_that_is_left_takes_what_hangs_on_it_away(mock: MockMeta, tab: Page) -> None:
    change(mock, code=False, login=False)
    tab.goto(GENERAL)
    tab.get_by_label("No", exact=True).check()
    tab.get_by_label("Instagram", exact=True).check()
    tab.get_by_label("I can’t log in to my account").check()
    expect(tab.get_by_role("button", name="Submit")).to_have_count(0)
    tab.get_by_label("Yes", exact=True).check()
    expect(tab.get_by_role("radio")).to_have_count(2)
    expect(tab.get_by_role("button", name="Submit")).to_be_visible()


# --- doors that lead elsewhere


@pytest.mark.parametrize("case", [CASES[name] for name in ("A", "B", "G yes")], ids=["A", "B", "G"])
@pytest.mark.parametrize(
    ("to", "address"),
    [("start", "https://help.meta.com/support/privacy/"), ("request", "https://help.meta.com/requests/1111222233334444/")],
)
def test_doors_a_b_and_g_can_lead_to_the_portal(mock: MockMeta, client: Client, case: Any, to: str, address: str) -> None:
    change(mock, doors_lead_to_portal=to)
    assert client.get(case.address).headers["location"] == f"{address}?entry_point={case.form_id}"


def test_what_came_by_another_door_says_so(mock: MockMeta, client: Client, received: Received) -> None:
    change(mock, doors_lead_to_portal="start", code=False)
    wizard = str(client.get(CASES["A"].address).headers["location"])
    case = CASES["E"]
    client.post(case.submit, {**client.get(wizard).model["hidden"], **filled(case, case.form(mock.switches))})
    assert [(got["door"], got["came_from"], got["accepted"]) for got in received()] == [("E", "6359191084165019", True)]


def test_doors_a_and_b_can_lead_to_the_general_form(mock: MockMeta, client: Client) -> None:
    change(mock, general_form_instead=True)
    led = [str(client.get(CASES[letter].address).headers["location"]).split("?")[0] for letter in "AB"]
    assert led == [CASES["G yes"].address, CASES["G no"].address]


@pytest.mark.parametrize("name", ["A", "B", "D", "G yes"])
def test_a_region_can_be_shut_out(mock: MockMeta, client: Client, name: str) -> None:
    change(mock, region_refused="page")
    assert "This form isn’t available where you live" in client.get(CASES[name].address).text
    change(mock, region_refused="redirect")
    assert client.get(CASES[name].address).headers["location"] in {"/", "/help/"}


def test_the_third_party_form_stays_open_to_every_region(mock: MockMeta, client: Client) -> None:
    change(mock, region_refused="page")
    assert client.get(CASES["C"].address).model["rows"]


def test_the_choice_that_cannot_be_sent_may_be_the_objection(mock: MockMeta, client: Client, received: Received) -> None:
    change(mock, option_unsendable="object")
    case = CASES["C"]
    sent = {**client.get(case.address).model["hidden"], **filled(case, case.form(mock.switches))}
    assert client.post(case.submit, sent).payload["step"] == "errors"
    assert [error["text"] for error in received()[0]["errors"]] == ["This request can’t be sent with this form."]


def test_the_portal_takes_nothing_whose_address_was_not_confirmed(client: Client, mock: MockMeta, received: Received) -> None:
    case = CASES["E"]
    sent = {**client.get(case.address).model["hidden"], **filled(case, case.form(mock.switches))}
    assert client.post(case.submit, sent).payload["step"] == "errors"
    assert (received()[0]["accepted"], received()[0]["errors"][0]["question"]) == (False, "email")
