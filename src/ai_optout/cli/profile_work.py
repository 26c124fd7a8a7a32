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
        raise _taken(name, f'To change it: ai-optout profile edit "{name}". Or give another name: ai-optout profile new NAME')
    ask = terminal_asking(otherwise="Write it as a file and take that: ai-optout profile import FILE.toml")
    typer.echo(f"A profile for the forms, kept in {home.vault.place()}. Ctrl-C stops and stores nothing.")
    profile = interview(ask, Guess.from_locale())
    home.vault.store(name, profile)
    _stored(name, home)


def change(home: Home, name: str | None) -> None:
    """Ask again with the answers filled in. Raises as `make`, and where the profile is a file."""
    wanted = name or home.settings.profile
    if wanted and is_file(wanted):
        raise ProfileError(
            f"{wanted} is a file, and this is for profiles in the keyring.", "Edit the file itself, in any editor."
        )
    called, before = resolve_profile(name, home.vault, home.settings)
    ask = terminal_asking(otherwise="Export it, edit the file, and import that: ai-optout profile export NAME FILE.toml")
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
    table = Table(show_header=False, box=None, pad_edge=False)
    for key, value in profile.to_mapping().items():
        table.add_row(Text(key, style="bold"), Text(_in_words(value), overflow="fold"))
    console = Console()
    console.print(table)
    console.print(Text(f'\nThis is "{called}", stored in {place}.'), soft_wrap=True)


def show_names(home: Home, *, as_json: bool) -> None:
    """Print the names of the profiles in the keyring."""
    names = home.vault.names()
    usual = home.settings.profile or (names[0] if len(names) == 1 else None)
    if as_json:
        _print_json({"stored": home.vault.place(), "profiles": [{"name": name, "usual": name == usual} for name in names]})
        return
    for name in names:
        typer.echo(f"{name} (the usual one)" if name == usual and len(names) > 1 else name)
    if not names:
        refusal = no_such_profile("", names)
        typer.echo(f"{refusal.message} {refusal.hint}")


def remove(home: Home, name: str, *, yes: bool) -> None:
    """Forget a profile, after a question unless `yes`. Raises `ProfileError`, `NeedsPerson`, `Stopped`."""
    names = home.vault.names()
    if name not in names:
        raise no_such_profile(name, names)
    if not yes:
        ask = terminal_asking(otherwise=f'To remove it without being asked: ai-optout profile remove "{name}" --yes')
        if not ask.yes(f'Remove the profile "{name}" from {home.vault.place()}?', default=False):
            raise Stopped(f'The profile "{name}" is still there.')
    home.vault.remove(name)
    typer.echo(f'The profile "{name}" is removed.')


def take(home: Home, file: Path, name: str | None, *, force: bool) -> None:
    """Store the profile in `file`. Raises `ProfileError` for a faulty file, an impossible name, or one that is taken."""
    profile = load_profile(file.expanduser(), say=_note)
    called = checked_name(file.stem if name is None else name)
    if called in home.vault.names() and not force:
        raise _taken(called, "Give another name with --name, or replace it with --force.")
    for path in profile.evidence:
        try:
            check_evidence(path)
        except ProfileError as error:  # it may be there, and in order, by the time it is handed over
            _note(f"{error.message} {error.hint}")
    home.vault.store(called, profile)
    _stored(called, home)
    typer.echo(f"The file {file} is still there: delete it if nobody else is to read it.")


def give(home: Home, name: str, file: Path | None, *, force: bool) -> None:
    """Write the profile `name` to a file with mode 0600. Raises `ProfileError`, and `UsageError` where a file is there."""
    profile = home.vault.load(name)
    target = (file or Path(f"{name}.toml")).expanduser()
    if target.is_dir():
        raise UsageError(f"{target} is a folder.", f"Name a file in it: {target / f'{name}.toml'}")
    if target.exists() and not force:
        raise UsageError(f"There is a file {target} already.", "Name another one, or replace it with --force.")
    write_private(target.absolute(), dump_toml(profile).encode())
    typer.echo(f"{target} holds the profile as plain text. It is yours to guard: ai-optout neither watches nor deletes it.")


def _taken(name: str, hint: str) -> ProfileError:
    return ProfileError(f'There is a profile "{name}" already.', hint)


def _stored(name: str, home: Home) -> None:
    typer.echo(f'The profile "{name}" is stored in {home.vault.place()}.')


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
