"""The rows of the review: what stands in the page, what was left out and why, the files with their measures, and what the person
has changed since it was last shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ai_optout.evidence.measure import measures
from ai_optout.form.answer import Outcome, key_of
from ai_optout.form.snapshot import Kind
from ai_optout.form.understand import Question
from ai_optout.messages import N_, _
from ai_optout.person.pause import Row
from ai_optout.visit.filling import rows

CHANGED: Final = N_("changed in the page")


@dataclass
class Reviewing:
    """What was shown last, by question."""

    _shown: dict[str, str] = field(default_factory=dict, repr=False)

    def rows(self, outcomes: Sequence[Outcome], files: Sequence[Path]) -> tuple[Row, ...]:
        """A row for every question on all pages of the form; `files` are those that are handed over."""
        result: list[Row] = []
        now: dict[str, str] = {}
        for page, outcome in enumerate(outcomes):
            for question, row in zip(outcome.questions, rows(outcome), strict=True):
                key = f"{page}|{key_of(question)}"
                now[key] = row.answer
                if key in self._shown and self._shown[key] != row.answer:
                    row = replace(row, note=_(CHANGED))  # noqa: PLW2901 - the same row, with a word more
                result.append(_with_measures(row, question, files))
        self._shown = now
        return tuple(result)


def _with_measures(row: Row, question: Question, files: Sequence[Path]) -> Row:
    """A row of files with their sizes in pixels; what the person chose in the page is known by its bytes alone."""
    if question.control.kind is not Kind.FILE:
        return row
    handed = {line.partition("\t")[0] for line in question.control.value.splitlines()} or {row.answer}
    known = {path.name: measured for path in files if path.name in handed and (measured := measures(path))}
    if not known:
        return row
    others = [line for line in question.control.value.splitlines() if line.partition("\t")[0] not in known]
    told = [f"{name} ({measured})" for name, measured in known.items()]
    told += [
        _("{name} ({size:,} bytes)").format(name=name, size=int(size))
        for name, _rest, size in (line.partition("\t") for line in others)
    ]
    return replace(row, answer=", ".join(told))
