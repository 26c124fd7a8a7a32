"""What may be typed into a form: one person's answers, checked, and as they wrote them.

A profile is a TOML file or an entry in the keyring (vault.py); both hold the same keys. Required is only what every form asks: a
country and an e-mail address. Whatever else a form wants and a profile lacks becomes a pause.
"""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ai_optout.country import country_code
from ai_optout.errors import ProfileError
from ai_optout.messages import _
from ai_optout.profile_faults import listed, worded
from ai_optout.profile_values import Country, Email, EvidencePaths, Language, Line, LongText, Remembered, Site, Tel, Unanswered
from ai_optout.toml_file import read_toml

SECRETS = Path("/run/secrets")
"""Where containers hand over secrets, with modes of their own (Docker: 0444 by default)."""

# Pydantic's own errors and reprs would show what was typed.
_FROZEN_AND_SILENT = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Account(BaseModel):
    """An account that objects: `email` where it isn't the profile's; accounts of one Accounts Centre share the word `centre`."""

    model_config = _FROZEN_AND_SILENT

    site: Site
    email: Annotated[Email | None, Unanswered] = None
    centre: Annotated[Line | None, Unanswered] = None

    def __repr_args__(self) -> Iterable[tuple[str | None, object]]:
        return [("site", self.site)]


def _as_table(value: object) -> object:
    return {"site": value} if isinstance(value, str) else value


class Profile(BaseModel):
    """A person's answers, as they wrote them. `repr` and `str` show no value."""

    model_config = _FROZEN_AND_SILENT

    country: Country
    given_name: Annotated[Line | None, Unanswered] = None
    family_name: Annotated[Line | None, Unanswered] = None
    email: Email
    tel: Annotated[Tel | None, Unanswered] = None
    language: Annotated[Language | None, Unanswered] = None
    accounts: tuple[Annotated[Account, BeforeValidator(_as_table)], ...] = ()
    reason: Annotated[LongText | None, Unanswered] = None
    prompts: Annotated[LongText | None, Unanswered] = None
    evidence: EvidencePaths = ()
    remembered: Remembered = Field(default={}, validate_default=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, object]]:
        return []

    @property
    def country_code(self) -> str:
        """The ISO 3166-1 alpha-2 code of `country`."""
        code = country_code(self.country)
        assert code is not None, "the model refuses a country that stands for no code"
        return code

    def account_email(self, site: Site) -> str:
        """The address of the first account at `site` that has one of its own, else the profile's."""
        return next((account.email for account in self.accounts if account.site == site and account.email), self.email)

    def personal_values(self) -> tuple[str, ...]:
        """Every value that no log may hold: all but the sites, the language and the words for centres, which tell nothing."""
        emails = [self.email, *(account.email for account in self.accounts)]
        answers = [
            self.country,
            self.given_name,
            self.family_name,
            self.tel,
            self.reason,
            self.prompts,
            *self.remembered.values(),
        ]
        files = [text for path in self.evidence for text in (str(path), path.name)]
        return tuple(dict.fromkeys(value for value in [*emails, *answers, *files] if value))

    def to_mapping(self) -> dict[str, object]:
        """The profile as plain data under the keys of its TOML, without what isn't set; evidence paths as text."""
        data = self.model_dump(mode="json", exclude_none=True)
        return {key: value for key, value in data.items() if value not in ([], {})}

    def to_json(self) -> str:
        """The profile as one line of ASCII, to be read by `profile_from_json`."""
        return json.dumps(self.to_mapping(), separators=(",", ":"))


def profile_from_json(text: str, name: str) -> Profile:
    """The profile that `to_json` wrote and that is stored as `name`. Raises `ProfileError` where it isn't one."""
    called = _('stored profile "{name}"').format(name=name)
    hint = _('Write it anew: ai-optout profile remove "{name}", then: ai-optout profile new').format(name=name)
    try:
        data = json.loads(text)
    except ValueError:
        raise ProfileError(_("The {called} is damaged: it can't be read as JSON.").format(called=called), hint) from None
    return parse_profile(data, called=called, hint=hint)


