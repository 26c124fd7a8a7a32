"""What a page is: the form, a log-in, a cookie dialog, a check, a code, an acknowledgement, a refusal. A pure function of a
snapshot.

It goes by what pages say in any language of the lexicon and by a few documented marks, never by position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from ai_optout.form.meaning import IDENTITY, Meaning
from ai_optout.form.snapshot import Button, Control, Kind, Snapshot
from ai_optout.form.understand import Question, main_form, understand
from ai_optout.form.words import Lexicon, lexicon, normalise
from ai_optout.messages import N_


class Sight(StrEnum):
    """Kinds of page that a flow tells apart."""

    FORM = N_("the form")
    LOGIN = N_("a log-in")
    COOKIES = N_("a cookie dialog")
    CHECKPOINT = N_("a check of the account")
    SECURITY_CHECK = N_("a security check")
    CODE = N_("a question for the one-time code")
    ACKNOWLEDGED = N_("an acknowledgement")
    REGION_REFUSED = N_("a refusal for the region")
    DEAD = N_("a dead link")
    OTHER_FORM = N_("another form")
    OTHER = N_("another page")


@dataclass(frozen=True)
class Seen:
    """A page with what it is; `questions` are those of its main form."""

    sight: Sight
    snapshot: Snapshot
    questions: tuple[Question, ...]
    words: tuple[str, ...] = ()
    """The phrases by which it was known, as normalised by the lexicon."""


_CHECKPOINT_PATHS = ("/checkpoint", "two_step_verification", "/two_factor", "/challenge", "/auth_platform/codeentry")
"""Facts, *Login and interstitials*."""
_LOGIN_PATHS = ("/login", "/accounts/login")
_COOKIE_MARKS = ("cookie-policy-manage-dialog", "accept_only_essential_button")
"""Facts, *Cookie dialog*: known marks."""
_ASKS_FOR_MORE = frozenset(
    {
        Meaning.IMPACT,
        Meaning.REQUEST,
        Meaning.PROMPTS,
        Meaning.ABOUT_AI,
        Meaning.ADDITIONAL,
        Meaning.EVIDENCE,
        Meaning.DECLARATION,
    }
)


def see(snapshot: Snapshot, before: Snapshot | None = None) -> Seen:  # noqa: C901, PLR0911 - the order of the lines is the rule
    """What the page is. `before` is the page as it stood before sending: what it already said then is no acknowledgement,
    unless its form is gone.
    """
    words = lexicon()
    questions = main_form(understand(snapshot))
    form = is_form(questions)
    login = _is_login(snapshot, questions, words)
    if cookie_dialog(snapshot) is not None:
        return Seen(Sight.COOKIES, snapshot, questions)
    if any(mark in urlsplit(snapshot.url).path for mark in _CHECKPOINT_PATHS):
        return Seen(Sight.CHECKPOINT, snapshot, questions)
    if _security_check(snapshot, words):
        return Seen(Sight.SECURITY_CHECK, snapshot, questions)
    if before is not None and code_window(snapshot, before) is not None:
        return Seen(Sight.CODE, snapshot, questions)
    if code_question(snapshot) is not None and (before is not None or not form):
        # Before a sending it is the account's code. After one, "thank you, now enter the code" acknowledges nothing.
        return Seen(Sight.CODE if before is not None else Sight.CHECKPOINT, snapshot, questions)
    if before is not None and (said := acknowledgement(snapshot, before if form else None)):
        return Seen(Sight.ACKNOWLEDGED, snapshot, questions, said)
    if form and not (login and not any(question.meaning in _ASKS_FOR_MORE for question in questions)):
        return Seen(Sight.FORM, snapshot, questions)
    if login:
        return Seen(Sight.LOGIN, snapshot, questions)
    for sight, key in ((Sight.REGION_REFUSED, "region-refused"), (Sight.DEAD, "dead"), (Sight.CHECKPOINT, "checkpoint")):
        if words.says(snapshot.text, "page", key) or words.says(snapshot.title, "page", key):
            return Seen(sight, snapshot, questions)
    return Seen(Sight.OTHER_FORM if is_other_form(snapshot) else Sight.OTHER, snapshot, questions)


def is_other_form(snapshot: Snapshot) -> bool:
    """Whether a page that is none of ours asks several things and has a button that sends: a form for something else."""
    places = [(control.dialog, control.form) for control in snapshot.questions if control.type != "search"]
    return any(places.count((button.dialog, button.form)) > 1 for button in press(snapshot.buttons, "submit"))


def is_form(questions: Iterable[Question]) -> bool:
    """Whether these questions are a contact or rights form: more than a log-in, a search or a newsletter box asks."""
    meanings = {question.meaning for question in questions}
    texts = [question for question in questions if question.control.kind is Kind.TEXTAREA]
    known = meanings & IDENTITY
    return bool(meanings & _ASKS_FOR_MORE) or len(known) > 1 or (Meaning.EMAIL in known and bool(texts))


def _is_login(snapshot: Snapshot, questions: tuple[Question, ...], words: Lexicon) -> bool:
    path = urlsplit(snapshot.url).path
    if any(path.startswith(start) for start in _LOGIN_PATHS) and not _has_no_log_in(snapshot):
        return True
    own = {(question.control.dialog, question.control.form) for question in questions}
    passwords = [
        control
        for control in snapshot.questions
        if control.type == "password" and ((control.dialog, control.form) not in own or not is_form(questions))
    ]
    if passwords:
        return True
    return not is_form(questions) and words.says(snapshot.text, "page", "login") and bool(press(snapshot.buttons, "log-in"))


def _has_no_log_in(snapshot: Snapshot) -> bool:
    """Whether the page says something and has no field in which to log in: an error after one (facts: log-in, error, log-in)."""
    fields = [control for control in snapshot.questions if control.kind is Kind.TEXT and control.type != "search"]
    return bool(snapshot.text.strip()) and not fields


def password_field(snapshot: Snapshot) -> Control | None:
    """Where a log-in page wants the password."""
    return next((control for control in snapshot.questions if control.type == "password"), None)


@dataclass(frozen=True)
class CookieDialog:
    """An open question about cookies and the button that declines; None where none is recognised: then it is the person's."""

    decline: Button | None


