"""What came of a run, as a person reads it: whose each request is, for which account, in their language."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ai_optout.cli import render
from ai_optout.messages import speaking
from ai_optout.status import RequestResult, RunResult, Status


def request(profile: str, status: Status = Status.ACKNOWLEDGED, *, account: str = "facebook") -> RequestResult:
    return RequestResult(
        profile=profile,
        flow="facebook-objection",
        status=status,
        reason=None if status is Status.ACKNOWLEDGED else "Because.",
        receipt=None,
        seconds=1.25,
        account=account,
    )


def shown(*requests: RequestResult, terminal: bool = False) -> str:
    said = io.StringIO()
    console = Console(
        file=said, width=110, force_terminal=terminal, color_system="standard", highlight=False, legacy_windows=False
    )
    render.result(RunResult(requests=requests), console, as_json=False)
    return said.getvalue()


@pytest.mark.parametrize("terminal", [False, True], ids=["in lines", "as a table"])
def test_of_two_people_each_request_says_whose_it_is(terminal: bool) -> None:  # noqa: FBT001 - the case
    said = shown(request("mina"), request("leo", Status.FAILED), terminal=terminal)

    assert "facebook-objection for mina" in said
    assert "facebook-objection for leo" in said


def test_of_several_accounts_at_one_site_each_request_says_which() -> None:
    said = shown(request("mina"), request("mina", account="facebook:0123456789abcdef"))

    assert "facebook-objection (account 1 of 2): acknowledged" in said
    assert "facebook-objection (account 2 of 2): acknowledged" in said


def test_one_alone_is_called_by_its_flow() -> None:
    assert "\nfacebook-objection: acknowledged, after 1.2 seconds. The page said that it was received.\n" in shown(
        request("mina")
    )


def test_a_status_is_said_in_the_persons_language_and_stays_a_token_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    with speaking("de"):
        assert "facebook-objection: gescheitert, nach 1.2 Sekunden. Because." in shown(request("mina", Status.FAILED))
        render.result(RunResult(requests=(request("mina", Status.FAILED),)), Console(), as_json=True)

    assert '"status": "failed"' in capsys.readouterr().out
