"""For which of a person's accounts a request is, and which others it covers.

One objection covers every account in the same Accounts Centre, on both sites; accounts that aren't linked need their own (facts,
*The doors*, from Meta's own text). Which belong together only the person knows: those that share the word `centre` in the
profile. A pure function of flow and profile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ai_optout.flow import Flow
from ai_optout.profile import Account, Profile


@dataclass(frozen=True)
class Subject:
    """One account, or the person where the right is asked for none."""

    label: str
    """How the ledger knows it: the site for the first account there, as it stands in the profile; for further ones with a keyed
    hash, so that it says nothing of its address.
    """
    covering: tuple[str, ...]
    """The labels whose request covers this one too: its own first, then those of the same Accounts Centre."""
    profile: Profile
    """The person's, with this account as the only one at its site."""
    place: int = 0
    """Which of the site's accounts, from 0 on: each has a log-in, so a browser context, of its own."""
    of: int = 1


def subjects(flow: Flow, profile: Profile, mark: Callable[[str], str]) -> tuple[Subject, ...]:
    """What a flow is to be run for, one request each; never empty. `mark` gives the keyed hash of a text."""
    own = [account for account in profile.accounts if account.site == flow.per]
    if not own:
        return (Subject(flow.per, (flow.per,), profile),)
    heads = [account for number, account in enumerate(own) if not _linked(account, own[:number])]
    return tuple(
        Subject(
            label(account, profile, mark),
            _covering(account, profile, mark),
            _alone(account, profile),
            place,
            len(heads),
        )
        for place, account in enumerate(heads)
    )


def label(account: Account, profile: Profile, mark: Callable[[str], str]) -> str:
    """How the ledger knows an account."""
    first = next(one for one in profile.accounts if one.site == account.site)
    if account == first:
        return account.site
    marked = mark(f"{account.email or profile.email} {account.centre or ''}")
    return f"{account.site}:{marked[:16]}"


def _linked(account: Account, others: list[Account]) -> bool:
    return account.centre is not None and any(one.centre == account.centre for one in others)


def _covering(account: Account, profile: Profile, mark: Callable[[str], str]) -> tuple[str, ...]:
    linked = [one for one in profile.accounts if account.centre is not None and one.centre == account.centre]
    return tuple(dict.fromkeys(label(one, profile, mark) for one in (account, *linked)))


def _alone(account: Account, profile: Profile) -> Profile:
    others = tuple(one for one in profile.accounts if one.site != account.site)
    return profile.model_copy(update={"accounts": (account, *others)})
