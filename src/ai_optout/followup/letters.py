"""The letter that comes next, as Markdown: drawn up from what is on file, for the person to read, complete and send.

Whatever is put into a letter is escaped, so that a name or a reason is text and nothing else. What isn't known stands in it as a
gap in brackets, and what the person should look at before sending comes back as notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date

from ai_optout.errors import UsageError
from ai_optout.followup.authorities import (
    Authority,
    addressee_of,
    authority_of,
    law_of,
    lead_authority,
    regions_of,
)
from ai_optout.followup.deadlines import due, rule_of, zone_of
from ai_optout.followup.standing import Phase, Standing
from ai_optout.followup.templates import environment
from ai_optout.messages import _
from ai_optout.profile import Profile


class Kind(StrEnum):
    """What a letter is: to Meta a reminder, an answer with evidence, an objection to a refusal; to the authority a complaint."""

    REMINDER = "reminder"
    EVIDENCE = "evidence"
    OBJECTION = "objection"
    COMPLAINT = "complaint"


FOLLOWS: Final = {Phase.OVERDUE: Kind.REMINDER, Phase.EVIDENCE_ASKED: Kind.EVIDENCE, Phase.REFUSED: Kind.OBJECTION}
"""Which letter comes next by itself, by where a request stands."""


@dataclass(frozen=True)
class Letter:
    """A letter: its language, its Markdown (personal data), and what to look at before it is sent."""

    kind: Kind
    language: str
    markdown: str
    notes: tuple[str, ...]


@cache
def letter_languages() -> tuple[str, ...]:
    """The languages in which every letter can be drawn up: one template each."""
    folder = resources.files("ai_optout.followup") / "templates" / "letters"
    return tuple(sorted(file.name.removesuffix(".md") for file in folder.iterdir() if file.name != "frame.md"))


def kind_that_follows(standing: Standing) -> Kind:
    """The letter that comes next for a request. Raises `UsageError` where none does, saying why."""
    if (kind := FOLLOWS.get(standing.phase)) is not None:
        return kind
    number = standing.request.id
    if standing.phase is Phase.WAITING:
        until = _(" until {due}").format(due=standing.due) if standing.due else ""
        raise UsageError(
            _("Request {number} is still waiting for an answer{until}: no letter comes next yet.").format(
                number=number, until=until
            ),
            _("To write one all the same: ai-optout letter reminder --request {number}").format(number=number),
        )
    raise UsageError(
        _("Request {number} needs no letter: {next_step}").format(number=number, next_step=standing.next_step),
        _("To write one all the same, name it: ai-optout letter complaint --request {number}").format(number=number),
    )


def draw_up(
    standing: Standing,
    profile: Profile,
    kind: Kind,
    now: datetime,
    *,
    language: str | None = None,
    region: str | None = None,
    case: str | None = None,
) -> Letter:
    """The letter of that kind about a request. `language` is a BCP 47 tag, `region` an ISO 3166-2 code where the authority is the
    region's. Raises `UsageError` where the request was never sent, or where the region is unknown.
    """
    request = standing.request
    if standing.phase in {Phase.NOT_SENT, Phase.UNDER_WAY}:
        raise UsageError(
            _("Request {request} was never sent: there is nothing to write about.").format(request=request.id),
            "See: ai-optout status --all",
        )
    country = standing.country or request.country or profile.country_code
    authority = _authority(country, region) if kind is Kind.COMPLAINT else None
    readers = authority or next(iter(regions_of(country)), None) if kind is Kind.COMPLAINT else None
    spoken, notes = _language(language, profile, readers)
    rule = rule_of(country)
    until = _due_day(standing, country)
    today = now.astimezone(ZoneInfo(zone_of(country))).date()
    meta = addressee_of(rule.regime)
    values = {
        "kind": kind.value,
        "name": " ".join(filter(None, (profile.given_name, profile.family_name))) or "[…]",
        "email": profile.email,
        "today": _day(today, spoken),
        "right": request.right,
        "account": request.account.partition(":")[0],
        "sent": _day(_moment(request.sent or request.created, country), spoken),
        "acknowledged": _day(_moment(request.acknowledged, country), spoken) if request.acknowledged else "",
        "answer": request.answer or "",
        "answered": _day(_moment(request.answered, country), spoken) if request.answered else "",
        "due": _day(until, spoken) if until else "",
        "overdue": until is not None and until < today,
        "sure": rule.sure and request.acknowledged is not None,
        "law": law_of(rule.regime, spoken),
        "meta": meta.lines[0],
        "meta_address": ", " + ", ".join(meta.lines[1:]),
        "case": case or "",
        "reason": profile.reason or "",
        "prompts": profile.prompts or "",
        "files": [path.name for path in profile.evidence],
        "lead": _lead(rule.regime, authority),
        **_recipient(kind, meta.lines, authority),
    }
    markdown = environment(html=False).get_template(f"letters/{spoken}.md").render(values)
    early = until is not None and until >= today and request.answer is None
    notes += _notes(kind, profile, authority, country, meta_is_sure=meta.sure, rule_is_sure=rule.sure, is_early=early)
    return Letter(kind, spoken, _tidied(markdown), tuple(notes))


def _language(wanted: str | None, profile: Profile, authority: Authority | None) -> tuple[str, list[str]]:
    """The language to write in, and what is to be said about it: the one wished for, else one that reader and person share."""
    known = letter_languages()
    own = [_primary(profile.language)] if profile.language else []
    if wanted is not None:
        if _primary(wanted) in known:
            return _primary(wanted), []
        return "en", [
            _("There is no letter in {wanted} yet, so it is in English; there are: {known}.").format(
                wanted=wanted, known=", ".join(known)
            )
        ]
    theirs = list(authority.languages) if authority is not None else []
    both = [one for one in own if one in theirs]
    for one in [*both, *theirs, *own] if authority is not None else own:
        if one in known:
            return one, []
    missing = ", ".join(dict.fromkeys([*theirs, *own]))
    return "en", [
        _("There is no letter in {missing} yet, so it is in English: the reader may ask for another language.").format(
            missing=missing
        )
    ] if missing else []


def _primary(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()


def _authority(country: str, region: str | None) -> Authority | None:
    own = regions_of(country)
    if region is None:
        return authority_of(country)
    code = region.upper() if "-" in region else f"{country}-{region.upper()}"
    if not own:
        raise UsageError(
            _("In {country} there is one authority for the whole country: --region has no meaning there.").format(
                country=country
            ),
            _("Leave it out."),
        )
    if (found := authority_of(country, code)) is None:
        raise UsageError(
            _("There is no authority on file for {code}.").format(code=code),
            _("There are: {own}").format(own=", ".join(one.code for one in own)),
        )
    return found


def _recipient(kind: Kind, meta: Sequence[str], authority: Authority | None) -> dict[str, object]:
    if kind is not Kind.COMPLAINT:
        return {"recipient": list(meta), "recipient_website": ""}
    if authority is None:
        return {"recipient": ["[…]"], "recipient_website": ""}
    return {
        "recipient": [authority.name, *authority.address],
        "recipient_website": "" if authority.address else authority.website,
    }


def _lead(regime: str, authority: Authority | None) -> str:
    lead = lead_authority()
    return lead.name if regime == "gdpr" and (authority is None or authority.code != lead.code) else ""


def _notes(
    kind: Kind,
    profile: Profile,
    authority: Authority | None,
    country: str,
    *,
    meta_is_sure: bool,
    rule_is_sure: bool,
    is_early: bool,
) -> list[str]:
    notes = [_("Fill in what stands in brackets, above all your postal address; read it, and sign it if you post it.")]
    if kind is Kind.COMPLAINT:
        notes += _about_the_authority(authority, country)
        notes.append(_("Enclose the receipt (ai-optout status --json names its folder) and Meta's e-mail, if there is one."))
    elif not meta_is_sure:
        notes.append(
            _("Compare the addressee with Meta's privacy policy, “How to contact Meta”: for your country it isn't surely known.")
        )
    if kind is Kind.COMPLAINT and is_early:
        notes.append(_("Meta's time to answer isn't over yet: an authority may send you away until it is."))
    if not rule_is_sure:
        notes.append(rule_of(country).basis)
    if kind in {Kind.OBJECTION, Kind.COMPLAINT} and not profile.reason:
        notes.append(_("Your profile holds no reason; a few sentences of your own make it stronger: ai-optout profile edit"))
    return notes


def _about_the_authority(authority: Authority | None, country: str) -> list[str]:
    if authority is None and (own := regions_of(country)):
        codes = ", ".join(one.code for one in own)
        return [
            _("In {country} the authority of your region is responsible for a company: name it with --region ({codes}).").format(
                country=country, codes=codes
            )
        ]
    if authority is None:
        return [_("No supervisory authority is on file for {country}: look for the one where you live.").format(country=country)]
    how = f", {authority.email}" if authority.email else ""
    notes = [
        _("To {authority}: {website}{how}. Many authorities want their own complaint form: look there first.").format(
            authority=authority.name, website=authority.website, how=how
        )
    ]
    if not authority.confirmed:
        notes.append(
            _("Check the address before you send: it was not confirmed by the authority's own page. See {website}").format(
                website=authority.website
            )
        )
    return notes


def _due_day(standing: Standing, country: str) -> date | None:
    if standing.due is not None or standing.request.answer is not None:
        return standing.due
    start = standing.request.acknowledged or standing.request.sent
    return due(datetime.fromisoformat(start), country).day if start else None


def _moment(text: str | None, country: str) -> date:
    assert text is not None
    return datetime.fromisoformat(text).astimezone(ZoneInfo(zone_of(country))).date()


def _day(day: date, language: str) -> str:
    return format_date(day, format="long", locale="en_GB" if language == "en" else language)


def _tidied(markdown: str) -> str:
    """Without the blank lines that a template's branches leave; the two blanks at a line's end are Markdown's line break."""
    lines: list[str] = []
    for line in markdown.strip().splitlines():
        kept = line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "")
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines) + "\n"
