"""The Dockerfile: what can be seen by reading it. What its steps come to: test_image.py."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def test_every_base_is_pinned_by_a_tag_that_names_python_and_debian() -> None:
    bases = re.findall(r"^FROM (\S+)", (CHECKOUT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)

    assert [base for base in bases if not re.fullmatch(r"python:3\.\d+(\.\d+)?-slim-[a-z]+", base)] == []
    assert len(set(bases)) == 1  # what one stage builds, the other can run


def test_nothing_but_what_the_dockerfile_copies_reaches_the_engine() -> None:
    kept = re.findall(r"^!(\S+)", (CHECKOUT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (CHECKOUT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(kept) == sorted({source.split("/")[0] for line in copied for source in line.split()})
