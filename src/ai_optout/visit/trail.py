"""A trail: an address, and the words of the links, buttons and menu entries that lead from there to the form.

They are found by their words in any language of the lexicon and by nothing else.
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

from ai_optout.browser.faults import playwright_errors
from ai_optout.form.snapshot import Button, Link, Snapshot
from ai_optout.form.words import lexicon, normalise
from ai_optout.messages import _
from ai_optout.person.pause import Done, PauseKind, Reply
from ai_optout.sight import Seen, Sight
from ai_optout.visit.landing import PERSONS, ROUNDS, SETTLES_S, go, let_the_person_find, opened, pause_at, settle
from ai_optout.visit.stage import PRESS_MS, Stage

LOOKS_S: Final = 10.0
"""How long a link of the trail may take to appear."""
_SHUT = frozenset({Sight.DEAD, Sight.REGION_REFUSED})


def follow_trail(stage: Stage, trail: tuple[str, ...], *, last: bool) -> Sight | None:
    """None where the trail led to the form, else what it led to. A missing link of the `last` trail is the person's."""
    start, *links = trail
    go(stage, start)
    for place, words in enumerate(links):
        following = links[place + 1 :]
        shut = _follow(stage, words, following, last=last)
        if shut is not None:
            return shut
    seen = settle(stage, SETTLES_S)
    for _round in range(ROUNDS):
        if seen.sight is Sight.FORM:
            opened(stage, seen)
            return None
        if seen.sight not in PERSONS:
            break
        if pause_at(stage, seen):
            return None
        stage.page.go_back()
        seen = settle(stage, SETTLES_S)
    stage.tell(_("The links led to {sight}, not to the form.").format(sight=_(seen.sight)))
    stage.journal.record("trail-shut", {"trail": start, "seen": seen.sight.name})
    if last and seen.sight not in _SHUT:
        let_the_person_find(
            stage, _("The links led to another page than the form. Open the form in the window."), about=links[-1]
        )
        return None
    return seen.sight


def _follow(stage: Stage, words: str, following: list[str], *, last: bool) -> Sight | None:
    """Follow one link, or nothing where a later one is there already; what is there instead where the trail is at its end."""
    until = stage.clock.monotonic() + LOOKS_S
    while True:
        seen = settle(stage, 0)
        if _is_further(seen, following):
            return None
        if _press(stage, seen.snapshot, words):
            return None
        if seen.sight in _SHUT:
            return seen.sight
        if seen.sight in PERSONS:
            pause_at(stage, seen)
            until = stage.clock.monotonic() + LOOKS_S
        elif stage.clock.monotonic() > until:
            break
        stage.pump()
    stage.journal.record("link-missing", {"link": words})
    if not last:
        stage.tell(_("The link «{words}» isn't on this page.").format(words=words))
        return seen.sight
    _have_it_opened(stage, words, following)
    return None


def _is_further(seen: Seen, following: list[str]) -> bool:
    """Whether this page has a later link of the trail already, or is the form."""
    return seen.sight is Sight.FORM or any(find_link(seen.snapshot, words) is not None for words in following)


def _press(stage: Stage, snapshot: Snapshot, words: str) -> bool:
    """Press what says these words; whether there is such a thing."""
    found: Link | Button | None = find_link(snapshot, words) or find_button(snapshot, words)
    entry = None if found is not None else _menu_entry(stage, words)
    if found is None and entry is None:
        return False
    stage.tell(_("Following the link «{words}»").format(words=words))
    if found is not None:
        stage.press(found)
    elif entry is not None:
        with playwright_errors():
            entry.click(timeout=PRESS_MS)
    return True


def _have_it_opened(stage: Stage, words: str, following: list[str]) -> None:
    def further() -> Reply | None:
        now = stage.see()
        return Done() if _is_further(now, following) or find_link(now.snapshot, words) is not None else None

    stage.ask(
        PauseKind.QUESTION,
        about=words,
        say=_("The link «{words}» isn't on this page. Open what it led to in the window.").format(words=words),
        watch=further,
    )
    found = find_link(stage.see().snapshot, words)
    if found is not None:
        stage.press(found)


def find_link(snapshot: Snapshot, words: str) -> Link | None:
    """The link that says `words`, in any language of the lexicon; or the one of a sentence that does; or the only one that says
    them in another order.
    """
    spoken = lexicon()
    keys = _keys(words)
    for whole_sentence in (False, True):
        for link in snapshot.links:
            text = link.around if whole_sentence else link.name
            if text and (f" {normalise(words)} " in f" {normalise(text)} " or (keys and spoken.says(text, "trail", *keys))):
                return link
    loosely = [link for link in snapshot.links if keys and spoken.says_in_any_order(link.around or link.name, "trail", *keys)]
    return loosely[0] if len({link.around or link.name for link in loosely}) == 1 else None


def find_button(snapshot: Snapshot, words: str) -> Button | None:
    """The only button whose whole words are these, in any language of the lexicon: what opens a menu is a button."""
    found = [button for button in snapshot.buttons if button.visible and button.enabled and _is_whole(button.name, words)]
    return found[0] if len(found) == 1 else None


def _menu_entry(stage: Stage, words: str) -> Locator | None:
    """The only entry of an open menu whose whole words are these; entries are neither links nor buttons."""
    try:
        found = [
            entry
            for entry in stage.page.get_by_role("menuitem").all()
            if entry.is_visible() and _is_whole(entry.inner_text(), words)
        ]
    except PlaywrightError:
        return None  # the menu closed meanwhile: the next look tells
    return found[0] if len(found) == 1 else None


def _is_whole(text: str, words: str) -> bool:
    keys = _keys(words)
    return normalise(text) == normalise(words) or bool(keys and lexicon().is_whole(text, "trail", *keys))


def _keys(words: str) -> set[str]:
    """The keys of the lexicon under which these words stand as a whole."""
    return {hit.key for hit in lexicon().hits(words) if hit.table == "trail" and hit.end - hit.start == len(normalise(words))}
