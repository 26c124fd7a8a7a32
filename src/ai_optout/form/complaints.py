"""What a page says against an answer that it holds: by ARIA, by the browser's own check, or in words that weren't there before.

Many pages say it in no way that a program could know: a text that comes into the field's own part of the page when the field is
left. It counts as a complaint where it is announced as an alert, called an error by its class or id, or written in red.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Control, Kind
from ai_optout.messages import N_, _

_LET_GO: Final = """
() => { let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  at?.blur?.(); }
"""


@cache
def _script() -> str:
    return files("ai_optout.form").joinpath("complaints.js").read_text(encoding="utf-8")


_REFUSED: Final = N_("refuses it")
_VALIDITY: Final = {
    "badInput": N_("can't read it"),
    "patternMismatch": N_("wants it in another form"),
    "rangeOverflow": N_("wants less"),
    "rangeUnderflow": N_("wants more"),
    "stepMismatch": N_("wants a value between the steps that it allows"),
    "tooLong": N_("wants it shorter"),
    "tooShort": N_("wants it longer"),
    "typeMismatch": N_("wants it in another form"),
}
"""ValidityState (HTML, 4.10.21.3) in words; the browser's own sentences repeat what was typed."""
_CHECKED: Final = frozenset({Kind.TEXT, Kind.TEXTAREA, Kind.SELECT, Kind.FILE})
SHORTEST_ECHO: Final = 3
"""A complaint that holds the answer isn't quoted; shorter answers are in many words."""


@dataclass(frozen=True)
class Complaint:
    """What speaks against one answer: a mark, the browser's own check, words of the page."""

    marked: bool
    check: str
    texts: tuple[str, ...]

    def sentence(self, answer: str, known: frozenset[str] = frozenset()) -> str:
        """For the person, without the answer; "" where nothing speaks against it but what was `known` before."""
        fresh = [text for text in self.texts if self.marked or text not in known]
        echoes = len(answer) >= SHORTEST_ECHO and any(answer.casefold() in text.casefold() for text in fresh)
        if fresh and not echoes:
            return _("The page doesn't take it: «{fresh}»").format(fresh=fresh[0])
        if fresh or self.marked:
            return _("The page marks it as not right.")
        return _("The page's own check {validity}.").format(validity=_(_VALIDITY.get(self.check, _REFUSED))) if self.check else ""


def complaints(look: Scan, controls: Iterable[Control]) -> list[Complaint]:
    """What the page says against each of these controls of a look, one after the other, answered or not. That an answer is
    missing is no complaint. Raises Playwright's error where the page went away.
    """
    listed = list(controls)
    found = look.ask([control.ref for control in listed], _script())
    return [
        Complaint(
            control.invalid or one["invalid"],
            one["kind"] if control.kind in _CHECKED and one["kind"] != "valueMissing" else "",
            tuple(dict.fromkeys([*([control.error] if control.error and not one["texts"] else []), *one["texts"]])),
        )
        for control, one in zip(listed, found, strict=True)
    ]


def sentences(
    look: Scan, asked: Sequence[tuple[str, Control]], given: Mapping[str, str], last: str, known: frozenset[str]
) -> dict[str, str]:
    """What the page says against the answers that were `given`, each by its question's key. What it says of the form as a whole,
    it says of the `last`; what was `known` before, of none.
    """
    found = complaints(look, [control for _key, control in asked])
    said = {key: one.sentence(given[key], known) for (key, _control), one in zip(asked, found, strict=True) if key in given}
    near = " ".join(text for one in found for text in one.texts)
    alerts = [one for one in look.snapshot.alerts if one not in known and one not in near]
    if alerts and last and not said.get(last):
        said[last] = Complaint(marked=True, check="", texts=tuple(alerts)).sentence("")
    return said


def let_go(look: Scan) -> None:
    """Leave the field that is being filled, as a person does: many pages check a field only then."""
    look.in_each_frame(_LET_GO)