def cookie_dialog(snapshot: Snapshot) -> CookieDialog | None:
    """The open cookie dialog, if there is one: by its words, its links or its known marks."""
    words = lexicon()
    declining = press(snapshot.buttons, "decline-cookies")
    declining += [
        button
        for button in snapshot.buttons
        if button.visible and "accept_only_essential_button" in button.marks and button not in declining
    ]
    asking = [
        place
        for place, dialog in enumerate(snapshot.dialogs)
        if words.says(dialog.text, "page", "cookie-dialog")
        or any("/policies/cookies" in link for link in dialog.links)
        or any(mark in dialog.marks for mark in _COOKIE_MARKS)
    ]
    inside = [button for button in declining if button.dialog in asking]
    if inside or asking:
        return CookieDialog(inside[0] if inside else None) if _about_cookies(snapshot, asking, words) else None
    accepting = press(snapshot.buttons, "accept-cookies")
    if declining and (accepting or words.says(snapshot.text, "page", "cookie-dialog")):
        return CookieDialog(declining[0])
    return None


def _about_cookies(snapshot: Snapshot, asking: list[int], words: Lexicon) -> bool:
    """A dialog with a form in it that only mentions cookies isn't one."""
    return any(button.dialog in asking for button in snapshot.buttons if button.visible) or any(
        words.says(snapshot.dialogs[place].text, "page", "cookie-dialog") for place in asking
    )


def _security_check(snapshot: Snapshot, words: Lexicon) -> bool:
    """A check that stands in the way: a dialog of that name, or a page that is one."""
    if any(words.says(f"{dialog.name} {dialog.text[:400]}", "page", "security-check") for dialog in snapshot.dialogs):
        return True
    return any(words.is_whole(heading, "page", "security-check") for heading in snapshot.headings)


def code_question(snapshot: Snapshot) -> tuple[Control, ...] | None:
    """The field for the one-time code, or its boxes where each takes one digit; None where the page asks for none."""
    found = [question.control for question in understand(snapshot) if question.meaning is Meaning.ONE_TIME_CODE]
    if found:
        boxes = [control for control in snapshot.questions if _takes_one_digit(control) and _together(control, found[0])]
        return tuple(boxes) if _takes_one_digit(found[0]) and len(boxes) > 1 else (found[0],)
    if not lexicon().says(snapshot.text, "page", "code-asked"):
        return None
    boxes = [control for control in snapshot.questions if _takes_one_digit(control)]
    if len(boxes) >= SHORTEST_CODE:
        return tuple(boxes)
    only = snapshot.questions
    return tuple(only) if len(only) == 1 and _takes_a_code(only[0]) else None


