"""What is wrong with a profile, in words: each fault names its key, what was expected and what was found, never the value."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from typing import get_args

from pydantic_core import ErrorDetails

from ai_optout.messages import N_, _, ngettext
from ai_optout.profile_values import FAULT, Site
from ai_optout.wording import did_you_mean, found_kind

_MISSING = {
    "country": N_("the country you live in, by name or ISO code"),
    "email": N_("the e-mail address that the answer is to go to"),
    "site": N_("the site of the account"),
}
_OTHERWISE = N_("something else")
_EXPECTED = {
    "string_type": N_("text in quotes"),
    "tuple_type": N_("a list in square brackets"),
    "model_type": N_("the name of a site or a table"),
    "dict_type": N_("a table of questions and answers"),
}


def worded(error: ErrorDetails, *, keys: Collection[str], account_keys: Collection[str]) -> str:
    """One of pydantic's errors as a sentence part, such as "`tel`: expected text in quotes, found a number"."""
    place = f"`{_place(error['loc'])}`"
    key, found = str(error["loc"][-1]), error["input"]
    match error["type"]:
        case "missing":
            return _("{place} is missing: {missing}").format(place=place, missing=_(_MISSING[key]))
        case "extra_forbidden":
            return _("{place} is not a key of a profile{did_you_mean}").format(
                place=place, did_you_mean=did_you_mean(key, account_keys if len(error["loc"]) > 1 else keys, "`")
            )
        case "literal_error":
            sites = " or ".join(f'"{site}"' for site in get_args(Site))
            return _("{place}: expected {sites}{did_you_mean}").format(
                place=place, sites=sites, did_you_mean=did_you_mean(found, get_args(Site)) if isinstance(found, str) else ""
            )
        case kind if kind == FAULT:
            return f"{place}: {error['msg']}"
        case kind:
            return _("{place}: expected {expected}, found {found_kind}").format(
                place=place, expected=_(_EXPECTED.get(kind, _OTHERWISE)), found_kind=found_kind(found)
            )


def _place(path: Sequence[int | str]) -> str:
    """`accounts[1].site` for the first account's site; pydantic counts from 0, and marks a key that is at fault by `[key]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        elif part != "[key]":
            key = part if re.fullmatch(r"[\w-]+", part) else json.dumps(part, ensure_ascii=False)
            text += f".{key}" if text else key
    return text


def listed(faults: Sequence[str]) -> str:
    """`has 2 faults: ...; ...`."""
    return ngettext("has 1 fault: {faults}", "has {number} faults: {faults}", len(faults)).format(
        number=len(faults), faults="; ".join(faults)
    )
