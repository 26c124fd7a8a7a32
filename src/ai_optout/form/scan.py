"""Reads a page: one look at every frame, made into a frozen `Snapshot`, with the way back from a `Ref` to its element.

What stands in the page is read by the scripts in `page/`, which look and never touch. Frames of another origin than the page's
are left out: what is typed there would go to somebody else.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

from playwright.sync_api import ElementHandle, Frame, JSHandle, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from ai_optout.form.snapshot import Button, Control, Dialog, Form, Kind, Link, Option, Ref, Snapshot

_Placed = TypeVar("_Placed", Control, Button)

SCRIPTS: Final = (
    *("tree", "walk", "sight", "text", "roles", "names", "use"),
    *("near", "place", "record", "groups", "lists", "controls", "page"),
)
"""The scripts in `page/`, each behind those that it takes something from."""
PATIENCE_S: Final = 10.0
"""How long all frames of a page together are waited for. One that the browser has opened answers at once, on a busy machine
within a few seconds; one that it hasn't never does.
"""
_LEAST_MS: Final = 1_000.0
"""What each frame is given at least, were the others ever so slow."""


@cache
def _script() -> str:
    """All of them as the one function that looks: each is a function of what those before it gave, the last gives the look."""
    folder = files("ai_optout.form").joinpath("page")
    parts = (f"parts.{name} = (\n{folder.joinpath(f'{name}.js').read_text(encoding='utf-8')})(parts);" for name in SCRIPTS)
    return "\n".join(("(() => {", "const parts = {};", *parts, "return parts.page;", "})"))


@dataclass
class Scan:
    """One look at a page: the snapshot, and its elements for as long as the page keeps them."""

    snapshot: Snapshot
    _handles: list[JSHandle] = field(repr=False)
    _frames: list[Frame] = field(repr=False)

    def element(self, ref: Ref) -> ElementHandle:
        """The element that a record of this scan stands for. Raises Playwright's error where its document is gone."""
        found = self._handles[ref.frame].evaluate_handle("(scan, index) => scan.elements[index]", ref.element).as_element()
        assert found is not None, "a ref always points at an element"
        return found

    def frame(self, ref: Ref) -> Frame:
        """The frame in which the element lies."""
        return self._frames[ref.frame]

    def ask(self, refs: Sequence[Ref], script: str) -> list[Any]:
        """What a script that is given elements answers for each of these, in their order: one round trip a frame."""
        answers: dict[Ref, Any] = {}
        for number, handle in enumerate(self._handles):
            own = [ref for ref in dict.fromkeys(refs) if ref.frame == number]
            if own:
                told = handle.evaluate(
                    f"(scan, places) => ({script})(places.map(place => scan.elements[place]))", [ref.element for ref in own]
                )
                answers |= dict(zip(own, told, strict=True))
        return [answers[ref] for ref in refs]

    def in_each_frame(self, script: str) -> None:
        """Run a script in every frame that was looked at."""
        for handle in self._handles:
            handle.evaluate(f"() => ({script})()")

    def close(self) -> None:
        """Let the page's elements go."""
        for handle in self._handles:
            handle.dispose()


def scan(page: Page) -> Scan:
    """Look at the page and its same-origin frames. Raises Playwright's error where the page navigates away meanwhile.

    A frame that never opens (an address that leads nowhere, one of `javascript:` where scripts are off) is left out: nothing
    stands in it, or it doesn't answer in time.
    """
    looks: dict[Frame, _Look] = {}
    until = time.monotonic() + PATIENCE_S
    for frame in page.frames:
        try:
            look = _look(frame, looks, len(looks), patience_ms=max(_LEAST_MS, (until - time.monotonic()) * 1000))
        except PlaywrightTimeoutError:
            continue  # its document isn't there
        except PlaywrightError:
            if frame is page.main_frame or not frame.is_detached():
                raise
            continue  # it went away while it was looked at
        if look is not None:
            looks[frame] = look
    return Scan(_together(look.snapshot for look in looks.values()), [look.handle for look in looks.values()], list(looks))


@dataclass(frozen=True)
class _Look:
    """What one frame held."""

    handle: JSHandle
    snapshot: Snapshot
    css: tuple[str, ...]
    visible: bool


def _look(frame: Frame, looks: Mapping[Frame, _Look], number: int, *, patience_ms: float) -> _Look | None:
    """Look at one frame; None where nothing stands in it, or it, or one around it, is of another origin than the page.

    The browser itself is asked, in the document around the frame: it shows a document only to its own origin (HTML, 7.3.3).
    An address doesn't tell: a sandboxed frame has ours, an empty one none. What a frame says of itself may be a lie.
    """
    css: tuple[str, ...] = ()
    visible = True
    if frame.parent_frame is not None:
        around = looks.get(frame.parent_frame)
        if around is None:
            return None
        element = frame.frame_element()
        place = around.handle.evaluate("(scan, element) => scan.place(element)", element)
        element.dispose()
        if not place["ours"] or place["blank"]:
            return None
        css = (*around.css, *place["css"])
        visible = around.visible and place["visible"]
        handle = frame.wait_for_function(_script(), timeout=patience_ms)  # `evaluate` waits for ever for a document
    else:
        handle = frame.evaluate_handle(_script())
    record = handle.evaluate("scan => scan.json")
    snapshot = _snapshot(json.loads(record) if isinstance(record, str) else record, number, css)
    return _Look(handle, snapshot if visible else _unseen(snapshot), css, visible)


