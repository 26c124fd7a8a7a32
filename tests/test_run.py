"""The runner without a browser: what ends before one opens, what a browser that fails leaves, and whose fault a fault is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from ai_optout.browser.launch import OpenBrowser
from ai_optout.clock import SystemClock
from ai_optout.errors import BrowserError, LedgerError
from ai_optout.flow import catalogue
from ai_optout.ledger import Answer, Ledger, State, who
from ai_optout.person.pause import No, PauseKind
from ai_optout.profile import Profile
from ai_optout.run import Runner
from ai_optout.status import RunResult, Status
from ai_optout.testing import ScriptedPerson
from ai_optout.together import run_together

NO_BROWSER = BrowserError("No browser was found.", "Install one.")


@contextmanager
def failing(error: Exception) -> Iterator[OpenBrowser]:
    raise error
    yield  # type: ignore[unreachable]  # a context manager that doesn't get so far


def run(
    data: Path,
    *names: str,
    error: Exception = NO_BROWSER,
    stop_requested: Callable[[], bool] = lambda: False,
    told: list[str] | None = None,
    person: ScriptedPerson | None = None,
    **profile: object,
) -> RunResult:
    values = {"country": "DE", "email": "mina@mail.example", "accounts": ["facebook", "instagram"], **profile}
    person = person or ScriptedPerson()

    def opener() -> AbstractContextManager[OpenBrowser]:
        return failing(error)

    clock = SystemClock()
    with Ledger.open(data, clock=clock) as ledger:
        runner = Runner(
            "me",
            Profile.model_validate(values),
            person,
            who("mina@mail.example", b"key"),
            ledger,
            data,
            clock,
            opener,
            stop_requested,
            mock=True,
            dry_run=False,
        )
        result = run_together([(runner, [catalogue()[name] for name in names])])
    if told is not None:
        told += person.told
    return result


def ledger_of(data: Path) -> list[tuple[str, State]]:
    with Ledger.open(data, clock=SystemClock()) as ledger:
        return [(request.flow, request.state) for request in ledger.requests()]


def test_a_browser_that_does_not_open_fails_every_request_with_its_sentence(tmp_path: Path) -> None:
    result = run(tmp_path, "facebook-objection", "facebook-third-party")

    assert [(one.status, one.reason, one.receipt) for one in result.requests] == [
        ("failed", "No browser was found. Install one.", None)
    ] * 2
    assert result.exit_status == 1
    assert ledger_of(tmp_path) == [("facebook-objection", State.FAILED), ("facebook-third-party", State.FAILED)]


def test_a_fault_of_ours_is_told_by_class_and_place_and_holds_nothing_of_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []

    result = run(tmp_path, "facebook-objection", error=KeyError("mina@mail.example"), told=told)

    (one,) = result.requests
    assert one.status == "failed"
    assert one.reason is not None
    assert one.reason.startswith("Something in ai-optout itself went wrong (KeyError at test_run.py:")
    said = capsys.readouterr()
    assert "mina@mail.example" not in f"{one.reason} {told} {said.out} {said.err}"
    assert ledger_of(tmp_path) == [("facebook-objection", State.FAILED)]


def test_a_stop_while_the_browser_fails_is_a_stop(tmp_path: Path) -> None:
    asked = iter([False])  # before it begins; from then on the person wants it to stop

    result = run(tmp_path, "facebook-objection", "instagram-objection", stop_requested=lambda: next(asked, True))

    assert [one.status for one in result.requests] == ["stopped", "stopped"]
    assert result.requests[1].reason == "Not begun: you stopped before it."
    assert result.exit_status == 4
    assert ledger_of(tmp_path) == [("facebook-objection", State.STOPPED)]


def test_what_is_not_eligible_leaves_no_trace_and_the_others_go_on(tmp_path: Path) -> None:
    told: list[str] = []

    result = run(tmp_path, "facebook-objection", "facebook-third-party", country="US", told=told)

    assert [one.status for one in result.requests] == ["not-eligible", "failed"]
    assert told[0] == f"facebook-objection: {result.requests[0].reason}"
    assert ledger_of(tmp_path) == [("facebook-third-party", State.FAILED)]


@pytest.mark.parametrize(
    ("answer", "said", "then"),
    [
        (Answer.HONOURED, "Meta wrote that it honours it", "A repeat is not needed and does no harm."),
        (Answer.REFUSED, "Meta refused it", "What may come next: ai-optout letter. A repeat may be refused again."),
        (
            Answer.EVIDENCE_ASKED,
            "Meta asked for evidence",
            "Answer with the evidence (ai-optout letter), or send the form again with it.",
        ),
    ],
)
def test_what_meta_answered_is_said_before_the_same_is_sent_again(answer: Answer, said: str, then: str, tmp_path: Path) -> None:
    with Ledger.open(tmp_path, clock=SystemClock()) as ledger:
        same = {"person": who("mina@mail.example", b"key"), "right": "objection", "account": "facebook"}
        earlier = ledger.plan(profile="me", flow="facebook-objection", **same)
        for state in (State.OPENED, State.FILLED, State.REVIEWED, State.SENDING, State.ACKNOWLEDGED):
            ledger.enter(earlier.id, state)
        ledger.end(earlier.id, Status.ACKNOWLEDGED, reason=None)
        answered = ledger.answer(earlier.id, answer).answered
    assert answered is not None

    with ScriptedPerson((PauseKind.AGAIN, No())) as person:
        result = run(tmp_path, "facebook-objection", person=person)

    assert person.asked[0].say == f"The same request was answered: {said} on {answered:%Y-%m-%d}. {then}"
    assert result.requests[0].reason == f"Covered by facebook-objection: {said} on {answered:%Y-%m-%d}."


def test_where_the_person_lives_is_kept_with_the_request(tmp_path: Path) -> None:
    run(tmp_path, "facebook-objection", country="Schweiz")

    with Ledger.open(tmp_path, clock=SystemClock()) as ledger:
        assert [request.country for request in ledger.requests()] == ["CH"]


def test_a_request_says_its_title_before_and_how_it_ended_after(tmp_path: Path) -> None:
    told: list[str] = []

    run(tmp_path, "facebook-objection", told=told)

    assert told == [
        "facebook-objection: Object to your information being used for AI at Meta (Facebook)",
        "facebook-objection: failed – No browser was found. Install one.",
    ]


def test_a_ledger_that_is_in_use_is_not_waited_for(tmp_path: Path) -> None:
    with Ledger.open(tmp_path, clock=SystemClock()), pytest.raises(LedgerError) as refusal:
        run(tmp_path, "facebook-objection")

    assert refusal.value.message == f"Another ai-optout is running (it holds {tmp_path / 'ledger.lock'})."


def test_a_stop_before_anything_began_leaves_nothing_in_the_ledger(tmp_path: Path) -> None:
    result = run(tmp_path, "facebook-objection", "instagram-objection", stop_requested=lambda: True)

    assert [(one.status, one.reason) for one in result.requests] == [("stopped", "Not begun: you stopped before it.")] * 2
    assert ledger_of(tmp_path) == []
