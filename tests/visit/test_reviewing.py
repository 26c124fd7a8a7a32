"""What the review shows beyond the answers: the measures of files, and what was changed since it was last shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from ai_optout.form.answer import Outcome
from ai_optout.form.snapshot import Control, Kind, Ref, Snapshot
from ai_optout.form.understand import understand
from ai_optout.visit.reviewing import Reviewing

SURNAME = Control(ref=Ref(0, 0), kind=Kind.TEXT, css=("x",), name="Surname", value="Ångström")
FILES = Control(ref=Ref(0, 1), kind=Kind.FILE, css=("y",), name="Screenshots", accept="image/*")


def outcome(*controls: Control) -> Outcome:
    snapshot = Snapshot("https://www.facebook.com/help/contact/1", controls=controls)
    return Outcome(snapshot, understand(snapshot), (), frozenset())


def test_what_was_changed_in_the_page_is_marked_the_next_time_and_only_then() -> None:
    reviewing = Reviewing()
    reviewing.rows([outcome(SURNAME)], ())

    changed = reviewing.rows([outcome(replace(SURNAME, value="Married"))], ())
    again = reviewing.rows([outcome(replace(SURNAME, value="Married"))], ())

    assert [(row.answer, row.note) for row in changed + again] == [("Married", "changed in the page"), ("Married", "")]


def test_a_file_is_shown_with_its_pixels_and_bytes_and_one_chosen_in_the_page_with_its_bytes(tmp_path: Path) -> None:
    picture = tmp_path / "answer.png"
    Image.new("RGB", (1200, 800)).save(picture)
    size = picture.stat().st_size

    (row,) = Reviewing().rows([outcome(replace(FILES, value=f"answer.png\t{size}\nother.png\t31209"))], [picture])

    assert row.answer == f"answer.png (1,200 × 800 pixels, {size:,} bytes), other.png (31,209 bytes)"


def test_a_file_that_is_no_picture_has_its_bytes_alone(tmp_path: Path) -> None:
    text = tmp_path / "answer.png"
    text.write_text("no picture")

    (row,) = Reviewing().rows([outcome(replace(FILES, value="answer.png\t10"))], [text])

    assert row.answer == "answer.png (10 bytes)"
