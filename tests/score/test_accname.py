"""The comparison of names behind `make accname`: that Playwright's own are asked for, and what counts as the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.score.accname.__main__ import Agreement, as_text, main, spread
from tests.score.accname.named import Named, injected_script, names_of
from tests.score.corpus import Saved

from ai_optout.errors import UsageError

FORM = """
<!doctype html><form>
  <label>First <b>name</b> <input id=a></label>
  <style>label::after { content: " *" }</style>
  <fieldset><legend>Right</legend><label><input type=radio name=r id=b> Object</label><input type=radio name=r id=c> Delete</fieldset>
  <label for=d>Boxed</label><input type=checkbox id=d style="opacity:0">
  <label for=e>Gone</label><input type=checkbox id=e hidden>
  <input id=f hidden>
</form>
"""


@pytest.fixture
def form(browser: Browser) -> Page:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_content(FORM)
    return page


def one_named(ours: str, theirs: str | None, *, option: bool = False) -> Named:
    return Named(("#a",), "text", ours, theirs, option)


def test_the_names_are_those_that_playwright_asserts(form: Page) -> None:
    theirs = [one.theirs for one in names_of(form)]

    assert theirs == ["First name *", "Object *", "", "Boxed *", None]
    for css, name in zip(("#a", "#b", "#c", "#d"), theirs, strict=False):
        expect(form.locator(css)).to_have_accessible_name(name or "")


def test_what_a_person_does_not_see_is_not_asked_for(form: Page) -> None:
    assert ("#f",) not in [one.css for one in names_of(form)]


def test_an_option_without_a_name_and_what_is_hidden_are_not_compared() -> None:
    assert not one_named("Delete", "", option=True).compared
    assert not one_named("Gone", None).compared
    assert one_named("Delete", "").compared


def test_white_space_alone_is_no_difference() -> None:
    assert one_named("First name", " First\u00a0name\u200b ").same
    assert not one_named("First name", "First").same


def test_the_share_is_of_what_was_compared() -> None:
    named = [one_named("a", "a"), one_named("a", "a"), one_named("a", "a"), one_named("a", "b"), one_named("a", None)]
    result = Agreement(1, tuple(("labelled/a.html", one) for one in named), {})

    assert result.share == 0.75
    assert as_text(result).startswith("3 of 4 names agree (75.00%), on 1 pages.")


def test_pages_are_taken_at_even_distances() -> None:
    pages = [Saved(f"labelled/{number}.html", Path()) for number in range(10)]

    assert [page.name for page in spread(pages, 3)] == ["labelled/0.html", "labelled/3.html", "labelled/6.html"]
    assert spread(pages, 20) == pages


def test_without_a_corpus_it_says_so_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("Where the corpus lies wasn't said. Type: make accname CORPUS=FOLDER")


def test_another_release_of_playwright_that_keeps_its_script_elsewhere_is_said(tmp_path: Path) -> None:
    bundle = tmp_path / "coreBundle.js"
    bundle.write_text("source5 = 'nothing';\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"coreBundle\.js"):
        injected_script(bundle)
