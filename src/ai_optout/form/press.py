"""Ticks one box or radio with a real click: on it, on its label where no link is, or on what draws it.

Styled boxes lie off-screen, behind their label or under what draws them; and a label often holds a link, which a click on its
middle would follow.
"""

from __future__ import annotations

from playwright.sync_api import ElementHandle

TAKES_MS = 400
"""How long a box may take to show a click that went to its label or to what draws it."""

_STANDS_FOR_IT = """
box => {
  const labels = [...(box.labels || [])], around = box.parentElement;
  const others = 'input:not([type=hidden]),select,textarea,button,[role=checkbox],[role=radio],[role=switch],[role=button]';
  const draws = around && !labels.includes(around) && !around.matches('body,main,form,fieldset,[role=group],[role=radiogroup]')
    && [...around.querySelectorAll(others)].every(one => one === box);
  return draws ? [box, ...labels, around] : [box, ...labels];
}
"""
# A point of the target's padding box at which a click reaches the target and nothing that acts by itself; else whether
# something from elsewhere lies over it.
_POINT = """
(target, [box, all]) => {
  const ACTS = 'a,button,summary,input,select,textarea,[role=link],[role=button],[role=checkbox],[role=radio],[role=switch]';
  const within = target.getBoundingClientRect();
  if (within.top < 0 || within.left < 0 || within.bottom > innerHeight || within.right > innerWidth)
    target.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const whole = target.getBoundingClientRect(), style = getComputedStyle(target), root = target.getRootNode();
  const places = [[0.5, 0.5]];
  for (const down of [0.5, 0.2, 0.8]) for (let across = 0; across < 25; across++) places.push([(across + 0.5) / 25, down]);
  let covered = false;
  for (const rect of target.getClientRects()) for (const [across, down] of places) {
    const x = rect.left + rect.width * across, y = rect.top + rect.height * down;
    const hit = root.elementFromPoint(x, y);
    if (!hit) continue;
    if (!target.contains(hit)) {
      covered ||= !hit.contains(target) && !all.some(one => one.contains(hit));
      continue;
    }
    const acts = hit.closest(ACTS);
    if (acts && acts !== box) continue;
    const left = whole.left + parseFloat(style.borderLeftWidth), top = whole.top + parseFloat(style.borderTopWidth);
    return { x: x - left, y: y - top, covered };
  }
  return { x: null, y: null, covered };
}
"""
# A box that the page has built anew is read in the next look.
_SHOWS = """
(box, [wanted, ms]) => new Promise(done => {
  const latest = performance.now() + ms;
  const look = () => {
    const ticked = box.matches('input') ? box.checked : box.getAttribute('aria-checked') === 'true';
    if (ticked === wanted || !box.isConnected) done(true);
    else if (performance.now() >= latest) done(false);
    else setTimeout(look, 20);
  };
  look();
})
"""


def press(box: ElementHandle, *, wanted: bool, timeout_ms: float) -> None:
    """Click `box` so that it becomes `wanted`; which it isn't yet.

    The box itself comes first, then its labels and what draws it, each only if the one before didn't do; last an event without
    a pointer. Raises Playwright's error where something of another part of the page lies over it.
    """
    handle = box.evaluate_handle(_STANDS_FOR_IT)
    standing = [element for value in handle.get_properties().values() if (element := value.as_element()) is not None]
    covered = reached = False
    for place, target in enumerate(standing):
        point = target.evaluate(_POINT, [box, handle])
        covered = covered or point["covered"]
        if point["x"] is None:
            continue
        reached = True
        target.click(position={"x": point["x"], "y": point["y"]}, timeout=timeout_ms)
        if place == 0 or box.evaluate(_SHOWS, [wanted, TAKES_MS]):
            return
    if covered and not reached:
        box.click(timeout=timeout_ms)  # a person couldn't click it either: its error says so
    else:
        box.dispatch_event("click")
