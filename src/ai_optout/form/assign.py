"""What the rules make of the questions of a form, taken together. A pure function.

A plain "name" beside a surname is the given name; two questions of one part can't both be the e-mail address. The surest pairs of
question and meaning come first; what then stays without a clear lead has no meaning: none is better than a wrong one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ai_optout.form.markup import PLAIN_NAME, autocomplete_meaning
from ai_optout.form.meaning import IDENTITY, Meaning
from ai_optout.form.sign import Sign, weights_of
from ai_optout.form.snapshot import Control
from ai_optout.form.words import attribute_lexicon, attribute_words, normalise

SURE = 3.0
"""The least weight of signs that makes a meaning. Found on the project's own captures and mock."""
LEAD = 1.0
"""By how much the best meaning must lead the next."""

_A_NAME = 2.0
"""The least weight at which a word for a name is weighed against the other names of the form."""
_SIDE_BY_SIDE = frozenset({Meaning.IMPACT, Meaning.ADDITIONAL, Meaning.PROMPTS})
"""Long answers whose questions share words: which is which shows beside the others."""
_NAMES = (Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME)


def groups(controls: Sequence[Control]) -> list[list[int]]:
    groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place, control in enumerate(controls):
        groups[(control.dialog, control.form)].append(place)
    return list(groups.values())


def settle_names(group: Sequence[int], scores: list[list[Sign]]) -> None:
    """A word that may be one name or another ("Nome", "Nom", "Name") is what the other questions of the form leave over."""
    readings = {place: _readings(scores[place]) for place in group}
    settled = {next(iter(names)) for names in readings.values() if len(names) == 1}
    for place, names in readings.items():
        if len(names) > 1 and (chosen := _left_over(names, settled)) is not None:
            if chosen is not Meaning.NAME:
                scores[place] = _worded(scores[place])
            scores[place].append(Sign(chosen, 2.0, "the other names of the form"))


def _worded(signs: Sequence[Sign]) -> list[Sign]:
    """Without what a plain attribute says, where the question has words for a name: it is the same word, and as open as they."""
    worded = [sign for sign in signs if sign.source != PLAIN_NAME]
    sums = weights_of(worded)
    return worded if any(sums.get(name, 0.0) >= _A_NAME for name in _NAMES) else list(signs)


def _readings(signs: Sequence[Sign]) -> frozenset[Meaning]:
    """The names that a question may equally well be."""
    sums = weights_of(_worded(signs))
    best = max((sums.get(name, 0.0) for name in _NAMES), default=0.0)
    return frozenset(name for name in _NAMES if best >= _A_NAME and sums.get(name, 0.0) >= best - 0.01)


def _left_over(names: frozenset[Meaning], settled: set[Meaning]) -> Meaning | None:
    both = {Meaning.GIVEN_NAME, Meaning.FAMILY_NAME}
    if settled >= both:
        return Meaning.NAME if Meaning.NAME in names else None
    if Meaning.FAMILY_NAME in settled and Meaning.GIVEN_NAME in names:
        return Meaning.GIVEN_NAME
    if Meaning.GIVEN_NAME in settled and Meaning.FAMILY_NAME in names:
        return Meaning.FAMILY_NAME
    return Meaning.NAME if Meaning.NAME in names else None


def place_of(control: Control) -> tuple[int, int]:
    """A form: the dialog and the form that a control lies in."""
    return control.dialog, control.form


def assign(controls: Sequence[Control], sums: Sequence[Mapping[Meaning, float]]) -> list[tuple[Meaning | None, float]]:
    """One question, one meaning, and in a form one meaning, one question: the surest pairs first; what then lacks a lead has
    none.
    """
    sums = [_second_time(number, controls, sums) for number in range(len(sums))]
    chosen = _surest(controls, sums)
    result: list[tuple[Meaning | None, float]] = []
    for number, weights in enumerate(sums):
        found = chosen.get(number)
        if found is None or weights[found] - _next_best(number, found, chosen, controls, sums) < LEAD:
            result.append((None, 0.0))
        else:
            result.append((found, min(0.99, weights[found] / (weights[found] + 1.5))))
    return result


