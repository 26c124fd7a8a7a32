"""How the tests answer any form of the mock: by the mock's own knowledge of it, never by what a page says."""

from __future__ import annotations

from dataclasses import dataclass

from mock_meta.doors import Brand, Door, door_at
from mock_meta.forms import form_behind
from mock_meta.questions import Form, Question
from mock_meta.settings import Switches


@dataclass(frozen=True)
class Case:
    """A door, its address and the choices that are made behind it."""

    brand: Brand
    form_id: str
    address: str
    submit: str
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def door(self) -> Door:
        door = door_at(self.brand, self.form_id)
        assert door is not None
        return door

    def form(self, switches: Switches) -> Form:
        return form_behind(self.door, switches)

    def wanted(self, question: Question) -> str:
        """The answer to a question, in the mock's own terms."""
        given = {**ANSWERS, **dict(self.choices)}
        return given[question.key]


CLASSIC = "/ajax/help/contact/submit/page"
FACEBOOK, INSTAGRAM, WHATSAPP, PORTAL = (
    *("https://www.facebook.com", "https://help.instagram.com", "https://www.whatsapp.com", "https://help.meta.com"),
)
NO_AI = (("about_ai", "no"), ("product_selection", "facebook"))
WAY = (("eu_what_can_we_help_you_with", "data"), ("data_management_eu", "object"), ("objection_reason", "ads"))
CASES = {
    "A": Case("facebook", "6359191084165019", f"{FACEBOOK}/help/contact/6359191084165019", FACEBOOK + CLASSIC),
    "B": Case("instagram", "233964459562201", f"{INSTAGRAM}/contact/233964459562201", INSTAGRAM + CLASSIC),
    "C": Case("facebook", "510058597920541", f"{FACEBOOK}/help/contact/510058597920541", FACEBOOK + CLASSIC),
    "D": Case("whatsapp", "1234567890123456", f"{WHATSAPP}/contact/forms/1234567890123456", WHATSAPP + CLASSIC),
    "G yes": Case(
        "facebook", "367438723733209", f"{FACEBOOK}/help/contact/367438723733209", FACEBOOK + CLASSIC, (("about_ai", "yes"),)
    ),
    "G no": Case("instagram", "117037592428568", f"{INSTAGRAM}/contact/117037592428568", INSTAGRAM + CLASSIC, (*NO_AI, *WAY)),
    "E": Case("meta", "privacy", f"{PORTAL}/support/privacy/", f"{PORTAL}/api/requests/submit/", (("request", "third_party"),)),
}

ANSWERS = {
    "country": "Germany",
    "email": "ann@mail.example",
    "email_again": "ann@mail.example",
    "impact": "It does, and not a little.",
    "additional": "Nothing more.",
    "request": "object",
    "first_name": "Ann",
    "surname": "O'Hara",
    "name": "Ann O'Hara",
    "reason": "Because of this.",
    "prompts": "Who is Ann?",
    "dialling_code": "DE",
    "phone": "151 23456789",
    "topic": "ai",
    "objection_explanation": "I don't want it.",
    "truth_statement": "1",
    "extra_username": "ann.o",
    "extra_profile": "https://www.example/ann",
    "extra_reference": "12",
    "extra_birth": "1984-05-17",
    "extra_city": "Bonn",
    "extra_relation": "self",
}


def posted_value(question: Question, answer: str) -> str:
    """What the question's control posts for an answer in the mock's own terms."""
    return next((option.value for option in question.options if option.stable == answer), answer)


def filled(case: Case, form: Form) -> dict[str, str]:
    """What a page posts in which every question that is there was answered, but for files."""
    values: dict[str, list[str]] = {}
    for _ in form.questions:
        for question in form.shown(values):
            if question.kind != "file":
                values[question.name] = [posted_value(question, case.wanted(question))]
    return {name: each[0] for name, each in values.items()}


def expected(case: Case, form: Form) -> dict[str, str]:
    """The answers that the mock lists for it."""
    posted = filled(case, form)
    shown = form.shown({name: [value] for name, value in posted.items()})
    answers = {question.key: case.wanted(question) for question in shown if question.kind != "file"}
    if "country" in answers:
        answers["country_code"] = "DE"
    if "dialling_code" in answers:
        answers |= {"dialling_code": "+49", "dialling_country": "DE"}
    if "truth_statement" in answers:
        answers["truth_statement"] = "yes"
    return answers
