"""Whether a flow's form is still what the flow expects: goes to its door, looks, compares. Answers nothing and sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ai_optout.errors import AiOptoutError, FlowError, NeedsPerson, Skipped, Stopped
from ai_optout.expected import Compared, Shape, block, nearest, shapes_of
from ai_optout.flow import Flow
from ai_optout.form.language import language_of
from ai_optout.looking import Onlooker, Shut, shut_doors, whole_form
from ai_optout.messages import _
from ai_optout.visit.arrival import arrive


class Verdict(StrEnum):
    """What a check came to."""

    SAME = "same"
    DIFFERS = "differs"
    UNREACHED = "unreached"
    NEEDS_PERSON = "needs-person"
    STOPPED = "stopped"
    SKIPPED = "skipped"

    @property
    def exit_status(self) -> int:
        """0 the same, 1 something to look at, 3 a person was needed, 4 stopped."""
        return {Verdict.DIFFERS: 1, Verdict.UNREACHED: 1, Verdict.NEEDS_PERSON: 3, Verdict.STOPPED: 4}.get(self, 0)


@dataclass(frozen=True)
class Check:
    """One flow's form held against what is expected. `shape` is the one it is nearest to; None where the form wasn't seen."""

    flow: str
    verdict: Verdict
    reason: str | None = None
    address: str | None = None
    language: str = ""
    shape: Shape | None = None
    shut: tuple[Shut, ...] = ()
    rows: tuple[Compared, ...] = ()
    paste: str = ""
    """Where the flow has no file of what it expects: what to write into one."""

    def document(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "flow": self.flow,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "address": self.address,
            "language": self.language or None,
            "shape": self.shape.name if self.shape else None,
            "last_seen": self.shape.seen.isoformat() if self.shape and self.shape.seen else None,
            "source": self.shape.source if self.shape else None,
            "shut_doors": [{"door": one.door, "shows": one.shows} for one in self.shut],
            "questions": [
                {
                    "wording": row.wording,
                    "meaning": row.meaning,
                    "required": row.required,
                    "changes": [change.value for change in row.changes],
                    "was": row.was or None,
                }
                for row in self.rows
            ],
        }


def exit_status_of(checks: Sequence[Check]) -> int:
    """Of several checks, the first of 1, 3, 4 that occurs; 0 where every form is the same."""
    found = {check.verdict.exit_status for check in checks}
    return next((status for status in (1, 3, 4) if status in found), 0)


def check_all(
    flows: Sequence[Flow], looker: Callable[[], Onlooker], refusal: Callable[[Flow], str | None], today: date
) -> list[Check]:
    """Each flow in turn. `refusal` says why a flow can't be checked here at all, before anything is opened."""
    done: list[Check] = []
    for flow in flows:
        if any(check.verdict is Verdict.STOPPED for check in done):
            done.append(Check(flow.name, Verdict.STOPPED, _("Not begun: you stopped before it.")))
        elif (why := refusal(flow)) is not None:
            done.append(Check(flow.name, Verdict.NEEDS_PERSON, why))
        else:
            done.append(check_one(flow, looker(), today))
    return done


def check_one(flow: Flow, looker: Onlooker, today: date) -> Check:
    """One flow, whatever comes of it."""
    shut: tuple[Shut, ...] = ()
    looker.person.tell(f"{flow.name}: {_(flow.title)}")
    try:
        shapes = shapes_of(flow)
        with looker.at(flow) as stage:
            try:
                arrive(stage)
            finally:
                shut = shut_doors(stage)
            awaited = frozenset.intersection(*(shape.awaited for shape in shapes))
            snapshot, questions = whole_form(stage, awaited)
    except (NeedsPerson, Stopped, Skipped) as error:
        return Check(flow.name, _VERDICTS[type(error)], error.message, shut=shut)
    except FlowError:
        raise
    except AiOptoutError as error:
        return Check(flow.name, Verdict.UNREACHED, f"{error.message} {error.hint}", shut=shut)
    language = language_of(snapshot)
    shape, rows = nearest(shapes, questions, language)
    differs = any(row.differs for row in rows) or bool(shut)
    paste = "" if shape.seen else block(_("as seen"), today, "ai-optout check", questions, language)
    verdict = Verdict.DIFFERS if differs else Verdict.SAME
    return Check(flow.name, verdict, None, snapshot.url.split("?")[0], language, shape, shut, rows, paste)


_VERDICTS = {NeedsPerson: Verdict.NEEDS_PERSON, Stopped: Verdict.STOPPED, Skipped: Verdict.SKIPPED}
