"""Countries by name and by code, in every language that CLDR knows (through Babel), and in those that people use besides.

A name is compared without case, accents, spaces and punctuation. The languages of the forms come first, one after the other, each
read once: telling "Deutschland" takes two of them; a name in none of the 24 takes all the others, more than a second, once.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

# fmt: off
FORM_LANGUAGES = (
    "en", "de", "fr", "it", "es", "pt", "nl", "pl", "sv", "da", "nb", "fi",
    "cs", "sk", "hu", "ro", "bg", "hr", "el", "tr", "ja", "ko", "zh", "ar",
)
# fmt: on
"""The languages in which the forms are known or likely to be shown, looked through first and in this order."""

# Variants of a language with country names of their own (Irã and Irão, 法国 and 法國).
_VARIANTS = ("pt_PT", "zh_Hant", "es_MX", "fr_CA", "sr_Latn", "de_AT", "de_CH", "uz_Cyrl")

# Letters that Unicode doesn't decompose, as people without that key on their keyboard write them.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_LONG_LIST = 20
"""From so many labels on it is worth a second to look whether a list that the forms' languages don't know is one of countries."""
_SAINT = re.compile(r"\bst\b\.?")
_BRACKETS = re.compile(r"\s*[(\uff08][^)\uff09]*[)\uff09]")  # Japanese and Chinese have wide ones


def normalised(name: str) -> str:
    """`name` without case, accents, spaces and punctuation, to compare names of countries; "" where nothing is left."""
    text = _SAINT.sub("saint", name.casefold()).replace("&", "and")
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN_LETTERS)
    # Only Latin, Greek and Cyrillic accents go: in Indic and Japanese scripts a combining mark makes another word.
    return "".join(c for c in letters if not "\u0300" <= c <= "\u036f" and unicodedata.category(c)[0] in "LNM")


@cache
def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that `text` stands for: a code of two or three letters, or a name in any language. Else None.

    Two languages may call two countries by one name: the earlier of the forms' languages wins; between others it is nobody's.
    """
    if code := familiar_country_code(text):
        return code
    wanted = normalised(text)
    if not any(map(str.isalpha, wanted)) or (len(wanted) == len("EU") and wanted.isascii()):
        return None  # a number, or a code of something else, whatever an abbreviation may mean in some language
    found = {code for language in _other_languages() if (code := _names(language).get(wanted))}
    return found.pop() if len(found) == 1 else None


@cache
def familiar_country_code(text: str) -> str | None:
    """As `country_code`, but names in the forms' languages only, which takes no time."""
    wanted = normalised(text)
    if not wanted:
        return None
    if wanted.upper() in country_codes():
        return wanted.upper()
    for language in FORM_LANGUAGES:
        if code := _names(language).get(wanted):
            return code
    alpha_3: list[str] = get_global("territory_aliases").get(wanted.upper(), []) if len(wanted) == len("DEU") else []
    return alpha_3[0] if len(alpha_3) == 1 and alpha_3[0] in country_codes() else None


def country_codes_of_list(labels: Sequence[str]) -> tuple[str | None, ...]:
    """The code that each label of a list stands for. The languages that no form is known in are looked through only where the
    forms' languages know few of many labels.
    """
    familiar = tuple(familiar_country_code(label) for label in labels)
    if len(labels) < _LONG_LIST or sum(code is not None for code in familiar) > len(labels) / 2:
        return familiar
    return tuple(country_code(label) for label in labels)


@cache
def country_codes() -> frozenset[str]:
    """Every ISO 3166-1 alpha-2 code, and XK (Kosovo), which lists of countries have too."""
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if re.fullmatch("[A-Z]{2}", code)) - frozenset(_data()["no_countries"])


@cache
def country_names(code: str, language: str) -> tuple[str, ...]:
    """What a country is called in `language` (a BCP 47 tag): CLDR's name, then other usual ones; () for an unknown language."""
    locale = _locale(language)
    if locale is None or code not in country_codes():
        return ()
    return tuple(dict.fromkeys(_names_of(locale, code)))


def names_in(languages: Iterable[str]) -> Mapping[str, str]:
    """The countries' names in `languages`, as `normalised` makes them, each with its code; an earlier language wins."""
    return _names_in(tuple(languages))


@cache
def _names_in(languages: tuple[str, ...]) -> Mapping[str, str]:
    merged: dict[str, str] = {}
    for language in languages:
        for name, code in _names(language).items():
            merged.setdefault(name, code)
    return MappingProxyType(merged)


@cache
def _names(language: str) -> Mapping[str, str]:
    locale = _locale(language)
    if locale is None:
        return MappingProxyType({})
    names: dict[str, str] = {}
    for code in sorted(country_codes()):
        for name in _names_of(locale, code):
            names.setdefault(normalised(name), code)
    # What is left of "Congo (Kinshasa)" without its brackets is a name too, unless it is another country's or two share it.
    shortened: dict[str, set[str]] = {}
    for code in country_codes():
        if full := locale.territories.get(code):
            shortened.setdefault(normalised(_BRACKETS.sub("", full)), set()).add(code)
    for key, codes in shortened.items():
        if key not in names and len(codes) == 1:
            names[key] = next(iter(codes))
    return MappingProxyType(names)


def _names_of(locale: Locale, code: str) -> Iterator[str]:
    if name := locale.territories.get(code):
        yield name
    yield from _data()["aliases"].get(locale.language, {}).get(code, ())


def _locale(language: str) -> Locale | None:
    """The nearest locale that CLDR has: `zh-Hant-XX` is `zh_Hant`, an unknown language is None."""
    parts = re.split("[-_]", language)
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None


def _other_languages() -> Iterator[str]:
    yield from _VARIANTS
    yield from (name for name in sorted(localedata.locale_identifiers()) if "_" not in name and name not in FORM_LANGUAGES)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("ai_optout") / "data" / "countries.toml").read_text(encoding="utf-8"))
