"""Where values may be typed, with the addresses that have fooled others."""

from __future__ import annotations

import pytest

from ai_optout.errors import FlowError, PageError
from ai_optout.guard import HostGuard

META = HostGuard(["facebook.com", "instagram.com", "meta.com"])

ALLOWED = {
    "the-host": "https://facebook.com",
    "below-it": "https://www.facebook.com/help/contact/6359191084165019?locale=de_DE#top",
    "deep-below-it": "https://a.b.c.instagram.com/",
    "its-port-written-out": "https://www.facebook.com:443/",
    "query-at-once": "https://www.facebook.com?next=/help",
    "capitals": "HTTPS://WWW.FACEBOOK.COM/",
    "an-at-in-the-path": "https://www.facebook.com/@someone",
    "a-backslash-in-the-query": "https://www.facebook.com/?q=a\\b",
    "an-address-in-the-query": "https://www.facebook.com/login?next=https://evil.example/",
}

REFUSED = {
    "empty": "",
    "no-https": "http://www.facebook.com/",
    "another-scheme": "ftp://www.facebook.com/",
    "a-scheme-like-https": "httpss://www.facebook.com/",
    "another-host": "https://evil.example/",
    "ends-alike": "https://notfacebook.com/",
    "begins-alike": "https://facebook.com.evil.example/",
    "hyphen-before": "https://www-facebook.com/",
    "in-the-path": "https://evil.example/facebook.com",
    "in-the-query": "https://evil.example?facebook.com",
    "in-the-fragment": "https://evil.example#.facebook.com",
    "as-user": "https://facebook.com@evil.example/",
    "as-user-and-password": "https://www.facebook.com:443@evil.example/",
    "user-before-it": "https://someone@www.facebook.com/",
    "encoded-at": "https://facebook.com%40evil.example/",
    "encoded-slash": "https://evil.example%2f.facebook.com/",
    "encoded-dot": "https://www%2efacebook.com/",
    "backslash": "https://evil.example\\.facebook.com/",
    "backslash-after": "https://facebook.com\\@evil.example/",
    "trailing-dot": "https://www.facebook.com./",
    "two-dots": "https://www..facebook.com/",
    "leading-dot": "https://.facebook.com/",
    "another-port": "https://www.facebook.com:8443/",
    "port-that-begins-alike": "https://www.facebook.com:4430/",
    "empty-port": "https://www.facebook.com:/",
    "no-slashes": "https:www.facebook.com/",
    "three-slashes": "https:///www.facebook.com/",
    "no-scheme": "//www.facebook.com/",
    "blank-before": " https://www.facebook.com/",
    "blank-inside": "https://evil.example .facebook.com/",
    "tab-inside": "https://evil.example\t.facebook.com/",
    "line-end": "https://www.facebook.com/\n",
    "line-end-in-the-host": "https://evil.example\n.facebook.com/",
    "nothing-character": "https://evil.example\x00.facebook.com/",
    "cyrillic-a": "https://www.f\u0430cebook.com/",
    "kelvin-sign": "https://www.faceboo\u212a.com/",
    "fullwidth-dot": "https://www\uff0efacebook.com/",
    "long-s": "https://www.in\u017ftagram.com/",
    "punycode-look-alike": "https://www.xn--fcebook-2fg.com/",
    "punycode-above": "https://xn--facebook-com.evil.example/",
    "a-number": "https://157.240.1.35/",
    "version-6": "https://[::1]/",
    "blob": "blob:https://www.facebook.com/0b9b2f9e",
    "data": "data:text/html,https://www.facebook.com/",
    "about-blank": "about:blank",
    "about-srcdoc": "about:srcdoc",
    "no-origin": "null",
    "file": "file:///facebook.com",
    "javascript": "javascript://www.facebook.com/%0aalert(1)",
    "view-source": "view-source:https://www.facebook.com/",
    "extension": "chrome-extension://facebook.com/",
    "filesystem": "filesystem:https://www.facebook.com/temporary/",
    "websocket": "wss://www.facebook.com/",
}


@pytest.mark.parametrize("url", ALLOWED.values(), ids=ALLOWED.keys())
def test_values_may_go_to_the_flows_hosts_and_below(url: str) -> None:
    META.check(url)
    assert META.allows(url)


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED.keys())
def test_values_may_not_go_anywhere_else(url: str) -> None:
    assert not META.allows(url)
    with pytest.raises(PageError):
        META.check(url)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://www.evil.example/?email=zoe@example.org", "www.evil.example"),
        ("http://www.facebook.com/?email=zoe@example.org", "www.facebook.com without https"),
        ("data:text/html,zoe@example.org", "an address that is none of a web page's"),
        ("https://zoe@www.facebook.com/", "an address that is none of a web page's"),
        ("https://www.facebook.com:8443/", "www.facebook.com with a port of its own"),
    ],
    ids=["another-host", "no-https", "no-web-page", "a-user-in-it", "a-port"],
)
def test_a_refusal_names_the_host_and_nothing_else_of_the_address(url: str, place: str) -> None:
    with pytest.raises(PageError) as refusal:
        META.check(url)
    assert refusal.value.message == (
        f"Nothing was typed: the page is on {place}, "
        "and the values go to facebook.com, instagram.com and meta.com over https only."
    )
    assert refusal.value.hint == "Go back to the form in the open window, or close it and run this again."


@pytest.mark.parametrize(
    "host", ["com", "", "*.facebook.com", ".facebook.com", "Facebook.com", "facebook.com.", "face book.com", "10.0.0.1"]
)
def test_a_guard_is_not_made_for_what_is_no_plain_host(host: str) -> None:
    with pytest.raises(FlowError) as refusal:
        HostGuard(["facebook.com", host])
    assert refusal.value.message == f"{host!r} is not a host that a flow can name."


def test_a_guard_without_hosts_lets_nothing_out() -> None:
    assert not HostGuard([]).allows("https://www.facebook.com/")
