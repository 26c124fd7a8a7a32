"""The command, typed: a process of its own, in a home of its own, with no keyring."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "ai_optout"]
PATIENCE_S = 170


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of such a process; `more` is added."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AI_OPTOUT_") and name != "DEBUG"}
    return (
        kept | {"AI_OPTOUT_HOME": str(home), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "COLUMNS": "200"} | more
    )


def typed(home: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """What came of `ai-optout` and these words; `more` is added to its environment."""
    command = [*COMMAND, *map(str, words)]
    return subprocess.run(
        command,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        stdin=subprocess.DEVNULL,
    )
