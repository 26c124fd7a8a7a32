"""The files that a form is given: pictures without what is written in them besides the picture, everything else as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ai_optout.assist.values import Values
from ai_optout.evidence import Accept, bare_pictures, is_picture, notes_of, uploads
from ai_optout.messages import _
from ai_optout.profile import Profile


@dataclass(frozen=True)
class HandedOver:
    """Who and what is filled in, with the files as they may be handed over, and what the person is told of them."""

    person: Profile | None
    values: Values
    notes: tuple[str, ...]


@contextmanager
def handed_over(person: Profile | None, values: Values, folder: Path, accept: Accept, *, stays: bool) -> Iterator[HandedOver]:
    """The files ready; copies lie in `folder` and end with this. Where the page outlives them (`stays`), a picture that can only
    be given as a copy is left to the person. Raises `ProfileError` where a picture isn't one, or is too large for evidence and
    `accept` declines a smaller copy.
    """
    evidence = tuple(dict.fromkeys([*(person.evidence if person else ()), *values.evidence]))
    pictures = tuple(path for path in values.other_files if is_picture(path) and path not in evidence)
    with uploads(evidence, folder / "evidence", accept) as one, bare_pictures(pictures, folder / "pictures") as other:
        copies = {path: upload.path for path, upload in zip((*evidence, *pictures), (*one, *other), strict=True)}
        changed = [path for path, copy in copies.items() if copy != path]
        if stays and changed:
            names = ", ".join(path.name for path in changed)
            note = _("Attach {names} yourself: there is more in it than the picture, and a copy would end with this.").format(
                names=names
            )
            kept = tuple(path for path in person.evidence if path not in changed) if person else ()
            yield HandedOver(_with_evidence(person, kept), values.without(changed), (note,))
            return
        named = tuple(copies[path] for path in person.evidence) if person else ()
        yield HandedOver(_with_evidence(person, named), replace(values, copies=copies), notes_of((*one, *other)))


def _with_evidence(person: Profile | None, paths: tuple[Path, ...]) -> Profile | None:
    return person.model_copy(update={"evidence": paths}) if person and person.evidence else person
