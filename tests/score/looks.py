"""What is taken out of a saved page in a browser: its snapshot as the engine scans it, and the labels.

A page is opened without scripts and without network. Its labels are collected and then removed before it is scanned, so that
nothing of them can reach the engine. An element is known by its place among the document's input, select and textarea elements,
which is the same whenever the file is parsed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

from ai_optout.form.scan import Scan, scan
from ai_optout.form.snapshot import Ref, Snapshot

OPENING_MS: Final = 30_000
VIEWPORT: Final = ViewportSize(width=1280, height=900)
NO_NETWORK: Final = "--host-resolver-rules=MAP * ~NOTFOUND"
WITHOUT_PICTURES: Final = ("--disable-gpu", "--disable-software-rasterizer", "--single-process")
"""Nobody looks, and the many frames that lead nowhere without network would each start a process."""
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


@contextmanager
def looking(browser: Path) -> Iterator[Callable[[Path], Look]]:
    """A function that opens a page in one browser and looks at it. Raises Playwright's error where the page can't be opened."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=[*arguments_as_root(), NO_NETWORK, *WITHOUT_PICTURES])
        context = started.new_context(java_script_enabled=False, offline=True, viewport=VIEWPORT, locale="en-GB")

        page = context.new_page()  # one for all: a new tab takes longer than most looks

        def look(path: Path) -> Look:
            return look_at(page, path)

        try:
            yield look
        finally:
            started.close()


def arguments_as_root() -> list[str]:
    """The switch without which Chromium doesn't start as root; none for anyone else."""
    return ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []


@contextmanager
def one_page(context: BrowserContext) -> Iterator[Page]:
    """A new tab, closed in the end."""
    page = context.new_page()
    try:
        yield page
    finally:
        page.close()


def look_at(page: Page, path: Path) -> Look:
    """Open a saved page in a tab without scripts and network, take its labels away, and scan it."""
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
