"""Makes a capture of a page: the file's content, what the engine reads in it beside what it read in the live page, and what a
person is shown before anything is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page

from ai_optout.browser.faults import playwright_errors
from ai_optout.capture.reading import Read, read_page
from ai_optout.capture.rules import rules
from ai_optout.capture.scrubbing import Scrubber, scrubbed
from ai_optout.capture.tree import Element
from ai_optout.capture.writing import write_html
from ai_optout.form.meaning import Meaning
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import Question, understand
from ai_optout.form.words import normalise
from ai_optout.log import Redaction
from ai_optout.saved_page import SavedPage, Viewer

_NAMES: Final = frozenset({Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME})
_SHORTEST_NAME: Final = 3
"""Letters of a name that is taken out wherever it stands: a shorter one may be any word."""
_LONG_LIST: Final = 30
"""Options from which on a list is none of the person's own accounts or addresses."""
TEXTS_SHOWN: Final = 200
"""Lines of the page's own words that the listing shows."""


@dataclass(frozen=True)
class Listed:
    """One question as the copy shows it."""

    wording: str
    kind: str
    meaning: str | None
    required: bool


@dataclass(frozen=True)
class Capture:
    """A scrubbed copy of a page, not yet written. `lost` are questions of the live page that the copy doesn't show alike."""

    html: str = field(repr=False)
    tree: str = field(repr=False)
    """The accessibility snapshot of the copy, as Playwright writes it."""
    address: str
    title: str
    headings: tuple[str, ...]
    questions: tuple[Listed, ...]
    buttons: tuple[str, ...]
    texts: tuple[str, ...]
    removed: Counter[str]
    lost: tuple[str, ...]


def make_capture(page: Page, viewer: Viewer, asked: str, words: Iterable[str]) -> Capture:
    """A capture of the page as it stands. `asked` is the address that was given, `words` what the person's profiles hold.

    Raises one of ours where the page can't be read.
    """
    with playwright_errors():
        look = scan(page)
        look.close()
    read = read_page(page)
    scrub = Scrubber(Redaction([*words, *read.held, *read.secret, *_names_in(look.snapshot)]))
    root = scrubbed(read.root, scrub)
    _count_values(read, scrub)
    address = public_address(asked, read.url, scrub)
    html = write_html(root, address)
    with viewer.look(SavedPage(Path("capture.html"), html.encode())) as (copy, seen):
        with playwright_errors():
            tree = copy.locator("body").aria_snapshot()
        return Capture(
            html,
            tree,
            address,
            seen.snapshot.title,
            seen.snapshot.headings,
            tuple(_listed(question) for question in understand(seen.snapshot)),
            tuple(dict.fromkeys(button.name for button in seen.snapshot.buttons if button.visible and button.name)),
            tuple(dict.fromkeys(_words(root))),
            scrub.removed,
            tuple(_lost(look.snapshot, seen.snapshot, scrub)),
        )


def _names_in(snapshot: Snapshot) -> Iterable[str]:
    """Each name that the page's own fields for one hold: it greets people by the first."""
    for question in understand(snapshot):
        if question.meaning in _NAMES:
            yield from (name for name in question.control.value.split() if len(name) >= _SHORTEST_NAME)


def public_address(asked: str, reached: str, scrub: Scrubber) -> str:
    """Where the capture says it is from, without query and fragment: the address that was given where it is the page's own, else
    the page's, with its long numbers numbered anew.
    """
    given, own = urlsplit(asked), urlsplit(reached)
    if (given.hostname, given.path.rstrip("/")) == (own.hostname, own.path.rstrip("/")):
        return f"{given.scheme}://{given.netloc}{given.path or '/'}"
    path = "/".join(scrub.word(part) for part in own.path.split("/"))
    return f"{own.scheme}://{own.netloc}{path or '/'}"


def _count_values(read: Read, scrub: Scrubber) -> None:
    """What the fields held in the page is never in an attribute: it is counted from what was read."""
    scrub.removed["values"] += max(0, len(read.held) - scrub.removed["values"] - scrub.removed["hidden values"])
    scrub.removed["comments"] += read.comments
    scrub.removed += Counter()  # what is none isn't listed


def _listed(question: Question) -> Listed:
    return Listed(question.control.wording, str(question.control.kind), question.meaning, question.required)


def _words(root: Element) -> Iterable[str]:
    """Everything in the copy that a person reads or hears, a line a text, and what else may name somebody: the values of choices
    and buttons, and lists of options, a line a list. A long list (countries) is everybody's and isn't shown.
    """
    for element in root.elements():
        if element.tag == "option":
            continue
        if element.tag in {"select", "datalist"}:
            options = [_option(one) for one in element.elements() if one.tag == "option"]
            yield from [" · ".join(filter(None, options))] if any(options) and len(options) <= _LONG_LIST else []
        spoken = [value for name, value in element.attributes.items() if name in rules().texts]
        texts = [child for child in (*element.children, *(element.shadow or ())) if isinstance(child, str)]
        yield from (line for text in (*texts, *spoken, _telling_value(element)) if (line := " ".join(text.split())))


def _option(option: Element) -> str:
    text = " ".join("".join(child for child in option.children if isinstance(child, str)).split())
    text, value = text or option.attributes.get("label", ""), _telling_value(option)
    return f"{text} ({value})" if text and value not in {"", text} else text or value


def _telling_value(element: Element) -> str:
    """The value that an element posts, "" where it is too short to name anybody."""
    value = element.attributes.get("value", "")
    return value if len(value) > _SHORTEST_NAME else ""


def _lost(live: Snapshot, copy: Snapshot, scrub: Scrubber) -> Iterable[str]:
    """The questions that are read otherwise in the copy: where there are any, a replay wouldn't show what the live page does."""
    quiet = Scrubber(scrub.known)

    def key(question: Question) -> tuple[str, str, str | None, bool]:
        wording = normalise(quiet.text(question.control.wording))
        return str(question.control.kind), wording, question.meaning, question.required

    there = Counter(key(question) for question in understand(copy))
    for question in understand(live):
        if there[key(question)] > 0:
            there[key(question)] -= 1
        else:
            yield quiet.text(question.control.wording)
