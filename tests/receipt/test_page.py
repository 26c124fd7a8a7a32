"""`receipt.html` as it is read: whole, self-contained, open to everybody, and on paper."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # it has no types
from playwright.sync_api import Browser, Page
from tests.receipt.conftest import document, png

from ai_optout.receipt import Answer, Digest, Due, Picture, ReceiptDocument
from ai_optout.receipt.chain import Link
from ai_optout.receipt.page import page_of
from ai_optout.status import Status

AWKWARD = "<script>document.title = 'run'</script> \"O'Neill\" &amp; שלום 🙈 \n" + "x" * 2000
BEFORE = Link("20261122T120000Z-facebook-objection-abcdef", "b" * 64)
DIGEST = Digest.of("receipt.json", b"{}")


def shown(changed: ReceiptDocument | None = None, *, before: Link | None = None, due: Due | None = None) -> str:
    one = changed or document()
    pictures = {"form.png": png(1280, 2400), "acknowledgement.png": png(1280, 300)}
    listed = tuple(
        Picture(shows="form" if name == "form.png" else "acknowledgement", **Digest.of(name, content).model_dump())
        for name, content in pictures.items()
    )
    return page_of(one.model_copy(update={"pictures": listed}), pictures, [DIGEST], before, due)


@pytest.fixture
def read(page: Page) -> Callable[..., dict[str, str]]:
    """Shows a page and gives its rows, by what stands at their head."""

    def rows(html: str) -> dict[str, str]:
        page.set_content(html)
        found: list[list[str]] = page.locator("tr").evaluate_all(
            "rows => rows.map(row => [...row.children].map(e => e.innerText))"
        )
        return dict(found)

    return rows


Read = Callable[..., dict[str, str]]


def test_it_says_what_was_asked_under_which_right_and_when(read: Read, page: Page) -> None:
    rows = read(shown())

    assert rows["Right"] == "to object"
    assert rows["Law at the person's residence"] == "GDPR, Art. 21"
    assert rows["For"] == "the person's Facebook account"
    assert rows["Form at"] == "https://www.facebook.com/help/contact/712876720715583"
    assert rows["It was sent"] == "2026-11-23 12:02:00 UTC"
    assert rows["The page said that it was received"] == "2026-11-23 12:02:09 UTC"
    assert rows["Email address"] == "anna@mail.example"
    assert page.locator(".came").inner_text() == "The page said that it was received."
    assert page.locator("blockquote").inner_text() == "Thank you. You'll receive an email."


def test_where_no_law_is_known_none_is_named(read: Read) -> None:
    assert "Law at the person's residence" not in read(shown(document(law=None)))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SENT, "It was sent. The page did not say that it was received."),
        (Status.UNKNOWN, "It may have been sent: no answer of the page was seen."),
        (Status.FAILED, "Nothing was accepted by the page."),
        (Status.FILLED, "It was filled in for a trial and not sent."),
    ],
)
def test_it_never_says_more_than_what_came_of_it(page: Page, status: Status, words: str) -> None:
    page.set_content(shown(document(status=status, reason="It broke off.", acknowledged=None, acknowledgement=None)))

    assert page.locator(".came").inner_text() == words
    assert page.get_by_text("It broke off.").is_visible()
    assert page.locator("blockquote").count() == 0


def test_a_rehearsal_says_so_before_anything_else(page: Page) -> None:
    page.set_content(shown(document(mock=True)))

    assert page.locator(".rehearsal").inner_text().endswith("Nothing was sent to Meta.")


def test_the_deadline_is_shown_with_its_rule_where_it_is_known(read: Read) -> None:
    assert read(shown(due=Due(date(2026, 12, 23), "GDPR, Art. 12(3).")))["Answer due by"] == "2026-12-23. GDPR, Art. 12(3)."
    assert "Answer due by" not in read(shown())


def test_the_hashes_of_its_files_and_of_the_receipt_before_it_stand_in_it(read: Read) -> None:
    rows = read(shown(before=BEFORE))

    assert rows["receipt.json"] == hashlib.sha256(b"{}").hexdigest()
    assert rows["The receipt before this one"] == f"{BEFORE.folder}, its manifest-sha256.txt: {BEFORE.sha256}"
    assert read(shown())["The receipt before this one"] == "There was none."


def test_what_the_person_wrote_is_text_and_nothing_else(read: Read, page: Page) -> None:
    said = document(
        answers=(Answer(question=AWKWARD, meaning="impact", answer=AWKWARD),), acknowledgement=AWKWARD, reason="<b>bold</b>"
    )
    html = shown(said)

    rows = read(html)

    assert "<script" not in html
    assert rows["How it ended"] == "<b>bold</b>"
    assert page.title() == "Receipt: Object to your information being used for AI at Meta"
    assert AWKWARD.strip() in (page.locator("td .said").text_content() or "")


def test_it_needs_nothing_from_elsewhere(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    html = shown()

    page.set_content(html)

    assert {url.split(",")[0] for url in asked if not url.startswith("about:")} <= {"data:image/png;base64"}
    assert page.locator("img").evaluate_all("pictures => pictures.map(picture => picture.naturalWidth)") == [1280, 1280]
    assert re.findall(r'(?:src|href)="(?!data:)', html) == []


def test_a_picture_that_is_gone_is_said_and_the_rest_still_shown(page: Page) -> None:
    gone = Picture(name="form.png", sha256="0" * 64, size=1, shows="form")

    page.set_content(page_of(document(pictures=(gone,)), {}, [DIGEST], None, None))

    assert page.get_by_text("This picture was no longer there when the receipt was finished.").is_visible()


def long_one() -> str:
    return shown(
        document(answers=(Answer(question=AWKWARD, meaning="impact", answer=AWKWARD),), case="123456789012345"), before=BEFORE
    )


@pytest.mark.parametrize("width", [1280, 320], ids=["desktop", "phone"])
def test_it_is_open_to_everybody_at_any_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(long_one())

    found: dict[str, Any] = Axe().run(page).response

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_no_picture_is_cut_and_nothing_lies_beyond_the_edge(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 672, "height": 986})  # A4 less its margins, at 96 px an inch
    page.emulate_media(media="print")
    page.set_content(long_one())

    heights = page.locator("figure").evaluate_all("figures => figures.map(figure => figure.getBoundingClientRect().height)")

    assert max(heights) < 986
    assert page.evaluate("document.documentElement.scrollWidth") <= 672
    assert page.pdf(prefer_css_page_size=True, tagged=True).startswith(b"%PDF-")
    page.close()
