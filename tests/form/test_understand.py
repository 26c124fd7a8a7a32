"""What each question means: every meaning in the languages of the forms, every trap of issue 4, and none where it isn't sure."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from babel import Locale

from ai_optout.form.meaning import Meaning
from ai_optout.form.snapshot import Control, Kind, Option, Ref, Snapshot
from ai_optout.form.understand import Question, main_form, understand, understand_unseen

_numbers = count()


def asks(name: str = "", kind: Kind = Kind.TEXT, **facts: Any) -> Control:
    """A visible control of the form 0, called `name`."""
    control = Control(ref=Ref(0, next(_numbers)), kind=kind, css=("input",), name=name, form=0)
    return replace(control, **facts)


def lists(*labels: str, name: str = "", kind: Kind = Kind.SELECT, values: bool = True, **facts: Any) -> Control:
    """A choice of these options; a select's first is its "please select"."""
    options = tuple(Option(label, label if values else str(place), ref=Ref(0, 0)) for place, label in enumerate(labels))
    head = (Option("—", "", selected=True),) if kind is Kind.SELECT else ()
    return asks(name, kind, options=head + options, **facts)


def understood(*controls: Control, language: str = "") -> tuple[Question, ...]:
    return understand(Snapshot(url="https://form.example/", language=language, controls=controls))


def meanings(*controls: Control, language: str = "") -> list[Meaning | None]:
    return [question.meaning for question in understood(*controls, language=language)]


MESSAGE = asks("Your message", Kind.TEXTAREA)

# language: given name, family name, e-mail, country, phone, one-time code
FORMS = {
    "en": ("First name", "Last name", "Email address", "Country of residence", "Phone number", "Confirmation code"),
    "de": ("Vorname", "Nachname", "E-Mail-Adresse", "Land des Wohnsitzes", "Telefonnummer", "Bestätigungscode"),
    "fr": ("Prénom", "Nom de famille", "Adresse e-mail", "Pays de résidence", "Numéro de téléphone", "Code de confirmation"),
    "it": ("Nome", "Cognome", "Indirizzo e-mail", "Paese di residenza", "Numero di telefono", "Codice di conferma"),
    "es": ("Nombre", "Apellidos", "Correo electrónico", "País de residencia", "Número de teléfono", "Código de confirmación"),
    "pt": ("Nome próprio", "Apelido", "Endereço de e-mail", "País de residência", "Número de telefone", "Código de confirmação"),
    "pt-BR": ("Nome", "Sobrenome", "E-mail", "País de residência", "Celular", "Código de verificação"),
    "nl": ("Voornaam", "Achternaam", "E-mailadres", "Land van verblijf", "Telefoonnummer", "Bevestigingscode"),
    "pl": ("Imię", "Nazwisko", "Adres e-mail", "Kraj zamieszkania", "Numer telefonu", "Kod potwierdzający"),
    "sv": ("Förnamn", "Efternamn", "E-postadress", "Bosättningsland", "Telefonnummer", "Bekräftelsekod"),
    "da": ("Fornavn", "Efternavn", "E-mailadresse", "Bopælsland", "Telefonnummer", "Bekræftelseskode"),
    "nb": ("Fornavn", "Etternavn", "E-postadresse", "Bostedsland", "Telefonnummer", "Bekreftelseskode"),
    "fi": ("Etunimi", "Sukunimi", "Sähköpostiosoite", "Asuinmaa", "Puhelinnumero", "Vahvistuskoodi"),
    "cs": ("Křestní jméno", "Příjmení", "E-mailová adresa", "Země pobytu", "Telefonní číslo", "Potvrzovací kód"),
    "sk": ("Krstné meno", "Priezvisko", "E-mailová adresa", "Krajina pobytu", "Telefónne číslo", "Potvrdzovací kód"),
    "hu": ("Keresztnév", "Vezetéknév", "E-mail-cím", "Lakóhely szerinti ország", "Telefonszám", "Megerősítő kód"),
    "ro": ("Prenume", "Nume de familie", "Adresă de e-mail", "Țara de reședință", "Număr de telefon", "Cod de confirmare"),
    "bg": ("Собствено име", "Фамилия", "Имейл адрес", "Държава на пребиваване", "Телефонен номер", "Код за потвърждение"),
    "hr": ("Ime", "Prezime", "Adresa e-pošte", "Država prebivališta", "Broj telefona", "Kod za potvrdu"),
    "el": ("Όνομα", "Επώνυμο", "Διεύθυνση email", "Χώρα διαμονής", "Αριθμός τηλεφώνου", "Κωδικός επιβεβαίωσης"),
    "tr": ("Ad", "Soyad", "E-posta adresi", "İkamet ettiğiniz ülke", "Telefon numarası", "Onay kodu"),
    "ja": ("名", "姓", "メールアドレス", "居住国", "電話番号", "確認コード"),
    "ko": ("이름", "성", "이메일 주소", "거주 국가", "전화번호", "인증 코드"),
    "zh": ("名字", "姓氏", "电子邮件地址", "居住国家", "电话号码", "验证码"),
    "zh-TW": ("名字", "姓氏", "電子郵件地址", "居住國家", "電話號碼", "驗證碼"),
    "ar": ("الاسم الأول", "اسم العائلة", "البريد الإلكتروني", "بلد الإقامة", "رقم الهاتف", "رمز التأكيد"),
}
KINDS = (Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.COMBOBOX, Kind.TEXT, Kind.TEXT)
WANTED = [Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, Meaning.EMAIL, Meaning.COUNTRY, Meaning.TEL, Meaning.ONE_TIME_CODE]


