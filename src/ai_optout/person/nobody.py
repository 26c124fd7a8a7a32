"""Nobody is there: no terminal, and no answers written down. The page may still show that a pause is done; nothing else can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ai_optout.errors import NeedsPerson
from ai_optout.messages import _
from ai_optout.person.pause import Pause, Reply


@dataclass
class Nobody:
    """Ends at the first pause. `show` names the steps."""

    show: Callable[[str], None]

    def tell(self, line: str) -> None:
        """Name a step."""
        self.show(line)

    def ask(self, pause: Pause) -> Reply:
        """Raises `NeedsPerson`."""
        raise NeedsPerson(
            _("Nobody is there to answer: {say}").format(say=pause.say), _("Run it in a terminal, where you can answer.")
        )
