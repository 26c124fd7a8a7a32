"""The signs of one question: what its words say, what its attributes say, its type, what its options are. A pure function.

The words are weighed by where they stand (a label says more than a text that is only near) and by how much of that text they
are. Words that make it somebody else's or something else (a friend's address, a newsletter, a search box) weigh more than those
that speak for it: no meaning is better than a wrong one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ai_optout.country import country_codes_of_list
from ai_optout.form.features import DIALLING
from ai_optout.form.meaning import IDENTITY, TOKENS, Meaning, takes
from ai_optout.form.snapshot import Control, Kind
from ai_optout.form.words import Hit, Lexicon, attribute_lexicon, attribute_words, normalise

_AUTOCOMPLETE: Mapping[str, Meaning] = {
    **{meaning.value: meaning for meaning in Meaning},
    "country-name": Meaning.COUNTRY,
    "tel-national": Meaning.TEL,
    "tel-local": Meaning.TEL,
}
_OTHER_FIELDS = frozenset(
    {
        *("honorific-prefix", "additional-name", "honorific-suffix", "nickname", "username", "new-password", "current-password"),
        *("organization-title", "organization", "street-address", "address-line1", "address-line2", "address-line3"),
        *("address-level4", "address-level3", "address-level2", "address-level1", "postal-code", "cc-name", "cc-given-name"),
        *("cc-additional-name", "cc-family-name", "cc-number", "cc-exp", "cc-exp-month", "cc-exp-year", "cc-csc", "cc-type"),
        *("transaction-currency", "transaction-amount", "language", "bday", "bday-day", "bday-month", "bday-year", "sex"),
        *("url", "photo", "tel-extension", "impp"),
    }
)
"""WHATWG's other field names (HTML, *Autofill*): what says one of them is none of ours."""
_TURNS_IT_OFF = frozenset({"new-password", "current-password"})
"""What pages say of fields that are no passwords only so that the browser doesn't offer its own answers."""
_LONG = frozenset({Meaning.IMPACT, Meaning.ADDITIONAL, Meaning.PROMPTS, Meaning.EVIDENCE, Meaning.DECLARATION, Meaning.ABOUT_AI})
_SENTENCES = frozenset(meaning.value for meaning in _LONG)
"""Asked in sentences, of which the telling words are a part."""
_NAMES = frozenset({Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME})
_OF_A_PART = frozenset({"legend", "description", "heading"})
"""Texts that stand over more than one question: that an address is meant there says nothing against the name in it."""
_OTHER_PERSON = "other-person"
_PERSONS = frozenset({_OTHER_PERSON, "friend"})
_SHORT_WORD = 6
"""So many letters may be a word of another language by chance."""
_OVER_A_PART = frozenset({"legend", "heading"})
_TITLE = 8
"""So many words over a part of a form name it; a longer heading tells something."""
_SHORTEST_NUMBER = 6
"""A field that takes fewer characters is a part of a telephone number."""
_DIGITS = frozenset("0123456789xX#_")
_NUMBER = re.compile(r"(?:\w\.? ?\w\.?|\w+\.?)?[: ]*[+(\d][\dxX#_ ()./-]{5,20}")
"""A telephone number as forms give it for an example: +40 7xx xxx xxx, e.g. 078 123 45 67."""
_PART_OF_A_NUMBER = re.compile(r"[\d xX#_-]{1,5}")
_AGAINST_ALL = frozenset({"search", "password", "username"})
_PARTS = 3.6
"""What two parts of a sentence weigh that say something together."""
_OF_PARTS: Mapping[Meaning, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        Meaning.PROMPTS: (("asking", "request", "ai"),),
        Meaning.IMPACT: (("why", "page", "matter"), ("effect", "parts", "processing")),
        Meaning.REQUEST: (("choosing", "parts", "doing"),),
    }
)
"""What is asked in too many ways for any list: the prompts by "what did you ask" and AI; the reason by why a request is made, or
what effect a processing has; which right by what is to be done. Each is a key of the lexicon's `[parts]`, and a table and a key.
"""
_CERTAIN = 6.0
"""What a list says whose options are all of one kind."""
_WHOLE = 3.1
"""What an attribute says that is the meaning's word and nothing else, where no sentence says otherwise: enough to be sure."""
_SHORT = 3
"""So many words, in a language that isn't known, may be the same in other words; a sentence may say "leave this empty"."""
_VETO = 8.0
"""What a word against an identity weighs in a label: more than all that may speak for it."""


