"""Softmax regression with an L2 penalty, trained by L-BFGS (Nocedal & Wright, *Numerical Optimization*, 7.2) with NumPy alone."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MEMORY: Final = 8
_STEPS: Final = 80
_FLAT: Final = 2e-4
"""Where a step wins less than this share of the loss, it is done."""


@dataclass(frozen=True)
class Sparse:
    """Rows of features that are there or not: `columns` of all rows one after the other, `starts` where each row begins."""

    columns: NDArray[np.int64]
    starts: NDArray[np.int64]
    width: int

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.starts) - 1

    def times(self, weights: Floats) -> Floats:
        """The product with a matrix of `width` rows."""
        sums = np.vstack([np.zeros(weights.shape[1]), np.cumsum(weights[self.columns], axis=0)])
        return np.asarray(sums[self.starts[1:]] - sums[self.starts[:-1]])

    def transposed_times(self, rows: Floats) -> Floats:
        """The product of its transpose with a matrix of `height` rows."""
        spread = np.repeat(rows, np.diff(self.starts), axis=0)
        return np.stack([np.bincount(self.columns, spread[:, one], self.width) for one in range(rows.shape[1])], axis=1)


@dataclass(frozen=True)
class Dense:
    """Rows of numbers."""

    numbers: Floats

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return int(self.numbers.shape[1])

    def times(self, weights: Floats) -> Floats:
        """The product with a matrix of `width` rows."""
        return np.asarray(self.numbers @ weights)

    def transposed_times(self, rows: Floats) -> Floats:
        """The product of its transpose with a matrix of as many rows."""
        return np.asarray(self.numbers.T @ rows)


def vocabulary(rows: Iterable[Sequence[str]], least: int) -> dict[str, int]:
    """The features that `least` rows have, numbered in the order of the alphabet: the same from run to run."""
    counts = Counter(name for row in rows for name in row)
    return {name: place for place, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}


def sparse(rows: Sequence[Sequence[str]], known: dict[str, int]) -> Sparse:
    """Rows of features as numbers; what isn't known is left out."""
    numbered = [sorted(known[name] for name in row if name in known) for row in rows]
    starts = np.cumsum([0, *(len(row) for row in numbered)])
    return Sparse(np.array([one for row in numbered for one in row], dtype=np.int64), starts, len(known))


def fit(data: Sparse | Dense, truth: NDArray[np.int64], classes: int, penalty: float, worth: Floats) -> tuple[Floats, Floats]:
    """Weights (features × classes) and bias of the regression; `worth` weighs each row, the bias isn't penalised."""
    wanted = np.eye(classes)[truth]

    def loss(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(data.width + 1, classes)
        weights, bias = both[:-1], both[-1]
        total = data.times(weights) + bias
        total -= total.max(axis=1, keepdims=True)
        sums = np.log(np.exp(total).sum(axis=1))
        error = (np.exp(total - sums[:, None]) - wanted) * worth[:, None]
        value = float(((sums - (total * wanted).sum(axis=1)) * worth).sum() + penalty / 2 * (weights**2).sum())
        slope = np.vstack([data.transposed_times(error) + penalty * weights, error.sum(axis=0)])
        return value, slope.ravel()

    found = _minimum(loss, np.zeros((data.width + 1) * classes)).reshape(data.width + 1, classes)
    return found[:-1], found[-1]


def _minimum(loss: Callable[[Floats], tuple[float, Floats]], start: Floats) -> Floats:
    at, (value, slope) = start, loss(start)
    past: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(_STEPS):
        direction = -_scaled(slope, past)
        length = 1.0 if past else 1.0 / max(1.0, float(np.abs(slope).sum()) / 10)
        descent = float(slope @ direction)
        while True:
            there = at + length * direction
            new_value, new_slope = loss(there)
            if new_value <= value + 1e-4 * length * descent or length < 1e-8:
                break
            length /= 2
        moved, turned = there - at, new_slope - slope
        if (bend := float(moved @ turned)) > 0:
            past.append((moved, turned, 1 / bend))
        won = value - new_value
        at, value, slope = there, new_value, new_slope
        if won < _FLAT * abs(value):
            break
    return at


def _scaled(slope: Floats, past: Iterable[tuple[Floats, Floats, float]]) -> Floats:
    """The slope times the approximate inverse of the Hessian: the two loops of L-BFGS."""
    kept = list(past)
    direction, shares = slope.copy(), []
    for moved, turned, share in reversed(kept):
        shares.append(share * float(moved @ direction))
        direction -= shares[-1] * turned
    if kept:
        moved, turned, share = kept[-1]
        direction *= 1 / share / float(turned @ turned)
    for (moved, turned, share), along in zip(kept, reversed(shares), strict=True):
        direction += (along - share * float(turned @ direction)) * moved
    return direction
