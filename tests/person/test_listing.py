"""Sentences in a narrow terminal: broken between words, with what is copied in one piece."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from ai_optout.cli.entry import show
from ai_optout.errors import UsageError
from ai_optout.person.listing import show_sentences


def shown(text: str, columns: int, *, terminal: bool = True) -> list[str]:
    file = io.StringIO()
    show_sentences(Console(file=file, width=columns, force_terminal=terminal, color_system=None, legacy_windows=False), text)
    return file.getvalue().splitlines()


def test_a_sentence_is_broken_between_words() -> None:
    assert shown("Many providers want an app password.", 20) == ["Many providers want", "an app password."]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Made in their settings. Then type: ai-optout mailbox set", "ai-optout mailbox set"),
        ("See what was sent: `ai-optout status --all`, and go on.", "`ai-optout status --all`,"),
        (
            "It lies in /var/ai-optout-demo-5cr1ft67/receipts/20261129T220137Z until then.",
            "/var/ai-optout-demo-5cr1ft67/receipts/20261129T220137Z",
        ),
    ],
    ids=["a command at the end", "a quoted command", "a path"],
)
def test_what_is_copied_stands_in_one_piece(text: str, piece: str) -> None:
    assert any(line.startswith(piece) for line in shown(text, 24))


def test_lines_and_what_is_set_in_stay_so() -> None:
    assert shown("Two faults:\n  `tel`: a number\n\n  `email`: nothing", 40) == [
        "Two faults:",
        "  `tel`: a number",
        "",
        "  `email`: nothing",
    ]


def test_what_goes_to_a_file_is_not_broken_at_all() -> None:
    assert shown("Many providers  want an app password.", 20, terminal=False) == ["Many providers  want an app password."]


def test_an_error_is_shown_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")

    show(UsageError("The server didn't take the password.", "Then type: ai-optout mailbox set"), ["mailbox", "set"])

    assert capsys.readouterr().err.splitlines() == [
        *("\x1b[1mThe server didn't take the\x1b[0m", "\x1b[1mpassword.\x1b[0m"),
        *("Then type:", "ai-optout mailbox set"),
    ]
