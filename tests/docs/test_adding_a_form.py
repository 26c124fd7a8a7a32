"""docs/adding-a-form.md, followed word by word in a copy of the checkout: its commands are typed, its files are written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mock_meta.server import MockMeta

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "adding-a-form.md"
FENCED = re.compile(r"^```(?P<kind>\S+)(?: (?P<more>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PATIENCE_S = 160


@dataclass(frozen=True)
class Step:
    """One fenced block: a command to type (`sh`), one that fails (`sh fails`), or a file to write (`toml PATH`)."""

    kind: str
    more: str
    text: str


def steps() -> list[Step]:
    """What the page has one do, in its order; `text` is what another terminal does."""
    found = FENCED.finditer(PAGE.read_text(encoding="utf-8"))
    return [Step(one["kind"], one["more"] or "", one["text"]) for one in found if one["kind"] != "text"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What of a checkout the page works in."""
    for folder in ("flows", "src", "fixtures", "tests", "docs"):
        shutil.copytree(CHECKOUT / folder, tmp_path / "checkout" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path / "checkout")
    return tmp_path / "checkout"


@pytest.fixture
def mock() -> Iterator[MockMeta]:
    with MockMeta() as serving:
        yield serving


def typed(command: str, checkout: Path, home: Path, mock: MockMeta) -> subprocess.CompletedProcess[str]:
    """The command as the page says it, its PORT and PIN filled in by the reader."""
    words = shlex.split(command.replace("127.0.0.1:PORT", mock.address).replace("--pin PIN", f"--pin {mock.pin}"))
    program = {"ai-optout": [sys.executable, "-m", "ai_optout"], "python": [sys.executable]}[words[0]]
    # with CI or BUILD_NUMBER set, pytest says a failure's message once more in its summary: the reader has neither
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AI_OPTOUT_") and name not in ("CI", "BUILD_NUMBER")
    }
    env |= {"AI_OPTOUT_HOME": str(home), "PYTHONPATH": os.pathsep.join(str(checkout / one) for one in ("src", "fixtures", "."))}
    return subprocess.run(
        [*program, *words[1:]],
        cwd=checkout,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )


@pytest.mark.timeout(600)  # eight commands, each a process with a browser of its own
@pytest.mark.usefixtures("browser_executable")
def test_a_stranger_who_follows_the_page_word_by_word_has_a_green_replay(checkout: Path, tmp_path: Path, mock: MockMeta) -> None:
    said = ""
    for step in steps():
        if step.kind == "toml":
            pasted = "\n".join(line for line in step.text.splitlines() if not line.startswith(("source", "captured")))
            if step.more.endswith("first.toml"):
                assert said.count(pasted.strip()) == 1, "the page shows what the failure prints, and it prints that once"
            (checkout / step.more).write_text(step.text, encoding="utf-8")
            continue
        for command in step.text.strip().splitlines():
            done = typed(command, checkout, tmp_path / "home", mock)
            said = done.stdout
            assert (done.returncode != 0) == (step.more == "fails"), f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-1500:]}"

    made = {path.name for path in (checkout / "fixtures" / "captures" / "shop-objection").iterdir()}
    assert made == {"first.html", "first.aria.yml", "first.toml", "gone.html", "gone.aria.yml", "gone.toml"}
    assert (checkout / "flows" / "shop_objection.toml").is_file()


def test_the_page_shows_every_stage_that_a_replay_can_break_at() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert "loads → right page → questions understood → filled → read back → asked exactly this → ends" in text
