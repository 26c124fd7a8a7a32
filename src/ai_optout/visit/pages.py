"""A form of several pages, as the request portal's: each is answered like a form, then turned, until one has a button that sends.

What turns a page must not send: while it is pressed, every post that carries answers is held back. A button called "Continue"
that sends after all so becomes the last page's, and is pressed after the review, by the person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from playwright.sync_api import Error as PlaywrightError

from ai_optout.errors import PageError
from ai_optout.form.answer import Answering, Outcome, key_of
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Button, Snapshot
from ai_optout.form.understand import main_form, understand
from ai_optout.messages import _
from ai_optout.person.pause import Done, PauseKind, Posted, Reply
from ai_optout.sight import complaints
from ai_optout.visit import filling
from ai_optout.visit.buttons import next_button
from ai_optout.visit.stage import Stage, shortened

TURNS_S: Final = 20.0
"""How long the next page may take (facts: blocks up to 16 s late)."""
PAGES: Final = 20
"""After so many turns a wizard is one that goes in circles."""
CORRECTIONS: Final = 3
"""How often one page may refuse to be turned."""


class Turn(StrEnum):
    """What came of the press that turns a page."""

    TURNED = "turned"
    REFUSED = "refused"
    SENDS = "sends"
    NOTHING = "nothing"


@dataclass
class Pages:
    """The pages that were answered and turned, in order; the one on the screen isn't among them."""

    turned: list[Outcome] = field(default_factory=list)

    @property
    def asked(self) -> frozenset[Meaning]:
        """What was asked on them."""
        found = {question.meaning for outcome in self.turned for question in outcome.questions}
        return frozenset(meaning for meaning in found if meaning is not None)

    def show(self, outcome: Outcome) -> None:
        """Where the page on the screen was turned before, it and what came after it are to be answered again."""
        keys = _keys(outcome)
        for place, one in enumerate(self.turned):
            if keys & _keys(one):
                del self.turned[place:]
                return


def _keys(outcome: Outcome) -> set[str]:
    """What tells a page from others: the questions that were understood; a site's search box stands on every page."""
    return {key_of(question) for question in outcome.questions if question.meaning is not None}


def fill(stage: Stage, answering: Answering, pages: Pages, leaving: Callable[[Outcome], None]) -> Outcome | None:
    """Answer page after page; the last one as it stands, or None where the person pressed the page's own button meanwhile.

    `leaving` is told of each page before it is turned. Raises what `filling.fill` raises, and `PageError` where the pages never
    end.
    """
    refused = 0
    for _page in range(PAGES):
        outcome = filling.fill(stage, answering, pages.asked)
        if outcome is None:
            return None
        pages.show(outcome)
        look = stage.look().snapshot
        button = next_button(outcome.questions, look)
        if button is None:
            return outcome
        leaving(outcome)
        turn, complaint = _turn(stage, look, outcome)
        if turn is Turn.SENDS:
            return outcome
        if turn is Turn.TURNED:
            pages.turned.append(outcome)
            refused = 0
            continue
        refused += 1
        if refused > CORRECTIONS:
            raise PageError(
                _("The form doesn't go on to its next page, and nothing was sent."), _("Look at the form in your own browser.")
            )
        if isinstance(_have_it_mended(stage, answering, look, complaint), Posted):
            return None
    raise PageError(_("The form has no last page, and nothing was sent."), _("Please report it with the form's address."))


def _turn(stage: Stage, before: Snapshot, outcome: Outcome) -> tuple[Turn, str]:
    """Press it and see what comes; with the page's complaint where it refuses."""
    stage.guard.check(stage.page.url)
    button = _pressable(stage, outcome)
    if button is None:
        return Turn.NOTHING, ""
    stage.tell(_("Going on to the next page of the form"))
    stage.journal.record("next-page", {"button": button.name[:80]})
    with stage.watch.holding_back():
        stage.press(button)
        until = stage.clock.monotonic() + TURNS_S
        while stage.clock.monotonic() < until:
            stage.pump()
            now = stage.look().snapshot
            if stage.watch.stopped is not None:
                stage.journal.record("held-back", {"button": button.name[:80]})
                stage.tell(_("«{button}» would send the form: it is shown to you first").format(button=shortened(button.name)))
                return Turn.SENDS, ""
            if said := complaints(now, before):
                return Turn.REFUSED, said[0]
            if is_another_page(now, outcome):
                return Turn.TURNED, ""
    return Turn.NOTHING, ""


def _pressable(stage: Stage, outcome: Outcome) -> Button | None:
    """The button as the last look has it, once it can be pressed; a wizard may open it a moment after the last answer."""
    until = stage.clock.monotonic() + TURNS_S / 4
    while True:
        button = next_button(outcome.questions, stage.look().snapshot)
        if button is not None and button.enabled:
            return button
        if stage.clock.monotonic() > until:
            return None
        stage.pump()


def is_another_page(now: Snapshot, outcome: Outcome) -> bool:
    """Whether other questions stand there than those of `outcome`."""
    keys = [key_of(question) for question in main_form(understand(now))]
    return bool(keys) and keys != [key_of(question) for question in outcome.questions]


def _have_it_mended(stage: Stage, answering: Answering, before: Snapshot, complaint: str) -> Reply:
    if complaint:
        return filling.have_corrected(stage, answering, complaint) or Done()
    outcome = answering.read()

    def goes_on() -> Reply | None:
        try:
            now = stage.look().snapshot
        except PlaywrightError:
            return None
        button = next_button(outcome.questions, now)
        return Done() if is_another_page(now, outcome) or (button is not None and button.enabled and now != before) else None

    with stage.watch.watching():
        return stage.ask(
            PauseKind.QUESTION,
            about=outcome.questions[0].control.wording if outcome.questions else _(stage.flow.title),
            say=_("The form doesn't go on to its next page: see what it wants in the open window, and press its button there."),
            watch=goes_on,
        )
