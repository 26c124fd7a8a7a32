"""The signs of one question: what its words say, what its attributes say, its type, what its options are. A pure function.

The words are weighed by where they stand (a label says more than a text that is only near) and by how much of that text they
are. Words that make it somebody else's or something else (a friend's address, a newsletter, a search box) weigh more than those
that speak for it: no meaning is better than a wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from ai_optout.form.markup import CERTAIN, autocomplete_meaning, is_an_address, markup_signs
from ai_optout.form.meaning import IDENTITY, TOKENS, Meaning, takes
from ai_optout.form.sign import NAMES, VETO, Sign, against
from ai_optout.form.snapshot import Control, Kind
from ai_optout.form.words import Hit, Lexicon, normalise, outermost, without_marks

_LONG = frozenset({Meaning.IMPACT, Meaning.ADDITIONAL, Meaning.PROMPTS, Meaning.EVIDENCE, Meaning.DECLARATION, Meaning.ABOUT_AI})
_SENTENCES = frozenset(meaning.value for meaning in _LONG)
"""Asked in sentences, of which the telling words are a part."""
_OF_A_PART = frozenset({"legend", "description", "heading"})
"""Texts that stand over more than one question: that an address is meant there says nothing against the name in it."""
_OTHER_PERSON = "other-person"
_PERSONS = frozenset({_OTHER_PERSON, "friend"})
_PARTS_OF_A_NAME = frozenset({Meaning.GIVEN_NAME.value, Meaning.FAMILY_NAME.value})
_SHORT_WORD = 6
"""So many letters may be a word of another language by chance."""
_OVER_A_PART = frozenset({"legend", "heading"})
_TITLE = 8
"""So many words over a part of a form name it; a longer heading tells something."""
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


def signs_of(control: Control, words: Lexicon, language: str = "") -> list[Sign]:
    """Every sign of a control, for the meanings that its kind can have. `language` is the page's, a key of the lexicon."""
    allowed = takes(control)
    if not allowed:
        return []
    found = markup_signs(control, words)
    for source, text, worth in _texts(control):
        beside = source == "text before" and bool(control.placeholder)
        found.extend(_word_signs(source, text, worth, words, language, beside=beside))
    found.extend(_title_signs(control, words, language))
    found = _part_signs(control, words, found)
    if autocomplete_meaning(control) is Meaning.EMAIL:
        # "E-mail or mobile number" where the page itself says which of them is meant.
        found = [sign for sign in found if sign.trap != "username" or sign.meaning is not Meaning.EMAIL]
    if any(sign.meaning is Meaning.TEL_COUNTRY_CODE and sign.weight >= CERTAIN for sign in found):
        # a "prefix" that stands before a number
        found = [sign for sign in found if sign.trap != "title" or sign.meaning is not Meaning.TEL_COUNTRY_CODE]
    return [sign for sign in found if sign.meaning in allowed]


def _texts(control: Control) -> Iterator[tuple[str, str, float]]:
    """The texts that may say what it asks, each with its worth: the label's is 1."""
    label = control.label if control.label != control.placeholder else ""
    if control.kind in {Kind.CHECKBOX, Kind.SWITCH} and not label:
        label = control.after
    yield "label", label, 1.0
    yield "placeholder", "" if is_an_address(control.placeholder) else control.placeholder, 0.4 if label else 0.7
    before = control.before if normalise(control.before) != normalise(label) else ""
    yield "text before", before, 0.2 if label else 0.95
    if not label and not before:
        yield "text after", control.after, 0.6
    yield "legend", control.legend if control.legend != label else "", 0.3 if label or before else 0.8
    yield "description", control.description, 0.2 if label or before else 0.5
    yield "heading", control.heading, 0.1 if label or before or control.placeholder else 0.4


def _word_signs(source: str, text: str, worth: float, words: Lexicon, language: str, *, beside: bool = False) -> Iterator[Sign]:
    """`beside`: the question has words of its own, and this text is the end of what stands before it."""
    text = _said_of_a_part(_said_twice(text, words), words)
    bare = normalise(text)
    if not bare:
        return
    hits = outermost([hit for hit in words.hits(text) if hit.table in {"meaning", "not"}])
    best: dict[Meaning, tuple[float, Hit]] = {}
    plain = _plain_meanings(hits)
    addressed = source in _OF_A_PART or beside  # a part that asks for an address asks for more than that
    for hit in hits:
        if _is_chance(hit, bare, language) or (addressed and (hit.table, hit.key) == ("not", "address")):
            continue
        weight = worth * _weight(hit, bare, whole_sentence=hit.key in _SENTENCES)
        if hit.table == "not":
            titled = hit.key == _OTHER_PERSON and source in _OVER_A_PART and bare.count(" ") < _TITLE
            meant = plain if hit.key == "address" else _given_besides(hits) if hit.key == "middle-name" else frozenset()
            for meaning in sorted(against(hit.key) - meant):
                weighs = VETO * (1.0 if titled else worth) if meaning not in _LONG else 0.7 * weight
                yield Sign(meaning, -weighs, f"{source} «{hit.phrase}» ({hit.key})", source, hit.key)
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


def _said_twice(text: str, words: Lexicon) -> str:
    """A question without its second name: "Last name / Surname" is one and the same, and no name and surname."""
    parts = text.split("/")
    said = [{key for key in sorted(TOKENS) if words.is_whole(part, "meaning", key)} for part in parts]
    return parts[0] if len(parts) == 2 and len(said[0]) == 1 and said[0] == said[1] else text  # noqa: PLR2004 - the two


def _said_of_a_part(text: str, words: Lexicon) -> str:
    """A field of a whole whose label is read with the whole's: "Full Name First Name" asks for the first name."""
    bare = normalise(text)
    tails = [hit for hit in words.hits(text) if hit.table == "meaning" and hit.key in _PARTS_OF_A_NAME and hit.end == len(bare)]
    for hit in tails:
        if hit.start and " " in hit.phrase and words.is_whole(bare[: hit.start], "meaning", Meaning.NAME):
            return bare[hit.start :]
    return text


def _part_signs(control: Control, words: Lexicon, found: Sequence[Sign]) -> list[Sign]:
    """The signs of "First" and "Last" under "Name", which the words over both say of neither alone."""
    for part, meaning in (("first", Meaning.GIVEN_NAME), ("last", Meaning.FAMILY_NAME)):
        over = (without_marks(control.legend), without_marks(control.before))
        if words.is_whole(control.label, "parts", part) and any(words.is_whole(text, "meaning", Meaning.NAME) for text in over):
            rest = [sign for sign in found if sign.meaning not in NAMES or sign.source == "attribute" or sign.weight < 0]
            return [*rest, Sign(meaning, CERTAIN, f"label «{part}» under a name", "label")]
    return list(found)


def _given_besides(hits: Sequence[Hit]) -> frozenset[Meaning]:
    """The given name where a text asks for it together with the middle name, and not for the whole."""
    said = {hit.key for hit in hits if hit.table == "meaning"}
    return frozenset({Meaning.GIVEN_NAME}) if said == {Meaning.GIVEN_NAME.value} else frozenset()


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
            yield from (Sign(meaning, -VETO, because, "title", hit.key) for meaning in sorted(IDENTITY))
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
