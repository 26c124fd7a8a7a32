"""What a page is: the form, a log-in, a cookie dialog, a check, a code, an acknowledgement, a refusal. A pure function of a
snapshot.

It goes by what pages say in any language of the lexicon and by a few documented marks, never by position.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from ai_optout.form.meaning import IDENTITY, Meaning
from ai_optout.form.snapshot import Button, Control, Kind, Snapshot
from ai_optout.form.understand import Question, main_form, understand
from ai_optout.form.words import Lexicon, lexicon, normalise


class Sight(StrEnum):
    """Kinds of page that a flow tells apart."""

    FORM = "the form"
    LOGIN = "a log-in"
    COOKIES = "a cookie dialog"
    CHECKPOINT = "a check of the account"
    SECURITY_CHECK = "a security check"
    CODE = "a question for the one-time code"
    ACKNOWLEDGED = "an acknowledgement"
    REGION_REFUSED = "a refusal for the region"
    DEAD = "a dead link"
    OTHER = "another page"


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


def see(snapshot: Snapshot, before: Snapshot | None = None) -> Seen:  # noqa: PLR0911 - the order of the lines is the rule
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
    return Seen(Sight.OTHER, snapshot, questions)


def is_form(questions: Iterable[Question]) -> bool:
    """Whether these questions are a contact or rights form: more than a log-in, a search or a newsletter box asks."""
    meanings = {question.meaning for question in questions}
    texts = [question for question in questions if question.control.kind is Kind.TEXTAREA]
    known = meanings & IDENTITY
    return bool(meanings & _ASKS_FOR_MORE) or len(known) > 1 or (Meaning.EMAIL in known and bool(texts))


def _is_login(snapshot: Snapshot, questions: tuple[Question, ...], words: Lexicon) -> bool:
    path = urlsplit(snapshot.url).path
    if any(path.startswith(start) for start in _LOGIN_PATHS):
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
        first = found[0]
        mates = [
            control
            for control in snapshot.questions
            if control.max_length == 1
            and control.kind is Kind.TEXT
            and control.form == first.form
            and control.dialog == first.dialog
        ]
        return tuple(mates) if first.max_length == 1 and len(mates) > 1 else (first,)
    boxes = [control for control in snapshot.questions if control.max_length == 1 and control.kind is Kind.TEXT]
    if len(boxes) >= 4 and lexicon().says(snapshot.text, "page", "code-asked"):  # noqa: PLR2004 - the shortest code
        return tuple(boxes)
    if lexicon().says(snapshot.text, "page", "code-asked"):
        lone = [
            control
            for control in snapshot.questions
            if control.kind is Kind.TEXT and control.type in {"", "text", "tel", "number"} and not control.value
        ]
        if len(lone) == 1 and len(snapshot.questions) == 1:
            return tuple(lone)
    return None


def acknowledgement(snapshot: Snapshot, before: Snapshot | None) -> tuple[str, ...]:
    """The phrases in which the page says that the request was received; none where it also says that something went wrong.

    What `before` said already doesn't count: a form may announce what its acknowledgement will be.
    """
    words = lexicon()
    known = {hit.phrase for hit in words.hits(before.prose)} if before is not None else set()
    hits = [hit for hit in words.hits(snapshot.prose) if hit.table == "page"]
    against = [hit for hit in hits if hit.key == "not-acknowledged" and hit.phrase not in known]
    received = [
        hit
        for hit in hits
        if hit.key == "acknowledged"
        and hit.phrase not in known
        and not any(other.key == "not-acknowledged" and other.start <= hit.start and hit.end <= other.end for other in hits)
    ]
    return tuple(dict.fromkeys(hit.phrase for hit in received)) if received and not against else ()


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
        known = {hit.phrase for hit in words.hits(before.text) if hit.table == "page" and hit.key in keys}
        said = [sentence for sentence in _sentences(snapshot, keys) if sentence not in known]
    return tuple(dict.fromkeys(said))


def _was_invalid(control: Control, before: Snapshot) -> bool:
    return any(other.invalid and other.wording == control.wording for other in before.controls)


def _sentences(snapshot: Snapshot, keys: tuple[str, ...]) -> list[str]:
    return [hit.phrase for hit in lexicon().hits(snapshot.text) if hit.table == "page" and hit.key in keys]


def press(buttons: Iterable[Button], *keys: str) -> list[Button]:
    """The visible, enabled buttons whose whole words are known for one of these keys of the lexicon."""
    words = lexicon()
    return [button for button in buttons if button.visible and button.enabled and words.is_whole(button.name, "button", *keys)]
