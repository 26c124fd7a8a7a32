"""Which profile is meant: by name in the keyring, by file, or by nothing said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ai_optout.errors import ProfileError
from ai_optout.messages import _
from ai_optout.profile import Profile, load_profile
from ai_optout.settings import Settings
from ai_optout.vault import Vault, no_such_profile


def is_file(name_or_path: str) -> bool:
    """Whether `--profile` means a file: what ends in .toml or holds a slash, which no profile's name does."""
    return name_or_path.endswith(".toml") or bool(set(name_or_path) & {"/", "\\"})


def resolve_profile(
    name_or_path: str | None, vault: Vault, settings: Settings, *, say: Callable[[str], None] | None = None
) -> tuple[str, Profile]:
    """The profile that `name_or_path` means, and what to call it: its name in the keyring, or its file's without .toml.

    Where nothing is said, it is the one that the settings name, or the only one there is. `say` is told of a file that others may
    read (else it is logged). Raises `ProfileError` where there is none, several, or none of that name; `VaultError` where the
    keyring can't be asked, which happens only if it has to be.
    """
    wanted = name_or_path or settings.profile or _only(vault)
    if is_file(wanted):
        path = Path(wanted).expanduser()
        return path.stem, load_profile(path, say=say)
    names = vault.names()
    if wanted not in names:
        refusal = no_such_profile(wanted, names)
        if Path(wanted).is_file():
            raise ProfileError(refusal.message, _("For the file of that name: ./{wanted}").format(wanted=wanted))
        raise refusal
    return wanted, vault.load(wanted)


def resolve_profiles(
    names_or_paths: Sequence[str], vault: Vault, settings: Settings, *, say: Callable[[str], None]
) -> tuple[tuple[str, Profile], ...]:
    """`resolve_profile` for each, or for none said. One that is named twice counts once, and that is said. Raises `ProfileError`
    where two profiles are called the same: what comes of them couldn't be told apart.
    """
    found: dict[str, Profile] = {}
    for wanted in names_or_paths or (None,):
        name, profile = resolve_profile(wanted, vault, settings, say=say)
        if name in found and found[name] != profile:
            raise ProfileError(
                _("Two of the profiles are called {name}.").format(name=name),
                _("Rename one of the files, or run them one after the other."),
            )
        if name in found:
            say(_("The profile {name} was named twice: it is run once.").format(name=name))
        found[name] = profile
    return tuple(found.items())


def _only(vault: Vault) -> str:
    names = vault.names()
    if not names:
        raise no_such_profile("", names)
    if len(names) > 1:
        raise ProfileError(
            _("There are {number} profiles, and none is said to be the usual one.").format(number=len(names)),
            _('Name one with --profile (ai-optout profile list), or the usual one in config.toml: profile = "..."'),
        )
    return names[0]
