"""A document as values: elements with what is known of them, and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Element:
    """An element; `shadow` are the children of its shadow root (None: it has none), `frame` the root of the document in it."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    style: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Node, ...] = ()
    shadow: tuple[Node, ...] | None = None
    frame: Element | None = None

    def elements(self) -> Iterator[Element]:
        """The element and all below it, shadow roots and frames included."""
        yield self
        for child in (*self.children, *(self.shadow or ()), *([self.frame] if self.frame else ())):
            if isinstance(child, Element):
                yield from child.elements()


Node = Element | str


def element_of(record: Mapping[str, Any]) -> Element:
    """What `read.js` says of one element, as a value."""
    shadow = record["shadow"]
    return Element(
        record["tag"],
        record["attributes"],
        record["style"],
        _nodes(record["children"]),
        None if shadow is None else _nodes(shadow),
        element_of(record["frame"]) if record["frame"] else None,
    )


def _nodes(records: list[Any]) -> tuple[Node, ...]:
    return tuple(one if isinstance(one, str) else element_of(one) for one in records)
