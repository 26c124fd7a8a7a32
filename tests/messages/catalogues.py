"""The catalogues: which messages the code has, and the files of each language. `make messages` writes them, a test reads them.

A file has its own short header, so that neither a date nor Babel's version changes it; of a message it names the modules, without
the lines.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ai_optout.messages import DOMAIN, FOLDER, LANGUAGES

CHECKOUT: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = ("src/ai_optout", "flows")
KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLURALS: Final = {"de": "n != 1", "es": "n != 1", "fr": "n > 1", "it": "n != 1"}
"""GNU gettext's own, for each of `LANGUAGES`."""


@dataclass(frozen=True)
class Header:
    """The first entry of a catalogue."""

    language: str

    def lines(self) -> tuple[str, ...]:
        return (
            f"Language: {self.language}",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
            f"Plural-Forms: nplurals=2; plural=({PLURALS[self.language]});",
        )

    def as_po(self) -> bytes:
        return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in self.lines()), "", ""]).encode()


class Compiled(Catalog):
    """A catalogue whose compiled header is ours."""

    def __iter__(self) -> Iterator[Message]:
        _header, *messages = super().__iter__()
        yield Message("", "".join(f"{line}\n" for line in Header(str(self.locale)).lines()))
        yield from messages


def po_file(language: str) -> Path:
    """Where the translations into `language` lie; the compiled ones lie beside it."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def messages_of_the_code() -> Catalog:
    """Every message that stands in the code, sorted, with the modules it stands in."""
    found: dict[tuple[str | None, str | tuple[str, ...]], tuple[set[str], list[str]]] = {}
    for folder in SOURCES:
        for name, _line, message, comments, context in extract_from_dir(
            CHECKOUT / folder,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            files, said = found.setdefault((context, message), (set(), []))
            files.add(f"{folder}/{Path(name).as_posix()}")
            said += [comment for comment in comments if comment not in said]
    template = Catalog(fuzzy=False)
    for (context, message), (files, said) in sorted(
        found.items(), key=lambda one: (sorted(one[1][0]), one[0][0] or "", str(one[0][1]))
    ):
        template.add(message, locations=[(file, 0) for file in sorted(files)], auto_comments=said, context=context)
    return template


def read(language: str) -> Catalog:
    """The translations into `language`, none where there is no file yet."""
    file = po_file(language)
    content = file.read_bytes() if file.exists() else Header(language).as_po()
    return read_po(io.BytesIO(content), locale=language)


def as_po(language: str, template: Catalog) -> bytes:
    """The .po file of `language` for the messages in `template`: what is translated stays, what is gone falls away."""
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return Header(language).as_po() + body.getvalue().lstrip(b"\n")


def as_mo(po: bytes, language: str) -> bytes:
    """What the .po file compiles to."""
    catalogue = Compiled(locale=language)
    for message in read_po(io.BytesIO(po), locale=language):
        if message.id:
            catalogue.add(message.id, message.string, context=message.context, flags=message.flags)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def write_all() -> None:
    """Write the files of all languages anew."""
    template = messages_of_the_code()
    for language in LANGUAGES:
        file = po_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        po = as_po(language, template)
        file.write_bytes(po)
        file.with_suffix(".mo").write_bytes(as_mo(po, language))
