"""`ai-optout`, killed (SIGKILL) before or after the ledger enters one state: `killed_run.py STATE before|after WORD...`."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from ai_optout.cli.entry import run_command
from ai_optout.ledger import Ledger, State

STATE, SIDE, *WORDS = sys.argv[1:]
enter = Ledger.enter


def entered(self: Ledger, request_id: int, state: State, *arguments: Any, **more: Any) -> Any:
    if state == STATE and SIDE == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = enter(self, request_id, state, *arguments, **more)
    if state == STATE and SIDE == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return result


Ledger.enter = entered  # type: ignore[method-assign]  # the same, with an end
sys.exit(run_command(WORDS))
