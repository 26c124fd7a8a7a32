"""A form's structure for a bug report, as Markdown: what is asked where and how it was understood, and no value in it.

What a person typed or chose isn't told. What the page itself may show of them is taken out of every text: e-mail addresses, long
numbers, what stands in a field or is chosen in a list, and all that their profile holds. The page's title isn't told at all: it
is where sites put names; nor is an attribute of a few known words that holds another.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import FloatRect

from ai_optout.country import country_code
from ai_optout.form.language import language_of
from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.form.understand import Question, understand
from ai_optout.inspection import role_of, signs_of
from ai_optout.log import Redaction

MOST: Final = 300
"""Controls that a report tells in full; the rest are counted."""
LISTED: Final = 12
"""Options that are told one by one; a longer list is a list of things that everybody knows, or of somebody's."""
LONGEST_TEXT: Final = 200

_EMAIL: Final = re.compile(r"[^\s@<>()\[\]«»,;:\"']+@[^\s@<>()\[\]«»,;:\"']+")
_NUMBER: Final = re.compile(r"\+?\d(?:[ ()./\u00a0-]{0,2}\d){5,}")  # six digits and more, as telephone and account numbers have


@dataclass(frozen=True)
class Scrubber:
    """Takes out of a text what may be a person's."""

    redaction: Redaction = field(default_factory=Redaction)

    def __call__(self, text: str) -> str:
        """`text`, at most 200 characters of it, on one line, safe in a table of Markdown."""
        known = self.redaction.of(" ".join(text.split()))
        plain = _NUMBER.sub("«number»", _EMAIL.sub("«e-mail»", known))
        short = plain if len(plain) <= LONGEST_TEXT else plain[:LONGEST_TEXT].rsplit(" ", 1)[0] + " …"
        return short.replace("|", "\\|").replace("`", "'").replace("<", "&lt;")

    @classmethod
    def of(cls, snapshot: Snapshot, values: Iterable[str]) -> Scrubber:
        """One that knows the person's `values` and what stands in the fields of the page."""
        held = [control.value for control in snapshot.controls if control.kind in _TYPED]
        held += [value for control in snapshot.controls for _name, value in control.hidden]
        held += [
            text
            for control in snapshot.controls
            if control.kind in _LISTS
            for option in control.options
            if option.selected and (option.value or control.kind is Kind.LISTBOX)
            for text in (option.label, option.value)
        ]
        return cls(Redaction([*values, *filter(None, held)]))


_TYPED: Final = frozenset({Kind.TEXT, Kind.TEXTAREA, Kind.COMBOBOX, Kind.FILE})
_LISTS: Final = frozenset({Kind.SELECT, Kind.LISTBOX})
_TYPES: Final = frozenset(
    [
        "button",
        "checkbox",
        "color",
        "date",
        "datetime-local",
        "email",
        "file",
        "image",
        "month",
        "number",
        "password",
        "radio",
        "range",
        "reset",
        "search",
        "select-one",
        "select-multiple",
        "submit",
        "tel",
        "text",
        "textarea",
        "time",
        "url",
        "week",
    ]
)
"""What `type` may be (HTML, *input*); another word says nothing of the form."""
_INPUT_MODES: Final = frozenset(["none", "text", "tel", "url", "email", "numeric", "decimal", "search"])
_ACCEPTED: Final = re.compile(r"[\w.+*-]{1,30}/[\w.+*-]{1,60}|\.\w{1,5}")
_ANOTHER: Final = "«another word»"


def form_report(look: Scan, *, browser: str, url: str | None, values: Iterable[str] = ()) -> str:
    """The report, in Markdown. `browser` is its version, `url` the page's address (None: a file), `values` the person's own."""
    snapshot = look.snapshot
    scrub = Scrubber.of(snapshot, values)
    questions = {question.control.ref: question for question in understand(snapshot)}
    lines = [
        "# The structure of a form",
        "",
        "Written by `ai-optout report`. No value is in it: look it through before you share it.",
        "",
        f"- ai-optout {version('ai-optout')}, Playwright {version('playwright')}, browser {browser}",
        f"- Python {platform.python_version()}, {platform.system()}",
        f"- page: {_place(url, scrub)}",
        f"- language: {scrub(language_of(snapshot)) or 'not known'}{'' if snapshot.language else ' (inferred from its words)'}",
        f"- headings: {_listed(snapshot.headings, scrub)}",
        f"- forms: {len(snapshot.forms)}, open dialogs: {len(snapshot.dialogs)}",
        f"- controls: {len(snapshot.controls)}, of them questions: {len(questions)}",
        f"- buttons: {_listed([button.name for button in snapshot.buttons if button.visible], scrub)}",
        "",
    ]
    for number, control in enumerate(snapshot.controls[:MOST], 1):
        lines += _control(number, control, questions.get(control.ref), _box(look, control.ref), scrub)
    if len(snapshot.controls) > MOST:
        lines.append(f"And {len(snapshot.controls) - MOST} more controls.")
    return "\n".join(lines).rstrip() + "\n"