def load_profile(path: Path, *, say: Callable[[str], None] | None = None) -> Profile:
    """The profile in the TOML file at `path`, its evidence paths taken relative to the file.

    A mode wider than 0600 is said (to `say`, or logged), not refused; /run/secrets is exempt, and so is Windows, without modes.
    Raises `ProfileError` where the file isn't there, can't be read, isn't TOML, or isn't a profile: then with all its faults.
    """
    data = read_toml(path, error=ProfileError, hint=_("Look at the path; what is in the keyring: ai-optout profile list"))
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077 and os.name == "posix" and not path.absolute().is_relative_to(SECRETS):
        note = _(
            "The profile {path} has mode {mode:04o}: others here may read it. To make it yours alone: chmod 600 {path}"
        ).format(path=path, mode=mode)
        (logging.getLogger(__name__).warning if say is None else say)(note)
    return parse_profile(
        data,
        called=_("profile {path}").format(path=path),
        hint=_("Correct {path} and run it again.").format(path=path),
        folder=path.absolute().parent,
    )


def parse_profile(data: object, *, called: str, hint: str, folder: Path | None = None) -> Profile:
    """The profile in `data`, with evidence paths taken relative to `folder`.

    Raises `ProfileError`: one sentence that begins "The {called}" and lists every fault with its key and what was expected.
    """
    if not isinstance(data, Mapping):
        raise ProfileError(_("The {called} holds no keys.").format(called=called), hint)
    values, faults = dict(data), []
    if "account" in values:
        if "accounts" in values:
            faults.append(_("`account`: expected either `accounts = [...]` or [[account]] tables, found both"))
        values["accounts"] = values.pop("account")
    try:
        profile = Profile.model_validate(values, context={"folder": folder})
    except ValidationError as error:
        keys = {*Profile.model_fields, "account"}
        faults += dict.fromkeys(worded(one, keys=keys, account_keys=set(Account.model_fields)) for one in error.errors())
    else:
        faults += _repeated(profile.accounts)
        if not faults:
            return profile
    raise ProfileError(_("The {called} {listed}.").format(called=called, listed=listed(faults)), hint)


def fault_in(key: str, value: str, others: Mapping[str, object]) -> str | None:
    """What is wrong with `value` as the answer to `key` beside those `others`, as in "expected one line, found ...", or None."""
    try:
        Profile.model_validate({**others, key: value})
    except ValidationError as error:
        for one in error.errors():
            if one["loc"][0] == key:
                return worded(one, keys=(), account_keys=()).partition(": ")[2]
    return None


def _repeated(accounts: Sequence[Account]) -> list[str]:
    """Two accounts at one site are two only if something tells them apart."""
    sites = dict.fromkeys(account.site for number, account in enumerate(accounts) if account in accounts[:number])
    return [_("`accounts`: {site} stands there twice with the same e-mail address").format(site=site) for site in sites]


def dump_toml(profile: Profile) -> str:
    """The profile as TOML that reads back as the same profile; evidence paths absolute, long texts over several lines."""
    import tomlkit  # noqa: PLC0415 - reading needs no writer

    def item(value: object) -> tomlkit.items.Item:
        if isinstance(value, str) and "\n" in value and "\r" not in value:  # TOML may read a line end of two characters as one
            return tomlkit.string(value, multiline=True)
        return tomlkit.item(value)

    data = profile.to_mapping()
    accounts = data.pop("accounts", None)
    remembered = data.pop("remembered", None)
    document = tomlkit.document()
    document.add(tomlkit.comment(_("A profile of ai-optout. It holds personal data: guard it.")))
    for key, value in data.items():
        document.add(key, item(value))
    if all(account == Account(site=account.site) for account in profile.accounts):
        document.add("accounts", tomlkit.item([account.site for account in profile.accounts]))
    else:
        document.add("account", tomlkit.item(accounts))
    if remembered:
        document.add("remembered", tomlkit.item(remembered))
    return tomlkit.dumps(document)
