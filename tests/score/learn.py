"""`make learn`: learns the weights of the form engine from the corpus, and says how well they do on sites they haven't seen.

The pages are parted by their site. For each part, weights are learned from the others and the whole engine is scored with them on
the pages of that part: those figures are what a new page may expect. What is written is then learned from all pages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import platformdirs
from tests.score.__main__ import AT_ONCE, read_looks
from tests.score.corpus import CRAWLED, LABELLED, SCORED, WITH_TRUTH, Saved, wrong_labels
from tests.score.examples import Page, page_of
from tests.score.figures import Figures, Verdict, figures
from tests.score.reading import Store
from tests.score.rows import Row, in_sight, rows_of
from tests.score.sites import folds_of
from tests.score.softmax import Dense, Floats, fit, sparse, vocabulary

from ai_optout import form
from ai_optout.errors import AiOptoutError
from ai_optout.form.learned import CLASSES, LEARNED, Learned, Probabilities, surroundings, written

SHIPPED: Final = Path(form.__file__).with_name("learned.json.gz")
FOLDS: Final = 5
LEAST: Final = 3
"""A feature that fewer controls have isn't learned: it says more of one page than of pages."""
PENALTY: Final = 3.0
PENALTY_AROUND: Final = 20.0
SURE_OF_NONE: Final = 0.995
"""What the first model is so sure is nothing, the second doesn't learn from."""


@dataclass(frozen=True)
class Told:
    """The pages with what is learned from them, row by row: a control that counts is a row."""

    pages: tuple[Page, ...]
    folds: dict[str, int]

    def rows(self, *, without: int | None = None) -> list[tuple[Page, int]]:
        """The controls that count: the page and the control's place in it."""
        return [
            (page, place)
            for page in self.pages
            if self.folds[page.name] != without
            for place, worth in enumerate(page.worth)
            if worth
        ]


First = tuple[dict[str, int], Floats, Floats]


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, score, write; the exit status is 0, or the error's where it can't be done."""
    parser = argparse.ArgumentParser(prog="make learn", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="the folder that holds `labelled` and `crawled`, or the archive of both")
    parser.add_argument("--cache", type=Path, default=platformdirs.user_cache_path("ai-optout") / "score")
    parser.add_argument("--folder", choices=WITH_TRUTH, action="append", help="learn from this folder alone")
    parser.add_argument("--output", type=Path, default=SHIPPED, help="where the weights are written")
    parser.add_argument("--no-figures", action="store_true", help="don't score, only learn and write")
    parser.add_argument("--jobs", type=int, default=2)
    said = parser.parse_args(arguments)
    try:
        saved, looks = read_looks(said.corpus, said.cache, tuple(said.folder or WITH_TRUTH), said.jobs)
    except AiOptoutError as error:
        sys.stderr.write(f"{error.message} {error.hint}\n")
        return error.exit_status
    told = _told(saved, looks, said.jobs)
    sys.stderr.write(f"{len(told.pages)} pages, {len(told.rows())} controls to learn from\n")
    guessed, firsts = _cross_validated(told, said.jobs)
    if not said.no_figures:
        sys.stdout.write(_scored(told, saved, looks, guessed=guessed, firsts=firsts, jobs=said.jobs))
    weights = _second(told, _first(told, None), guessed, None)
    said.output.write_bytes(written(weights, f"{len(told.pages)} pages, {len(told.rows())} controls"))
    sys.stderr.write(f"written: {len(weights.weights)} features, {said.output.stat().st_size // 1024} KiB\n")
    return 0


def _told(saved: Sequence[Saved], looks: Store, jobs: int) -> Told:
    chunks = [saved[start : start + AT_ONCE] for start in range(0, len(saved), AT_ONCE)]
    with ProcessPoolExecutor(jobs) as pool:
        pages = tuple(page for some in pool.map(partial(_pages, looks=looks), chunks) for page in some)
    return Told(pages, folds_of({page.name: page.snapshot for page in pages}, FOLDS))


def _pages(saved: Sequence[Saved], looks: Store) -> list[Page]:
    wrong = wrong_labels()
    return [page_of(page, looks.get(page), wrong) for page in saved]


def _first(told: Told, without: int | None) -> First:
    """The first model, learned from all pages but those of one fold."""
    rows = told.rows(without=without)
    features = [page.features[place] for page, place in rows]
    known = vocabulary(features, LEAST)
    truth = np.array([page.classes[place] for page, place in rows])
    worth = np.array([page.worth[place] for page, place in rows])
    weights, bias = fit(sparse(features, known), truth, CLASSES, PENALTY, worth)
    return known, weights, bias


def _guesses(first: First, pages: Sequence[Page]) -> dict[str, list[Probabilities]]:
    known, weights, bias = first
    found = {}
    for page in pages:
        total = sparse(page.features, known).times(weights) + bias
        raised = np.exp(total - total.max(axis=1, keepdims=True)) if len(total) else total
        found[page.name] = [tuple(row) for row in (raised / raised.sum(axis=1, keepdims=True)).tolist()]
    return found


def _cross_validated(told: Told, jobs: int) -> tuple[dict[str, list[Probabilities]], list[First]]:
    """What the first model says of each page when it was learned without the page's site, and the models themselves."""
    with ProcessPoolExecutor(jobs) as pool:
        firsts = list(pool.map(partial(_first, told), range(FOLDS)))
    guessed: dict[str, list[Probabilities]] = {}
    for fold, first in enumerate(firsts):
        guessed |= _guesses(first, [page for page in told.pages if told.folds[page.name] == fold])
    return guessed, firsts


