"""`ai-optout fill`, as it is typed: in a browser of its own, in one that is running, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pexpect
import pytest
from playwright.sync_api import Playwright
from tests.assist.site import Site, serving
from tests.cli.typed import COMMAND, environment, typed

PROFILE = """country = "Germany"
given_name = "Ada"
family_name = "O'Neill"
email = "ada@post.example"
tel = "+49 30 123456"
"""
AUTOSAVE = """<!doctype html><html lang=en><h1>Apply</h1><form method=post action=/send><label>First name * <input id=given></label>
<label>Surname <input id=family value=Typed></label><label>Expected start date <input type=date id=start></label>
<label>Shoe size * <input id=shoe></label><button>Send</button></form>
<script>addEventListener('input', () => { clearTimeout(window.t);
  window.t = setTimeout(() => fetch('/save', { method: 'POST', body: given.value }), 900); })</script>"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a profile and a file of values."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "ada.toml").write_text(PROFILE, encoding="utf-8")
    (folder / "ada.toml").chmod(0o600)
    (folder / "values.toml").write_text('"Expected start date" = "2026-12-01"\n"Hat size" = "7"\n')
    return folder


@dataclass(frozen=True)
class RunningBrowser:
    """A Chromium that somebody started: its debugging address, and the processes' own."""

    address: str
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def running(browser_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBrowser]:
    profile = tmp_path_factory.mktemp("profile")
    words = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", "--no-first-run", "about:blank"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with subprocess.Popen([browser_executable, *sandbox, *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if b"DevTools listening on ws://" in line:
                break
        yield RunningBrowser("http://" + line.decode().split("ws://")[1].split("/")[0], process)
        process.terminate()


@dataclass
class Attached:
    """What came of `fill --attach`, and the page as it was found in the browser afterwards."""

    document: dict[str, Any]
    status: int
    stderr: str
    held: dict[str, str]
    outlines: dict[str, str]
    markup_changed: bool
    still_running: bool
    sent: list[str]


VALUES = "() => Object.fromEntries([...document.querySelectorAll('input')].map(e => [e.id, e.value]))"
OUTLINES = "() => Object.fromEntries([...document.querySelectorAll('input')].map(e => [e.id, getComputedStyle(e).outlineStyle]))"


@pytest.fixture(scope="module")
def attached(site: Site, files: Path, running: RunningBrowser, playwright: Playwright) -> Attached:
    site.pages["/apply"] = AUTOSAVE
    words: list[str | Path] = ["--profile", files / "ada.toml", "--values", files / "values.toml", "--json"]
    words += ["--attach", running.address]
    done = typed(files / "home", "fill", site.url("/apply"), *words)
    sent = list(site.sent)
    again = playwright.chromium.connect_over_cdp(running.address)
    page = next(one for one in again.contexts[0].pages if one.url == site.url("/apply"))
    markup = page.evaluate("() => document.documentElement.outerHTML")
    return Attached(
        json.loads(done.stdout),
        done.returncode,
        done.stderr,
        page.evaluate(VALUES),
        page.evaluate(OUTLINES),
        "outline" in markup or "x-pw" in markup,
        running.process.poll() is None,
        sent,
    )


def test_the_document_says_what_was_filled_and_what_was_left(attached: Attached, site: Site) -> None:
    assert attached.document == {
        "url": site.url("/apply"),
        "filled": [
            {"css": "#given", "label": "First name *", "meaning": "given-name"},
            {"css": "#start", "label": "Expected start date", "meaning": None},
        ],
        "left": [
            {
                "css": "#family",
                "label": "Surname",
                "required": False,
                "why": "A text is there already, and it was left as it is.",
            },
            {"css": "#shoe", "label": "Shoe size *", "required": True, "why": "It isn't known what this asks."},
        ],
    }
    assert attached.status == 0


def test_a_running_browser_keeps_the_page_open_and_filled(attached: Attached) -> None:
    assert attached.held == {"given": "Ada", "family": "Typed", "start": "2026-12-01", "shoe": ""}
    assert attached.still_running


def test_what_was_filled_and_what_was_left_is_outlined_without_a_change_to_the_document(attached: Attached) -> None:
    assert attached.outlines == {"given": "solid", "family": "dashed", "start": "solid", "shoe": "dashed"}
    assert not attached.markup_changed


def test_what_the_page_would_post_meanwhile_is_stopped_and_said(attached: Attached) -> None:
    assert attached.sent == []
    assert "The page tried to send something while it was being filled: that was stopped." in attached.stderr


