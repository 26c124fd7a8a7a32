"""What the commands of `ai-optout profile` do; imported only when one of them is used."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ai_optout.cli.asking import terminal_asking
from ai_optout.cli.interview import Guess, interview
from ai_optout.errors import ProfileError, Stopped, UsageError
from ai_optout.evidence import check_evidence
from ai_optout.folders import Folders, write_private
from ai_optout.messages import _
from ai_optout.person.listing import prefers_lines, show_line
from ai_optout.profile import dump_toml, load_profile
from ai_optout.profile_choice import is_file, resolve_profile
from ai_optout.settings import Settings, load_settings
from ai_optout.vault import KeyringVault, Vault, checked_name, no_such_profile


@dataclass(frozen=True)
class Home:
    """Where this person's profiles are, and what they set."""

    vault: Vault
    settings: Settings


def home() -> Home:
    """Those of this person."""
    settings = load_settings(Folders.of_this_person())
    return Home(KeyringVault(allowed=settings.allow_keyring), settings)


def make(home: Home, name: str) -> None:
    """Ask for a new profile and store it. Raises `ProfileError` where there is one of that name, `NeedsPerson`, `Stopped`."""
    if checked_name(name) in home.vault.names():
        raise _taken(
            name,
            _('To change it: ai-optout profile edit "{name}". Or give another name: ai-optout profile new NAME').format(
                name=name
            ),
        )
    ask = terminal_asking(otherwise=_("Write it as a file and take that: ai-optout profile import FILE.toml"))
    typer.echo(_("A profile for the forms, kept in {place}. Ctrl-C stops and stores nothing.").format(place=home.vault.place()))
    profile = interview(ask, Guess.from_locale())
    home.vault.store(name, profile)
    _stored(name, home)


def change(home: Home, name: str | None) -> None:
    """Ask again with the answers filled in. Raises as `make`, and where the profile is a file."""
    wanted = name or home.settings.profile
    if wanted and is_file(wanted):
        raise ProfileError(
            _("{wanted} is a file, and this is for profiles in the keyring.").format(wanted=wanted),
            _("Edit the file itself, in any editor."),
        )
    called, before = resolve_profile(name, home.vault, home.settings)
    ask = terminal_asking(otherwise=_("Export it, edit the file, and import that: ai-optout profile export NAME FILE.toml"))
    profile = interview(ask, Guess.from_locale(), before)
    home.vault.store(called, profile)
    _stored(called, home)


def show(home: Home, name: str | None, *, as_json: bool) -> None:
    """Print a profile, and where it lies."""
    called, profile = resolve_profile(name, home.vault, home.settings, say=_note)
    wanted = name or home.settings.profile
    place = wanted if wanted and is_file(wanted) else home.vault.place()
    if as_json:
        _print_json({"name": called, "stored": place, "profile": profile.to_mapping()})
        return
    console = Console(highlight=False, no_color=home.settings.plain or None)
    if prefers_lines(console):
        for key, value in profile.to_mapping().items():
            show_line(console, key, _in_words(value))
    else:
        table = Table(show_header=False, box=None, pad_edge=False)
        for key, value in profile.to_mapping().items():
            table.add_row(Text(key, style="bold"), Text(_in_words(value), overflow="fold"))
        console.print(table)
    console.print(Text(_('\nThis is "{called}", stored in {place}.').format(called=called, place=place)), soft_wrap=True)


def show_names(home: Home, *, as_json: bool) -> None:
    """Print the names of the profiles in the keyring."""
    names = home.vault.names()
    usual = home.settings.profile or (names[0] if len(names) == 1 else None)
    if as_json:
        _print_json({"stored": home.vault.place(), "profiles": [{"name": name, "usual": name == usual} for name in names]})
        return
    for name in names:
        typer.echo(_("{name} (the usual one)").format(name=name) if name == usual and len(names) > 1 else name)
    if not names:
        refusal = no_such_profile("", names)
        typer.echo(f"{refusal.message} {refusal.hint}")


def remove(home: Home, name: str, *, yes: bool) -> None:
    """Forget a profile, after a question unless `yes`. Raises `ProfileError`, `NeedsPerson`, `Stopped`."""
    names = home.vault.names()
    if name not in names:
        raise no_such_profile(name, names)
    if not yes:
        ask = terminal_asking(
            otherwise=_('To remove it without being asked: ai-optout profile remove "{name}" --yes').format(name=name)
        )
        if not ask.yes(_('Remove the profile "{name}" from {place}?').format(name=name, place=home.vault.place()), default=False):
            raise Stopped(_('The profile "{name}" is still there.').format(name=name))
    home.vault.remove(name)
    typer.echo(_('The profile "{name}" is removed.').format(name=name))


def take(home: Home, file: Path, name: str | None, *, force: bool) -> None:
    """Store the profile in `file`. Raises `ProfileError` for a faulty file, an impossible name, or one that is taken."""
    profile = load_profile(file.expanduser(), say=_note)
    called = checked_name(file.stem if name is None else name)
    if called in home.vault.names() and not force:
        raise _taken(called, _("Give another name with --name, or replace it with --force."))
    for path in profile.evidence:
        try:
            check_evidence(path)
        except ProfileError as error:  # it may be there, and in order, by the time it is handed over
            _note(f"{error.message} {error.hint}")
    home.vault.store(called, profile)
    _stored(called, home)
    typer.echo(_("The file {file} is still there: delete it if nobody else is to read it.").format(file=file))


def give(home: Home, name: str, file: Path | None, *, force: bool) -> None:
    """Write the profile `name` to a file with mode 0600. Raises `ProfileError`, and `UsageError` where a file is there."""
    profile = home.vault.load(name)
    target = (file or Path(f"{name}.toml")).expanduser()
    if target.is_dir():
        raise UsageError(
            _("{target} is a folder.").format(target=target),
            _("Name a file in it: {target}").format(target=target / f"{name}.toml"),
        )
    if target.exists() and not force:
        raise UsageError(
            _("There is a file {target} already.").format(target=target), _("Name another one, or replace it with --force.")
        )
    write_private(target.absolute(), dump_toml(profile).encode())
    typer.echo(
        _("{target} holds the profile as plain text. It is yours to guard: ai-optout neither watches nor deletes it.").format(
            target=target
        )
    )


def _taken(name: str, hint: str) -> ProfileError:
    return ProfileError(_('There is a profile "{name}" already.').format(name=name), hint)


def _stored(name: str, home: Home) -> None:
    typer.echo(_('The profile "{name}" is stored in {place}.').format(name=name, place=home.vault.place()))


def _note(text: str) -> None:
    typer.echo(text, err=True)


def _print_json(document: dict[str, object]) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _in_words(value: object) -> str:
    match value:
        case list():
            return "\n".join(_in_words(one) for one in value)
        case dict():
            return ", ".join(str(one) if key == "site" else f"{key}: {one}" for key, one in value.items())
        case _:
            return str(value)
