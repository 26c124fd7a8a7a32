"""What an answer says, over mails in every language of the lexicon, the mock's own, and those made to mislead."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.followup.conftest import MINA, REPLIES, mail

from ai_optout.country import FORM_LANGUAGES
from ai_optout.followup.judging import Outcome, Reading, judge
from ai_optout.followup.mail import parse_mail
from mock_meta.settings import LANGUAGES
from mock_meta.wording import Wording, load_wordings
from mock_meta.world import template_environment

HONOURED = "We will honour your objection to AI at Meta."
WROTE = "On Mon, 23 Nov 2026 at 10:00, Mina <mina@mail.example> wrote:"


def reading(content: bytes, **more: Any) -> Reading:
    return judge(parse_mail(content), **more)


@cache
def answers() -> list[tuple[str, str, str]]:
    table = tomllib.loads((REPLIES / "answers.toml").read_text(encoding="utf-8"))
    return [(outcome, language, text) for outcome, by in table.items() for language, texts in by.items() for text in texts]


@pytest.mark.parametrize(
    ("outcome", "language", "text"),
    answers(),
    ids=[f"{language}-{outcome}-{place}" for place, (outcome, language, _) in enumerate(answers())],
)
def test_an_answer_is_told_for_what_it_says(outcome: str, language: str, text: str) -> None:
    assert reading(mail(text)).outcome == outcome


@pytest.mark.parametrize("outcome", ["honoured", "refused", "evidence-asked", "code", "unsure"])
def test_there_is_a_mail_of_each_sort_in_every_language(outcome: str) -> None:
    assert {language for sort, language, _ in answers() if sort == outcome} == set(FORM_LANGUAGES)


# --- the mock's own


def of_the_mock(language: str, outcome: str) -> bytes:
    """The mail that the mock sends for an outcome, from its own templates and wording."""
    said = wording_of(language)
    keys = ("code_mail_intro", "code_mail_valid") if outcome == "code" else (f"outcome_{outcome}", f"outcome_{outcome}_more")
    subject, heading = (f"{'code_mail' if outcome == 'code' else 'outcome'}_{part}" for part in ("subject", "heading"))
    letter = {
        "heading": said.text(heading),
        "paragraphs": [said.text(key) for key in keys],
        "digits": "482913" * (outcome == "code"),
    }
    values = {"language": language, "letter": letter, "footer": said.text("mail_footer")}
    plain, html = (template_environment().get_template(name).render(values) for name in ("mail.txt", "mail.html"))
    return mail(plain, html=html, subject=said.text(subject))


@cache
def wordings() -> dict[str, Wording]:
    return {str(language): found for language, found in load_wordings().items()}


def wording_of(language: str) -> Wording:
    return wordings()[language]


@pytest.mark.parametrize(
    ("sort", "outcome"),
    [("accepted", "honoured"), ("evidence", "evidence-asked"), ("refused", "refused"), ("code", "code")],
    ids=lambda value: value,
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mocks_own_mails_are_told_in_all_its_languages(language: str, sort: str, outcome: str) -> None:
    assert reading(of_the_mock(language, sort)).outcome == outcome


# --- files with charsets, quotes and mails inside


@pytest.mark.parametrize("path", sorted(REPLIES.glob("*.eml")), ids=lambda path: path.stem)
def test_a_mail_in_a_file_is_told_as_its_name_says(path: Path) -> None:
    expected = next(outcome for outcome in Outcome if path.stem.endswith(outcome.value))

    assert reading(path.read_bytes()).outcome == expected


def cases() -> Iterator[Any]:
    for name, outcome, text in [
        ("a quoted request", "unsure", f"We received your message.\n\n{WROTE}\n> Please honour it. {HONOURED}"),
        ("a request quoted below an answer", "honoured", f"{HONOURED}\n\n{WROTE}\n> You rejected my objection to AI."),
        (
            "an answer above Outlook's header",
            "honoured",
            f"{HONOURED}\n\nFrom: Mina\nSent: Monday\nTo: Meta\nSubject: x\n\nYou rejected my objection.",
        ),
        ("two answers", "unsure", f"{HONOURED}\n\nYour objection has been declined."),
        ("in part", "unsure", "We will honour your objection to AI for posts, but not for photos."),
        ("not accepted", "refused", "Your objection to AI at Meta was not accepted."),
        (
            "can't, in one sentence with a reason",
            "refused",
            "We can't verify who you are, so we can't process your objection to AI.",
        ),
        (
            "unable, with an offer",
            "evidence-asked",
            "We're unable to process the request about AI. If you want, reply with screenshots.",
        ),
        ("a region", "refused", "This isn't available in your country; we cannot take further action on your AI request."),
        ("what goes on all the same", "honoured", f"{HONOURED} We may still process information about you, even if you object."),
        ("neither", "unsure", "We won't honour or reject your objection to AI until a review has taken place."),
        (
            "an unknown language",
            "unsure",
            "Chúng tôi sẽ tôn trọng phản đối của bạn đối với việc sử dụng thông tin cho trí tuệ nhân tạo.",
        ),
        (
            "a neighbour of a known language",
            "unsure",
            "Мы получили ваш запрос и не можем удовлетворить ваше возражение против искусственного интеллекта.",
        ),
        ("nothing", "unsure", ""),
        (
            "a code without digits",
            "unsure",
            "Your confirmation code was sent to you in another e-mail, please look for it there.",
        ),
    ]:
        yield pytest.param(outcome, text, id=name)


@pytest.mark.parametrize(("outcome", "text"), list(cases()))
def test_quotes_negations_and_what_is_open_mislead_nobody(outcome: str, text: str) -> None:
    assert reading(mail(text)).outcome == outcome


# --- who it is from


def test_from_somebody_else_it_is_unsure_and_says_what_its_words_would_say() -> None:
    told = reading(mail(HONOURED, sender="Meta <help@meta.com.evil.example>"))

    assert (told.outcome, told.words_say) == ("unsure", "honoured")
    assert told.why == "It isn't from one of Meta's addresses. Its words say: honoured."


def test_a_person_who_has_made_sure_of_the_sender_is_believed() -> None:
    assert reading(mail(HONOURED, sender="Meta <help@meta.example>"), sender_checked=True).outcome == "honoured"


def test_a_sender_whose_name_is_metas_address_is_somebody_else() -> None:
    assert reading(mail(HONOURED, sender='"notification@email.meta.com" <a@evil.example>')).outcome == "unsure"


def test_without_a_sender_it_is_unsure() -> None:
    assert reading(mail(HONOURED, sender=None)).why.startswith("It doesn't say who it is from.")


def test_a_mail_server_that_did_not_confirm_the_sender_is_listened_to() -> None:
    failed = mail(HONOURED, headers=(("Authentication-Results", "mx.mail.example; dkim=fail; dmarc=fail"),))

    assert reading(failed).outcome == "unsure"


def test_a_mail_server_that_is_said_to_have_confirmed_it_proves_nothing() -> None:
    passed = mail(
        HONOURED, sender="a@evil.example", headers=(("Authentication-Results", "mx.evil.example; dkim=pass; dmarc=pass"),)
    )

    assert reading(passed).outcome == "unsure"


def test_what_presses_for_an_account_is_told_of() -> None:
    told = reading(mail(f"{HONOURED} Verify your account within 24 hours.", sender="a@evil.example"))

    assert any("open no link in it" in note for note in told.notes)


@pytest.mark.parametrize(("by", "outcome"), [(MINA, "honoured"), ("mallory@evil.example", "unsure")])
def test_a_mail_that_was_passed_on_counts_only_from_somebody_whose_request_is_on_file(by: str, outcome: str) -> None:
    passed_on = mail(
        f"---------- Forwarded message ---------\nFrom: Meta <notification@email.meta.com>\nTo: x\nSubject: y\n\n{HONOURED}",
        sender=by,
    )

    assert reading(passed_on, is_known=lambda address: address == MINA).outcome == outcome


def test_the_date_of_a_mail_is_in_utc() -> None:
    assert parse_mail(mail(HONOURED)).sent == datetime(2026, 11, 24, 9, tzinfo=UTC)


# --- HTML


def test_what_nobody_sees_does_not_count() -> None:
    hidden = "<p>We can't honour your objection to AI.</p><p style='display: none'>We will honour your objection.</p><script>x</script>"

    told = reading(mail(html=hidden))

    assert told.outcome == "refused"
    assert "It holds text that nobody sees, which was left out." in told.notes


def test_plain_text_and_html_that_disagree_are_unsure() -> None:
    assert reading(mail(HONOURED, html="<p>We can't honour your objection to AI.</p>")).outcome == "unsure"
