"""A flow script written from a form: what `ai-optout inspect --scaffold` prints, in the shape of those in flows/."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import main_form, understand
from ai_optout.origin import FormAddress, origin_of

PLACE: Final = "https://form.example/"
"""The door where a saved page doesn't say its address: a name of no one (RFC 2606)."""
_LONGEST_LINE: Final = 130  # pyproject.toml, ruff's line-length
_NAME_WORDS: Final = 4
_LONGEST_WORD: Final = 20  # five of them fit in a line of code, with what stands around
_ALWAYS_THE_PERSONS: Final = frozenset({Meaning.ONE_TIME_CODE})
"""What a form asks only after it was sent is no part of what it is expected to ask."""


def scaffold(snapshot: Snapshot, door: str | None, called: str | None = None) -> str:
    """A flow script for the page's form: `door` its address (None: the page is a file that doesn't say where it is from), hosts
    from it, `expects` the meanings that were found, in the form's order. It is `called` so, else after site and title. It
    compiles, and ruff has nothing to say.
    """
    address = _without_fragment(door or PLACE)
    host = urlsplit(address).hostname or ""
    title = _plain(next(iter(snapshot.headings), "") or snapshot.title) or f"The form at {host}"
    asked = [question.meaning for question in main_form(understand(snapshot)) if question.meaning is not None]
    expects = [meaning.value for meaning in dict.fromkeys(asked) if meaning not in _ALWAYS_THE_PERSONS]
    name = called or _name(host, title)
    return "\n".join(
        [
            _docstring(title, ". " + _where(door) if _where(door) else "."),
            "",
            "from ai_optout.flow import flow",
            "from ai_optout.regions import EVERYWHERE",
            "from ai_optout.visit import Visit",
            "",
            "",
            "@flow(",
            f"    name={_quoted(name)},",
            *_string("title", title),
            *_string("right", _right(asked)),
            '    per="person",',
            *_listing("hosts", [host]),
            *_listing("doors", [address]),
            "    regions=EVERYWHERE,",
            *_listing("expects", expects),
            ")",
            f"def {_function(name)}(visit: Visit) -> None:",
            '    """Fill in, review, send once, code where asked, acknowledged."""',
            "    visit.open()",
            f"    visit.answer({_answers(asked)})",
            "    visit.review()",
            "    visit.submit()",
            "    visit.confirm_code()",
            "    visit.acknowledge()",
            "",
        ]
    )


def _function(name: str) -> str:
    """What a flow's function is called: its name, where Python hasn't taken that for itself ("import", "class")."""
    plain = name.replace("-", "_")
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def saved_from(html: bytes) -> str | None:
    """The https address that a saved page says it is from: the browser's own note, else its canonical link; None for none."""
    text = html.decode("utf-8", "replace")
    for pattern in (
        r"<!--\s*saved from url=\(\d+\)(\S+)",  # Chromium, *Save page as*: "Mark of the Web"
        r"<link\b[^>]*\brel=[\"']?canonical[\"']?[^>]*\bhref=[\"']?([^\"'\s>]+)",
        r"<link\b[^>]*\bhref=[\"']?([^\"'\s>]+)[\"']?[^>]*\brel=[\"']?canonical",
    ):
        found = re.search(pattern, text, re.IGNORECASE)
        if found and origin_of(found[1]).startswith("https://"):
            return found[1]
    return None


def door_of(address: FormAddress) -> str:
    """The form's address as a door: without the part behind #."""
    return _without_fragment(address.url)


def _where(door: str | None) -> str:
    return "" if door else "The saved page doesn't say its address: `doors` and `hosts` are a stand-in for it."


def _right(asked: Iterable[Meaning | None]) -> str:
    return "objection" if {Meaning.REQUEST, Meaning.IMPACT, Meaning.ABOUT_AI} & set(asked) else "request"


def _answers(asked: Iterable[Meaning | None]) -> str:
    known = set(asked)
    given = ["about_ai=True"] if Meaning.ABOUT_AI in known else []
    if Meaning.REQUEST in known:
        given.append('request="objection"')
    return ", ".join(given)


def _name(host: str, title: str) -> str:
    """`example-contact-us`: the site's own word and the title's first, in the letters of a script's name."""
    site = (
        [part for part in host.split(".") if part not in {"www", "help", "m"}][:1] if not host.replace(".", "").isdigit() else []
    )
    words = [word[:_LONGEST_WORD] for word in re.findall(r"[a-z0-9]+", _ascii(" ".join([*site, title])))[: _NAME_WORDS + 1]]
    name = "-".join(dict.fromkeys(words)) or "form"
    return name if name[0].isalpha() and "-" in name else f"form-{name}"  # one word may be Python's own: class, flow, print


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def _plain(text: str) -> str:
    """One line of printable text, without what would end a string."""
    kept = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return kept.replace("\\", "/").replace('"', "'").strip().rstrip(".").strip()


def _docstring(title: str, end: str) -> str:
    if re.match(r"this\b", title, re.IGNORECASE):  # a docstring that begins with it says nothing (ruff, D404)
        title = f"The form: {title}"
    line = f'"""{title}{end}"""'
    if len(line) <= _LONGEST_LINE:
        return line
    shortened = title[: _LONGEST_LINE - len(end) - 8].rsplit(" ", 1)[0]
    return f'"""{shortened}{end}"""' if len(f'"""{shortened}{end}"""') <= _LONGEST_LINE else f'"""A form{end}"""'


def _quoted(text: str) -> str:
    return f'"{text}"'


def _string(key: str, text: str) -> list[str]:
    """A keyword argument; a long text is cut at a word, for a title is only a title."""
    room = _LONGEST_LINE - len(f'    {key}="",')
    return [f"    {key}={_quoted(text if len(text) <= room else text[: room - 2].rsplit(' ', 1)[0] + ' …')},"]


def _listing(key: str, values: list[str]) -> list[str]:
    line = f"    {key}=[{', '.join(map(_quoted, values))}],"
    if len(line) <= _LONGEST_LINE:
        return [line]
    return [f"    {key}=[", *(f"        {_quoted(value)}," for value in values), "    ],"]


def _without_fragment(url: str) -> str:
    return url.split("#", 1)[0].replace('"', "%22").replace("\\", "%5C")
