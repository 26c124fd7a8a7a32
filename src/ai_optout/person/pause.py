"""What a pause is, what can come of it, and who may be asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from playwright.sync_api import Page


class PauseKind(StrEnum):
    """Why a flow stops for the person (the design, *Pauses*)."""

    LOGIN = "login"
    CHECK = "check"
    QUESTION = "question"
    REVIEW = "review"
    CODE = "code"
    AGAIN = "again"


@dataclass(frozen=True)
class Row:
    """One line of the review: the form's question, the answer as it stands in the page, and what there is to say about it."""

    question: str
    answer: str
    note: str = ""


@dataclass(frozen=True)
class Done:
    """The page shows that it is done, or the person says so: the flow goes on."""


@dataclass(frozen=True)
class Said:
    """What the person typed: an answer, or the code."""

    text: str


@dataclass(frozen=True)
class Send:
    """The person typed the word that sends."""


@dataclass(frozen=True)
class Posted:
    """The person pressed the page's own button: it is on its way."""


@dataclass(frozen=True)
class Edited:
    """The person changed an answer in the page: it is shown again."""


@dataclass(frozen=True)
class Point:
    """The person wants to show the field in question, by a click at it."""


@dataclass(frozen=True)
class Yes:
    """Yes, typed out."""


@dataclass(frozen=True)
class No:
    """No."""


Reply = Done | Said | Send | Posted | Edited | Point | Yes | No

Source = Callable[[], Reply | None]
"""Somebody or something that may answer; looked at again and again, it never blocks."""


@dataclass(frozen=True)
class SaidTo:
    """What the person typed for another request than the one that they were asked about."""

    pause: Pause
    text: str


@dataclass(frozen=True)
class Prompt:
    """How the person is asked at the one place where they type: `show` says what is wanted, once it is this pause's turn;
    `typed` is what they typed since.
    """

    show: Callable[[], None]
    typed: Callable[[], Reply | SaidTo | None]
    hide: Callable[[], None] = lambda: None
    """Called where the turn is another's before there was an answer."""
    again: Callable[[], None] = lambda: None
    """Called where what was typed was another's: says anew what is still wanted here, and throws away nothing that was typed."""


class Turns(Protocol):
    """Several requests, one person: whose turn it is (`person.scheduler`)."""

    def wait(self, pause: Pause, sources: Sequence[Source], prompt: Prompt | None) -> Reply:
        """The reply of whoever answers first; `prompt` is used when it is this pause's turn. Raises as `race`."""
        ...

    def due(self) -> Sequence[Pause]:
        """The pauses that wait for a code, the first that was asked for first."""
        ...


@dataclass(frozen=True)
class Pause:
    """One stop. `about` is the form's own wording, `say` one sentence on what to do; neither holds a value. `watch` looks at
    the page and gives the reply that it shows, or None; it is called by the main thread only. `page` is None where no browser
    is open yet.
    """

    kind: PauseKind
    about: str
    say: str
    flow: str
    asked_at: datetime
    watch: Callable[[], Reply | None]
    page: Page | None = None
    rows: tuple[Row, ...] = ()
    choices: tuple[str, ...] = field(default=())
    how: str = ""
    """How it is answered, where that isn't as in other pauses of its kind."""
    pointable: bool = False
    """Whether the field in question may be shown by a click at it (`Point`)."""
    unseen: bool = False
    """Whether nobody can see the page: without a window nothing can be done in it."""
    profile: str = ""
    """What the profile is called that it is about."""
    request: str = ""
    """What the request is called where there are several; empty where it is the only one."""
    turns: Turns | None = field(default=None, repr=False, compare=False)
    """Where several requests wait: whose turn it is."""
    valid_until: datetime | None = None
    """When the code that is waited for expires, where that is known."""


class Person(Protocol):
    """Whoever sits before the window, or stands in for them.

    `ask` gives back the reply, or raises `NeedsPerson` where nobody answers, `Skipped` where this request is left out,
    `Stopped` where all are.
    """

    def ask(self, pause: Pause) -> Reply: ...

    def tell(self, line: str) -> None:
        """Name a step as it happens. Holds no personal value."""
        ...
