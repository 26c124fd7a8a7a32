"""A mail as bytes, read into what a judgement needs: whose it is, when, and what its sender wrote.

Whatever comes in a file called `.eml` is read with bounds on size and effort, and nothing in it is believed because it says so: a
sender's address can be made up, and so can the line in which a mail server says that it checked it.
"""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import BinaryIO, Final

from ai_optout.errors import UsageError
from ai_optout.followup.quoting import Own, own_text
from ai_optout.followup.visible import visible_text
from ai_optout.messages import _
from ai_optout.senders import is_metas as is_metas_domain

MEGABYTE: Final = 1024 * 1024
READ: Final = 5 * MEGABYTE
"""Of a larger mail only so much is read: what it says stands at its beginning, the rest is attached."""
_TEXT: Final = 200_000  # characters of a text that are judged: ten times the longest answer anyone reported
_PARTS: Final = 200

# What mail programs call a charset, and what they write: the larger set of the family, as browsers read it (WHATWG Encoding).
_CHARSETS: Final = {
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
}
_IN_HTML: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
_HEADERS: Final = ("from", "to", "subject", "date", "received", "message-id", "mime-version", "content-type", "return-path")
_TO: Final = ("to", "delivered-to", "x-original-to", "cc")
_CHECKS_FAILED: Final = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(?:fail|softfail|permerror)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """One rendering of the mail's text: what its sender wrote in it."""

    own: Own
    from_html: bool
    hides: bool = False


@dataclass(frozen=True)
class Mail:
    """A mail, read. Personal values are in it: `repr` shows none. `sent` is what its header says, in UTC."""

    senders: tuple[str, ...] = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    subject: str = field(repr=False)
    sent: datetime | None
    texts: tuple[Text, ...] = field(repr=False)
    forwarded: bool
    passed_on_by: tuple[str, ...] = field(repr=False)
    """Where it was forwarded: who by."""
    failed_checks: tuple[str, ...]
    cut: bool
    """Whether only the beginning was read."""

    @property
    def from_meta(self) -> bool | None:
        """Whether the one sender that it names is of Meta's domains; None where it names none. It can be made up."""
        if not self.senders:
            return None
        return len(self.senders) == 1 and is_metas(self.senders[0])


def is_metas(address: str) -> bool:
    """Whether an e-mail address is at one of Meta's own domains or below."""
    return is_metas_domain(address.rpartition("@")[2])


def read_bounded(source: BinaryIO) -> tuple[bytes, bool]:
    """The mail that `source` gives, or its first `READ` bytes, and whether there was more."""
    content = source.read(READ + 1)
    return content[:READ], len(content) > READ


def parse_mail(content: bytes, *, cut: bool = False) -> Mail:
    """The mail in `content`. Raises `UsageError` where that is empty, isn't a mail, or is nested beyond sense."""
    _refuse_other_things(content)
    try:
        outer = email.message_from_bytes(content.removeprefix(codecs.BOM_UTF8))
        if not any(name in outer for name in _HEADERS):
            raise UsageError(
                _("This isn't a mail: it begins without any of a mail's header lines."),
                _('Save the mail itself as a file: in most programs "Save as", "Download" or "Show original"; it ends in .eml.'),
            )
        inner = _passed_on(outer)
        return _mail(outer, inner, cut=cut)
    except (RecursionError, MessageError):
        raise UsageError(
            _("This mail can't be read: its parts are put together in a way that no mail program writes."),
            _("Open it in your mail program, and save it anew."),
        ) from None


