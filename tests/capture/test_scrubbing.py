"""Nothing of a person's comes through, wherever in a document it stands; what the engine needs does."""

from __future__ import annotations

from html import escape, unescape

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from ai_optout.capture.scrubbing import Scrubber, is_token, scrubbed
from ai_optout.capture.tree import Element, Node
from ai_optout.capture.writing import write_html
from ai_optout.log import Redaction

NAME = "Grażyna O'Brien-Öztürk"
MAIL = "g.obrien+1@post.example"
PHONE = "+49 (30) 23125 014"
ACCOUNT = "100023456789012"
TOKEN = "AQHc7x9Zp2LmK0vT3r"
PLANTED = (NAME, MAIL, PHONE, ACCOUNT, TOKEN)
AROUND = some.sampled_from(
    ["{}", "Hello {}!", "({})", "Write to {}.", "id={}", "https://site.example/p?q={}&r=1", "{} {}", "«{}»"]
)
ATTRIBUTES = [
    *(
        "id",
        "name",
        "for",
        "class",
        "style",
        "value",
        "href",
        "src",
        "srcset",
        "action",
        "title",
        "alt",
        "placeholder",
        "content",
    ),
    *("aria-label", "aria-labelledby", "aria-describedby", "aria-valuetext", "data-id", "data-value", "data-testid", "onclick"),
    *("srcdoc", "autocomplete", "accept", "role", "type", "integrity", "nonce", "ping", "label", "list", "contenteditable"),
]
TAGS = [
    *(
        "div",
        "p",
        "a",
        "input",
        "textarea",
        "select",
        "option",
        "button",
        "label",
        "img",
        "svg",
        "script",
        "style",
        "meta",
        "link",
    ),
    *("iframe", "template", "h1", "my-element", "video", "noscript", "form", "li"),
]


@some.composite
def planted(draw: some.DrawFn) -> str:
    value = draw(some.sampled_from(PLANTED))
    return draw(AROUND).format(value, value)


def documents() -> some.SearchStrategy[Element]:
    """Trees with a planted value in any text and any attribute."""

    def element(children: some.SearchStrategy[Node]) -> some.SearchStrategy[Element]:
        below = some.lists(children, max_size=3).map(tuple)
        return some.builds(
            Element,
            some.sampled_from(TAGS),
            some.dictionaries(some.sampled_from(ATTRIBUTES), planted(), max_size=4),
            some.dictionaries(some.sampled_from(["display", "width", "background-image"]), planted(), max_size=1),
            below,
            some.none() | below,
            some.none() | some.builds(Element, some.just("html"), children=below),
        )

    return element(some.recursive(planted(), element, max_leaves=12))


def copy_of(root: Element) -> str:
    """The file that a document becomes."""
    page = Element(
        "html",
        children=(Element("head", children=(Element("title", children=(f"For {NAME}",)),)), Element("body", children=(root,))),
    )
    return write_html(scrubbed(page, Scrubber(Redaction([NAME]))), "https://site.example/form")


