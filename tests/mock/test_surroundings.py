"""What stands before and around the forms: cookie dialog, log-in, trail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from markupsafe import escape
from playwright.sync_api import Page, expect

from mock_meta.settings import LANGUAGES, Language
from mock_meta.wording import load_wordings

if TYPE_CHECKING:
    from tests.mock.conftest import Client

    from mock_meta.server import MockMeta

HELP = "https://help.instagram.com/"
OBJECTION_B = "https://help.instagram.com/contact/233964459562201"
THIRD_PARTY = "https://www.facebook.com/help/contact/510058597920541"


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


# --- cookies


def test_the_dialog_of_2026_is_a_dialog_of_divs(mock: MockMeta, tab: Page) -> None:
    change(mock, cookie_dialog="2026")
    tab.goto(HELP)
    dialog = tab.get_by_role("dialog")
    expect(dialog.locator("a[href='/policies/cookies']")).to_be_visible()
    decline = dialog.get_by_role("button", name="Decline optional cookies")
    assert decline.evaluate("button => button.localName") == "div"
    decline.click()
    expect(dialog).to_have_count(0)


def test_the_dialog_of_2025_has_its_marks(mock: MockMeta, tab: Page) -> None:
    change(mock, cookie_dialog="2025")
    tab.goto(HELP)
    expect(tab.locator("[data-testid=cookie-policy-manage-dialog]")).to_be_visible()
    decline = tab.locator("button[data-cookiebanner=accept_only_essential_button]")
    expect(decline).to_have_text("Only allow essential cookies")
    decline.click()
    expect(decline).to_have_count(0)


def test_only_the_mobile_site_keeps_the_test_id_in_2026(mock: MockMeta, tab: Page) -> None:
    change(mock, cookie_dialog="2026")
    tab.goto("https://m.facebook.com/help/")
    expect(tab.locator("[data-testid=cookie-policy-manage-dialog]")).to_be_visible()
    tab.goto("https://www.facebook.com/help/")
    expect(tab.locator("[data-testid=cookie-policy-manage-dialog]")).to_have_count(0)


def test_the_answer_is_remembered_for_the_whole_site_and_no_other(mock: MockMeta, tab: Page) -> None:
    change(mock, cookie_dialog="2026")
    tab.goto(HELP)
    tab.get_by_role("button", name="Decline optional cookies").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    cookies = {cookie["name"]: cookie for cookie in tab.context.cookies()}
    assert (cookies["cb"]["value"], cookies["cb"]["domain"]) == ("essential", ".instagram.com")
    tab.goto("https://www.instagram.com/")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    tab.goto("https://www.facebook.com/")
    expect(tab.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialog_speaks_the_page_s_language(mock: MockMeta, client: Client, language: Language) -> None:
    change(mock, cookie_dialog="2026", locale=language)
    words = escape(load_wordings()[language].text("cookie_decline"))
    assert f'aria-label="{words}"' in client.get(HELP).text


# --- log-in


def test_instagram_s_log_in_leads_back_to_its_form(tab: Page) -> None:
    tab.goto(OBJECTION_B)
    assert tab.url.startswith("https://www.instagram.com/accounts/login/?next=")
    tab.locator("[name=username]").fill("ann")
    tab.locator("[name=password]").fill("mock-password")
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_label("Email address")).to_have_value("ann@mail.example")
    assert tab.url == OBJECTION_B


def test_instagram_s_log_in_of_2026_has_facebook_s_names(mock: MockMeta, tab: Page) -> None:
    change(mock, instagram_login="email", login_button="div")
    tab.goto(OBJECTION_B)
    tab.locator("[name=email]").fill("ann@mail.example")
    tab.locator("[name=pass]").fill("wrong")
    button = tab.get_by_role("button", name="Log in")
    assert button.evaluate("button => button.localName") == "div"
    button.click()
    expect(tab.get_by_text("The password that you’ve entered is incorrect.")).to_be_visible()
    tab.locator("[name=pass]").fill("mock-password")
    tab.get_by_role("button", name="Log in").press("Enter")
    expect(tab.get_by_label("Email address")).to_have_value("ann@mail.example")


def test_a_log_in_that_lands_at_home_is_a_log_in_all_the_same(mock: MockMeta, tab: Page) -> None:
    change(mock, login_lands_home=True)
    tab.goto("https://www.facebook.com/help/contact/6359191084165019")
    tab.locator("[name=email]").fill("ann@mail.example")
    tab.locator("[name=pass]").fill("mock-password")
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_text("Welcome back, ann@mail.example")).to_be_visible()
    assert tab.url == "https://www.facebook.com/"
    tab.goto("https://www.facebook.com/help/contact/6359191084165019")
    expect(tab.get_by_label("Country of residence")).to_be_visible()


def test_who_is_logged_in_on_one_site_is_not_on_the_other(tab: Page) -> None:
    tab.goto(OBJECTION_B)
    tab.locator("[name=username]").fill("ann")
    tab.locator("[name=password]").fill("mock-password")
    tab.get_by_role("button", name="Log in").click()
    tab.get_by_label("Email address").wait_for()
    tab.goto("https://www.facebook.com/help/contact/6359191084165019")
    assert tab.url.startswith("https://www.facebook.com/login/?next=")


# --- the trail


def test_the_trail_leads_from_the_help_centre_to_the_third_party_form(tab: Page) -> None:
    tab.goto(HELP)
    tab.get_by_role("link", name="About AIs on Instagram").click()
    tab.get_by_role("link", name="How Meta uses information for generative AI models").click()
    expect(tab).to_have_url("https://privacycenter.instagram.com/privacy/genai/")
    tab.get_by_role("link", name="Learn more and submit requests here").click()
    expect(tab).to_have_url(THIRD_PARTY)
    expect(tab.get_by_role("heading", name="Data subject rights for third-party information used for AI at Meta")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trail_speaks_the_page_s_language(mock: MockMeta, client: Client, language: Language) -> None:
    change(mock, locale=language)
    say = load_wordings()[language].text

    def leads(page: str, words: str) -> str:
        found = re.search(f'href="([^"]+)">{re.escape(str(escape(words)))}</a>', client.get(page).text)
        assert found is not None
        return urljoin(page, str(found[1]))

    about = leads(HELP, say("trail_about"))
    how = leads(about, say("trail_how"))
    assert leads(how, say("trail_submit").replace("[", "").replace("]", "")) == THIRD_PARTY


def test_the_last_link_may_be_a_part_of_its_sentence(mock: MockMeta, tab: Page) -> None:
    change(mock, trail_anchor="part")
    tab.goto("https://privacycenter.instagram.com/privacy/genai/")
    expect(tab.get_by_text("Learn more and submit requests here")).to_be_visible()
    tab.get_by_role("link", name="submit requests here", exact=True).click()
    expect(tab).to_have_url(THIRD_PARTY)


@pytest.mark.parametrize(
    ("missing", "page", "words"),
    [
        ("about", HELP, "About AIs on Instagram"),
        ("how", "https://help.instagram.com/1697936554034416", "How Meta uses information"),
        ("submit", "https://privacycenter.instagram.com/privacy/genai/", "submit requests here"),
    ],
)
def test_a_link_of_the_trail_may_be_missing(mock: MockMeta, tab: Page, missing: str, page: str, words: str) -> None:
    tab.goto(page)
    expect(tab.get_by_role("link", name=words)).to_be_visible()
    change(mock, trail_missing=missing)
    tab.goto(page)
    expect(tab.locator("footer")).to_be_visible()
    expect(tab.get_by_role("link", name=words)).to_have_count(0)


def test_facebook_s_page_on_ai_leads_to_the_objection(mock: MockMeta, tab: Page) -> None:
    change(mock, login=False)
    tab.goto("https://www.facebook.com/privacy/genai/")
    tab.get_by_role("link", name="Object to your information being used for AI at Meta").click()
    expect(tab.get_by_label("Country of residence")).to_be_visible()


# --- the other ways in


def log_in(tab: Page, site: str) -> None:
    tab.goto(f"https://www.{site}.com/")
    tab.locator("[name=email], [name=username]").fill("ann@mail.example")
    tab.locator("[name=pass], [name=password]").fill("mock-password")
    tab.get_by_role("button", name="Log in").click()
    tab.get_by_text("Welcome back").wait_for()


def test_facebook_s_menu_leads_by_the_privacy_centre_to_the_objection(tab: Page) -> None:
    log_in(tab, "facebook")
    expect(tab.get_by_role("menuitem", name="Settings & privacy")).to_have_count(0)
    tab.get_by_role("button", name="Your profile").click()
    tab.get_by_role("menuitem", name="Settings & privacy").click()
    tab.get_by_role("menuitem", name="Privacy Center").click()
    expect(tab).to_have_url("https://www.facebook.com/privacy/center/")
    expect(tab.get_by_role("heading", name="AI at Meta", exact=True)).to_be_visible()
    tab.get_by_role("link", name="object", exact=True).click()
    expect(tab).to_have_url("https://www.facebook.com/help/contact/6359191084165019")


def test_instagram_s_menu_leads_to_its_help_centre(tab: Page) -> None:
    log_in(tab, "instagram")
    tab.get_by_role("link", name="Profile", exact=True).click()
    tab.get_by_role("button", name="Options").click()
    tab.get_by_role("menuitem", name="Help", exact=True).click()
    tab.get_by_role("menuitem", name="Help Centre").click()
    expect(tab).to_have_url(HELP)


def test_the_privacy_centre_leads_to_whatsapp_s_form(tab: Page) -> None:
    tab.goto("https://www.facebook.com/privacy/center/")
    tab.get_by_role("link", name="Your messages with AIs on WhatsApp").click()
    expect(tab.get_by_label("Phone number")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("host", "door"), [("www.facebook.com", "6359191084165019"), ("privacycenter.instagram.com", "")])
def test_the_card_on_ai_has_its_link_in_every_language(client: Client, language: Language, host: str, door: str) -> None:
    sentence = load_wordings()[language].text("card_ai_text")
    words = str(escape(sentence.split("[")[1].split("]")[0]))
    address = f"https://www.facebook.com/help/contact/{door}" if door else OBJECTION_B
    page = client.get(f"https://{host}/{'privacy/center/' if door else ''}?locale={language}").text
    assert re.search(f'href="{re.escape(address)}">{re.escape(words)}</a>', page)


@pytest.mark.parametrize(
    ("missing", "gone"),
    [("menu", "Settings &amp; privacy"), ("card", ">AI at Meta<"), ("object", ">object</a>")],
)
def test_a_link_of_facebook_s_way_may_be_missing(mock: MockMeta, client: Client, missing: str, gone: str) -> None:
    fields = {"email": "ann", "pass": "mock-password"}
    client.post("https://www.facebook.com/login/device-based/regular/login/", fields)

    def both() -> str:
        return client.get("https://www.facebook.com/").text + client.get("https://www.facebook.com/privacy/center/").text

    assert gone in both()
    change(mock, trail_missing=missing)
    assert gone not in both()


def test_scripts_are_served_from_their_folder_alone(client: Client) -> None:
    assert client.get("https://www.facebook.com/rsrc/1/vendor/preact/preact.js").status == 200
    assert client.get("https://www.facebook.com/rsrc/1/../../site.py").status == 404
    assert client.get("https://www.facebook.com/rsrc/1/vendor/../../server.js").status == 404
