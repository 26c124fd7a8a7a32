"""What a page is, told from snapshots made by hand in several languages: no browser, no position, only words and known marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ai_optout.form.snapshot import Button, Control, Dialog, Kind, Option, Ref, Snapshot
from ai_optout.sight import Sight, acknowledgement, code_question, complaints, cookie_dialog, see

CONTACT = "https://www.facebook.com/help/contact/6359191084165019"
NOWHERE = Ref(0, 0)


def control(number: int, kind: Kind = Kind.TEXT, **values: object) -> Control:
    return Control(ref=Ref(0, number), kind=kind, css=("input",), **values)  # type: ignore[arg-type]  # said by each test


def button(name: str, **values: object) -> Button:
    return Button(ref=NOWHERE, name=name, **values)  # type: ignore[arg-type]  # said by each test


def page(text: str = "", **values: object) -> Snapshot:
    return Snapshot(url=str(values.pop("url", CONTACT)), text=text, prose=text, **values)  # type: ignore[arg-type]  # said by each test


EMAIL = control(1, type="email", name="Email address")
IMPACT = control(2, Kind.TEXTAREA, name="Please tell us how this processing impacts you")
CODE = control(3, name="Verification code")
PASSWORD = control(4, type="password", name="Password")
FORM = page("Object to your information being used for AI at Meta", controls=(EMAIL, IMPACT), buttons=(button("Submit"),))

PAGES = {
    "the form": (FORM, Sight.FORM),
    "a log-in, by its path": (page("", url="https://www.facebook.com/login/?next=x"), Sight.LOGIN),
    "a log-in, by its password": (
        page("Log in to continue", controls=(control(1, name="Email"), PASSWORD), buttons=(button("Log in"),)),
        Sight.LOGIN,
    ),
    "a German log-in": (
        page("Melde dich an", controls=(control(1, name="E-Mail-Adresse"), PASSWORD), buttons=(button("Anmelden"),)),
        Sight.LOGIN,
    ),
    "a checkpoint, by its path": (page("", url="https://www.facebook.com/checkpoint/1501092823525282/"), Sight.CHECKPOINT),
    "Instagram's code for the log-in": (
        page("Enter the code", url="https://www.instagram.com/auth_platform/codeentry/?apc=1", controls=(CODE,)),
        Sight.CHECKPOINT,
    ),
    "a second factor, by its words": (page("Two-factor authentication required. Enter the login code"), Sight.CHECKPOINT),
    "a security check in a dialog": (
        page("x", dialogs=(Dialog(NOWHERE, "Security check", "Enter the characters that you see"),)),
        Sight.SECURITY_CHECK,
    ),
    "a dead link": (page("This page isn't available right now. The link may be broken"), Sight.DEAD),
    "a dead link in German": (page("Diese Seite ist nicht verfügbar. Der Link ist vielleicht defekt"), Sight.DEAD),
    "a refusal for the region": (page("This form isn't available in your region."), Sight.REGION_REFUSED),
    "a home page": (page("What's on your mind?", url="https://www.facebook.com/"), Sight.OTHER),
    "a search box": (page("Help Centre", controls=(control(1, type="search", name="Search"),)), Sight.OTHER),
    "nothing": (page(), Sight.OTHER),
}


@pytest.mark.parametrize("which", PAGES)
def test_a_page_is_told_by_what_it_says(which: str) -> None:
    snapshot, expected = PAGES[which]

    assert see(snapshot).sight is expected


DECLINING = {
    "en": "Decline optional cookies",
    "de": "Optionale Cookies ablehnen",
    "fr": "Refuser les cookies optionnels",
    "it": "Rifiuta cookie facoltativi",
    "es": "Rechazar cookies opcionales",
    "nl": "Optionele cookies afwijzen",
    "pl": "Odrzuć opcjonalne pliki cookie",
    "pt": "Recusar cookies opcionais",
    "sv": "Neka valfria cookies",
    "da": "Afvis valgfrie cookies",
    "nb": "Avvis valgfrie informasjonskapsler",
    "fi": "Hylkää valinnaiset evästeet",
    "cs": "Odmítnout volitelné soubory cookie",
    "sk": "Odmietnuť nepovinné cookies",
    "hu": "A nem kötelező cookie-k elutasítása",
    "ro": "Refuză modulele cookie opţionale",
    "el": "Απόρριψη προαιρετικών cookies",
    "bg": "Отхвърляне на бисквитките по избор",
    "hr": "Odbij neobavezne kolačiće",
    "tr": "İsteğe bağlı çerezleri reddet",
}
"""Facts, *Cookie dialog*: the button that declines."""


@pytest.mark.parametrize("words", DECLINING.values(), ids=DECLINING)
def test_the_cookie_dialog_is_known_and_declined_in_every_language_of_the_facts(words: str) -> None:
    dialog = Dialog(NOWHERE, "", words, links=("https://www.facebook.com/policies/cookies/",))
    snapshot = replace(FORM, dialogs=(dialog,), buttons=(button("…", dialog=0), button(words, dialog=0), button("Submit")))

    found = cookie_dialog(snapshot)

    assert found is not None
    assert found.decline is not None
    assert found.decline.name == words
    assert see(snapshot).sight is Sight.COOKIES


def test_the_mark_of_the_older_cookie_dialog_is_known_whatever_its_words() -> None:
    mark = "accept_only_essential_button"
    dialog = Dialog(NOWHERE, "", "…", marks="cookie-policy-manage-dialog")

    found = cookie_dialog(page("", dialogs=(dialog,), buttons=(button("…", dialog=0, marks=mark),)))

    assert found is not None
    assert found.decline is not None
    assert found.decline.marks == mark


def test_a_cookie_dialog_whose_way_to_decline_is_not_known_is_left_to_the_person() -> None:
    dialog = Dialog(NOWHERE, "", "We use cookies", links=("https://www.facebook.com/policies/cookies/",))

    found = cookie_dialog(page("", dialogs=(dialog,), buttons=(button("Qqq", dialog=0),)))

    assert found is not None
    assert found.decline is None


def test_a_link_to_the_cookie_policy_in_the_footer_is_no_dialog() -> None:
    assert cookie_dialog(replace(FORM, text="Cookie Policy")) is None


RECEIVED = {
    "en": "Thank you. We’ve received your objection.",
    "de": "Vielen Dank. Wir haben deinen Widerspruch erhalten.",
    "fr": "Merci. Nous avons bien reçu votre demande.",
    "it": "Grazie. Abbiamo ricevuto la tua richiesta.",
    "es": "Gracias. Hemos recibido tu solicitud.",
    "nl": "Bedankt. We hebben je verzoek ontvangen.",
    "pl": "Dziękujemy. Otrzymaliśmy Twoją prośbę.",
    "pt": "Obrigado. Recebemos sua solicitação.",
}


@pytest.mark.parametrize("words", RECEIVED.values(), ids=RECEIVED)
def test_an_acknowledgement_is_known_by_its_words_after_sending(words: str) -> None:
    assert see(page(words), FORM).sight is Sight.ACKNOWLEDGED
    assert see(page(words)).sight is not Sight.ACKNOWLEDGED


def test_what_the_form_said_before_it_was_sent_is_no_acknowledgement() -> None:
    text = f"{FORM.text} Once sent you will read: We’ve received your objection."
    announced = replace(FORM, text=text, prose=text)

    assert acknowledgement(announced, announced) == ()
    assert see(announced, announced).sight is Sight.FORM


@pytest.mark.parametrize(
    "words",
    [
        "Thank you for your patience. Something went wrong, please try again later.",
        "We’ve received your request, but it could not be submitted.",
        "Thank you.",
    ],
    ids=["a fault politely put", "a contradiction", "thanks alone"],
)
def test_polite_words_alone_are_no_acknowledgement(words: str) -> None:
    assert acknowledgement(page(words), None) == ()


def test_a_field_for_the_code_is_known_by_its_words() -> None:
    snapshot = page("Enter the code that we sent", controls=(CODE,))

    assert code_question(snapshot) == (CODE,)
    assert see(snapshot, FORM).sight is Sight.CODE


def test_a_box_for_each_digit_is_one_field_for_the_code() -> None:
    boxes = tuple(control(number, max_length=1, inputmode="numeric") for number in range(6))

    assert code_question(page("Enter the 6-digit code", controls=boxes)) == boxes


def test_a_form_that_mentions_a_code_to_come_asks_for_none() -> None:
    assert code_question(replace(FORM, text="You will get a code by e-mail.")) is None


def test_a_complaint_is_told_in_the_pages_own_words() -> None:
    wrong = replace(EMAIL, invalid=True, error="Please enter a valid email address.")

    assert complaints(replace(FORM, controls=(wrong, IMPACT)), FORM) == ("Please enter a valid email address.",)


def test_a_complaint_without_any_mark_is_told_in_the_pages_own_words_too() -> None:
    sentence = "Your explanation needs to be at least 100 characters long."
    text = f"{FORM.text}\nPlease tell us how this processing impacts you\n{sentence}\nSubmit"
    complaining = replace(FORM, text=text, prose=text)

    assert complaints(complaining, FORM) == (sentence,)


def test_what_the_page_said_before_is_no_complaint() -> None:
    before = replace(
        FORM, text="Fields marked with * are mandatory. This field is required", alerts=("Please fill in this field",)
    )

    assert complaints(before, before) == ()


def test_the_same_complaint_about_another_question_is_a_complaint() -> None:
    # A form refuses one question after the other with the same words; the first one's may still stand there.
    words = "This field is required"
    first = replace(FORM, controls=(replace(EMAIL, invalid=True, error=words), IMPACT))
    second = replace(FORM, controls=(EMAIL, replace(IMPACT, invalid=True, error=words)))

    assert complaints(second, first) == (words,)


def test_a_choice_of_a_right_makes_a_form() -> None:
    right = control(
        1, Kind.RADIO, legend="What would you like to do?", options=(Option("I want to object", "a"), Option("Other", "b"))
    )
    names = (control(2, name="First name"), control(3, name="Surname"))

    assert see(page("", controls=(right, *names))).sight is Sight.FORM
