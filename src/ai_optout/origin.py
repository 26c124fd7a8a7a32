"""One origin on which values may be typed: that of the address a person gave, over https, or http on this machine alone.

The flows' guard (guard.py) goes by the hosts that a flow names; here there is no flow, and the address itself says it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlsplit

from ai_optout.errors import PageError, UsageError
from ai_optout.guard import ADDRESS
from ai_optout.messages import _

PORTS: Final = {"http": 80, "https": 443}
OF_THE_PAGES_OWN_MAKING: Final = frozenset({"about:blank", "about:srcdoc"})
"""Addresses of frames that a page writes itself: they have their page's origin (HTML, *Origin*)."""


def is_loopback(host: str) -> bool:
    """Whether `host`, as a URL names it, can only be this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def origin_of(url: str) -> str:
    """Scheme, host and port of an http(s) address, the scheme's own port left out; "" for any other address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:  # a port that is none, brackets that don't close
        return ""
    if parts.scheme not in PORTS or not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" if port in {None, PORTS[parts.scheme]} else f"{parts.scheme}://{shown}:{port}"


@dataclass(frozen=True)
class FormAddress:
    """A form's address as it was given, and its origin."""

    url: str
    origin: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """`text` as an address: https, or http on this machine. Raises `UsageError` for any other."""
        origin = origin_of(text)
        if not origin:
            raise UsageError(
                _("{text!r} is not the address of a web page.").format(text=text), _("An address begins with https://")
            )
        parts = urlsplit(text)
        if parts.username is not None or parts.password is not None or "\\" in text or any(letter.isspace() for letter in text):
            raise UsageError(
                _("The address holds a user name, a backslash or a blank, which two programs may read in two ways."),
                _("Copy the address from the browser's address bar."),
            )
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            raise UsageError(
                _("{origin} is not encrypted: what is typed there could be read by others on the way.").format(origin=origin),
                _("Try the same address with https: {origin}").format(origin=origin.replace("http:", "https:", 1)),
            )
        return cls(text, origin)

    def check_nameable(self) -> None:
        """Raise `UsageError` where no flow can name the address: a flow's doors are https addresses of hosts with a name."""
        if not ADDRESS.fullmatch(self.url) or is_loopback(urlsplit(self.url).hostname or ""):
            raise UsageError(
                _("{origin} is no address that a flow can name: those begin with https:// and a host's name.").format(
                    origin=self.origin
                ),
                _("Give the form's own address; one on this computer is looked at with: ai-optout inspect {origin}/…").format(
                    origin=self.origin
                ),
            )

    def allows(self, url: str) -> bool:
        """Whether the page at `url` is of this origin."""
        return origin_of(url) == self.origin

    def check_opened(self, url: str, command: str) -> None:
        """Raise `PageError` where opening the address led to `url`, on another origin. `command` is what to type there."""
        if not self.allows(url):
            led = origin_of(url) or _("an address that is none of a web page's")
            raise PageError(
                _("{origin} leads on to {led}: nothing was typed.").format(origin=self.origin, led=led),
                _("If that is where the form lies, give its own address: {command} {origin_of}/…").format(
                    command=command, origin_of=origin_of(url) or "https://…"
                ),
            )

    def check(self, page_url: str, frame_url: str | None = None) -> None:
        """Raise `PageError` unless page and frame are of this origin: asked before each value is typed."""
        for url in (page_url, frame_url):
            if url is not None and url not in OF_THE_PAGES_OWN_MAKING and not self.allows(url):
                raise PageError(
                    _("The page led off {origin}, so no more was typed.").format(origin=self.origin),
                    _("Look at the window; to fill the form that lies there, give its own address."),
                )
        if page_url in OF_THE_PAGES_OWN_MAKING:
            raise PageError(
                _("The page led off {origin}, so no more was typed.").format(origin=self.origin),
                _("Open the form's address again."),
            )
