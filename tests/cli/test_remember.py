"""What is remembered of a run's answers where the person stops half-way through the questions about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from ai_optout.cli.remember import _wanted
from ai_optout.errors import Stopped
from ai_optout.person.pause import Pause, Reply, Said
from ai_optout.remembering import SaidAnswer


@dataclass
class Place:
    place: str = 'the profile "me"'


class StopsAtTheSecond:
    def ask(self, pause: Pause) -> Reply:
        if "«First name»" in pause.say:
            return Said("yes")
        raise Stopped("")


def test_what_the_person_said_yes_to_is_kept_though_they_stop_at_the_next() -> None:
    first, second = SaidAnswer("me", "given-name", "First name", "Mina"), SaidAnswer("me", "family-name", "Surname", "Öztürk")

    assert _wanted(cast("Any", StopsAtTheSecond()), cast("Any", Place()), [first, second]) == [first]
