"""Chromium's own predictions for a saved page: what its autofill takes each field for, without asking its server.

It writes them into the page when it is started so; an element is known by its place as in `looks`.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, Route, sync_playwright
from tests.score.looks import OPENING_MS, VIEWPORT, arguments_as_root, one_page

PREDICTING: Final = ("--enable-features=AutofillShowTypePredictions", "--show-autofill-type-predictions")
AS_IF_AT: Final = "https://page.example/"
"""Chromium predicts nothing at a file: address: the page is served to it under this one."""
WITHIN_S: Final = 2.0
"""Measured here: 0.1 to 0.3 s after the document was parsed; the corpus' README says "a second or two"."""
STILL_S: Final = 0.4
LOOK_EVERY_MS: Final = 50

_PREDICTED: Final = """
() => [...document.querySelectorAll("input,select,textarea")].map((element, index) =>
  [index, element.getAttribute("autofill-prediction")]).filter(([, prediction]) => prediction)
"""
_MEANINGS: Final[Mapping[str, str]] = {
    "NAME_FIRST": "given-name",
    "NAME_LAST": "family-name",
    "NAME_LAST_FIRST": "family-name",
    "NAME_LAST_SECOND": "family-name",
    "NAME_FULL": "name",
    "EMAIL_ADDRESS": "email",
    "ADDRESS_HOME_COUNTRY": "country",
    "PHONE_HOME_WHOLE_NUMBER": "tel",
    "PHONE_HOME_CITY_AND_NUMBER": "tel",
    "PHONE_HOME_CITY_AND_NUMBER_WITHOUT_TRUNK_PREFIX": "tel",
    "PHONE_HOME_NUMBER": "tel",
    "PHONE_HOME_COUNTRY_CODE": "tel-country-code",
}
"""Chromium's field types (components/autofill/core/browser/field_types.h) that say what one of our meanings says."""

Predictions = dict[int, str]
"""Chromium's prediction for an element, by the element's index."""


def meaning_of(prediction: str) -> str:
    """The scored meaning of a prediction, or "". Where it holds several types, the first is Chromium's choice."""
    return _MEANINGS.get(re.split(r"[\s,;|/]+", prediction.strip())[0], "")


@contextmanager
def predicting(browser: Path) -> Iterator[Callable[[Path], Predictions]]:
    """A function that gives Chromium's predictions for a page. Raises Playwright's error where the page can't be opened."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        context = playwright.chromium.launch_persistent_context(
            home,
            executable_path=browser,
            args=[*arguments_as_root(), *PREDICTING],
            java_script_enabled=False,
            offline=True,
            viewport=VIEWPORT,
            locale="en-GB",
        )

        def predict(path: Path) -> Predictions:
            with one_page(context) as page:
                return _predictions(page, path)

        try:
            yield predict
        finally:
            context.close()


def _predictions(page: Page, path: Path) -> Predictions:
    body = path.read_bytes()

    def served(route: Route) -> None:
        request = route.request
        if request.is_navigation_request() and request.frame.parent_frame is None:
            route.fulfill(body=body, content_type="text/html")
        else:
            route.abort()

    page.route("**/*", served)
    page.goto(AS_IF_AT, wait_until="domcontentloaded", timeout=OPENING_MS)
    return _settled(page)


def _settled(page: Page) -> Predictions:
    """The predictions once they no longer change, or none where none came in time."""
    last: Predictions = {}
    began = changed = time.monotonic()
    while True:
        now: Predictions = dict(page.evaluate(_PREDICTED))
        at = time.monotonic()
        if now != last:
            last, changed = now, at
        if at - changed > STILL_S and (last or at - began > WITHIN_S):
            return last
        page.wait_for_timeout(LOOK_EVERY_MS)
