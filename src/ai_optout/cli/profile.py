"""`ai-optout profile`: the person's own answers, made, looked at, changed, moved and removed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ai_optout.cli.asking import terminal_asking
from ai_optout.cli.interview import Guess, interview
from ai_optout.errors import ProfileError, Stopped, UsageError
from ai_optout.evidence import check_evidence
from ai_optout.folders import Folders, write_private
from ai_optout.profile import Profile, dump_toml, load_profile
from ai_optout.profile_choice import is_file, resolve_profile
from ai_optout.settings import Settings, load_settings
from ai_optout.vault import KeyringVault, Vault, checked_name, no_such_profile

app = typer.Typer(no_args_is_help=True, help="Your answers to the forms: made once, kept in your system's keyring.")

FIRST_NAME = "me"
"""What a profile is called where nobody says otherwise."""

Name = Annotated[
    str | None, typer.Argument(help="The profile's name; the usual or only one where none is given.", show_default=False)
]
NameOrFile = Annotated[
    str | None,
    typer.Argument(help="The profile's name, or a TOML file; the usual or only one where none is given.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


@dataclass(frozen=True)
class _Home:
    """Where this person's profiles are, and what they set."""

    vault: Vault
    settings: Settings


def _home() -> _Home:
    settings = load_settings(Folders.of_this_person())
    return _Home(KeyringVault(allowed=settings.allow_keyring), settings)


@app.command(epilog="Example: ai-optout profile new")
def new(
    name: Annotated[str, typer.Argument(help="What to call it: any words.")] = FIRST_NAME,
) -> None:
    """Make a profile, question by question; nothing is stored before the last one is answered."""
    home = _home()
    if checked_name(name) in home.vault.names():
        raise _taken(name, f'To change it: ai-optout profile edit "{name}". Or give another name: ai-optout profile new NAME')
    ask = terminal_asking(otherwise="Write it as a file and take that: ai-optout profile import FILE.toml")
    typer.echo(f"A profile for the forms, kept in {home.vault.place()}. Ctrl-C stops and stores nothing.")
    profile = interview(ask, Guess.from_locale())
    home.vault.store(name, profile)
    _stored(name, home)


@app.command(epilog="Example: ai-optout profile edit me")
def edit(name: Name = None) -> None:
    """Go through the same questions again, with your answers filled in."""
    home = _home()
    called, before = _stored_profile(name, home, "Edit the file itself, in any editor.")
    ask = terminal_asking(otherwise="Export it, edit the file, and import that: ai-optout profile export FILE.toml")
    profile = interview(ask, Guess.from_locale(), before)
    home.vault.store(called, profile)
    _stored(called, home)


@app.command(epilog="Example: ai-optout profile show me --json")
def show(name: NameOrFile = None, *, json_wanted: Json = False) -> None:
    """Show a profile, whole: it is yours."""
    home = _home()
    called, profile = resolve_profile(name, home.vault, home.settings, say=_note)
    place = str(Path(name)) if name and is_file(name) else home.vault.place()
    if json_wanted:
        _print_json({"name": called, "stored": place, "profile": profile.to_mapping()})
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for key, value in profile.to_mapping().items():
        table.add_row(Text(key, style="bold"), Text(_in_words(value)))
    console = Console()
    console.print(table)
    console.print(Text(f'\nThis is "{called}", stored in {place}.'))


@app.command("list", epilog="Example: ai-optout profile list")
def list_(*, json_wanted: Json = False) -> None:
    """List the profiles in the keyring."""
    home = _home()
    names = home.vault.names()
    usual = home.settings.profile or (names[0] if len(names) == 1 else None)
    if json_wanted:
        _print_json({"stored": home.vault.place(), "profiles": [{"name": name, "usual": name == usual} for name in names]})
        return
    for name in names:
        typer.echo(f"{name} (the usual one)" if name == usual and len(names) > 1 else name)
    if not names:
        refusal = no_such_profile("", names)
        typer.echo(f"{refusal.message} {refusal.hint}")


@app.command(epilog="Example: ai-optout profile remove me")
def remove(
    name: Annotated[str, typer.Argument(help="The profile's name.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Remove a profile from the keyring. Requests already sent stay sent."""
    home = _home()
    names = home.vault.names()
    if name not in names:
        raise no_such_profile(name, names)
    if not yes:
        ask = terminal_asking(otherwise=f'To remove it without being asked: ai-optout profile remove "{name}" --yes')
        if not ask.yes(f'Remove the profile "{name}" from {home.vault.place()}?', default=False):
            raise Stopped(f'The profile "{name}" is still there.')
    home.vault.remove(name)
    typer.echo(f'The profile "{name}" is removed.')


@app.command("import", epilog="Example: ai-optout profile import mine.toml --name me")
def import_(
    file: Annotated[Path, typer.Argument(help="A profile as TOML.", metavar="FILE.toml")],
    *,
    name: Annotated[
        str | None, typer.Option(help="What to call it; the file's name where none is given.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the profile of that name.")] = False,
) -> None:
    """Take a profile from a TOML file into the keyring."""
    home = _home()
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


@app.command(epilog="Example: ai-optout profile export me mine.toml")
def export(
    name: Annotated[str, typer.Argument(help="The profile's name.")],
    file: Annotated[
        Path | None, typer.Argument(help="Where to write it; NAME.toml here where none is given.", show_default=False)
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the file that is there.")] = False,
) -> None:
    """Write a profile from the keyring to a TOML file that only you can read."""
    home = _home()
    profile = home.vault.load(name)
    target = (file or Path(f"{name}.toml")).expanduser()
    if target.is_dir():
        raise UsageError(f"{target} is a folder.", f"Name a file in it: {target / f'{name}.toml'}")
    if target.exists() and not force:
        raise UsageError(f"There is a file {target} already.", "Name another one, or replace it with --force.")
    write_private(target.absolute(), dump_toml(profile).encode())
    typer.echo(f"{target} holds the profile as plain text. It is yours to guard: ai-optout neither watches nor deletes it.")


def _stored_profile(name: str | None, home: _Home, for_a_file: str) -> tuple[str, Profile]:
    wanted = name or home.settings.profile
    if wanted and is_file(wanted):
        raise ProfileError(f"{wanted} is a file, and this is for profiles in the keyring.", for_a_file)
    return resolve_profile(name, home.vault, home.settings)


def _taken(name: str, hint: str) -> ProfileError:
    return ProfileError(f'There is a profile "{name}" already.', hint)


def _stored(name: str, home: _Home) -> None:
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
