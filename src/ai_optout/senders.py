"""Whose mails are Meta's: those of its sender domains, from data/senders.toml."""

from __future__ import annotations

import tomllib
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from importlib import resources


@cache
def domains() -> tuple[str, ...]:
    """Meta's sender domains; what is below one of them counts, too."""
    tables = tomllib.loads((resources.files("ai_optout") / "data" / "senders.toml").read_text(encoding="utf-8"))
    return tuple(str(table["domain"]) for table in tables["sender"])


def is_metas(domain: str) -> bool:
    """Whether `domain` is one of Meta's or below one."""
    bare = domain.casefold().rstrip(".")
    return any(bare == own or bare.endswith(f".{own}") for own in domains())


def is_from_meta(message: EmailMessage) -> bool:
    """Whether the one address in `From` is Meta's. That it really sent it is another question (`authenticity`)."""
    lines = [str(line) for line in message.get_all("From", [])]
    _, address = parseaddr(lines[0]) if len(lines) == 1 else ("", "")
    return is_metas(address.rpartition("@")[2]) if address.count("@") == 1 else False
