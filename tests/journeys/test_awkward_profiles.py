"""People whose names, reasons and files are awkward: the mock received exactly what they wrote, line ends aside."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from tests.journeys.rehearsal import Rehearsal, Sent

LONG = ("Ich widerspreche – ganz und gar. " * 100)[:2_000]

PEOPLE: dict[str, dict[str, object]] = {
    "quotes, markup and backslashes": {
        "given_name": 'D\'Artagnan "Didi"',
        "family_name": "<script>alert(1)</script> & Söhne \\n %s {{7*7}}",
        "email": "o'brien+meta@mail.example",
        "reason": "<b>Nein</b> & \"nein\" 'nein' &amp; ]]> <!-- --> ${x} \\u0041\tmit Tabulator",
        "prompts": "</textarea><img src=x onerror=alert(1)>\nWer ist <D'Artagnan>?",
    },
    "right to left": {
        "country": "DE",
        "given_name": "\u200fיעל",
        "family_name": "بن زايد آل نهيان",
        "reason": "אני מתנגדת לשימוש במידע שלי.\nأعترض على استخدام بياناتي (Meta AI) 123.",
        "prompts": "מי זאת יעל? من هي؟",
    },
    "emoji with joiners, composed and decomposed accents": {
        "given_name": "👩‍👩‍👧 Zoë",
        "family_name": "Ångström e\u0301te\u0301 İıßſ 𝒜",
        "reason": "🏳️‍🌈 Non. 𠮷野家 \u00a0 geschützt \u2028 getrennt ﬁn ½",
        "prompts": "Wer ist 👩‍👩‍👧?",
    },
    "2,000 characters and line ends of two": {
        "given_name": "A" * 80,
        "family_name": "Ö" * 80,
        "reason": LONG,
        "prompts": "eins\r\nzwei\r\n\r\nvier" + "ß" * 1_900,
    },
}


def test_the_third_party_form_receives_exactly_what_was_written(rehearsal: Rehearsal) -> None:
    profile = rehearsal.profile_with(**PEOPLE["emoji with joiners, composed and decomposed accents"])

    result = rehearsal.one("facebook-third-party", profile=profile)

    assert (result.status, result.reason) == ("acknowledged", None)
    assert Sent(rehearsal.only_accepted()).answers(profile) == {}


def test_the_mobile_form_receives_exactly_what_was_written(rehearsal: Rehearsal) -> None:
    rehearsal.switch(site_variant="mobile", code=False)
    profile = rehearsal.profile_with(**{**PEOPLE["quotes, markup and backslashes"], "reason": LONG})

    result = rehearsal.one("facebook-third-party", profile=profile)

    assert (result.status, result.reason) == ("acknowledged", None)
    assert Sent(rehearsal.only_accepted()).answers(profile) == {}


def test_several_pictures_arrive_byte_by_byte_under_their_own_names(rehearsal: Rehearsal, tmp_path: Path) -> None:
    rehearsal.switch(code=False)
    pictures = []
    for number, (name, kind) in enumerate([("Bild eins.png", "PNG"), ("übër 2.jpg", "JPEG"), ("o'drei.webp", "WEBP")]):
        stored = io.BytesIO()
        Image.new("RGB", (20 + number, 10), "teal").save(stored, kind)
        (tmp_path / name).write_bytes(stored.getvalue())
        pictures.append(tmp_path / name)
    profile = rehearsal.profile_with(evidence=[str(path) for path in pictures])

    result = rehearsal.one("facebook-third-party", profile=profile)

    assert (result.status, result.reason) == ("acknowledged", None)
    assert Sent(rehearsal.only_accepted()).files() == [(path.name, path.read_bytes()) for path in pictures]
