"""What each question of a snapshot means, how sure that is, and the signs it rests on. A pure function: no page in sight.

Every question is given signs, each with a weight: what its words say, what its attributes say, its type, what its options are.
The words are weighed by where they stand (a label says more than a text that is only near) and by how much of that text they
are. Then the questions of a form are looked at together: a plain "name" beside a surname is the given name; two questions can't
both be the e-mail address. What stays without a clear lead stays without a meaning: none is better than a wrong one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ai_optout.country import country_code
from ai_optout.form.meaning import IDENTITY, TOKENS, Meaning, takes
from ai_optout.form.snapshot import Control, Kind, Snapshot
from ai_optout.form.words import Hit, Lexicon, attribute_lexicon, attribute_words, lexicon, normalise

SURE = 3.0
"""The least weight of signs that makes a meaning. Found on the project's own captures and mock; `make score` will replace it."""
LEAD = 1.0
"""By how much the best meaning must lead the next."""

_AUTOCOMPLETE: Mapping[str, Meaning] = {
    **{meaning.value: meaning for meaning in Meaning},
    "country-name": Meaning.COUNTRY,
    "tel-national": Meaning.TEL,
    "tel-local": Meaning.TEL,
}
_NAMES = (Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME)
_SENTENCES = frozenset(
    meaning.value
    for meaning in (Meaning.IMPACT, Meaning.ADDITIONAL, Meaning.PROMPTS, Meaning.EVIDENCE, Meaning.DECLARATION, Meaning.ABOUT_AI)
)
_AGAINST_ALL = frozenset({"search", "password", "username"})
_DIALLING = re.compile(r"\+\s?\d{1,4}\b")


@dataclass(frozen=True)
class Sign:
    """One reason for (or, with a weight below nought, against) a meaning; `because` quotes it without any answer."""

    meaning: Meaning
    weight: float
    because: str


@dataclass(frozen=True)
class Question:
    """A control with what it was understood to ask: None where nothing has a clear lead. `confidence` is 0 to 1."""

    control: Control
    meaning: Meaning | None
    confidence: float
    signs: tuple[Sign, ...] = field(default=())

    @property
    def required(self) -> bool:
        """Whether the page says that it must be answered: in the DOM, or by the mark that a person reads."""
        control = self.control
        return control.required or any(
            re.search(r"\*\s*$|^\s*\*|\(required\)", text, re.IGNORECASE)
            for text in (control.name, control.legend, control.before)
        )


def understand(snapshot: Snapshot, words: Lexicon | None = None) -> tuple[Question, ...]:
    """The questions of a snapshot with their meanings, in the order of the page. Invisible controls are no questions."""
    words = words or lexicon()
    controls = snapshot.questions
    scores = [_signs(control, words) for control in controls]
    for group in _groups(controls):
        _settle_names(group, scores)
    chosen = _assign(controls, [_sums(signs) for signs in scores])
    return tuple(
        Question(control, meaning, confidence, tuple(signs))
        for control, signs, (meaning, confidence) in zip(controls, scores, chosen, strict=True)
    )


