"""What each question of a snapshot means, how sure that is, and the signs it rests on. A pure function: no page in sight.

Two ways to know it are weighed against each other (`verdict`): the rules' signs (`signs`, `assign`), and weights learned from
real forms (`learned`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ai_optout.form.assign import SURE, assign, groups, is_rival, place_of, settle_names
from ai_optout.form.language import spoken_in
from ai_optout.form.learned import Guess, Learned, learned
from ai_optout.form.meaning import Meaning, takes
from ai_optout.form.sign import Sign, weights_of
from ai_optout.form.signs import signs_of
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.form.verdict import verdict
from ai_optout.form.words import Lexicon, attribute_lexicon, attribute_words, lexicon, mark_of, normalise, same_wording

_LEADS = 0.2
"""By how much the surest of several questions of the same words must lead the next."""
_A_WHOLE_NAME = 4.0
"""What the rules' signs weigh where a whole label says a full name."""
_FEW = 3
"""So many questions a log-in or a newsletter has at most."""
_BESIDE = 3
"""So many questions apart, two that ask the same are rivals: further apart they are of two parts, an address and another."""
_BEHIND = 0.7
"""How sure it is that what stands without words behind a dialling code is the number."""
_WORDED = re.compile(r"[^\W\d_]")
_NUMBERS = frozenset({Meaning.TEL, Meaning.TEL_COUNTRY_CODE})
_ASIDE = frozenset({"newsletter", "search", "username", "password"})
"""The lexicon's `[not]` keys of what stands beside a form on many pages."""
_CHOICES = frozenset({Kind.RADIO, Kind.SELECT, Kind.COMBOBOX, Kind.LISTBOX})
_NEAR = 8
"""So many elements of the scan apart, two hidden controls are of one hidden part."""


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
        after = control.after if control.kind is Kind.CHECKBOX else ""
        return control.required or any(
            mark_of(text) == "required" for text in (control.label, control.legend, control.before, after)
        )

    @property
    def optional(self) -> bool:
        """Whether the page says that it needn't be answered."""
        control = self.control
        return not control.required and any(
            mark_of(text) == "optional" for text in (control.label, control.legend, control.before, control.placeholder)
        )


def understand(snapshot: Snapshot, words: Lexicon | None = None, weights: Learned | None = None) -> tuple[Question, ...]:
    """The questions of a snapshot with their meanings, in the order of the page. Invisible controls are no questions."""
    return _read_once(snapshot).seen if words is None and weights is None else _reading(snapshot, words, weights).seen


@dataclass(frozen=True)
class _Reading:
    seen: tuple[Question, ...]
    unseen: tuple[Question, ...]


@lru_cache(maxsize=16)
def _read_once(snapshot: Snapshot) -> _Reading:
    """A page is looked at from several sides before it changes."""
    return _reading(snapshot, None, None)


def _reading(snapshot: Snapshot, words: Lexicon | None, weights: Learned | None) -> _Reading:
    words, weights = words or lexicon(), weights or learned()
    language = spoken_in(snapshot)
    signs = {control.ref: signs_of(control, words, language) for control in snapshot.controls}
    guesses = weights.guesses(snapshot, [weights_of(signs[control.ref]) for control in snapshot.controls])
    by_ref = {control.ref: guess for control, guess in zip(snapshot.controls, guesses, strict=True)}
    seen = _told_apart(_each_once(_behind_their_codes(_understood(snapshot.questions, signs, by_ref))))
    shown = {question.control.ref for question in seen}
    bared = tuple(replace(one, visible=True, enabled=True, readonly=False) for one in snapshot.controls if not _is_drawn(one))
    every = _understood(bared, signs, by_ref)
    unseen = [question for question in every if question.control.ref not in shown]
    return _Reading(seen, tuple(_without_meaning(one) if _is_laid(one, unseen, seen) else one for one in unseen))


def _is_drawn(control: Control) -> bool:
    """Whether it is a list that a person sees and that may stand for a hidden select: no rival of that."""
    return control.visible and control.kind in {Kind.COMBOBOX, Kind.LISTBOX}


def _without_meaning(question: Question) -> Question:
    return replace(question, meaning=None, confidence=0.0)


