"""`receipt.html`: one page without anything outside of it, to be read, printed, and sent to an authority."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ai_optout.messages import N_, _
from ai_optout.receipt.chain import MANIFEST, Link
from ai_optout.receipt.document import Digest, ReceiptDocument
from ai_optout.status import Status

_CAME: Final = {
    Status.ACKNOWLEDGED: N_("The page said that it was received."),
    Status.FILLED: N_("It was filled in for a trial and not sent."),
    Status.SENT: N_("It was sent. The page did not say that it was received."),
    Status.UNKNOWN: N_("It may have been sent: no answer of the page was seen."),
}
_RIGHT: Final = {
    "objection": N_("to object"),
    "third-party": N_("to object, as to information that others than the person gave"),
}
_FOR: Final = {
    "person": N_("the person"),
    "facebook": N_("the person's Facebook account"),
    "instagram": N_("the person's Instagram account"),
    "whatsapp": N_("the person's WhatsApp account"),
}
_NOT_SENT: Final = N_("Nothing was accepted by the page.")


@dataclass(frozen=True)
class Due:
    """By when an answer has to come, and the rule that says so, as one cites it, in sentences."""

    on: date
    rule: str


DueOf = Callable[[ReceiptDocument], Due | None]
"""What tells the deadline of a request, where one is known."""


@dataclass(frozen=True)
class _Shown:
    name: str
    shows: str
    caption: str
    data: str | None


def page_of(
    document: ReceiptDocument, pictures: Mapping[str, bytes], digests: Sequence[Digest], before: Link | None, due: Due | None
) -> str:
    """The page as HTML. `pictures` are the contents by name, as far as they are still there."""
    return _template().render(
        document=document,
        came=_(_CAME.get(document.status, _NOT_SENT)) if document.status else _("It has not ended."),
        right=_(_RIGHT.get(document.right, document.right)),
        account=_(_FOR.get(document.account, document.account)),
        times=[
            (what, _in_words(moment))
            for what, moment in (
                (_("The form was opened"), document.opened),
                (_("The person looked at it and said to send it"), document.reviewed),
                (_("It was sent"), document.sent),
                (_("The page said that it was received"), document.acknowledged),
            )
            if moment is not None
        ],
        pictures=[
            _Shown(
                picture.name,
                picture.shows,
                _("The form as it was filled in") if picture.shows == "form" else _("What the page said after it was sent"),
                base64.b64encode(pictures[picture.name]).decode("ascii") if picture.name in pictures else None,
            )
            for picture in document.pictures
        ],
        digests=digests,
        before=before,
        due=due,
        manifest=MANIFEST,
    )


def _template() -> Template:
    loader = PackageLoader("ai_optout", "receipt")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).get_template("page.html")


def _in_words(moment: datetime) -> str:
    return _("{moment:%Y-%m-%d %H:%M:%S} UTC").format(moment=moment)
