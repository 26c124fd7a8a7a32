"""The log: where it goes, how it looks, and that no personal value is ever in it, in whatever shape it arrives."""

from __future__ import annotations

import io
import json
import logging
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from ai_optout.log import REDACTED, Redaction, configure
from ai_optout.profile import Profile
from ai_optout.settings import Settings


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("ai_optout")
    before = (list(root.handlers), root.level, ours.level)
    yield
    structlog.reset_defaults()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


@dataclass
class Log:
    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def events(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]


def log_of(*values: str, **settings: object) -> Log:
    stream = io.StringIO()
    configure(Settings(**settings), Redaction(values), stream=stream)  # type: ignore[arg-type] # made in each test
    return Log(stream)


ours = structlog.get_logger("ai_optout.test")


def test_beside_a_terminal_it_is_one_json_document_a_line() -> None:
    log = log_of()

    ours.info("filled", question="Country", seconds=1.5)

    (event,) = log.events()
    assert event.pop("timestamp")
    assert event == {"event": "filled", "level": "info", "question": "Country", "seconds": 1.5}


def test_it_can_be_had_pretty_without_a_terminal_and_without_colours() -> None:
    log = log_of(log_format="pretty")

    ours.info("filled", question="Country")

    assert "filled" in log.text
    assert "question=Country" in log.text
    assert "\x1b" not in log.text


def test_what_is_below_the_level_is_left_out() -> None:
    log = log_of(log_level="warning")

    ours.info("quiet")
    ours.warning("loud")

    assert [event["event"] for event in log.events()] == ["loud"]


def test_other_libraries_speak_up_only_when_something_is_wrong() -> None:
    log = log_of(log_level="debug")

    logging.getLogger("uvicorn").info("started")
    logging.getLogger("uvicorn").error("port %s is taken", 443)

    assert [event["event"] for event in log.events()] == ["port 443 is taken"]


PERSONAL = ("Mina", "Ångström-Öztürk", "mina.å@mail.example", "Line one\nLine two", "+49 30 23125 014", 'O\'Neil "Z"')


def leaks(text: str) -> list[str]:
    return [part for part in ("Mina", "Ångström", "mina.å", "Line one", "Line two", "23125", "O'Neil") if part in text]


SHAPES: dict[str, Callable[[], object]] = {
    "the event": lambda: ours.info("hello Mina, you are Ångström-Öztürk"),
    "a value": lambda: ours.info("x", name="Mina"),
    "a key": lambda: ours.info("x", Mina=1),
    "nested": lambda: ours.info("x", answers=[{"a": ("Mina", {"Ångström-Öztürk"})}]),
    "a nested key": lambda: ours.info("x", answers={"Mina": {"Mina": 1}}),
    "another case": lambda: ours.info("MINA.Å@MAIL.EXAMPLE"),
    "part of an address": lambda: ours.info("mina.å at home"),
    "bytes": lambda: ours.info("x", body="name=Ångström-Öztürk".encode()),
    "a path": lambda: ours.info("x", path=Path("/home/Mina/a.png")),
    "an object": lambda: ours.info("x", it=Account("Mina")),
    "an exception as a value": lambda: ours.info("x", error=ValueError("Ångström-Öztürk")),
    "an exception's trace": lambda: fail("Mina"),
    "an argument": lambda: ours.info("hello %s", "Mina"),
    "one line of a text": lambda: ours.info("Line two"),
    "a whole text": lambda: ours.info("Line one\nLine two"),
    "a text's repr": lambda: ours.info("x", it=["Line one\nLine two"]),
    "a bound value": lambda: ours.bind(name="Mina").info("x"),
    "a context value": lambda: in_context("Mina"),
    "another library's message": lambda: logging.getLogger("other").error("hello %s", "Mina"),
    "another library's extra": lambda: logging.getLogger("other").error("x", extra={"who": "Ångström-Öztürk"}),
    "another library's exception": lambda: fail_elsewhere("Ångström-Öztürk"),
}


@dataclass
class Account:
    name: str