@dataclass(frozen=True)
class Sign:
    """One reason for (or, with a weight below nought, against) a meaning; `because` quotes it without any answer."""

    meaning: Meaning
    weight: float
    because: str
    source: str = ""
    """Where the words stand that it goes by."""
    trap: str = ""
    """The lexicon's key under which they speak of something else, or of somebody else's."""


def signs_of(control: Control, words: Lexicon, language: str = "") -> list[Sign]:
    """Every sign of a control, for the meanings that its kind can have. `language` is the page's, a key of the lexicon."""
    allowed = takes(control)
    if not allowed:
        return []
    found = [*_standard_signs(control), *_option_signs(control, words)]
    for source, text, worth in _texts(control):
        beside = source == "text before" and bool(control.placeholder)
        found.extend(_word_signs(source, text, worth, words, language, beside=beside))
    found.extend(_title_signs(control, words, language))
    found.extend(_attribute_signs(control))
    if autocomplete_meaning(control) is Meaning.EMAIL:
        # "E-mail or mobile number" where the page itself says which of them is meant.
        found = [sign for sign in found if sign.trap != "username" or sign.meaning is not Meaning.EMAIL]
    if any(sign.meaning is Meaning.TEL_COUNTRY_CODE and sign.weight >= _CERTAIN for sign in found):
        # a "prefix" that stands before a number
        found = [sign for sign in found if sign.trap != "title" or sign.meaning is not Meaning.TEL_COUNTRY_CODE]
    return [sign for sign in found if sign.meaning in allowed]


def weights_of(signs: Iterable[Sign]) -> dict[Meaning, float]:
    """What the signs weigh together, for and against each meaning that they speak of."""
    total: defaultdict[Meaning, float] = defaultdict(float)
    for sign in signs:
        total[sign.meaning] += sign.weight
    return dict(total)


def _against(key: str) -> frozenset[Meaning]:
    """Which meanings the words of a `[not]` key speak against."""
    if key in _AGAINST_ALL:
        return frozenset(Meaning)
    return _NAMES | {Meaning.ONE_TIME_CODE} if key == "card" else IDENTITY


def autocomplete_meaning(control: Control) -> Meaning | None:
    """What the page's own `autocomplete` says, where it is one of ours (HTML, *Autofill*)."""
    return _AUTOCOMPLETE.get(control.autocomplete.split(" ")[-1])


def _standard_signs(control: Control) -> Iterator[Sign]:
    tokens = [token for token in control.autocomplete.split(" ") if token in _AUTOCOMPLETE or token in _OTHER_FIELDS]
    if tokens and tokens[-1] in _AUTOCOMPLETE:
        yield Sign(_AUTOCOMPLETE[tokens[-1]], 5.0, f"autocomplete={tokens[-1]}")
    elif tokens and (control.type == "password" or tokens[-1] not in _TURNS_IT_OFF):
        yield from (Sign(meaning, -_VETO, f"autocomplete={tokens[-1]}") for meaning in sorted(IDENTITY))
    if control.type == "email" or control.inputmode == "email":
        yield Sign(Meaning.EMAIL, 3.5, "type=email")
    if control.type == "tel" or control.inputmode == "tel":
        yield Sign(Meaning.TEL, 2.5, "type=tel")
    if tokens and tokens[-1] == Meaning.TEL_COUNTRY_CODE:
        yield Sign(Meaning.TEL, -_VETO, f"autocomplete={tokens[-1]}")
    if control.max_length is not None and 0 < control.max_length < _SHORTEST_NUMBER:
        yield Sign(Meaning.TEL, -_VETO, f"at most {control.max_length} characters", "length")
    yield from _example_signs(control)
    if control.kind is Kind.FILE:
        yield Sign(Meaning.EVIDENCE, 2.0, "type=file")


