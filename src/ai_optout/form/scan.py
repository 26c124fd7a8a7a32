"""Reads a page: one look at every frame, made into a frozen `Snapshot`, with the way back from a `Ref` to its element.

What stands in the page is read by `scan.js`, which looks and never touches. Frames of another origin than the page's are left
out: what is typed there would go to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, Frame, JSHandle, Page

from ai_optout.form.snapshot import Button, Control, Dialog, Form, Kind, Link, Option, Ref, Snapshot

_Placed = TypeVar("_Placed", Control, Button)


@cache
def _script() -> str:
    return files("ai_optout.form").joinpath("scan.js").read_text(encoding="utf-8")


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

    def close(self) -> None:
        """Let the page's elements go."""
        for handle in self._handles:
            handle.dispose()


def scan(page: Page) -> Scan:
    """Look at the page and its same-origin frames. Raises Playwright's error where the page navigates away meanwhile."""
    handles: list[JSHandle] = []
    frames: list[Frame] = []
    snapshots: list[Snapshot] = []
    origin = _origin(page.url)
    for frame in page.frames:
        if frame is not page.main_frame and (frame.is_detached() or _origin(frame.url) not in {origin, None}):
            continue
        handle = frame.evaluate_handle(_script())
        snapshots.append(_snapshot(handle.evaluate("scan => scan.json"), len(frames), _frame_css(frame, page)))
        handles.append(handle)
        frames.append(frame)
    return Scan(_together(snapshots), handles, frames)


def _origin(url: str) -> str | None:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def _frame_css(frame: Frame, page: Page) -> tuple[str, ...]:
    if frame is page.main_frame:
        return ()
    parent = frame.parent_frame
    assert parent is not None, "only the main frame has no parent"
    name = frame.name
    peers = [peer for peer in parent.child_frames if not peer.is_detached()]
    own = f"iframe[name={name!r}]" if name else f"iframe >> nth={peers.index(frame)}"
    return (*_frame_css(parent, page), own)


def _snapshot(record: dict[str, Any], frame: int, within: tuple[str, ...]) -> Snapshot:
    def ref(one: dict[str, Any]) -> Ref:
        return Ref(frame, one["ref"])

    def css(one: dict[str, Any]) -> tuple[str, ...]:
        own = one["css"]
        return (*within, *([own] if isinstance(own, str) else own))

    def option(one: dict[str, Any]) -> Option:
        return Option(
            one["label"], one["value"], one["selected"], one["enabled"], one["visible"], ref(one) if one["ref"] >= 0 else None
        )

    def control(one: dict[str, Any]) -> Control:
        special: dict[str, Any] = {
            "ref": ref(one),
            "css": css(one),
            "kind": Kind(one["kind"]),
            "options": tuple(map(option, one["options"])),
            "hidden": tuple((name, value) for name, value in one["hidden"]),
        }
        return Control(**special, **{name: one[name] for name in _PLAIN})

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


_PLAIN = (
    *("type", "role", "name", "description", "legend", "before", "after", "heading", "placeholder", "autocomplete", "inputmode"),
    *("attribute_name", "attribute_id", "required", "invalid", "error", "visible", "enabled", "readonly", "form", "dialog"),
    *("value", "checked", "accept", "multiple", "max_length", "min_length", "popup"),
)


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
