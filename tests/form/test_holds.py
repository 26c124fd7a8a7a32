"""Whether the page now holds an answer: what it gives back counts, not what was typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ai_optout.form.holds import holds, same_text
from ai_optout.form.meaning import Answer, Files, Meaning, Right, Territory
from ai_optout.form.snapshot import Control, Kind, Option, Ref

GERMANY = Territory("DE", "Germany")


def shows(value: str = "", kind: Kind = Kind.TEXT, **facts: Any) -> Control:
    """A control of that kind with that value."""
    return replace(Control(Ref(0, 0), kind, ("input",), value=value), **facts)


def offers(*labels: str, selected: tuple[int, ...] = (), kind: Kind = Kind.SELECT) -> Control:
    return shows(kind=kind, options=tuple(Option(label, label, place in selected) for place, label in enumerate(labels)))


TEXTS: dict[str, tuple[Control, Answer, bool]] = {
    "the same": (shows("Ada"), "Ada", True),
    "other case": (shows("ada"), "Ada", False),
    "white space added": (shows("Ada "), "Ada", False),
    "cut": (shows("Ad"), "Ada", False),
    "empty": (shows(""), "Ada", False),
    "decomposed": (shows("Bjo\u0308rn"), "Björn", False),
    "line ends of Windows": (shows("one\r\ntwo", Kind.TEXTAREA), "one\ntwo", True),
    "a line lost": (shows("one two", Kind.TEXTAREA), "one\ntwo", False),
    "an e-mail's domain in ASCII": (shows("ada@xn--mller-kva.example", type="email"), "ada@müller.example", True),
    "another e-mail": (shows("ada@miller.example", type="email"), "ada@müller.example", False),
    "an e-mail's name in other case": (shows("Ada@x.example", type="email"), "ada@x.example", False),
    "a number in other spacing": (shows("+49 30 1234-56", type="tel"), "+49 30 123456", True),
    "a number without its plus": (shows("4930123456", type="tel"), "+4930123456", False),
    "a number, one digit lost": (shows("+493012345", type="tel"), "+4930123456", False),
    "spacing in a text": (shows("+49 30"), "+4930", False),
    "a country by its name in another language": (shows("Deutschland"), GERMANY, True),
    "another country": (shows("France"), GERMANY, False),
    "half a country": (shows("Ger"), GERMANY, False),
    "a country and the code it posts": (shows("Deutschland", hidden=(("F_iso2_country_code", "DE"),)), GERMANY, True),
    "a country and no code yet": (shows("Deutschland", hidden=(("F_iso2_country_code", ""),)), GERMANY, False),
    "a country and another's code": (shows("Deutschland", hidden=(("F_iso2_country_code", "FR"),)), GERMANY, False),
    "a country beside other hidden things": (shows("Deutschland", hidden=(("lsd", "AVq"),)), GERMANY, True),
    "yes in a text": (shows("True"), True, False),
    "files in a text": (shows("a.png\t3"), Files(()), False),
}


@pytest.mark.parametrize(("control", "answer", "held"), TEXTS.values(), ids=TEXTS)
def test_a_text_holds(control: Control, answer: Answer, *, held: bool) -> None:
    assert holds(control, Meaning.COUNTRY if isinstance(answer, Territory) else None, answer) is held


LISTS: dict[str, tuple[Control, Meaning | None, Answer, bool]] = {
    "the country": (offers("France", "Deutschland", selected=(1,)), Meaning.COUNTRY, GERMANY, True),
    "another country": (offers("France", "Deutschland", selected=(0,)), Meaning.COUNTRY, GERMANY, False),
    "none": (offers("France", "Deutschland"), Meaning.COUNTRY, GERMANY, False),
    "no such option": (offers("France", selected=(0,)), Meaning.COUNTRY, GERMANY, False),
    "the code": (offers("+33", "+49", selected=(1,)), Meaning.TEL_COUNTRY_CODE, GERMANY, True),
    "the radio": (offers("Yes", "No", selected=(0,), kind=Kind.RADIO), Meaning.ABOUT_AI, True, True),
    "the other radio": (offers("Yes", "No", selected=(1,), kind=Kind.RADIO), Meaning.ABOUT_AI, True, False),
    "no": (offers("Yes", "No", selected=(1,), kind=Kind.RADIO), Meaning.ABOUT_AI, False, True),
    "the right": (offers("Delete", "Object", selected=(1,), kind=Kind.RADIO), Meaning.REQUEST, Right("objection"), True),
    "the box and another": (
        offers("Delete", "Object", selected=(0, 1), kind=Kind.CHECKBOXES), Meaning.REQUEST, Right("objection"), False),
    "the box alone": (offers("Delete", "Object", selected=(1,), kind=Kind.CHECKBOXES), Meaning.REQUEST, Right("objection"), True),
    "in a listbox": (offers("France", "Germany", selected=(1,), kind=Kind.LISTBOX), Meaning.COUNTRY, GERMANY, True),
    "a text's option": (offers("Delivery", "Other", selected=(1,)), None, "other", True),
    "a country above and again below": (offers("Germany", "France", "Germany", selected=(2,)), Meaning.COUNTRY, GERMANY, True),
}  # fmt: skip


@pytest.mark.parametrize(("control", "meaning", "answer", "held"), LISTS.values(), ids=LISTS)
def test_a_list_holds(control: Control, meaning: Meaning | None, answer: Answer, *, held: bool) -> None:
    assert holds(control, meaning, answer) is held


COMBOBOXES: dict[str, tuple[str, Meaning | None, Answer, bool]] = {
    "a country": ("Deutschland", Meaning.COUNTRY, GERMANY, True),
    "another country": ("France", Meaning.COUNTRY, GERMANY, False),
    "what was typed and not chosen": ("Deutsch", Meaning.COUNTRY, GERMANY, False),
    "a text": ("Other", None, "other", True),
    "nothing": ("", None, "", False),
    "the dialling code": ("+49", Meaning.TEL_COUNTRY_CODE, GERMANY, True),
    "the dialling code with its country": ("Germany (+49)", Meaning.TEL_COUNTRY_CODE, GERMANY, True),
    "another dialling code": ("+33", Meaning.TEL_COUNTRY_CODE, GERMANY, False),
    "the right": ("I want to object to it", Meaning.REQUEST, Right("objection"), True),
    "another right": ("I want to delete it", Meaning.REQUEST, Right("objection"), False),
    "yes": ("Yes", Meaning.ABOUT_AI, True, True),
    "no for yes": ("No", Meaning.ABOUT_AI, True, False),
}


@pytest.mark.parametrize(("value", "meaning", "answer", "held"), COMBOBOXES.values(), ids=COMBOBOXES)
def test_a_combobox_holds(value: str, meaning: Meaning | None, answer: Answer, *, held: bool) -> None:
    assert holds(shows(value, Kind.COMBOBOX), meaning, answer) is held


@pytest.mark.parametrize("kind", [Kind.CHECKBOX, Kind.SWITCH])
@pytest.mark.parametrize(
    ("checked", "answer", "held"),
    [
        (True, True, True),
        (False, True, False),
        (False, False, True),
        (True, False, False),
        (True, "yes", True),
        (False, "no", True),
    ],
)
def test_a_box_holds(kind: Kind, *, checked: bool, answer: Answer, held: bool) -> None:
    assert holds(shows(kind=kind, checked=checked), None, answer) is held


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "a.png").write_bytes(b"12345")
    (tmp_path / "b b.jpg").write_bytes(b"1")
    return tmp_path / "a.png", tmp_path / "b b.jpg"


def test_files_are_held_by_name_and_size(pictures: tuple[Path, Path]) -> None:
    both = shows("a.png\t5\nb b.jpg\t1", Kind.FILE)

    assert holds(both, Meaning.EVIDENCE, Files(pictures))
    assert not holds(both, Meaning.EVIDENCE, Files(pictures[:1]))
    assert not holds(shows("a.png\t4\nb b.jpg\t1", Kind.FILE), Meaning.EVIDENCE, Files(pictures))
    assert not holds(shows("", Kind.FILE), Meaning.EVIDENCE, Files(pictures))
    assert not holds(both, Meaning.EVIDENCE, "a.png")


def test_same_text_overlooks_line_ends_alone() -> None:
    assert same_text("a\r\nb\rc", "a\nb\nc")
    assert not same_text("a\n", "a")
