"""Reads a live page for a capture: its document as values, and every value that must not be in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page

from ai_optout.browser.faults import playwright_errors
from ai_optout.capture.rules import rules
from ai_optout.capture.tree import Element, element_of

SHORTEST_SECRET: Final = 6
"""Characters that a cookie's or a query's value has at least to be looked for in the texts: "en" or "1" is in every one."""


@dataclass(frozen=True)
class Read:
    """A page as it stood: nothing of it is scrubbed yet. `held` are values of fields, `secret` those of cookies and queries."""

    root: Element = field(repr=False)
    url: str = field(repr=False)
    comments: int
    held: tuple[str, ...] = field(repr=False)
    secret: tuple[str, ...] = field(repr=False)


def read_page(page: Page) -> Read:
    """The page as it stands. Raises one of ours where it can't be read."""
    script = files("ai_optout.capture").joinpath("read.js").read_text(encoding="utf-8")
    with playwright_errors():
        record = page.evaluate(script, {"styles": list(rules().styles)})
        cookies = [cookie.get("value", "") for cookie in page.context.cookies()]
    root = element_of(record["root"])
    return Read(
        root,
        page.url,
        record["comments"],
        tuple(dict.fromkeys(value.strip() for value in record["values"] if value.strip())),
        tuple(dict.fromkeys(filter(_tells, [*cookies, *_queries(page.url, root)]))),
    )


def _queries(url: str, root: Element) -> Iterable[str]:
    addresses = [url, *(value for element in root.elements() for value in element.attributes.values() if "?" in value)]
    for address in addresses:
        try:
            yield from (value for _name, value in parse_qsl(urlsplit(address).query))
        except ValueError:  # no address at all
            continue


def _tells(value: str) -> bool:
    return len(value) >= SHORTEST_SECRET and ("@" in value or re.search(r"\d", value) is not None)
