"""The borders between the parts, where a lint rule can't see them: ruff's banned-api is off in a module as a whole or not at all.

Ruff says in the editor that `rich` belongs into cli/ and person/. That the same exception doesn't let the keyring into cli/, that
a flow script holds no page, and that nobody waits for a fixed time is seen here.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
OURS = ("src", "flows", "fixtures")


@dataclass(frozen=True)
class Border:
    """`name` may be imported below the folders `home`, and nowhere else; `cure` is what to do instead."""

    name: str
    home: tuple[str, ...]
    cure: str


KEYRING = (
    "src/ai_optout/vault.py",
    "src/ai_optout/keyring_entries.py",
    "src/ai_optout/testing.py",  # the fakes are backends of it
    "src/ai_optout/cli/doctor.py",
)
BORDERS = [
    Border("click", (), "Typer carries its own: use typer, in cli/."),
    Border("typer", ("src/ai_optout/cli/",), "Take arguments, raise an AiOptoutError."),
    Border("rich", ("src/ai_optout/cli/", "src/ai_optout/person/"), "Return a value, or log it."),
    Border("questionary", ("src/ai_optout/cli/", "src/ai_optout/person/"), "Ask through Person."),
    Border("keyring", KEYRING, "Use ai_optout.vault."),
    Border("playwright", ("src/ai_optout/",), "A flow script holds a visit: use visit.answer() and its other verbs."),
]


def modules() -> list[Path]:
    return sorted(path for folder in OURS for path in (CHECKOUT / folder).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The top packages that the module at `path` imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def relative(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize("border", BORDERS, ids=lambda border: border.name)
def test_a_package_is_imported_only_where_it_is_at_home(border: Border) -> None:
    crossing = [
        relative(path) for path in modules() if border.name in imports(path) and not relative(path).startswith(border.home)
    ]

    assert not crossing, f"{border.name} in {', '.join(crossing)}: {border.cure}"


def test_nobody_waits_for_a_fixed_time() -> None:
    waiting = [
        f"{relative(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and (node.attr == "wait_for_timeout" or (node.attr == "sleep" and ast.unparse(node.value) == "time"))
    ]

    assert waiting == [], "Wait for what you are waiting for: an event, a locator, a deadline."
