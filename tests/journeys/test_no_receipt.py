"""Where the receipt can't be written any more, what came of the request is told and written down all the same."""

from __future__ import annotations

import shutil

from tests.journeys.rehearsal import Rehearsal

from ai_optout.clock import SystemClock
from ai_optout.opening import open_ledger
from ai_optout.person.pause import Pause, PauseKind, Reply, Send
from ai_optout.testing import ScriptedPerson


def test_a_receipt_that_is_lost_after_the_review_takes_nothing_from_the_acknowledgement(rehearsal: Rehearsal) -> None:
    rehearsal.switch(code=False, shape="2025")
    obliging = rehearsal.obliging()

    def lose_the_place(_: Pause) -> Reply:
        (folder,) = (rehearsal.data / "receipts").iterdir()
        shutil.rmtree(folder)
        folder.write_text("a file where the folder should be", encoding="utf-8")
        return Send()

    with ScriptedPerson((PauseKind.LOGIN, obliging.ask), (PauseKind.REVIEW, lose_the_place)) as person:
        result = rehearsal.one("facebook-objection", person=person)

    assert (result.status, result.reason) == ("acknowledged", None)
    assert rehearsal.requests()[0].status == "acknowledged"
    said = [line for line in person.told if line.startswith("facebook-objection: its receipt isn't finished. ")]
    assert len(said) == 1
    with open_ledger(rehearsal.data, clock=SystemClock(), who_is=lambda _: "") as opened:
        assert opened.left == ()