@settings(max_examples=200, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(documents())
def test_no_planted_value_is_in_the_file_wherever_it_stood(root: Element) -> None:
    copy = unescape(unescape(unescape(copy_of(root))))

    assert [value for value in PLANTED if value in copy or escape(value) in copy] == []


def test_the_words_of_the_page_and_what_a_control_is_are_kept() -> None:
    label = Element("label", {"for": "mail"}, children=("E-Mail-Adresse (höchstens 4 MB, seit 2024) *",))
    field = Element("input", {"id": "mail", "name": "contact_email", "type": "email", "required": "", "autocomplete": "email"})
    choice = Element(
        "select", {"name": "country"}, children=(Element("option", {"value": "DE", "selected": ""}, children=("Deutschland",)),)
    )

    copy = copy_of(Element("form", {"action": "/contact/send", "method": "post"}, children=(label, field, choice)))

    assert '<form action="/contact/send" method="post">' in copy
    assert '<label for="mail">E-Mail-Adresse (höchstens 4 MB, seit 2024) *</label>' in copy
    assert '<input id="mail" name="contact_email" type="email" required autocomplete="email">' in copy
    assert '<option value="DE">Deutschland</option>' in copy


def test_ids_that_are_taken_out_still_tie_a_label_to_its_field() -> None:
    label = Element("label", {"for": f"field{ACCOUNT}"}, children=("Reason",))

    copy = copy_of(Element("form", children=(label, Element("textarea", {"id": f"field{ACCOUNT}"}, children=("My reason",)))))

    assert '<label for="fieldn1">Reason</label><textarea id="fieldn1">\n</textarea>' in copy


def test_what_was_chosen_and_typed_is_no_longer_so() -> None:
    radio = Element("div", {"role": "radio", "aria-checked": "true"}, children=("I object",))
    box = Element("div", {"role": "combobox", "aria-label": "Country"}, children=(Element("span", children=("Germany",)),))

    copy = copy_of(Element("form", children=(radio, box, Element("input", {"type": "checkbox", "checked": "", "value": "yes"}))))

    assert '<div role="radio" aria-checked="false">I object</div>' in copy
    assert '<div role="combobox" aria-label="Country"><span></span></div>' in copy
    assert '<input type="checkbox" value="yes">' in copy


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("/policies/cookies/?entry=1", "/policies/cookies/"),
        ("https://www.site.example/help/contact/510058597920541#top", "https://www.site.example/help/contact/n1"),
        ("/grazyna.obrien", "#"),
        ("https://www.site.example/profile.php?id=100023456789012", "#"),
        ("javascript:alert(1)", "#"),
        ("https://someone:secret@site.example/help", "#"),
        ("/", "/"),
    ],
)
def test_of_an_address_only_a_public_path_is_kept(url: str, kept: str) -> None:
    assert Scrubber().address(url) == kept


def test_a_link_to_a_site_that_bears_the_persons_name_is_left_out() -> None:
    scrub = Scrubber(Redaction(["Ottilie"]))

    assert scrub.address("https://ottilie.example/help") == "#"
    assert scrub.address("https://site.example/help") == "https://site.example/help"


@pytest.mark.parametrize(
    "number", ["030 / 23125-014", "030\u202f23125\u2013014", "+49 (0) 30 \u2013 23125 014", "030\u201123125\u2011014"]
)
def test_a_telephone_number_is_one_whatever_stands_between_its_digits(number: str) -> None:
    assert Scrubber().text(f"Call {number}.") == "Call «number»."


@pytest.mark.parametrize(
    "word",
    [
        "Datenschutzgrundverordnung",
        "support-form-row-2024",
        "additional_information",
        "DonaudampfschifffahrtKapitän",
        "autocomplete",
    ],
)
def test_a_word_is_no_token(word: str) -> None:
    assert not is_token(word)


@pytest.mark.parametrize("run", [TOKEN, "d41d8cd98f00b204e9800998ecf8427e", "NAcNL1eO9Xp_u0bVmZZx3w", "eyJhbGciOiJIUzI1NiJ9"])
def test_what_a_machine_made_is_a_token(run: str) -> None:
    assert is_token(run)


def test_what_was_taken_out_is_counted_by_kind() -> None:
    scrub = Scrubber(Redaction([NAME]))
    tree = Element(
        "div",
        {"onclick": "go()", "data-id": "7"},
        children=(f"{NAME}, {MAIL}, {PHONE}", Element("script"), Element("img", {"src": "me.png"})),
    )

    scrubbed(tree, scrub)

    assert dict(scrub.removed) == {
        "event handlers": 1,
        "data attributes": 1,
        "e-mail addresses": 1,
        "words of the person": 1,
        "long numbers": 1,
        "scripts": 1,
        "pictures": 1,
        "other attributes": 1,
    }
