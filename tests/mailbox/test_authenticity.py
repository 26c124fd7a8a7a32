"""What the receiving server found out about a mail, read as RFC 8601 has it."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest
from tests.mailbox.mails import mail

from ai_optout.mailbox.authenticity import Verdict, verdict
from ai_optout.mailbox.code_mail import REFUTED, CodeMail, code_mail
from ai_optout.senders import is_from_meta

MX = "mx.mail.example"


def message(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


SAID = {
    "no line at all": ("", Verdict.UNSAID),
    "none": (f"{MX}; none", Verdict.UNSAID),
    "neutral": (f"{MX}; spf=neutral smtp.mailfrom=email.meta.com; dkim=none", Verdict.UNSAID),
    "signed by Meta": (
        f"{MX}; dkim=pass header.d=email.meta.com header.s=s1; spf=pass smtp.mailfrom=bounce@email.meta.com",
        Verdict.CONFIRMED,
    ),
    "signed by Meta, by identity": (f"{MX}; dkim=pass header.i=@facebookmail.com", Verdict.CONFIRMED),
    "sent by Meta": (f"{MX}; spf=pass (sender is 10.0.0.1; really) smtp.mailfrom=email.meta.com", Verdict.CONFIRMED),
    "forwarded: signed by Meta, sent by another": (
        f"{MX}; spf=softfail smtp.mailfrom=meta.com; dkim=pass header.d=meta.com",
        Verdict.CONFIRMED,
    ),
    "with a version": (f"{MX} 1; dkim/1 = pass header.d=meta.com", Verdict.CONFIRMED),
    "over several lines": (f"{MX};\n dkim=pass (2048-bit key)\n header.d=meta.com", Verdict.CONFIRMED),
    "without a name, as Exchange writes it": (
        "spf=fail (sender IP is 10.0.0.1) smtp.mailfrom=meta.com; dkim=none",
        Verdict.REFUTED,
    ),
    "a signature that fails": (f"{MX}; dkim=fail header.d=meta.com", Verdict.REFUTED),
    "a sender that fails": (f"{MX}; spf=fail smtp.mailfrom=meta.com", Verdict.REFUTED),
    "a policy that fails": (f"{MX}; dkim=pass header.d=meta.com; dmarc=fail header.from=meta.com", Verdict.REFUTED),
    "signed by somebody else": (f"{MX}; dkim=pass header.d=other.example", Verdict.REFUTED),
    "sent by somebody else": (f"{MX}; spf=pass smtp.mailfrom=meta.com.other.example", Verdict.REFUTED),
    "a pass in a comment": (f"{MX}; dkim=fail (dkim=pass header.d=meta.com) header.d=meta.com", Verdict.REFUTED),
}


@pytest.mark.parametrize(("results", "expected"), SAID.values(), ids=SAID)
def test_what_the_server_says_is_understood(results: str, expected: Verdict) -> None:
    assert verdict(message(mail(results=results)), None) is expected


def test_only_the_topmost_line_counts() -> None:
    forged = mail(results=f"{MX}; dkim=pass header.d=meta.com")
    raw = f"Authentication-Results: {MX}; dkim=fail header.d=meta.com\n".encode() + forged

    assert verdict(message(raw), None) is Verdict.REFUTED


def test_a_line_by_another_than_the_named_server_is_none() -> None:
    signed = message(mail(results="mx.elsewhere.example; dkim=pass header.d=meta.com"))

    assert verdict(signed, MX) is Verdict.REFUTED
    assert verdict(signed, "MX.Elsewhere.Example") is Verdict.CONFIRMED
    assert verdict(message(mail()), MX) is Verdict.REFUTED


@pytest.mark.parametrize(
    ("sender", "metas"),
    [
        ("notification@email.meta.com", True),
        ("Meta <notification@EMAIL.META.COM>", True),
        ('"Facebook" <security@facebookmail.com>', True),
        ("notification@email.meta.com.other.example", False),
        ("notification@notmeta.com", False),
        ('"notification@email.meta.com" <x@other.example>', False),
        ("a@other.example, notification@email.meta.com", False),
        ("", False),
    ],
)
def test_whose_mail_it_says_it_is_goes_by_the_address_alone(sender: str, metas: bool) -> None:  # noqa: FBT001 - the expectation
    assert is_from_meta(message(mail(sender=sender))) is metas


HTML = b"""From: notification@email.meta.com
Content-Type: text/html; charset=nobody-knows

<style>.a{width:600000px}</style><p>Your confirmation code</p><h1>482 913</h1><p>Valid in 2026</p>
"""


MAILS = {
    "the code": (mail(), CodeMail("482913")),
    "a mail about something else": (mail(text="We will honour your objection.\nMeta, Merrion Road, Dublin 4, 2026"), CodeMail()),
    "somebody else's": (mail(sender="a@other.example"), CodeMail()),
    "one that failed": (mail(results=f"{MX}; spf=fail smtp.mailfrom=meta.com"), CodeMail(notice=REFUTED)),
    "one that failed, about something else": (mail(results=f"{MX}; spf=fail", text="Hello"), CodeMail()),
    "no mail at all": (b"\xff\xfe\x00", CodeMail()),
    "HTML alone": (
        HTML,
        CodeMail("482913"),
    ),
}


@pytest.mark.parametrize(("raw", "expected"), MAILS.values(), ids=MAILS)
def test_a_mail_gives_its_code_or_why_not(raw: bytes, expected: CodeMail) -> None:
    assert code_mail(raw, None) == expected
