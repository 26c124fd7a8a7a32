"""What the person reads, in the language that the person reads: one catalogue for all of it (gettext).

A message stands in the code in English, whole, and is its own key: `_("{flow} was left out.").format(flow=name)`, never an
f-string, so that what is looked up is what `make messages` found. Where a text stands before a language is known, at a module's
or a class's level, it is only marked, `N_("…")`, and looked up where it is used, `_(TEXT)`.

The language is one for the process. A context variable would be lost: a thread and a greenlet begin with an empty context, and
Playwright's event handlers and the flows that run beside each other are greenlets. For English nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH: Final = "en"
LANGUAGES: Final = ("de", "es", "fr", "it")
"""Those with a catalogue, `locale/<language>/LC_MESSAGES/ai_optout.po`, beside English, which the code itself speaks."""

DOMAIN: Final = "ai_optout"
FOLDER: Final = Path(__file__).with_name("locale")


@dataclass
class _Spoken:
    language: str = ENGLISH


_spoken = _Spoken()


def speak(language: str) -> None:
    """From now on messages are in `language` (a tag such as "de" or "de-AT"), in English where it has no catalogue."""
    _spoken.language = _with_catalogue(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Messages in `language` for as long as this lasts."""
    before = _spoken.language
    speak(language)
    try:
        yield
    finally:
        _spoken.language = before


def current_language() -> str:
    """The language that messages are in."""
    return _spoken.language


def system_language(environment: Mapping[str, str]) -> str:
    """The language of the system's messages: the first of LC_ALL, LC_MESSAGES, LANG that is set says it (POSIX), and English
    where none is or it has no catalogue.
    """
    said = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return _with_catalogue(said.split(".")[0].split("@")[0])


def _with_catalogue(tag: str) -> str:
    language = tag.replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else ENGLISH


def _(message: str) -> str:
    """`message` in the current language; nothing stays nothing (to gettext it is the catalogue's header)."""
    return message if _spoken.language == ENGLISH or not message else _translations().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """`one` or `many`, as the current language has it for `number` things."""
    if _spoken.language == ENGLISH:
        return one if number == 1 else many
    return _translations().ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """`message` in the current language, where the word alone doesn't say what it is for; `context` does."""
    return message if _spoken.language == ENGLISH else _translations().pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it, which Babel knows
    """`message` as it is: marked for the catalogue, and looked up where it is used."""
    return message


def _translations() -> NullTranslations:
    from gettext import translation  # noqa: PLC0415 - not for English

    return translation(DOMAIN, FOLDER, [_spoken.language], fallback=True)
