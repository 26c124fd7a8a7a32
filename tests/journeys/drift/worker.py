"""Many journeys one after the other, with a mock and a browser of one's own: what each process of `make drift` does."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import structlog
from playwright.sync_api import sync_playwright
from tests.journeys.drift.outcome import Outcome, journey
from tests.journeys.rehearsal import DEMO, PROMPT, Rehearsal, launched

from ai_optout.browser import find_browser
from ai_optout.flow import catalogue
from ai_optout.profile import load_profile
from mock_meta.server import MockMeta


@contextmanager
def stage() -> Iterator[Rehearsal]:
    """A mock and a browser of one's own."""
    flows = catalogue()
    with (
        MockMeta(hosts=(*flows.hosts, "example"), switches=PROMPT) as mock,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        opened = launched(playwright, find_browser(None).path, mock, flows)
        yield Rehearsal(mock, opened, Path(folder), flows, load_profile(DEMO, say=lambda _: None))
        opened.browser.close()


def journeys(wanted: Sequence[int]) -> list[Outcome]:
    """The outcomes of these seeds, one after the other; each in a data folder of its own, with a fresh mock."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    outcomes = []
    with stage() as rehearsal:
        root = rehearsal.data
        profile = rehearsal.profile_with(accounts=["facebook", "instagram", "whatsapp"])
        for seed in wanted:
            rehearsal.mock.reset()
            rehearsal.data = root / str(seed)
            outcomes.append(journey(rehearsal, seed, profile))
    return outcomes
