"""What each question of a snapshot means, how sure that is, and the signs it rests on. A pure function: no page in sight.

Every question is given signs, each with a weight: what its words say, what its attributes say, its type, what its options are.
The words are weighed by where they stand (a label says more than a text that is only near) and by how much of that text they
are. Then the questions of a form are looked at together: a plain "name" beside a surname is the given name; two questions can't
both be the e-mail address. What stays without a clear lead stays without a meaning: none is better than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ai_optout.form.meaning import IDENTITY, Meaning
from ai_optout.form.signs import Sign, autocomplete_meaning, signs_of
from ai_optout.form.snapshot import Control, Kind, Snapshot
from ai_optout.form.words import Lexicon, attribute_lexicon, attribute_words, lexicon, normalise

SURE = 3.0
"""The least weight of signs that makes a meaning. Found on the project's own captures and mock; `make score` will replace it."""
LEAD = 1.0
"""By how much the best meaning must lead the next."""

_A_NAME = 2.0
"""The least weight at which a word for a name is weighed against the other names of the form."""
_SIDE_BY_SIDE = frozenset({Meaning.IMPACT, Meaning.ADDITIONAL, Meaning.PROMPTS})
"""Long answers whose questions share words: which is which shows beside the others."""
_NAMES = (Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.NAME)


@dataclass(frozen=True)
class Question:
    """A control with what it was understood to ask: None where nothing has a clear lead. `confidence` is 0 to 1."""

    control: Control
    meaning: Meaning | None
    confidence: float
    signs: tuple[Sign, ...] = field(default=())
    twin: int = 0
    """How many questions before it on the page say the same in the same way: what tells it from them in a later look."""

    @property
    def answered(self) -> bool:
        """Whether the page holds an answer; a list's "Please choose" is none, whatever its value."""
        control = self.control
        if not control.answered or control.kind not in {Kind.SELECT, Kind.COMBOBOX}:
            return control.answered
        chosen = [option.label for option in control.options if option.selected]
        shown = chosen if control.kind is Kind.SELECT else [control.value]
        return not all(lexicon().is_whole(text, "answer", "please-select") for text in shown)

    @property
    def required(self) -> bool:
        """Whether the page says that it must be answered: in the DOM, or by the mark that a person reads."""
        control = self.control
        return control.required or any(
            re.search(r"\*\s*$|^\s*\*|\(required\)", text, re.IGNORECASE)
            for text in (control.name, control.legend, control.before, control.after if control.kind is Kind.CHECKBOX else "")
        )


def understand(snapshot: Snapshot, words: Lexicon | None = None) -> tuple[Question, ...]:
    """The questions of a snapshot with their meanings, in the order of the page. Invisible controls are no questions."""
    words = words or lexicon()
    controls = snapshot.questions
    scores = [signs_of(control, words) for control in controls]
    for group in _groups(controls):
        _settle_names(group, scores)
    chosen = _assign(controls, [_sums(signs) for signs in scores])
    return _told_apart(
        Question(control, meaning, confidence, tuple(signs))
        for control, signs, (meaning, confidence) in zip(controls, scores, chosen, strict=True)
    )


def _told_apart(questions: Iterable[Question]) -> tuple[Question, ...]:
    seen: Counter[tuple[object, ...]] = Counter()
    told = []
    for question in questions:
        said = (question.control.kind, question.meaning, normalise(question.control.wording))
        told.append(replace(question, twin=seen[said]) if seen[said] else question)
        seen[said] += 1
    return tuple(told)


def understand_unseen(snapshot: Snapshot, words: Lexicon | None = None) -> tuple[Question, ...]:
    """What the controls that are no questions now (hidden, disabled, read-only) would ask if they were: for looking at a form,
    never for filling it. What a question of the same part asks already, a hidden control doesn't: that is how traps are laid.
    """
    seen = understand(snapshot, words)
    refs = {question.control.ref for question in seen}
    bared = tuple(replace(control, visible=True, enabled=True, readonly=False) for control in snapshot.controls)
    return tuple(
        replace(question, meaning=None, confidence=0.0) if any(_asks_it_already(one, question) for one in seen) else question
        for question in understand(replace(snapshot, controls=bared), words)
        if question.control.ref not in refs
    )


