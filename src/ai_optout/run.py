"""Runs flows for a person: refuses what is certain to fail before the browser opens, asks what is covered, and turns whatever
happened into a result.

What a request ended as comes from the journal, never from an exception: after the press it is `sent` or `unknown`, whatever
went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ai_optout.accounts import Subject
from ai_optout.applicable import judge
from ai_optout.asked_before import covered_by, unsettled_by
from ai_optout.browser.faults import playwright_errors, without_driver
from ai_optout.browser.windows import Windows
from ai_optout.clock import Clock
from ai_optout.ended import in_words
from ai_optout.errors import AiOptoutError, LedgerError, NeedsPerson, Skipped, Stopped, our_own_fault
from ai_optout.evidence import Upload, notes_of, uploads
from ai_optout.flow import Flow
from ai_optout.form.meaning import Meaning
from ai_optout.form.words import normalise
from ai_optout.guard import HostGuard
from ai_optout.ledger import Ledger, Request, truthful_status
from ai_optout.messages import N_, _
from ai_optout.person.banner import Banner
from ai_optout.person.pause import Done, Pause, PauseKind, Person, Said, Yes
from ai_optout.person.typed_words import NO, YES
from ai_optout.pointed_file import FOLDER, PointedFiles
from ai_optout.profile import Profile
from ai_optout.receipt import DueOf, Receipt
from ai_optout.remembering import SaidAnswer, said_answer
from ai_optout.shared import Shared, Task
from ai_optout.status import Pause as PauseTaken
from ai_optout.status import RequestResult, Status
from ai_optout.visit import Visit
from ai_optout.visit.proof import Proof
from ai_optout.visit.stage import Ended, Journal, Stage

log = structlog.stdlib.get_logger("ai_optout.run")

_AFTER_SENDING = {
    Status.SENT: N_("The form was sent; then it broke off:"),
    Status.UNKNOWN: N_("The form may have been sent, and is not sent again by itself:"),
}

_LOGGED_IN_ALREADY = N_(
    "Left out: in one browser window one account is logged in. Log in with this account there, and run it again with it first."
)
_TOO_LARGE = N_("Upload a smaller copy of a picture that is too large?")


def _one_account_only(_text: str) -> str:
    raise AssertionError("several accounts at one site need a key to be told apart in the ledger")


@dataclass
class Runner:
    """The requests of one person. `open_browser` is called when the first page is needed, and not before."""

    profile_name: str
    profile: Profile
    person: Person
    who: str
    """The person's keyed hash (`ledger.who`)."""
    ledger: Ledger
    data: Path
    clock: Clock
    open_browser: Callable[[], AbstractContextManager[Windows]]
    stop_requested: Callable[[], bool]
    mock: bool
    dry_run: bool
    pointed: Path | None = None
    """The folder for what the person points at; None: one in `data`."""
    anyway: bool = False
    """The person wants the flows although they are said not to be open to them."""
    due: DueOf | None = None
    """What tells the deadline for a receipt, where one is known."""
    mark: Callable[[str], str] = _one_account_only
    """The keyed hash of a text, for telling several accounts of one site apart."""
    said: list[SaidAnswer] = field(default_factory=list, repr=False)
    """What the person answered to questions that the profile has no answer to, as far as it may be remembered."""
    _uploads: tuple[Upload, ...] = field(default=(), repr=False)

    def prepare(self, flows: Sequence[Flow], folder: Path, stack: ExitStack) -> None:
        """Have the evidence ready as it is handed over, copies in `folder`; the person is told how it differs from theirs. Raises
        `ProfileError` where a file won't do.
        """
        open_to_them = [flow for flow in flows if self.anyway or judge(flow, self.profile).eligible]
        asking = [flow for flow in open_to_them if Meaning.EVIDENCE in flow.expects]
        if not asking:
            return
        flow = asking[0]

        def accept(offer: str) -> bool:
            pause = Pause(
                PauseKind.QUESTION, _(_TOO_LARGE), offer, flow.name, self.clock.now(), lambda: None, choices=(YES.shown, NO.shown)
            )
            try:
                reply = self.person.ask(pause)
            except (NeedsPerson, Skipped):
                return False  # the refusal of the file itself says more
            return isinstance(reply, Said) and (YES.is_typed(reply.text) or normalise(reply.text) == "y")

        self._uploads = stack.enter_context(uploads(self.profile.evidence, folder, accept))
        for note in notes_of(self._uploads):
            self.person.tell(note)

    def one(self, task: Task, shared: Shared) -> RequestResult:
        """Carry out one request, whatever comes of it."""
        verdict = judge(task.flow, self.profile)
        if not verdict.eligible and not self.anyway:
            return self.unbegun(task, Status.NOT_ELIGIBLE, verdict.why)
        if task.subject.place and not shared.has_room_for_another_log_in():
            return self.unbegun(task, Status.SKIPPED, _(_LOGGED_IN_ALREADY))
        began = self.clock.monotonic()
        pauses: list[PauseTaken] = []
        try:
            refusal = self._again(task, pauses)
        except (NeedsPerson, Stopped, Skipped) as error:
            if isinstance(error, Stopped):
                shared.stop()
            return self.unbegun(task, _status_of(error), _sentence(error.message), pauses, self.clock.monotonic() - began)
        if refusal is not None:
            return self.unbegun(task, *refusal, pauses, self.clock.monotonic() - began)
        request = self.ledger.plan(
            person=self.who,
            profile=self.profile_name,
            flow=task.flow.name,
            right=task.flow.right,
            account=task.subject.label,
        )
        self.ledger.keep_country(request.id, self.profile.country_code)
        return self._visit(task, request, pauses, began, shared)

    def unbegun(
        self, task: Task, status: Status, reason: str, pauses: Sequence[PauseTaken] = (), seconds: float = 0.0
    ) -> RequestResult:
        """What comes of a request that never got as far as its form."""
        task.person.tell(f"{task.called}: {reason}")
        task.board.ended(task.number, status)
        return RequestResult(
            profile=self.profile_name,
            flow=task.flow.name,
            account=task.subject.label,
            status=status,
            reason=reason,
            receipt=None,
            seconds=round(seconds, 3),
            pauses=tuple(pauses),
        )

    # --- covered ---

    def _again(self, task: Task, pauses: list[PauseTaken]) -> tuple[Status, str] | None:
        """None where it may be sent; else how it ends. What may be with Meta already is sent again only on a yes."""
        if self.dry_run:
            return None
        flow = task.flow
        if (covered := self._earlier(flow, task.subject, self.ledger.covering)) is not None:
            before = covered_by(flow, covered)
            if covered.account != task.subject.label and not self.anyway:
                return (before.status, _("{end}: the accounts belong together.").format(end=before.reason.rstrip(".")))
        elif (unsettled := self._earlier(flow, task.subject, self.ledger.unsettled)) is not None:
            before = unsettled_by(flow, unsettled)
        else:
            return None
        began = self.clock.monotonic()
        try:
            reply = task.person.ask(Pause(PauseKind.AGAIN, before.about, before.say, flow.name, self.clock.now(), lambda: None))
        finally:
            pauses.append(PauseTaken(kind="again", about=before.about, seconds=round(self.clock.monotonic() - began, 3)))
        return None if isinstance(reply, Yes | Done) else (before.status, before.reason)

    def _earlier(self, flow: Flow, subject: Subject, asked: Callable[..., Request | None]) -> Request | None:
        """The latest that `asked` gives for this account, else for one of the same Accounts Centre."""
        found = (asked(person=self.who, right=flow.right, account=account) for account in subject.covering)
        return next((request for request in found if request is not None), None)

    # --- the visit ---

    def _visit(self, task: Task, request: Request, pauses: list[PauseTaken], began: float, shared: Shared) -> RequestResult:
        flow = task.flow
        task.person.tell(f"{task.called}: {_(flow.title)}")
        receipt = Receipt.create(self.data, flow.name, self.clock)
        proof: Proof | None = None
        stage: Stage | None = None
        status, reason = Status.ACKNOWLEDGED, ""
        try:
            windows, context = shared.context(self.profile_name, self.profile.language, task)
            try:
                with playwright_errors():
                    stage = Stage(
                        flow,
                        task.subject.profile.model_copy(update={"evidence": tuple(upload.path for upload in self._uploads)}),
                        windows.new_page(context),
                        context,
                        task.person,
                        Banner(windows.banner),
                        Journal(self.ledger, request.id),
                        HostGuard(flow.hosts),
                        self.clock,
                        self.stop_requested,
                        PointedFiles(self.pointed or self.data / FOLDER),
                        self.anyway,
                        pauses,
                        unseen=windows.unseen,
                    )
                    proof = Proof(stage, receipt, self.mock, self._uploads, self.due)
                    flow.script(Visit(stage, proof, self.dry_run))
            finally:
                if stage is not None:
                    stage.watch.stop()
                    self._note_answers(stage)
        except Ended as end:
            status, reason = end.status, end.reason
        except (NeedsPerson, Stopped, Skipped) as error:
            if isinstance(error, Stopped):
                shared.stop()
            status, reason = _status_of(error), error.message
        except AiOptoutError as error:
            status, reason = (Status.STOPPED if self.stop_requested() else Status.FAILED), f"{error.message} {error.hint}"
        except Exception as error:  # noqa: BLE001 - a fault of ours in one request must not take the others' results with it
            fault = without_driver(error) or our_own_fault(error)
            log.warning(fault.message, flow=flow.name)
            status, reason = Status.FAILED, f"{fault.message} {fault.hint}"
        result = self._end(task, request, proof, receipt, status, reason, pauses, began)
        if stage is not None:
            shared.leave(stage, result.status)
        return result

    def _note_answers(self, stage: Stage) -> None:
        found = [said_answer(self.profile_name, question, text) for question, text in stage.said]
        self.said.extend(one for one in found if one is not None)

    def _end(  # noqa: PLR0917 - what a request leaves
        self,
        task: Task,
        request: Request,
        proof: Proof | None,
        receipt: Receipt,
        wanted: Status,
        reason: str,
        pauses: list[PauseTaken],
        began: float,
    ) -> RequestResult:
        status = truthful_status(self.ledger.request(request.id).state, wanted)
        if status is not wanted and status in _AFTER_SENDING:
            reason = f"{_(_AFTER_SENDING[status])} {reason}"
        said = None if status is Status.ACKNOWLEDGED else _sentence(reason or _("It ended without a word of the page."))
        self.ledger.end(request.id, status, reason=said)
        if proof is not None:
            try:
                proof.write(status, said)
            except LedgerError as error:  # what came of the request is known and written down: that is what is told
                task.person.tell(
                    _("{called}: its receipt isn't finished. {message} {hint}").format(
                        called=task.called, message=error.message, hint=error.hint
                    )
                )
        log.debug("request ended", flow=task.flow.name, status=status.value)
        task.person.tell(f"{task.called}: {in_words(status)}" + (f" – {said}" if said else ""))
        task.board.ended(task.number, status)
        return RequestResult(
            profile=self.profile_name,
            flow=task.flow.name,
            account=task.subject.label,
            status=status,
            reason=said,
            receipt=receipt.folder,
            seconds=round(self.clock.monotonic() - began, 3),
            pauses=tuple(pauses),
        )


def _status_of(error: NeedsPerson | Stopped | Skipped) -> Status:
    return {NeedsPerson: Status.NEEDS_PERSON, Stopped: Status.STOPPED, Skipped: Status.SKIPPED}[type(error)]


def _sentence(text: str) -> str:
    return " ".join(text.split())
