"""Turns rows into figures, and figures into a page of text or one JSON document."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.score.corpus import DEV, HELD, SCORED, WITH_TRUTH, Saved, WrongLabel
from tests.score.figures import Figures, Verdict, figures
from tests.score.rows import NO_QUESTION, NOT_SCANNED, Row, in_sight

OURS: Final = "engine"
CHROMIUM: Final = "Chromium"
LEAST_OF_A_LANGUAGE: Final = 25
"""Truths below which a language's figures say nothing: it is counted among the others."""


@dataclass(frozen=True)
class Scores:
    """The rows that count, those set aside, and the pages they come from."""

    rows: tuple[Row, ...]
    set_aside: int
    stale: tuple[WrongLabel, ...]
    parts: Mapping[str, str]
    unread: Mapping[str, str]
    chromium: bool

    def of(self, folder: str, part: str) -> list[Row]:
        """The rows of one folder in one part of it; "all" is both parts."""
        return [row for row in self.rows if row.file.startswith(f"{folder}/") and part in {"all", self.parts[row.file]}]

    def pages(self, folder: str, part: str) -> int:
        """How many pages of it were asked for."""
        return sum(name.startswith(f"{folder}/") and part in {"all", own} for name, own in self.parts.items())

    @property
    def present(self) -> list[tuple[str, str]]:
        """The folders and parts that there are figures for; both parts together where both were asked for."""
        found = [(folder, part) for folder in WITH_TRUTH for part in (DEV, HELD) if self.pages(folder, part)]
        both = [(folder, "all") for folder in WITH_TRUTH if {(folder, DEV), (folder, HELD)} <= set(found)]
        return sorted([*found, *both], key=lambda one: (WITH_TRUTH.index(one[0]), (DEV, HELD, "all").index(one[1])))


def scores(
    rows: Iterable[Row], wrong: Sequence[WrongLabel], *, pages: Sequence[Saved], unread: Mapping[str, str], chromium: bool
) -> Scores:
    """What counts of `rows`: all but those whose label is plainly wrong."""
    aside = {(one.file, one.index) for one in wrong}
    every = list(rows)
    kept = tuple(row for row in every if (row.file, row.index) not in aside)
    parts = {page.name: page.part for page in pages}
    labelled = {(row.file, row.index) for row in every}
    stale = tuple(one for one in wrong if one.file in parts and one.file not in unread and (one.file, one.index) not in labelled)
    return Scores(kept, len(every) - len(kept), stale, parts, unread, chromium)


def errors_of(result: Scores) -> Iterator[Row]:
    """The rows on which the engine erred: what it claimed wrongly first."""
    wrong = [row for row in result.rows if row.truth != row.given]
    return iter(sorted(wrong, key=lambda row: (not row.given, row.truth, row.given, row.file, row.index)))


def ours(row: Row) -> Verdict:
    """The engine's verdict on a row."""
    return Verdict(row.truth, row.given)


def chromiums(row: Row) -> Verdict:
    """Chromium's verdict on it."""
    return Verdict(row.truth, row.chromium)


def as_text(result: Scores) -> str:
    """A page to read."""
    return "\n".join(_lines(result)) + "\n"


def as_json(result: Scores) -> str:
    """One JSON document on one line."""
    judges = {OURS: ours, **({CHROMIUM: chromiums} if result.chromium else {})}
    document = {
        "figures": [
            {
                "folder": folder,
                "part": part,
                "pages": result.pages(folder, part),
                "counted": counted,
                "judge": judge,
                "meaning": meaning,
                **_record(one),
            }
            for folder, part in result.present
            for counted, rows in _counted(result.of(folder, part)).items()
            for judge, verdict in judges.items()
            for meaning, one in figures(map(verdict, rows), SCORED).items()
        ],
        "unread": dict(result.unread),
        "set_aside": result.set_aside,
    }
    return json.dumps(document, ensure_ascii=False) + "\n"


def _counted(rows: Sequence[Row]) -> dict[str, list[Row]]:
    return {"all": list(rows), "shown": list(in_sight(rows))}


