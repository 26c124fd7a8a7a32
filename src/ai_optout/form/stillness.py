"""When a page is still enough to be looked at."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

_STILL: Final = """
() => new Promise(done => {
  let timer = setTimeout(finish, 120);
  const latest = setTimeout(finish, 1500);
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(finish, 120); });
  function finish() { watch.disconnect(); clearTimeout(timer); clearTimeout(latest); done(); }
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
})
"""


def still(page: Page) -> None:
    """Wait until the page's document has been quiet for a moment, 1.5 s at most. A navigation meanwhile is waited for."""
    try:
        page.evaluate(_STILL)
    except PlaywrightError:
        if page.is_closed():
            raise
        page.wait_for_load_state("domcontentloaded")
