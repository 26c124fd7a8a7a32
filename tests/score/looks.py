"""What is taken out of a saved page in a browser: its snapshot as the engine scans it, the labels, Chromium's own predictions.

A page is opened without scripts and without network. Its labels are collected and then removed before it is scanned, so that
nothing of them can reach the engine. An element is known by its place among the document's input, select and textarea elements,
which is the same whenever the file is parsed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, Route, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Ref, Snapshot

OPENING_MS: Final = 30_000
VIEWPORT: Final = {"width": 1280, "height": 900}
AS_IF_AT: Final = "https://page.example/"
"""Chromium predicts nothing on a file: address, so that pages are served to it under this one."""
PREDICTIONS_WITHIN_S: Final = 2.0
"""Measured here: 0.1 to 0.3 s after the document was parsed; the corpus' README says "a second or two"."""
PREDICTIONS_STILL_S: Final = 0.4
PREDICTING: Final = ("--enable-features=AutofillShowTypePredictions", "--show-autofill-type-predictions")

_COLLECT: Final = """
() => {
  const labelled = [...document.querySelectorAll("input,select,textarea")];
  const told = labelled.map((element, index) => {
    const token = element.getAttribute("data-moz-autofill-type") || "";
    if (!token && element.type === "hidden") return null;
    const box = element.getBoundingClientRect();
    const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 1 && box.height > 1;
    return { index, token, shown, html: null };
  });
  for (const element of document.querySelectorAll("*"))
    for (const name of element.getAttributeNames()) if (name.startsWith("data-moz-")) element.removeAttribute(name);
  for (const one of told) if (one) one.html = labelled[one.index].cloneNode(false).outerHTML.slice(0, 600);
  return told.filter(Boolean);
}
"""
_PLACE: Final = """
(selectors) => {
  const places = new Map([...document.querySelectorAll("input,select,textarea")].map((element, index) => [element, index]));
  return selectors.map((css) => {
    const found = document.querySelectorAll(css);
    return found.length === 1 ? [places.get(found[0]) ?? -1, found[0].getAttribute("name") || "", found[0].id || ""] : null;
  });
}
"""
_PLACE_ONE: Final = """(element) => [...document.querySelectorAll("input,select,textarea")].indexOf(element)"""
_PREDICTED: Final = """
() => [...document.querySelectorAll("input,select,textarea")].map((element, index) =>
  [index, element.getAttribute("autofill-prediction")]).filter(([, prediction]) => prediction)
"""


@dataclass(frozen=True)
class Element:
    """An input, select or textarea: its place among them, its label in the corpus or "", whether it is shown, its opening tag."""

    index: int
    token: str
    shown: bool
    html: str


@dataclass(frozen=True)
class Look:
    """A page as the engine sees it, and what the corpus says of its elements.

    `places` leads from a control of the snapshot to the element's index; -1 where it is none of the three kinds. `astray` are
    the selectors that don't select exactly their control.
    """

    snapshot: Snapshot
    elements: tuple[Element, ...]
    places: dict[Ref, int]
    astray: tuple[str, ...]
    seconds: float


Predictions = dict[int, str]
"""Chromium's prediction for an element, by the element's index."""
Reading = Callable[[Path], Any]


@contextmanager
def looking(browser: Path) -> Iterator[Callable[[Path], Look]]:
    """A function that opens a page in one browser and looks at it. Raises Playwright's error where the page can't be opened."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=_arguments())
        context = started.new_context(java_script_enabled=False, offline=True, viewport=VIEWPORT, locale="en-GB")
        context.route("**/*", _only_the_file)
        try:
            yield lambda path: _with_page(context, lambda page: _look(page, path))
        finally:
            started.close()


@contextmanager
def predicting(browser: Path) -> Iterator[Callable[[Path], Predictions]]:
    """A function that gives Chromium's own predictions for a page."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        context = playwright.chromium.launch_persistent_context(
            home,
            executable_path=browser,
            args=[*_arguments(), *PREDICTING],
            java_script_enabled=False,
            offline=True,
            viewport=VIEWPORT,
            locale="en-GB",
        )
        try:
            yield lambda path: _with_page(context, lambda page: _predictions(page, path))
        finally:
            context.close()


def _arguments() -> list[str]:
    return ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []


def _with_page(context: BrowserContext, read: Callable[[Page], Any]) -> Any:
    page = context.new_page()
    try:
        return read(page)
    finally:
        page.close()


def _only_the_file(route: Route) -> None:
    request = route.request
    if request.is_navigation_request() and request.frame.parent_frame is None:
        route.continue_()
    else:
        route.abort()


def _look(page: Page, path: Path) -> Look:
    page.goto(path.resolve().as_uri(), wait_until="domcontentloaded", timeout=OPENING_MS)
    elements = tuple(Element(**one) for one in page.evaluate(_COLLECT))
    began = time.perf_counter()
    found = scan(page)
    seconds = time.perf_counter() - began
    places, astray = _places(page, found)
    found.close()
    return Look(found.snapshot, elements, places, astray, seconds)


def _places(page: Page, found: Scan) -> tuple[dict[Ref, int], tuple[str, ...]]:
    """Where the controls stand; by their selectors, all at once, and by the element itself where the selector misleads."""
    controls = found.snapshot.controls
    plain = [control for control in controls if len(control.css) == 1 and control.ref.frame == 0]
    hits = page.evaluate(_PLACE, [control.css[0] for control in plain])
    places: dict[Ref, int] = {}
    astray: list[str] = []
    for control, hit in zip(plain, hits, strict=True):
        if hit is not None and hit[1:] == [control.attribute_name, control.attribute_id]:
            places[control.ref] = hit[0]
        else:
            astray.append(control.css[0])
    for control in controls:
        if control.ref not in places:
            places[control.ref] = found.element(control.ref).evaluate(_PLACE_ONE) if control.ref.frame == 0 else -1
    return places, tuple(astray)


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
        now = {index: prediction for index, prediction in page.evaluate(_PREDICTED)}
        at = time.monotonic()
        if now != last:
            last, changed = now, at
        if at - changed > PREDICTIONS_STILL_S and (last or at - began > PREDICTIONS_WITHIN_S):
            return last
        page.wait_for_timeout(50)


__all__ = ["Element", "Look", "PlaywrightError", "Predictions", "Reading", "looking", "predicting"]