def _second_time(number: int, controls: Sequence[Control], sums: Sequence[Mapping[Meaning, float]]) -> Mapping[Meaning, float]:
    """What a question weighs; one for an address "again" is none for the address itself where another asks for that."""
    weights = sums[number]
    if weights.get(Meaning.EMAIL_AGAIN, 0.0) < SURE:
        return weights
    first = any(
        other.get(Meaning.EMAIL, 0.0) >= SURE > other.get(Meaning.EMAIL_AGAIN, 0.0)
        and place_of(controls[mate]) == place_of(controls[number])
        for mate, other in enumerate(sums)
        if mate != number
    )
    return {meaning: weight for meaning, weight in weights.items() if not first or meaning is not Meaning.EMAIL}


def _surest(controls: Sequence[Control], sums: Sequence[Mapping[Meaning, float]]) -> dict[int, Meaning]:
    pairs = [(weight, number, meaning) for number, weights in enumerate(sums) for meaning, weight in weights.items()]
    chosen: dict[int, Meaning] = {}
    taken: defaultdict[Meaning, list[Control]] = defaultdict(list)
    beaten: set[int] = set()
    for weight, number, meaning in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if weight < SURE or number in chosen or number in beaten:
            continue
        if not any(is_rival(controls[number], other, meaning) for other in taken[meaning]):
            chosen[number] = meaning
            taken[meaning].append(controls[number])
        elif meaning not in _SIDE_BY_SIDE:
            beaten.add(number)  # asked twice, it isn't for that reason what it says second
    return chosen


def is_rival(one: Control, other: Control, meaning: Meaning) -> bool:
    """Whether only one of two controls can mean it: both stand in the same part, and the page's own `autocomplete` doesn't say so
    of both.
    """
    said_of_both = autocomplete_meaning(one) is meaning and autocomplete_meaning(other) is meaning
    return _is_same_part(one, other, meaning) and not said_of_both


def _is_same_part(one: Control, other: Control, meaning: Meaning) -> bool:
    """Whether two controls stand in the same part of the same form, where a thing is asked once. The address of the invoice and
    that of the delivery are two parts: they differ in their legend, or in what their attributes say besides the meaning.
    """
    if place_of(one) != place_of(other):
        return False
    if meaning not in IDENTITY:
        return True
    if any(normalise(a) != normalise(b) for a, b in ((one.legend, other.legend), (one.heading, other.heading))):
        return False
    parts = _part_by_attribute(one, meaning), _part_by_attribute(other, meaning)
    return None in parts or parts[0] == parts[1]


def _part_by_attribute(control: Control, meaning: Meaning) -> str | None:
    """What is left of "billing_first_name" without its meaning: "billing"; None where the attributes don't say the meaning."""
    for attribute in (control.attribute_name, control.attribute_id):
        text = attribute_words(attribute)
        hits = [hit for hit in attribute_lexicon().hits(text) if hit.table == "meaning" and hit.key == meaning.value]
        if hits:
            longest_hit = max(hits, key=lambda hit: hit.end - hit.start)
            return " ".join((text[: longest_hit.start] + text[longest_hit.end :]).split())
    return None


def _next_best(
    number: int,
    found: Meaning,
    chosen: Mapping[int, Meaning],
    controls: Sequence[Control],
    sums: Sequence[Mapping[Meaning, float]],
) -> float:
    """The weight of the best other reading: another meaning of this question that no question has, or another question of this
    meaning that has none.
    """
    mates = [mate for mate in range(len(sums)) if mate != number and place_of(controls[mate]) == place_of(controls[number])]
    taken = {chosen[mate] for mate in mates if mate in chosen}
    others = [weight for meaning, weight in sums[number].items() if meaning is not found and meaning not in taken]
    rivals = [
        sums[mate][found]
        for mate in mates
        if mate not in chosen and found in sums[mate] and is_rival(controls[number], controls[mate], found)
    ]
    return max([*others, *rivals], default=0.0)
