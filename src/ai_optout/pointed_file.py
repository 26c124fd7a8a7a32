"""What a person pointed at, kept for the next visit: one small TOML file a form, in a private folder of theirs.

A form is known by host and path, without query and fragment: those may hold anything. The file holds no answer. To have it
forgotten, delete it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ai_optout.errors import UsageError
from ai_optout.folders import write_private
from ai_optout.form.meaning import Meaning
from ai_optout.form.pointed import LONGEST_WORDING, Place, Pointed
from ai_optout.form.snapshot import Kind
from ai_optout.messages import _
from ai_optout.toml_file import read_toml

FOLDER: Final = "pointed"
"""Below the config folder; for a mock below the data that it has of its own."""
_LONGEST_NAME: Final = 80
_MOST_QUESTIONS: Final = 100


class _Question(BaseModel):
    """One `[[question]]` of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    meaning: Meaning
    wording: str = Field(default="", max_length=LONGEST_WORDING)
    language: str = ""
    kind: Kind
    type: str = ""
    dialog: int = Field(ge=-1)
    form: int = Field(ge=-1)
    row: int = Field(ge=0)
    nth: int = Field(ge=0)
    css: tuple[str, ...] = ()

    @classmethod
    def of(cls, one: Pointed) -> _Question:
        place = one.place
        return cls(
            meaning=one.meaning,
            wording=one.wording,
            language=one.language,
            kind=place.kind,
            type=place.type,
            dialog=place.dialog,
            form=place.form,
            row=place.row,
            nth=place.nth,
            css=one.css,
        )

    def pointed(self) -> Pointed:
        place = Place(self.dialog, self.form, self.kind, self.type, self.row, self.nth)
        return Pointed(self.meaning, self.wording, self.language, place, self.css)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: Literal[1]
    form: str
    question: tuple[_Question, ...] = Field(default=(), max_length=_MOST_QUESTIONS)


@dataclass(frozen=True)
class PointedFiles:
    """The files in `folder`, which is made with the first of them."""

    folder: Path

    def path(self, url: str) -> Path:
        """Where the file of the form at `url` lies, or would."""
        form = form_of(url)
        readable = re.sub(r"[^a-z0-9.]+", "-", form.lower()).strip("-.")[:_LONGEST_NAME]
        return self.folder / f"{readable}-{hashlib.sha256(form.encode()).hexdigest()[:8]}.toml"

    def load(self, url: str) -> tuple[Pointed, ...]:
        """What was pointed at in the form at `url`; nothing without a file. Raises `UsageError` where it can't be used."""
        path = self.path(url)
        if not path.exists():
            return ()
        hint = _("Mend it, or delete it and point again: {path}").format(path=path)
        try:
            found = _File.model_validate(read_toml(path, error=UsageError, hint=hint))
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
            raise UsageError(
                _("What you pointed at can't be used, in {name}: {faults}.").format(name=path.name, faults=faults), hint
            ) from None
        return tuple(question.pointed() for question in found.question) if found.form == form_of(url) else ()

    def store(self, url: str, pointed: tuple[Pointed, ...]) -> Path:
        """Keep `pointed` for the form at `url`, in place of what was kept; the file. Raises `AiOptoutError` where it can't be
        written.
        """
        import tomlkit  # noqa: PLC0415 - reading needs no writer

        document = tomlkit.document()
        document.add(tomlkit.comment(_("Fields of this form that you pointed at. No answer is in it; delete it to forget them.")))
        document.add("version", tomlkit.item(1))
        document.add("form", tomlkit.item(form_of(url)))
        questions = tomlkit.aot()
        for one in pointed:
            questions.append(tomlkit.item(_Question.of(one).model_dump(mode="json")))
        document.add("question", questions)
        path = self.path(url)
        write_private(path, tomlkit.dumps(document).encode())
        return path


def form_of(url: str) -> str:
    """The form at an address: its host (with the port, where that isn't the scheme's own) and path."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2].lower()}{parts.path.rstrip('/') or '/'}"
