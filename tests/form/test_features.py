"""What a learned model is told of a control: its texts, its attributes, its neighbours, its form, and never a value."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import count
from typing import Any

from ai_optout.form.features import Features, features_of
from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Button, Control, Form, Kind, Option, Ref, Snapshot

_numbers = count()


def asks(name: str = "", kind: Kind = Kind.TEXT, **facts: Any) -> Control:
    """A visible control of the form 0."""
    return replace(Control(ref=Ref(0, next(_numbers)), kind=kind, css=("input",), name=name, form=0), **facts)


def told(*controls: Control, **facts: Any) -> list[Features]:
    return features_of(Snapshot(url="https://form.example/", controls=controls, **facts), [{} for _ in controls])


def test_a_label_is_told_by_its_words_its_pairs_and_as_a_whole() -> None:
    [found] = told(asks("Your first name"))

    assert {"label: first", "label: first name", "whole label: your first name", "text: name"} <= set(found)


def test_a_word_is_told_by_its_parts_so_that_another_ending_is_known() -> None:
    [found] = told(asks("Vornamen"))

    assert {"text ~ ^vor", "text ~ name"} <= set(found)


def test_an_attribute_is_told_by_its_words() -> None:
    [found] = told(asks(attribute_name="billingFirstName"))

    assert {"name: first", "name: first name", "attribute: billing"} <= set(found)


def test_the_controls_beside_are_told() -> None:
    first, second = told(asks("First name"), asks("Surname", type="tel"))

    assert "next text: surname" in first
    assert "next type: tel" in first
    assert "previous text: first" in second


def test_a_control_of_another_form_is_no_neighbour() -> None:
    first, _ = told(asks("First name"), asks("Surname", form=1))

    assert "next none" in first


def test_the_buttons_of_the_form_are_told() -> None:
    form = Form(Ref(0, 99), "", "https://shop.example/newsletter/subscribe", "post")

    [found] = told(asks("E-mail"), forms=(form,), buttons=(Button(Ref(0, 98), "Sign up", form=0),))

    assert {"button: sign", "action: newsletter"} <= set(found)


def test_options_are_told_by_what_they_are() -> None:
    options = tuple(Option(label, label) for label in ("Germany", "France", "Austria", "Spain"))

    [found] = told(asks(kind=Kind.SELECT, options=options))

    assert "territories: 4" in found


def test_what_the_rules_say_is_told_in_steps() -> None:
    control = asks("E-mail")

    [found] = features_of(Snapshot(url="https://form.example/", controls=(control,)), [{Meaning.EMAIL: 5.5}])

    assert {"rules: email +4", "rules' first: email", "rules are sure: email"} <= set(found)
    assert "rules: email +6" not in found


def test_no_value_is_told() -> None:
    [found] = told(asks("E-mail", value="erika@beispiel.example"), language="de")

    assert not any("erika" in feature or "beispiel" in feature for feature in found)
    assert "holds: address" in found


def test_each_feature_is_told_once() -> None:
    [found] = told(asks("name name name", attribute_name="name", attribute_id="name"))

    assert len(found) == len(set(found))


def test_a_control_without_anything_has_features_all_the_same() -> None:
    [found] = told(Control(ref=Ref(0, 0), kind=Kind.TEXT, css=("input",)))

    assert "no label" in found
    assert {one.name for one in fields(Control)} >= {"name", "value"}