@pytest.mark.parametrize(("language", "labels"), FORMS.items(), ids=FORMS)
def test_a_form_is_understood_by_its_labels(language: str, labels: tuple[str, ...]) -> None:
    controls = [asks(label, kind) for label, kind in zip(labels, KINDS, strict=True)]

    assert meanings(*controls, language=language) == WANTED


@pytest.mark.parametrize(("language", "labels"), FORMS.items(), ids=FORMS)
def test_a_form_is_understood_by_texts_that_only_stand_before(language: str, labels: tuple[str, ...]) -> None:
    controls = [asks(before=f"{label} *", kind=kind) for label, kind in zip(labels, KINDS, strict=True)]

    assert meanings(*controls) == WANTED


@pytest.mark.parametrize(("language", "labels"), FORMS.items(), ids=FORMS)
def test_a_form_is_understood_by_its_placeholders(language: str, labels: tuple[str, ...]) -> None:
    controls = [asks(label, kind, placeholder=label) for label, kind in zip(labels, KINDS, strict=True)]

    assert meanings(*controls) == WANTED


FULL_NAMES = {
    "en": "Full name", "de": "Vor- und Nachname", "fr": "Nom et prénom", "it": "Nome e cognome", "es": "Nombre y apellidos",
    "pt": "Nome completo", "nl": "Voor- en achternaam", "pl": "Imię i nazwisko", "sv": "För- och efternamn", "da": "Fulde navn",
    "nb": "Fullt navn", "fi": "Etu- ja sukunimi", "cs": "Jméno a příjmení", "sk": "Meno a priezvisko", "hu": "Teljes név",
    "ro": "Nume și prenume", "bg": "Име и фамилия", "hr": "Ime i prezime", "el": "Ονοματεπώνυμο", "tr": "Ad Soyad",
    "ja": "お名前", "ko": "성명", "zh": "姓名", "ar": "الاسم الكامل",
}  # fmt: skip


@pytest.mark.parametrize(("language", "label"), FULL_NAMES.items(), ids=FULL_NAMES)
def test_a_field_for_both_names_is_the_name(language: str, label: str) -> None:
    assert meanings(asks(label), asks("E-mail"), MESSAGE)[0] is Meaning.NAME


OURS = {
    # the wordings of facts/meta-forms.md
    "impact": (Meaning.IMPACT, Kind.TEXTAREA, "Please tell us how this processing impacts you"),
    "impact it": (Meaning.IMPACT, Kind.TEXTAREA, "Spiegaci che impatto ha su di te questo trattamento dei dati"),
    "impact pt-BR": (Meaning.IMPACT, Kind.TEXTAREA, "Diga-nos como esse processamento afeta você"),
    "impact D": (Meaning.IMPACT, Kind.TEXTAREA, "Explain how the processing affects you (optional)"),
    "prompts": (
        Meaning.PROMPTS,
        Kind.TEXTAREA,
        "Please provide any prompts you entered that resulted in your personal information appearing in a response from AI",
    ),
    "evidence": (Meaning.EVIDENCE, Kind.FILE, "Please upload a screenshot as evidence (JPG, PNG, GIF, TIFF, HEIF or WebP)"),
    "evidence by the browser's own words": (Meaning.EVIDENCE, Kind.FILE, "Choose Files"),
    "additional": (Meaning.ADDITIONAL, Kind.TEXTAREA, "Any further information that helps us review your objection"),
    "about-ai de": (Meaning.ABOUT_AI, Kind.RADIO, "Bezieht sich deine Anfrage auf KI bei Meta?"),
    "about-ai": (Meaning.ABOUT_AI, Kind.RADIO, "Does your request relate to AI at Meta?"),
    "declaration": (Meaning.DECLARATION, Kind.CHECKBOX, "I declare that the information in this form is true and accurate"),
    "declaration de": (Meaning.DECLARATION, Kind.CHECKBOX, "Hiermit bestätige ich, dass meine Angaben richtig sind"),
    "email again": (Meaning.EMAIL_AGAIN, Kind.TEXT, "Confirm email address"),
}  # fmt: skip


@pytest.mark.parametrize(("meaning", "kind", "wording"), OURS.values(), ids=OURS)
def test_our_own_meanings_are_understood(meaning: Meaning, kind: Kind, wording: str) -> None:
    control = lists("Yes", "No", name=wording, kind=kind) if kind is Kind.RADIO else asks(wording, kind)

    assert meanings(control) == [meaning]


_BUILDING = "from third parties used for building and improving AI at Meta"
DOOR_C = (
    f"I want to access, download, or correct any personal information {_BUILDING}",
    f"I want to delete any personal information {_BUILDING}",
    f"I want to object to or restrict the processing of my personal information {_BUILDING}",
    "I have a different issue",
)


def test_a_choice_of_rights_is_the_request() -> None:
    assert meanings(lists(*DOOR_C, kind=Kind.RADIO)) == [Meaning.REQUEST]


