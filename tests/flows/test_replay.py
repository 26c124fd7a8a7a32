"""Every captured page, replayed: a case is a pair of files in fixtures/captures and no line here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.flows.replaying import Broken, Case, Replayer, block, cases, judge

from ai_optout.flow import Catalogue

CAPTURES = Path(__file__).resolve().parents[2] / "fixtures" / "captures"
CASES = cases(CAPTURES)
DOOR_C = CAPTURES / "facebook-third-party" / "mock-2024-en.html"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_captured_page_comes_to_what_is_expected(case: Case, replayer: Replayer) -> None:
    expected, said = case.expectation(), ""

    try:
        judge(case, replayer.play(case, expected), expected)
    except Broken as broken:
        said = str(broken)
    if said:  # outside of `except`, or pytest says it twice
        pytest.fail(said, pytrace=False)  # as it stands, to be read and pasted


def test_every_flow_has_a_replay(the_flows: Catalogue) -> None:
    assert {name for name in the_flows.flows if not (CAPTURES / name).is_dir()} == set()


def test_every_file_of_the_captures_belongs_to_a_page() -> None:
    pages = {case.page.with_suffix("") for case in CASES}

    assert [path for path in CAPTURES.glob("*/*") if path.parent / path.name.split(".")[0] not in pages] == []


def test_a_case_says_where_its_page_is_from() -> None:
    sources = {str(case): expected.source for case in CASES if (expected := case.expectation())}

    assert {case for case, source in sources.items() if not source.strip("… ")} == set()


@pytest.fixture
def new_case(tmp_path: Path) -> Case:
    """A page that nothing is expected of yet."""
    folder = tmp_path / "facebook-third-party"
    folder.mkdir()
    shutil.copy(DOOR_C, folder / "new.html")
    return Case("facebook-third-party", folder / "new.html")


def test_where_nothing_is_expected_yet_the_failure_prints_what_to_paste(new_case: Case, replayer: Replayer) -> None:
    played = replayer.play(new_case)

    with pytest.raises(Broken) as broken:
        judge(new_case, played, new_case.expectation())

    assert block(played) in str(broken.value)
    new_case.toml.write_text(block(played), encoding="utf-8")
    judge(new_case, played, new_case.expectation())


@pytest.mark.parametrize(
    ("stage", "was", "now"),
    [
        ("right page", 'page = "the form"', 'page = "a dead link"'),
        ("questions understood", 'meaning = "request"', 'meaning = "about-ai"'),
        ("filled", "filled = true", "filled = false"),
        ("read back", 'holds = "I want to object', 'holds = "I want to approve'),
        ("asked exactly this", "asked = []", 'asked = ["review: what?"]'),
        ("ends", 'ends = "filled"', 'ends = "failed"'),
    ],
    ids=lambda text: text if " " not in text else text.replace(" ", "-"),
)
def test_the_first_stage_that_broke_is_named(stage: str, was: str, now: str, new_case: Case, replayer: Replayer) -> None:
    played = replayer.play(new_case)
    text = block(played)
    assert was in text
    new_case.toml.write_text(text.replace(was, now, 1), encoding="utf-8")

    with pytest.raises(Broken) as broken:
        judge(new_case, played, new_case.expectation())

    assert broken.value.stage == stage


def test_a_page_of_a_host_that_the_flow_doesnt_name_gets_no_value(new_case: Case, replayer: Replayer) -> None:
    text = new_case.page.read_text(encoding="utf-8")
    new_case.page.write_text(text.replace("://www.facebook.com/", "://www.facebook.example/"), encoding="utf-8")

    played = replayer.play(new_case)

    assert (played.ends, played.question, played.asked) == ("failed", [], [])
    assert played.reason.startswith("Nothing was typed: the page is on www.facebook.example,")
