"""Which question a person means who clicked at an element: the control itself, one of its options, its label, or what is drawn
around it.
"""

from __future__ import annotations

from playwright.sync_api import ElementHandle

from ai_optout.form.scan import Scan
from ai_optout.form.snapshot import Control

_MEANT = """
(clicked, elements) => {
  const outwards = (node) => node.assignedSlot || node.parentNode || node.host;
  let label = null;
  for (let at = clicked; at; at = outwards(at)) {
    if (elements.includes(at)) return [elements.indexOf(at)];
    if (at.localName === "label") label ??= at.control;
  }
  if (label) return [elements.indexOf(label)].filter((place) => place >= 0);
  if (/^(html|body|main|form|dialog)$/.test(clicked.localName)) return [];
  const isIn = (node) => {
    for (let at = node; at; at = outwards(at)) if (at === clicked) return true;
    return false;
  };
  return elements.flatMap((element, place) => isIn(element) ? [place] : []);
}
"""


def control_at(look: Scan, clicked: ElementHandle) -> Control | None:
    """The one question of `look` that `clicked` belongs to or holds; None where there is none, or more than one. Raises
    Playwright's error where the element's document is gone.
    """
    frame = clicked.owner_frame()
    owners = [
        (control, ref)
        for control in look.snapshot.questions
        for ref in (control.ref, *(option.ref for option in control.options if option.ref is not None))
        if look.frame(ref) is frame
    ]
    places = clicked.evaluate(_MEANT, [look.element(ref) for _control, ref in owners])
    found = {owners[place][0].ref: owners[place][0] for place in places}
    return next(iter(found.values())) if len(found) == 1 else None
