"""The names that the scan gives beside those that Playwright computes for the same elements of a page.

Compared is every control that a person sees; of a group of radios or boxes its options, whose label is the option's name. What
Playwright takes for hidden from assistive technology has no name there and isn't compared (a drawn box, say, whose label stands
for it), nor is an option that has no name, whose label is only the text beside it. White space is folded on both sides, as
Playwright folds it where it compares names.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import playwright
from playwright.sync_api import Frame, Page, sync_playwright
from tests.score import looks
from tests.score.reading import SCAN, Reader

from ai_optout.errors import UsageError
from ai_optout.form.scan import scan
from ai_optout.form.snapshot import Kind, Ref, Snapshot

_BUNDLE: Final = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
_FUNCTION: Final = "getElementAccessibleNameText"
_ASK: Final = """
(elements) => {
  const module = {};
  %s
  const options = { isUnderTest: false, sdkLanguage: "python", testIdAttributeName: "data-testid", stableRafCount: 1,
    browserName: "chromium", shouldPrependErrorPrefix: false, isUtilityWorld: false, customEngines: [] };
  const { utils } = new (module.exports.InjectedScript())(globalThis, options);
  const around = (node) => node.parentElement ?? node.getRootNode().host ?? null;
  const isHidden = (element) => {
    for (let at = element; at; at = around(at)) if (at.getAttribute("aria-hidden")?.toLowerCase() === "true") return true;
    return !element.checkVisibility({ visibilityProperty: true });
  };
  return elements.map((element) => isHidden(element) ? null : utils.%s(element, false));
}
"""
MOST: Final = 150
"""Controls and options of one page that are compared: a page of a thousand of one kind says nothing more."""


@dataclass(frozen=True)
class Named:
    """A control or an option by both computations; `theirs` is None where Playwright takes it for hidden."""

    css: tuple[str, ...]
    kind: str
    ours: str
    theirs: str | None
    is_option: bool = False

    @property
    def compared(self) -> bool:
        """Whether there is something to compare."""
        return self.theirs is not None and not (self.is_option and not folded(self.theirs))

    @property
    def same(self) -> bool:
        """Whether both computations come to one name."""
        return folded(self.ours) == folded(self.theirs or "")


def folded(text: str) -> str:
    """As Playwright compares names: white space folded, zero-width spaces and soft hyphens left out."""
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())


@cache
def injected_script(bundle: Path = _BUNDLE) -> str:
    """The script that Playwright itself puts into pages, out of its own package. Raises `UsageError` where it isn't there."""
    for line in bundle.read_text(encoding="utf-8").splitlines():
        name, _, literal = line.strip().rstrip(";").partition(" = '")
        if name.startswith("source") and f"function {_FUNCTION}(" in literal:
            return str(ast.literal_eval(f"'{literal}"))
    raise UsageError(
        f"Playwright's package holds no script with {_FUNCTION}: {bundle.name}.",
        "Look where this release of Playwright keeps it.",
    )


def names_of(page: Page) -> tuple[Named, ...]:
    """Scan a page, and ask Playwright for the names of the same elements."""
    found = scan(page)
    asked = _asked(found.snapshot)[:MOST]
    by_frame: dict[Frame, list[_Asked]] = {}
    for one in asked:
        by_frame.setdefault(found.frame(one.ref), []).append(one)
    script = _ASK % (injected_script(), _FUNCTION)
    named: list[Named] = []
    for frame, those in by_frame.items():
        theirs = frame.evaluate(script, [found.element(one.ref) for one in those])
        named.extend(Named(one.css, one.kind, one.name, name, one.is_option) for one, name in zip(those, theirs, strict=True))
    found.close()
    return tuple(named)


@dataclass(frozen=True)
class _Asked:
    ref: Ref
    css: tuple[str, ...]
    kind: str
    name: str
    is_option: bool


def _asked(snapshot: Snapshot) -> list[_Asked]:
    """What a person sees of a page: its single controls, and the options of its groups."""
    asked: list[_Asked] = []
    for control in snapshot.controls:
        if control.kind in {Kind.RADIO, Kind.CHECKBOXES}:
            asked.extend(
                _Asked(option.ref, control.css, control.kind, option.label, is_option=True)
                for option in control.options
                if option.visible and option.ref
            )
        elif control.visible:
            asked.append(_Asked(control.ref, control.css, control.kind, control.name, is_option=False))
    return asked


@contextmanager
def comparing(browser: Path) -> Iterator[Callable[[Path], tuple[Named, ...]]]:
    """A function that opens a page in one browser, without scripts and network, and compares its names."""
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=browser, args=[*looks.arguments_as_root(), looks.NO_NETWORK])
        context = chromium.new_context(java_script_enabled=False, offline=True, viewport=looks.VIEWPORT, locale="en-GB")

        def compare(path: Path) -> tuple[Named, ...]:
            with looks.one_page(context) as page:
                page.goto(path.resolve().as_uri(), wait_until="domcontentloaded", timeout=looks.OPENING_MS)
                return names_of(page)

        try:
            yield compare
        finally:
            chromium.close()


NAMES: Final = Reader("accname", comparing, (*SCAN, Path(__file__), Path(looks.__file__), _BUNDLE))