def _is_laid(question: Question, unseen: Sequence[Question], seen: Sequence[Question]) -> bool:
    """Whether a hidden control is laid as a trap, or only drawn anew: it asks alone what a shown one asks already. A list that a
    widget stands for is what the page sends, and a hidden part asks more than one thing.
    """
    if question.meaning is None or question.control.kind is Kind.SELECT:
        return False
    if question.control.kind in {Kind.COMBOBOX, Kind.LISTBOX}:
        return True  # nobody sees the widget, nothing sends it
    others = [one for one in unseen if one.meaning not in {None, question.meaning} and _is_near(one, question)]
    return not others and any(_asks_it_already(one, question) for one in seen)


def _is_near(one: Question, other: Question) -> bool:
    return place_of(one.control) == place_of(other.control) and abs(one.control.ref.element - other.control.ref.element) <= _NEAR


def _understood(
    controls: Sequence[Control], signs: Mapping[Ref, Sequence[Sign]], guesses: Mapping[Ref, Guess]
) -> tuple[Question, ...]:
    scores = [list(signs[control.ref]) for control in controls]
    for group in groups(controls):
        settle_names(group, scores)
    chosen = assign(controls, [weights_of(found) for found in scores])
    return tuple(
        _question(control, ruled, sure, found, guesses[control.ref])
        for control, found, (ruled, sure) in zip(controls, scores, chosen, strict=True)
    )


def _behind_their_codes(questions: Sequence[Question]) -> tuple[Question, ...]:
    """A field without words of its own just behind a dialling code is the number: the label stands before both."""
    return tuple(
        replace(
            one, meaning=Meaning.TEL, confidence=_BEHIND, signs=(*one.signs, Sign(Meaning.TEL, SURE, "behind its dialling code"))
        )
        if place and _is_behind_its_code(one, questions[place - 1])
        else one
        for place, one in enumerate(questions)
    )


def _is_behind_its_code(question: Question, before: Question) -> bool:
    control = question.control
    if question.meaning is not None or before.meaning is not Meaning.TEL_COUNTRY_CODE or Meaning.TEL not in takes(control):
        return False
    words = _WORDED.search(f"{control.label} {control.placeholder} {control.before}")
    forbidden = any(sign.meaning is Meaning.TEL and sign.weight < 0 for sign in question.signs)
    return place_of(control) == place_of(before.control) and words is None and not forbidden


def _each_once(questions: Sequence[Question]) -> tuple[Question, ...]:
    """In one part of a form a thing is asked once: of several that seem to ask it only the surest does, if it leads."""
    return tuple(
        _without_meaning(one)
        if _is_beaten(one, questions[max(0, place - _BESIDE) : place + _BESIDE + 1]) or _is_a_third_name(one, questions)
        else one
        for place, one in enumerate(questions)
    )


def _is_a_third_name(question: Question, questions: Sequence[Question]) -> bool:
    """Whether a form asks for both names elsewhere, and this one only speaks of some name, whosever."""
    if question.meaning is not Meaning.NAME:
        return False
    beside = {one.meaning for one in questions if place_of(one.control) == place_of(question.control)}
    said = sum(sign.weight for sign in question.signs if sign.meaning is Meaning.NAME and sign.source != "learned")
    return beside >= {Meaning.GIVEN_NAME, Meaning.FAMILY_NAME} and said < _A_WHOLE_NAME


def _is_beaten(question: Question, beside: Sequence[Question]) -> bool:
    rivals = [one for one in beside if one is not question and _asks_it_already(one, question) and not _are_two(one, question)]
    if question.control.kind is Kind.COMBOBOX and any(one.control.kind is Kind.SELECT for one in rivals):
        return True  # the select that it stands for is shown, too, and is what the page sends
    if question.control.kind is Kind.SELECT:
        rivals = [one for one in rivals if one.control.kind is not Kind.COMBOBOX]
    if any(same_wording(one.control.wording, question.control.wording) for one in rivals):
        return question.confidence < max(one.confidence for one in rivals) + _LEADS
    if question.meaning is Meaning.TEL:
        return False  # the mobile and the landline: a number that is the person's in both
    return any(one.confidence >= question.confidence for one in rivals)