def _second(told: Told, first: First, guessed: Mapping[str, list[Probabilities]], without: int | None) -> Learned:
    """The second model on top of the first, learned from what first models said of pages that they hadn't seen."""
    around = {page.name: surroundings(page.snapshot.controls, guessed[page.name]) for page in told.pages}
    rows = [
        (page, place)
        for page, place in told.rows(without=without)
        if page.classes[place] or guessed[page.name][place][0] < SURE_OF_NONE
    ]
    numbers = np.array([around[page.name][place] for page, place in rows])
    middle, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    truth = np.array([page.classes[place] for page, place in rows])
    worth = np.array([page.worth[place] for page, place in rows])
    weights, bias = fit(Dense((numbers - middle) / spread), truth, CLASSES, PENALTY_AROUND, worth)
    plain = weights / spread[:, None]
    known, own, own_bias = first
    return Learned(
        bias=tuple(own_bias.tolist()),
        weights={name: tuple(own[place].tolist()) for name, place in known.items()},
        around_bias=tuple((bias - middle @ plain).tolist()),
        around=tuple(tuple(row) for row in plain.tolist()),
    )


def _scored(
    told: Told,
    saved: Sequence[Saved],
    looks: Store,
    *,
    guessed: Mapping[str, list[Probabilities]],
    firsts: Sequence[First],
    jobs: int,
) -> str:
    rows: list[Row] = []
    with ProcessPoolExecutor(jobs) as pool:
        for fold, first in enumerate(firsts):
            weights = _second(told, first, guessed, fold)
            own = [page for page in saved if told.folds[page.name] == fold]
            chunks = [own[start : start + AT_ONCE] for start in range(0, len(own), AT_ONCE)]
            rows.extend(row for some in pool.map(partial(_rows, looks=looks, weights=weights), chunks) for row in some)
    aside = {(one.file, one.index) for one in wrong_labels()}
    return "\n".join(_lines([row for row in rows if (row.file, row.index) not in aside])) + "\n"


def _rows(pages: Sequence[Saved], looks: Store, weights: Learned) -> list[Row]:
    return [row for page in pages for row in rows_of(page.name, looks.get(page), {}, weights)]


def _lines(rows: Sequence[Row]) -> list[str]:
    lines = ["Each site scored with weights that were learned without it:"]
    for folder in (LABELLED, CRAWLED):
        own = [row for row in rows if row.file.startswith(f"{folder}/")]
        able = [row for row in own if row.index >= 0]
        counted = {"every control": own, "shown": list(in_sight(own)), "without lists that a page draws itself": able}
        for what, some in ((f"{folder}, {which}", rows) for which, rows in counted.items()):
            if some:
                found = figures([Verdict(row.truth, row.given) for row in some], SCORED)
                lines.append(f"{what}: {_figures(found['all'])}")
                lines += [f"    {meaning:18} {_figures(found[meaning])}" for meaning in LEARNED]
    return lines


def _figures(one: Figures) -> str:
    return f"labels {one.truths:5}  P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}"


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