def _refuse_other_things(content: bytes) -> None:
    if not content.strip():
        raise UsageError(_("This mail is empty."), _("Save it anew from your mail program; a file that ends in .eml."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError(
            _("This is a mail in Outlook's own form (.msg)."), _('In Outlook choose "Save as" and a type that ends in .eml.')
        )
    if b"\0" in content[:1024]:
        raise UsageError(
            _("This isn't a mail: it holds what no text holds."), _("Save the mail itself; a file that ends in .eml.")
        )


def _passed_on(message: Message) -> Message:
    """The mail that is attached to this one, if one is: it was passed on so. A report of a mail server's isn't."""
    if message.get_content_type() == "multipart/report":
        return message
    for part in _walk(message):
        if part.get_content_type() == "message/rfc822" and isinstance(held := part.get_payload(), list) and held:
            return held[0] if isinstance(held[0], Message) else message
    return message


def _walk(message: Message) -> Iterator[Message]:
    waiting, count = [message], 0
    while waiting and count < _PARTS:
        part = waiting.pop(0)
        count += 1
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(held := part.get_payload(), list):
            waiting = [one for one in held if isinstance(one, Message)] + waiting


def _mail(outer: Message, inner: Message, *, cut: bool) -> Mail:
    subject = _header(inner, "subject")
    texts = tuple(_texts(inner, subject))
    passed_on = outer is not inner or any(text.own.forwarded for text in texts)
    senders = _addresses(inner, "from")
    if outer is inner and passed_on:
        told = dict.fromkeys(text.own.sender for text in texts if text.own.forwarded and text.own.sender)
        senders = tuple(told)  # the person passed it on: what counts is from whom the mail inside says it is
    recipients = [address for name in _TO for address in _addresses(inner, name)]
    passed_on_by = _addresses(outer, "from") if passed_on else ()
    checks = " ".join(str(value) for value in outer.get_all("authentication-results", [])[:1])
    return Mail(
        senders=senders,
        recipients=tuple(dict.fromkeys([*recipients, *passed_on_by])),
        subject=subject,
        sent=_date(inner),
        texts=texts,
        forwarded=passed_on,
        passed_on_by=passed_on_by,
        failed_checks=tuple(dict.fromkeys(name.lower() for name in _CHECKS_FAILED.findall(checks))),
        cut=cut or any(text.own.text and len(text.own.text) >= _TEXT for text in texts),
    )


def _texts(message: Message, subject: str) -> Iterator[Text]:
    """The plain text, and the HTML as it is seen."""
    plain: list[str] = []
    html: list[str] = []
    for part in _walk(message):
        if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_subtype()
        if kind in {"plain", "html"}:
            (plain if kind == "plain" else html).append(_decoded(part, is_html=kind == "html"))
    joined = "\n\n".join(plain)
    if joined.strip():
        yield Text(own_text(joined[:_TEXT], subject), from_html=False)
    if html:
        seen = [visible_text(one) for one in html[:10]]
        yield Text(
            own_text("\n\n".join(text for text, _rest in seen)[:_TEXT], subject),
            from_html=True,
            hides=any(hides for _rest, hides in seen),
        )


def _decoded(part: Message, *, is_html: bool) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    said = str(part.get_param("charset", "") or "").strip("'\" ").lower()
    if not said and is_html and (found := _IN_HTML.search(content[:2048])):
        said = found[1].decode("ascii", "replace").lower()
    return decode(content, said)


def decode(content: bytes, charset: str) -> str:
    """`content` in `charset`, or where that is unknown, unsaid or untrue as UTF-8, else as Windows-1252; nothing raises."""
    for name in (charset, "utf-8"):
        try:
            codec = codecs.lookup(_CHARSETS.get(name, name)) if name else None
            if codec is not None and codec.name not in _NO_CHARSETS:
                return content.decode(codec.name, "strict")
        except (LookupError, ValueError):
            continue
    fallback = (
        _CHARSETS.get(charset, charset) if charset.startswith(("iso-2022", "gb", "big5", "shift", "euc", "ks_")) else "cp1252"
    )
    try:
        return content.decode(fallback, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")


_NO_CHARSETS: Final = frozenset(
    {"base64", "bz2", "hex", "quopri", "uu", "zlib", "rot13", "idna", "punycode", "unicode-escape", "undefined"}
)


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    try:
        pieces = decode_header(str(value)[:2000])
    except (MessageError, ValueError):
        return str(value)[:2000]
    return " ".join("".join(decode(text, charset or "") if isinstance(text, bytes) else text for text, charset in pieces).split())


def _addresses(message: Message, name: str) -> tuple[str, ...]:
    values = [str(value)[:5000] for value in message.get_all(name, [])[:5]]
    found = [address.strip() for _rest, address in getaddresses(values) if address.count("@") == 1]
    return tuple(dict.fromkeys(found[:50]))


def _date(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(message.get("date", "")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