def test_a_value_that_nothing_asks_for_is_said(attached: Attached) -> None:
    assert "No question of the form asks for «Hat size»." in attached.stderr
    assert "·" in attached.stderr
    assert not any(value in attached.stderr for value in ("Ada", "2026-12-01"))


def test_without_a_window_it_ends_at_once_and_works_without_a_profile(site: Site, files: Path) -> None:
    site.pages["/apply"] = AUTOSAVE
    done = typed(files / "home", "fill", site.url("/apply"), "--values", files / "values.toml", "--headless", "--json")

    assert [one["label"] for one in json.loads(done.stdout)["filled"]] == ["Expected start date"]
    assert done.returncode == 0
    assert site.sent == []


def test_a_redirect_to_another_origin_is_refused(site: Site, files: Path) -> None:
    site.leads["/go"] = site.url("/table.html", "localhost")
    done = typed(files / "home", "fill", site.url("/go"), "--profile", files / "ada.toml", "--headless", "--json")

    here, there = f"http://127.0.0.1:{site.port}", f"http://localhost:{site.port}"
    assert json.loads(done.stdout) == {
        "error": {
            "message": f"{here} leads on to {there}: nothing was typed.",
            "hint": f"If that is where the form lies, give its own address: ai-optout fill {there}/…",
            "exit_status": 1,
        }
    }
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (
            ["http://www.example.com/"],
            2,
            "http://www.example.com is not encrypted: what is typed there could be read by others on the way.",
        ),
        (["form.html"], 2, "'form.html' is not the address of a web page."),
        (
            ["https://me@www.example.com/"],
            2,
            "The address holds a user name, a backslash or a blank, which two programs may read in two ways.",
        ),
        (["https://www.example.com/"], 1, "There is no keyring on this machine."),
        (["https://www.example.com/", "--values", "gone.toml"], 2, "There is no file gone.toml."),
        (
            ["https://www.example.com/", "--attach", "localhost"],
            2,
            "--attach wants the address of a browser's debugging port, such as http://127.0.0.1:9222",
        ),
        (
            ["https://www.example.com/", "--attach", "http://127.0.0.1:9"],
            1,
            "No Chromium answers at 127.0.0.1:9, where --attach says that one is running.",
        ),
        (
            ["https://www.example.com/", "--attach", "http://127.0.0.1:9", "--browser", "x"],
            2,
            "--attach works in a browser that is running, so --browser has no say.",
        ),
    ],
    ids=["http", "file", "user-name", "nothing-to-fill", "no-values", "no-address", "no-browser", "two-browsers"],
)
def test_what_cannot_be_done_is_refused(files: Path, tmp_path: Path, words: list[str], status: int, sentence: str) -> None:
    values: list[str | Path] = [] if sentence.startswith("There is no") else ["--values", files / "values.toml"]
    done = typed(tmp_path, "fill", *words, *values)

    assert done.stderr.splitlines()[-2 if status == 1 or values else 0].removeprefix("· ") == sentence
    assert done.returncode == status


def test_a_page_without_a_form_is_said(site: Site, files: Path) -> None:
    done = typed(files / "home", "fill", site.url("/blank.html"), "--profile", files / "ada.toml", "--headless")

    assert "There is no form on this page." in done.stderr.splitlines()
    assert done.returncode == 1


@contextmanager
def display() -> Iterator[str]:
    """A display of the test's own: Xvfb takes a free number and says it."""
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1100x24", "-nolisten", "tcp"]
    with subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"
        server.terminate()


@pytest.mark.needs("xvfb")
def test_with_a_window_it_shows_a_table_and_waits_until_the_person_is_done(site: Site, files: Path) -> None:
    with display() as number:
        words = ["fill", site.url("/table.html"), "--profile", str(files / "ada.toml"), "--headed"]
        told: Any = environment(files / "home", DISPLAY=number)
        child = pexpect.spawn(
            sys.executable, [*COMMAND[1:], *words], env=told, encoding="utf-8", timeout=150, dimensions=(60, 200)
        )
        child.expect("When you are done, close the window or press Enter")
        assert child.isalive()
        shown = child.before or ""
        child.send("\r")
        child.expect(pexpect.EOF)
        child.close()

    assert child.exitstatus == 0
    assert site.sent == []
    assert "4 filled, 1 left to you" in shown
    assert "Ada" not in shown
