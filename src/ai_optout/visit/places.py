"""Where in the page stands what a pause is about, a field or the button that sends, for the banner to keep clear of it."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import ElementHandle
from playwright.sync_api import Error as PlaywrightError

from ai_optout.form.outcome import key_of
from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Control, Ref
from ai_optout.form.understand import Question
from ai_optout.visit.buttons import send_button
from ai_optout.visit.stage import Stage


def place_of(stage: Stage, question: Question) -> ElementHandle | None:
    """The field of a question as the page has it now; None where it is gone, or where nothing is drawn."""
    if not stage.banner.shown:
        return None
    look = stage.look()
    return first_of(look, [one.control for one in stage.understood(look.snapshot) if key_of(one) == key_of(question)])


def button_of(stage: Stage, questions: Sequence[Question]) -> ElementHandle | None:
    """The button that sends the form of these questions; None where none is known, or where nothing is drawn."""
    if not stage.banner.shown:
        return None
    look = stage.look()
    button = send_button(questions, look.snapshot)
    return _element(look, button.ref) if button is not None else None


def first_of(look: Scan, controls: Sequence[Control]) -> ElementHandle | None:
    """The first one's element; None where there is none, or its document went."""
    return _element(look, controls[0].ref) if controls else None


def _element(look: Scan, ref: Ref) -> ElementHandle | None:
    try:
        return look.element(ref)
    except PlaywrightError:
        return None
