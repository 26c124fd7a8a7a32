"""A letter as a page and on paper: HTML that needs nothing else, and PDF by Chromium's own print."""

from __future__ import annotations

from markdown_it import MarkdownIt

from ai_optout.browser import OpenBrowser, playwright_errors
from ai_optout.followup.letters import Letter
from ai_optout.followup.templates import environment


def html_of(letter: Letter) -> str:
    """The letter as one HTML file without scripts; HTML in its Markdown would be shown as text."""
    body = MarkdownIt("commonmark", {"html": False, "linkify": False}).render(letter.markdown)
    return environment(html=True).get_template("letter.html").render(letter=letter, body=body)


def pdf_of(letter: Letter, browser: OpenBrowser) -> bytes:
    """The letter on A4, printed by a browser without a window (Chromium prints in no other)."""
    context = browser.new_context(letter.language)
    try:
        with playwright_errors():
            page = context.new_page()
            page.set_content(html_of(letter), wait_until="load")
            return page.pdf(format="A4", prefer_css_page_size=True, tagged=True)
    finally:
        context.close()