def _record(one: Figures) -> dict[str, float]:
    return {
        "truths": one.truths,
        "right": one.right,
        "claimed": one.claimed,
        "missed": one.missed,
        "precision": round(one.precision, 4),
        "recall": round(one.recall, 4),
        "f1": round(one.f1, 4),
    }


def _lines(result: Scores) -> Iterator[str]:
    yield from _summary(result)
    for folder in WITH_TRUTH:
        part = next((part for of, part in reversed(result.present) if of == folder), None)
        if part is None:
            continue
        rows = result.of(folder, part)
        for counted, chosen in _counted(rows).items():
            yield f"{folder}, {part}, {_COUNTED[counted]}"
            yield from _table(_by_meaning(chosen), "meaning", chromium=result.chromium)
            yield ""
        yield f"{folder}, {part}, {_COUNTED['shown']}, by the page's own language"
        yield from _table(_by_language(list(in_sight(rows))), "language", chromium=result.chromium)
        yield ""
        yield from _remarks(rows)
        yield ""
    yield f"Set aside, because their labels are plainly wrong (tests/score/wrong_labels.toml): {result.set_aside} controls."
    yield from (f"To be set aside, but not there: {one.file} {one.index} {one.label}" for one in result.stale)
    yield f"Pages that could not be read: {len(result.unread)}."
    yield from (f"  {name}: {why}" for name, why in result.unread.items())


_COUNTED: Final = {"all": "every labelled control", "shown": "only controls that the browser shows"}


def _summary(result: Scores) -> Iterator[str]:
    for counted, words in _COUNTED.items():
        yield f"All meanings together, {words}"
        yield from _table(
            {
                f"{folder}, {part}": (figures(map(ours, rows), SCORED)["all"], figures(map(chromiums, rows), SCORED)["all"])
                for folder, part in result.present
                for rows in [_counted(result.of(folder, part))[counted]]
            },
            "pages",
            chromium=result.chromium,
        )
        yield ""


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    truths = [row for row in rows if row.truth]
    yield f"  labelled controls: {len(truths)}"
    yield f"  of them not shown by the browser: {sum(not row.shown for row in truths)}"
    yield f"  of them no question for the engine: {sum(row.state == NO_QUESTION for row in truths)}"
    yield f"    although shown: {sum(row.state == NO_QUESTION and row.shown for row in truths)}"
    yield f"  of them not in the scan: {sum(row.state == NOT_SCANNED for row in truths)}"
    yield f"  claims on controls without any label: {sum(bool(row.given) and not row.token for row in rows)}"
    again = sum(row.truth == "email" and row.meaning == "email-again" for row in truths)
    yield f"  e-mail addresses taken for a second one: {again}"


_Rows = Mapping[str, tuple[Figures, Figures]]


def _by_meaning(rows: Sequence[Row]) -> _Rows:
    engine, chromium = figures(map(ours, rows), SCORED), figures(map(chromiums, rows), SCORED)
    return {meaning: (engine[meaning], chromium[meaning]) for meaning in engine}


def _by_language(rows: Sequence[Row]) -> _Rows:
    truths: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        truths[row.language] += bool(row.truth)
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.language if truths[row.language] >= LEAST_OF_A_LANGUAGE else "others"].append(row)

    def together(verdict: Callable[[Row], Verdict], own: Sequence[Row]) -> Figures:
        return figures(map(verdict, own), SCORED)["all"]

    return {
        language: (together(ours, own), together(chromiums, own))
        for language, own in sorted(grouped.items(), key=lambda one: -sum(bool(row.truth) for row in one[1]))
    }


def _table(rows: _Rows, head: str, *, chromium: bool) -> Iterator[str]:
    yield f"  {head:<17} truths  right  claimed  missed      P      R     F1" + (
        "   | Chromium P      R     F1" if chromium else ""
    )
    for name, (engine, other) in rows.items():
        yield (
            f"  {name:<17}{engine.truths:7}{engine.right:7}{engine.claimed:9}{engine.missed:8}  {_three(engine)}"
            + (f"   |     {_three(other)}" if chromium else "")
        )


def _three(one: Figures) -> str:
    return f"{one.precision:6.3f} {one.recall:6.3f} {one.f1:6.3f}"