def main_form(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions of the form that the page is about: where the most is understood; the search box and the newsletter are
    others.
    """
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    for question in questions:
        control = question.control
        weights[(control.dialog, control.form)] += (question.confidence if question.meaning else 0) + (
            0.2 if control.kind is Kind.TEXTAREA else 0
        )
    if not weights or max(weights.values()) == 0:
        return ()
    best = max(weights, key=lambda place: weights[place])
    return tuple(question for question in questions if (question.control.dialog, question.control.form) == best)


# --- signs of one question ---


def _signs(control: Control, words: Lexicon) -> list[Sign]:
    allowed = takes(control)
    if not allowed:
        return []
    found = [*_standard_signs(control), *_option_signs(control, words)]
    for source, text, worth in _texts(control):
        found.extend(_word_signs(source, text, worth, words))
    attributes = attribute_words(f"{control.attribute_name} {control.attribute_id}")
    found.extend(_attribute_signs(attributes))
    return [sign for sign in found if sign.meaning in allowed]


def _standard_signs(control: Control) -> Iterator[Sign]:
    token = control.autocomplete.split(" ")[-1]
    if token in _AUTOCOMPLETE:
        yield Sign(_AUTOCOMPLETE[token], 5.0, f"autocomplete={token}")
    if control.type == "email" or control.inputmode == "email":
        yield Sign(Meaning.EMAIL, 3.5, "type=email")
    if control.type == "tel" or control.inputmode == "tel":
        yield Sign(Meaning.TEL, 2.5, "type=tel")
    if control.kind is Kind.FILE:
        yield Sign(Meaning.EVIDENCE, 3.0, "type=file")


def _option_signs(control: Control, words: Lexicon) -> Iterator[Sign]:
    labels = [option.label for option in control.options if option.label and (option.value or control.kind is not Kind.SELECT)]
    if not labels:
        return
    dialling = sum(bool(_DIALLING.search(label)) for label in labels) / len(labels)
    if dialling > 0.6 and len(labels) > 3:  # noqa: PLR2004 - most of a list that is one
        yield Sign(Meaning.TEL_COUNTRY_CODE, 6.0, f"{len(labels)} options with dialling codes")
        return
    territories = sum(country_code(label) is not None for label in labels) / len(labels)
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
        yield "text after", control.after, 0.5
    yield "legend", control.legend if control.legend != label else "", 0.3 if label or before else 0.8
    yield "description", control.description, 0.2 if label or before else 0.5
    yield "heading", control.heading, 0.1 if label or before or control.placeholder else 0.4


def _word_signs(source: str, text: str, worth: float, words: Lexicon) -> Iterator[Sign]:
    bare = normalise(text)
    if not bare:
        return
    hits = _outermost([hit for hit in words.hits(text) if hit.table in {"meaning", "not"}])
    best: dict[Meaning, tuple[float, Hit]] = {}
    for hit in hits:
        weight = worth * _weight(hit, bare, whole_sentence=hit.key in _SENTENCES)
        if hit.table == "not":
            against = frozenset(Meaning) if hit.key in _AGAINST_ALL else IDENTITY
            yield from (Sign(meaning, -0.7 * weight, f"{source} «{hit.phrase}» ({hit.key})") for meaning in against)
        elif hit.key in TOKENS and weight > best.get(Meaning(hit.key), (0.0, hit))[0]:
            best[Meaning(hit.key)] = (weight, hit)
    if any(hit.key == "again" for hit in hits) and Meaning.EMAIL in best:
        weight, hit = best[Meaning.EMAIL]
        best[Meaning.EMAIL_AGAIN] = max(
            best.get(Meaning.EMAIL_AGAIN, (0.0, hit)), (weight + 1.5 * worth, hit), key=lambda one: one[0]
        )
    for meaning, (weight, hit) in best.items():
        yield Sign(meaning, weight, f"{source} «{hit.phrase}»")


def _weight(hit: Hit, bare: str, *, whole_sentence: bool) -> float:
    """From 2 (one word within a long text) to some 6 (the whole text, and several words). What a text begins with says more;
    questions that take a long answer are asked in sentences, of which the telling words are a part.
    """
    least = 2.8 if whole_sentence else 2.0 + (0.8 if hit.start == 0 else 0.0)
    return min(6.5, least + 3.0 * (hit.end - hit.start) / len(bare) + 0.5 * hit.phrase.count(" "))


def _outermost(hits: Sequence[Hit]) -> list[Hit]:
    """Without those that lie inside a longer one: in "country of birth" there is no country."""
    return [
        hit
        for hit in hits
        if not any(
            other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start for other in hits
        )
    ]


def _attribute_signs(attributes: str) -> Iterator[Sign]:
    hits = _outermost([hit for hit in attribute_lexicon().hits(attributes) if hit.table in {"meaning", "not"}])
    for hit in hits:
        if hit.table == "not":
            against = frozenset(Meaning) if hit.key in _AGAINST_ALL else IDENTITY
            yield from (Sign(meaning, -1.5, f"attribute «{hit.phrase}» ({hit.key})") for meaning in against)
        elif hit.key in TOKENS:
            yield Sign(Meaning(hit.key), 2.2, f"attribute «{hit.phrase}»")


# --- a form as a whole ---


def _groups(controls: Sequence[Control]) -> list[list[int]]:
    groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place, control in enumerate(controls):
        groups[(control.dialog, control.form)].append(place)
    return list(groups.values())


def _settle_names(group: Sequence[int], scores: list[list[Sign]]) -> None:
    """A word that may be one name or another ("Nome", "Nom", "Name") is what the other questions of the form leave over."""
    sums = {place: _sums(scores[place]) for place in group}
    plain = {
        place: {
            name
            for name in _NAMES
            if sums[place].get(name, 0.0) >= max(sums[place].get(other, 0.0) for other in _NAMES) - 0.01 and name in sums[place]
        }
        for place in group
    }
    settled = {next(iter(names)) for names in plain.values() if len(names) == 1}
    for place, names in plain.items():
        if len(names) < 2:  # noqa: PLR2004 - two readings at least
            continue
        if Meaning.GIVEN_NAME in names and Meaning.FAMILY_NAME in settled:
            chosen = Meaning.GIVEN_NAME
        elif Meaning.FAMILY_NAME in names and Meaning.GIVEN_NAME in settled:
            chosen = Meaning.FAMILY_NAME
        elif Meaning.NAME in names:
            chosen = Meaning.NAME
        else:
            continue
        scores[place].append(Sign(chosen, 2.0, "the other names of the form"))


def _sums(signs: Sequence[Sign]) -> dict[Meaning, float]:
    """The weight of each meaning: of several signs of one source kind the words count once, at their best."""
    total: defaultdict[Meaning, float] = defaultdict(float)
    for sign in signs:
        total[sign.meaning] += sign.weight
    return dict(total)


_Place = tuple[int, int]
"""A form: the dialog and the form that a control lies in."""


def _assign(controls: Sequence[Control], sums: Sequence[Mapping[Meaning, float]]) -> list[tuple[Meaning | None, float]]:
    """One question, one meaning, and in a form one meaning, one question: the surest pairs first; what then lacks a lead has
    none.
    """
    places: list[_Place] = [(control.dialog, control.form) for control in controls]
    chosen = _surest(places, sums)
    result: list[tuple[Meaning | None, float]] = []
    for number, weights in enumerate(sums):
        found = chosen.get(number)
        if found is None or weights[found] - _next_best(number, found, chosen, places, sums) < LEAD:
            result.append((None, 0.0))
        else:
            result.append((found, min(0.99, weights[found] / (weights[found] + 1.5))))
    return result


def _surest(places: Sequence[_Place], sums: Sequence[Mapping[Meaning, float]]) -> dict[int, Meaning]:
    pairs = [(weight, number, meaning) for number, weights in enumerate(sums) for meaning, weight in weights.items()]
    chosen: dict[int, Meaning] = {}
    taken: set[tuple[_Place, Meaning]] = set()
    for weight, number, meaning in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if weight >= SURE and number not in chosen and (places[number], meaning) not in taken:
            chosen[number] = meaning
            taken.add((places[number], meaning))
    return chosen


def _next_best(
    number: int,
    found: Meaning,
    chosen: Mapping[int, Meaning],
    places: Sequence[_Place],
    sums: Sequence[Mapping[Meaning, float]],
) -> float:
    """The weight of the best other reading: another meaning of this question that no question has, or another question of this
    meaning that has none.
    """
    mates = [mate for mate in range(len(sums)) if mate != number and places[mate] == places[number]]
    taken = {chosen[mate] for mate in mates if mate in chosen}
    others = [weight for meaning, weight in sums[number].items() if meaning is not found and meaning not in taken]
    rivals = [sums[mate][found] for mate in mates if mate not in chosen and found in sums[mate]]
    return max([*others, *rivals], default=0.0)
