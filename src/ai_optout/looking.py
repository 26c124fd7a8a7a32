"""Goes to a form as a flow does and looks, for those who only want to know what is there: nothing is answered, nothing is sent.

The way there is the flow's own (`visit.arrival`): cookies declined, the log-in left to the person, doors from the newest to the
oldest. Its journal is a ledger that ends with the look.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.launch import OpenBrowser
from ai_optout.clock import Clock
from ai_optout.flow import Flow
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import Question, main_form, understand
from ai_optout.guard import HostGuard
from ai_optout.ledger import Ledger
from ai_optout.messages import _
from ai_optout.origin import FormAddress
from ai_optout.person.banner import Banner
from ai_optout.person.pause import Person
from ai_optout.pointed_file import PointedFiles
from ai_optout.profile import Profile
from ai_optout.regions import EVERYWHERE
from ai_optout.sight import Sight
from ai_optout.visit.filling import LATE_S
from ai_optout.visit.stage import Journal, Stage

SAYS_SO_EVERY_S: Final = 5.0
"""How often a long wait is named again."""


@dataclass(frozen=True)
class Shut:
    """A door that didn't lead to the form, and what it showed instead."""

    door: str
    sight: Sight

    @property
    def shows(self) -> str:
        """What it showed, for programs."""
        return self.sight.name.lower().replace("_", " ")


@dataclass(frozen=True)
class Onlooker:
    """Whoever looks: in which browser, and who is asked where only a person can go on."""

    opened: OpenBrowser
    person: Person
    clock: Clock
    stop_requested: Callable[[], bool]
    language: str | None

    @contextmanager
    def at(self, flow: Flow) -> Iterator[Stage]:
        """A stage for that flow, in a context of its own, which is gone when the block ends."""
        with tempfile.TemporaryDirectory(prefix="ai-optout-look-") as private, playwright_errors():
            context = self.opened.new_context(self.language)
            try:
                with Ledger.open(Path(private), clock=self.clock) as ledger:
                    request = ledger.plan(person="-", profile="-", flow=flow.name, right=flow.right, account=flow.per)
                    yield Stage(
                        flow,
                        _nobody(),
                        context.new_page(),
                        context,
                        self.person,
                        Banner(self.opened.headed),
                        Journal(ledger, request.id),
                        HostGuard(flow.hosts),
                        self.clock,
                        self.stop_requested,
                        PointedFiles(Path(private)),
                        unseen=self.opened.unseen,
                    )
            finally:
                with suppress(PlaywrightError):  # the window was closed, and the context with it
                    context.close()


def _nobody() -> Profile:
    """The stage wants a person; of this one nothing is ever typed, for nothing is answered."""
    return Profile.model_validate({"country": "DE", "email": "nobody@mail.example"})


def address_as_flow(address: FormAddress, known: Iterable[Flow] = ()) -> Flow:
    """A flow that knows nothing of a form but its address, and of its site what a `known` flow does: where one logs in there."""

    def nothing(_visit: object) -> None:
        return

    host = urlsplit(address.url).hostname or ""
    there = [flow for flow in known if HostGuard(flow.hosts).allows(address.url)]
    logins = [flow.login for flow in there if any(urlsplit(door).hostname == host for door in flow.doors)]
    return Flow(
        name=host,
        title=_("The page at {host}").format(host=host),
        right="request",
        per="person",
        hosts=there[0].hosts if there else (host,),
        doors=(address.url,),
        trail=(),
        regions=EVERYWHERE,
        login=next((login for login in logins if login is not None), None),
        expects=frozenset(),
        minimum={},
        script=nothing,
        source=Path(__file__),
    )


def straight_to(flow: Flow, door: str) -> Flow:
    """The same flow with one way in."""
    return replace(flow, doors=(door,), trail=())


def shut_doors(stage: Stage) -> tuple[Shut, ...]:
    """The doors that didn't lead to the form, in the order in which they were tried."""
    events = stage.journal.ledger.events(stage.journal.request_id)
    return tuple(
        Shut(str(event.detail["door"]), Sight[str(event.detail["seen"])]) for event in events if event.kind == "door-shut"
    )


def whole_form(stage: Stage, awaited: frozenset[Meaning]) -> tuple[Snapshot, tuple[Question, ...]]:
    """The form once everything that is `awaited` is there, or hasn't come for so long that it won't; the wait is named."""
    until = stage.clock.monotonic() + LATE_S
    next_word = stage.clock.monotonic()
    while True:
        snapshot = stage.look().snapshot
        questions = main_form(understand(snapshot))
        missing = awaited - {question.meaning for question in questions}
        now = stage.clock.monotonic()
        if not missing or now > until:
            return snapshot, questions
        if now >= next_word:
            stage.tell(
                _("Waiting for the rest of the form ({until:.0f} s at most): {missing}").format(
                    until=until - now, missing=", ".join(sorted(missing))
                )
            )
            next_word = now + SAYS_SO_EVERY_S
        stage.pump()
