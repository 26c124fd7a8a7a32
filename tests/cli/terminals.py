"""The whole command in a terminal of its own, with the person's side of the talk, in a home with a keyring of files."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pexpect

PLAIN = "keyrings.alt.file.PlaintextKeyring"
ENTER, CTRL_C = "\r", "\x03"
_BETWEEN_WORDS = r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])*"


def home_environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a command with a home of its own; several of them share its keyring."""
    kept = {name: os.environ[name] for name in ("PATH", "PLAYWRIGHT_BROWSERS_PATH") if name in os.environ}
    own = {
        "HOME": str(home),
        "AI_OPTOUT_HOME": str(home / "ai-optout"),
        "AI_OPTOUT_ALLOW_KEYRING": PLAIN,
        "PYTHON_KEYRING_BACKEND": PLAIN,
        "XDG_DATA_HOME": str(home / "data"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    return {**kept, **own, **more}


class Terminal(pexpect.spawn):  # type: ignore[type-arg] # generic for mypy only
    """The command in a terminal."""

    def answer(self, question: str, keys: str) -> None:
        """Wait for the question, then type."""
        self.sees(question)
        self.send(keys)

    def sees(self, words: str) -> None:
        """Wait until `words` are shown, however coloured and wrapped."""
        self.expect(_BETWEEN_WORDS.join(re.escape(word) for word in words.split()))

    def ends(self) -> tuple[int | None, str]:
        """The exit status, and what was shown since the last answer."""
        self.expect(pexpect.EOF)
        shown = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.before or "").split())
        self.close()
        return self.exitstatus, shown


def start(home: Path, *words: str, columns: int = 160, timeout_s: int = 30, **more: str) -> Terminal:
    """Type `ai-optout` and these words in a terminal."""
    return Terminal(
        sys.executable,
        ["-m", "ai_optout", *words],
        env=home_environment(home, **more),
        cwd=str(home),
        encoding="utf-8",
        timeout=timeout_s,
        dimensions=(60, columns),
    )