def _are_two(one: Question, other: Question) -> bool:
    """Whether the page itself calls two numbers by two words: "mobile[number]" and "phone[number]"."""
    if one.meaning not in _NUMBERS:
        return False
    said = [_words_for(one.meaning, each.control) for each in (one, other)]
    return bool(said[0]) and bool(said[1]) and said[0] != said[1]


def _words_for(meaning: Meaning, control: Control) -> frozenset[str]:
    hits = attribute_lexicon().hits(attribute_words(f"{control.attribute_name} {control.attribute_id}"))
    return frozenset(hit.phrase for hit in hits if hit.key == meaning)


def _question(control: Control, ruled: Meaning | None, sure: float, signs: Sequence[Sign], guess: Guess) -> Question:
    meaning, confidence, added = verdict(control, ruled, sure, signs, guess)
    return Question(control, meaning, confidence, (*signs, *added))


def _told_apart(questions: Iterable[Question]) -> tuple[Question, ...]:
    seen: Counter[tuple[object, ...]] = Counter()
    told = []
    for question in questions:
        said = (question.control.kind, question.meaning, normalise(question.control.wording))
        told.append(replace(question, twin=seen[said]) if seen[said] else question)
        seen[said] += 1
    return tuple(told)


def understand_unseen(snapshot: Snapshot, words: Lexicon | None = None, weights: Learned | None = None) -> tuple[Question, ...]:
    """What the controls that are no questions now (hidden, disabled, read-only) would ask if they were: for looking at a form,
    never for filling it. What a question of the same part asks already, a hidden control doesn't: that is how traps are laid.
    """
    return _read_once(snapshot).unseen if words is None and weights is None else _reading(snapshot, words, weights).unseen


def _asks_it_already(one: Question, other: Question) -> bool:
    return other.meaning is not None and one.meaning is other.meaning and is_rival(one.control, other.control, other.meaning)


def main_form(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions of the form that the page is about: where the most is understood; the search box and the newsletter are
    others. Where nothing is, the only part that asks for a choice: a page of a longer form may ask nothing else.
    """
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    questions = [question for question in questions if not _is_search(question)]
    for question in questions:
        control = question.control
        weights[(control.dialog, control.form)] += (question.confidence if question.meaning else 0) + (
            0.2 if control.kind is Kind.TEXTAREA else 0
        )
    if not weights or max(weights.values()) == 0:
        return _only_choices(questions)
    best = max(weights, key=lambda place: weights[place])
    own = [question for question in questions if place_of(question.control) == best]
    found = tuple(question for question in own if not _is_aside(question, own))
    return () if _only_stands_aside(found) else found


def _only_stands_aside(form: Sequence[Question]) -> bool:
    """Whether it is the log-in, the search or the newsletter of the site, where the page has no other form: an address, and words
    or a password that say so.
    """
    if {question.meaning for question in form} - {None} != {Meaning.EMAIL} or len(form) > _FEW:
        return False
    return any(_speaks_of_another(question) or question.control.type == "password" for question in form)


def _is_search(question: Question) -> bool:
    """Whether it searches the site, or a list beside it: nothing that a form asks."""
    return question.meaning is None and (
        question.control.role == "searchbox" or any(sign.trap == "search" and sign.source == "label" for sign in question.signs)
    )


def _only_choices(questions: Sequence[Question]) -> tuple[Question, ...]:
    left = [question for question in questions if not any(sign.trap in _ASIDE for sign in question.signs)]
    places = {place_of(question.control) for question in left if question.control.kind in _CHOICES}
    return tuple(question for question in left if place_of(question.control) in places) if len(places) == 1 else ()


def _is_aside(question: Question, form: Sequence[Question]) -> bool:
    """Whether it asks what another question of the form asks, and what stands around it speaks of a newsletter, a search or a
    log-in: many pages have those outside of any `<form>`, as they have the form itself.
    """
    if question.meaning is None or not _speaks_of_another(question):
        return False
    return any(one is not question and one.meaning is question.meaning and not _speaks_of_another(one) for one in form)


def _speaks_of_another(question: Question) -> bool:
    return any(sign.meaning is question.meaning and sign.trap in _ASIDE for sign in question.signs)
