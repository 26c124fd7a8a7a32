"""A form as the engine reads it, as plain values to print: `ai-optout inspect`, and what it writes a flow from."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from pydantic import BaseModel, ConfigDict

from ai_optout.form.language import language_of
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Option, Snapshot
from ai_optout.form.understand import Question, understand, understand_unseen
from ai_optout.messages import _

_ROLES: Final = {
    Kind.TEXTAREA: "textbox",
    Kind.RADIO: "radiogroup",
    Kind.CHECKBOXES: "group",
    Kind.CHECKBOX: "checkbox",
    Kind.SWITCH: "switch",
    Kind.COMBOBOX: "combobox",
    Kind.LISTBOX: "listbox",
    Kind.FILE: "button",  # HTML-AAM gives a file input no role; Chromium and Playwright make it a button
}
_INPUT_ROLES: Final = {"search": "searchbox", "number": "spinbutton", "range": "slider"}
"""HTML-AAM 1.0, *input*; a type that it gives no role (date, password …) is a textbox here, as in Playwright."""
_NAMED: Final = 2
"""Meanings that a sign names one by one."""


class FieldRecord(BaseModel):
    """One control, or one group of radios or checkboxes, of a page."""

    model_config = ConfigDict(frozen=True)

    css: str | list[str]
    """Selects exactly this control (a group's first); from the outside in where it lies in a shadow root or a frame."""
    role: str
    """The ARIA role, computed where it is implicit."""
    label: str
    """The question as a person would quote it: its accessible name, else the words that stand for one; "" for none."""
    meaning: Meaning | None
    confidence: float
    signs: list[str]
    """What speaks for a meaning and, with a minus, against it: meaning, weight and reason."""
    required: bool
    value: str | bool | list[str]
    """As the page holds it: a text, the label of the chosen option (a list where several may be), whether a box is ticked.
    Never a password."""
    options: list[str]
    """The labels of the options, in order."""
    visible: bool


class Inspection(BaseModel):
    """A page's language and all its controls, in the page's order."""

    model_config = ConfigDict(frozen=True)

    url: str
    language: str
    fields: list[FieldRecord]


def inspection(snapshot: Snapshot, url: str) -> Inspection:
    """What the engine reads in a snapshot of the page at `url`. What is invisible is listed with what it would ask if it were
    shown, and never filled.
    """
    questions = {question.control.ref: question for question in (*understand(snapshot), *understand_unseen(snapshot))}
    return Inspection(
        url=url,
        language=language_of(snapshot),
        fields=[_field(control, questions.get(control.ref)) for control in snapshot.controls],
    )


def _field(control: Control, question: Question | None) -> FieldRecord:
    return FieldRecord(
        css=css_of(control),
        role=role_of(control),
        label=label_of(control),
        meaning=question.meaning if question else None,
        confidence=round(question.confidence, 3) if question and question.meaning else 0.0,
        signs=signs_of(question) if question else [],
        required=question.required if question else control.required,
        value=_value(control),
        options=[option.label or option.value for option in control.options],
        visible=control.visible,
    )


def css_of(control: Control) -> str | list[str]:
    """A string where one selector does it, else a list."""
    return control.css[0] if len(control.css) == 1 else list(control.css)


def label_of(control: Control) -> str:
    """The question's wording; "" where there is none."""
    texts = (control.label, control.legend, control.before, control.placeholder, control.after, control.heading)
    return control.wording if any((*texts, control.attribute_name, control.attribute_id)) else ""


def role_of(control: Control) -> str:
    """The ARIA role of a control: its own, or the implicit one of its element (HTML-AAM 1.0)."""
    if control.kind is Kind.SELECT:
        return "listbox" if control.multiple else "combobox"
    if control.kind is Kind.TEXT:
        implicit = "combobox" if control.popup and control.type != "password" else _INPUT_ROLES.get(control.type, "textbox")
        return control.role or implicit
    return _ROLES[control.kind]


def signs_of(question: Question) -> list[str]:
    """Its signs, the weightiest first; what speaks against many meanings at once is one of them."""
    meanings: defaultdict[tuple[float, str], list[str]] = defaultdict(list)
    for sign in question.signs:
        meanings[(sign.weight, sign.because)].append(sign.meaning)
    ordered = sorted(meanings.items(), key=lambda one: -abs(one[0][0]))
    return [f"{_these(spoken_of)} {weight:+.1f}: {because}" for (weight, because), spoken_of in ordered]


def _these(meanings: list[str]) -> str:
    return ", ".join(meanings) if len(meanings) <= _NAMED else _("{number} meanings").format(number=len(meanings))


def _value(control: Control) -> str | bool | list[str]:
    if control.type == "password":
        return ""
    if control.kind in {Kind.CHECKBOX, Kind.SWITCH}:
        return bool(control.checked)
    if control.kind in {Kind.SELECT, Kind.RADIO, Kind.CHECKBOXES, Kind.LISTBOX}:
        chosen = [option.label or option.value for option in control.options if option.selected and _is_answer(control, option)]
        return chosen if control.multiple or control.kind is Kind.CHECKBOXES else "".join(chosen[:1])
    if control.kind is Kind.FILE:
        return [line.split("\t")[0] for line in control.value.splitlines()]
    return control.value


def _is_answer(control: Control, option: Option) -> bool:
    return control.kind is not Kind.SELECT or bool(option.value)  # a select's "please select" has an empty value
