"""The address of a mock, and the switches that make it the browser's whole internet.

Flows keep their real `https://www.facebook.com/...` addresses; Chromium is told to find those hosts at the mock, to find nothing
else at all, and to trust the one key that the mock's certificate was made with.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from ai_optout.errors import UsageError
from ai_optout.messages import _

HIGHEST_PORT: Final = 65_535
SHA256_BYTES: Final = 32
# What a mock may link to besides Meta's hosts: names that RFC 2606 keeps out of the real internet.
RESERVED: Final = "*.example"
HOST_NAME: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
ADDRESS: Final = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:]+)\]|(?P<host>[^\[\]:/@\s]+)):(?P<port>[0-9]{1,5})")


@dataclass(frozen=True)
class MockAddress:
    """A mock on this machine: `host` is a loopback address, `pin` its key's, `hosts` those it stands for."""

    host: str
    port: int
    pin: str
    hosts: tuple[str, ...]

    @classmethod
    def parse(cls, address: str, pin: str, hosts: Iterable[str]) -> Self:
        """The mock at `address` (HOST:PORT, a loopback host) whose certificate has the key `pin`.

        `pin` is the base64 of the SHA-256 over the certificate's DER SubjectPublicKeyInfo; `hosts` are those of every flow in the
        catalogue. Raises `UsageError` for an address that isn't one or leaves this machine, and for a pin that isn't one.
        """
        found = ADDRESS.fullmatch(address)
        if not found or not 0 < int(found["port"]) <= HIGHEST_PORT:
            raise UsageError(
                _("{address!r} is not an address of the form HOST:PORT.").format(address=address),
                _("Start a mock and take what it prints: `ai-optout mock`."),
            )
        host = found["six"] or found["host"]
        if not _is_loopback(host):
            raise UsageError(
                _("The mock's address {address!r} is not on this machine: its host must be a loopback address.").format(
                    address=address
                ),
                _("Use 127.0.0.1, ::1 (written [::1]:PORT) or localhost. A mock elsewhere can be brought here with `ssh -L`."),
            )
        if not _is_pin(pin):
            raise UsageError(
                _("The pin is not the base64 of a SHA-256, 44 characters long."),
                _("Take the `pin` that the mock prints: `ai-optout mock --json`."),
            )
        return cls(host.lower(), int(found["port"]), pin, tuple(sorted({_host_name(name) for name in hosts})))

    @property
    def authority(self) -> str:
        """HOST:PORT, as it stands in a rule or a URL."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def flags(self) -> tuple[str, ...]:
        """Chromium's switches: the hosts and everything below them lead to the mock, every other name to nowhere, past any proxy.

        `*.facebook.com` does not cover `facebook.com`, and the first rule that fits is the one that counts, so each host has two.
        """
        names = [name for host in self.hosts for name in (host, f"*.{host}")]
        rules = [f"MAP {name} {self.authority}" for name in [*names, RESERVED]] + ["MAP * ~NOTFOUND"]
        return (
            f"--host-resolver-rules={', '.join(rules)}",
            "--no-proxy-server",
            f"--ignore-certificate-errors-spki-list={self.pin}",
        )


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_pin(pin: str) -> bool:
    try:
        return len(base64.b64decode(pin, validate=True)) == SHA256_BYTES
    except (binascii.Error, ValueError):
        return False


def _host_name(name: str) -> str:
    """`name` if it can stand in a rule: a comma or a blank in it would make another rule."""
    if not HOST_NAME.fullmatch(name):
        raise UsageError(
            _("{name!r} is not a host name that a mock could stand for.").format(name=name),
            _("Correct the `hosts` of the flow that names it."),
        )
    return name