def test_door_c_is_understood_as_a_whole() -> None:
    found = meanings(
        lists(*DOOR_C, kind=Kind.RADIO, name="Which of the following describes your request?"),
        asks("Country of residence", Kind.COMBOBOX),
        asks("First name"),
        asks("Surname"),
        asks("Email address"),
        asks("Reason for your objection", Kind.TEXTAREA),
        asks("Any prompts you entered that resulted in your personal information appearing in a response", Kind.TEXTAREA),
        asks("Screenshot as evidence", Kind.FILE),
    )

    assert found == [
        Meaning.REQUEST,
        Meaning.COUNTRY,
        Meaning.GIVEN_NAME,
        Meaning.FAMILY_NAME,
        Meaning.EMAIL,
        Meaning.IMPACT,
        Meaning.PROMPTS,
        Meaning.EVIDENCE,
    ]


# --- countries and dialling codes by what the options are ---


LANDS = {
    "de": ("Deutschland", "Frankreich", "Österreich", "Schweiz", "Spanien", "Vereinigtes Königreich"),
    "ar": ("ألمانيا", "فرنسا", "النمسا", "سويسرا", "إسبانيا", "المملكة المتحدة"),
    "ja": ("ドイツ", "フランス", "オーストリア", "スイス", "スペイン", "イギリス"),
    # In a language that no form is known in, a list as long as one of countries is.
    **{language: tuple(list(Locale(language).territories.values())[-60:]) for language in ("vi", "th", "uk", "he")},
}


@pytest.mark.parametrize("labels", LANDS.values(), ids=LANDS)
def test_a_list_of_territories_without_a_label_is_the_country(labels: tuple[str, ...]) -> None:
    assert meanings(lists(*labels, values=False)) == [Meaning.COUNTRY]


DIALLING = {
    "with names": ("Germany (+49)", "France (+33)", "Austria (+43)", "Spain (+34)", "United Kingdom (+44)"),
    "codes alone": ("+49", "+33", "+43", "+34", "+44"),
    "ISO and code": ("DE +49", "FR +33", "AT +43", "ES +34", "GB +44"),
    "code first": ("+49 Deutschland", "+33 Frankreich", "+43 Österreich", "+34 Spanien", "+44 Vereinigtes Königreich"),
    "in brackets with a space": ("Germany (+ 49)", "France (+ 33)", "Austria (+ 43)", "Spain (+ 34)", "UK (+ 44)"),
    "with double nought": ("Germany (0049)", "France (0033)", "Austria (0043)", "Spain (0034)", "UK (0044)"),
}


@pytest.mark.parametrize("labels", DIALLING.values(), ids=DIALLING)
def test_a_list_of_dialling_codes_is_the_phones_country_code(labels: tuple[str, ...]) -> None:
    assert meanings(lists(*labels), asks("Phone", type="tel")) == [Meaning.TEL_COUNTRY_CODE, Meaning.TEL]


def test_a_list_labelled_country_whose_options_are_dialling_codes_is_no_country() -> None:
    assert meanings(lists(*DIALLING["with names"], name="Country"), asks("Phone number")) == [
        Meaning.TEL_COUNTRY_CODE,
        Meaning.TEL,
    ]


def test_the_country_and_the_phones_country_are_told_apart() -> None:
    found = meanings(
        lists(*LANDS["de"], name="Country"), lists(*DIALLING["with names"], name="Country code"), asks("Phone number", type="tel")
    )

    assert found == [Meaning.COUNTRY, Meaning.TEL_COUNTRY_CODE, Meaning.TEL]


US_STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD",
    "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC",
    "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
)  # fmt: skip
BR_STATES = (
    "AC", "AL", "AP", "AM", "BA", "CE", "DF", "ES", "GO", "MA", "MT", "MS", "MG", "PA", "PB", "PR", "PE", "PI", "RJ", "RN",
    "RS", "RO", "RR", "SC", "SP", "SE", "TO",
)  # fmt: skip
OTHER_LISTS = {
    "states": ("Alabama", "Alaska", "Arizona", "Georgia", "Nevada", "Texas", "Utah"),
    "languages": ("English", "Deutsch", "Français", "Italiano", "Español", "Polski"),
    "currencies": ("EUR", "USD", "GBP", "CHF", "PLN", "SEK"),
    "months": ("January", "February", "March", "April", "May", "June"),
    "numbers": ("1", "2", "3", "4", "5", "6"),
    "ages": ("18+", "21+", "30+", "40+", "65+"),
    "titles": ("Mr", "Mrs", "Ms", "Dr", "Prof"),
    "topics": ("Order", "Delivery", "Payment", "Returns", "Other"),
    "state codes (US)": US_STATES,
    "state codes (BR)": BR_STATES,
}


@pytest.mark.parametrize("labels", OTHER_LISTS.values(), ids=OTHER_LISTS)
def test_a_list_of_something_else_has_no_meaning(labels: tuple[str, ...]) -> None:
    assert meanings(lists(*labels)) == [None]


# --- the traps ---


