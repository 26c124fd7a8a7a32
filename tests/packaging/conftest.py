"""What the Dockerfile makes, made without an engine: its steps read from the file and carried out in folders and clean venvs.

A stage gets a folder for its root and a venv for its Python. `COPY`, `ARG`, `WORKDIR`, `ENV`, `USER`, `ENTRYPOINT` and `CMD` are
carried out, of the `RUN`s what begins with `pip` or `python`; all else is kept in `left_out`; a test holds docs/docker.md to it.
The last stage is also the wheel as a person gets it: from the lock into an environment that never saw the checkout.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass
class Stage:
    """One `FROM` and what follows it, as far as it was carried out."""

    base: str
    root: Path
    python: Path
    workdir: str = "/"
    user: str = "root"
    arguments: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def at(self, path: str) -> Path:
        """Where `path`, absolute or relative to the working folder, lies in this stage's root."""
        return self.root / os.path.normpath(f"{self.workdir}/{path}" if not path.startswith("/") else path).lstrip("/")


@pytest.fixture(scope="session")
def image() -> Iterator[Stage]:
    """The Dockerfile's last stage. Its folder is readable to everyone, as an image is: pytest's own folders are not."""
    with tempfile.TemporaryDirectory(prefix="ai-optout-image-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield build(CHECKOUT / "Dockerfile", Path(folder))


@pytest.fixture(scope="session")
def wheel(image: Stage) -> Path:
    """The wheel that the Dockerfile's first stage built."""
    (found,) = image.at("/build/dist").glob("*.whl")
    return found


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """The file's instructions with their arguments, comments dropped and continued lines joined."""
    lines = [line for line in dockerfile.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1].strip()) for line in joined.splitlines() if line.strip()]


def build(dockerfile: Path, folder: Path) -> Stage:
    """The last stage of `dockerfile`, its stages carried out in folders of their own below `folder`."""
    stages: dict[str, Stage] = {}
    stage: Stage | None = None
    for word, text in instructions(dockerfile):
        if word == "FROM":
            base, _, name = text.partition(" AS ")
            root = folder / f"stage-{len(stages)}"
            stage = stages[name] = Stage(base, root, clean_python(root))
        elif stage is None:
            pytest.fail(f"The Dockerfile begins with {word}, not with FROM.")
        else:
            carry_out(stage, word, Template(text).safe_substitute(stage.arguments), stages)
    assert stage
    return stage


def clean_python(root: Path) -> Path:
    """The Python of a new venv in `root` that has nothing in it, made from one that every user of this machine may run."""
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    systems = Path("/usr/bin/python3")
    if not all(parent.stat().st_mode & 0o001 for parent in base.parents) and systems.exists():
        base = systems
    subprocess.run([base, "-m", "venv", "--without-pip", root / "venv"], check=True)
    return root / "venv" / "bin" / "python"


def carry_out(stage: Stage, word: str, text: str, stages: dict[str, Stage]) -> None:
    """Do to `stage` what the instruction `word` with its argument `text` says."""
    match word:
        case "ARG":
            stage.arguments |= dict([text.split("=", 1)])
        case "WORKDIR":
            stage.workdir = text
            stage.at(".").mkdir(parents=True, exist_ok=True)
        case "USER":
            stage.user = text
        case "ENV":
            stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(text))
        case "ENTRYPOINT":
            stage.entrypoint = json.loads(text)
        case "CMD":
            stage.command = json.loads(text)
        case "COPY":
            copy(stage, shlex.split(text), stages)
        case "RUN":
            for command in text.split("&&"):
                run(stage, shlex.split(command))
        case _:
            pytest.fail(f"The Dockerfile says {word}, which this reader doesn't know: teach it.")


def copy(stage: Stage, words: list[str], stages: dict[str, Stage]) -> None:
    """`COPY [--from=STAGE] SOURCE... TARGET`: a folder gives its content, a file goes into a folder or takes its name."""
    origin = stages[words.pop(0).removeprefix("--from=")] if words[0].startswith("--from=") else None
    *sources, target = words
    for source in sources:
        path = origin.at(source) if origin else CHECKOUT / source
        into = stage.at(target)
        if path.is_dir():
            shutil.copytree(path, into, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, into / path.name if target.endswith("/") else into)


def run(stage: Stage, words: list[str]) -> None:
    """Run `words` with the stage's own Python where they are pip's or Python's; keep them in `left_out` otherwise."""
    here = stage.at(".")
    match words:
        case ["pip", *rest]:
            found = [str(path) for word in rest for path in (sorted(here.glob(word)) if "*" in word else [word])]
            command = [sys.executable, "-m", "pip", "--python", str(stage.python), "--quiet", *found]
        case ["python", *rest]:
            command = [str(stage.python), *rest]
        case _:
            stage.left_out.append(shlex.join(words))
            return
    # Without byte code: five seconds of compiling that no assertion here looks at.
    ended = subprocess.run(
        command, cwd=here, env=os.environ | {"PIP_NO_COMPILE": "1"}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"{shlex.join(words)}\n{ended.stdout}{ended.stderr}"
