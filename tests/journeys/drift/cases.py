"""What one seed stands for: a door, a language, a shape and a severity, so that few seeds already cover all of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.journeys.doors import WAYS, Way

from mock_meta.doors import Brand, door_at
from mock_meta.forms import form_behind
from mock_meta.questions import Form
from mock_meta.settings import LANGUAGES, Language, Switches, severity_of

MOBILE_EVERY = 13
"""One seed in so many meets the sites as a telephone does."""
_MOBILE = frozenset({"A", "B", "C"})
_BRANDS: Mapping[str, Brand] = {
    "www.facebook.com": "facebook",
    "m.facebook.com": "facebook",
    "help.instagram.com": "instagram",
    "www.whatsapp.com": "whatsapp",
    "help.meta.com": "meta",
}


@dataclass(frozen=True)
class Case:
    """One journey to a form as the seed has rewritten it."""

    seed: int
    name: str
    way: Way
    language: Language
    shape: str

    @property
    def severity(self) -> int:
        """How far the form was rewritten, 1 to 5."""
        return severity_of(Switches(drift=self.seed))

    @property
    def switches(self) -> Mapping[str, object]:
        """What the mock is set to."""
        variant = "mobile" if self.seed % MOBILE_EVERY == 0 and self.way.letter in _MOBILE else "desktop"
        return {
            **self.way.switches,
            "drift": self.seed,
            "locale": self.language,
            "shape": self.shape,
            "site_variant": variant,
        }

    def form(self, host: str, form_id: str) -> Form:
        """The form that a submission came from, as the seed rewrote it; AssertionError where there is none."""
        door = door_at(_BRANDS[host], form_id)
        assert door is not None
        return form_behind(door, Switches.model_validate(dict(self.switches)))


def case_of(seed: int) -> Case:
    """The case that a seed stands for: doors, languages and severities go round at paces that share no beat."""
    names = list(WAYS)
    name = names[seed * 5 % len(names)]
    way = WAYS[name]
    return Case(
        seed=seed,
        name=name,
        way=way,
        language=LANGUAGES[(seed + seed // len(LANGUAGES)) % len(LANGUAGES)],
        shape=way.shapes[(seed // len(names)) % len(way.shapes)],
    )
