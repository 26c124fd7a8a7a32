"""What a control's markup says of it, before any word of the question is read: `autocomplete`, its type and length, an example of
a number, its list, its `name` and `id`. A pure function.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ai_optout.country import country_codes_of_list
from ai_optout.form.features import DIALLING
from ai_optout.form.meaning import IDENTITY, TOKENS, Meaning
from ai_optout.form.sign import VETO, Sign, against
from ai_optout.form.snapshot import Control, Kind
from ai_optout.form.words import Lexicon, attribute_lexicon, attribute_words, outermost

_AUTOCOMPLETE: Mapping[str, Meaning] = {
    **{meaning.value: meaning for meaning in Meaning},
    "country-name": Meaning.COUNTRY,
    "tel-national": Meaning.TEL,
    "tel-local": Meaning.TEL,
}
_OTHER_FIELDS = frozenset(
    {
        *("honorific-prefix", "additional-name", "honorific-suffix", "nickname", "username", "new-password", "current-password"),
        *("organization-title", "organization", "street-address", "address-line1", "address-line2", "address-line3"),
        *("address-level4", "address-level3", "address-level2", "address-level1", "postal-code", "cc-name", "cc-given-name"),
        *("cc-additional-name", "cc-family-name", "cc-number", "cc-exp", "cc-exp-month", "cc-exp-year", "cc-csc", "cc-type"),
        *("transaction-currency", "transaction-amount", "language", "bday", "bday-day", "bday-month", "bday-year", "sex"),
        *("url", "photo", "tel-area-code", "tel-local-prefix", "tel-local-suffix", "tel-extension", "impp"),
    }
)
"""WHATWG's other field names (HTML, *Autofill*): what says one of them is none of ours."""
_TURNS_IT_OFF = frozenset({"new-password", "current-password"})
"""What pages say of fields that are no passwords only so that the browser doesn't offer its own answers."""
_SHORTEST_NUMBER = 6
"""A field that takes fewer characters is a part of a telephone number."""
_DIGITS = frozenset("0123456789xX#_")
_NUMBER = re.compile(r"(?:\w\.? ?\w\.?|\w+\.?)?[: ]*[+(\d][\dxX#_ ()./-]{5,20}")
"""A telephone number as forms give it for an example: +40 7xx xxx xxx, e.g. 078 123 45 67."""
_CODE_ALONE = re.compile(r"\+\d{1,4}")
_SHOWN_CODE = re.compile(r"(?:[^+\d]{0,40}\W)?\+ ?\d{1,4}\)?")
"""What a list shows that the page draws itself, and that holds dialling codes: "+358", "United States: +1"."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_WORDS = re.compile(r"[a-z]{3,}(?:[ _-][a-z]+)*")
_PART_OF_A_NUMBER = re.compile(r"[\d xX#_-]{1,5}")
PLAIN_NAME = "plain attribute"
"""The source of the sign that an attribute "name" is: forms call the given name so, too."""
CERTAIN = 6.0
"""What a list says whose options are all of one kind."""
_SHOWN = 3.5
"""What a drawn list says by what it shows: enough alone, less than the select that it may stand for."""
_WHOLE = 3.1
"""What an attribute says that is the meaning's word and nothing else, where no sentence says otherwise: enough to be sure."""
_SHORT = 3
"""So many words, in a language that isn't known, may be the same in other words; a sentence may say "leave this empty"."""


def markup_signs(control: Control, words: Lexicon) -> list[Sign]:
    """Every sign of the markup, for any meaning."""
    return [*_standard_signs(control), *_option_signs(control, words), *_attribute_signs(control)]


def autocomplete_meaning(control: Control) -> Meaning | None:
    """What the page's own `autocomplete` says, where it is one of ours (HTML, *Autofill*)."""
    return _AUTOCOMPLETE.get(control.autocomplete.split(" ")[-1])


def _is_standard(autocomplete: str) -> bool:
    """Whether it is said as the standard has it; pages put words of their own there as well: "phone"."""
    last = autocomplete.rsplit(" ", maxsplit=1)[-1]
    return last in _AUTOCOMPLETE or last in _OTHER_FIELDS


