"""The one origin on which a form is filled: which addresses may be given, and which pages are still on it."""

from __future__ import annotations

import re

import pytest

from ai_optout.errors import PageError, UsageError
from ai_optout.origin import FormAddress, origin_of


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://www.Example.com/a?b#c", "https://www.example.com"),
        ("https://www.example.com:443/", "https://www.example.com"),
        ("https://www.example.com:8443/", "https://www.example.com:8443"),
        ("http://[::1]:80/", "http://[::1]"),
        ("about:blank", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://www.example.com:port/", ""),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize("url", ["https://www.example.com/", "http://127.0.0.1:80/", "http://[::1]/", "http://localhost:9/form"])
def test_https_and_this_machine_may_be_given(url: str) -> None:
    assert FormAddress.parse(url).url == url


@pytest.mark.parametrize(
    "url",
    [
        *("http://www.example.com/", "http://localhost.example.com/", "http://127.0.0.1.example.com/", "file:///etc/passwd"),
        *(
            "https://me:word@www.example.com/",
            "https://www.example.com\\@x.example/",
            "https://www.example.com/a b",
            "javascript:1",
        ),
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        FormAddress.parse(url)


def test_plain_http_is_refused_with_the_way_out() -> None:
    with pytest.raises(UsageError, match=r"^http://www\.example\.com is not encrypted: ") as refused:
        FormAddress.parse("http://www.example.com/form")

    assert refused.value.hint == "Try the same address with https: https://www.example.com"


ADDRESS = FormAddress.parse("https://www.example.com/form")


@pytest.mark.parametrize("frame", [None, "https://www.example.com/frame", "about:srcdoc", "about:blank"])
def test_page_and_frames_of_the_origin_may_be_typed_on(frame: str | None) -> None:
    ADDRESS.check("https://www.example.com/next", frame)


@pytest.mark.parametrize(
    ("page", "frame"),
    [
        ("https://example.com/", None),
        ("http://www.example.com/", None),
        ("https://www.example.com:8443/", None),
        ("about:blank", None),
        ("chrome-error://chromewebdata/", None),
        ("https://www.example.com/", "https://ads.example.net/"),
    ],
)
def test_nothing_is_typed_off_it(page: str, frame: str | None) -> None:
    with pytest.raises(PageError, match=re.escape("The page led off https://www.example.com, so no more was typed.")):
        ADDRESS.check(page, frame)


def test_where_an_address_leads_is_said_without_its_path() -> None:
    with pytest.raises(PageError) as refused:
        ADDRESS.check_opened("https://login.example.net/?next=secret", "ai-optout fill")

    assert refused.value.message == "https://www.example.com leads on to https://login.example.net: nothing was typed."
    assert "secret" not in refused.value.hint


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/form", "https://127.0.0.1/form", "http://localhost/", "https://a.example:8443/"]
)
def test_what_no_flow_can_name_is_said(url: str) -> None:
    with pytest.raises(UsageError, match="is no address that a flow can name"):
        FormAddress.parse(url).check_nameable()


def test_an_https_address_of_a_named_host_can_be_named() -> None:
    FormAddress.parse("https://www.example.com/form?a=b").check_nameable()
