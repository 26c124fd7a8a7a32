"""Telephone numbers in forms that ask for the dialling code apart. Pure functions; nothing is changed but that the code goes."""

from __future__ import annotations

import re

import phonenumbers

from ai_optout.form.meaning import Territory


def without_dialling_code(number: str, territory: Territory) -> str:
    """The number as it was typed, without the calling code of that territory and the "(0)" behind it; one that is written without
    a code, or with another's, as it stands.
    """
    code = phonenumbers.country_code_for_region(territory.code)
    found = re.match(rf"\s*(?:\+|00)\s?{code}(?:\s?\(0\))?[\s./-]*(?=[\d(])", number) if code else None
    return number[found.end() :].strip() if found else number


def territory_of(number: str, residence: Territory | None) -> Territory | None:
    """Whose calling code a number is written with; the territory of residence where it is that one's, or none is written."""
    written = number.strip()
    if not written.startswith(("+", "00")):
        return residence
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", written))
    except phonenumbers.NumberParseException:
        return residence
    if residence and parsed.country_code == phonenumbers.country_code_for_region(residence.code):
        return residence
    region = phonenumbers.region_code_for_number(parsed)
    return Territory(region, region) if region and len(region) == 2 else residence  # noqa: PLR2004 - 001 is no territory's


def is_only_a_code(text: str) -> bool:
    """Whether a field's text is what a page begins a number with: "+49"."""
    return re.fullmatch(r"\s*\(?\+\s?\d{1,4}\)?[\s-]*", text) is not None
