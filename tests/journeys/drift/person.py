"""Somebody who helps where the form has drifted: reads a question and answers it, and remembers what had to be asked.

She reads with the mock's own wording, as a person reads what stands there; what she answers is the profile's, or her own where the
question is a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.journeys.rehearsal import ObligingPerson

from ai_optout.errors import NeedsPerson
from ai_optout.form.words import normalise
from ai_optout.person.pause import Pause, PauseKind, Reply, Said
from ai_optout.profile import Profile
from mock_meta.drift_questions import REQUIRED
from mock_meta.server import MockMeta
from mock_meta.settings import Language
from mock_meta.wording import load_wordings

NEW_ANSWERS: Mapping[str, str] = {"extra_birth": "1984-05-17", "extra_city": "Bonn", "extra_relation": "self"}
"""What she says to the questions that nobody could know of, as the mock lists it."""


@dataclass
class HelpingPerson:
    """Answers the new required questions; any other question is answered by nobody."""

    mock: MockMeta
    profile: Profile
    language: Language
    new: list[str] = field(default_factory=list)
    """The keys of the new required questions that she was asked."""
    others: list[str] = field(default_factory=list)
    """The wording of every other question that she was asked: help that a drifted form shouldn't need."""
    _obliging: ObligingPerson = field(init=False)

    def __post_init__(self) -> None:
        self._obliging = ObligingPerson(self.mock, self.profile)

    def tell(self, line: str) -> None:
        self._obliging.tell(line)

    def ask(self, pause: Pause) -> Reply:
        if pause.kind is not PauseKind.QUESTION:
            return self._obliging.ask(pause)
        key = self._new_question(pause.about)
        if key is None:
            self.others.append(pause.about)
            raise NeedsPerson(f"A question that isn't a new one: {pause.about}", "")
        self.new.append(key)
        return Said(self._said(key))

    def _new_question(self, about: str) -> str | None:
        wording = load_wordings()[self.language]
        return next((key for key in REQUIRED if normalise(wording.text(key)) in normalise(about)), None)

    def _said(self, key: str) -> str:
        """Her answer in the words of the page."""
        if key == "extra_relation":
            return load_wordings()[self.language].text("extra_relation_self")
        return NEW_ANSWERS[key]
