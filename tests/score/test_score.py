"""The arithmetic of `make score`, on pages made by hand: what counts as right, claimed and missed, and what never counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.score.__main__ import main
from tests.score.chromium import meaning_of
from tests.score.corpus import DEV, HELD, SCORED, Saved, WrongLabel, saved_pages, scored_as, wrong_labels
from tests.score.figures import Figures, Verdict, figures
from tests.score.looks import Look, look_at
from tests.score.report import as_text, errors_of, scores
from tests.score.rows import NO_QUESTION, QUESTION, Row, language_of, rows_of

FORM = """
<!doctype html><html lang="en-GB"><body><form>
  <label>First name <input name="a" data-moz-autofill-type="given-name"></label>
  <label>E-mail <input type="email" name="b" data-moz-autofill-type="email" data-moz-mark="x"></label>
  <label>Phone <input type="tel" name="c" data-moz-autofill-type="tel-national"></label>
  <label>Company <input name="d" data-moz-autofill-type="organization"></label>
  <label>Country <input name="e" data-moz-autofill-type="country-name" autocomplete="country" style="display:none"></label>
</form></body></html>
"""


def made_row(**said: Any) -> Row:
    plain = Row(
        file="labelled/a.html",
        index=0,
        css=("#a",),
        language="en",
        label="E-mail",
        truth="",
        token="",
        given="",
        meaning="",
        confidence=0.0,
        signs=(),
        chromium="",
        prediction="",
        state=QUESTION,
        shown=True,
        html="",
        before="",
    )
    return replace(plain, **said)


@pytest.fixture
def looked(browser: Browser, tmp_path: Path) -> Callable[[str], Look]:
    def look(html: str) -> Look:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(java_script_enabled=False)
        try:
            return look_at(context.new_page(), path)
        finally:
            context.close()

    return look


def test_a_right_a_wrong_a_missed_and_an_invented_meaning_are_counted_apart() -> None:
    said = [Verdict("email", "email"), Verdict("name", "given-name"), Verdict("tel", ""), Verdict("", "email"), Verdict("", "")]
    found = figures(said, SCORED)
    assert found["email"] == Figures(right=1, claimed=1, missed=0)
    assert found["name"] == Figures(right=0, claimed=0, missed=1)
    assert found["given-name"] == Figures(right=0, claimed=1, missed=0)
    assert found["all"] == Figures(right=1, claimed=2, missed=2)


def test_precision_recall_and_f1_are_shares_of_the_claims_and_of_the_truths() -> None:
    one = Figures(right=6, claimed=2, missed=4)
    assert (one.precision, one.recall, one.f1) == pytest.approx((0.75, 0.6, 2 / 3))


def test_nothing_claimed_of_nothing_is_perfect_and_nothing_found_of_something_is_not() -> None:
    assert (Figures().precision, Figures().recall, Figures().f1) == (1, 1, 1)
    assert (Figures(missed=3).precision, Figures(missed=3).recall, Figures(missed=3).f1) == (1, 0, 0)


@pytest.mark.parametrize(
    ("token", "meaning"),
    [("country-name", "country"), ("tel-local", "tel"), ("tel-area-code", ""), ("organization", ""), ("", "")],
)
def test_a_label_counts_as_the_corpus_says(token: str, meaning: str) -> None:
    assert scored_as(token) == meaning


@pytest.mark.parametrize(
    ("prediction", "meaning"),
    [("NAME_FULL", "name"), ("PHONE_HOME_COUNTRY_CODE", "tel-country-code"), ("ADDRESS_HOME_ZIP", ""), ("", "")],
)
def test_a_prediction_of_chromium_counts_as_the_meaning_it_names(prediction: str, meaning: str) -> None:
    assert meaning_of(prediction) == meaning


@pytest.mark.parametrize(
    ("told", "language"), [("pt-BR", "pt"), ("EN_us", "en"), (" de ", "de"), ("", "unsaid"), ("{{lang}}", "unsaid")]
)
def test_a_pages_language_is_its_primary_subtag(told: str, language: str) -> None:
    assert language_of(told) == language


def test_every_control_is_scored_where_the_label_stood_and_the_label_is_gone(looked: Callable[[str], Look]) -> None:
    look = looked(FORM)
    rows = {row.truth: row for row in rows_of("labelled/page.html", look, {3: "COMPANY_NAME", 2: "PHONE_HOME_WHOLE_NUMBER"})}
    assert set(rows) == {"given-name", "email", "tel", "country"}
    assert {rows[truth].given for truth in ("given-name", "email", "tel")} == {"given-name", "email", "tel"}
    assert (rows["tel"].chromium, rows["email"].chromium) == ("tel", "")
    assert (rows["country"].state, rows["country"].shown) == (NO_QUESTION, False)
    assert not any("data-moz" in element.html for element in look.elements)


def test_hidden_controls_are_judged_too(looked: Callable[[str], Look]) -> None:
    rows = {row.truth: row for row in rows_of("labelled/page.html", looked(FORM), {})}
    assert (rows["country"].given, rows["country"].shown) == ("country", False)


def test_a_plainly_wrong_label_counts_neither_for_nor_against() -> None:
    page = Saved("labelled/a.html", Path("a.html"))
    rows = [made_row(truth="email", given="email"), made_row(index=1, truth="name", given="")]
    wrong = [WrongLabel("labelled/a.html", 1, "#b", "it is a search box")]
    result = scores(rows, wrong, pages=[page], unread={}, chromium=False)
    assert figures([Verdict(row.truth, row.given) for row in result.rows], SCORED)["all"] == Figures(right=1)
    assert (result.set_aside, result.stale) == (1, ())


def test_what_was_claimed_wrongly_is_listed_before_what_was_missed() -> None:
    rows = [made_row(truth="tel"), made_row(index=1, given="email"), made_row(index=2, truth="name", given="name")]
    result = scores(rows, [], pages=[Saved("labelled/a.html", Path("a.html"))], unread={}, chromium=True)
    assert [row.index for row in errors_of(result)] == [1, 0]


def test_a_page_that_could_not_be_read_is_counted_and_named() -> None:
    page = Saved("labelled/a.html", Path("a.html"))
    result = scores([], [], pages=[page], unread={page.name: "not read within 60 s"}, chromium=True)
    assert "Pages that could not be read: 1.\n  labelled/a.html: not read within 60 s\n" in as_text(result)


def test_a_page_stays_in_its_part_in_whatever_folder_it_lies() -> None:
    names = [f"page-{number}.html" for number in range(400)]
    parts = [Saved(f"labelled/{name}", Path("here") / name).part for name in names]
    assert parts == [Saved(f"crawled/{name}", Path("there") / name).part for name in names]
    assert parts.count(HELD) + parts.count(DEV) == 400
    assert 90 < parts.count(HELD) < 150


def test_without_a_corpus_it_says_so_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--corpus", str(tmp_path), "--cache", str(tmp_path / "cache")])
    assert status == 2
    assert capsys.readouterr().err == (
        f"There is no corpus in {tmp_path}: neither the folders labelled and crawled nor forms-dev.tar.xz. "
        "Type: make score CORPUS=FOLDER, with the folder that holds them\n"
    )


def test_the_corpus_is_found_unpacked(tmp_path: Path) -> None:
    (tmp_path / "labelled").mkdir()
    (tmp_path / "labelled" / "b.html").write_text(FORM, encoding="utf-8")
    assert [page.name for page in saved_pages(tmp_path, tmp_path / "cache")] == ["labelled/b.html"]


def test_every_label_set_aside_has_a_reason_and_stands_there_once() -> None:
    entries = wrong_labels()
    assert all(one.reason and one.label for one in entries)
    assert len({(one.file, one.index) for one in entries}) == len(entries)
