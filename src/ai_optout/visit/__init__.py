"""What a flow script holds: the verbs. Each says what it does, writes it down, and ends the request where it can't go on."""

from __future__ import annotations

from dataclasses import dataclass, field

from ai_optout.errors import PageError, Stopped
from ai_optout.form.answer import Answering, Outcome
from ai_optout.form.language import language_of
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Snapshot
from ai_optout.form.understand import Question
from ai_optout.ledger import State
from ai_optout.messages import _
from ai_optout.person.pause import Edited, PauseKind, Posted, Reply, Row, Send
from ai_optout.sight import Seen, Sight
from ai_optout.status import Status
from ai_optout.visit import arrival, code_first, filling, pages, places, proof, sending
from ai_optout.visit.answers import answers_for, remembered_wordings, right_of
from ai_optout.visit.confirming import confirm
from ai_optout.visit.reviewing import Reviewing
from ai_optout.visit.sending import Came, Result
from ai_optout.visit.stage import Ended, Stage, shortened

CORRECTIONS = 3
"""How often a form that the page refused is corrected and sent again."""


@dataclass
class Visit:
    """One request, from the door to the acknowledgement. The verbs are to be called in the order in which they stand here."""

    stage: Stage
    proof: proof.Proof
    dry_run: bool
    _answering: Answering | None = field(default=None, repr=False)
    _outcome: Outcome | None = field(default=None, repr=False)
    _before: Snapshot | None = field(default=None, repr=False)
    _result: Result | None = field(default=None, repr=False)
    _corrected: int = 0
    _changed: int = 0
    _pages: pages.Pages = field(default_factory=pages.Pages, repr=False)
    _reviewing: Reviewing = field(default_factory=Reviewing, repr=False)

    def open(self) -> None:
        """Have the form on the screen: cookies declined, log-in waited for, doors tried from the newest to the oldest, then the
        trail.
        """
        arrival.arrive(self.stage)

    def answer(self, *, about_ai: bool | None = None, request: str = "", about: str = "") -> None:
        """Answer the form from the profile, and with what this door asks besides: whether it is about AI, which right, about
        what.
        """
        language = language_of(self.stage.look().snapshot)
        answers = answers_for(self.stage.profile, self.stage.flow, language)
        if about_ai is not None:
            answers[Meaning.ABOUT_AI] = about_ai
        if request:
            answers[Meaning.REQUEST] = right_of(request, about)
        self._answering = filling.begin(self.stage, answers, remembered_wordings(self.stage.profile))
        self._fill()

    def review(self) -> None:
        """Show the person what will be sent, and wait for their word or for the page's own button. A dry run ends here."""
        while not self.stage.watch.posts:
            outcome = self._outcome
            assert outcome is not None, "review follows answer"
            if not outcome.questions:
                raise PageError(_("The form is no longer on the page, so nothing was sent."), _("Run it again."))
            shown = filling.fingerprint(outcome.questions)
            self.proof.form(outcome, self._pages.turned)
            if self.dry_run:
                raise Ended(Status.FILLED, _("The form was filled in and not sent: it was a dry run."))
            for question in outcome.questions:
                self._settle(question)
            self.stage.watch.start()
            code_first.watch_for_it(self.stage, outcome.snapshot, outcome)
            reply = self._ask_review(outcome, shown)
            if isinstance(reply, Posted) or self.stage.watch.posts:
                return
            if isinstance(reply, Send):
                self.stage.journal.enter(State.REVIEWED)
                self.stage.times.reviewed = self.stage.clock.now()
                return
            self.stage.tell(_("You changed an answer in the page: here is the form again"))
            self._fill()

    def submit(self) -> None:
        """Press the button that sends, once, unless the person has; then see what comes of it."""
        outcome = self._outcome
        assert outcome is not None, "submit follows review"
        code_first.confirm_first(self.stage, outcome)
        if self.stage.watch.posts:
            self._before = outcome.snapshot
            self.stage.times.reviewed = self.stage.times.reviewed or self.stage.times.sent
            self._result = sending.what_came(self.stage, outcome.snapshot)
        else:
            self.stage.tell(_("Sending"))
            self._before = sending.press_send(self.stage, outcome)
            if self._before is None:
                self._review_again()
                return
            if self._corrected:
                self._before = sending.without_complaints(self._before)
            self._result = sending.what_came(self.stage, self._before)
        self._follow_result()

    def confirm_code(self) -> None:
        """Where the page asks for the code that it mailed, have it typed; else nothing."""
        if self._result is None or self._result.came is not Came.CODE:
            return
        assert self._before is not None, "a code comes after a sending"
        self._result = confirm(self.stage, self._before)
        self._follow_result()
        self.confirm_code()  # a form that was corrected may ask for a code again

    def acknowledge(self) -> None:
        """Keep the page's own words that it was received. Ends as `sent` where it says nothing of the kind."""
        assert self._result is not None, "acknowledge follows submit"
        if self._result.came is not Came.ACKNOWLEDGED:
            raise Ended(Status.SENT, _("The form was sent, but the page doesn't say that it was received."))
        self.stage.times.acknowledged = self.stage.clock.now()
        self.stage.journal.enter(State.ACKNOWLEDGED)
        self.proof.acknowledgement(self._result.seen)
        self.stage.tell(_("The page says that it was received"))

    # --- within a verb ---

    def _fill(self) -> None:
        assert self._answering is not None, "filling follows answer"
        for _round in range(CORRECTIONS + 1):
            try:
                outcome = pages.fill(self.stage, self._answering, self._pages, self.proof.page)
                break
            except filling.SessionLost as lost:
                self._log_in_again(lost.seen)
        else:
            raise PageError(
                _("The site logs out again and again while the form is filled in."), _("Nothing was sent. Run it later.")
            )
        self._outcome = outcome or self._read()
        if outcome is not None:
            self.stage.journal.enter(State.FILLED, {"questions": len(outcome.questions), "left": len(outcome.left)})

    def _log_in_again(self, seen: Seen) -> None:
        """The log-in is gone: have it done again, open the form, and begin to answer it afresh."""
        answering = self._answering
        assert answering is not None, "what was logged out was being answered"
        self.stage.tell(_("The site has logged you out: the form is opened and filled again after the log-in"))
        self.stage.journal.record("logged-out")
        self.stage.watch.stop()  # a log-in carries the address, too, and is no sending
        arrival.regain(self.stage, seen)
        self._pages = pages.Pages()
        self._answering = filling.begin(self.stage, answering.answers, answering.by_wording)

    def _settle(self, question: Question) -> None:
        """From the review on what the page holds is the person's: they may change it, and it is never filled over."""
        assert self._answering is not None, "review follows answer"
        self._answering.settle(question)

    def _review_again(self) -> None:
        """Between the look and the press the form changed: fill, show and send it anew, unless it never holds still."""
        self._changed += 1
        if self._changed > CORRECTIONS:
            raise PageError(_("The form keeps changing after it was shown, so it wasn't sent."), _("Run it again later."))
        self.stage.tell(_("The form is no longer as it was shown: here it is again"))
        self._fill()
        self.review()
        self.submit()

    def _read(self) -> Outcome:
        """The form as it stands now, nothing answered anew."""
        assert self._answering is not None, "reading follows answer"
        return self._answering.read()

    def _ask_review(self, outcome: Outcome, shown: tuple[object, ...]) -> Reply:
        def edited() -> Reply | None:
            code_first.watch_for_it(self.stage, self.stage.look().snapshot, outcome)
            if self._answering is None or self.stage.page.evaluate(
                "() => document.activeElement?.matches('input,textarea,select') ?? false"
            ):
                return None  # still typing
            return Edited() if filling.fingerprint(self._read().questions) != shown else None

        say = self._read_it()
        button = places.button_of(self.stage, outcome.questions)
        rows = self._rows(outcome)
        return self.stage.ask(PauseKind.REVIEW, about=_(self.stage.flow.title), say=say, watch=edited, rows=rows, beside=button)

    def _read_it(self) -> str:
        """Where the form is to be read before it is sent."""
        if not self.stage.unseen:
            return _("Read the form in the open window: this is what will be sent.")
        if (picture := self.proof.pictured) is not None:
            self.stage.tell(_("A picture of the filled form: {picture}").format(picture=picture))
        return _("There is no window: read above what will be sent.")

    def _rows(self, outcome: Outcome) -> tuple[Row, ...]:
        """Everything that was answered, on all pages of the form."""
        return self._reviewing.rows((*self._pages.turned, outcome), self.stage.profile.evidence)

    def _follow_result(self) -> None:
        result = self._result
        assert result is not None, "there is a result after a sending"
        match result.came:
            case Came.ACKNOWLEDGED | Came.CODE:
                pass
            case Came.REFUSED | Came.UNMOVED:
                self._correct(result)
            case Came.LOGGED_OUT:
                self._send_again_logged_in(result)
            case Came.BROKEN:
                raise Ended(
                    Status.UNKNOWN,
                    _(
                        "The connection broke while the form was being sent: it may have arrived, and is not sent again "
                        "by itself."
                    ),
                )
            case Came.NOTHING:
                if self.stage.journal.state is State.SENDING:
                    self.stage.journal.enter(State.SENT)

    def _send_again_logged_in(self, result: Result) -> None:
        """The site led to its log-in instead of taking the form: log in, fill and review it again, and send it on a new word."""
        self.stage.journal.enter(State.REFUSED_BY_PAGE, {"seen": _("a log-in")})
        self.stage.watch.posts.clear()
        self._corrected += 1
        if self._corrected > CORRECTIONS:
            raise PageError(_("The site logs out whenever the form is sent, and didn't take it."), _("Run it again later."))
        self._log_in_again(result.seen)
        self._fill()
        self.review()
        self.submit()

    def _correct(self, result: Result) -> None:
        """The page refused: have it corrected, shown again and sent again."""
        self.stage.journal.enter(State.REFUSED_BY_PAGE, {"complaints": len(result.complaints)})
        self.stage.watch.posts.clear()
        if self.stage.watch.stopped is not None:
            sending.refuse_elsewhere(self.stage, self.stage.watch.stopped)
        complaint = result.complaints[0] if result.complaints else ""
        self._corrected += 1
        if self._corrected > CORRECTIONS or not complaint:
            said = _(" It says: «{complaint}».").format(complaint=shortened(complaint)) if complaint else ""
            raise PageError(
                _("The page didn't accept the form, and nothing was sent.{said}").format(said=said),
                _("Look at the form in your own browser, or mend the profile and run it again."),
            )
        answering = self._answering
        assert answering is not None, "what was sent was filled"
        reply = filling.have_corrected(self.stage, answering, complaint)
        answering.reopen()
        if not isinstance(reply, Posted):
            self._fill()
        self.review()
        self.submit()


__all__ = ["Ended", "Sight", "Stage", "Stopped", "Visit"]
