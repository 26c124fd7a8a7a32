"""The Dockerfile: what can be seen without an engine. conftest.py carries its steps out as far as they go."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.packaging.conftest import Stage

CHECKOUT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.xdist_group("image")]  # with test_image.py: one worker builds it, and once


def test_every_base_is_pinned_by_a_tag_that_names_python_and_debian() -> None:
    bases = re.findall(r"^FROM (\S+)", (CHECKOUT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)

    assert [base for base in bases if not re.fullmatch(r"python:3\.\d+(\.\d+)?-slim-[a-z]+", base)] == []
    assert len(set(bases)) == 1  # what one stage builds, the other can run


def test_it_is_a_user_without_rights_who_runs_the_demo_by_default(image: Stage) -> None:
    assert image.user == "1000"
    assert (image.entrypoint, image.command) == (["ai-optout"], ["demo", "--headless"])


def test_everything_that_is_kept_lies_in_the_folder_made_for_it(image: Stage) -> None:
    (made,) = [step for step in image.left_out if step.startswith("install ")]

    assert made.endswith(f"--mode 0700 {image.environment['AI_OPTOUT_HOME']}")


def test_the_docs_name_every_step_that_no_test_carries_out(image: Stage) -> None:
    docs = (CHECKOUT / "docs" / "docker.md").read_text(encoding="utf-8")

    assert [step for step in image.left_out if f"`{' '.join(step.split()[:2])}" not in docs] == []


def test_nothing_but_what_the_dockerfile_copies_reaches_the_engine() -> None:
    kept = re.findall(r"^!(\S+)", (CHECKOUT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (CHECKOUT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(kept) == sorted({source.split("/")[0] for line in copied for source in line.split()})