NOT_THE_PERSON = {
    "newsletter": asks("Subscribe to our newsletter", type="email"),
    "newsletter by its placeholder": asks("", type="email", placeholder="Your e-mail for our newsletter"),
    "newsletter de": asks("Newsletter abonnieren", type="email"),
    "search": asks("Search", type="search"),
    "search by name": asks("Search by name or country"),
    "search by attribute": asks("Name", attribute_name="search_name"),
    "search fr": asks("Rechercher un pays"),
    "log-in": asks("Email or username"),
    "log-in with a phone": asks("Email or phone number", type="email"),
    "log-in user name": asks("User name"),
    "log-in de": asks("E-Mail-Adresse oder Benutzername"),
    "password": asks("Password", type="password", attribute_name="email_password"),
    "friend's e-mail": asks("Friend's email", type="email"),
    "friend's e-mail de": asks("E-Mail-Adresse deines Freundes", type="email"),
    "friend's e-mail es": asks("Correo electrónico de tu amigo", type="email"),
    "friend's name": asks("Your friend's first name"),
    "recipient": asks("Recipient's name"),
    "doctor's phone": asks("Your doctor's phone", type="tel"),
    "doctor's phone de": asks("Telefon Ihres Arztes", type="tel"),
    "next of kin's name sv": asks("Anhörigs namn"),
    "next of kin's name fi": asks("Lähiomaisen nimi"),
    "emergency contact by its attribute": asks("Name", attribute_name="emergency_contact"),
    "recovery e-mail": asks("Recovery email", type="email"),
    "recovery e-mail fr": asks("Adresse e-mail de récupération", type="email"),
    "second e-mail": asks("Alternative email address", type="email"),
    "third party's name": asks("Name of the person you are reporting"),
    "company": asks("Company name"),
    "company de": asks("Firmenname"),
    "company fr": asks("Nom de l'entreprise"),
    "company it": asks("Nome dell'azienda"),
    "company es": asks("Nombre de la empresa"),
    "company pt": asks("Nome da empresa"),
    "company by its attribute": asks("Name", attribute_name="company_name"),
    "product": asks("Product name"),
    "account": asks("Account name"),
    "maiden name": asks("Maiden name"),
    "middle name": asks("Middle name"),
    "name on card": asks("Name on card"),
    "mother's name": asks("Mother's first name"),
    "country of birth": asks("Country of birth", Kind.COMBOBOX),
    "country of birth de": asks("Geburtsland", Kind.COMBOBOX),
    "country of birth fr": asks("Pays de naissance", Kind.COMBOBOX),
    "country of birth it": asks("Paese di nascita", Kind.COMBOBOX),
    "country of birth, listed": lists(*LANDS["de"], name="Country of birth"),
    "country of birth, listed, de": lists(*LANDS["de"], name="Geburtsland"),
    "nationality, listed": lists(*LANDS["de"], name="Nationality"),
    "citizenship, listed": lists(*LANDS["de"], name="Country of citizenship"),
    "passport, listed": lists(*LANDS["de"], name="Issuing country of your passport"),
    "fax": asks("Fax number", type="tel"),
    "extension": asks("Phone extension"),
    "coupon": asks("Coupon code"),
    "captcha": asks("Verification code", attribute_name="captcha"),
    "security code of a card": asks("Card security code"),
    "postcode": asks("Postal code"),
    "street": asks("Street address"),
    "IP address": asks("IP address"),
    "web address": asks("Address of your website", type="url"),
    "date of birth": asks("Date of birth", type="date"),
    "subject": asks("Subject"),
    "honeypot by its words de": asks("Bitte dieses Feld leer lassen", attribute_name="email"),
    "honeypot by its name": asks("", attribute_name="honeypot_email"),
    "terms": asks("I accept the terms and conditions", Kind.CHECKBOX),
    "news box": asks("I confirm that I want to receive marketing emails", Kind.CHECKBOX),
    "privacy box": asks("I have read the privacy policy", Kind.CHECKBOX),
    "robot box": asks("I'm not a robot", Kind.CHECKBOX),
    "e-mail in the middle of another question": asks("How should we reach you: by email, phone or letter?"),
    "phone in another question": asks("Best time to call"),
    "a question about a country": asks("In which country did you buy the product?", Kind.COMBOBOX),
    "no words at all": asks(""),
    "words of no meaning": asks("Field 7", attribute_name="f7", attribute_id="q-7"),
    "rating": lists("1", "2", "3", "4", "5", name="How likely is it that you recommend us?", kind=Kind.RADIO),
    "contact by": lists("Email", "Phone", "Letter", name="Preferred contact method", kind=Kind.RADIO),
    "picture of oneself": asks("Profile picture", Kind.FILE),
}


@pytest.mark.parametrize("control", NOT_THE_PERSON.values(), ids=NOT_THE_PERSON)
def test_a_trap_has_no_meaning(control: Control) -> None:
    assert meanings(control) == [None]


@pytest.mark.parametrize("control", NOT_THE_PERSON.values(), ids=NOT_THE_PERSON)
def test_a_trap_beside_a_real_form_has_no_meaning_and_harms_none(control: Control) -> None:
    found = meanings(asks("First name"), asks("Last name"), control, asks("Email address", type="email"), MESSAGE)

    assert found == [Meaning.GIVEN_NAME, Meaning.FAMILY_NAME, None, Meaning.EMAIL, found[-1]]


OTHER_PERSONS = {
    "en": ("Emergency contact", "First name"), "de": ("Notfallkontakt", "Vorname"), "fr": ("Personne à contacter en cas d'urgence", "Nom"),
    "it": ("Persona deceduta", "Nome"), "es": ("Contacto de emergencia", "Nombre completo"), "pt": ("Contacto de emergência", "Nome"),
    "nl": ("Contactpersoon in geval van nood", "Naam"), "pl": ("Opiekun prawny", "Imię"), "sv": ("Närmast anhörig", "Förnamn"),
    "da": ("Nærmeste pårørende", "Fornavn"), "nb": ("Foresatt", "Fornavn"), "fi": ("Huoltaja", "Etunimi"), "cs": ("Zákonný zástupce", "Jméno"),
    "sk": ("Zákonný zástupca", "Meno"), "hu": ("Törvényes képviselő", "Név"), "ro": ("Persoană de contact în caz de urgență", "Nume"),
    "bg": ("Законен представител", "Име"), "hr": ("Zakonski zastupnik", "Ime"), "el": ("Σε περίπτωση έκτακτης ανάγκης", "Όνομα"),
    "tr": ("Acil durumda aranacak kişi", "Ad"), "ja": ("緊急連絡先", "氏名"), "ko": ("비상 연락처", "이름"), "zh": ("紧急联系人", "姓名"),
    "ar": ("جهة الاتصال في حالات الطوارئ", "الاسم"),
}  # fmt: skip


