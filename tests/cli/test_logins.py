"""`ai-optout logins`, as it is typed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Type

from ai_optout.folders import Folders


def remembered(*names: str) -> Path:
    """Log-ins that earlier runs have left; the folder they lie in."""
    root = Folders.of_this_person().data / "logins"
    for name in names:
        (root / name / "browser").mkdir(mode=0o700, parents=True)
    return root


def test_there_are_none_at_first(typed: Type) -> None:
    assert typed("logins").stdout == ("No log-in is remembered. To have one remembered: ai-optout run --remember-login\n")


def test_each_is_listed_with_where_it_lies(typed: Type) -> None:
    root = remembered("mina", "leo")

    said = typed("logins", "list").stdout

    assert [line.split(":")[0] for line in said.splitlines()] == ["leo", "mina"]
    assert str(root / "mina") in said
    assert typed("logins").stdout == said


def test_one_is_forgotten_or_all(typed: Type) -> None:
    root = remembered("mina", "leo", "eva")

    assert typed("logins", "forget", "mina").stdout == "Forgotten: mina\n"
    assert sorted(path.name for path in root.iterdir()) == ["eva", "leo"]
    assert typed("logins", "forget", "--all").status == 0
    assert list(root.iterdir()) == []
    assert typed("logins", "forget", "--all").stdout == "No log-in is remembered.\n"


def test_what_is_not_said_clearly_is_refused(typed: Type) -> None:
    root = remembered("mina")
    both = "Say which log-in is to be forgotten: its name, or --all. Which there are: ai-optout logins"

    assert typed("logins", "forget").refusal == (2, both)
    assert typed("logins", "forget", "mina", "--all").refusal == (2, both)
    assert typed("logins", "forget", "../..").refusal == (2, "No log-in is remembered for ../... Remembered are: mina.")
    assert (root / "mina").is_dir()
