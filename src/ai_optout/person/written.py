"""A person written down, for the mock alone: answers the pauses from a TOML file, and what the file doesn't answer nobody does.

The contract's keys: `review`, `again`, `code_command`, `[login]`, `[questions]`. It logs in on the mock's own page with the
mock's own password.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from ai_optout.errors import NeedsPerson, Stopped, UsageError
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Button, Control, Kind, Snapshot
from ai_optout.form.words import normalise, same_wording
from ai_optout.messages import N_, _
from ai_optout.person.codes import CodeCommand
from ai_optout.person.due import TriedCodes
from ai_optout.person.pause import No, Pause, PauseKind, Reply, Said, Send, Yes
from ai_optout.person.race import race
from ai_optout.sight import password_field, press
from ai_optout.toml_file import read_toml

PAGE_FOR_S = 60.0
"""How long the mock's page may take to show that a log-in is done."""


KINDS: Final = {
    PauseKind.LOGIN: N_("login"),
    PauseKind.CHECK: N_("check"),
    PauseKind.QUESTION: N_("question"),
    PauseKind.REVIEW: N_("review"),
    PauseKind.CODE: N_("code"),
    PauseKind.AGAIN: N_("again"),
}
"""Each kind in the person's language."""


class WrittenLogin(BaseModel):
    """For the mock's log-in page."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    password: SecretStr


class WrittenAnswers(BaseModel):
    """What `--answers FILE.toml` holds. What is left out is not answered."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    review: Literal["send", "stop"] | None = None
    again: Literal["yes", "no", "send"] | bool | None = None
    code_command: tuple[str, ...] | None = None
    login: WrittenLogin | None = None
    questions: Mapping[str, str] = Field(default_factory=dict)


@dataclass
class WrittenPerson:
    """Answers as written. `folder` is where the file lies: its command's paths are relative to it."""

    answers: WrittenAnswers
    folder: Path
    stop_requested: Callable[[], bool]
    wait: Callable[[], None]
    show: Callable[[str], None]
    monotonic: Callable[[], float] = time.monotonic
    _tried: TriedCodes = field(default_factory=TriedCodes)

    def tell(self, line: str) -> None:
        """Named in the terminal, like everybody's steps."""
        self.show(line)

    def ask(self, pause: Pause) -> Reply:
        """The written answer. Raises `NeedsPerson` where there is none, or the page doesn't take it within its time."""
        match pause.kind:
            case PauseKind.REVIEW:
                return self._review(pause)
            case PauseKind.AGAIN:
                return self._again(pause)
            case PauseKind.QUESTION:
                return self._question(pause)
            case PauseKind.LOGIN:
                return self._log_in(pause)
            case PauseKind.CODE:
                return self._code(pause)
            case PauseKind.CHECK:
                raise _nobody(pause)

    def _review(self, pause: Pause) -> Reply:
        if self.answers.review == "send":
            return Send()
        if self.answers.review == "stop":
            raise Stopped(_("Stopped at the review, as written down."))
        raise _nobody(pause)

    def _again(self, pause: Pause) -> Reply:
        if self.answers.again is None:
            raise _nobody(pause)
        return Yes() if self.answers.again in {"yes", "send", True} else No()

    def _question(self, pause: Pause) -> Reply:
        for wording, answer in self.answers.questions.items():
            if same_wording(wording, pause.about):
                return Said(answer)
        partly = [
            answer
            for wording, answer in self.answers.questions.items()
            if normalise(wording) and normalise(wording) in normalise(pause.about)
        ]
        if len(partly) == 1:
            return Said(partly[0])
        raise _nobody(pause)

    def _code(self, pause: Pause) -> Reply:
        if not self.answers.code_command:
            raise _nobody(pause)
        command = CodeCommand(self.answers.code_command, self.folder, pause, self._tried.of(pause), self.monotonic)
        try:
            return race(pause, [command], self.stop_requested, self.wait)
        finally:
            command.close()

    def _log_in(self, pause: Pause) -> Reply:
        if self.answers.login is None or pause.page is None:
            raise _nobody(pause)
        _fill_login(pause.page, self.answers.login)
        until = self.monotonic() + PAGE_FOR_S

        def too_late() -> Reply | None:
            if self.monotonic() > until:
                raise _nobody(pause)
            return None

        return race(pause, [too_late], self.stop_requested, self.wait)


def _nobody(pause: Pause) -> NeedsPerson:
    return NeedsPerson(
        _("The {pause_kind} pause needs a person, and the written answers say nothing to it: {say}").format(
            pause_kind=_(KINDS[pause.kind]), say=pause.say
        ),
        _("Add it to the answers file, or run it with --headed."),
    )


def _fill_login(page: Page, login: WrittenLogin) -> None:
    look = scan(page)
    try:
        password = password_field(look.snapshot)
        if password is None:
            return  # a log-in of several pages: the pause goes on until its page shows that it is done
        name = _name_field(look.snapshot, password)
        if name is not None:
            look.element(name.ref).fill(login.name)
        element = look.element(password.ref)
        element.fill(login.password.get_secret_value())
        button = _login_button(look.snapshot, password)
        if button is not None:
            look.element(button.ref).click()
        else:
            element.press("Enter")
    except PlaywrightError:
        raise NeedsPerson(_("The log-in page changed while it was filled in."), _("Run it again.")) from None
    finally:
        look.close()


def _name_field(snapshot: Snapshot, password: Control) -> Control | None:
    before = [
        control
        for control in snapshot.questions
        if control.kind is Kind.TEXT
        and control.type in {"", "text", "email", "tel"}
        and control.form == password.form
        and control.ref < password.ref
    ]
    return before[-1] if before else None


def _login_button(snapshot: Snapshot, password: Control) -> Button | None:
    known = press(snapshot.buttons, "log-in")
    own = [button for button in known if button.form == password.form] or known
    typed = [button for button in snapshot.buttons if button.type == "submit" and button.form == password.form and button.visible]
    return own[0] if own else (typed[0] if len(typed) == 1 else None)


def read_answers(path: Path) -> WrittenAnswers:
    """The answers in a TOML file. Raises `UsageError` that names the key and what was expected."""
    hint = _("The keys are review, again, code_command, [login] and [questions].")
    try:
        return WrittenAnswers.model_validate(read_toml(path, error=UsageError, hint=hint))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise UsageError(
            _("The answers in {name} can't be used: {faults}.").format(name=path.name, faults=faults), hint
        ) from None