UNDER: dict[str, Callable[[Control, str], Control]] = {
    "legend": lambda control, words: replace(control, legend=words),
    "heading": lambda control, words: replace(control, heading=words),
    "title": lambda control, words: replace(control, title=words),
}


@pytest.mark.parametrize("under", UNDER.values(), ids=UNDER)
@pytest.mark.parametrize(("words", "label"), OTHER_PERSONS.values(), ids=OTHER_PERSONS)
def test_what_is_asked_of_another_person_in_a_part_of_its_own_has_no_meaning(
    words: str, label: str, under: Callable[[Control, str], Control]
) -> None:
    assert meanings(under(asks(label), words)) == [None]
    assert meanings(under(asks("Email", type="email"), words)) == [None]


def test_a_long_heading_that_mentions_another_person_says_nothing_of_the_questions_below() -> None:
    heading = "Tell us how we may use your data and, where you are a parent or guardian, that of your family"

    assert meanings(asks("First name", heading=heading), asks("Last name", heading=heading)) == [
        Meaning.GIVEN_NAME,
        Meaning.FAMILY_NAME,
    ]


INVISIBLE = asks("Email", type="email", autocomplete="email", visible=False)


def test_an_invisible_field_is_no_question() -> None:
    assert meanings(INVISIBLE) == []
    assert meanings(INVISIBLE, asks("Email", type="email")) == [Meaning.EMAIL]


def test_a_locked_field_is_no_question() -> None:
    assert meanings(asks("Email", type="email", enabled=False), asks("Email", type="email", readonly=True)) == []


# --- a form as a whole ---


