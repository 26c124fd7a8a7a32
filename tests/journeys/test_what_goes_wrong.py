"""What goes wrong on the way: each ends with one sentence and the status that the ledger bears out; nothing is accepted twice."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.command import Command
from tests.journeys.rehearsal import DEMO, Rehearsal

from ai_optout.errors import ProfileError
from ai_optout.ledger import State
from ai_optout.person.nobody import Nobody
from ai_optout.person.pause import Pause, PauseKind, Person, Reply, Said, Send
from ai_optout.person.race import pump
from ai_optout.person.written import WrittenAnswers, WrittenPerson
from ai_optout.testing import ScriptedPerson

Sent = ("sent", 5)


def written(rehearsal: Rehearsal, times: float = 1, **answers: object) -> Person:
    """A person written down, whose patience runs out so many times as fast."""
    login = {"name": rehearsal.profile.email, "password": rehearsal.mock.switches.password}
    values = {"review": "send", "login": login, **answers}
    clock = rehearsal.hurried(times)
    return WrittenPerson(
        WrittenAnswers.model_validate(values), Path.cwd(), lambda: False, lambda: None, lambda _: None, clock.monotonic
    )


def wrong(pause: Pause) -> Reply:
    return Said("000000")


def test_three_wrong_codes_leave_it_sent(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code_place="page")
    with ScriptedPerson((PauseKind.REVIEW, Send()), *[(PauseKind.CODE, wrong)] * 3) as person:
        results = rehearsal.run("facebook-third-party", person=person)

    (result,) = results.requests
    assert (result.status, results.exit_status) == Sent
    assert result.reason == ("The form was sent, but the page didn't take 3 codes: ask for a new one on the page of the form.")
    assert [pause.say.startswith("That code wasn't taken. ") for pause in person.asked] == [False, False, True, True]
    assert len(rehearsal.received()) == 1
    assert not rehearsal.only_accepted()["code_confirmed"]
    assert rehearsal.receipt(result)["status"] == "sent"


def test_a_mail_that_never_comes_leaves_it_sent_after_two_minutes(rehearsal: Rehearsal) -> None:
    rehearsal.switch(mail_dropped=True)
    command = [sys.executable, "-m", "mock_meta.latest_code", rehearsal.mock.mailbox]

    results = rehearsal.run("facebook-third-party", person=written(rehearsal, 100, code_command=command))

    (result,) = results.requests
    assert (result.status, results.exit_status) == Sent
    assert result.reason == "The form was sent; then it broke off: No new code came within 2 minutes."
    assert [pause.kind for pause in result.pauses] == ["review", "code"]
    assert rehearsal.only_accepted()["code_confirmed"] is False


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (
            "reset",
            "unknown",
            "The connection broke while the form was being sent: it may have arrived, and is not sent again by itself.",
        ),
        ("500", "sent", "The form was sent, but the page doesn't say that it was received."),
    ],
    ids=["the connection is cut", "an error"],
)
def test_a_sending_without_an_answer_is_never_repeated(rehearsal: Rehearsal, answer: str, status: str, reason: str) -> None:
    rehearsal.switch(submit_answer=answer, submit_lost_accepted=True)

    results = rehearsal.run("facebook-third-party", person=written(rehearsal), clock=rehearsal.hurried(20))

    (result,) = results.requests
    assert (result.status, result.reason, results.exit_status) == (status, reason, 5)
    assert len(rehearsal.received()) == 1
    assert rehearsal.requests()[0].status == status


def test_a_choice_that_cannot_be_sent_is_not_told_as_an_unknown_button(rehearsal: Rehearsal) -> None:
    rehearsal.switch(option_unsendable="object", code=False)

    results = rehearsal.run("facebook-third-party", person=written(rehearsal), clock=rehearsal.hurried(5))

    (result,) = results.requests
    assert (result.status, rehearsal.received()) == ("failed", [])
    assert "not sent: the page shows no button that sends." in str(result.reason)


def test_a_page_that_does_not_say_that_it_was_received_is_sent(rehearsal: Rehearsal) -> None:
    rehearsal.switch(acknowledgement=False, code=False)

    results = rehearsal.run("facebook-third-party", person=written(rehearsal), clock=rehearsal.hurried(10))

    (result,) = results.requests
    assert (result.status, results.exit_status) == Sent
    assert result.reason == "The form was sent, but the page doesn't say that it was received."


def test_a_form_that_is_not_there_is_the_persons_to_find(rehearsal: Rehearsal) -> None:
    rehearsal.switch(dead_doors=("510058597920541", "1266025207620918"))

    results = rehearsal.run("facebook-third-party", person=Nobody(lambda _: None))

    (result,) = results.requests
    assert (result.status, results.exit_status) == ("needs-person", 3)
    assert result.reason == ("Nobody is there to answer: The form isn't where it was known to be. Open it in the window.")
    assert (result.receipt, rehearsal.received(), rehearsal.states()[-1]) == (None, [], State.NEEDS_PERSON)


def test_a_right_that_the_form_does_not_offer_is_nobodys_guess(rehearsal: Rehearsal) -> None:
    rehearsal.switch(shape="2023")

    result = rehearsal.one("facebook-third-party", person=Nobody(lambda _: None), clock=rehearsal.hurried(20))

    assert result.status == "needs-person"
    assert result.reason is not None
    assert result.reason.startswith("Nobody is there to answer: «What would you like to do?»: ")
    assert rehearsal.received() == []


def test_a_password_that_is_refused_needs_the_person(rehearsal: Rehearsal) -> None:
    person = written(rehearsal, 30, login={"name": rehearsal.profile.email, "password": "another"})

    result = rehearsal.one("facebook-objection", person=person)

    assert (result.status, result.reason) == (
        "needs-person",
        "The login pause needs a person, and the written answers say nothing to it: Log in in the open window.",
    )


def close_window(pause: Pause) -> None:
    assert pause.page is not None
    pause.page.close()


def test_a_window_that_is_closed_before_sending_fails_and_nothing_was_accepted(rehearsal: Rehearsal) -> None:
    with ScriptedPerson((PauseKind.REVIEW, close_window)) as person:
        results = rehearsal.run("facebook-third-party", person=person)

    (result,) = results.requests
    assert (result.status, results.exit_status) == ("failed", 1)
    assert result.reason is not None
    assert "window was closed." in result.reason
    assert (rehearsal.received(), rehearsal.states()[-1]) == ([], State.FAILED)


def test_nothing_is_typed_on_a_page_that_is_not_the_sites(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False)
    profile = rehearsal.profile_with(given_name=None)

    def wander_off(pause: Pause) -> Reply:
        assert pause.page is not None
        pause.page.goto("https://www.example/")
        return Said("Mina")

    with ScriptedPerson((PauseKind.QUESTION, wander_off)) as person:
        result = rehearsal.one("facebook-third-party", person=person, profile=profile, clock=rehearsal.hurried(20))

    assert result.status == "failed"
    assert result.reason is not None
    assert "www.example" in result.reason
    assert rehearsal.accepted() == []


def test_an_evidence_file_that_will_not_do_is_told_before_anything_opens(rehearsal: Rehearsal, tmp_path: Path) -> None:
    (tmp_path / "note.png").write_text("no image")
    profile = rehearsal.profile_with(evidence=[str(tmp_path / "note.png")])

    with pytest.raises(ProfileError) as refusal:
        rehearsal.run("facebook-objection", "facebook-third-party", profile=profile)
    assert refusal.value.message == (
        f"The evidence {tmp_path / 'note.png'} is no image, whatever its name says; "
        "the form takes JPG, PNG, GIF, TIFF, HEIF or WebP."
    )
    assert (rehearsal.opened, rehearsal.requests()) == (0, [])


@pytest.mark.parametrize("moment", [PauseKind.LOGIN, PauseKind.CODE], ids=str)
def test_ctrl_c_in_a_pause_ends_as_the_ledger_bears_out(rehearsal: Rehearsal, moment: PauseKind) -> None:
    stopped: list[bool] = []
    obliging = rehearsal.obliging()
    before: list[tuple[PauseKind, Callable[[Pause], Reply | None]]] = [
        (PauseKind.LOGIN, obliging.ask),
        (PauseKind.REVIEW, lambda _: Send()),
        (PauseKind.CODE, obliging.ask),
    ]
    kinds = [kind for kind, _ in before]

    def press_ctrl_c(pause: Pause) -> Reply:
        assert pause.page is not None
        pump(pause.page)
        stopped.append(True)
        person = WrittenPerson(
            WrittenAnswers(code_command=("false",)), Path.cwd(), lambda: bool(stopped), lambda: None, lambda _: None
        )
        return person.ask(Pause(PauseKind.CODE, pause.about, pause.say, pause.flow, pause.asked_at, pause.watch, pause.page))

    with ScriptedPerson(*before[: kinds.index(moment)], (moment, press_ctrl_c)) as person:
        # What asks for the same waits for the first; anything else would begin while the first waits for its code.
        following = "facebook-objection" if moment is PauseKind.CODE else "instagram-objection"
        results = rehearsal.run("facebook-objection", following, person=person, stop_requested=lambda: bool(stopped))

    first, second = results.requests
    if moment is PauseKind.CODE:
        assert (first.status, first.reason) == ("sent", "The form was sent; then it broke off: Stopped, as you asked.")
        assert rehearsal.only_accepted()["code_confirmed"] is False
    else:
        assert (first.status, first.reason) == ("stopped", "Stopped, as you asked.")
        assert rehearsal.received() == []
    assert (second.status, second.reason) == ("stopped", "Not begun: you stopped before it.")
    assert [request.status for request in rehearsal.requests()] == [first.status]


def test_a_site_that_answers_with_an_error_and_no_page_is_said_to(rehearsal: Rehearsal) -> None:
    rehearsal.switch(page_answer="500")

    result = rehearsal.one("facebook-third-party", clock=rehearsal.hurried(6))

    assert result.status == "failed"
    assert result.reason == (
        "The site answered with an error and no page: nothing was typed. Try again later: ai-optout run facebook-third-party"
    )


def test_a_site_that_cannot_be_reached_fails_with_its_name(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        closed = f"127.0.0.1:{gone.getsockname()[1]}"
    words = command.words("facebook-third-party", profile=DEMO)
    words[words.index(command.mock.address)] = closed

    done = command.run(*words)

    assert done.status == 1
    (request,) = done.document["requests"]
    assert (request["status"], request["receipt"]) == ("failed", None)
    assert request["reason"] == (
        "www.facebook.com refused the connection. "
        "Check the internet connection by opening the address in your own browser, then run it again."
    )
    assert "Traceback" not in done.stderr
    assert [one.state for one in command.requests()] == [State.FAILED]


def test_a_cookie_dialog_that_does_not_go_when_it_is_declined_is_the_persons(rehearsal: Rehearsal) -> None:
    rehearsal.switch(cookie_dialog="2026", cookie_decline_fails=True)

    result = rehearsal.one("facebook-third-party", person=Nobody(lambda _: None), clock=rehearsal.hurried(10))

    assert result.status == "needs-person"
    assert [(pause.kind, pause.about) for pause in result.pauses] == [("check", "cookies")]
    assert result.reason is not None
    assert "it doesn't go when it is declined" in result.reason