def _unseen(snapshot: Snapshot) -> Snapshot:
    """What a frame holds that nobody sees: controls and buttons that are invisible, and no words."""
    return replace(
        snapshot,
        headings=(),
        text="",
        prose="",
        alerts=(),
        dialogs=(),
        links=(),
        controls=tuple(
            replace(one, visible=False, dialog=-1, options=tuple(replace(option, visible=False) for option in one.options))
            for one in snapshot.controls
        ),
        buttons=tuple(replace(one, visible=False, dialog=-1) for one in snapshot.buttons),
    )


def _snapshot(record: dict[str, Any], frame: int, within: tuple[str, ...]) -> Snapshot:
    def ref(one: dict[str, Any]) -> Ref:
        return Ref(frame, one["ref"])

    def css(one: dict[str, Any]) -> tuple[str, ...]:
        return (*within, *one["css"])

    def option(one: dict[str, Any]) -> Option:
        return Option(
            one["label"], one["value"], one["selected"], one["enabled"], one["visible"], ref(one) if one["ref"] >= 0 else None
        )

    lists = [tuple(Option(label, value, enabled=enabled) for label, value, enabled in one) for one in record["lists"]]

    def options(one: dict[str, Any]) -> tuple[Option, ...]:
        if "list" not in one:
            return tuple(map(option, one.get("options", ())))
        chosen = list(lists[one["list"]])
        for place in one.get("chosen", ()):
            chosen[place] = replace(chosen[place], selected=True)
        return tuple(chosen)

    def control(one: dict[str, Any]) -> Control:
        special: dict[str, Any] = {
            "ref": ref(one),
            "css": css(one),
            "kind": Kind(one["kind"]),
            "options": options(one),
            "hidden": tuple((name, value) for name, value in one.get("hidden", ())),
        }
        return Control(**special, **{name: one[name] for name in one.keys() & _PLAIN})

    return Snapshot(
        url=record["url"],
        title=record["title"],
        language=record["language"],
        headings=tuple(record["headings"]),
        text=record["text"],
        prose=record["prose"],
        alerts=tuple(record["alerts"]),
        dialogs=tuple(Dialog(ref(one), one["name"], one["text"], tuple(one["links"]), one["marks"]) for one in record["dialogs"]),
        forms=tuple(Form(ref(one), one["name"], one["action"], one["method"]) for one in record["forms"]),
        controls=tuple(map(control, record["controls"])),
        buttons=tuple(
            Button(ref(one), one["name"], one["type"], one["visible"], one["enabled"], one["form"], one["dialog"], one["marks"])
            for one in record["buttons"]
        ),
        links=tuple(Link(ref(one), one["name"], one["href"], one["around"], one["dialog"]) for one in record["links"]),
    )


_PLAIN = {
    *(
        "type",
        "role",
        "name",
        "name_alone",
        "description",
        "legend",
        "before",
        "after",
        "heading",
        "title",
        "placeholder",
        "autocomplete",
        "inputmode",
    ),
    *("attribute_name", "attribute_id", "required", "invalid", "error", "visible", "enabled", "readonly", "form", "dialog"),
    *("value", "checked", "accept", "multiple", "max_length", "min_length", "popup", "format"),
}


def _together(snapshots: Iterable[Snapshot]) -> Snapshot:
    """One snapshot of all frames: the main frame's, with what the others hold behind it."""
    first, *others = snapshots
    for other in others:
        forms, dialogs = len(first.forms), len(first.dialogs)

        def moved(one: _Placed, forms: int = forms, dialogs: int = dialogs) -> _Placed:
            return replace(
                one, form=one.form + forms if one.form >= 0 else -1, dialog=one.dialog + dialogs if one.dialog >= 0 else -1
            )

        first = replace(
            first,
            headings=first.headings + other.headings,
            text=f"{first.text} {other.text}".strip(),
            prose=f"{first.prose}\n{other.prose}".strip(),
            alerts=first.alerts + other.alerts,
            dialogs=first.dialogs + other.dialogs,
            forms=first.forms + other.forms,
            controls=first.controls + tuple(moved(one) for one in other.controls),
            buttons=first.buttons + tuple(moved(one) for one in other.buttons),
            links=first.links + other.links,
        )
    return first
