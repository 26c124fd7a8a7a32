"""A scrubbed document as one HTML file that needs nothing else: styles in it, shadow roots as templates, frames in `srcdoc`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from ai_optout.capture.rules import rules
from ai_optout.capture.tree import Element, Node

_VOID: Final = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "wbr"})
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
_RESET: Final = "*:not(option,optgroup,head,head *,style){all:initial;font-family:sans-serif}"
"""So that an element has the styles that are written for it and no others; an option is drawn by the browser itself."""

_ONE_FOR_ALL: Final = {"border-top-color": "border-color", "border-top-left-radius": "border-radius"}
"""One side's that is written for all four: a border's colour and its corners are for the eye alone."""


def write_html(root: Element, address: str) -> str:
    """The file's content. `address` is written as browsers do (Chromium, *Save page as*), so that it can be replayed there."""
    note = f"<!-- saved from url=({len(address):04})%s -->" % address.replace("--", "%2D%2D")
    return f"<!DOCTYPE html>\n{note}\n{_document(root)}\n"


@dataclass
class _Sheet:
    """The styles of one document or shadow root: each different one once, as a class."""

    classes: dict[str, str] = field(default_factory=dict)

    def of(self, style: Mapping[str, str]) -> str:
        """The class of these styles; "" where there are none to write."""
        initial = rules().styles
        written = ";".join(f"{_ONE_FOR_ALL.get(name, name)}:{value}" for name, value in style.items() if value != initial[name])
        return self.classes.setdefault(written, f"c{len(self.classes)}") if written else ""

    def css(self) -> str:
        return "\n".join([_RESET, *(f".{name}{{{style}}}" for style, name in self.classes.items())])


def _document(root: Element) -> str:
    sheet = _Sheet()
    title = next((_text(child) for element in root.elements() if element.tag == "title" for child in element.children), "")
    body = next((child for child in root.children if isinstance(child, Element) and child.tag in {"body", "frameset"}), None)
    inner = _element(body, sheet) if body is not None else "<body></body>"
    outer = _start(root, sheet)
    return "\n".join(
        [
            outer,
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{title}</title>",
            f"<style>{sheet.css()}</style>",
            "</head>",
            inner,
            "</html>",
        ]
    )


def _text(node: Node) -> str:
    return escape(node, quote=False) if isinstance(node, str) else ""


def _start(element: Element, sheet: _Sheet, more: Mapping[str, str] | None = None) -> str:
    styled = sheet.of(element.style)
    attributes = {**element.attributes, **(more or {}), **({"class": styled} if styled else {})}
    return f"<{element.tag}{''.join(_attribute(name, value) for name, value in attributes.items())}>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else f" {name}"


def _element(element: Element, sheet: _Sheet) -> str:
    framed = {"srcdoc": _document(element.frame)} if element.frame is not None else {}
    start = _start(element, sheet, framed)
    if element.tag in _VOID:
        return start
    shadow = _shadow(element.shadow) if element.shadow is not None else ""
    first = "\n" if element.tag in {"pre", "textarea"} else ""  # the parser swallows one (HTML, 13.2.6.4.7)
    return f"{start}{first}{shadow}{_inside(element.children, sheet)}</{element.tag}>"


def _inside(nodes: Iterable[Node], sheet: _Sheet) -> str:
    return "".join(_text(node) if isinstance(node, str) else _element(node, sheet) for node in nodes)


def _shadow(nodes: tuple[Node, ...]) -> str:
    sheet = _Sheet()
    inner = _inside(nodes, sheet)
    return f'<template shadowrootmode="open"><style>{sheet.css()}</style>{inner}</template>'
