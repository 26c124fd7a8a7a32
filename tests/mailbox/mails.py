"""Mails for the tests, as they come from a server."""

from __future__ import annotations

from datetime import UTC, datetime

SENDER = "notification@email.meta.com"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def mail(code: str = "482913", *, sender: str = SENDER, results: str = "", text: str | None = None) -> bytes:
    """A mail with a code; `results` is what the receiving server wrote on top of it."""
    said = text if text is not None else f"Email confirmation code\n\nUse this code to confirm your email address:\n\n{code}\n"
    top = f"Authentication-Results: {results}\n" if results else ""
    return (
        f"{top}From: {sender}\nTo: mina@mail.example\nSubject: Please verify your email address\n"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{said}"
    ).encode()
