"""Playwright's driver, a Node.js process, started out of Ctrl-C's reach.

A terminal sends Ctrl-C to the whole process group in its foreground, and closing the terminal hangs up the whole session. Playwright
starts its driver in ours and has no switch for it, so for the moment of the start `asyncio.create_subprocess_exec`, which Playwright
calls, is replaced by one that gives the driver a session of its own and a scrubbed environment. The driver still ends with us in
every case: it closes its browser and leaves when the pipe to us closes, which the system does even where we are killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol
from unittest import mock

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright, sync_playwright

from ai_optout.browser.faults import playwright_errors
from ai_optout.errors import BrowserError

RUN_DRIVER: Final = "run-driver"  # the argument by which Playwright's own child is told from anyone else's
OWN_NAMES: Final = ("PW_LANG_NAME", "PW_LANG_NAME_VERSION", "PW_CLI_DISPLAY_VERSION")  # what Playwright itself tells its driver
REINSTALL: Final = "Install it afresh: `pipx reinstall ai-optout`; `ai-optout doctor` then says whether it works."
