"""What may tell the meaning of a control, as words that a learned model gives weights to. Pure functions of a snapshot.

A feature is a short text that a person can read in `inspect`: where something stands and what it is ("label: vorname", "next
type: tel"). None holds what was typed: of a value only its shape is told. The features of one control are those of its own
texts and attributes, of the controls beside it, and of its form.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ai_optout.country import country_codes_of_list
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Snapshot
from ai_optout.form.words import attribute_words, normalise

Features = tuple[str, ...]
"""The features of one control, each once."""

DIALLING: Final = re.compile(r"(?:\+|\b00)\s?\d{1,4}\b")
"""A dialling code as lists of countries write it: +43, 0043, (+ 43)."""

_WORDS: Final = 14
"""So many words of a text are looked at: of a long one its beginning, of what stands before a control its end."""
_GRAM: Final = 4
"""The length of the parts of words by which a word is known in other endings and languages."""
_BESIDE: Final = ((-1, "previous"), (1, "next"), (-2, "second previous"), (2, "second next"))
_STEPS: Final = (-4, -1, 1, 2, 3, 4, 6, 8)
"""The steps of the rules' weights (`signs`) that the model is told of."""
_IN_ORDER: Final = frozenset({Kind.TEXT, Kind.TEXTAREA, Kind.SELECT, Kind.COMBOBOX, Kind.FILE})
"""Kinds that stand in a form's order as a person fills it in; boxes stand anywhere."""
_ENOUGH: Final = 3
"""A list of fewer options says nothing of its kind."""


def features_of(snapshot: Snapshot, sums: Sequence[Mapping[Meaning, float]]) -> list[Features]:
    """The features of each control of the snapshot, in its order; `sums` are the weights of the rules' signs (`signs`)."""
    controls = snapshot.controls
    groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place, control in enumerate(controls):
        groups[(control.dialog, control.form)].append(place)
    found: list[Features] = [()] * len(controls)
    for (dialog, form), places in groups.items():
        around = [*_of_form(snapshot, dialog, form), *_of_group([controls[place] for place in places])]
        ordered = [place for place in places if controls[place].kind in _IN_ORDER]
        for place in places:
            near = _beside(controls, ordered, ordered.index(place)) if place in ordered else ()
            every = (*_own(controls[place]), *_rules(sums[place]), *near, *around, f"language: {snapshot.language[:2].lower()}")
            found[place] = tuple(dict.fromkeys(every))
    return found


@lru_cache(maxsize=20_000)
def _own(control: Control) -> Features:
    return (*_texts(control), *_attributes(control), *_kind(control), *_options(control), *_value(control))


def _texts(control: Control) -> Iterator[str]:
    texts = {
        "label": control.label,
        "placeholder": control.placeholder,
        "before": control.before,
        "legend": control.legend,
        "description": control.description,
        "heading": control.heading,
        "after": control.after,
    }
    said: dict[str, None] = {}
    for place, text in texts.items():
        words = _words(text, from_end=place == "before")
        if not words:
            yield f"no {place}"
            continue
        yield from (f"{place}: {word}" for word in words)
        yield from (f"{place}: {one} {other}" for one, other in pairwise(words))
        yield f"whole {place}: {' '.join(words)[:60]}"
        yield f"{place} of {min(len(words), 8)} words"
        if place in {"label", "placeholder", "before"}:
            said.update(dict.fromkeys(words))
    yield from (f"text: {word}" for word in said)
    main = normalise(control.label or control.placeholder or control.before)[:40]
    yield f"whole text: {main}"
    yield from (f"text ~ {gram}" for gram in _grams(main))


def _attributes(control: Control) -> Iterator[str]:
    said = {"name": attribute_words(control.attribute_name), "id": attribute_words(control.attribute_id)}
    for place, text in said.items():
        words = text.split()
        yield from (f"{place}: {word}" for word in words)
        yield from (f"{place}: {one} {other}" for one, other in pairwise(words))
        yield f"whole {place}: {text[:60]}"
    yield from (f"attribute: {word}" for word in dict.fromkeys(" ".join(said.values()).split()))
    yield from (f"attribute ~ {gram}" for text in said.values() for gram in _grams(text[:40]))


def _kind(control: Control) -> Iterator[str]:
    yield f"autocomplete: {control.autocomplete}"
    yield from (f"autocomplete has {token}" for token in control.autocomplete.split())
    yield from (f"type: {control.type}", f"kind: {control.kind}", f"inputmode: {control.inputmode}")
    yield from ("shown" if control.visible else "hidden", "enabled" if control.enabled else "disabled")
    yield from ("required" if control.required else "not required", "read-only" if control.readonly else "writable")
    if control.max_length:
        yield f"at most {control.max_length if control.max_length < 20 else control.max_length // 10 * 10}"  # noqa: PLR2004 - in tens


