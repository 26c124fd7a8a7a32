"""Forms as other people write them, one file each in forms/others/ with what must come of it beside: what the page's own script
would send, what is left and why. Nothing is ever sent, Enter never pressed, and every question is either filled or left.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.assist.conftest import Filled
from tests.assist.site import FORMS, Site

from ai_optout.inspection import label_of
from ai_optout.profile import Profile

CASES = sorted(path.stem for path in (FORMS / "others").glob("*.html"))
PERSON = Profile(country="Austria", given_name="Ada", family_name="O'Neill", email="ada@post.example", tel="+43 660 1234567")


@pytest.mark.parametrize("name", CASES)
def test_another_persons_form_is_filled_as_far_as_it_can_be(
    tab: Page, fill: Callable[..., Filled], site: Site, tmp_path: Path, name: str
) -> None:
    text = (FORMS / "others" / f"{name}.toml").read_text(encoding="utf-8")
    case = tomllib.loads(text)
    lines = text.partition("[values]\n")[2].partition("\n[")[0]
    (tmp_path / "photo.png").write_bytes(b"a picture")

    done = fill(f"/others/{name}.html", lines, PERSON)

    model = tab.evaluate("() => model()")
    left = {label_of(question.control): {"required": question.required, "why": why} for question, why in done.assisted.left}
    assert {key: model.get(key) for key in case["holds"]} == case["holds"]
    assert left == case["left"]
    assert not set(done.filled) & set(case["left"])
    assert done.unasked == ()
    assert (site.sent, done.stopped, done.enters) == ([], 0, 0)
