"""Every door there is, as the flow that reaches it and the switches that put it in the way; shared by the sample and the sweep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tests.journeys.rehearsal import Rehearsal

from ai_optout.profile import Profile

OBJECTIONS = {
    "facebook": ("6359191084165019", "712876720715583"),
    "instagram": ("233964459562201", "767264225370182"),
}


@dataclass(frozen=True)
class Way:
    """One door: which flow gets there, what must be so, the mock's letter for it, and which shapes it knows."""

    flow: str
    letter: str
    switches: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    shapes: tuple[str, ...] = ("2024", "2025")
    keys: frozenset[str] = frozenset({"email", "impact"})
    """What a request by this door must hold besides what the shape adds."""


PORTAL = frozenset({"request", "country_code", "email", "email_again", "impact"})
THIRD_PARTY = frozenset({"request", "country_code", "email", "reason", "prompts", "first_name", "surname"})
WAYS: Mapping[str, Way] = {
    "A": Way("facebook-objection", "A"),
    "the older A": Way("facebook-objection", "A", {"dead_doors": OBJECTIONS["facebook"][:1]}),
    "B": Way("instagram-objection", "B"),
    "the older B": Way("instagram-objection", "B", {"dead_doors": OBJECTIONS["instagram"][:1]}),
    "C": Way("facebook-third-party", "C", shapes=("2024",), keys=THIRD_PARTY),
    "C by Instagram's links": Way("instagram-third-party", "C", shapes=("2024",), keys=THIRD_PARTY),
    "D": Way("whatsapp-objection", "D", shapes=("2024",), keys=frozenset({"email", "impact", "phone", "dialling_code"})),
    "G instead of A": Way("facebook-objection", "G", {"general_form_instead": True}, keys=frozenset({"about_ai", "email"})),
    "G after A": Way("facebook-objection", "G", {"dead_doors": OBJECTIONS["facebook"]}, keys=frozenset({"about_ai", "email"})),
    "G after B": Way("instagram-objection", "G", {"dead_doors": OBJECTIONS["instagram"]}, keys=frozenset({"about_ai", "email"})),
    "E from A": Way("facebook-objection", "E", {"doors_lead_to_portal": "start"}, shapes=("2024",), keys=PORTAL | {"topic"}),
    "E from B": Way(
        "instagram-objection",
        "E",
        {"doors_lead_to_portal": "request", "portal_form_element": False},
        shapes=("2024",),
        keys=PORTAL,
    ),
}


def everywhere(rehearsal: Rehearsal) -> Profile:
    """The demo's person with an account on each site."""
    return rehearsal.profile_with(accounts=["facebook", "instagram", "whatsapp"])
