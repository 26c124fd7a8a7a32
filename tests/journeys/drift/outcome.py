"""What came of one journey to a drifted form, told from what the mock received."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.journeys.drift.cases import Case, case_of
from tests.journeys.drift.person import NEW_ANSWERS, HelpingPerson
from tests.journeys.rehearsal import CHECKOUT, Rehearsal, Sent

from ai_optout.form.words import normalise
from ai_optout.profile import Profile
from mock_meta.drift_questions import OPTIONAL
from mock_meta.wording import load_wordings

_LEXICON = CHECKOUT / "src" / "ai_optout" / "form" / "wording"


@dataclass(frozen=True)
class Wrong:
    """An answer that was sent and isn't the profile's: the question's key, and both."""

    key: str
    received: str
    expected: str


@dataclass(frozen=True)
class Outcome:
    """One seed's journey. `reworded` are the questions answered whose label was in other words; `in_lexicon` those of them whose
    words stand literally in the engine's lexicon.
    """

    seed: int
    severity: int
    way: str
    language: str
    status: str
    reason: str | None
    accepted: int
    wrong: tuple[Wrong, ...]
    new_questions: tuple[str, ...]
    other_questions: tuple[str, ...]
    reworded: tuple[str, ...]
    in_lexicon: tuple[str, ...]
    seconds: float

    @property
    def finished(self) -> bool:
        """Whether it was acknowledged, once, with no more help than an answer to a new required question."""
        return self.status == "acknowledged" and self.accepted == 1 and not self.other_questions

    @property
    def unaided(self) -> bool:
        """Whether it needed no help at all."""
        return self.finished and not self.new_questions


def journey(rehearsal: Rehearsal, seed: int, profile: Profile) -> Outcome:
    """Go the way of `seed` and see what came of it. The mock must be fresh, its requests none."""
    case = case_of(seed)
    rehearsal.switch(**case.switches)
    person = HelpingPerson(rehearsal.mock, profile, case.language)
    result = rehearsal.one(case.way.flow, profile=profile, person=person, clock=rehearsal.hurried(4))
    received = rehearsal.received()
    reworded, literal = _reworded(case, received)
    return Outcome(
        seed=seed,
        severity=case.severity,
        way=case.name,
        language=case.language,
        status=str(result.status),
        reason=result.reason,
        accepted=len(rehearsal.accepted()),
        wrong=tuple(wrong for submission in received for wrong in _wrong(submission, profile)),
        new_questions=tuple(person.new),
        other_questions=tuple(person.others),
        reworded=reworded,
        in_lexicon=literal,
        seconds=round(result.seconds, 1),
    )


def _wrong(submission: dict[str, Any], profile: Profile) -> Sequence[Wrong]:
    """Every answer that isn't the profile's, or hers to a new question; and files that aren't as many as hers. What the page sent
    back because an answer was missing is only asked about: nothing wrong was said there.
    """
    answers = dict(submission["answers"])
    expected = {**dict.fromkeys(OPTIONAL, ""), **NEW_ANSWERS}
    new = {key: answers.pop(key) for key in expected if key in answers}
    wrong = [Wrong(key, value, expected[key]) for key, value in new.items() if value != expected[key]]
    others = Sent({**submission, "answers": answers}).answers(profile)
    wrong += [Wrong(key, got, wanted) for key, (got, wanted) in others.items()]
    asked_for_files = submission["door"] == "C" and submission["accepted"]
    if asked_for_files and len(submission["files"]) != len(profile.evidence):
        wrong.append(Wrong("evidence", str(len(submission["files"])), str(len(profile.evidence))))
    return [one for one in wrong if one.received or submission["accepted"]]


def _reworded(case: Case, received: Sequence[dict[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not received:
        return (), ()
    last = received[-1]
    wording = load_wordings()[case.language]
    form = case.form(last["host"], last["form"])
    asked = [question for question in form.questions if "~" in question.wording and question.key in last["answers"]]
    literal = [question.key for question in asked if in_lexicon(wording.text(question.wording))]
    return tuple(question.key for question in asked), tuple(literal)


def in_lexicon(text: str) -> bool:
    """Whether this text stands, as it is, in the engine's lexicon."""
    return normalise(text) in lexicon_phrases()


@cache
def lexicon_phrases() -> frozenset[str]:
    """Every phrase of the engine's lexicon, in every language, as the engine compares it."""
    found: set[str] = set()
    for path in sorted(Path(_LEXICON).glob("*.toml")):
        _gather(tomllib.loads(path.read_text(encoding="utf-8")), found)
    return frozenset(found)


def _gather(value: object, found: set[str]) -> None:
    if isinstance(value, str):
        found.add(normalise(value))
    elif isinstance(value, dict):
        for one in value.values():
            _gather(one, found)
    elif isinstance(value, list):
        for one in value:
            _gather(one, found)
