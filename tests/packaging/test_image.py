"""The wheel in an environment of its own, and the image's command in it, with no checkout in sight. conftest.py builds both."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from ai_optout.messages import LANGUAGES

if TYPE_CHECKING:
    from tests.packaging.conftest import Stage

DEMO_S = 150  # four journeys, one after the other, on a machine that runs other tests besides

pytestmark = pytest.mark.timeout(DEMO_S + 120)  # building is inside the first test's time

SOMEBODY = 65534  # nobody's number on every Linux: a user without rights
FOUR = {"facebook-objection", "instagram-objection", "facebook-third-party", "instagram-third-party"}


class Elsewhere(Protocol):
    """Runs the installed `ai-optout` with these arguments."""

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]: ...


def path_of(image: Stage, browser: Path) -> str:
    """A PATH with what was installed, the browser, and the system: nothing of the checkout."""
    return os.pathsep.join([str(image.python.parent), str(browser.parent), os.defpath])


@pytest.fixture
def elsewhere(image: Stage, tmp_path: Path, browser_executable: Path) -> Elsewhere:
    """The command in an empty folder, with nothing in its environment but a home and a PATH without the checkout."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        empty = tmp_path / "empty"
        empty.mkdir(exist_ok=True)
        return subprocess.run(
            [image.python.parent / "ai-optout", *arguments],
            cwd=empty,
            env={"HOME": str(tmp_path), "PATH": path_of(image, browser_executable), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=DEMO_S,
        )

    return run


def test_the_wheel_carries_the_flows_the_profiles_and_the_mock(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())

    assert {name.split("/")[0] for name in inside if ".dist-info" not in name} == {"ai_optout", "mock_meta"}
    assert {Path(name).stem.replace("_", "-") for name in inside if name.startswith("ai_optout/flows/")} >= FOUR
    assert any(name.startswith("ai_optout/profiles/") and name.endswith(".toml") for name in inside)
    assert any(name.startswith("mock_meta/templates/") for name in inside)


def test_the_wheel_carries_the_compiled_messages_of_every_language(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())

    assert {f"ai_optout/locale/{language}/LC_MESSAGES/ai_optout.mo" for language in LANGUAGES} <= inside


def test_the_wheel_carries_no_test_and_no_leavings(wheel: Path) -> None:
    inside = [Path(name) for name in zipfile.ZipFile(wheel).namelist()]

    assert [
        str(path) for path in inside if path.name.startswith("test_") or {"__pycache__", "captures", "tests"} & set(path.parts)
    ] == []


def test_the_installed_package_lies_in_its_own_environment(image: Stage) -> None:
    said = subprocess.run(
        [image.python, "-I", "-c", "import ai_optout, mock_meta; print(ai_optout.__file__, mock_meta.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert [path.startswith(str(image.root)) for path in said.stdout.split()] == [True, True]


def test_flows_lists_all_four_where_there_is_no_checkout(elsewhere: Elsewhere) -> None:
    listed = elsewhere("flows")

    assert (listed.returncode, listed.stderr) == (0, "")
    assert {flow for flow in FOUR if flow in listed.stdout} == FOUR


def test_it_is_a_user_without_rights_who_runs_the_demo_by_default(image: Stage) -> None:
    assert image.user == "1000"
    assert (image.entrypoint, image.command) == (["ai-optout"], ["demo", "--headless"])


def test_everything_that_is_kept_lies_in_the_folder_made_for_it(image: Stage) -> None:
    (made,) = [step for step in image.left_out if step.startswith("install ")]

    assert made.endswith(f"--mode 0700 {image.environment['AI_OPTOUT_HOME']}")


def test_the_docs_name_every_step_that_no_test_carries_out(image: Stage) -> None:
    docs = (Path(__file__).resolve().parents[2] / "docs" / "docker.md").read_text(encoding="utf-8")

    assert [step for step in image.left_out if f"`{' '.join(step.split()[:2])}" not in docs] == []


def test_the_default_command_has_all_four_acknowledged_for_a_user_without_rights_or_checkout(
    image: Stage, browser_executable: Path
) -> None:
    rights: dict[str, Any] = {"user": SOMEBODY, "group": SOMEBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    home = image.at("/home/person")
    kept = image.at(image.environment["AI_OPTOUT_HOME"])
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    if rights:
        os.chown(home, SOMEBODY, SOMEBODY)
        os.chown(kept, SOMEBODY, SOMEBODY)

    shown = subprocess.run(
        [image.python.parent / image.entrypoint[0], *image.entrypoint[1:], *image.command, "--json"],
        cwd=home,
        env=image.environment
        | {
            "AI_OPTOUT_HOME": str(kept),
            "HOME": str(home),
            "PATH": path_of(image, browser_executable),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=DEMO_S,
        **rights,
    )

    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert {request["flow"]: request["status"] for request in json.loads(shown.stdout)["requests"]} == dict.fromkeys(
        FOUR, "acknowledged"
    )
