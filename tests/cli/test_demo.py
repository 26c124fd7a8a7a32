"""`ai-optout demo`: what is refused before anything opens (the journey itself is in tests/journeys/test_contract.py)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Type

from ai_optout.bundled import demo_profile
from ai_optout.cli.demo import FLOWS
from ai_optout.flow import catalogue
from ai_optout.profile import load_profile


@pytest.fixture(autouse=True)
def _no_browser_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a browser was opened")

    monkeypatch.setattr("ai_optout.cli.session.open_browser", refused)


def test_the_demo_names_the_four_journeys_of_facebook_and_instagram() -> None:
    assert sorted(FLOWS) == sorted(name for name in catalogue().flows if not name.startswith("whatsapp"))


def test_its_person_is_made_up_and_has_an_answer_to_everything() -> None:
    person = load_profile(demo_profile(), say=lambda _: None)

    assert person.email.endswith(".example")
    assert all([person.given_name, person.family_name, person.tel, person.reason, person.prompts, person.evidence])
    assert {account.site for account in person.accounts} == {"facebook", "instagram"}
    assert len(person.reason or "") >= 100


def test_a_profile_that_is_not_there(typed: Type, tmp_path: Path) -> None:
    path = tmp_path / "nobody.toml"

    assert typed("demo", "--headless", "--profile", str(path)).refusal == (
        2,
        f"There is no file {path}. Look at the path; what is in the keyring: ai-optout profile list",
    )


def test_no_display_for_a_window(typed: Type) -> None:
    assert typed("demo", "--headed").refusal == (
        2,
        (
            "There is no display to show a browser window on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
            "Run it without a window (`--headless`), or give it a display of its own: `xvfb-run ai-optout ...`."
        ),
    )


def test_no_browser(typed: Type) -> None:
    done = typed("demo", "--headless", "--json", "--browser", "/nowhere/browser")

    assert (done.status, done.document["error"]["message"]) == (
        1,
        "The browser /nowhere/browser is not an executable file.",
    )


def test_to_be_the_person_oneself_takes_somebody(typed: Type) -> None:
    done = typed("demo", "--headless", "--interactive")

    assert done.refusal == (
        3,
        (
            "Nobody is at a terminal to log in, to look and to type the code. "
            "Type it in a terminal; or watch the made-up person do it: ai-optout demo"
        ),
    )
