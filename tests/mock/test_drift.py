"""Drift: deterministic, within the bounds of its severity, and never beyond what the server understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect
from tests.mock.drifted import CASES, Case, expected, filled

from mock_meta.drift_questions import OPTIONAL, REQUIRED
from mock_meta.server import MockMeta
from mock_meta.settings import LANGUAGES, Switches, severity_of
from mock_meta.wording import load_wordings, paraphrase_counts

if TYPE_CHECKING:
    from tests.mock.conftest import Client

    from mock_meta.questions import Form, Question

Received = Callable[[], list[dict[str, Any]]]

SEEDS = range(1, 41)
every_seed = pytest.mark.parametrize("seed", SEEDS)
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def change(mock: MockMeta, **switches: object) -> None:
    mock.switches = mock.switches.model_copy(update=switches)


def forms(severity: int) -> list[Form]:
    """Every door's form under many seeds of one severity."""
    return [case.form(Switches(drift=seed, drift_severity=severity)) for case in CASES.values() for seed in SEEDS]


def without_tokens(page: str) -> str:
    """A page without what each browser and each start has of its own."""
    return re.sub(r'"(jazoest|lsd)": "[^"]*"', "", page)


def test_the_severity_follows_from_the_seed_unless_it_is_given() -> None:
    assert [severity_of(Switches(drift=seed)) for seed in range(1, 7)] == [1, 2, 3, 4, 5, 1]
    assert severity_of(Switches(drift=1, drift_severity=4)) == 4


def test_a_seed_gives_the_same_page_at_every_start(mock: MockMeta, client: Client) -> None:
    address = f"{CASES['C'].address}?mock.drift=5"
    with MockMeta(switches=mock.switches) as other:
        pages = {without_tokens(type(client)(each.address).get(address).text) for each in (mock, other)}
    assert len(pages) == 1
    assert without_tokens(client.get(f"{CASES['C'].address}?mock.drift=6").text) not in pages


def test_no_seed_leaves_the_form_as_it_was() -> None:
    assert [case.form(Switches()) == case.form(Switches(drift_severity=5)) for case in CASES.values()] == [True] * len(CASES)


def questions(severity: int) -> list[Question]:
    return [question for form in forms(severity) for question in form.questions]


@pytest.mark.parametrize("severity", [1, 2, 3])
def test_nothing_unknown_is_required_up_to_severity_3(severity: int) -> None:
    assert [question.key for question in questions(severity) if question.key in REQUIRED] == []


@pytest.mark.parametrize(("severity", "least", "most"), [(4, 0.3, 0.7), (5, 1, 1)], ids=["half of them", "all of them"])
def test_an_unknown_question_is_required_from_severity_4(severity: int, least: float, most: float) -> None:
    asked = [any(question.key in REQUIRED for question in form.questions) for form in forms(severity)]
    assert least <= sum(asked) / len(asked) <= most


@pytest.mark.parametrize(
    ("severity", "marks"),
    [
        (1, set()),
        (2, {"order", "labels", "control"}),
        (3, {"order", "labels", "control", "extras", "choices", "names", "button"}),
        (4, {"order", "labels", "control", "extras", "choices", "names", "button", "email twice", "two generations"}),
        (5, {"order", "labels", "control", "extras", "choices", "names", "button", "email twice", "two generations", "end"}),
    ],
)
def test_a_severity_does_what_the_docs_say_and_no_more(severity: int, marks: set[str]) -> None:
    def usual(question: Question) -> str:
        return question.wording.split("~")[0]

    seen: set[str] = set()
    for case in CASES.values():
        plain = case.form(Switches())
        before = [question.key for question in plain.questions]
        for seed in SEEDS:
            form = case.form(Switches(drift=seed, drift_severity=severity))
            now = [question.key for question in form.questions]
            known = [key for key in now if key in before]
            found = {
                "order": known != [key for key in before if key in now],
                "labels": any("~" in question.wording for question in form.questions),
                "control": any(question.kind == "country" and question.control for question in form.questions),
                "extras": any(key in OPTIONAL for key in now),
                "choices": any(option.key for question in form.questions for option in question.options),
                "names": {"name", "first_name"} & set(now) != {"name", "first_name"} & set(before),
                "button": "~" in form.submit,
                "email twice": "email_again" in now and "email_again" not in before,
                "two generations": form.looks.old_copy,
                "end": "~" in form.ack_title or "~" in form.acknowledgement,
            }
            seen |= {name for name, is_so in found.items() if is_so}
            assert {question.field_id for question in form.questions}.isdisjoint(each.field_id for each in plain.questions)
            assert len({question.name for question in form.questions}) == len(now)
            assert all(usual(question) for question in form.questions)
    assert seen == marks


