"""The catalogues are whole: each message of the code, in each language, with what it must keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from tests.messages.catalogues import as_mo, as_po, messages_of_the_code, po_file, read

from ai_optout.cli.reference import commands
from ai_optout.messages import LANGUAGES

CURE = "Type `make messages`, and translate what it says is left."


@pytest.fixture(scope="module")
def template() -> Catalog:
    return messages_of_the_code()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def forms(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    """A message's own forms, or its translation's: one, or one for each number."""
    return (texts,) if isinstance(texts, str) else tuple(texts or ("",))


def pairs(message: Message) -> list[tuple[str, str]]:
    """Each form of the translation with the form it stands for."""
    translated = forms(message.string)
    return (
        list(zip(forms(message.id), translated, strict=True)) if len(translated) > 1 else [(forms(message.id)[0], translated[0])]
    )


def test_each_catalogue_has_exactly_the_messages_of_the_code(language: str, template: Catalog) -> None:
    assert po_file(language).read_bytes() == as_po(language, template), CURE


def test_nothing_is_left_to_translate(language: str) -> None:
    left = [message.id for message in read(language) if message.id and (message.fuzzy or not all(forms(message.string)))]

    assert left == [], CURE


def test_what_is_loaded_is_what_the_translators_wrote(language: str) -> None:
    file = po_file(language)

    assert file.with_suffix(".mo").read_bytes() == as_mo(file.read_bytes(), language), CURE


def placeholders(text: str) -> set[tuple[str, str, str]]:
    """Name, conversion and format of each; a date may be formatted in another way."""
    return {
        (name, conversion or "", "" if "%" in (spec or "") else spec or "")
        for _text, name, spec, conversion in Formatter().parse(text)
        if name is not None
    }


MARKUP = re.compile(r"(?<!\\)\[/?(?:bold|dim|red|yellow|green|cyan|italic|underline|strike|/| )*\]")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
COMMAND = re.compile(rf"ai-optout (?:{'|'.join(sorted({words[0] for words in commands() if words}))})\b")


def kept(text: str) -> list[object]:
    """What a translation may not change: placeholders, markup, what is to be typed, the white space at both ends."""
    tags, options, commands = (Counter(pattern.findall(text)) for pattern in (MARKUP, OPTION, COMMAND))
    return [placeholders(text), tags, set(options), set(commands), re.findall(r"^\s*|\s*$", text)]


def test_a_translation_keeps_placeholders_markup_commands_and_the_space_around_it(language: str) -> None:
    changed = [
        (original, translated)
        for message in read(language)
        if message.id
        for original, translated in pairs(message)
        if translated and kept(original) != kept(translated)
    ]

    assert changed == []
