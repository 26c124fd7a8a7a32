"""The lexicon: which words say what, in every language at once, from the files in `wording/`.

A page's language is often unsaid or wrong, so a text is looked up in all languages; the few words that mean different things in
different languages are weighed against the page by `understand`. A phrase matches on word boundaries, a word that ends in `*`
by its beginning, and in languages written without spaces anywhere.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

SPACELESS = frozenset({"ja", "ko", "zh"})
"""Languages whose words aren't set apart, or take their endings without a space (Korean)."""

_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
_NO_WORD = re.compile(r"[^\w]|_")
_IS_BARE = re.compile(r"[a-z0-9]+\*?( [a-z0-9]+\*?)*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """`text` for comparison: NFKC, case folded, accents off, everything but letters and digits a single space."""
    if text.isascii():
        return " ".join(_NO_WORD.sub(" ", text.lower()).split())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter) or letter in "\u3099\u309a")
    bare = unicodedata.normalize("NFC", _ARABIC_MARKS.sub("", bare)).replace("ı", "i").replace("ß", "ss")
    return " ".join(_NO_WORD.sub(" ", bare).split())


def attribute_words(text: str) -> str:
    """A `name` or `id` as words: split at camelCase, digits and punctuation, then normalised."""
    return normalise(_CAMEL.sub(" ", text.replace("_", " ")))


@dataclass(frozen=True)
class Hit:
    """A phrase found in a text: what it says (`table`, `key`), in which languages, and where in the normalised text."""

    table: str
    key: str
    languages: frozenset[str]
    phrase: str
    start: int
    end: int


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    table: str
    key: str
    languages: frozenset[str]

    @property
    def text(self) -> str:
        return " ".join(self.words)


_REMEMBERED = 50_000
"""How many texts the lexicon remembers what it found in."""
_PREFIX = 3
"""How many letters of a first word with `*` the index goes by; shorter ones are listed under all they have."""


@dataclass(frozen=True)
class Lexicon:
    """All phrases of all languages, indexed by their first word."""

    languages: tuple[str, ...]
    _by_word: Mapping[str, tuple[_Phrase, ...]] = field(repr=False)
    _by_prefix: Mapping[str, tuple[_Phrase, ...]] = field(repr=False)
    _anywhere: tuple[_Phrase, ...] = field(repr=False)
    _whole: Mapping[tuple[str, str], frozenset[str]] = field(repr=False)
    _found: dict[str, tuple[Hit, ...]] = field(repr=False, default_factory=dict, compare=False)

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Every phrase that occurs in `text`, of any table and language, in order of place."""
        bare = normalise(text)
        if bare not in self._found:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            self._found[bare] = tuple(sorted(self._search(bare), key=lambda hit: (hit.start, -hit.end)))
        return self._found[bare]

    def says(self, text: str, table: str, *keys: str) -> bool:
        """Whether any phrase of these keys occurs in `text`."""
        return any(hit.table == table and hit.key in keys for hit in self.hits(text))

    def is_whole(self, text: str, table: str, *keys: str) -> bool:
        """Whether `text`, all of it, is a phrase of one of these keys: how a button is known."""
        bare = normalise(text)
        if bare == "":
            return False
        return any(bare in self._whole.get((table, key), ()) for key in keys) or any(
            hit.table == table and hit.key in keys and hit.start == 0 and hit.end == len(bare) for hit in self.hits(text)
        )

    def says_in_any_order(self, text: str, table: str, *keys: str) -> bool:
        """Whether all the words of a phrase of these keys occur in `text`, wherever they stand."""
        words = normalise(text).split(" ")
        return any(
            all(any(_fits((part,), [word]) for word in words) for part in phrase.split(" "))
            for key in keys
            for phrase in self._whole.get((table, key), ())
        )

    def _search(self, bare: str) -> Iterator[Hit]:
        words = bare.split(" ")
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        for place, word in enumerate(words):
            candidates: list[_Phrase] = list(self._by_word.get(word, ()))
            for length in range(1, _PREFIX + 1):
                candidates.extend(self._by_prefix.get(word[:length], ()) if len(word) >= length else ())
            for phrase in candidates:
                if _fits(phrase.words, words[place : place + len(phrase.words)]):
                    end = starts[place + len(phrase.words)] - 1
                    yield Hit(phrase.table, phrase.key, phrase.languages, phrase.text, starts[place], end)
        squeezed = bare.replace(" ", "")
        if not squeezed.isascii():
            for phrase in self._anywhere:
                at = bare.find(phrase.text)
                if at >= 0:
                    yield Hit(phrase.table, phrase.key, phrase.languages, phrase.text, at, at + len(phrase.text))
                elif phrase.text.replace(" ", "") in squeezed:  # set apart as forms do (氏　名), or written together
                    yield Hit(phrase.table, phrase.key, phrase.languages, phrase.text, 0, min(len(phrase.text), len(bare)))


def _fits(phrase: tuple[str, ...], words: list[str]) -> bool:
    return len(phrase) == len(words) and all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part for part, word in zip(phrase, words, strict=True)
    )


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read once."""
    folder = files("ai_optout.form").joinpath("wording")
    tables = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml") and entry.name != "attributes.toml"
    }
    return build(tables)


def build(tables: Mapping[str, Mapping[str, object]]) -> Lexicon:
    """A lexicon of `language → table → key → phrases`; what isn't a table of lists (source, date) is passed over."""
    languages: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for language, content in tables.items():
        for table, keys in content.items():
            if not isinstance(keys, Mapping):
                continue
            for key, phrases in keys.items():
                for phrase in phrases:
                    languages[(table, key, _bare_phrase(phrase))].add(language)
    by_word: defaultdict[str, list[_Phrase]] = defaultdict(list)
    by_prefix: defaultdict[str, list[_Phrase]] = defaultdict(list)
    anywhere: list[_Phrase] = []
    whole: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for (table, key, text), spoken in languages.items():
        phrase = _Phrase(tuple(text.split(" ")), table, key, frozenset(spoken))
        whole[(table, key)].add(text)
        first = phrase.words[0]
        if spoken <= SPACELESS and not text.isascii() and len(text) > 1:  # 성 alone is a name, within 작성 it isn't
            anywhere.append(phrase)
        elif first.endswith("*"):
            by_prefix[first[:-1][:_PREFIX]].append(phrase)
        else:
            by_word[first].append(phrase)
    return Lexicon(
        tuple(tables),
        {word: tuple(phrases) for word, phrases in by_word.items()},
        {word: tuple(phrases) for word, phrases in by_prefix.items()},
        tuple(anywhere),
        {key: frozenset(phrases) for key, phrases in whole.items()},
    )


