"""What the server takes and refuses, and what it says and mails, without a browser."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from mock_meta.server import MockMeta
from mock_meta.settings import Switches

if TYPE_CHECKING:
    from tests.mock.conftest import Client, Form

FACEBOOK = "https://www.facebook.com"
MEGABYTE = 1024 * 1024

Received = Callable[[], list[dict[str, Any]]]
Mails = Callable[[], list[dict[str, str]]]


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


@pytest.mark.parametrize("address", ["/help/contact/6359191084165019", "/help/contact/712876720715583"])
def test_both_addresses_of_door_a_open_the_objection(objection: Form, address: str) -> None:
    answer = objection.client.get(FACEBOOK + address)
    assert [row["name"] for row in answer.model["rows"]] == ["country", "email", "impact", "additional"]


@pytest.mark.parametrize("form", ["233964459562201", "767264225370182"])
def test_both_addresses_of_door_b_want_instagram_s_log_in(client: Client, form: str) -> None:
    answer = client.get(f"https://help.instagram.com/contact/{form}")
    following = f"https%3A%2F%2Fhelp.instagram.com%2Fcontact%2F{form}"
    assert answer.headers["location"] == f"https://www.instagram.com/accounts/login/?next={following}"


@pytest.mark.parametrize("form", ["510058597920541", "1266025207620918"])
def test_both_addresses_of_door_c_open_without_a_log_in(client: Client, form: str) -> None:
    assert client.get(f"{FACEBOOK}/help/contact/{form}").status == 200


def test_a_form_of_the_other_site_is_not_there(client: Client) -> None:
    assert client.get(f"{FACEBOOK}/help/contact/233964459562201").status == 404


def test_the_shape_of_2025_asks_for_less_and_no_code(mock: MockMeta, objection: Form) -> None:
    change(mock, shape="2025")
    names = [row["name"] for row in objection.client.get(objection.address).model["rows"]]
    assert names == ["email", "impact"]
    assert objection.send()["step"] == "done"


def test_the_shape_of_2023_has_no_objection_among_door_c_s_radios(mock: MockMeta, third_party: Form) -> None:
    change(mock, shape="2023")
    radios = third_party.client.get(third_party.address).model["rows"][0]["options"]
    assert [radio["value"] for radio in radios] == ["access", "delete", "different"]


def test_door_c_may_say_developing_instead_of_building(mock: MockMeta, third_party: Form) -> None:
    change(mock, third_party_wording="developing")
    radios = third_party.client.get(third_party.address).model["rows"][0]["options"]
    assert radios[0]["label"].endswith("used for developing and improving AI at Meta")


def test_what_was_sent_is_received_word_for_word(third_party: Form, received: Received, png: bytes) -> None:
    third_party.send({"evidence": ("shot “1”.png", png)})
    (got,) = received()
    assert (got["door"], got["form"], got["host"]) == ("C", "510058597920541", "www.facebook.com")
    wanted = {
        name: third_party.answers[name] for name in ("request", "country", "first_name", "surname", "email", "reason", "prompts")
    }
    assert got["answers"] == {**wanted, "country_code": "DE"}
    assert got["fields"]["reason"] == [third_party.answers["reason"]]
    (file,) = got["files"]
    assert (file["size"], file["sha256"]) == (len(png), hashlib.sha256(png).hexdigest())
    assert base64.b64decode(file["content_base64"]) == png


def test_every_accepted_submission_counts(third_party: Form, received: Received) -> None:
    third_party.send()
    third_party.send()
    assert [got["accepted"] for got in received()] == [True, True]


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"first_name": " "}, {"first_name": "This field is required"}),
        ({"country": ""}, {"country": "This field is required"}),
        ({"country": "Atlantis"}, {"country": "Please choose a country from the list."}),
        ({"email": "ann@mail"}, {"email": "Please enter a valid email address."}),
        ({"request": ""}, {"request": "This field is required"}),
        ({"request": "different"}, {"request": "This request can’t be sent with this form."}),
    ],
    ids=["blank", "no country", "no such country", "no e-mail address", "nothing chosen", "cannot be sent"],
)
def test_an_answer_that_will_not_do_is_refused(
    third_party: Form, received: Received, mails: Mails, changed: dict[str, str], refused: dict[str, str]
) -> None:
    assert third_party.refused(third_party.send(None, **changed)) == refused
    (got,) = received()
    assert not got["accepted"]
    assert [error["text"] for error in got["errors"]] == list(refused.values())
    assert mails() == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(4 * MEGABYTE - 8), "This file is too large. Files must be smaller than 4 MB."),
        (b"%PDF-1.7", "This file can’t be used. Use a JPG, PNG, GIF, TIFF, HEIF or WebP file."),
        (b"", "This file can’t be used. Use a JPG, PNG, GIF, TIFF, HEIF or WebP file."),
    ],
    ids=["4 MB", "no image", "empty"],
)
def test_a_file_that_will_not_do_is_refused_whatever_its_name(third_party: Form, content: bytes, error: str) -> None:
    assert third_party.refused(third_party.send({"evidence": ("shot.png", content)})) == {"evidence": error}


@pytest.mark.parametrize(
    "start",
    [
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"II*\x00",
        b"MM\x00*",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"\x00\x00\x00\x18ftypheic",
        b"\x89PNG\r\n\x1a\n" + bytes(4 * MEGABYTE - 9),
    ],
    ids=["JPG", "GIF", "TIFF little", "TIFF big", "WebP", "HEIF", "just under 4 MB"],
)
def test_a_file_of_a_named_format_is_taken(third_party: Form, start: bytes) -> None:
    assert third_party.send({"evidence": ("shot.dat", start)})["step"] == "code"


def test_evidence_can_be_made_required(mock: MockMeta, third_party: Form) -> None:
    change(mock, evidence_required=True)
    assert third_party.refused(third_party.send()) == {"evidence": "This field is required"}


def test_a_form_without_its_page_s_token_is_turned_away(third_party: Form, received: Received) -> None:
    answer = third_party.client.post(
        f"{FACEBOOK}/ajax/help/contact/submit/page", {**third_party.answers, "support_form_id": "510058597920541"}
    )
    assert (answer.status, received()) == (400, [])


def test_who_lost_their_log_in_is_sent_to_it(objection: Form, received: Received) -> None:
    model = objection.client.get(objection.address).model
    del objection.client.cookies["facebook.com"]["xs"]
    answer = objection.client.post(f"{FACEBOOK}/ajax/help/contact/submit/page", {**model["hidden"], **objection.answers})
    assert (answer.payload["step"], received()) == ("login", [])


# --- the reason


def test_a_reason_too_short_is_told_only_after_the_code(
    mock: MockMeta, objection: Form, received: Received, newest_code: Callable[[], str]
) -> None:
    change(mock, reason_minimum=100)
    step = objection.send()
    assert step["step"] == "code"
    too_short = {"impact": "Your explanation needs to be at least 100 characters long."}
    assert objection.refused(objection.enter(step["submission"], newest_code())) == too_short
    (got,) = received()
    assert (got["accepted"], got["code_confirmed"], got["acknowledged"]) == (False, True, False)


def test_a_reason_too_short_may_be_told_at_once(mock: MockMeta, objection: Form, mails: Mails) -> None:
    change(mock, reason_minimum=100, reason_checked_after_code=False)
    assert "impact" in objection.refused(objection.send(impact="x" * 99))
    assert mails() == []
    assert objection.send(impact="x" * 100)["step"] == "code"


def test_a_form_without_a_code_tells_it_at_once(mock: MockMeta, objection: Form) -> None:
    change(mock, reason_minimum=100, code=False)
    assert "impact" in objection.refused(objection.send())


@pytest.mark.parametrize(("again", "step"), [(True, "code"), (False, "done")], ids=["again", "once"])
def test_what_is_sent_again_may_ask_for_a_code_again(
    mock: MockMeta, objection: Form, newest_code: Callable[[], str], again: object, step: str
) -> None:
    change(mock, reason_minimum=100, code_again_after_error=again)
    first = objection.send()
    objection.enter(first["submission"], newest_code())
    assert objection.send(impact="x" * 100)["step"] == step


# --- the code


def test_the_code_mail_is_as_the_fact_sheet_says(objection: Form, mails: Mails) -> None:
    objection.send()
    (mail,) = mails()
    assert mail["from"] == "notification@email.meta.com"
    assert mail["to"] == "ann@mail.example"
    assert mail["subject"] == "Please verify your email address"
    assert mail["text"].startswith("Email confirmation code\n")
    assert "This confirmation code will be valid for 1 hour." in mail["text"]
    assert "<h1" in mail["html"]


def test_a_wrong_code_is_told_and_a_right_one_acknowledges(
    objection: Form, received: Received, newest_code: Callable[[], str]
) -> None:
    step = objection.send()
    wrong = objection.enter(step["submission"], "1")
    assert wrong["error"] == "The code you entered is incorrect. Please try again."
    assert (received()[0]["code_confirmed"], received()[0]["acknowledged"]) == (False, False)
    done = objection.enter(step["submission"], newest_code())
    assert (done["step"], done["title"]) == ("done", "Thank you.")
    assert (received()[0]["code_confirmed"], received()[0]["acknowledged"]) == (True, True)


def test_three_wrong_codes_want_a_new_one_which_then_works(objection: Form, newest_code: Callable[[], str]) -> None:
    step = objection.send()
    told = [objection.enter(step["submission"], wrong)["error"] for wrong in ("1", "2", "3")]
    assert told[2] == "You’ve entered a wrong code too often. Request a new one."
    first = newest_code()
    assert objection.enter(step["submission"], first)["error"] == told[2]
    assert objection.enter(step["submission"], "", "resend")["notice"] == "Code sent"
    assert objection.enter(step["submission"], newest_code())["step"] == "done"


def test_a_new_code_takes_the_place_of_the_one_before(objection: Form, newest_code: Callable[[], str]) -> None:
    step = objection.send()
    first = newest_code()
    objection.enter(step["submission"], "", "resend")
    assert objection.enter(step["submission"], first)["error"]
    assert objection.enter(step["submission"], newest_code())["step"] == "done"


def test_a_code_asked_for_again_may_be_refused(mock: MockMeta, objection: Form, mails: Mails) -> None:
    change(mock, code_resend_throttled=True)
    step = objection.send()
    assert objection.enter(step["submission"], "", "resend")["error"].startswith("You’ve requested a code only a moment ago.")
    assert len(mails()) == 1


def test_a_code_entered_twice_does_nothing_the_second_time(
    objection: Form, mails: Mails, newest_code: Callable[[], str], soon: Callable[[Callable[[], Any]], Any]
) -> None:
    step = objection.send()
    code = newest_code()
    assert [objection.enter(step["submission"], code)["step"] for _ in range(2)] == ["done", "done"]
    soon(lambda: len(mails()) > 1)
    assert [mail["subject"] for mail in mails()] == ["Please verify your email address", "About your request"]


@pytest.mark.parametrize("digits", [5, 8])
def test_the_code_has_the_digits_of_the_switch(
    mock: MockMeta, objection: Form, newest_code: Callable[[], str], digits: int
) -> None:
    change(mock, code_digits=digits)
    objection.send()
    assert len(newest_code()) == digits


def test_an_expired_code_is_told_by_the_clock_that_was_given(third_party: Form) -> None:
    now = [datetime(2026, 11, 23, 12, tzinfo=UTC)]
    with MockMeta(switches=Switches(code_valid_s=60), clock=lambda: now[0]) as mock:
        third_party.client.address = mock.address
        step = third_party.send()
        now[0] += timedelta(seconds=61)
        assert third_party.enter(step["submission"], "000000")["error"] == "This code has expired. Request a new one."


def test_the_code_can_be_switched_on_where_it_mostly_is_not(mock: MockMeta, objection: Form) -> None:
    change(mock, shape="2025", code=True)
    assert objection.send()["step"] == "code"


@pytest.mark.parametrize(("place", "seen"), [("auto", "page"), ("dialog", "dialog")])
def test_the_objection_s_code_is_entered_on_the_page_unless_switched(
    mock: MockMeta, objection: Form, place: str, seen: str
) -> None:
    change(mock, code_place=place)
    assert objection.send()["place"] == seen


# --- mails


def test_mail_can_be_dropped(mock: MockMeta, objection: Form, mails: Mails) -> None:
    change(mock, mail_dropped=True)
    assert objection.send()["step"] == "code"
    assert mails() == []


def test_mail_can_be_late(mock: MockMeta, objection: Form, mails: Mails, soon: Callable[[Callable[[], Any]], Any]) -> None:
    change(mock, mail_delay_s=0.2)
    objection.send()
    assert mails() == []
    assert soon(mails)


def test_a_mail_on_its_way_does_not_arrive_after_a_reset(mock: MockMeta, third_party: Form, mails: Mails) -> None:
    for _ in range(10):
        change(mock, code=False)
        third_party.send()
        mock.reset()
        third_party.client.get(f"{FACEBOOK}/help/")  # time enough for what was being delivered
        assert mails() == []


def test_a_late_mail_does_not_outlive_a_reset(mock: MockMeta, objection: Form, soon: Callable[[Callable[[], Any]], Any]) -> None:
    change(mock, mail_delay_s=30)
    objection.send()
    mock.reset()
    assert not mock._now.world.outbox._pending  # noqa: SLF001 - nothing else shows what is still to be sent


@pytest.mark.parametrize(
    ("switches", "words"),
    [
        ({}, "We will honour your objection for your public information,"),
        ({"outcome": "refused"}, "cannot take further action"),
        ({"outcome": "evidence"}, "unable to process the request"),
        ({"outcome_locale": "es"}, "Vamos a aceptar tu objeción"),
    ],
    ids=["accepted", "refused", "evidence", "another language"],
)
def test_the_outcome_comes_by_mail(
    mock: MockMeta, objection: Form, first_mail: Callable[[], str], switches: dict[str, str], words: str
) -> None:
    change(mock, code=False, **switches)
    objection.send()
    assert words in first_mail()


def test_door_c_without_a_screenshot_is_asked_for_evidence(
    mock: MockMeta, third_party: Form, mails: Mails, soon: Callable[[Callable[[], Any]], Any]
) -> None:
    change(mock, code=False)
    third_party.send()
    assert "unable to process the request" in soon(mails)[0]["text"]


def test_an_address_that_is_not_ascii_gets_its_mail(third_party: Form, mails: Mails) -> None:
    third_party.send(email="jürgen@bücher.example")
    assert mails()[0]["to"] == "jürgen@bücher.example"


def test_the_mailbox_can_be_asked_for_one_address(mock: MockMeta, third_party: Form) -> None:
    third_party.send(email="ann@mail.example")
    third_party.send(email="ben@mail.example")
    with urlopen(f"{mock.mailbox}?to=ben@mail.example") as answer:
        assert answer.read().count(b'"to":') == 1


# --- the end


def test_an_end_may_say_nothing(mock: MockMeta, objection: Form, received: Received) -> None:
    change(mock, code=False, acknowledgement=False)
    done = objection.send()
    assert (done["title"], done["paragraphs"]) == ("Help Centre", [])
    assert (received()[0]["accepted"], received()[0]["acknowledged"]) == (True, False)


@pytest.mark.parametrize(("switch", "status"), [("500", 500), ("timeout", 504)])
def test_a_bad_answer_takes_nothing(mock: MockMeta, third_party: Form, received: Received, switch: str, status: int) -> None:
    change(mock, submit_answer=switch, submit_timeout_s=0.1)
    assert third_party.post().status == status
    assert [got["accepted"] for got in received()] == [False]


def test_a_bad_answer_may_hide_that_it_was_taken(mock: MockMeta, third_party: Form, received: Received) -> None:
    change(mock, submit_answer="500", submit_lost_accepted=True)
    assert third_party.post().status == 500
    assert [got["accepted"] for got in received()] == [True]


def test_a_connection_can_be_cut(mock: MockMeta, third_party: Form, received: Received) -> None:
    change(mock, submit_answer="reset")
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        third_party.post()
    assert len(received()) == 1


def test_an_answer_can_hang(mock: MockMeta, third_party: Form, received: Received) -> None:
    change(mock, submit_answer="hang")
    third_party.client.timeout_s = 0.5
    with pytest.raises(TimeoutError):
        third_party.post()
    assert len(received()) == 1


def test_every_page_can_be_slow(mock: MockMeta, client: Client) -> None:
    change(mock, latency_ms=60_000)
    client.timeout_s = 0.3
    with pytest.raises(TimeoutError):
        client.get(f"{FACEBOOK}/help/")


# --- the ways in


def test_a_dead_door_says_so(mock: MockMeta, client: Client) -> None:
    change(mock, dead_doors=("510058597920541",))
    answer = client.get(f"{FACEBOOK}/help/contact/510058597920541")
    assert answer.status == 404
    assert "This page isn’t available at the moment" in answer.text
    assert client.get(f"{FACEBOOK}/help/contact/1266025207620918").status == 200


def test_a_dead_door_may_lead_home(mock: MockMeta, client: Client) -> None:
    change(mock, dead_doors=("510058597920541",), dead_door_answer="home")
    assert client.get(f"{FACEBOOK}/help/contact/510058597920541").headers["location"] == "/"


def test_without_log_in_the_objection_opens_to_everyone(mock: MockMeta, client: Client) -> None:
    change(mock, login=False)
    model = client.get(f"{FACEBOOK}/help/contact/6359191084165019").model
    assert "fb_dtsg" not in model["hidden"]
    assert [row["value"] for row in model["rows"]] == ["", "", "", ""]


def test_a_log_in_leads_back_to_the_form(client: Client) -> None:
    wanted = f"{FACEBOOK}/help/contact/6359191084165019?locale=de_DE"
    address = client.get(wanted).headers["location"]
    assert "next=https%3A%2F%2Fwww.facebook.com%2Fhelp%2Fcontact%2F6359191084165019%3Flocale%3Dde_DE" in address
    answer = client.post(
        f"{FACEBOOK}/login/device-based/regular/login/", {"email": "ann", "pass": "mock-password", "next": wanted}
    )
    assert answer.headers["location"] == wanted


def test_a_log_in_sends_nobody_to_another_site(client: Client) -> None:
    fields = {"email": "ann", "pass": "mock-password", "next": "https://www.evil.example/"}
    assert client.post(f"{FACEBOOK}/login/device-based/regular/login/", fields).headers["location"] == "/"


def test_a_log_in_may_land_on_the_home_page(mock: MockMeta, client: Client) -> None:
    change(mock, login_lands_home=True)
    fields = {"email": "ann", "pass": "mock-password", "next": f"{FACEBOOK}/help/contact/6359191084165019"}
    assert client.post(f"{FACEBOOK}/login/device-based/regular/login/", fields).headers["location"] == "/"


def test_a_wrong_password_is_told(client: Client) -> None:
    answer = client.post(f"{FACEBOOK}/login/device-based/regular/login/", {"email": "ann", "pass": "guess"})
    assert "The password that you’ve entered is incorrect." in answer.text


@pytest.mark.parametrize(("account", "email"), [(None, "ann@mail.example"), ("old@mail.example", "old@mail.example")])
def test_the_account_s_address_is_filled_in(mock: MockMeta, client: Client, account: str | None, email: str) -> None:
    change(mock, account_email=account)
    client.post(f"{FACEBOOK}/login/device-based/regular/login/", {"email": "ann@mail.example", "pass": "mock-password"})
    model = client.get(f"{FACEBOOK}/help/contact/6359191084165019").model
    assert [row["value"] for row in model["rows"] if row["name"] == "email"] == [email]


def test_names_may_be_numbers(mock: MockMeta, third_party: Form) -> None:
    change(mock, field_names="numeric")
    rows = third_party.client.get(third_party.address).model["rows"]
    assert all(row["name"] == f"Field{row['id']}" for row in rows)


def test_beacons_are_no_submissions(client: Client, received: Received) -> None:
    assert client.post(f"{FACEBOOK}/ajax/bz", {"q": "load"}).status == 204
    assert received() == []


def test_the_contact_form_of_the_other_company_works(client: Client) -> None:
    assert "Your email *" in client.get("https://forms.example/").text
    sent = client.post("https://forms.example/contact", {"your-email": "ann@mail.example", "message": "Hello"})
    assert "your message is on its way" in sent.text


def test_what_was_accepted_is_counted_by_door(mock: MockMeta, third_party: Form, png: bytes) -> None:
    change(mock, code=False)
    third_party.send(email="nobody")
    third_party.send({"evidence": ("shot.png", png)})
    third_party.send()
    with urlopen(mock.accepted) as answer:
        accepted = json.load(answer)
    assert (accepted["times"], accepted["by_door"]) == (2, {"C": 2})
    assert [request["answers"]["email"] for request in accepted["requests"]] == ["ann@mail.example"] * 2
    assert [len(request["files"]) for request in accepted["requests"]] == [1, 0]
