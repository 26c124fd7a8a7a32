"""A journey in another language than English: what is marked for the catalogue is looked up in it, too, wherever it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from tests.journeys.rehearsal import ObligingPerson, Rehearsal
from tests.messages.catalogues import read

from ai_optout.browser.faults import without_driver
from ai_optout.errors import ProfileError, Skipped
from ai_optout.form.complaints import Complaint
from ai_optout.messages import speaking
from ai_optout.person.pause import Pause, PauseKind, Reply
from ai_optout.profile import load_profile

WORDS = 3
"""From how many words on a piece of a message is known for English."""


@dataclass
class LeavesChecks(ObligingPerson):
    """Leaves a request out at whatever only they may do, but for the log-in."""

    def ask(self, pause: Pause) -> Reply:
        if pause.kind is PauseKind.CHECK:
            self.asked.append(pause)
            raise Skipped("")
        return super().ask(pause)


def pieces(message: str) -> Iterator[str]:
    """What stands between the placeholders of a message, where it is long enough to be known again."""
    for text, *_placeholder in Formatter().parse(message):
        if len(text.split()) >= WORDS:
            yield text.strip()


def left_in_english(sentences: list[str], language: str) -> list[str]:
    """Those that hold a message of the code as the code has it, though the language has it otherwise."""
    catalogue = [(message.id, message.string) for message in read(language)]
    english = {piece for id_, said in catalogue if isinstance(id_, str) and id_ != said for piece in pieces(id_)}
    return [sentence for sentence in sentences if any(piece in sentence for piece in english)]


@pytest.mark.parametrize(
    ("switches", "kinds"),
    [
        ({}, ["login", "review", "code"]),
        ({"checkpoint": "checkpoint"}, ["login", "check"]),
        ({"security_check": True}, ["login", "review", "check"]),
    ],
    ids=["log-in, review and code", "a check of the account", "a security check"],
)
def test_a_journey_in_german_says_nothing_in_english(rehearsal: Rehearsal, switches: dict[str, object], kinds: list[str]) -> None:
    rehearsal.switch(code="code" in kinds, **switches)
    person = LeavesChecks(rehearsal.mock, rehearsal.profile)
    with speaking("de"):
        result = rehearsal.one("facebook-objection", person=person)

    assert [pause.kind for pause in person.asked] == kinds
    assert left_in_english([*(pause.say for pause in person.asked), *person.told, result.reason or ""], "de") == []


def test_a_driver_that_died_is_spoken_of_in_german() -> None:
    with speaking("de"):
        fault = without_driver(RuntimeError("no running event loop"))

    assert fault is not None
    assert left_in_english([fault.message, fault.hint], "de") == []


def test_what_the_browser_itself_refuses_is_said_in_german() -> None:
    with speaking("de"):
        said = Complaint(marked=False, check="typeMismatch", texts=()).sentence("x")

    assert left_in_english([said], "de") == []


def test_what_a_profile_should_have_held_is_said_in_german(tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    file.write_text('country = "DE"\nemail = 5\n', encoding="utf-8")
    file.chmod(0o600)
    with speaking("de"), pytest.raises(ProfileError) as refused:
        load_profile(file, say=lambda _: None)

    assert left_in_english([refused.value.message, refused.value.hint], "de") == []
