"""Getting to the form: doors from the newest to the oldest, then the trails, then the person.

What each way shows instead of the form is said, and written down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ai_optout.errors import AiOptoutError, PageError
from ai_optout.messages import _
from ai_optout.sight import Seen, Sight
from ai_optout.status import Status
from ai_optout.visit.landing import PERSONS, ROUNDS, SETTLES_S, go, let_the_person_find, opened, pause_at, settle
from ai_optout.visit.stage import Ended, Stage
from ai_optout.visit.trail import follow_trail


def arrive(stage: Stage) -> None:
    """Have the flow's form on the screen. Raises `PageError` where the site can't be reached at all, what a pause raises, else
    ends with it: as not eligible where the site itself says so, unless the person wants it anyway.
    """
    fault: AiOptoutError | None = None
    shut: list[Sight] = []
    for way in _ways(stage, shut):
        try:
            seen = way()
        except PageError as error:
            fault = error
            stage.tell(error.message)
            continue
        if seen is None:
            return
        shut.append(seen)
    if Sight.REGION_REFUSED in shut and not stage.anyway:
        raise Ended(
            Status.NOT_ELIGIBLE,
            _("The site says that this form isn't open where you live; the third-party form is open to everyone."),
        )
    if fault is not None:
        raise fault
    let_the_person_find(stage, _("The form isn't where it was known to be. Open it in the window."), about=_(stage.flow.title))


def _ways(stage: Stage, shut: Sequence[Sight]) -> Iterator[Callable[[], Sight | None]]:
    """The ways to the form, each to be tried when it is handed out. `shut` is what those before it led to."""
    for door in stage.flow.doors:
        if Sight.LOGIN in shut and stage.flow.login is not None:
            return  # the log-in leads back to itself, and would at every other way
        yield partial(_enter, stage, door)
    trails = stage.flow.trails
    for number, trail in enumerate(trails, 1):
        if shut and set(shut) & {Sight.LOGIN, Sight.REGION_REFUSED}:
            return  # its links lead to the same forms
        yield partial(follow_trail, stage, trail, last=number == len(trails))


def regain(stage: Stage, seen: Seen) -> None:
    """Have the form on the screen again after it gave way to the log-in that was `seen`. Raises as `arrive`."""
    if not pause_at(stage, seen):
        arrive(stage)


def _enter(stage: Stage, door: str) -> Sight | None:
    """None where this door led to the form, else what it shows."""
    for _round in range(ROUNDS):
        go(stage, door)
        seen = settle(stage, SETTLES_S)
        if seen.sight is Sight.FORM:
            opened(stage, seen)
            return None
        if seen.sight not in PERSONS or (seen.sight is Sight.LOGIN and stage.flow.login is None):
            stage.tell(_("That address shows {sight}, not the form.").format(sight=_(seen.sight)))
            stage.journal.record("door-shut", {"door": door, "seen": seen.sight.name})
            return seen.sight
        if pause_at(stage, seen):
            return None
    stage.tell(_("The log-in leads back to itself, not to the form."))
    stage.journal.record("door-shut", {"door": door, "seen": Sight.LOGIN.name})
    return Sight.LOGIN
