"""The profile as answers by meaning: what the engine is given to say, as the person wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ai_optout.flow import Flow
from ai_optout.form.meaning import TOKENS, Answer, Files, Meaning, Right, Territory
from ai_optout.form.numbers import territory_of
from ai_optout.profile import Profile

FAMILY_NAME_FIRST = frozenset({"hu", "ja", "zh", "ko"})
"""Languages in which a full name begins with the family name (the design, *Meanings*)."""

FOLLOWS: Mapping[Meaning, frozenset[Meaning]] = MappingProxyType(
    {
        Meaning.EMAIL_AGAIN: frozenset({Meaning.EMAIL}),
        Meaning.NAME: frozenset({Meaning.GIVEN_NAME, Meaning.FAMILY_NAME}),
        Meaning.TEL_COUNTRY_CODE: frozenset({Meaning.TEL, Meaning.COUNTRY}),
    }
)
"""What follows from other answers, and from which."""


def answers_for(profile: Profile, flow: Flow, language: str) -> dict[Meaning, Answer]:
    """What the profile has to say, for a page in `language` (a BCP 47 tag, or nothing). What it doesn't have isn't there."""
    said: dict[Meaning, Answer | None] = {
        Meaning.COUNTRY: Territory(profile.country_code, profile.country),
        Meaning.EMAIL: profile.email if flow.per == "person" else profile.account_email(flow.per),
        Meaning.GIVEN_NAME: profile.given_name,
        Meaning.FAMILY_NAME: profile.family_name,
        Meaning.TEL: profile.tel,
        Meaning.IMPACT: profile.reason,
        Meaning.PROMPTS: profile.prompts,
        Meaning.EVIDENCE: Files(tuple(profile.evidence)) if profile.evidence else None,
    }
    said |= {Meaning(key): text for key, text in profile.remembered.items() if key in TOKENS}
    return completed({meaning: answer for meaning, answer in said.items() if answer is not None and answer != ""}, language)


def completed(said: Mapping[Meaning, Answer], language: str) -> dict[Meaning, Answer]:
    """With what follows from it: the address a second time, the full name, the number's dialling code; what is said stands."""
    country, tel = said.get(Meaning.COUNTRY), said.get(Meaning.TEL)
    names = (said.get(Meaning.GIVEN_NAME), said.get(Meaning.FAMILY_NAME))
    follows: dict[Meaning, Answer | None] = {
        Meaning.EMAIL_AGAIN: said.get(Meaning.EMAIL),
        Meaning.NAME: full_name(*names, language),
        Meaning.TEL_COUNTRY_CODE: territory_of(
            tel if isinstance(tel, str) else "", country if isinstance(country, Territory) else None
        ),
    }
    return {meaning: answer for meaning, answer in follows.items() if answer is not None} | dict(said)


def remembered_wordings(profile: Profile) -> dict[str, str]:
    """The answers that the profile remembers by the wording of a question."""
    return {key: text for key, text in profile.remembered.items() if key not in TOKENS}


def full_name(given: Answer | None, family: Answer | None, language: str) -> str | None:
    """Given and family name in the order of the language; None where one of them is missing."""
    if not isinstance(given, str) or not isinstance(family, str) or not given or not family:
        return None
    names = (given, family)
    return " ".join(reversed(names) if language.replace("_", "-").split("-")[0] in FAMILY_NAME_FIRST else names)


def right_of(request: str, about: str) -> Right:
    """A flow's words for the right it asks for."""
    return Right(request, about)
