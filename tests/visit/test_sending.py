"""Which button sends: known by its whole words, in the form that was filled, and only where it is one."""

from __future__ import annotations

import pytest

from ai_optout.form.snapshot import Button, Control, Kind, Ref, Snapshot
from ai_optout.form.understand import understand
from ai_optout.visit.buttons import send_button, shows_any


def button(number: int, name: str, **values: object) -> Button:
    return Button(ref=Ref(0, number), name=name, **values)  # type: ignore[arg-type]  # said by each test


def form(*buttons: Button) -> Snapshot:
    controls = (
        Control(Ref(0, 90), Kind.TEXT, ("x",), type="email", name="Email address", form=0),
        Control(Ref(0, 91), Kind.TEXTAREA, ("x",), name="Please tell us how this processing impacts you", form=0),
    )
    return Snapshot("https://www.facebook.com/help/contact/1", controls=controls, buttons=buttons)


def sending(*buttons: Button) -> Button | None:
    page = form(*buttons)
    return send_button(understand(page), page)


@pytest.mark.parametrize(
    "words", ["Submit", "Send", "Absenden", "Senden", "Envoyer", "Invia", "Enviar", "Verzenden", "Wyślij", "送信"]
)
def test_it_is_known_by_its_words_in_many_languages(words: str) -> None:
    wanted = button(1, words, form=0)

    assert sending(button(0, "Search", form=1), wanted) == wanted


@pytest.mark.parametrize(
    "other",
    [
        button(0, "Submit feedback about this page", form=0),
        button(0, "Cancel", form=0, type="submit"),
        button(0, "Submit", form=0, enabled=False),
        button(0, "Submit", form=0, visible=False),
    ],
    ids=["more words", "other words", "disabled", "invisible"],
)
def test_what_is_not_the_button_is_not_pressed(other: Button) -> None:
    assert sending(other) is None


def test_the_button_of_the_form_goes_before_that_of_another() -> None:
    own = button(1, "Submit", form=0)

    assert sending(button(0, "Submit", form=1), own) == own


def test_two_that_may_be_it_are_none_unless_one_is_the_forms_own() -> None:
    assert sending(button(0, "Submit", form=0), button(1, "Send", form=0)) is None
    own = button(1, "Send", form=0, type="submit")
    assert sending(button(0, "Submit", form=0, type="button"), own) == own


def test_a_button_of_unknown_words_is_told_from_none_at_all() -> None:
    unknown, elsewhere = (
        form(button(0, "Fortfahren", form=0)),
        form(button(0, "Search", form=1), button(1, "Go", form=0, visible=False)),
    )

    assert shows_any(understand(unknown), unknown)
    assert not shows_any(understand(elsewhere), elsewhere)
