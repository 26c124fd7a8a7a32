"""Where values may be typed: on the flow's hosts, over https, and nowhere else. Asked at every fill, for the page and for the
frame.

An address is read by its plain form only. Whatever would have to be interpreted (user names before an @, backslashes, blanks,
other ports, names in other scripts) is refused, because two programs may interpret it in two ways and Chromium itself never
writes it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ai_optout.errors import FlowError, PageError
from ai_optout.messages import _

LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # RFC 1123, 2.1
HOST: Final = re.compile(rf"{LABEL}(?:\.{LABEL})+")
# An address or an origin; 443 is https's own port and may be written out. ASCII, for in Unicode the Kelvin sign is a small k.
PLAIN: Final = re.IGNORECASE | re.ASCII
ADDRESS: Final = re.compile(rf"https://(?P<host>{LABEL}(?:\.{LABEL})+)(?::443)?(?:[/?#][^\x00-\x20]*)?", PLAIN)
NAMED: Final = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253})(?P<port>:[0-9]+)?(?:[/?#]|\Z)", PLAIN)


class HostGuard:
    """Lets values out to `hosts` and what lies below them. `FlowError` for a host that isn't the plain name of one."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self.hosts: Final = tuple(hosts)
        for host in self.hosts:
            if not HOST.fullmatch(host) or host.rpartition(".")[2].isdigit():
                raise FlowError(
                    _("{host!r} is not a host that a flow can name.").format(host=host),
                    _("Write it plain and in small letters: facebook.com"),
                )

    def allows(self, url: str) -> bool:
        """Whether values may be typed at `url`: a page's or a frame's address, or an origin."""
        address = ADDRESS.fullmatch(url)
        if not address:
            return False
        host = address["host"].lower()
        return any(host == allowed or host.endswith(f".{allowed}") for allowed in self.hosts)

    def check(self, url: str) -> None:
        """Raise `PageError` unless `allows(url)`. It names the host at most: the rest of an address may hold what a person
        typed.
        """
        if self.allows(url):
            return
        raise PageError(
            _("Nothing was typed: the page is on {place}, and the values go to {listed} over https only.").format(
                place=_place(url), listed=_listed(self.hosts)
            ),
            _("Go back to the form in the open window, or close it and run this again."),
        )


def _place(url: str) -> str:
    named = NAMED.match(url)
    if not named:
        return _("an address that is none of a web page's")
    host = named["host"].lower()
    if named["scheme"].lower() == "http":
        return _("{host} without https").format(host=host)
    return _("{host} with a port of its own").format(host=host) if named["port"] else host


def _listed(hosts: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(hosts[:-1]), *hosts[-1:]))) or _("no host at all")