def _place(url: str | None, scrub: Scrubber) -> str:
    """Host and path, without query and fragment: those may hold anything."""
    if url is None:
        return "a saved page"
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{scrub(parts.path)}"


def _listed(texts: Iterable[str], scrub: Scrubber) -> str:
    kept = [f"«{scrub(text)}»" for text in dict.fromkeys(texts) if text]
    more = f" and {len(kept) - LISTED} more" if len(kept) > LISTED else ""
    return ", ".join(kept[:LISTED]) + more or "none"


def _box(look: Scan, ref: Ref) -> FloatRect | None:
    try:
        return look.element(ref).bounding_box()
    except PlaywrightError:  # replaced since the look: it has no place any more
        return None


def _control(number: int, control: Control, question: Question | None, box: FloatRect | None, scrub: Scrubber) -> Iterator[str]:
    meaning = f"{question.meaning} ({question.confidence:.2f})" if question and question.meaning else "no meaning"
    yield f"## {number}. {control.kind}: {meaning}"
    yield ""
    yield "| | |"
    yield "|---|---|"
    for name, text in _facts(control, question, box, scrub):
        if text:
            yield f"| {name} | {text} |"
    yield ""


def _facts(control: Control, question: Question | None, box: FloatRect | None, scrub: Scrubber) -> Iterator[tuple[str, str]]:
    yield "role", scrub(role_of(control)) + (f", type {_known(control.type, _TYPES)}" if control.type else "")
    yield "accessible name", scrub(control.label)
    yield "description", scrub(control.description)
    yield "legend", scrub(control.legend)
    yield "text before", scrub(control.before)
    yield "text after", scrub(control.after)
    yield "heading", scrub(control.heading)
    yield "placeholder", scrub(control.placeholder)
    yield "attributes", ", ".join(f"{name}={scrub(value)}" for name, value in _attributes(control, scrub) if value)
    yield "options", _options(control, scrub)
    yield "states", ", ".join(_states(control, question))
    yield "place", _where(control, box)
    yield "css", " ›› ".join(scrub(part) for part in control.css)
    yield "error", scrub(control.error)
    yield "signs", "; ".join(scrub(sign) for sign in signs_of(question)) if question else ""


def _attributes(control: Control, scrub: Scrubber) -> Iterator[tuple[str, str]]:
    yield "name", control.attribute_name
    yield "id", control.attribute_id
    yield "autocomplete", re.sub(r"\bsection-\S+", "section-…", scrub(control.autocomplete))  # a section's name is the page's own
    yield "inputmode", _known(control.inputmode, _INPUT_MODES)
    yield (
        "accept",
        ", ".join(one if _ACCEPTED.fullmatch(one) else _ANOTHER for one in map(str.strip, control.accept.split(",")) if one),
    )
    yield "maxlength", str(control.max_length or "")
    yield "minlength", str(control.min_length or "")


def _known(words: str, known: frozenset[str]) -> str:
    """An attribute of a few words that have a meaning; any other is only said to be there."""
    return " ".join(word if word in known else _ANOTHER for word in words.lower().split())


def _options(control: Control, scrub: Scrubber) -> str:
    if not control.options:
        return ""
    count = f"{len(control.options)}"
    if len(control.options) > LISTED or sum(country_code(option.label) is not None for option in control.options) > 1:
        return count
    return f"{count}: {_listed([option.label for option in control.options], scrub)}"


def _states(control: Control, question: Question | None) -> Iterator[str]:
    required = question.required if question else control.required
    for name, holds in {
        "required": required,
        "invisible": not control.visible,
        "disabled": not control.enabled,
        "read-only": control.readonly,
        "invalid": control.invalid,
        "several": control.multiple,
        "answered": control.answered,
    }.items():
        if holds:
            yield name


def _where(control: Control, box: FloatRect | None) -> str:
    form = f"form {control.form + 1}" if control.form >= 0 else "in no form"
    dialog = f", dialog {control.dialog + 1}" if control.dialog >= 0 else ""
    size = f", {box['width']:.0f} by {box['height']:.0f} px at {box['x']:.0f}, {box['y']:.0f}" if box else ""
    return f"{form}{dialog}{size}"
