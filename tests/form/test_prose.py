"""What a page says of itself, a line a block: how its source is broken into lines says nothing."""

from __future__ import annotations

from playwright.sync_api import Page

from ai_optout.form.scan import scan


def test_a_line_of_prose_is_a_block_however_its_source_is_broken(page: Page) -> None:
    page.set_content("<main><h1>Thank\nyou</h1><p>We have\n   received <b>your\nrequest</b>.</p><nav>Request sent</nav></main>")

    assert scan(page).snapshot.prose == "Thank you\nWe have received your request."
