"""What an answer says: honoured, refused, evidence asked for, a code, nothing to do with it, or that it can't be told.

Unsure is said, never guessed: what is weak, contradicts itself, can't be read or comes from somebody else is unsure, and why is
said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ai_optout.followup.lexicon import is_surely_known, languages_of
from ai_optout.followup.mail import Mail, Text
from ai_optout.followup.quoting import marks
from ai_optout.followup.sentences import Sign, sentences, signs
from ai_optout.form.words import normalise
from ai_optout.messages import N_, _


class Outcome(StrEnum):
    """What a mail says of a request."""

    HONOURED = "honoured"
    REFUSED = "refused"
    EVIDENCE_ASKED = "evidence-asked"
    CODE = "code"
    UNRELATED = "unrelated"
    UNSURE = "unsure"


DECISIONS: Final = frozenset({Outcome.HONOURED, Outcome.REFUSED, Outcome.EVIDENCE_ASKED})
"""The outcomes that answer a request."""

_ENOUGH: Final = 40
"""Letters that a text must have before it can be said to be about something else."""
_DIGITS: Final = re.compile(r"(?<![A-Za-z\d./:-])\d(?:[ \u00a0]?\d){3,9}(?![A-Za-z\d/:-])")


@dataclass(frozen=True)
class Reading:
    """What a mail says, why that is thought, and what its words alone would say. No word of the mail is in it."""

    outcome: Outcome
    why: str
    words_say: Outcome
    notes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def judge(mail: Mail, *, sender_checked: bool = False, is_known: Callable[[str], bool] | None = None) -> Reading:
    """What `mail` says. `sender_checked` is the person's word that it is from Meta, where its header doesn't say so; `is_known`
    tells whether an address is that of somebody who asked: only they may pass on a mail. None: that isn't known of anyone.
    """
    readings = [_judge_text(text, mail.subject) for text in mail.texts]
    words, why, spoken = _together(readings)
    notes = tuple(_notes(mail))
    doubt = None if sender_checked else _doubt(mail, is_known)
    if doubt and words in {*DECISIONS, Outcome.CODE}:
        return Reading(
            Outcome.UNSURE, _("{doubt} Its words say: {words}.").format(doubt=doubt, words=words), words, notes, spoken
        )
    return Reading(words, why, words, notes, spoken)


def _doubt(mail: Mail, is_known: Callable[[str], bool] | None) -> str | None:
    """Why the mail may not be from Meta."""
    if mail.from_meta is None:
        return (
            _("It doesn't say who it is from.") if not mail.forwarded else _("It was passed on, and doesn't say who it was from.")
        )
    if not mail.from_meta:
        return _("It isn't from one of Meta's addresses.")
    if mail.forwarded and is_known is not None and not any(map(is_known, mail.passed_on_by)):
        return _("It was passed on, and not by somebody whose request is on file.")
    if "dmarc" in mail.failed_checks or {"dkim", "spf"} <= set(mail.failed_checks):
        return _("The mail server that took it says that its sender's address wasn't confirmed.")
    return None


def _notes(mail: Mail) -> Iterable[str]:
    if mail.cut:
        yield _("The mail is large: only its beginning was read.")
    if mail.from_meta is False:
        yield _("The sender's address isn't one of Meta's.")
        text = " ".join(normalise(text.own.text[:20_000]) for text in mail.texts)
        if any(mark in text for mark in marks()["phishing"]):
            yield _(
                "It presses you to confirm an account or a password, as mails do that want to steal them: open no link in it."
            )
    if mail.from_meta:
        yield _("A sender's address can be made up: whether the mail is really Meta's isn't proven by it.")
    if mail.forwarded:
        yield _("It was passed on: sender and words are those of the mail inside, as it says itself.")
    if any(text.hides for text in mail.texts):
        yield _("It holds text that nobody sees, which was left out.")
    if any(text.own.quotes for text in mail.texts):
        yield _("What it quotes was left out.")


def _together(readings: list[tuple[Outcome, str, tuple[str, ...]]]) -> tuple[Outcome, str, tuple[str, ...]]:
    """One verdict for the plain text and the HTML of a mail, which ought to say the same."""
    if not readings:
        return Outcome.UNSURE, _("There is no text in it that can be read."), ()
    told = [one for one in readings if one[0] not in {Outcome.UNSURE, Outcome.UNRELATED}]
    if len({one[0] for one in told}) > 1:
        return Outcome.UNSURE, _("Its plain text says one thing, and its HTML another."), told[0][2]
    if told and all(one[0] is told[0][0] or one[1] != _(_CONTRADICTS) for one in readings):
        return told[0]
    unsure = [one for one in readings if one[0] is Outcome.UNSURE]
    return unsure[0] if unsure else readings[0]


_CONTRADICTS: Final = N_("What it says contradicts itself.")


def _judge_text(text: Text, subject: str) -> tuple[Outcome, str, tuple[str, ...]]:
    own = text.own.text
    spoken = languages_of(own)
    letters = sum(c.isalpha() for c in own)
    if not letters:
        return Outcome.UNSURE, _("There is no text in it that can be read."), spoken
    said = [signs(sentence, spoken) for sentence in sentences(own)]
    counts = Counter(sign for one in said for sign in one)
    topic = signs(subject, spoken or languages_of(subject))
    about = bool(counts[Sign.OBJECTION] or counts[Sign.AI] or topic & {Sign.OBJECTION, Sign.AI})
    outcome, why = _verdict(counts, about=about, has_digits=bool(_DIGITS.search(own)))
    if outcome is Outcome.UNRELATED and (letters < _ENOUGH or not is_surely_known(own)):
        return Outcome.UNSURE, _("It is in a language that isn't known here, or too short to tell."), spoken
    return outcome, why, spoken


def _verdict(counts: Counter[Sign], *, about: bool, has_digits: bool) -> tuple[Outcome, str]:
    decisions = {sign for sign in (Sign.HONOURED, Sign.UNABLE, Sign.FINAL) if counts[sign]}
    if counts[Sign.CODE] and has_digits and not decisions:
        if counts[Sign.LOGIN]:
            return Outcome.UNSURE, _("It holds a code, but speaks of a log-in or a password.")
        return Outcome.CODE, _("It holds a one-time code to confirm the address.")
    if not decisions and not counts[Sign.UNCLEAR] and not (counts[Sign.WANTED] and about):
        return _undecided(counts, about=about)
    if not about:
        return Outcome.UNSURE, _("It decides about something, but doesn't say that it is about AI or an objection.")
    return _decided(decisions, counts)


def _decided(decisions: set[Sign], counts: Counter[Sign]) -> tuple[Outcome, str]:
    wanted, offered = counts[Sign.WANTED] > 0, counts[Sign.OFFERED] > 0
    honoured, final = Sign.HONOURED in decisions, Sign.FINAL in decisions
    against_itself = (honoured and (len(decisions) > 1 or wanted)) or (final and (wanted or offered))
    if counts[Sign.UNCLEAR] or against_itself:
        return Outcome.UNSURE, _(_CONTRADICTS)
    if honoured:
        return Outcome.HONOURED, _("It says that what was asked is granted.")
    if wanted or (Sign.UNABLE in decisions and offered):
        return Outcome.EVIDENCE_ASKED, _("It asks for evidence or more information before it goes on.")
    return Outcome.REFUSED, _("It says that what was asked isn't done.")


def _undecided(counts: Counter[Sign], *, about: bool) -> tuple[Outcome, str]:
    if counts[Sign.CODE] and not counts[Sign.LOGIN]:
        return Outcome.UNSURE, _("It speaks of a code, but holds none that can be found.")
    if counts[Sign.REQUEST] and counts[Sign.RECEIVED]:
        return Outcome.UNSURE, _("It says that a request was received, and not what came of it.")
    if about or counts[Sign.OFFERED]:
        return Outcome.UNSURE, _("It is about AI or an objection, and doesn't say what was decided.")
    return Outcome.UNRELATED, _("It says nothing about such a request.")
