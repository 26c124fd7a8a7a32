"""What a page held at one moment, as frozen values: no page, no handle, no I/O.

`Ref` says which element a record stands for: the frame's place in the scan and the element's in that frame. Only the scan that
made a snapshot can turn a `Ref` into an element again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ai_optout.messages import _


@dataclass(frozen=True, order=True)
class Ref:
    """An element of one scan: `frame` counts the frames in document order, `element` the elements kept in that frame."""

    frame: int
    element: int


class Kind(StrEnum):
    """How a control is answered."""

    TEXT = "text"
    TEXTAREA = "textarea"
    SELECT = "select"
    RADIO = "radio"
    CHECKBOXES = "checkboxes"
    CHECKBOX = "checkbox"
    SWITCH = "switch"
    COMBOBOX = "combobox"
    LISTBOX = "listbox"
    FILE = "file"


@dataclass(frozen=True)
class Option:
    """One choice of a select, a radio or checkbox group, or a listbox; `ref` is None in a native select."""

    label: str
    value: str
    selected: bool = False
    enabled: bool = True
    visible: bool = True
    ref: Ref | None = None


@dataclass(frozen=True)
class Control:
    """One question: a control, or a whole group of radios or checkboxes. Texts are as the page shows them, white space folded."""

    ref: Ref
    kind: Kind
    css: tuple[str, ...]
    """Selects the control (a group's first) in its document; from the outside in where it lies in a shadow root or frame."""
    type: str = ""
    role: str = ""
    name: str = ""
    """The accessible name, as the standard computes it (accname 1.2)."""
    name_alone: str | None = None
    """The name without what the control shows as chosen, what the page complains of and the words on the browser's own button;
    None where that is the name itself.
    """
    description: str = ""
    legend: str = ""
    before: str = ""
    """The text just before it that no label ties to it."""
    after: str = ""
    heading: str = ""
    title: str = ""
    """The text that stands first in the smallest part of the form that asks more than this and begins with one: in no heading and
    no legend, and still a card's title.
    """
    placeholder: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    attribute_name: str = ""
    attribute_id: str = ""
    required: bool = False
    invalid: bool = False
    error: str = ""
    visible: bool = True
    enabled: bool = True
    readonly: bool = False
    form: int = -1
    dialog: int = -1
    value: str = ""
    checked: bool | None = None
    options: tuple[Option, ...] = ()
    accept: str = ""
    multiple: bool = False
    max_length: int | None = None
    min_length: int | None = None
    popup: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    """Hidden inputs of its row: what a typeahead posts beside what it shows."""
    format: str = ""
    """What an attribute of its own says of the format (`data-date-format`)."""

    @property
    def label(self) -> str:
        """What it is called, whatever it holds; "" where nothing names it."""
        return self.name if self.name_alone is None else self.name_alone

    @property
    def wording(self) -> str:
        """The question as a person would quote it; never empty. What stands just before it says more than the legend, which is
        that of its neighbours as well.
        """
        box = self.kind in {Kind.CHECKBOX, Kind.SWITCH}
        texts = (
            self.label,
            self.after if box else "",
            self.before,
            self.placeholder,
            self.legend,
            self.after,
            self.heading,
            self.attribute_name,
            self.attribute_id,
        )
        return next((text for text in texts if text), _("a question without words ({kind})").format(kind=self.kind))

    @property
    def answered(self) -> bool:
        """Whether the page holds an answer. A select's option of empty value, its "please select", is none."""
        if self.kind is Kind.SELECT:
            return any(option.selected and option.value for option in self.options)
        if self.kind in {Kind.RADIO, Kind.CHECKBOXES, Kind.LISTBOX}:
            return any(option.selected for option in self.options)
        if self.kind in {Kind.CHECKBOX, Kind.SWITCH}:
            return bool(self.checked)
        if self.kind in {Kind.FILE, Kind.COMBOBOX}:
            return bool(self.value)
        return not _only_holds_a_place(self.value, self.placeholder)


def _only_holds_a_place(value: str, placeholder: str) -> bool:
    """Whether a text is nothing that anybody typed: empty, the placeholder itself, or what a mask shows ("+1 (___) ___-____")."""
    if value == placeholder:
        return True
    left = value.replace("_", "")
    mask = len(left) < len(value) and not any(map(str.isalpha, left)) and sum(map(str.isdigit, left)) <= _CODE_IN_A_MASK
    return value == "" or mask


_CODE_IN_A_MASK = 4
"""Digits that an empty mask may show: a dialling code."""


@dataclass(frozen=True)
class Button:
    """Something to press, by its words."""

    ref: Ref
    name: str
    type: str = ""
    visible: bool = True
    enabled: bool = True
    form: int = -1
    dialog: int = -1
    marks: str = ""
    """Its id, name and test ids: what a known mark of a cookie dialog is compared with."""


@dataclass(frozen=True)
class Link:
    """Somewhere to go; `around` is the whole sentence where the link is only a part of it."""

    ref: Ref
    name: str
    href: str
    around: str = ""
    dialog: int = -1


@dataclass(frozen=True)
class Dialog:
    """An open dialog."""

    ref: Ref
    name: str
    text: str
    links: tuple[str, ...] = ()
    marks: str = ""


@dataclass(frozen=True)
class Form:
    """A `<form>` (or role=form) of the page; `action` is the whole address that it posts to."""

    ref: Ref
    name: str
    action: str
    method: str


@dataclass(frozen=True)
class Snapshot:
    """A page and its same-origin frames at one moment. `form` and `dialog` of a record index `forms` and `dialogs`; -1 is
    none.
    """

    url: str
    title: str = ""
    language: str = ""
    headings: tuple[str, ...] = ()
    text: str = ""
    prose: str = ""
    """The text without links, buttons, navigation and footer, a line a block: what the page says of itself."""
    alerts: tuple[str, ...] = ()
    dialogs: tuple[Dialog, ...] = ()
    forms: tuple[Form, ...] = ()
    controls: tuple[Control, ...] = ()
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def questions(self) -> tuple[Control, ...]:
        """The controls a person sees and can answer. What is invisible is no question (honeypots stay empty)."""
        return tuple(control for control in self.controls if control.visible and control.enabled and not control.readonly)