def _standard_signs(control: Control) -> Iterator[Sign]:
    tokens = [token for token in control.autocomplete.split(" ") if token in _AUTOCOMPLETE or token in _OTHER_FIELDS]
    if tokens and tokens[-1] in _AUTOCOMPLETE:
        yield Sign(_AUTOCOMPLETE[tokens[-1]], 5.0, f"autocomplete={tokens[-1]}")
    elif tokens and (control.type == "password" or tokens[-1] not in _TURNS_IT_OFF):
        yield from (Sign(meaning, -VETO, f"autocomplete={tokens[-1]}") for meaning in sorted(IDENTITY))
    if control.type == "email" or control.inputmode == "email":
        yield Sign(Meaning.EMAIL, 3.5, "type=email")
    if control.type == "tel" or control.inputmode == "tel":
        yield Sign(Meaning.TEL, 2.5, "type=tel")
    if tokens and tokens[-1] == Meaning.TEL_COUNTRY_CODE:
        yield Sign(Meaning.TEL, -VETO, f"autocomplete={tokens[-1]}")
    if control.max_length is not None and 0 < control.max_length < _SHORTEST_NUMBER:
        yield Sign(Meaning.TEL, -VETO, f"at most {control.max_length} characters", "length")
    yield from _example_signs(control)
    if control.kind is Kind.FILE:
        yield Sign(Meaning.EVIDENCE, 2.0, "type=file")


def _example_signs(control: Control) -> Iterator[Sign]:
    """What a number for an example says of it: a whole one, or a part of one."""
    text = control.placeholder or control.before
    digits = sum(letter in _DIGITS for letter in text)
    if is_an_address(control.placeholder):
        yield Sign(Meaning.EMAIL, 3.5, "an example of an address")
    if digits and _PART_OF_A_NUMBER.fullmatch(control.placeholder):
        yield Sign(Meaning.TEL, -VETO, f"an example of {digits} digits", "length")
    elif digits >= _SHORTEST_NUMBER and _NUMBER.fullmatch(text) and (control.type == "tel" or "+" in text):
        yield Sign(Meaning.TEL, 3.0, f"an example of {digits} digits")


def is_an_address(text: str) -> bool:
    """Whether it is an e-mail address: what stands in one says nothing ("jane@company.com")."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def _option_signs(control: Control, words: Lexicon) -> Iterator[Sign]:
    if control.kind is Kind.COMBOBOX and any(_SHOWN_CODE.fullmatch(text) for text in (control.value, control.name)):
        yield Sign(Meaning.TEL_COUNTRY_CODE, _SHOWN, "a dialling code is shown")
        yield Sign(Meaning.COUNTRY, -VETO, "a dialling code is shown")
    options = [option for option in control.options if option.label and (option.value or control.kind is not Kind.SELECT)]
    if not options:
        return
    labels = [option.label for option in options]
    dialling = sum(bool(DIALLING.search(option.label)) or option.value.startswith("+") for option in options) / len(options)
    if dialling > 0.6 and (len(options) > 1 or _CODE_ALONE.fullmatch(labels[0])):  # noqa: PLR2004 - most of a list that is one
        yield Sign(Meaning.TEL_COUNTRY_CODE, CERTAIN, f"{len(labels)} options with dialling codes")
        yield Sign(Meaning.COUNTRY, -VETO, f"{len(labels)} options with dialling codes")
        return
    territories = sum(code is not None for code in country_codes_of_list(labels)) / len(labels)
    if territories > 0.6 and len(labels) > 3:  # noqa: PLR2004 - likewise
        yield Sign(Meaning.COUNTRY, 4.0, f"{len(labels)} options that are territories")
    rights = sum(
        words.says(label, "request", "objection", "third-party", "access", "correct", "delete", "different") for label in labels
    )
    if rights > 1 or rights == len(labels):
        yield Sign(Meaning.REQUEST, 2.0 + 2.0 * rights / len(labels), f"{rights} options that name a right")


def _attribute_signs(control: Control) -> Iterator[Sign]:
    own = control.autocomplete if _WORDS.fullmatch(control.autocomplete) and not _is_standard(control.autocomplete) else ""
    attributes = [attribute_words(text) for text in (control.attribute_name, control.attribute_id, own)]
    hits = outermost([hit for hit in attribute_lexicon().hits(" ".join(attributes)) if hit.table in {"meaning", "not"}])
    for hit in hits:
        if len(hit.phrase) == 1 and hit.phrase not in attributes:
            continue  # a letter of a generated id
        if hit.table == "not":
            logs_in = {Meaning.EMAIL} if hit.key == "username" else frozenset()  # one logs in with an address
            because = f"attribute «{hit.phrase}» ({hit.key})"
            yield from (Sign(meaning, -VETO / 2, because, "attribute", hit.key) for meaning in sorted(against(hit.key) - logs_in))
        elif hit.key == Meaning.NAME and hit.phrase == "name" and hit.phrase not in attributes:
            continue  # the name of anything: "shippingMethodName"
        elif hit.key in TOKENS:
            alone = hit.phrase in attributes and len(f"{control.label} {control.placeholder}".split()) <= _SHORT
            source = PLAIN_NAME if hit.phrase == "name" else "attribute"
            yield Sign(Meaning(hit.key), _WHOLE if alone else 2.2, f"attribute «{hit.phrase}»", source)
