"""The locks: what pyproject.toml asks for, each with its hashes, for every platform, and from no index in particular."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = {"run": "requirements.lock", "build": "requirements-build.lock", "dev": "requirements-dev.lock"}
PLATFORMS = {"windows": "win32", "macos": "darwin", "linux": "linux"}


@dataclass(frozen=True)
class Pin:
    """One release in a lock."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def version(self) -> str:
        """The one version it allows."""
        (specifier,) = self.requirement.specifier
        assert specifier.operator == "=="
        return specifier.version


def lock(name: str) -> dict[str, Pin]:
    """The pins of the lock `name` by normalised name."""
    text = (CHECKOUT / LOCKS[name]).read_text(encoding="utf-8").replace("\\\n", " ")
    pins: dict[str, Pin] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = line.split("--hash=")
            pin = Pin(Requirement(requirement.strip()), tuple(part.strip() for part in hashes))
            pins[canonicalize_name(pin.requirement.name)] = pin
    return pins


def asked_for(name: str) -> list[Requirement]:
    """What pyproject.toml wants to have in the lock `name`."""
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        project: dict[str, Any] = tomllib.load(file)
    groups = project["dependency-groups"]
    needed = [line for line in groups.get(name, []) if isinstance(line, str)]
    if name in {"run", "dev"}:
        needed += project["project"]["dependencies"]
    if name == "dev":
        needed += groups["build"]
    return [Requirement(line) for line in needed]


@pytest.mark.parametrize("name", LOCKS)
def test_what_the_project_asks_for_is_locked(name: str) -> None:
    pins = lock(name)

    stale = [
        str(wanted)
        for wanted in asked_for(name)
        if canonicalize_name(wanted.name) not in pins
        or not wanted.specifier.contains(pins[canonicalize_name(wanted.name)].version, prereleases=True)
    ]

    assert stale == [], "type: make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hashes(name: str) -> None:
    assert [str(pin.requirement) for pin in lock(name).values() if not pin.hashes] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(name: str) -> None:
    lines = (CHECKOUT / LOCKS[name]).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not line.startswith(("#", "    --hash=sha256:")) and "==" not in line] == []
    assert [line for line in lines if "://" in line or "--index-url" in line or "--find-links" in line] == []


def test_what_is_tested_is_what_is_run() -> None:
    tested = lock("dev")

    assert {name: tested[name].version for name in lock("run")} == {name: pin.version for name, pin in lock("run").items()}


@pytest.mark.parametrize(
    ("platform", "wanted"),
    [
        pytest.param("windows", {"pywin32-ctypes", "colorama"}, id="windows: its credential store, its terminal"),
        pytest.param("macos", set(), id="macos: nothing of its own"),
        pytest.param("linux", {"secretstorage", "jeepney"}, id="linux: the Secret Service"),
    ],
)
def test_the_lock_serves_each_platform_with_what_only_that_one_needs(platform: str, wanted: set[str]) -> None:
    def taken_on(system: str) -> set[str]:
        return {
            name
            for name, pin in lock("run").items()
            if pin.requirement.marker is None or pin.requirement.marker.evaluate({"sys_platform": PLATFORMS[system]})
        }

    everywhere = taken_on("windows") & taken_on("macos") & taken_on("linux")

    assert taken_on(platform) - everywhere == wanted
