"""Precision, recall and F1, as plain arithmetic: a verdict against a truth, meaning by meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """One control: the meaning its label stands for and the one it was given; "" is none of those that are scored."""

    truth: str
    given: str

    @property
    def right(self) -> bool:
        """Whether they are the same, a meaning or none."""
        return self.truth == self.given


@dataclass(frozen=True)
class Figures:
    """How many verdicts were right, how many claimed what isn't so, how many meanings were not found."""

    right: int = 0
    claimed: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of the claims that are right, from 0 to 1; 1 where nothing was claimed."""
        return self.right / (self.right + self.claimed) if self.right + self.claimed else 1.0

    @property
    def recall(self) -> float:
        """The share of the truths that were found, from 0 to 1; 1 where there were none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def truths(self) -> int:
        """How many controls have this meaning by their label."""
        return self.right + self.missed


def figures(verdicts: Iterable[Verdict], meanings: Sequence[str]) -> Mapping[str, Figures]:
    """The figures of each of `meanings`, and of all together under "all".

    A wrong meaning counts twice, as in every such score: it is claimed where it isn't so, and the right one is missed.
    """
    right: Counter[str] = Counter()
    claimed: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for verdict in verdicts:
        if verdict.right:
            right[verdict.truth] += 1
            continue
        claimed[verdict.given] += 1
        missed[verdict.truth] += 1
    single = {meaning: Figures(right[meaning], claimed[meaning], missed[meaning]) for meaning in meanings}
    together = Figures(
        sum(one.right for one in single.values()),
        sum(one.claimed for one in single.values()),
        sum(one.missed for one in single.values()),
    )
    return {**single, "all": together}