def _bare_phrase(phrase: str) -> str:
    """A phrase normalised word by word, its `*` kept. Raises ValueError where nothing is left of it."""
    if _IS_BARE.fullmatch(phrase):
        return phrase
    words: list[str] = []
    for word in phrase.split():
        bare = normalise(word)
        if bare:
            words.extend(bare.split(" "))
            if word.endswith("*"):
                words[-1] += "*"
    if not words:
        message = f"the phrase {phrase!r} holds no letter"
        raise ValueError(message)
    return " ".join(words)


def outermost(hits: Sequence[Hit]) -> list[Hit]:
    """Without those that lie inside a longer one: in "country of birth" there is no country. In "delivery country" there is."""
    return [
        hit
        for hit in hits
        if not any(
            other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
            for other in hits
            if (other.table, other.key) != ("not", "address")
        )
    ]


@cache
def attribute_lexicon() -> Lexicon:
    """The tokens of `name` and `id` attributes, from `wording/attributes.toml`."""
    text = files("ai_optout.form").joinpath("wording").joinpath("attributes.toml").read_text(encoding="utf-8")
    return build({"attributes": tomllib.loads(text)})


_IN_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,40})[)\]）】]")
_SET_OFF = re.compile(r"[-–—:,·|]\s*([^-–—:,·|]{2,40})$")


def mark_of(text: str) -> str:
    """What a label says of itself at its end or in brackets: "optional", "required", or "" where it says neither."""
    found = [*_IN_BRACKETS.findall(text), *_SET_OFF.findall(text.strip())]
    for mark in ("optional", "required"):
        if any(lexicon().is_whole(one, "mark", mark) for one in found):
            return mark
    return "required" if re.search(r"\*\s*$|^\s*\*", text) else ""


def without_marks(text: str) -> str:
    """A label without what only says that it is required or optional, for comparing wordings."""

    def unless_mark(found: re.Match[str]) -> str:
        return " " if lexicon().is_whole(found[1], "mark", "optional", "required") else found[0]

    return _SET_OFF.sub(unless_mark, _IN_BRACKETS.sub(unless_mark, text.replace("*", " ")).strip()).strip()


def same_wording(one: str, other: str) -> bool:
    """Whether two texts are the same question: equal once case, accents, punctuation and required marks are off."""
    return normalise(without_marks(one)) == normalise(without_marks(other)) != ""


def longest(texts: Iterable[str]) -> str:
    """The longest of them, or nothing."""
    return max(texts, key=len, default="")