WORDS_FOR_A_NAME = {
    "Name beside a surname": ("Name", "Surname", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Name beside a first name": ("First name", "Name", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Name beside Vorname": ("Vorname", "Name", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Name before Vorname": ("Name", "Vorname", Meaning.FAMILY_NAME, Meaning.GIVEN_NAME),
    "Nome beside Cognome": ("Nome", "Cognome", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Nome beside Sobrenome": ("Nome", "Sobrenome", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Nom beside Prénom": ("Nom", "Prénom", Meaning.FAMILY_NAME, Meaning.GIVEN_NAME),
    "Nombre beside Apellidos": ("Nombre", "Apellidos", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Naam beside Voornaam": ("Voornaam", "Naam", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Jméno beside Příjmení": ("Jméno", "Příjmení", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Meno beside Priezvisko": ("Meno", "Priezvisko", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Név beside Keresztnév": ("Vezetéknév", "Keresztnév", Meaning.FAMILY_NAME, Meaning.GIVEN_NAME),
    "Nume beside Prenume": ("Nume", "Prenume", Meaning.FAMILY_NAME, Meaning.GIVEN_NAME),
    "Ime beside Prezime": ("Ime", "Prezime", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Име beside Фамилия": ("Име", "Фамилия", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Όνομα beside Επώνυμο": ("Όνομα", "Επώνυμο", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
    "Ad beside Soyad": ("Ad", "Soyad", Meaning.GIVEN_NAME, Meaning.FAMILY_NAME),
}


@pytest.mark.parametrize(("one", "other", "first", "second"), WORDS_FOR_A_NAME.values(), ids=WORDS_FOR_A_NAME)
def test_a_word_for_a_name_is_what_the_form_leaves_over(one: str, other: str, first: Meaning, second: Meaning) -> None:
    assert meanings(asks(one), asks(other), asks("E-mail", type="email"), MESSAGE)[:2] == [first, second]


def test_an_attribute_that_is_only_name_leaves_it_to_the_other_names_of_the_form() -> None:
    plain, full = (asks("Name", attribute_name=name, attribute_id=name) for name in ("name", "full_name"))

    assert meanings(plain, asks("Surname"))[0] is Meaning.GIVEN_NAME
    assert meanings(asks("Vorname"), plain)[1] in {Meaning.FAMILY_NAME, None}
    assert meanings(plain, asks("Email", type="email"))[0] is Meaning.NAME
    assert meanings(full, asks("Surname"))[0] is not Meaning.GIVEN_NAME


@pytest.mark.parametrize("label", ["Name", "Nome", "Nombre", "Naam", "Navn", "Namn", "Nimi", "Név", "Your name"])
def test_a_word_for_a_name_alone_is_the_whole_name(label: str) -> None:
    assert meanings(asks(label), asks("E-mail", type="email"), MESSAGE)[0] is Meaning.NAME


def test_a_name_beside_both_names_has_none() -> None:
    found = meanings(asks("Name"), asks("First name"), asks("Last name"))

    assert found[1:] == [Meaning.GIVEN_NAME, Meaning.FAMILY_NAME]
    assert found[0] in {None, Meaning.NAME}


def test_a_third_name_that_is_nobodys_in_so_many_words_has_none() -> None:
    assert meanings(asks("First name"), asks("Last name"), asks("Name of the caretaker of the house"))[2] is None


def test_a_full_name_beside_both_names_is_the_whole() -> None:
    assert meanings(asks("Full name"), asks("First name"), asks("Last name")) == [
        Meaning.NAME,
        Meaning.GIVEN_NAME,
        Meaning.FAMILY_NAME,
    ]


def test_names_beside_a_surname_of_another_form_are_not_given_names() -> None:
    assert meanings(asks("Name"), asks("Surname", form=1), asks("First name", form=1)) == [
        Meaning.NAME,
        Meaning.FAMILY_NAME,
        Meaning.GIVEN_NAME,
    ]


def test_two_that_could_both_be_it_have_no_meaning() -> None:
    assert meanings(asks("Email"), asks("Email")) == [None, None]


def test_the_second_email_is_the_first_again_only_where_it_says_so() -> None:
    assert meanings(asks("Email address", type="email"), asks("Confirm your email address", type="email")) == [
        Meaning.EMAIL,
        Meaning.EMAIL_AGAIN,
    ]
    assert meanings(asks("Email address", type="email"), asks("Second email address", type="email"))[1] is None


AGAIN = {
    "de": "E-Mail-Adresse wiederholen", "fr": "Confirmez votre adresse e-mail", "es": "Confirmar correo electrónico",
    "it": "Conferma indirizzo e-mail", "nl": "Bevestig je e-mailadres", "pt": "Confirme o seu e-mail",
    "pl": "Powtórz adres e-mail",
    "sv": "Bekräfta e-postadress", "da": "Gentag e-mailadresse", "fi": "Vahvista sähköpostiosoite",
    "hu": "E-mail-cím megerősítése",
    "cs": "Potvrďte e-mailovou adresu", "ja": "メールアドレス（確認）", "ko": "이메일 주소 확인", "zh": "确认电子邮件地址",
}  # fmt: skip


@pytest.mark.parametrize(("language", "again"), AGAIN.items(), ids=AGAIN)
def test_the_email_again_is_told_from_the_email(language: str, again: str) -> None:
    email = FORMS[language][2]

    assert meanings(asks(email, type="email"), asks(again, type="email")) == [Meaning.EMAIL, Meaning.EMAIL_AGAIN]


def test_one_meaning_is_given_once_in_a_form() -> None:
    controls = [asks("Email address", type="email"), asks("Your email", attribute_name="m"), asks("E-mail", autocomplete="email")]
    found = [meaning for meaning in meanings(*controls, *(asks("Name") for _ in range(3))) if meaning]

    assert len(found) == len(set(found))


def test_one_meaning_may_be_had_by_each_of_two_forms() -> None:
    assert meanings(asks("Email"), asks("Email", form=1)) == [Meaning.EMAIL, Meaning.EMAIL]


def test_the_order_of_the_questions_doesnt_matter() -> None:
    controls = [asks("Surname"), asks("Name"), asks("Email"), asks("Country", Kind.COMBOBOX), asks("Phone"), MESSAGE]
    forwards = dict(zip((one.ref for one in controls), meanings(*controls), strict=True))
    backwards = dict(zip((one.ref for one in reversed(controls)), meanings(*reversed(controls)), strict=True))

    assert forwards == backwards


# --- signs, confidence, required ---


@pytest.mark.parametrize(("token", "meaning"), [
    ("given-name", Meaning.GIVEN_NAME),
    ("family-name", Meaning.FAMILY_NAME),
    ("name", Meaning.NAME),
    ("email", Meaning.EMAIL),
    ("tel", Meaning.TEL),
    ("tel-national", Meaning.TEL),
    ("one-time-code", Meaning.ONE_TIME_CODE),
    ("section-a billing given-name", Meaning.GIVEN_NAME),
    ("home tel", Meaning.TEL),
    ("work email webauthn", Meaning.EMAIL),
])  # fmt: skip
def test_autocomplete_says_it_where_no_word_does(token: str, meaning: Meaning) -> None:
    assert meanings(asks("", autocomplete=token)) == [meaning]


@pytest.mark.parametrize("token", ["off", "on", "new-password", "organization", "street-address", "bday", "nonsense"])
def test_autocomplete_of_anything_else_gives_no_meaning(token: str) -> None:
    assert meanings(asks("", autocomplete=token)) == [None]


def test_autocomplete_that_only_turns_the_browsers_filling_off_says_nothing_against() -> None:
    [question] = understand(Snapshot(url="https://form.example/", controls=(asks("First name", autocomplete="new-password"),)))

    assert question.meaning is Meaning.GIVEN_NAME
    assert not [sign for sign in question.signs if sign.weight < 0]


def test_autocomplete_that_names_a_company_outweighs_a_plain_name() -> None:
    assert meanings(asks("Name", autocomplete="organization")) == [None]


def test_autocomplete_against_the_label_gives_no_wrong_meaning() -> None:
    assert meanings(asks("Company name", autocomplete="name")) == [None]
    assert meanings(asks("Last name", autocomplete="given-name"))[0] in {None, Meaning.FAMILY_NAME}


@pytest.mark.parametrize(("attribute", "meaning"), [
    ("billingFirstName", Meaning.GIVEN_NAME),
    ("customer[last_name]", Meaning.FAMILY_NAME),
    ("contact-email", Meaning.EMAIL),
    ("telefonnummer", Meaning.TEL),
])  # fmt: skip
def test_attributes_alone_need_a_second_sign(attribute: str, meaning: Meaning) -> None:
    found = meanings(asks("", attribute_name=attribute, attribute_id=attribute), asks("Message", Kind.TEXTAREA))

    assert found[0] in {None, meaning}
    assert meanings(asks("", attribute_name=attribute, heading="Contact", type={Meaning.EMAIL: "email", Meaning.TEL: "tel"}.get(
        meaning, "text"), autocomplete=meaning.value)) == [meaning]  # fmt: skip


def test_a_type_narrows_what_a_field_can_be() -> None:
    assert meanings(asks("First name", type="email"))[0] is not Meaning.GIVEN_NAME
    assert meanings(asks("Email address", type="date")) == [None]
    assert meanings(asks("Email", Kind.TEXTAREA)) == [None]
    assert meanings(asks("Email", Kind.CHECKBOX)) == [None]


def test_a_verdict_quotes_the_signs_it_rests_on() -> None:
    (question,) = understood(asks("Email address", type="email", attribute_name="mail"))

    assert question.meaning is Meaning.EMAIL
    said = {sign.because for sign in question.signs if sign.meaning is Meaning.EMAIL}
    assert {one for one in said if not one.startswith("learned")} == {"type=email", "label «email address»", "attribute «mail»"}
    assert any("mail" in one for one in said if one.startswith("learned: "))


def test_no_sign_quotes_what_was_typed() -> None:
    (question,) = understood(asks("Email address", value="ada@secret.example", type="email"))

    assert not any("secret" in sign.because for sign in question.signs)


def test_a_form_is_understood_alike_whatever_the_order_of_pythons_sets() -> None:
    told = """
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.form.understand import understand
names = ["Name", "Nome", "E-mail or phone", "Friend's email", "Adresse de facturation", "Land", "Password", "Kontakt"]
controls = tuple(Control(ref=Ref(0, n), kind=Kind.TEXT, css=("input",), name=name) for n, name in enumerate(names))
print([(one.meaning, one.confidence, one.signs) for one in understand(Snapshot(url="", controls=controls))])
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", told], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(said) == 1


def test_more_signs_are_surer_than_one() -> None:
    (one,) = understood(asks("Email address"))
    (more,) = understood(asks("Email address", type="email", autocomplete="email"))

    assert 0 < one.confidence < more.confidence < 1


def test_what_has_no_meaning_has_no_confidence() -> None:
    (question,) = understood(asks("Shoe size"))

    assert (question.meaning, question.confidence) == (None, 0.0)


@pytest.mark.parametrize("control", [
    asks("Email", required=True), asks("Email *"), asks("* Email"), asks("Email (required)"), asks(before="Email *"),
    lists("Yes", "No", kind=Kind.RADIO, legend="About AI?*"),
], ids=["DOM", "star", "star in front", "in brackets", "near", "legend"])  # fmt: skip
def test_required_is_what_the_page_or_its_mark_says(control: Control) -> None:
    assert understood(control)[0].required


def test_a_star_in_the_middle_is_no_mark() -> None:
    assert not understood(asks("Rate it with * to *****, or not"))[0].required


# --- which form the page is about ---


def test_the_main_form_is_the_one_understood_best() -> None:
    contact = [asks("First name", form=1), asks("Email", form=1), asks("Message", Kind.TEXTAREA, form=1)]
    found = main_form(understood(asks("Search", type="search", form=0), *contact, asks("Email", type="email", form=2)))

    assert [question.control for question in found] == contact


def test_a_newsletter_beside_the_form_is_no_part_of_it_though_neither_is_in_a_form_element() -> None:
    contact = [asks("Name", form=-1), asks("E-mail", form=-1, type="email"), asks("Phone", form=-1), replace(MESSAGE, form=-1)]
    footer = asks("", form=-1, type="email", placeholder="Your e-mail address", heading="Subscribe to our newsletter")

    asked = main_form(understood(*contact, footer))

    assert [question.control for question in asked if question.meaning is Meaning.EMAIL] == [contact[1]]


def test_a_dialog_with_the_form_is_the_main_form() -> None:
    found = main_form(understood(asks("Search", form=-1), asks("Email", dialog=0), asks("Surname", dialog=0)))

    assert [question.control.name for question in found] == ["Email", "Surname"]


ASIDE = {
    "a log-in": (asks("Email", type="email"), asks("Password", type="password")),
    "a newsletter": (asks("Email", type="email", heading="Newsletter"),),
    "a newsletter and its box": (
        asks("E-Mail", type="email", before="Newsletter abonnieren"),
        asks("I agree", Kind.CHECKBOX),
    ),
}


@pytest.mark.parametrize("controls", ASIDE.values(), ids=ASIDE)
def test_what_stands_beside_the_forms_of_a_site_is_no_main_form_where_it_stands_alone(controls: tuple[Control, ...]) -> None:
    assert main_form(understood(*controls)) == ()


def test_a_form_that_asks_who_somebody_is_may_ask_for_a_password_too() -> None:
    found = main_form(understood(asks("First name"), asks("Email", type="email"), asks("Password", type="password")))

    assert [question.meaning for question in found] == [Meaning.GIVEN_NAME, Meaning.EMAIL, None]


def test_a_form_about_a_friend_is_not_taken_for_the_pages_own() -> None:
    own = [asks("Name"), asks("Email", type="email")]
    friends = [asks(name, form=1, heading="Tell a friend") for name in ("Name", "Email", "Phone", "Message")]

    assert [question.control.form for question in main_form(understood(*own, *friends))] == [0, 0]


def test_a_page_of_unknown_questions_has_no_main_form() -> None:
    assert main_form(understood(asks("Search", type="search"), asks("Shoe size"))) == ()


def test_no_questions_are_no_form() -> None:
    assert understood() == ()
    assert main_form(()) == ()


# --- what is asked twice, and what nobody sees ---


def test_the_address_of_the_invoice_and_that_of_the_delivery_are_both_the_persons() -> None:
    twins = [asks("First name", attribute_name=f"{part}_first_name") for part in ("billing", "shipping")]

    assert meanings(*twins) == [Meaning.GIVEN_NAME, Meaning.GIVEN_NAME]


def test_what_a_form_asks_twice_in_one_part_is_asked_once() -> None:
    twins = [asks("First name", attribute_name="first_name") for _ in range(2)]

    assert meanings(*twins).count(Meaning.GIVEN_NAME) < 2


@pytest.mark.parametrize("label", ["Delivery country", "Country of delivery"])
def test_the_country_of_an_address_is_the_persons(label: str) -> None:
    assert meanings(asks(label)) == [Meaning.COUNTRY]


def test_an_address_in_the_words_does_not_hide_what_is_asked() -> None:
    assert meanings(asks("Shipping address phone", type="tel")) == [Meaning.TEL]


@pytest.mark.parametrize("label", ["Street name", "City name"])
def test_the_name_of_a_place_is_nobodys(label: str) -> None:
    assert meanings(asks(label)) == [None]


def unseen(*controls: Control) -> list[Meaning | None]:
    return [question.meaning for question in understand_unseen(Snapshot(url="https://form.example/", controls=controls))]


def test_a_hidden_control_says_what_it_would_ask() -> None:
    assert unseen(asks("Your message"), asks("Phone number", visible=False)) == [Meaning.TEL]


def test_a_hidden_control_that_asks_what_is_asked_already_is_a_trap() -> None:
    assert unseen(asks("Email", type="email"), asks("Email", visible=False)) == [None]


SECOND_ADDRESS = {
    "de": ("E-Mail-Adresse", "E-Mail-Adresse nochmals eingeben"),
    "en": ("Your email", "Type your email once more"),
    "fr": ("Adresse e-mail", "Entrez à nouveau votre adresse e-mail"),
    "it": ("Indirizzo e-mail", "Scrivi di nuovo l'indirizzo e-mail"),
    "tr": ("E-posta adresi", "E-posta adresinizi tekrar girin"),
}


@pytest.mark.parametrize(("first", "second"), SECOND_ADDRESS.values(), ids=SECOND_ADDRESS)
@pytest.mark.parametrize("second_type", ["email", "text"])
def test_an_address_again_is_the_second_one_whatever_its_type(first: str, second: str, second_type: str) -> None:
    assert meanings(asks(first), asks(second, type=second_type)) == [Meaning.EMAIL, Meaning.EMAIL_AGAIN]


REASONS = {
    "why a request": "Why do you submit this request to us?",
    "why an objection, in German": "Weshalb legst du gegen die Nutzung Widerspruch ein?",
    "an explanation, in Dutch": "Licht toe waarom je dit verzoek indient",
    "an effect of a use, in Spanish": "¿Cómo te afecta a ti el uso de estos datos?",
    "an effect of a processing, in Czech": "Jaké důsledky pro vás má toto zpracování?",
}


@pytest.mark.parametrize("label", REASONS.values(), ids=REASONS)
def test_a_reason_is_known_by_the_parts_of_the_sentence(label: str) -> None:
    assert meanings(asks(label, Kind.TEXTAREA)) == [Meaning.IMPACT]


@pytest.mark.parametrize("label", ["Why do you want to work with us?", "How did the course affect you?"])
def test_why_or_an_effect_alone_is_no_reason_for_a_request(label: str) -> None:
    assert meanings(asks(label, Kind.TEXTAREA)) == [None]


def test_an_address_or_a_number_is_the_address_where_the_page_itself_says_so() -> None:
    assert meanings(asks("Email or mobile phone number", autocomplete="email"), MESSAGE)[0] is Meaning.EMAIL


def test_a_select_that_a_drawn_list_stands_for_is_understood_beside_it() -> None:
    drawn = asks("Country", Kind.COMBOBOX)
    hidden = lists("One", "Two", name="Country", visible=False)  # no surer than the list itself: beside it, it would be beaten
    snapshot = Snapshot("https://form.example/", controls=(drawn, hidden))
    assert [question.meaning for question in (*understand(snapshot), *understand_unseen(snapshot))] == [Meaning.COUNTRY] * 2


def test_the_search_box_of_the_site_is_no_question_of_a_form_that_lies_in_no_form() -> None:
    search = asks("Search help articles", role="searchbox", form=-1)
    found = understood(search, asks("Email address", form=-1), asks("Why do you object to this use?", Kind.TEXTAREA, form=-1))
    assert [question.meaning for question in main_form(found)] == [Meaning.EMAIL, Meaning.IMPACT]


def test_a_page_that_asks_only_for_an_unknown_choice_is_a_form_of_that() -> None:
    choice = lists("Apples", "Pears", name="Fruit", form=-1)
    found = understood(asks("Search", role="searchbox", form=-1), choice)
    assert [question.control.name for question in main_form(found)] == ["Fruit"]