def _example_signs(control: Control) -> Iterator[Sign]:
    """What a number for an example says of it: a whole one, or a part of one."""
    text = control.placeholder or control.before
    digits = sum(letter in _DIGITS for letter in text)
    if digits and _PART_OF_A_NUMBER.fullmatch(control.placeholder):
        yield Sign(Meaning.TEL, -_VETO, f"an example of {digits} digits", "length")
    elif digits >= _SHORTEST_NUMBER and _NUMBER.fullmatch(text) and (control.type == "tel" or "+" in text):
        yield Sign(Meaning.TEL, 3.0, f"an example of {digits} digits")


def _option_signs(control: Control, words: Lexicon) -> Iterator[Sign]:
    labels = [option.label for option in control.options if option.label and (option.value or control.kind is not Kind.SELECT)]
    if not labels:
        return
    dialling = sum(bool(DIALLING.search(label)) for label in labels) / len(labels)
    if dialling > 0.6 and len(labels) > 1:  # noqa: PLR2004 - most of a list that is one
        yield Sign(Meaning.TEL_COUNTRY_CODE, _CERTAIN, f"{len(labels)} options with dialling codes")
        yield Sign(Meaning.COUNTRY, -_VETO, f"{len(labels)} options with dialling codes")
        return
    territories = sum(code is not None for code in country_codes_of_list(labels)) / len(labels)
    if territories > 0.6 and len(labels) > 3:  # noqa: PLR2004 - likewise
        yield Sign(Meaning.COUNTRY, 4.0, f"{len(labels)} options that are territories")
    rights = sum(
        words.says(label, "request", "objection", "third-party", "access", "correct", "delete", "different") for label in labels
    )
    if rights > 1 or rights == len(labels):
        yield Sign(Meaning.REQUEST, 2.0 + 2.0 * rights / len(labels), f"{rights} options that name a right")


def _texts(control: Control) -> Iterator[tuple[str, str, float]]:
    """The texts that may say what it asks, each with its worth: the label's is 1."""
    label = control.name if control.name != control.placeholder else ""
    if control.kind in {Kind.CHECKBOX, Kind.SWITCH} and not label:
        label = control.after
    yield "label", label, 1.0
    yield "placeholder", control.placeholder, 0.4 if label else 0.7
    before = control.before if normalise(control.before) != normalise(label) else ""
    yield "text before", before, 0.2 if label else 0.95
    if not label and not before:
        yield "text after", control.after, 0.6
    yield "legend", control.legend if control.legend != label else "", 0.3 if label or before else 0.8
    yield "description", control.description, 0.2 if label or before else 0.5
    yield "heading", control.heading, 0.1 if label or before or control.placeholder else 0.4


def _word_signs(source: str, text: str, worth: float, words: Lexicon, language: str, *, beside: bool = False) -> Iterator[Sign]:
    """`beside`: the question has words of its own, and this text is the end of what stands before it."""
    bare = normalise(text)
    if not bare:
        return
    hits = _outermost([hit for hit in words.hits(text) if hit.table in {"meaning", "not"}])
    best: dict[Meaning, tuple[float, Hit]] = {}
    plain = _plain_meanings(hits)
    for hit in hits:
        if hit.key == "address" and hit.table == "not" and (source in _OF_A_PART or beside):
            continue
        if _is_chance(hit, bare, language):
            continue
        weight = worth * _weight(hit, bare, whole_sentence=hit.key in _SENTENCES)
        if hit.table == "not":
            titled = hit.key == _OTHER_PERSON and source in _OVER_A_PART and bare.count(" ") < _TITLE
            for meaning in sorted(_against(hit.key) - (plain if hit.key == "address" else frozenset())):
                against = _VETO * (1.0 if titled else worth) if meaning not in _LONG else 0.7 * weight
                yield Sign(meaning, -against, f"{source} «{hit.phrase}» ({hit.key})", source, hit.key)
        elif hit.key in TOKENS and weight > best.get(Meaning(hit.key), (0.0, hit))[0]:
            best[Meaning(hit.key)] = (weight, hit)
    if any(hit.key == "again" for hit in hits) and Meaning.EMAIL in best:
        weight, hit = best[Meaning.EMAIL]
        best[Meaning.EMAIL_AGAIN] = max(
            best.get(Meaning.EMAIL_AGAIN, (0.0, hit)), (weight + 1.5 * worth, hit), key=lambda one: one[0]
        )
    for meaning, (weight, hit) in best.items():
        yield Sign(meaning, weight, f"{source} «{hit.phrase}»", source)
    if not best.keys() & _OF_PARTS.keys():
        yield from _told_by_parts(source, text, worth, words)


