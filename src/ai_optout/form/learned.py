"""What a control probably asks, by weights that were learned from real forms (`make learn`), beside the rules' signs.

Two linear models, one after the other: the first goes by the features of a control (`features`); the second by what the first
says of it and of the other questions of its form: a plain "name" before a surname is a given name. What comes out is the mean of
both. Only meanings that the corpus has labels for are learned; the others are the rules' alone. Plain arithmetic: no page, and
nothing but the standard library.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ai_optout.form.features import Features, features_of
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Snapshot

LEARNED: Final = (
    Meaning.GIVEN_NAME,
    Meaning.FAMILY_NAME,
    Meaning.NAME,
    Meaning.EMAIL,
    Meaning.COUNTRY,
    Meaning.TEL,
    Meaning.TEL_COUNTRY_CODE,
)
"""The meanings that there are labelled examples of; a model's classes are "none of them" and these, in this order."""
CLASSES: Final = len(LEARNED) + 1
_LEAST: Final = 1e-4
"""No probability counts as less: what is never seen isn't impossible."""
_TOLD: Final = 3
"""So many of the features that a verdict rests on are told."""

Probabilities = tuple[float, ...]
"""One for each class, together 1; the first is that of none."""


@dataclass(frozen=True)
class Guess:
    """What one control probably asks: `of` gives a meaning's probability, `because` the features that speak for it most."""

    probabilities: Probabilities
    features: tuple[tuple[str, tuple[float, ...]], ...] = ()

    def of(self, meaning: Meaning) -> float:
        """The probability of a meaning, from 0 to 1; 0 for one that isn't learned."""
        return self.probabilities[1 + LEARNED.index(meaning)] if meaning in LEARNED else 0.0

    @property
    def best(self) -> Meaning:
        """The likeliest of the learned meanings, however unlikely."""
        return max(LEARNED, key=self.of)

    def because(self, meaning: Meaning) -> tuple[str, ...]:
        """The features that speak most for a meaning, but for the rules' own, which are told as such."""
        place = 1 + LEARNED.index(meaning)
        ranked = sorted(((weights[place], name) for name, weights in self.features if not name.startswith("rules")), reverse=True)
        return tuple(name for weight, name in ranked[:_TOLD] if weight > 0)


@dataclass(frozen=True)
class Learned:
    """The weights: `bias` and `weights` of the first model, `around_bias` and `around` of the second."""

    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    around_bias: tuple[float, ...]
    around: tuple[tuple[float, ...], ...]
    """A row of weights for each number of `surroundings`."""

    def guesses(self, snapshot: Snapshot, sums: Sequence[Mapping[Meaning, float]]) -> list[Guess]:
        """A guess for each control of the snapshot; `sums` are the weights of the rules' signs."""
        every = features_of(snapshot, sums)
        first = [self.first(features) for features in every]
        numbers = surroundings(snapshot.controls, first)
        return [
            Guess(
                tuple((one + other) / 2 for one, other in zip(alone, self._second(around), strict=True)),
                tuple((name, self.weights[name]) for name in features if name in self.weights),
            )
            for features, alone, around in zip(every, first, numbers, strict=True)
        ]

    def first(self, features: Features) -> Probabilities:
        """What a control asks by its own features."""
        total = list(self.bias)
        for name in features:
            if (weights := self.weights.get(name)) is not None:
                for place, weight in enumerate(weights):
                    total[place] += weight
        return softmax(total)

    def _second(self, numbers: Sequence[float]) -> Probabilities:
        total = list(self.around_bias)
        for number, weights in zip(numbers, self.around, strict=True):
            if number:
                for place, weight in enumerate(weights):
                    total[place] += number * weight
        return softmax(total)


def softmax(weights: Sequence[float]) -> Probabilities:
    """Weights as probabilities that add up to 1."""
    most = max(weights)
    raised = [math.exp(weight - most) for weight in weights]
    return tuple(one / sum(raised) for one in raised)