@every_seed
def test_a_drifted_form_is_answered_and_accepted(mock: MockMeta, client: Client, received: Received, seed: int) -> None:
    change(mock, drift=seed, code=False, login=False)
    for case in CASES.values():
        form = case.form(mock.switches)
        model = client.get(case.address).model
        answer = client.post(case.submit, {**model["hidden"], **filled(case, form)})
        assert answer.payload["step"] == "done"
        got = received()[-1]
        assert (got["door"], got["accepted"], got["errors"]) == (case.door.letter, True, [])
        assert got["answers"] == expected(case, form)
        assert got["drift"] == {"seed": seed, "severity": severity_of(mock.switches)}


@every_case
def test_the_server_checks_a_drifted_form_as_before(mock: MockMeta, client: Client, received: Received, case: Case) -> None:
    change(mock, drift=5, code=False, login=False)
    form = case.form(mock.switches)
    required = {
        question.key
        for question in form.shown({name: [value] for name, value in filled(case, form).items()})
        if question.required and question.kind != "radio"
    }
    for key in sorted(required):
        posted = {**client.get(case.address).model["hidden"], **filled(case, form), form.question(key).name: ""}
        assert client.post(case.submit, posted).payload["step"] == "errors"
        assert key in [error["question"] for error in received()[-1]["errors"]]
    assert not any(got["accepted"] for got in received())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_paraphrases(language: str) -> None:
    wordings = load_wordings()
    texts = wordings[language].texts  # type: ignore[index]
    keys = [f"{key}~{number}" for key, count in paraphrase_counts().items() for number in range(1, count + 1)]
    assert [key for key in keys if not texts[key]] == []
    assert [key for key in keys if texts[key] == texts[key.split("~")[0]]] == [], "a paraphrase is another text"


# --- in a browser


def put(tab: Page, question: Question, answer: str) -> None:
    """Answers one row as a person would, by its id and its words in the mock's wording."""
    row = tab.locator(f"[id='SupportFormRow.{question.field_id}']")
    row.wait_for()
    text = load_wordings()["en"].text
    if question.kind == "country" and question.control == "typeahead":
        row.get_by_role("combobox").press_sequentially(answer)
        row.get_by_role("option", name=answer, exact=True).click()
    elif question.kind in {"country", "radio"} and question.control == "listbox":
        words = answer if question.kind == "country" else label(question, answer, text)
        row.get_by_role("combobox").click()
        tab.get_by_role("option", name=words, exact=True).click()
    elif question.kind == "country":
        row.locator("select").select_option(answer)
    elif question.kind == "radio" and question.control == "select":
        row.locator("select").select_option(label=label(question, answer, text))
    elif question.kind == "radio":
        row.get_by_role("radio", name=label(question, answer, text), exact=True).click()
    else:
        row.locator("input, textarea").first.fill(answer)


def label(question: Question, answer: str, text: Callable[[str], str]) -> str:
    return next(text(option.wording) for option in question.options if option.stable == answer)


@pytest.mark.parametrize("seed", [2, 3, 5, 8, 9, 10])
def test_a_drifted_form_is_filled_in_and_sent_in_a_browser(mock: MockMeta, tab: Page, received: Received, seed: int) -> None:
    change(mock, drift=seed, code=False)
    case = CASES["C"]
    form = case.form(mock.switches)
    tab.goto(case.address)
    for question in form.questions:
        if question.kind != "file":
            put(tab, question, case.wanted(question))
    assert tab.locator("form").count() == (2 if form.looks.old_copy else 1)
    tab.get_by_role("button", name=load_wordings()["en"].text(form.submit), exact=True).click()
    expect(tab.get_by_text(load_wordings()["en"].text(form.ack_title))).to_be_visible()
    assert received()[0]["answers"] == expected(case, form)


@pytest.mark.parametrize("seed", [3, 5])
def test_a_drifted_mobile_form_is_filled_in_and_sent(mock: MockMeta, tab: Page, received: Received, seed: int) -> None:
    change(mock, drift=seed, code=False)
    case = CASES["C"]
    form = case.form(mock.switches)
    tab.goto(case.address.replace("www.", "m."))
    for question in form.questions:
        if question.kind != "file":
            control = tab.locator(f"[id='SupportFormRow.{question.field_id}'] [name='{question.name}']")
            answer = case.wanted(question)
            value = next((option.value for option in question.options if option.stable == answer), answer)
            if question.kind == "country" or (question.kind == "radio" and question.control in {"select", "listbox"}):
                control.select_option(value)
            elif question.kind == "radio":
                control.and_(tab.locator(f"[value='{value}']")).check()
            else:
                control.fill(answer)
    tab.locator("input[type=submit]:visible").click()
    expect(tab.get_by_text(load_wordings()["en"].text(form.ack_title))).to_be_visible()
    assert received()[0]["answers"] == expected(case, form)
