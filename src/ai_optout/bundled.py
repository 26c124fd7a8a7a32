"""What the wheel carries beside the code: flows and the demo's person; in a checkout they lie at its top."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def _carried(inside: str, checkout: str) -> Path:
    packed = Path(str(files("ai_optout").joinpath(inside)))
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2] / checkout


def flows_folder() -> Path:
    """Where the shipped flow scripts lie."""
    return _carried("flows", "flows")


def demo_profile() -> Path:
    """The made-up person of the demo."""
    return _carried("profiles", "fixtures/profiles") / "demo.toml"