_NOBODY: Final = (0.0,) * CLASSES
_REACH: Final = 6
"""So many questions before and after one are near."""


def surroundings(controls: Sequence[Control], first: Sequence[Probabilities]) -> list[tuple[float, ...]]:
    """What the second model goes by, for each control: what the first says of it (as logarithms) and of its form's other
    questions: those two before and behind, the surest of all, of the shown and of the near ones, how many there may be, and how
    many are surer than this.
    """
    groups: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for place, control in enumerate(controls):
        groups[(control.dialog, control.form)].append(place)
    found: list[tuple[float, ...]] = [()] * len(controls)
    for places in groups.values():
        said = [first[place] for place in places]
        shown = [first[place] if controls[place].visible else _NOBODY for place in places]
        total = [sum(column) for column in zip(*said, strict=True)]
        most, most_shown = _two_largest(said), _two_largest(shown)
        ranks = _ranks(said)
        for at, place in enumerate(places):
            own = said[at]
            beside = [said[at + step] if 0 <= at + step < len(said) else _NOBODY for step in (-1, 1, -2, 2)]
            near = [*said[max(0, at - _REACH) : at], *said[at + 1 : at + 1 + _REACH]] or [_NOBODY]
            found[place] = (
                *(math.log(max(one, _LEAST)) for one in own),
                *(one for neighbour in beside for one in neighbour),
                *_without(most, own),
                *_without(most_shown, shown[at]),
                *(max(column) for column in zip(*near, strict=True)),
                *(min(every - one, 4.0) for every, one in zip(total, own, strict=True)),
                *(min(ranks[column][one], 4) for column, one in enumerate(own)),
                1.0 if controls[place].visible else 0.0,
            )
    return found


def _two_largest(rows: Sequence[Probabilities]) -> list[tuple[float, float]]:
    columns = (sorted(column, reverse=True)[:2] for column in zip(*rows, strict=True))
    return [(column[0], column[1] if len(column) > 1 else 0.0) for column in columns]


def _without(most: Iterable[tuple[float, float]], own: Probabilities) -> Iterable[float]:
    """The largest of the others, in each column."""
    return (second if one >= first else first for (first, second), one in zip(most, own, strict=True))


def _ranks(rows: Sequence[Probabilities]) -> list[dict[float, int]]:
    """For each column, how many are larger than a value of it."""
    ranks: list[dict[float, int]] = []
    for column in zip(*rows, strict=True):
        places: dict[float, int] = {}
        for place, value in enumerate(sorted(column, reverse=True)):
            places.setdefault(value, place)
        ranks.append(places)
    return ranks


@cache
def learned() -> Learned:
    """The shipped weights, read once."""
    return read(files("ai_optout.form").joinpath("learned.json.gz").read_bytes())


def read(content: bytes) -> Learned:
    """Weights as `written` wrote them."""
    told: dict[str, Any] = json.loads(gzip.decompress(content))
    unit = told["unit"]
    return Learned(
        bias=tuple(told["bias"]),
        weights={name: tuple(weight * unit for weight in weights) for name, weights in told["weights"].items()},
        around_bias=tuple(told["around_bias"]),
        around=tuple(tuple(row) for row in told["around"]),
    )


UNIT: Final = 0.005
"""What a step of a stored weight is worth: finer steps change no verdict, and make the file larger."""


def written(weights: Learned, made_of: str) -> bytes:
    """The weights as the file that is shipped; the same weights always make the same bytes."""
    rounded = {name: [round(weight / UNIT) for weight in row] for name, row in sorted(weights.weights.items())}
    told = {
        "made_of": made_of,
        "unit": UNIT,
        "bias": [round(weight, 4) for weight in weights.bias],
        "around_bias": [round(weight, 4) for weight in weights.around_bias],
        "around": [[round(weight, 4) for weight in row] for row in weights.around],
        "weights": {name: row for name, row in rounded.items() if any(row)},
    }
    return gzip.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0)
