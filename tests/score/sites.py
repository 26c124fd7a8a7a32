"""Which pages of the corpus are of one site, so that none of it is learned from and scored on at once."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from ai_optout.form.snapshot import Snapshot

_HOST: Final = re.compile(r"([a-z0-9-]{4,})\.(?:com|co|net|org|[a-z]{2})\b")
_ALIKE: Final = 0.6
"""Pages that share this share of their controls' names and ids (of the page that has fewer) are of one kit, so of one site."""
_LEAST: Final = 4
_COMMON: Final = 40
"""A name that more pages have says nothing of where they come from."""


def folds_of(pages: Mapping[str, Snapshot], folds: int) -> dict[str, int]:
    """For each page, by its name in the corpus, the fold it is scored in: that of its site."""
    site = _sites(pages)
    return {name: int.from_bytes(hashlib.sha256(site[name].encode()).digest()[:4]) % folds for name in pages}


def _sites(pages: Mapping[str, Snapshot]) -> dict[str, str]:
    leader = {name: name for name in pages}

    def lead(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for one, other in (*_same_host(pages), *_same_kit(pages)):
        leader[lead(one)] = lead(other)
    return {name: lead(name) for name in pages}


def _same_host(pages: Mapping[str, Snapshot]) -> list[tuple[str, str]]:
    by_host: dict[str, str] = {}
    pairs = []
    for name in pages:
        hosts = _HOST.findall(name.split("/")[-1].removesuffix(".html").lower())
        if hosts:
            pairs.append((name, by_host.setdefault(hosts[-1], name)))
    return pairs


def _same_kit(pages: Mapping[str, Snapshot]) -> list[tuple[str, str]]:
    marks = {
        name: {(control.attribute_name, re.sub("[0-9]+", "", control.attribute_id)) for control in page.controls} - {("", "")}
        for name, page in pages.items()
    }
    having: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, own in marks.items():
        for mark in own:
            having[mark].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in having.values():
        if len(names) < _COMMON:
            shared.update((one, other) for place, one in enumerate(names) for other in names[:place])
    return [
        pair
        for pair, count in shared.items()
        if count >= _LEAST and count > _ALIKE * min(len(marks[pair[0]]), len(marks[pair[1]]))
    ]