def _is_chance(hit: Hit, bare: str, language: str) -> bool:
    """Whether a short word for another person is one in another language only, and stands among others: "kind" in English."""
    if hit.key not in _PERSONS or " " in hit.phrase or len(hit.phrase) > _SHORT_WORD or hit.phrase == bare:
        return False
    return language not in hit.languages


def _title_signs(control: Control, words: Lexicon, language: str) -> Iterator[Sign]:
    """A few words over a part of the form that name another person: all that it asks is theirs."""
    bare = normalise(control.title)
    for hit in words.hits(control.title) if bare.count(" ") < _TITLE else ():
        if (hit.table, hit.key) == ("not", _OTHER_PERSON) and not _is_chance(hit, bare, language):
            because = f"title «{hit.phrase}» ({hit.key})"
            yield from (Sign(meaning, -_VETO, because, "title", hit.key) for meaning in sorted(IDENTITY))
            return


def _told_by_parts(source: str, text: str, worth: float, words: Lexicon) -> Iterator[Sign]:
    """What two parts of a sentence say together, of whatever else it is made."""
    for meaning, pairs in _OF_PARTS.items():
        for part, table, key in pairs:
            if words.says(text, "parts", part) and words.says(text, table, key):
                yield Sign(meaning, _PARTS * worth, f"{source} ({part}, {key})", source)
                break


def _plain_meanings(hits: Sequence[Hit]) -> frozenset[Meaning]:
    """What a text says besides an address: "Shipping address phone" asks for a telephone number. A word that may be any name is
    not plain: in "Street name" it is the street's.
    """
    said: defaultdict[tuple[int, int], set[Meaning]] = defaultdict(set)
    for hit in hits:
        if hit.table == "meaning" and hit.key in TOKENS:
            said[(hit.start, hit.end)].add(Meaning(hit.key))
    return frozenset(next(iter(one)) for one in said.values() if len(one) == 1) - {Meaning.NAME}


def _weight(hit: Hit, bare: str, *, whole_sentence: bool) -> float:
    """From 2 (one word within a long text) to some 6 (the whole text, and several words). What a text begins with says more;
    questions that take a long answer are asked in sentences, of which the telling words are a part.
    """
    least = 3.2 if whole_sentence else 2.0 + (0.8 if hit.start == 0 else 0.0)
    return min(6.5, least + 3.0 * (hit.end - hit.start) / len(bare) + 0.5 * hit.phrase.count(" "))


def _outermost(hits: Sequence[Hit]) -> list[Hit]:
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


def _attribute_signs(control: Control) -> Iterator[Sign]:
    attributes = [attribute_words(control.attribute_name), attribute_words(control.attribute_id)]
    hits = _outermost([hit for hit in attribute_lexicon().hits(" ".join(attributes)) if hit.table in {"meaning", "not"}])
    for hit in hits:
        if len(hit.phrase) == 1 and hit.phrase not in attributes:
            continue  # a letter of a generated id
        if hit.table == "not":
            logs_in = {Meaning.EMAIL} if hit.key == "username" else frozenset()  # one logs in with an address
            because = f"attribute «{hit.phrase}» ({hit.key})"
            yield from (
                Sign(meaning, -_VETO / 2, because, "attribute", hit.key) for meaning in sorted(_against(hit.key) - logs_in)
            )
        elif hit.key == Meaning.NAME and hit.phrase == "name" and hit.phrase not in attributes:
            continue  # the name of anything: "shippingMethodName"
        elif hit.key in TOKENS:
            alone = hit.phrase in attributes and len(f"{control.name} {control.placeholder}".split()) <= _SHORT
            yield Sign(Meaning(hit.key), _WHOLE if alone else 2.2, f"attribute «{hit.phrase}»")
