"""What a form asked when it was last looked at, and how a form of today differs from it. Pure functions; no page in sight.

It lies beside the flow's script as data, `flows/<script>.toml`: one or more shapes that were seen, each with its date and source.
A wording is given by language and only where it is known; what isn't given isn't compared. A flow without such a file is held
against the meanings of its `expects`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ai_optout.errors import FlowError
from ai_optout.flow import Flow
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Kind
from ai_optout.form.understand import Question
from ai_optout.form.words import normalise, same_wording
from ai_optout.messages import N_, _

_FROZEN: Final = ConfigDict(frozen=True, extra="forbid")
_CHOICES: Final = frozenset({Kind.RADIO, Kind.CHECKBOXES, Kind.SELECT, Kind.COMBOBOX, Kind.LISTBOX})


class ExpectedQuestion(BaseModel):
    """One question: its meaning, or where it has none its wording. What isn't known of it is left out."""

    model_config = _FROZEN

    meaning: Meaning | None = None
    required: bool | None = None
    wording: Mapping[str, str] = Field(default_factory=dict)
    """By language (a BCP 47 tag or its first part)."""
    after: Meaning | None = None
    """The question that must be answered before this one is shown: a form that is only looked at doesn't show it."""
    optional: bool = False
    """Seen on some days and not on others: where it isn't there, it isn't gone."""

    def wording_in(self, language: str) -> str:
        """Its wording in a page's language, or "" where that isn't known."""
        return self.wording.get(language) or self.wording.get(language.replace("_", "-").split("-")[0], "")


class Shape(BaseModel):
    """One generation of a form as it was seen."""

    model_config = _FROZEN

    name: str
    seen: date | None
    """None: never; it is what the script says alone."""
    source: str
    question: tuple[ExpectedQuestion, ...]

    @property
    def awaited(self) -> frozenset[Meaning]:
        """What the form shows before anything is answered: a part of it that comes late is waited for."""
        return frozenset(one.meaning for one in self.question if one.meaning and not one.after and not one.optional)


class _File(BaseModel):
    model_config = _FROZEN

    shape: tuple[Shape, ...] = Field(min_length=1)


def expectation_file(script: Path) -> Path:
    """Where a script's expectation lies."""
    return script.with_suffix(".toml")


def shapes_of(flow: Flow) -> tuple[Shape, ...]:
    """The shapes in which this flow's form was seen, newest first. Raises `FlowError` where the file can't be read."""
    path = expectation_file(flow.source)
    if not path.is_file():
        asked = tuple(ExpectedQuestion(meaning=meaning) for meaning in Meaning if meaning in flow.expects)
        return (Shape(name=_("by its script"), seen=None, source=f"`expects` in {flow.source.name}", question=asked),)
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).shape
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        faults = (
            [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
            if isinstance(error, ValidationError)
            else []
        )
        said = "; ".join(faults) or str(error)
        raise FlowError(
            _("What {flow} expects can't be read: {said}.").format(flow=flow.name, said=said), _("Mend {path}.").format(path=path)
        ) from None


class Change(StrEnum):
    """How a question of today stands to the one expected."""

    SAME = N_("same")
    NEW = N_("new")
    GONE = N_("gone")
    REWORDED = N_("reworded")
    NOW_REQUIRED = N_("now required")
    NO_LONGER_REQUIRED = N_("no longer required")
    UNSEEN = N_("not shown yet")


@dataclass(frozen=True)
class Compared:
    """One question, expected or found, and how it changed; `was` is its wording as last seen, "" where that isn't known."""

    wording: str
    meaning: Meaning | None
    required: bool | None
    changes: tuple[Change, ...]
    was: str = ""

    @property
    def differs(self) -> bool:
        """Whether somebody should look at it."""
        return any(change not in {Change.SAME, Change.UNSEEN} for change in self.changes)


def nearest(shapes: Sequence[Shape], questions: Sequence[Question], language: str) -> tuple[Shape, tuple[Compared, ...]]:
    """The shape that the form differs from least (of equals the first), and the comparison with it."""
    compared = [(shape, compare(shape, questions, language)) for shape in shapes]
    return min(compared, key=lambda one: sum(row.differs for row in one[1]))


def compare(shape: Shape, questions: Sequence[Question], language: str) -> tuple[Compared, ...]:
    """Every question of the form in its order, then those that are gone or not shown yet."""
    left = list(shape.question)
    rows = [_found(question, _taken(left, question, language), language) for question in questions]
    return (*rows, *_missing(left, questions, language))


def _taken(left: list[ExpectedQuestion], question: Question, language: str) -> ExpectedQuestion | None:
    """The expected question that this one is, taken out of those that are left."""
    fitting = [one for one in left if one.meaning is not None and one.meaning is question.meaning]
    fitting += [one for one in left if (known := one.wording_in(language)) and same_wording(known, question.control.wording)]
    if not fitting:
        return None
    left.remove(fitting[0])
    return fitting[0]


def _found(question: Question, expected: ExpectedQuestion | None, language: str) -> Compared:
    wording, required = question.control.wording, question.required
    if expected is None:
        return Compared(wording, question.meaning, required, (Change.NEW,))
    was = expected.wording_in(language)
    changes = []
    if was and normalise(was) != normalise(wording) and not same_wording(was, wording):
        changes.append(Change.REWORDED)
    if expected.required is not None and expected.required != required:
        changes.append(Change.NOW_REQUIRED if required else Change.NO_LONGER_REQUIRED)
    return Compared(wording, question.meaning, required, tuple(changes) or (Change.SAME,), was)


def _missing(left: Iterable[ExpectedQuestion], questions: Sequence[Question], language: str) -> Iterable[Compared]:
    open_choice = any(question.control.kind in _CHOICES and not question.control.answered for question in questions)
    found = {question.meaning for question in questions}
    for one in left:
        was = one.wording_in(language)
        hidden = one.after in found if one.after else (open_choice and not one.wording and one.required is None)
        change = Change.UNSEEN if hidden or one.optional else Change.GONE
        yield Compared(was, one.meaning, one.required, (change,), was)


def block(name: str, seen: date, source: str, questions: Sequence[Question], language: str) -> str:
    """The shape of a form as TOML, to be pasted into its file."""
    lines = ["[[shape]]", f"name = {quoted(name)}", f"seen = {seen.isoformat()}", f"source = {quoted(source)}", ""]
    for question in questions:
        lines += ["[[shape.question]]"]
        lines += [f"meaning = {quoted(question.meaning)}"] if question.meaning else []
        lines += [f"required = {str(question.required).lower()}"]
        lines += [f"wording.{quoted(language or 'en')} = {quoted(question.control.wording)}", ""]
    return "\n".join(lines)


def quoted(text: Any) -> str:
    """A string of TOML on one line."""
    plain = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