def _options(control: Control) -> Iterator[str]:
    if not control.options:
        return
    yield f"options: 2^{min(len(control.options).bit_length(), 9)}"
    labels = [option.label for option in control.options if option.label]
    values = [option.value for option in control.options if option.value]
    if len(labels) > _ENOUGH:
        yield f"dialling codes: {_quarters(bool(DIALLING.search(label)) for label in labels)}"
        yield f"territories: {_quarters(code is not None for code in country_codes_of_list(labels))}"
    if len(values) > _ENOUGH:
        yield f"two-letter values: {_quarters(bool(re.fullmatch('[A-Z]{2}', value)) for value in values)}"
        yield f"short numbers as values: {_quarters(bool(re.fullmatch(r'[+]?[0-9]{1,4}', value)) for value in values)}"
    yield from dict.fromkeys(f"option: {word}" for option in control.options[:4] for word in normalise(option.label).split()[:4])


def _quarters(fits: Iterator[bool]) -> int:
    every = list(fits)
    return sum(every) * 4 // len(every)


def _value(control: Control) -> Iterator[str]:
    """The shape of what the page holds, never what it is."""
    if control.value and control.kind in {Kind.TEXT, Kind.COMBOBOX}:
        shapes = (("dialling code", r"\+[0-9]{1,3}"), ("number", r"[+]?[0-9 ]+"), ("address", r".*@.*"), ("text", r"[\s\S]*"))
        yield f"holds: {next(name for name, shape in shapes if re.fullmatch(shape, control.value))}"


def _rules(sums: Mapping[Meaning, float]) -> Iterator[str]:
    for meaning, weight in sums.items():
        for step in _STEPS:
            if (weight >= step > 0) or (weight <= step < 0):
                yield f"rules: {meaning} {step:+d}"
    ranked = sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    yield f"rules' first: {ranked[0][0] if ranked else 'none'}"
    if ranked and ranked[0][1] >= _STEPS[4] and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= 1):
        yield f"rules are sure: {ranked[0][0]}"


def _beside(controls: Sequence[Control], ordered: Sequence[int], at: int) -> Iterator[str]:
    yield f"place {min(at, 6)}"
    for distance, where in _BESIDE:
        if 0 <= at + distance < len(ordered):
            yield from (f"{where} {one}" for one in _brief(controls[ordered[at + distance]]))
        else:
            yield f"{where} none"


@lru_cache(maxsize=20_000)
def _brief(control: Control) -> Features:
    """What a neighbour is."""
    words = (f"text: {word}" for word in _words(control.label or control.placeholder or control.before)[:5])
    attributes = (
        f"attribute: {word}"
        for text in (control.attribute_name, control.attribute_id)
        for word in attribute_words(text).split()[:5]
    )
    token = (f"autocomplete: {control.autocomplete.split()[-1]}",) if control.autocomplete.split() else ()
    return tuple(dict.fromkeys((*words, *attributes, f"type: {control.type}", f"kind: {control.kind}", *token)))


def _of_form(snapshot: Snapshot, dialog: int, form: int) -> Iterator[str]:
    if form < 0:
        yield "in no form"
        return
    buttons = [button for button in snapshot.buttons if (button.dialog, button.form) == (dialog, form)]
    words = dict.fromkeys(word for button in buttons[:6] for word in _words(button.name)[:4])
    yield from (f"button: {word}" for word in list(words)[:12])
    if form < len(snapshot.forms):
        action = re.sub(r"^[a-z]+://[^/]*/?|[?#].*", "", snapshot.forms[form].action)
        yield from (f"action: {word}" for word in attribute_words(action)[:80].split()[:6])
        yield from (f"form: {word}" for word in _words(snapshot.forms[form].name)[:5])


def _of_group(controls: Sequence[Control]) -> Iterator[str]:
    yield f"form of {min(sum(control.kind in _IN_ORDER for control in controls), 12)}"
    yield f"passwords: {min(2, sum(control.type == 'password' for control in controls))}"
    yield "with a long text" if any(control.kind is Kind.TEXTAREA for control in controls) else "without a long text"


def _words(text: str, *, from_end: bool = False) -> list[str]:
    words = normalise(text).split()
    return words[-_WORDS // 2 :] if from_end else words[:_WORDS]


def _grams(text: str) -> Iterator[str]:
    edged = f"^{text.replace(' ', '_')}$"
    yield from (edged[start : start + _GRAM] for start in range(len(edged) - _GRAM + 1))