def _asks_it_already(one: Question, other: Question) -> bool:
    return other.meaning is not None and one.meaning is other.meaning and _is_rival(one.control, other.control, other.meaning)


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


# --- a form as a whole ---


def _groups(controls: Sequence[Control]) -> list[list[int]]:
    groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place, control in enumerate(controls):
        groups[(control.dialog, control.form)].append(place)
    return list(groups.values())


def _settle_names(group: Sequence[int], scores: list[list[Sign]]) -> None:
    """A word that may be one name or another ("Nome", "Nom", "Name") is what the other questions of the form leave over."""
    readings = {place: _readings(_sums(scores[place])) for place in group}
    settled = {next(iter(names)) for names in readings.values() if len(names) == 1}
    for place, names in readings.items():
        if len(names) > 1 and (chosen := _left_over(names, settled)) is not None:
            scores[place].append(Sign(chosen, 2.0, "the other names of the form"))


def _readings(sums: Mapping[Meaning, float]) -> frozenset[Meaning]:
    """The names that a question may equally well be."""
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


def _sums(signs: Sequence[Sign]) -> dict[Meaning, float]:
    """The weight of each meaning: of several signs of one source kind the words count once, at their best."""
    total: defaultdict[Meaning, float] = defaultdict(float)
    for sign in signs:
        total[sign.meaning] += sign.weight
    return dict(total)


def _place(control: Control) -> tuple[int, int]:
    """A form: the dialog and the form that a control lies in."""
    return control.dialog, control.form


def _assign(controls: Sequence[Control], sums: Sequence[Mapping[Meaning, float]]) -> list[tuple[Meaning | None, float]]:
    """One question, one meaning, and in a form one meaning, one question: the surest pairs first; what then lacks a lead has
    none.
    """
    chosen = _surest(controls, sums)
    result: list[tuple[Meaning | None, float]] = []
    for number, weights in enumerate(sums):
        found = chosen.get(number)
        if found is None or weights[found] - _next_best(number, found, chosen, controls, sums) < LEAD:
            result.append((None, 0.0))
        else:
            result.append((found, min(0.99, weights[found] / (weights[found] + 1.5))))
    return result


def _surest(controls: Sequence[Control], sums: Sequence[Mapping[Meaning, float]]) -> dict[int, Meaning]:
    pairs = [(weight, number, meaning) for number, weights in enumerate(sums) for meaning, weight in weights.items()]
    chosen: dict[int, Meaning] = {}
    taken: defaultdict[Meaning, list[Control]] = defaultdict(list)
    beaten: set[int] = set()
    for weight, number, meaning in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if weight < SURE or number in chosen or number in beaten:
            continue
        if not any(_is_rival(controls[number], other, meaning) for other in taken[meaning]):
            chosen[number] = meaning
            taken[meaning].append(controls[number])
        elif meaning not in _SIDE_BY_SIDE:
            beaten.add(number)  # asked twice, it isn't for that reason what it says second
    return chosen


def _is_rival(one: Control, other: Control, meaning: Meaning) -> bool:
    """Whether only one of two controls can mean it: both stand in the same part, and the page's own `autocomplete` doesn't say so
    of both.
    """
    said_of_both = autocomplete_meaning(one) is meaning and autocomplete_meaning(other) is meaning
    return _is_same_part(one, other, meaning) and not said_of_both


def _is_same_part(one: Control, other: Control, meaning: Meaning) -> bool:
    """Whether two controls stand in the same part of the same form, where a thing is asked once. The address of the invoice and
    that of the delivery are two parts: they differ in their legend, or in what their attributes say besides the meaning.
    """
    if _place(one) != _place(other):
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
    mates = [mate for mate in range(len(sums)) if mate != number and _place(controls[mate]) == _place(controls[number])]
    taken = {chosen[mate] for mate in mates if mate in chosen}
    others = [weight for meaning, weight in sums[number].items() if meaning is not found and meaning not in taken]
    rivals = [
        sums[mate][found]
        for mate in mates
        if mate not in chosen and found in sums[mate] and _is_rival(controls[number], controls[mate], found)
    ]
    return max([*others, *rivals], default=0.0)