def code_window(snapshot: Snapshot, before: Snapshot) -> tuple[Control, ...] | None:
    """The same after a sending, when a dialog that wasn't there speaks of a code or a mail and has nothing but room for one:
    "entered in the window that opens" (facts).
    """
    words = lexicon()
    for place, dialog in enumerate(snapshot.dialogs):
        inside = [control for control in snapshot.questions if control.dialog == place]
        fits = len(inside) == 1 and _takes_a_code(inside[0])
        if not fits and not (len(inside) >= SHORTEST_CODE and all(map(_takes_one_digit, inside))):
            continue
        new = all(normalise(dialog.text) != normalise(other.text) for other in before.dialogs)
        if new and words.says(f"{dialog.name} {dialog.text}", "page", "code-asked", "code-word"):
            return tuple(inside)
    return None


SHORTEST_CODE = 4
"""Digits of the shortest code that is looked for (how many the AI forms ask for isn't known)."""


def _takes_a_code(control: Control) -> bool:
    return control.kind is Kind.TEXT and control.type in {"", "text", "tel", "number"} and not control.value


def _takes_one_digit(control: Control) -> bool:
    return control.kind is Kind.TEXT and control.max_length == 1


def _together(one: Control, other: Control) -> bool:
    return (one.form, one.dialog) == (other.form, other.dialog)


def acknowledgement(snapshot: Snapshot, before: Snapshot | None) -> tuple[str, ...]:
    """The sentences in which the page says that the request was received; none where another says that something went wrong.

    A sentence says so by a phrase of the lexicon, or by naming what was sent and that it arrived, without a negation or a
    condition. What `before` said already doesn't count: a form may announce what its acknowledgement will be.
    """
    known = set(sentences(before.prose)) if before is not None else set()
    fresh = [sentence for sentence in sentences(snapshot.prose) if sentence not in known]
    words = lexicon()
    if any(words.says(sentence, "page", "not-acknowledged") and not _says_received(sentence, words) for sentence in fresh):
        return ()
    return tuple(sentence for sentence in fresh if _says_received(sentence, words))


def sentences(prose: str) -> list[str]:
    """A text's sentences, each without the blanks around it."""
    return [part.strip() for part in re.split(r"\n+|(?<=[.!?])\s+|(?<=[。！？])", prose) if part.strip()]


def _says_received(sentence: str, words: Lexicon) -> bool:
    hits = [hit for hit in words.hits(sentence) if hit.table == "page"]
    against = [hit for hit in hits if hit.key == "not-acknowledged"]
    whole = [
        hit
        for hit in hits
        if hit.key == "acknowledged" and not any(other.start <= hit.start and hit.end <= other.end for other in against)
    ]
    if sentence.endswith(("?", "？")):
        return False
    if whole and not against:
        return True
    keys = {hit.key for hit in hits}
    return {"matter", "arrived"} <= keys and not keys & {"negation", "condition", "not-acknowledged"}


def complaints(snapshot: Snapshot, before: Snapshot) -> tuple[str, ...]:
    """What the page newly says about an answer, in its own words: alerts and errors of fields that `before` didn't show."""
    words = lexicon()
    keys = ("required", "invalid-email", "too-short", "too-large")
    old = {normalise(alert) for alert in before.alerts} | {normalise(control.error) for control in before.controls}
    said = [control.error for control in snapshot.controls if control.visible and control.invalid and control.error]
    said += [alert for alert in snapshot.alerts if normalise(alert) not in old and words.says(alert, "page", *keys)]
    if not said:
        said = [
            control.wording
            for control in snapshot.controls
            if control.visible and control.invalid and not _was_invalid(control, before)
        ]
    if not said:
        known = set(sentences(before.prose))
        said = [one for one in sentences(snapshot.prose) if one not in known and words.says(one, "page", *keys)]
    return tuple(dict.fromkeys(said))


def _was_invalid(control: Control, before: Snapshot) -> bool:
    return any(other.invalid and other.wording == control.wording for other in before.controls)


def press(buttons: Iterable[Button], *keys: str) -> list[Button]:
    """The visible, enabled buttons whose whole words are known for one of these keys of the lexicon."""
    words = lexicon()
    return [button for button in buttons if button.visible and button.enabled and words.is_whole(button.name, "button", *keys)]
