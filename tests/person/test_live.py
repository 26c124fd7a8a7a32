"""The table of a run: where it is shown, and what it says."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from ai_optout.messages import speaking
from ai_optout.person.board import NoBoard
from ai_optout.person.live import LiveBoard, live_board

TWO = [("mina", "facebook-objection"), ("leo", "facebook-objection")]
HEARD: dict[str, dict[str, Any]] = {
    "no terminal": {"force_terminal": False},
    "NO_COLOR": {"no_color": True},
    "TERM=dumb": {"_environ": {"TERM": "dumb"}},
    "40 columns": {"width": 40},
}


def console(**changed: Any) -> Console:
    settings = {"file": io.StringIO(), "width": 100, "force_terminal": True, "color_system": "standard", "legacy_windows": False}
    return Console(**{**settings, **changed})


@pytest.mark.parametrize("terminal", HEARD.values(), ids=HEARD)
def test_where_it_would_be_heard_or_cut_the_lines_alone_say_it(terminal: dict[str, Any]) -> None:
    with live_board(console(**terminal), TWO) as board:
        assert isinstance(board, NoBoard)


def test_it_says_in_the_persons_language_where_each_request_stands() -> None:
    shown = console()
    with live_board(shown, TWO) as board, speaking("de"):
        assert isinstance(board, LiveBoard)
        board.waits(0, "code")
        board.ended(0, "acknowledged")
        shown.print(board.table())

    said = shown.file.getvalue()  # type: ignore[attr-defined]  # it is a StringIO
    assert "bestätigt" in said
    assert "nicht begonnen" in said
