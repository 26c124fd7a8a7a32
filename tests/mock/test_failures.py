"""What goes wrong on purpose around the forms: log-ins that lead astray, and bad answers at each step."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect
from tests.mock.drifted import CASES, filled

if TYPE_CHECKING:
    from tests.mock.conftest import Client, Form

    from mock_meta.server import MockMeta

FACEBOOK = "https://www.facebook.com"
INSTAGRAM = "https://www.instagram.com"
OBJECTION = f"{FACEBOOK}/help/contact/6359191084165019"
OBJECTION_B = "https://help.instagram.com/contact/233964459562201"
LOG_IN = f"{FACEBOOK}/login/device-based/regular/login/"
RIGHT = {"email": "ann@mail.example", "pass": "mock-password", "next": OBJECTION}

Received = Callable[[], list[dict[str, Any]]]


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


# --- the log-in


def test_a_log_in_can_end_in_an_error_that_leads_back_to_it(mock: MockMeta, client: Client) -> None:
    change(mock, login_error_loops=2)
    for _ in range(2):
        page = client.post(LOG_IN, RIGHT).text
        assert "Sorry, something went wrong" in page
        assert 'href="/login/?next=https%3A%2F%2Fwww.facebook.com%2Fhelp%2Fcontact%2F6359191084165019"' in page
        assert client.get(OBJECTION).status == 302
    assert client.post(LOG_IN, RIGHT).headers["location"] == OBJECTION


def test_a_checkpoint_stands_between_password_and_account(mock: MockMeta, tab: Page) -> None:
    change(mock, checkpoint="checkpoint")
    tab.goto(OBJECTION)
    tab.locator("[name=email]").fill("ann@mail.example")
    tab.locator("[name=pass]").fill("mock-password")
    tab.get_by_role("button", name="Log in").click()
    expect(tab).to_have_url(f"{FACEBOOK}/checkpoint/")
    expect(tab.get_by_role("heading", name="Confirm that it’s you")).to_be_visible()
    tab.get_by_role("button", name="Continue").click()
    expect(tab).to_have_url(OBJECTION)
    expect(tab.get_by_label("Email address")).to_have_value("ann@mail.example")


def test_nobody_is_logged_in_who_stands_before_a_checkpoint(mock: MockMeta, client: Client) -> None:
    change(mock, checkpoint="checkpoint")
    client.post(LOG_IN, RIGHT)
    assert client.get(OBJECTION).status == 302


def test_instagram_s_second_factor_wants_its_code(mock: MockMeta, client: Client) -> None:
    change(mock, checkpoint="two_factor")
    fields = {"username": "ann", "password": "mock-password", "next": OBJECTION_B}
    factor = f"{INSTAGRAM}{client.post(f'{INSTAGRAM}/accounts/login/', fields).headers['location']}"
    assert factor == f"{INSTAGRAM}/auth_platform/codeentry/"
    assert "This log-in code isn’t right." in client.post(factor, {"approvals_code": "111111"}).text
    assert client.get(OBJECTION_B).status == 302
    assert client.post(factor, {"approvals_code": "246 810"}).headers["location"] == OBJECTION_B
    assert client.get(OBJECTION_B).status == 200


def test_an_offer_to_save_the_log_in_may_come_before_the_form(mock: MockMeta, client: Client) -> None:
    change(mock, login_prompt=True)
    offer = str(client.post(LOG_IN, RIGHT).headers["location"])
    page = client.get(f"{FACEBOOK}{offer}").text
    assert page.count(f'href="{OBJECTION}"') == 2
    assert "Not now" in page
    assert client.get(OBJECTION).status == 200


def test_a_log_in_can_be_lost_while_the_form_is_filled_in(mock: MockMeta, tab: Page, received: Received) -> None:
    change(mock, session_lost=True, code=False)
    tab.goto(OBJECTION)
    for _ in range(2):
        tab.locator("[name=email]").fill("ann@mail.example")
        tab.locator("[name=pass]").fill("mock-password")
        tab.get_by_role("button", name="Log in").click()
        tab.get_by_label("Country of residence").select_option("Germany")
        tab.get_by_label("Please tell us how this processing impacts you").fill("It does.")
        tab.get_by_role("button", name="Submit").click()
        tab.get_by_text("Thank you.").or_(tab.locator("[name=pass]")).wait_for()
    expect(tab.get_by_text("Thank you.")).to_be_visible()
    assert [got["accepted"] for got in received()] == [True], "the first press reached nobody"


def test_an_account_may_have_a_language_of_its_own(mock: MockMeta, client: Client) -> None:
    change(mock, account_locale="pl")
    assert 'lang="en"' in client.get(f"{FACEBOOK}/help/").text
    client.post(LOG_IN, RIGHT)
    assert 'lang="pl"' in client.get(f"{FACEBOOK}/help/").text
    assert 'lang="de"' in client.get(f"{FACEBOOK}/help/?locale=de_DE").text


# --- bad answers


def ask_at(moment: str, client: Client, third_party: Form) -> Callable[[], int]:
    """Asks for the step that is to fail, and says what status came."""
    if moment == "page":
        return lambda: client.get(third_party.address).status
    if moment == "login":
        return lambda: client.post(LOG_IN, RIGHT).status
    if moment == "submit":
        return lambda: third_party.post().status
    token = third_party.send()["submission"]
    step = {"check": "check", "code": "confirm"}[moment]
    return lambda: client.post(f"{FACEBOOK}/ajax/help/contact/{step}/", {"submission": token, "entered": "x"}).status


MOMENTS = ("page", "login", "submit", "check", "code")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", ["500", "timeout"])
def test_a_step_can_be_answered_badly_a_few_times(
    mock: MockMeta, client: Client, third_party: Form, moment: str, kind: str
) -> None:
    change(mock, security_check=moment == "check", submit_timeout_s=0.05)
    ask = ask_at(moment, client, third_party)
    change(mock, **{f"{moment}_answer": kind}, bad_answers=2)
    status = {"500": 500, "timeout": 504}[kind]
    assert [ask(), ask()] == [status, status]
    assert ask() in {200, 302}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_step_can_cut_the_connection(mock: MockMeta, client: Client, third_party: Form, moment: str) -> None:
    ask = ask_at(moment, client, third_party)
    change(mock, **{f"{moment}_answer": "reset"}, bad_answers=1)
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        ask()
    assert ask() in {200, 302}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_step_can_hang(mock: MockMeta, client: Client, third_party: Form, moment: str) -> None:
    ask = ask_at(moment, client, third_party)
    change(mock, **{f"{moment}_answer": "hang"})
    client.timeout_s = 0.3
    with pytest.raises(TimeoutError):
        ask()


@pytest.mark.parametrize("moment", ["page", "code", "submit"])
def test_the_portal_s_steps_fail_too(mock: MockMeta, client: Client, moment: str) -> None:
    case = CASES["E"]
    hidden = client.get(case.address).model["hidden"]
    change(mock, **{f"{moment}_answer": "500"})
    asked = {
        "page": lambda: client.get(case.address),
        "code": lambda: client.post("https://help.meta.com/api/requests/code/", {"lsd": hidden["lsd"], "email": "a@b.example"}),
        "submit": lambda: client.post(case.submit, {**hidden, **filled(case, case.form(mock.switches))}),
    }
    assert asked[moment]().status == 500


# --- the portal's code


def ask_code(client: Client, path: str, **fields: str) -> dict[str, Any]:
    lsd = client.get(CASES["E"].address).model["hidden"]["lsd"]
    return client.post(f"https://help.meta.com/api/requests/{path}/", {"lsd": lsd, "email": "ann@mail.example", **fields}).payload


def test_the_portal_s_code_can_be_throttled(mock: MockMeta, client: Client, mails: Callable[[], list[dict[str, str]]]) -> None:
    change(mock, code_resend_throttled=True)
    assert ask_code(client, "code") == {"notice": "Code sent"}
    assert ask_code(client, "code")["error"].startswith("You’ve requested a code only a moment ago.")
    assert len(mails()) == 1


def test_the_portal_s_code_wears_out(mock: MockMeta, client: Client) -> None:
    change(mock, code_attempts=1)
    ask_code(client, "code")
    assert ask_code(client, "verify", entered="x")["error"] == "You’ve entered a wrong code too often. Request a new one."


def test_the_portal_s_code_expires(mock: MockMeta, client: Client, newest_code: Callable[[], str]) -> None:
    change(mock, code_valid_s=1e-6)
    ask_code(client, "code")
    assert ask_code(client, "verify", entered=newest_code())["error"] == "This code has expired. Request a new one."
