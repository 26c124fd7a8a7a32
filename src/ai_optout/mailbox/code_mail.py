"""What a mail of Meta's has to say about the code: the code itself, or why it isn't taken."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart

from bs4 import BeautifulSoup

from ai_optout.mailbox.authenticity import Verdict, verdict
from ai_optout.messages import N_, _
from ai_optout.person.code_text import codes_in
from ai_optout.senders import is_from_meta

REFUTED = N_(
    "A mail that says it is Meta's came, but its server's check (SPF, DKIM) failed: its code isn't used. "
    "Look at it yourself before you type anything from it."
)
SEVERAL = N_("A mail of Meta's came with several numbers that may be the code: look at it and type the one.")


@dataclass(frozen=True)
class CodeMail:
    """The code in a mail, or one sentence on why there is none to take; neither where the mail is about something else."""

    code: str | None = None
    notice: str = ""


def code_mail(raw: bytes, authserv_id: str | None) -> CodeMail:
    """What there is in this mail. Nothing is raised, whatever the mail looks like."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not is_from_meta(message):
        return CodeMail()
    codes = codes_in(text_of(message))
    if not codes:
        return CodeMail()
    if verdict(message, authserv_id) is Verdict.REFUTED:
        return CodeMail(notice=_(REFUTED))
    return CodeMail(codes[0]) if len(codes) == 1 else CodeMail(notice=_(SEVERAL))


def text_of(message: EmailMessage) -> str:
    """The subject, and the text that a person would read."""
    body = message.get_body(preferencelist=("plain", "html"))
    return f"{message.get('Subject', '')}\n{_content(body)}" if body is not None else str(message.get("Subject", ""))


def _content(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    try:
        text = content.decode(part.get_content_charset("utf-8"), "replace") if isinstance(content, bytes) else ""
    except LookupError:  # a character set that isn't known
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return BeautifulSoup(text, "html.parser").get_text("\n") if part.get_content_type() == "text/html" else text
