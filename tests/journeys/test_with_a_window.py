"""With a window, on a display of the test's own: the banner is in the page and in no picture, and the person at a real terminal
has the last word.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from PIL import Image, ImageChops
from tests.journeys.command import Command, environment
from tests.journeys.display import own_display
from tests.journeys.rehearsal import DEMO, Rehearsal

from ai_optout.ledger import State

BANNER = (0x10, 0x24, 0x3E)  # the strip's own blue
pytestmark = pytest.mark.needs("xvfb")


@pytest.fixture
def display() -> Iterator[str]:
    """A display of the test's own."""
    with own_display() as name:
        yield name


def picture(folder: Path, name: str) -> Image.Image:
    return Image.open(io.BytesIO((folder / name).read_bytes())).convert("RGB")


def test_with_a_window_the_same_is_sent_and_no_picture_holds_the_banner(
    command: Command, rehearsal: Rehearsal, display: str
) -> None:
    rehearsal.switch(code=False)
    words = command.words("facebook-third-party", profile=DEMO)
    words[words.index("--headless")] = "--headed"

    done = command.run(*words, DISPLAY=display)

    assert done.status == 0, done.stderr
    (request,) = done.document["requests"]
    assert rehearsal.only_accepted()["acknowledged"]
    for name in ("form.png", "acknowledgement.png"):
        shown = picture(Path(request["receipt"]), name)
        strip = Image.new("RGB", shown.size, BANNER)
        different = ImageChops.difference(shown, strip).convert("L").point(lambda level: 0 if level else 255)
        assert different.getbbox() is None, f"the banner's blue is in {name}"


@pytest.fixture
def terminal(command: Command, display: str) -> Iterator[pexpect.spawn[str]]:
    """The command in a real terminal, with a window."""
    command.home.mkdir(mode=0o700, exist_ok=True)
    words = ["-m", "ai_optout", "run", "facebook-third-party", "--headed", "--profile", str(DEMO)]
    spawned = pexpect.spawn(
        sys.executable,
        [*words, "--mock", command.mock.address, "--pin", command.mock.pin],
        env={**environment(command.home, DISPLAY=display, TERM="xterm"), "COLUMNS": "200"},
        cwd=str(command.home),
        encoding="utf-8",
        timeout=90,
        dimensions=(60, 200),
    )
    yield spawned
    spawned.close(force=True)


REVIEW = "Read the form in the open window: this is what will be sent\\."
NO_ANSWER = "That isn't an answer here\\."


def test_at_a_real_terminal_nothing_but_the_typed_word_sends(
    command: Command, rehearsal: Rehearsal, terminal: pexpect.spawn[str]
) -> None:
    rehearsal.switch(code=True)
    terminal.expect("Filling in")
    terminal.send("send\rsend\r")  # before the question: thrown away
    terminal.expect(REVIEW)
    for nonsense in ("", "yes", "sendd"):
        terminal.send(f"{nonsense}\r")
        terminal.expect(NO_ANSWER)
    assert rehearsal.received() == []

    terminal.send("SEND\r")
    terminal.expect("A code was sent to your e-mail address")
    terminal.send("no idea\r")
    terminal.expect(NO_ANSWER)
    mails = rehearsal.mails()
    code = re.search(r"^\d{6}$", mails[-1]["text"], re.MULTILINE)
    assert code is not None
    terminal.send(f"Your code: {code[0]}\r")
    terminal.expect("acknowledged")
    terminal.expect(pexpect.EOF)
    terminal.close()

    assert terminal.exitstatus == 0
    assert rehearsal.only_accepted()["code_confirmed"]
    assert [one.status for one in command.requests()] == ["acknowledged"]


def test_ctrl_c_typed_at_the_review_stops_and_sends_nothing(
    command: Command, rehearsal: Rehearsal, terminal: pexpect.spawn[str]
) -> None:
    terminal.expect(REVIEW)
    terminal.expect("type send and press Enter")
    terminal.sendintr()
    terminal.expect(pexpect.EOF)
    terminal.close()

    assert (terminal.exitstatus, rehearsal.received()) == (4, [])
    (request,) = command.requests()
    assert (request.status, request.state) == ("stopped", State.STOPPED)
    assert "Traceback" not in (terminal.before or "")
