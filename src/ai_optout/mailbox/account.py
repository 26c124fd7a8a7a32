"""Which mailbox is read and by which log-in: one entry of the keyring, for the address is the person's own."""

from __future__ import annotations

import json
from ipaddress import ip_address
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError, model_validator

from ai_optout.errors import UsageError, VaultError
from ai_optout.messages import N_, _
from ai_optout.vault import Vault

AGAIN: Final = N_("Set it up again: ai-optout mailbox set")
ENTRY: Final = "mailbox"
"""The name of the secret in the keyring."""
PORT_TLS: Final = 993
PORT_PLAIN: Final = 143
"""IANA's ports for IMAP with TLS from the start, and for what begins without (RFC 8314, RFC 9051)."""

Security = Literal["tls", "starttls", "none"]


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("not one line")
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), AfterValidator(_one_line)]


class Mailbox(BaseModel):
    """One account at one server. `authserv_id` is the name by which that server signs what it found out about a sender
    (RFC 8601), None where that isn't known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: Line
    port: int = Field(PORT_TLS, ge=1, le=65_535)
    user: Line
    password: SecretStr
    security: Security = "tls"
    authserv_id: Line | None = None

    @model_validator(mode="after")
    def _a_password_travels_encrypted(self) -> Self:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError("without TLS a mailbox may only be on this computer")
        return self


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer: localhost, or a loopback address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def checked_mailbox(**values: object) -> Mailbox:
    """The mailbox that these values make. Raises `UsageError` that names what won't do, never its value."""
    try:
        return Mailbox.model_validate(values)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'security'}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        )
        raise UsageError(_("That mailbox can't be used: {faults}.").format(faults=faults), _(AGAIN)) from None


def load_mailbox(vault: Vault) -> Mailbox | None:
    """The mailbox that was set up, or None. Raises `VaultError`, also where the entry can't be understood."""
    kept = vault.secret(ENTRY)
    if kept is None:
        return None
    try:
        return Mailbox.model_validate_json(kept)
    except ValidationError:
        raise VaultError(_("What the keyring holds about the mailbox isn't understood."), _(AGAIN)) from None


def store_mailbox(vault: Vault, mailbox: Mailbox) -> None:
    """Keep it in place of what was kept. Raises `VaultError`."""
    values = mailbox.model_dump(mode="json") | {"password": mailbox.password.get_secret_value()}
    vault.store_secret(ENTRY, json.dumps(values))


def forget_mailbox(vault: Vault) -> None:
    """Forget it, if there is one. Raises `VaultError`."""
    vault.remove_secret(ENTRY)
