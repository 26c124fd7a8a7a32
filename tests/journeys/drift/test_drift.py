"""Forms that drifted, a sample of what `make drift` goes through: nothing wrong is sent, and no help is needed that shouldn't be."""

from __future__ import annotations

import re

import pytest
from tests.journeys.doors import WAYS
from tests.journeys.drift.cases import case_of
from tests.journeys.drift.figures import UNAIDED_UP_TO
from tests.journeys.drift.outcome import in_lexicon, journey
from tests.journeys.rehearsal import CHECKOUT, Rehearsal

from mock_meta.settings import LANGUAGES
from mock_meta.wording import load_wordings

SAMPLE = range(1, 21)


@pytest.mark.parametrize("seed", SAMPLE)
def test_a_form_that_drifted_is_sent_once_with_nothing_wrong_in_it(rehearsal: Rehearsal, seed: int) -> None:
    outcome = journey(rehearsal, seed, rehearsal.profile_with(accounts=["facebook", "instagram", "whatsapp"]))

    assert outcome.wrong == ()
    assert (outcome.status, outcome.reason, outcome.other_questions, outcome.accepted) == ("acknowledged", None, (), 1)
    assert outcome.severity > UNAIDED_UP_TO or outcome.new_questions == ()


def test_the_sample_covers_every_door_language_and_severity() -> None:
    cases = [case_of(seed) for seed in SAMPLE]
    assert {case.name for case in cases} == set(WAYS)
    assert {case.language for case in cases} == set(LANGUAGES)
    assert {case.severity for case in cases} == {1, 2, 3, 4, 5}


def test_the_docs_say_how_many_paraphrases_stand_literally_in_the_lexicon() -> None:
    texts = [text for wording in load_wordings().values() for key, text in wording.texts.items() if "~" in key]
    literal = sum(in_lexicon(text) for text in texts)
    said = re.search(
        r"Of the mock's (\d+) paraphrases, (\d+) stand literally", (CHECKOUT / "docs" / "mock.md").read_text("utf-8")
    )
    assert said is not None
    assert (int(said[1]), int(said[2])) == (len(texts), literal)
