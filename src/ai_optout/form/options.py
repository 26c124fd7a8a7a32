"""Which option of a list is the answer. A pure function; None where none is, or more than one may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import phonenumbers

from ai_optout.country import country_code, familiar_country_code
from ai_optout.form.meaning import Answer, Meaning, Right, Territory
from ai_optout.form.snapshot import Option
from ai_optout.form.words import Lexicon, lexicon, normalise, same_wording

_YES = frozenset({"yes", "true", "1", "y"})
_NO = frozenset({"no", "false", "0", "n"})


def choose(options: Sequence[Option], meaning: Meaning | None, answer: Answer, words: Lexicon | None = None) -> Option | None:
    """The one option that says `answer`; None where there is none or it isn't the only one."""
    words = words or lexicon()
    usable = [option for option in options if option.enabled and option.visible]
    if isinstance(answer, Right):
        return _right(usable, answer, words)
    if isinstance(answer, bool):
        return _yes_or_no(usable, answer, words)
    if isinstance(answer, Territory):
        return _dialling_code(usable, answer) if meaning is Meaning.TEL_COUNTRY_CODE else _territory(usable, answer)
    if isinstance(answer, str):
        return _only([option for option in usable if option.label == answer]) or _only(
            [option for option in usable if same_wording(option.label, answer)]
        )
    return None


def _only(options: Sequence[Option]) -> Option | None:
    return options[0] if len({(option.label, option.value) for option in options}) == 1 else None


def _territory(options: Sequence[Option], answer: Territory) -> Option | None:
    """By the label in any language, else by the value: an ISO code, or the English name that stands there in every locale."""
    by_label = [option for option in options if familiar_country_code(option.label) == answer.code]
    if not by_label:
        by_label = [option for option in options if country_code(option.label) == answer.code]
    by_value = [
        option for option in options if option.value.upper() == answer.code or familiar_country_code(option.value) == answer.code
    ]
    return (
        _only(by_label)
        or _only([option for option in by_label if option in by_value])
        or (_only(by_value) if not by_label else None)
    )


def _dialling_code(options: Sequence[Option], answer: Territory) -> Option | None:
    """Of the options with the country's calling code, the one that names it (+1 and +44 are shared), or the only one."""
    calling = phonenumbers.country_code_for_region(answer.code)
    if not calling:
        return None
    digits = str(calling)

    def says(option: Option) -> bool:
        return any(
            "".join(filter(str.isdigit, text)).removeprefix("00") == digits for text in (option.label, option.value) if text
        )

    having = [option for option in options if says(option)]
    named = [option for option in having if option.value.upper() == answer.code or _named(option.label) == answer.code]
    if not any(letter.isdigit() for option in options for letter in option.label):
        return _territory(options, answer)  # a list of the phone's countries
    return _only(named) or _only(having)


def _named(label: str) -> str | None:
    """The country named in "Germany (+49)"."""
    return country_code("".join(letter for letter in label if not letter.isdigit() and letter not in "+()").strip(" -–:"))


def _yes_or_no(options: Sequence[Option], answer: bool, words: Lexicon) -> Option | None:  # noqa: FBT001 - the answer itself
    key, values = ("yes", _YES) if answer else ("no", _NO)
    return _only([option for option in options if words.is_whole(option.label, "answer", key)]) or _only(
        [option for option in options if normalise(option.value) in values]
    )


def _right(options: Sequence[Option], answer: Right, words: Lexicon) -> Option | None:
    """The option that names the right; where several do, the one about what is meant and about nothing else; where none does, the
    only one about AI.
    """
    keys = {option: {hit.key for hit in words.hits(option.label) if hit.table == "request"} for option in options}
    left = [option for option in options if answer.wanted in keys[option]]
    narrowing: tuple[Callable[[set[str]], bool], ...] = (
        lambda found: "different" not in found,
        lambda found: (answer.about in found) if answer.about else ("third-party" not in found),
        lambda found: not found & ({"access", "correct", "delete", "objection"} - {answer.wanted}),
    )
    for fits in narrowing:
        if len(left) > 1:
            left = [option for option in left if fits(keys[option])] or left
    if not left:  # a list of topics, of which the rights come after
        left = [option for option in options if "ai" in keys[option] and not keys[option] & {"access", "correct", "delete"}]
    return _only(left)
