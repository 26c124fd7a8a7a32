"""One browser and one person for all replays."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Playwright
from tests.flows.replaying import Replayer

from ai_optout.browser.driver import Driver
from ai_optout.browser.launch import OpenBrowser
from ai_optout.flow import Catalogue, catalogue
from ai_optout.profile import Profile, load_profile

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def the_flows() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="session")
def somebody() -> Profile:
    """The demo's person with short texts, so that a case's file stays readable."""
    demo = load_profile(CHECKOUT / "fixtures" / "profiles" / "demo.toml", say=lambda _: None)
    return demo.model_copy(update={"reason": "I object to this use.", "prompts": "Who is Mina?"})


@pytest.fixture
def replayer(playwright: Playwright, browser: Browser, the_flows: Catalogue, somebody: Profile, tmp_path: Path) -> Replayer:
    return Replayer(OpenBrowser(browser, Driver(playwright, cast("Any", None)), headed=False), the_flows, somebody, tmp_path)
