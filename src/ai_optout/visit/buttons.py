"""Which button of a form sends, which turns its page, which has a code mailed: known by whole words, in the form in work."""

from __future__ import annotations

from collections.abc import Sequence

from ai_optout.form.snapshot import Button, Snapshot
from ai_optout.form.understand import Question
from ai_optout.form.words import lexicon
from ai_optout.sight import press


def send_button(questions: Sequence[Question], snapshot: Snapshot) -> Button | None:
    """The button whose words send, of the form that was filled; None where none is known or more than one may be."""
    near = _near(questions, press(snapshot.buttons, "submit"))
    typed = [button for button in near if button.type == "submit"]
    return near[0] if len(near) == 1 else (typed[0] if len(typed) == 1 else None)


def shows_any(questions: Sequence[Question], snapshot: Snapshot) -> bool:
    """Whether a button, whatever its words, stands in the form, or beside it and in no other."""
    places = {(question.control.dialog, question.control.form) for question in questions}
    beside = places | {(dialog, -1) for dialog, _ in places}
    return any(button.visible and (button.dialog, button.form) in beside for button in snapshot.buttons)


def next_button(questions: Sequence[Question], snapshot: Snapshot) -> Button | None:
    """The button that turns the page of a wizard, pressable or not; None where a button sends, or where it isn't one only."""
    if _near(questions, _named(snapshot, "submit")):
        return None
    found = _near(questions, _named(snapshot, "next"))
    return found[0] if len(found) == 1 else None


def code_button(questions: Sequence[Question], snapshot: Snapshot) -> Button | None:
    """The button that has a code mailed before the form can be sent, pressable or not; None where there isn't one only."""
    found = _near(questions, _named(snapshot, "request-code", "resend-code"))
    return found[0] if len(found) == 1 else None


def _named(snapshot: Snapshot, *keys: str) -> list[Button]:
    words = lexicon()
    return [button for button in snapshot.buttons if button.visible and words.is_whole(button.name, "button", *keys)]


def _near(questions: Sequence[Question], known: Sequence[Button]) -> list[Button]:
    """Those that stand in the form of these questions, else those in its dialog or beside it."""
    places = {(question.control.dialog, question.control.form) for question in questions}
    own = [button for button in known if (button.dialog, button.form) in places]
    return own or [button for button in known if any(button.dialog == dialog for dialog, _ in places)]
