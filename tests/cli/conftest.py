"""What the tests of the command share: it typed within this process, with all that it said."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from tests.cli.belongings import Belongings

from ai_optout.cli.entry import run_command
from ai_optout.folders import Folders


@dataclass(frozen=True)
class Typed:
    """How a command ended: its exit status and what it said, stderr as one line."""

    status: int
    stdout: str
    stderr: str

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.stdout)
        return document

    @property
    def refusal(self) -> tuple[int, str]:
        """The exit status and all that was said, to be compared with a whole refusal."""
        return self.status, self.stderr


Type = Callable[..., Typed]


@pytest.fixture
def _logging_as_it_was() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("ai_optout")
    before = (list(root.handlers), root.level, ours.level)
    yield
    structlog.reset_defaults()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, _logging_as_it_was: None) -> Type:
    """Types a command here, in a terminal as wide as it needs."""
    monkeypatch.setenv("COLUMNS", "400")

    def typing(*words: str) -> Typed:
        capsys.readouterr()
        status = run_command(list(words))
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Typed(status, said.out, " ".join(said.err.split()))

    return typing


@pytest.fixture
def profile_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a profile, private."""

    def write(text: str = "", *, country: str = "DE", email: str = "mina@mail.example") -> Path:
        path = tmp_path / "person.toml"
        path.write_text(f'country = "{country}"\nemail = "{email}"\n{text}', encoding="utf-8")
        path.chmod(0o600)
        return path

    return write


@pytest.fixture
def belongings() -> Belongings:
    """Puts a person's things into this test's home."""
    return Belongings(Folders.of_this_person())
