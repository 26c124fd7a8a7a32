"""The figures of many journeys to drifted forms, and what must hold of them (issue: the mock internet)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.journeys.drift.outcome import Outcome

FINISH_AT_LEAST = 0.95
UNAIDED_UP_TO = 3
"""Up to this severity no help at all is needed."""


@dataclass(frozen=True)
class Figures:
    """How many of these journeys finished, and how; `reworded` counts the questions in other words, (asked about, all)."""

    what: str
    journeys: int
    finished: int
    unaided: int
    wrong_values: int
    sent_twice: int

    @property
    def share(self) -> float:
        """How many of them finished, 0 to 1."""
        return self.finished / self.journeys if self.journeys else 1.0


def figures(what: str, outcomes: Sequence[Outcome]) -> Figures:
    """The figures of these outcomes."""
    return Figures(
        what=what,
        journeys=len(outcomes),
        finished=sum(one.finished for one in outcomes),
        unaided=sum(one.unaided for one in outcomes),
        wrong_values=sum(len(one.wrong) for one in outcomes),
        sent_twice=sum(one.accepted > 1 for one in outcomes),
    )


def rows(outcomes: Sequence[Outcome]) -> list[Figures]:
    """A row a severity, one for all, and one for those whose labels in other words are none of the lexicon's."""
    by_severity = [
        figures(f"severity {severity}", [one for one in outcomes if one.severity == severity])
        for severity in sorted({one.severity for one in outcomes})
    ]
    foreign = [one for one in outcomes if one.reworded and not one.in_lexicon]
    partly = [one for one in outcomes if one.in_lexicon]
    return [
        *by_severity,
        figures("all", outcomes),
        figures("other words, none in the lexicon", foreign),
        figures("other words, some in the lexicon", partly),
    ]


def broken(outcomes: Sequence[Outcome]) -> list[str]:
    """What should hold and doesn't, a sentence each; empty where all holds."""
    said = [
        f"seed {one.seed} sent a wrong value for {wrong.key}: {wrong.received!r} instead of {wrong.expected!r}"
        for one in outcomes
        for wrong in one.wrong
    ]
    said += [f"seed {one.seed} was accepted {one.accepted} times" for one in outcomes if one.accepted > 1]
    said += [
        f"seed {one.seed} (severity {one.severity}, {one.way}, {one.language}) didn't go by itself: {_why(one)}"
        for one in outcomes
        if one.severity <= UNAIDED_UP_TO and not one.unaided
    ]
    share = figures("all", outcomes).share
    if share < FINISH_AT_LEAST:
        said.append(f"{share:.1%} finished; {FINISH_AT_LEAST:.0%} should")
    return said


def as_text(outcomes: Sequence[Outcome]) -> str:
    """The table, the journeys that didn't finish, and what doesn't hold."""
    lines = [f"{'':34} {'journeys':>8} {'finished':>9} {'unaided':>8} {'wrong values':>13} {'sent twice':>11}"]
    lines += [
        f"{row.what:34} {row.journeys:>8} {row.finished:>9} {row.unaided:>8} {row.wrong_values:>13} {row.sent_twice:>11}"
        for row in rows(outcomes)
    ]
    questions = sum(len(one.reworded) for one in outcomes)
    literal = sum(len(one.in_lexicon) for one in outcomes)
    lines.append(f"{questions} questions answered stood in other words; {literal} of these stand literally in the lexicon.")
    lines += [
        f"seed {one.seed}: severity {one.severity}, {one.way}, {one.language}: {_why(one)}"
        for one in outcomes
        if not one.finished
    ]
    lines += [f"BROKEN: {sentence}" for sentence in broken(outcomes)]
    return "\n".join(lines) + "\n"


def _why(one: Outcome) -> str:
    asked = (*one.other_questions, *one.new_questions)
    said = [f"asked about «{about}»" for about in asked]
    return "; ".join([f"{one.status}" + (f" ({one.reason})" if one.reason else ""), *said])
