"""What git keeps: nothing that names a machine, a package index or a person's folder, and no archive."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

# Written so that none finds itself.
OF_A_MACHINE = re.compile(
    r"""(?<![\w.])/(?: (?:root|work|srv|mnt)/ | tmp/\w | opt/(?:pypi|wheels) )""",
    re.VERBOSE,
)
A_HOME = re.compile(r"(?<![\w.])/(?:home|Users)/(?!person/)\w+/|\b[A-Z]:\\Users\\\w")  # the person is the Dockerfile's
OF_AN_INDEX = re.compile(
    r"""pypi[.]org/simple | pythonhosted[.]org | https?://\S+/simple\b
    | (?<!\S)--(?:(?:extra-|default-)?index(?:-url)?|find-links)[ =]\S
    | (?:PIP|UV)_(?:EXTRA_|DEFAULT_)?(?:INDEX(?:_URL)?|FIND_LINKS)=""",
    re.VERBOSE,
)
ARCHIVES = {
    b"PK\x03\x04": "zip",
    b"\x1f\x8b": "gzip",
    b"\xfd7zXZ\x00": "xz",
    b"BZh": "bzip2",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x1a\x45\xdf\xa3": "webm",
}


def kept() -> list[Path]:
    """What git tracks, and what it would with the next `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [CHECKOUT / name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Where `pattern` stands in a text that git keeps, as file:line."""
    return [
        f"{path.relative_to(CHECKOUT)}:{number}"
        for path in kept()
        if b"\0" not in path.read_bytes()[:8000]
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert lines_with(OF_A_MACHINE) == []
    assert [line for line in lines_with(A_HOME) if not line.startswith("tests/")] == []  # where made-up persons live


def test_no_file_names_a_package_index() -> None:
    assert lines_with(OF_AN_INDEX) == []


def test_no_file_is_an_archive() -> None:
    found = [(path.relative_to(CHECKOUT), kind) for path in kept() for magic, kind in ARCHIVES.items() if begins(path, magic)]

    # One file of numbers, which `make learn` writes: not read by a person, and a tenth of its size so.
    assert [(str(path), kind) for path, kind in found if path.name != "learned.json.gz"] == []


def begins(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic
