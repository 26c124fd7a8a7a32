"""What a question means, out of the rules' verdict and the learned guess. A pure function.

The two err in different places: the rules know languages and traps that no corpus holds, the weights know how forms are built.
So a word of the question itself that makes it somebody else's (a friend's, a company's, a card's) is never outweighed; where the
weights are sure, they say it; where they aren't, a clear verdict of the rules stands unless the weights know better.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ai_optout.form.assign import LEAD
from ai_optout.form.learned import LEARNED, Guess
from ai_optout.form.meaning import Meaning, takes
from ai_optout.form.sign import Sign
from ai_optout.form.snapshot import Control
from ai_optout.form.words import normalise

ACCEPTED: Final = 0.42
"""The least probability that makes a meaning by itself. Found by cross-validation (`make learn` prints what it gives)."""
_SUPPORTED: Final = 0.2
"""The least probability at which any verdict of the rules stands."""
_SURE: Final = 0.68
"""How sure the rules must be of a verdict that the weights don't support: a whole label, or two signs."""
_SENTENCE: Final = 7
"""A label of so many words may speak of anything: where no rule agrees, the weights must be surer."""
_SURER: Final = 0.9
_SAID: Final = 3.0
"""What the rules' signs for another meaning weigh at which, too, the weights must be surer."""
_OTHERWISE: Final = 0.4
"""The probability of another meaning at which it doesn't."""
_VETO: Final = -4.0
"""What the question's own words weigh against a meaning to forbid it: a whole label that is a trap's weighs -8."""
_TRAPS: Final = frozenset(
    {
        "newsletter",
        "friend",
        "other-person",
        "company",
        "username",
        "search",
        "password",
        "birth",
        "nationality",
        "card",
        "extension",
        "middle-name",
        "honeypot",
    }
)
"""The lexicon's `[not]` keys under which something else, or somebody else's, is asked for in the same words."""

Verdict = tuple[Meaning | None, float, tuple[Sign, ...]]
"""A meaning or none, how sure that is (0 to 1), and the signs that the weights add."""


def verdict(control: Control, ruled: Meaning | None, sure: float, signs: Sequence[Sign], guess: Guess) -> Verdict:
    """`ruled` and `sure` are the rules' verdict; what the corpus has no labels for, they decide alone."""
    if ruled is not None and ruled not in LEARNED:
        return ruled, sure, ()
    if control.autocomplete.split(" ")[-1].startswith("cc-"):
        return None, 0.0, ()  # the holder of a card, by the page's own word
    best = guess.best
    if best in takes(control) and guess.of(best) >= _needed(control, best, ruled, signs) and not _is_trap(control, best, signs):
        if best is Meaning.EMAIL and _weight(Meaning.EMAIL_AGAIN, signs) >= _weight(Meaning.EMAIL, signs) > 0:
            return None, 0.0, ()  # it speaks of a second time, and not clearly
        return best, round(max(guess.of(best), sure if best is ruled else 0.0), 4), _learned(best, guess)
    if ruled is not None and _stands(ruled, sure, guess) and not _is_anothers(ruled, signs):
        return ruled, round(max(guess.of(ruled), min(sure, ACCEPTED)), 4), _learned(ruled, guess)
    return None, 0.0, ()


def _needed(control: Control, best: Meaning, ruled: Meaning | None, signs: Sequence[Sign]) -> float:
    if ruled is best:
        return ACCEPTED
    own = _weight(best, signs)
    another = any(_weight(meaning, signs) > max(own - LEAD, _SAID) for meaning in LEARNED if meaning is not best)
    words = len(normalise(control.label or control.placeholder or control.before).split())
    return _SURER if another or words >= _SENTENCE else ACCEPTED


def _stands(ruled: Meaning, sure: float, guess: Guess) -> bool:
    if any(guess.of(other) >= _OTHERWISE for other in LEARNED if other is not ruled):
        return False
    return guess.of(ruled) >= _SUPPORTED or sure >= _SURE


def _weight(meaning: Meaning, signs: Sequence[Sign]) -> float:
    return sum(sign.weight for sign in signs if sign.meaning is meaning)


def _is_trap(control: Control, meaning: Meaning, signs: Sequence[Sign]) -> bool:
    own = _own_words(control)
    against = [sign for sign in signs if sign.meaning is meaning and sign.weight < 0]
    if any(sign.source == "length" or (sign.source == "attribute" and sign.trap == "card") for sign in against):
        return True
    if _is_anothers(meaning, signs):
        return True
    return sum(sign.weight for sign in against if sign.source in own and sign.trap in _TRAPS) <= _VETO


def _is_anothers(meaning: Meaning, signs: Sequence[Sign]) -> bool:
    """Whether the words over a whole part of the form say that it is somebody else's."""
    return any(sign.meaning is meaning and sign.trap == "other-person" and sign.weight <= _VETO for sign in signs)


def _own_words(control: Control) -> tuple[str, ...]:
    """Where the question's own words stand: what only stands before them may be of the question before."""
    if control.label and control.label != control.placeholder:
        return ("label", "placeholder")
    return ("placeholder",) if control.placeholder else ("text before",)


def _learned(meaning: Meaning, guess: Guess) -> tuple[Sign, ...]:
    because = "; ".join(guess.because(meaning))
    return (Sign(meaning, round(guess.of(meaning), 3), f"learned{': ' if because else ''}{because}", "learned"),)
