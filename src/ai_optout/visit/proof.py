"""What is kept of a request: pictures of the form and of the acknowledgement, cropped to them, and the receipt, written anew at
every step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ElementHandle
from playwright.sync_api import Error as PlaywrightError

from ai_optout.evidence import Upload, notes_of
from ai_optout.form.answer import Outcome, key_of
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Kind
from ai_optout.receipt import Answer, Digest, DueOf, Law, Receipt, ReceiptDocument
from ai_optout.regimes import regimes
from ai_optout.sight import Seen
from ai_optout.status import Status
from ai_optout.visit.filling import shown
from ai_optout.visit.stage import Stage

_AROUND = """
(element) => {
  const whole = element.closest('form,[role=form],dialog,[role=dialog],main,[role=main]');
  return whole ?? document.body;
}
"""
_SAYS = """
() => {
  const places = document.querySelectorAll('dialog[open],[role=dialog],[role=status],[role=alert],main,[role=main]');
  return [...places].find(e => e.checkVisibility() && e.textContent.trim()) ?? document.body;
}
"""


_CASE = re.compile(r"(?<![\w.,+/-])#?(\d{8,18})(?![\w/-])")
"""Facts, *Portal DOM*: a case number of 8 to 18 digits, if shown."""


def case_number(words: str, answers: Iterable[str]) -> str | None:
    """The only number in an acknowledgement that may be the case's: as long as they are, and nothing the person wrote."""
    written = {"".join(filter(str.isdigit, answer)) for answer in answers}
    found = {number for number in _CASE.findall(words) if not any(number in own for own in written)}
    return found.pop() if len(found) == 1 else None


@dataclass
class Proof:
    """The receipt of one request, true at every moment."""

    stage: Stage
    receipt: Receipt
    mock: bool
    uploads: tuple[Upload, ...] = field(default=(), repr=False)
    """The files that are handed over."""
    due: DueOf | None = None
    """What tells the deadline, where one is known."""
    pictured: Path | None = None
    """The newest picture of the form."""
    _answers: tuple[Answer, ...] = field(default=(), repr=False)
    _words: str | None = field(default=None, repr=False)
    _case: str | None = None

    def form(self, outcome: Outcome, earlier: Sequence[Outcome] = ()) -> None:
        """Keep the form as it will be sent: what stands on the screen, and what stood on the pages before it."""
        self._answers = tuple(self._answer(one, place) for one in (*earlier, outcome) for place in range(len(one.questions)))
        self.page(outcome)
        self.write(None, None)

    def page(self, outcome: Outcome) -> None:
        """Keep a picture of the page that these questions stand on."""
        look = self.stage.look()
        if outcome.questions:
            first = next(
                (control for control in look.snapshot.questions if control.form == outcome.questions[0].control.form), None
            )
            if first is not None:
                self._picture("form", look.element(first.ref).evaluate_handle(_AROUND).as_element())

    def acknowledgement(self, seen: Seen) -> None:
        """Keep the page's own words."""
        self._words = seen.snapshot.text[:4_000]
        try:
            said = self.stage.page.evaluate_handle(_SAYS).as_element()
        except PlaywrightError:
            said = None
        if said is not None:
            self._words = (said.inner_text() or self._words).strip()[:4_000]
            self._picture("acknowledgement", said)
        self._case = case_number(self._words, [answer.answer or "" for answer in self._answers])
        self.write(None, None)

    def write(self, status: Status | None, reason: str | None) -> None:
        """Write the receipt as things stand, with its page and hashes where the request ended as `status`; a request that typed
        nothing has none.
        """
        if not self._answers:
            return
        stage, times = self.stage, self.stage.times
        request = stage.journal.ledger.request(stage.journal.request_id)
        posts = stage.watch.posts
        document = ReceiptDocument(
            mock=self.mock,
            request=request.id,
            person=request.person,
            profile=request.profile,
            flow=stage.flow.name,
            title=stage.flow.title,
            right=stage.flow.right,
            account=stage.flow.per,
            filed_as=request.account if request.account != stage.flow.per else None,
            country=request.country,
            law=self._law(),
            state=request.state,
            status=status,
            reason=reason,
            door=request.door,
            address=posts[-1].address if posts else None,
            opened=times.opened,
            reviewed=times.reviewed,
            sent=times.sent,
            acknowledged=times.acknowledged,
            answers=self._answers,
            acknowledgement=self._words,
            case=self._case,
            pauses=tuple(stage.pauses),
        )
        if status is None:
            self.receipt.write(document)
        else:
            self.receipt.finish(document, self.due(document) if self.due else None)
        if self.receipt.folder is not None and request.receipt is None:
            stage.journal.ledger.keep_receipt(request.id, self.receipt.folder)

    def _law(self) -> Law | None:
        """The law that the country of residence has for it, where one is known."""
        regime = regimes()[self.stage.flow.regions.of(self.stage.profile.country_code).regime]
        return Law(name=regime.name, article=regime.article) if regime.name else None

    def _answer(self, outcome: Outcome, place: int) -> Answer:
        question = outcome.questions[place]
        files: tuple[Digest, ...] = ()
        if (
            question.control.kind is Kind.FILE
            and question.meaning is Meaning.EVIDENCE
            and (question.control.answered or key_of(question) in outcome.handed)
        ):
            files = tuple(Digest.of(upload.path.name, upload.path.read_bytes()) for upload in self.uploads)
        return Answer(
            question=question.control.wording,
            meaning=question.meaning,
            answer=(" ".join(notes_of(self.uploads)) or None) if files else shown(question.control),
            files=files,
        )

    def _picture(self, shows: str, element: ElementHandle | None) -> None:
        if element is None:
            return
        try:
            with self.stage.banner.hidden(self.stage.page):
                png = element.screenshot(animations="disabled", caret="hide", timeout=10_000)
        except PlaywrightError:
            self.stage.journal.record("no-picture", {"of": shows})
            return
        path = self.receipt.picture("form" if shows == "form" else "acknowledgement", png)
        self.pictured = path if shows == "form" else self.pictured
