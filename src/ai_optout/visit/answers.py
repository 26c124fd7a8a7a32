"""The profile as answers by meaning: what the engine is given to say, as the person wrote it."""

from __future__ import annotations

from ai_optout.flow import Flow
from ai_optout.form.meaning import TOKENS, Answer, Files, Meaning, Right, Territory
from ai_optout.form.numbers import territory_of
from ai_optout.profile import Profile

FAMILY_NAME_FIRST = frozenset({"hu", "ja", "zh", "ko"})
"""Languages in which a full name begins with the family name (the design, *Meanings*)."""


def answers_for(profile: Profile, flow: Flow, language: str) -> dict[Meaning, Answer]:
    """What the profile has to say, for a page in `language` (a BCP 47 tag, or nothing). What it doesn't have isn't there."""
    email = profile.email if flow.per == "person" else profile.account_email(flow.per)
    country = Territory(profile.country_code, profile.country)
    said: dict[Meaning, Answer | None] = {
        Meaning.COUNTRY: country,
        Meaning.TEL_COUNTRY_CODE: territory_of(profile.tel, country) if profile.tel else country,
        Meaning.EMAIL: email,
        Meaning.EMAIL_AGAIN: email,
        Meaning.GIVEN_NAME: profile.given_name,
        Meaning.FAMILY_NAME: profile.family_name,
        Meaning.NAME: full_name(profile, language),
        Meaning.TEL: profile.tel,
        Meaning.IMPACT: profile.reason,
        Meaning.PROMPTS: profile.prompts,
        Meaning.EVIDENCE: Files(tuple(profile.evidence)) if profile.evidence else None,
    }
    said |= {Meaning(key): text for key, text in profile.remembered.items() if key in TOKENS}
    return {meaning: answer for meaning, answer in said.items() if answer is not None and answer != ""}


def remembered_wordings(profile: Profile) -> dict[str, str]:
    """The answers that the profile remembers by the wording of a question."""
    return {key: text for key, text in profile.remembered.items() if key not in TOKENS}


def full_name(profile: Profile, language: str) -> str | None:
    """Given and family name in the order of the language; None where one of them is missing."""
    if not profile.given_name or not profile.family_name:
        return None
    names = (profile.given_name, profile.family_name)
    return " ".join(reversed(names) if language.replace("_", "-").split("-")[0] in FAMILY_NAME_FIRST else names)


def right_of(request: str, about: str) -> Right:
    """A flow's words for the right it asks for."""
    return Right(request, about)
