"""Runs flows for a person: refuses what is certain to fail before the browser opens, asks what is covered, and turns whatever
happened into a result.

What a request ended as comes from the journal, never from an exception: after the press it is `sent` or `unknown`, whatever
went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from playwright.sync_api import Error as PlaywrightError

from ai_optout.applicable import judge
from ai_optout.browser.faults import playwright_errors
from ai_optout.browser.launch import OpenBrowser
from ai_optout.clock import Clock
from ai_optout.errors import AiOptoutError, LedgerError, NeedsPerson, Skipped, Stopped, our_own_fault
from ai_optout.evidence import Upload, notes_of, uploads
from ai_optout.flow import Flow
from ai_optout.form.meaning import Meaning
from ai_optout.form.words import normalise
from ai_optout.guard import HostGuard
from ai_optout.ledger import Answer, Ledger, Request, truthful_status
from ai_optout.ledger.answers import SAID
from ai_optout.person.banner import Banner
from ai_optout.person.pause import Done, Pause, PauseKind, Person, Said, Yes
from ai_optout.pointed_file import FOLDER, PointedFiles
from ai_optout.profile import Profile
from ai_optout.receipt import DueOf, Receipt
from ai_optout.remembering import SaidAnswer, said_answer
from ai_optout.status import Pause as PauseTaken
from ai_optout.status import RequestResult, RunResult, Status
from ai_optout.visit import Visit
from ai_optout.visit.proof import Proof
from ai_optout.visit.stage import Ended, Journal, Stage

log = structlog.stdlib.get_logger("ai_optout.run")

_AFTER_SENDING = {
    Status.SENT: "The form was sent; then it broke off:",
    Status.UNKNOWN: "The form may have been sent, and is not sent again by itself:",
}

_AFTER_ANSWER = {
    Answer.HONOURED: "A repeat is not needed and does no harm.",
    Answer.REFUSED: "What may come next: ai-optout letter. A repeat may be refused again.",
    Answer.EVIDENCE_ASKED: "Answer with the evidence (ai-optout letter), or send the form again with it.",
}
_TOO_LARGE = "Upload a smaller copy of a picture that is too large?"


@dataclass
class Runner:
    """One run of several flows for one person. `open_browser` is called when the first page is needed, and not before."""

    profile_name: str
    profile: Profile
    person: Person
    who: str
    """The person's keyed hash (`ledger.who`)."""
    ledger: Ledger
    data: Path
    clock: Clock
    open_browser: Callable[[], AbstractContextManager[OpenBrowser]]
    stop_requested: Callable[[], bool]
    mock: bool
    dry_run: bool
    pointed: Path | None = None
    """The folder for what the person points at; None: one in `data`."""
    anyway: bool = False
    """The person wants the flows although they are said not to be open to them."""
    due: DueOf | None = None
    """What tells the deadline for a receipt, where one is known."""
    said: list[SaidAnswer] = field(default_factory=list, repr=False)
    """What the person answered to questions that the profile has no answer to, as far as it may be remembered."""
    _uploads: tuple[Upload, ...] = field(default=(), repr=False)
    _browser: OpenBrowser | None = field(default=None, repr=False)

    def run(self, flows: Sequence[Flow]) -> RunResult:
        """Every flow in turn. Raises `ProfileError` before anything is opened where an evidence file won't do."""
        with ExitStack() as stack:
            asking = [
                flow for flow in flows if Meaning.EVIDENCE in flow.expects and (self.anyway or judge(flow, self.profile).eligible)
            ]
            if asking:
                self._prepare_uploads(asking[0], stack)
            return RunResult(requests=tuple(self._each(flows, stack)))

    def _prepare_uploads(self, flow: Flow, stack: ExitStack) -> None:
        """The evidence as it is handed over; the person is told how it differs from theirs. The ledger keeps others away."""

        def accept(offer: str) -> bool:
            pause = Pause(PauseKind.QUESTION, _TOO_LARGE, offer, flow.name, self.clock.now(), lambda: None, choices=("yes", "no"))
            try:
                reply = self.person.ask(pause)
            except (NeedsPerson, Skipped):
                return False  # the refusal of the file itself says more
            return isinstance(reply, Said) and normalise(reply.text) in {"yes", "y"}

        self._uploads = stack.enter_context(uploads(self.profile.evidence, self.data / "uploads", accept))
        for note in notes_of(self._uploads):
            self.person.tell(note)

    def _each(self, flows: Sequence[Flow], stack: ExitStack) -> Iterator[RequestResult]:
        stopped = False
        for flow in flows:
            if stopped:
                yield self._unbegun(flow, Status.STOPPED, "Not begun: you stopped before it.")
                continue
            result = self._one(flow, stack)
            stopped = self.stop_requested() or (result.status is Status.STOPPED)
            yield result

    def _one(self, flow: Flow, stack: ExitStack) -> RequestResult:
        verdict = judge(flow, self.profile)
        if not verdict.eligible and not self.anyway:
            return self._unbegun(flow, Status.NOT_ELIGIBLE, verdict.why)
        began = self.clock.monotonic()
        pauses: list[PauseTaken] = []
        try:
            refusal = self._again(flow, pauses)
        except (NeedsPerson, Stopped, Skipped) as error:
            return self._unbegun(flow, _status_of(error), _sentence(error.message), pauses, self.clock.monotonic() - began)
        if refusal is not None:
            return self._unbegun(flow, *refusal, pauses, self.clock.monotonic() - began)
        request = self.ledger.plan(person=self.who, profile=self.profile_name, flow=flow.name, right=flow.right, account=flow.per)
        self.ledger.keep_country(request.id, self.profile.country_code)
        return self._visit(flow, request, pauses, began, stack)

    def _unbegun(
        self, flow: Flow, status: Status, reason: str, pauses: Sequence[PauseTaken] = (), seconds: float = 0.0
    ) -> RequestResult:
        self.person.tell(f"{flow.name}: {reason}")
        return RequestResult(
            profile=self.profile_name,
            flow=flow.name,
            status=status,
            reason=reason,
            receipt=None,
            seconds=round(seconds, 3),
            pauses=tuple(pauses),
        )

    # --- covered ---

    def _again(self, flow: Flow, pauses: list[PauseTaken]) -> tuple[Status, str] | None:
        """None where it may be sent; else how it ends. What may be with Meta already is sent again only on a yes."""
        if self.dry_run:
            return None
        same = {"person": self.who, "right": flow.right, "account": flow.per}
        covered, unsettled = self.ledger.covering(**same), self.ledger.unsettled(**same)
        if covered is not None and covered.answer is not None and covered.answered is not None:
            said = f"{SAID[covered.answer]} on {covered.answered:%Y-%m-%d}"
            about = f"{flow.title}: {covered.answer} on {covered.answered:%Y-%m-%d} ({covered.flow})"
            say = f"The same request was answered: {said}. " + _AFTER_ANSWER[covered.answer]
            end = (Status.COVERED, f"Covered by {covered.flow}: {said}.")
        elif covered is not None:
            about = f"{flow.title}: acknowledged on {covered.updated:%Y-%m-%d} ({covered.flow})"
            say = f"The same request was acknowledged on {covered.updated:%Y-%m-%d}: a repeat is not needed and does no harm."
            end = (Status.COVERED, f"Covered by {covered.flow}, acknowledged on {covered.updated:%Y-%m-%d}.")
        elif unsettled is not None:
            about = f"{flow.title}: {unsettled.state} since {unsettled.updated:%Y-%m-%d} ({unsettled.flow})"
            say = (
                f"An earlier request may have arrived on {unsettled.updated:%Y-%m-%d} ({unsettled.status}). Look for its e-mail."
            )
            end = (Status.SKIPPED, f"Left out: {unsettled.flow} of {unsettled.updated:%Y-%m-%d} may have arrived.")
        else:
            return None
        began = self.clock.monotonic()
        try:
            reply = self.person.ask(Pause(PauseKind.AGAIN, about, say, flow.name, self.clock.now(), lambda: None))
        finally:
            pauses.append(PauseTaken(kind="again", about=about, seconds=round(self.clock.monotonic() - began, 3)))
        return None if isinstance(reply, Yes | Done) else end

    # --- the visit ---

    def _visit(self, flow: Flow, request: Request, pauses: list[PauseTaken], began: float, stack: ExitStack) -> RequestResult:
        self.person.tell(f"{flow.name}: {flow.title}")
        receipt = Receipt.create(self.data, flow.name, self.clock)
        proof: Proof | None = None
        status, reason = Status.ACKNOWLEDGED, ""
        try:
            browser = self._opened(stack)
            context = browser.new_context(self.profile.language)
            stage: Stage | None = None
            try:
                with playwright_errors():
                    stage = Stage(
                        flow,
                        self.profile.model_copy(update={"evidence": tuple(upload.path for upload in self._uploads)}),
                        context.new_page(),
                        context,
                        self.person,
                        Banner(browser.headed),
                        Journal(self.ledger, request.id),
                        HostGuard(flow.hosts),
                        self.clock,
                        self.stop_requested,
                        PointedFiles(self.pointed or self.data / FOLDER),
                        self.anyway,
                        pauses,
                    )
                    proof = Proof(stage, receipt, self.mock, self._uploads, self.due)
                    flow.script(Visit(stage, proof, self.dry_run))
            finally:
                if stage is not None:
                    stage.watch.stop()
                    self._note_answers(stage)
                _close(context)
        except Ended as end:
            status, reason = end.status, end.reason
        except (NeedsPerson, Stopped, Skipped) as error:
            status, reason = _status_of(error), error.message
        except AiOptoutError as error:
            status, reason = (Status.STOPPED if self.stop_requested() else Status.FAILED), f"{error.message} {error.hint}"
        except Exception as error:  # noqa: BLE001 - a fault of ours in one request must not take the others' results with it
            fault = our_own_fault(error)
            log.warning(fault.message, flow=flow.name)
            status, reason = Status.FAILED, f"{fault.message} {fault.hint}"
        return self._end(flow, request, proof, receipt, status, reason, pauses, began)

    def _note_answers(self, stage: Stage) -> None:
        found = [said_answer(self.profile_name, question, text) for question, text in stage.said]
        self.said.extend(one for one in found if one is not None)

    def _end(  # noqa: PLR0917 - what a request leaves
        self,
        flow: Flow,
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
            reason = f"{_AFTER_SENDING[status]} {reason}"
        said = None if status is Status.ACKNOWLEDGED else _sentence(reason or "It ended without a word of the page.")
        self.ledger.end(request.id, status, reason=said)
        if proof is not None:
            try:
                proof.write(status, said)
            except LedgerError as error:  # what came of the request is known and written down: that is what is told
                self.person.tell(f"{flow.name}: its receipt isn't finished. {error.message} {error.hint}")
        log.debug("request ended", flow=flow.name, status=status.value)
        self.person.tell(f"{flow.name}: {status.value}" + (f" – {said}" if said else ""))
        return RequestResult(
            profile=self.profile_name,
            flow=flow.name,
            status=status,
            reason=said,
            receipt=receipt.folder,
            seconds=round(self.clock.monotonic() - began, 3),
            pauses=tuple(pauses),
        )

    def _opened(self, stack: ExitStack) -> OpenBrowser:
        if self._browser is None:
            self._browser = stack.enter_context(self.open_browser())
        return self._browser


def _close(context: object) -> None:
    try:
        context.close()  # type: ignore[attr-defined]
    except PlaywrightError:
        return  # the window was closed, and the context with it


def _status_of(error: NeedsPerson | Stopped | Skipped) -> Status:
    return {NeedsPerson: Status.NEEDS_PERSON, Stopped: Status.STOPPED, Skipped: Status.SKIPPED}[type(error)]


def _sentence(text: str) -> str:
    return " ".join(text.split())
