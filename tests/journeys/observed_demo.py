"""`ai-optout demo`, with what its mock received written down before it ends: `observed_demo.py SEEN.json OPTION...`."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path
from types import TracebackType

from ai_optout.cli.entry import run_command
from mock_meta.server import MockMeta

SEEN = Path(sys.argv[1])
ended = MockMeta.__exit__


def look_and_end(
    self: MockMeta, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
) -> None:
    with urllib.request.urlopen(self.received, timeout=10) as answer:
        SEEN.write_bytes(answer.read())
    ended(self, kind, error, trace)


MockMeta.__exit__ = look_and_end  # type: ignore[method-assign]  # an observer, nothing is changed
sys.exit(run_command(["demo", *sys.argv[2:]]))