def fail(value: str) -> None:
    try:
        int(value)
    except ValueError:
        ours.exception("failed")


def fail_elsewhere(value: str) -> None:
    try:
        int(value)
    except ValueError:
        logging.getLogger("other").exception("failed")


def in_context(value: str) -> None:
    with structlog.contextvars.bound_contextvars(name=value):
        ours.info("x")


@pytest.mark.parametrize("form", ["json", "pretty"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_personal_value_is_redacted_in_whatever_shape_it_comes(shape: str, form: str) -> None:
    log = log_of(*PERSONAL, log_format=form)

    SHAPES[shape]()

    assert log.text
    assert leaks(log.text.replace("MINA.Å", "mina.å")) == []
    assert REDACTED in log.text


@pytest.mark.parametrize(
    "spelt",
    [
        "https://x.example/?n=%C3%85ngstr%C3%B6m-%C3%96zt%C3%BCrk",
        "q=O%27Neil+%22Z%22",
        '{"n": "\\u00c5ngstr\\u00f6m-\\u00d6zt\\u00fcrk"}',
        '{"n": "O\'Neil \\"Z\\""}',
        "A\u030angstro\u0308m-O\u0308ztu\u0308rk",
    ],
    ids=["in an address", "in a web form", "in JSON", "quoted in JSON", "decomposed"],
)
def test_a_value_is_known_in_other_spellings(spelt: str) -> None:
    shown = Redaction(PERSONAL).of(spelt)

    assert REDACTED in shown
    assert "ngstr" not in shown
    assert "Neil" not in shown


def test_a_short_name_is_redacted_as_a_word_only() -> None:
    redaction = Redaction(["Ann", "Lee"])

    assert redaction.of("Ann announced: LEE, sleeper") == f"{REDACTED} announced: {REDACTED}, sleeper"


def test_a_name_in_a_script_without_blanks_is_redacted_within_the_text() -> None:
    assert Redaction(["山田"]).of("私は山田さんです") == f"私は{REDACTED}さんです"


def test_what_is_shorter_than_three_letters_stays() -> None:
    assert Redaction(["a@b.example", "de", "-"]).of("a de -") == "a de -"


def test_values_may_be_added_while_logging_goes_on() -> None:
    stream = io.StringIO()
    redaction = Redaction()
    configure(Settings(), redaction, stream=stream)
    profile = Profile.model_validate({"country": "Germany", "email": "mina@mail.example", "evidence": ["/home/x/secret.png"]})

    redaction.add_profile(profile)
    ours.info("mina@mail.example from Germany with secret.png")

    assert json.loads(stream.getvalue())["event"] == f"{REDACTED} from {REDACTED} with {REDACTED}"


def test_a_trace_shows_no_local_variables() -> None:
    log = log_of(log_format="pretty")
    swordfish = "sword" + "fish"

    try:
        len(swordfish) / 0
    except ZeroDivisionError:
        ours.exception("failed")

    assert "ZeroDivisionError" in log.text
    assert "swordfish" not in log.text.replace("len(swordfish) / 0", "")


PROGRAM = """
import structlog
from ai_optout.log import Redaction, configure
from ai_optout.settings import Settings
configure(Settings(), Redaction())
structlog.get_logger("ai_optout.test").info("filled", question="Country")
"""


def on_a_terminal(**environment: str) -> str:
    """What a process writes to its standard error, which is a terminal; its standard output stays empty."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **environment},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        shown = terminal.read(65_536).decode()
    assert done.stdout == b""
    return shown


def test_on_a_terminal_it_is_for_reading_and_in_colour() -> None:
    assert "\x1b[" in on_a_terminal()
    assert "{" not in on_a_terminal()


def test_no_color_is_respected() -> None:
    shown = on_a_terminal(NO_COLOR="1")

    assert "filled" in shown
    assert "\x1b[" not in shown


def test_json_can_be_had_on_a_terminal() -> None:
    assert json.loads(on_a_terminal(AI_OPTOUT_LOG_FORMAT="json"))["event"] == "filled"
