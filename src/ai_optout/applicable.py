"""Which flows apply to a person, and why: from residence and accounts. A pure function of the catalogue and the profile."""

from __future__ import annotations

from dataclasses import dataclass

from ai_optout.flow import Catalogue, Flow
from ai_optout.messages import _
from ai_optout.profile import Profile

_CALLED = {"facebook": "Facebook", "instagram": "Instagram", "whatsapp": "WhatsApp"}


@dataclass(frozen=True)
class Applies:
    """Whether a flow applies, with the reason in one sentence; `eligible` is what its region alone says."""

    flow: Flow
    applies: bool
    eligible: bool
    why: str


def judge(flow: Flow, profile: Profile) -> Applies:
    """What is known of this flow for this person, the others left aside."""
    standing = flow.regions.of(profile.country_code)
    if standing.eligible == "no":
        return Applies(
            flow,
            applies=False,
            eligible=False,
            why=_("This form is not open to people who live where you live; the third-party form is open to everyone."),
        )
    if flow.per != "person" and flow.per not in {account.site for account in profile.accounts}:
        return Applies(
            flow, applies=False, eligible=True, why=_("The profile names no {called} account.").format(called=_CALLED[flow.per])
        )
    if standing.eligible == "one source":
        return Applies(
            flow, applies=True, eligible=True, why=_("Known from one source only to be open where you live: it is tried.")
        )
    return Applies(
        flow,
        applies=True,
        eligible=True,
        why=_("Open to everyone.") if flow.per == "person" else _("Open where you live, and the profile names such an account."),
    )


def overview(catalogue: Catalogue, profile: Profile) -> tuple[Applies, ...]:
    """Every flow with its verdict: of several ways to one right for one account, the first that applies is taken."""
    taken: dict[tuple[str, str], Flow] = {}
    result: list[Applies] = []
    for flow in catalogue.flows.values():
        verdict = judge(flow, profile)
        if verdict.applies:
            first = taken.setdefault((flow.right, flow.per), flow)
            if first is not flow:
                verdict = Applies(
                    flow,
                    applies=False,
                    eligible=True,
                    why=_("Another way to the form of {first}; name it to take this one.").format(first=first.name),
                )
        result.append(verdict)
    return tuple(result)
