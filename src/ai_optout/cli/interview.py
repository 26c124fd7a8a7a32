"""The questions that make a profile: each only where a form asks it, each with why it is asked."""

from __future__ import annotations

import locale
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from babel import Locale, UnknownLocaleError, default_locale

from ai_optout.cli.asking import Asking, Check
from ai_optout.country import country_code, country_names
from ai_optout.errors import ProfileError
from ai_optout.evidence import TooLargeError, check_evidence
from ai_optout.messages import _
from ai_optout.profile import Account, Profile, fault_in, parse_profile
from ai_optout.profile_values import Site
from ai_optout.regimes import regimes
from ai_optout.regions import OBJECTION_REGIONS

ASKED_SITES: tuple[Site, ...] = ("facebook", "instagram")
"""The sites that a flow is for today; an account elsewhere that a profile already names is offered, too."""


@dataclass(frozen=True)
class Guess:
    """What the machine's language settings suggest: a country's name and a language tag, each "" where they say nothing."""

    country: str = ""
    language: str = ""

    @classmethod
    def from_locale(cls) -> Guess:
        """From the environment (LC_ALL, LANG, ...), or what the system says otherwise."""
        named = default_locale() or locale.getlocale()[0] or ""
        try:
            here = Locale.parse(named)
        except (UnknownLocaleError, ValueError):
            return cls()
        if here.variant == "POSIX":  # the machine's "no language", which says en_US
            return cls()
        names = country_names(here.territory or "", here.language)
        return cls(names[0] if names else "", here.language)


def interview(ask: Asking, guess: Guess, before: Profile | None = None) -> Profile:
    """A profile from the person's answers; what `before` holds is offered to them. Raises `Stopped`: there is no profile then."""
    questions = _Questions(ask, before)
    questions.about_the_person(guess)
    questions.about_accounts()
    questions.about_the_reason(guess)
    questions.about_third_parties()
    return parse_profile(questions.answers, called="profile", hint=_("Start it again: ai-optout profile new"))


class _Questions:
    """The answers so far, under the profile's keys. What isn't asked stays as it was."""

    def __init__(self, ask: Asking, before: Profile | None) -> None:
        self.ask = ask
        self.before = before
        self.answers: dict[str, object] = before.to_mapping() if before else {}

    def about_the_person(self, guess: Guess) -> None:
        self._line(
            "country",
            _("Country you live in:"),
            _("Its law decides which forms are open to you, and the forms ask for it."),
            guess.country,
            required=True,
        )
        self._line(
            "email",
            _("Your e-mail address:"),
            _("Every form asks for it: the one-time code and the answer go there."),
            required=True,
        )

    def about_accounts(self) -> None:
        had = self.before.accounts if self.before else ()
        sites = [site for site in get_args(Site) if site in ASKED_SITES or site in {account.site for account in had}]
        chosen = self.ask.some(
            _("Where do you have an account?"),
            why=_("Each account objects for itself, unless they are in one Accounts Centre."),
            choices=sites,
            chosen=tuple(dict.fromkeys(account.site for account in had)),
        )
        kept = [account for account in had if account.site in chosen]
        new = [Account(site=site) for site in sites if site in chosen and site not in {account.site for account in kept}]
        accounts = [self._account(account) for account in [*kept, *new]]
        self.answers["accounts"] = [account for number, account in enumerate(accounts) if account not in accounts[:number]]
        if "tel" in self.answers or "whatsapp" in chosen:
            self._line("tel", _("Your telephone number (may stay empty):"), _("WhatsApp's form asks for it."))

    def about_the_reason(self, guess: Guess) -> None:
        self._line(
            "language",
            _("Language of your texts, such as en or de (may stay empty):"),
            _("The draft of your reason comes in it, where there is one."),
            guess.language,
        )
        regime = regimes()[OBJECTION_REGIONS.of(country_code(str(self.answers["country"])) or "").regime]
        law = _(" It names {regime} {article}.").format(regime=regime.name, article=regime.article) if regime.name else ""
        self._text(
            "reason",
            _("Your reason:"),
            _(
                "The forms ask why you object. Make the draft yours.{law} Some forms are said to refuse less than 100 characters."
            ).format(law=law),
            regime.draft(str(self.answers.get("language", ""))),
        )

    def about_third_parties(self) -> None:
        if not self.ask.yes(
            _("Answer the questions of the third-party form, too?"),
            why=_(
                "A second form is about what others shared about you. It asks for your name, for prompts that "
                "brought your\npersonal information into an AI's answer, and for a screenshot. Without them it is "
                "mostly refused."
            ),
            default=self.before is None or bool(self.before.given_name or self.before.prompts or self.before.evidence),
        ):
            return
        self._line("given_name", _("First name (may stay empty):"), _("As the form is to show it."))
        self._line("family_name", _("Surname (may stay empty):"), _("As the form is to show it."))
        self._text(
            "prompts", _("The prompts (may stay empty):"), _("What you typed into the AI when that came back, word by word.")
        )
        self.answers["evidence"] = _evidence(self.ask, self.before)

    def _line(self, key: str, question: str, why: str, default: str = "", *, required: bool = False) -> None:
        default = str(self.answers.get(key, default))
        self._keep(key, self.ask.line(question, why=why, default=default, check=self._check(key, required=required)))

    def _text(self, key: str, question: str, why: str, default: str = "") -> None:
        default = str(self.answers.get(key, default))
        self._keep(key, self.ask.text(question, why=why, default=default, check=self._check(key)))

    def _keep(self, key: str, answer: str) -> None:
        if answer:
            self.answers[key] = answer
        else:
            self.answers.pop(key, None)

    def _account(self, account: Account) -> dict[str, str]:
        usual = str(self.answers["email"])
        email = self.ask.line(
            _("E-mail address of your {site} account:").format(site=account.site.capitalize()),
            why=_("The form shows the address of the account that is logged in, and should get the same."),
            default=account.email or usual,
            check=self._check("email", required=True),
        )
        told = {"site": account.site, "email": email if email != usual else None, "centre": account.centre}
        return {key: value for key, value in told.items() if value}

    def _check(self, key: str, *, required: bool = False) -> Check:
        def check(answer: str) -> str | None:
            if not answer:
                return _("this can't stay empty: every form asks for it") if required else None
            return fault_in(key, answer, self.answers)

        return check


def _evidence(ask: Asking, before: Profile | None) -> list[str]:
    """Paths, one question each, until one stays empty."""
    had = list(before.evidence) if before else []
    paths: list[str] = []
    while True:
        default = str(had[len(paths)]) if len(paths) < len(had) else ""
        answer = ask.line(
            _("Screenshot {number}, as a path (empty: no more):").format(number=len(paths) + 1),
            why="" if paths else _("A picture of that answer: JPG, PNG, GIF, TIFF, HEIF or WebP of less than 4 MB."),
            default=default,
            check=_fault_in_evidence,
        )
        if not answer:
            return paths
        paths.append(str(_path(answer)))


def _path(answer: str) -> Path:
    """The path as terminals paste it when a file is dropped into them: perhaps quoted."""
    bare = answer[1:-1] if len(answer) > 1 and answer[0] == answer[-1] and answer[0] in "'\"" else answer
    return Path(bare).expanduser().absolute()


def _fault_in_evidence(answer: str) -> str | None:
    if not answer:
        return None
    try:
        check_evidence(_path(answer))
    except TooLargeError:
        return None  # a smaller copy is offered when it is to be handed over
    except ProfileError as error:
        return error.message
    return None
