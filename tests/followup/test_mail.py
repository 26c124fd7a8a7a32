"""Mails as they come: odd charsets, no mail at all, too large, hostile. Each is read within bounds, or refused with the way out."""

from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
from tests.followup.conftest import mail

from ai_optout.errors import UsageError
from ai_optout.followup.judging import judge
from ai_optout.followup.mail import MEGABYTE, READ, decode, is_metas, parse_mail, read_bounded
from ai_optout.followup.visible import visible_text

WITHIN_S = 10  # on a loaded machine; what isn't linear takes minutes


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"", "This mail is empty."),
        (b" \r\n\n", "This mail is empty."),
        (b"<html><body>We will honour your objection</body></html>", "This isn't a mail: it begins without"),
        (b"We will honour your objection to AI.", "This isn't a mail: it begins without"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This isn't a mail: it holds what no text holds."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "This is a mail in Outlook's own form (.msg)."),
    ],
    ids=["empty", "blank", "a page", "a text", "a picture", "outlook"],
)
def test_what_is_no_mail_is_refused_with_the_way_out(content: bytes, begins: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_mail(content)
    assert refusal.value.message.startswith(begins)
    assert refusal.value.hint


def test_of_a_large_mail_only_the_beginning_is_read_and_that_is_said() -> None:
    large = mail("We will honour your objection to AI at Meta.") + b"\n" + b"QUJD" * (50 * MEGABYTE // 4)

    content, cut = read_bounded(io.BytesIO(large))
    began = time.monotonic()
    told = judge(parse_mail(content, cut=cut))

    assert (len(content), cut) == (READ, True)
    assert "The mail is large: only its beginning was read." in told.notes
    assert time.monotonic() - began < WITHIN_S


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "We will honour your objection to AI.",
        "<b><i>" * 50_000 + "</b></u>" * 50_000 + "We will honour your objection to AI.",
        "We will honour your objection to AI." + "<!--" * 100_000,
        "We will honour your objection to AI.<p " + "a='" * 100_000,
        "We will honour your objection to AI." + "<a " * 100_000,
        "We will honour your objection to AI." + "<a b='c'>" * 100_000,
        "We will honour your objection to AI." + "<![CDATA[" * 100_000,
        "We will honour your objection to AI." + "<script>" * 100_000,
        "We will honour your objection to AI." + "&#" * 300_000,
        "We will honour your objection to AI. " + "a " * 400_000,
    ],
    ids=["nested", "ends that fit nothing", "comments", "quotes", "tags", "links", "sections", "scripts", "references", "words"],
)
def test_hostile_html_takes_no_longer_than_it_is_long(html: str) -> None:
    began = time.monotonic()

    judge(parse_mail(mail(html=html)))

    assert time.monotonic() - began < WITHIN_S


def test_parts_within_parts_without_end_are_refused_or_read_and_never_break() -> None:
    nested = b"From: a@email.meta.com\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (place, place) for place in range(3000)
    )
    with suppress(UsageError):
        assert judge(parse_mail(nested)).outcome == "unsure"


@pytest.mark.parametrize(
    ("text", "charset", "stored_as"),
    [
        ("l’IA – déjà", "iso-8859-1", "cp1252"),
        ("異議申し立て", "ISO-2022-JP", "iso-2022-jp"),
        ("异议", "gb2312", "gb18030"),
        ("이의", "ks_c_5601-1987", "cp949"),
        ("Einspruch für", "utf-8", "utf-8"),
        ("Einspruch für", "no-such-charset", "utf-8"),
        ("Einspruch für", "utf-8", "cp1252"),
        ("Einspruch für", "", "cp1252"),
        ("Einspruch für", "base64", "utf-8"),
    ],
)
def test_a_text_is_read_in_the_charset_that_it_is_really_in(text: str, charset: str, stored_as: str) -> None:
    assert decode(text.encode(stored_as), charset.lower()) == text


@pytest.mark.parametrize(
    ("address", "metas"),
    [
        ("notification@email.meta.com", True),
        ("a@META.COM", True),
        ("a@support.facebook.com", True),
        ("a@notmeta.com", False),
        ("a@meta.com.evil.example", False),
        ("a@meta.com@evil.example", False),
        ("a@mеta.com", False),  # a Cyrillic letter
    ],
)
def test_only_metas_own_domains_and_those_below_are_metas(address: str, metas: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_metas(address) is metas


def test_a_quote_in_html_reads_as_one_in_plain_text() -> None:
    text, _ = visible_text("<p>Yes.</p><blockquote><p>No.</p></blockquote><p>Maybe.</p>")

    assert [line for line in text.splitlines() if line.strip("> ")] == ["Yes.", "> No.", "Maybe."]
