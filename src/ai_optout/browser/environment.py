"""What the driver and the browser get to know of the environment, and what the environment may not do to a person's run.

Children get the names listed here and no other: a name that nobody thought of is left out, not passed on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ai_optout.errors import UsageError
from ai_optout.messages import _

EVERYWHERE: Final = frozenset({"PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ"})

DESKTOP: Final = frozenset(
    {
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "DBUS_SESSION_BUS_ADDRESS",
        "DESKTOP_SESSION",
        # A person who types in Japanese, or who listens to the page, does so through these.
        "GTK_IM_MODULE",
        "XMODIFIERS",
        "GTK_MODULES",
        "ACCESSIBILITY_ENABLED",
        "GDK_SCALE",
        # Systems whose libraries and fonts lie elsewhere (Nix), and Chromium's own way to name its sandbox.
        "LD_LIBRARY_PATH",
        "FONTCONFIG_FILE",
        "FONTCONFIG_PATH",
        "CHROME_DEVEL_SANDBOX",
    }
)

WINDOWS: Final = frozenset(
    {
        "ALLUSERSPROFILE",
        "APPDATA",
        "COMSPEC",
        "HOMEDRIVE",
        "HOMEPATH",
        "LOCALAPPDATA",
        "NUMBER_OF_PROCESSORS",
        "OS",
        "PATHEXT",
        "PROCESSOR_ARCHITECTURE",
        "PROGRAMDATA",
        "PROGRAMFILES",
        "PROGRAMFILES(X86)",
        "PROGRAMW6432",
        "PUBLIC",
        "SYSTEMDRIVE",
        "SYSTEMROOT",
        "USERNAME",
        "USERPROFILE",
        "WINDIR",
    }
)

FAMILIES: Final = ("LC_", "XDG_")

# Where the person's network needs one, Chromium reads these on Linux; it takes no password from them, so neither do we pass
# one on.
PROXIES: Final = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})

DRIVER: Final = frozenset({"PLAYWRIGHT_BROWSERS_PATH"})

TEMPORARY: Final = ("TMPDIR", "TEMP", "TMP")


def scrubbed(environ: Mapping[str, str], temporary: Path) -> dict[str, str]:
    """The part of `environ` that the driver and the browser may see, with `temporary` as their folder for temporary files."""
    kept = {name: value for name, value in environ.items() if _may_pass(name, value)}
    return kept | dict.fromkeys(TEMPORARY, str(temporary))


def _may_pass(name: str, value: str) -> bool:
    upper = name.upper()  # Windows keeps the case but doesn't mind it; proxies are written in both
    if upper in PROXIES:
        return "@" not in value
    return upper in EVERYWHERE | DESKTOP | WINDOWS | DRIVER or upper.startswith(FAMILIES)


def refuse_debugging(environ: Mapping[str, str]) -> None:
    """Raise `UsageError` where the environment has Playwright print what is typed: to be asked before a real profile is used.

    The rules are Playwright's: `DEBUG` is a list of names split on commas and spaces, `*` matches anything, a name that
    begins with `-` turns its matches off; `PWDEBUG` is off as `0` or `false` and may stand as `npm_config_pwdebug`; `DEBUGP`
    is on by being there.
    """
    named = [name for name in ("PWDEBUG", "npm_config_pwdebug") if environ.get(name, "") not in {"", "0", "false"}]
    if "DEBUGP" in environ:
        named.append("DEBUGP")
    if any(_names_playwright(word) for word in re.split(r"[\s,]+", environ.get("DEBUG", ""))):
        named.append("DEBUG")
    if named:
        raise UsageError(
            _("{named} is set, which has Playwright print everything that is typed into the forms.").format(named=named[0]),
            _("Unset it and run this again: `{unset}`.").format(unset=_unset(named)),
        )


def _names_playwright(word: str) -> bool:
    if not word or word.startswith("-"):
        return False
    stem, star, _rest = word.partition("*")
    return word.startswith("pw:") or (bool(star) and "pw:".startswith(stem))


def _unset(names: list[str]) -> str:
    if sys.platform == "win32":
        return "; ".join(f"Remove-Item Env:{name}" for name in names)
    return f"unset {' '.join(names)}"


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a browser window could be seen. Windows and macOS have a display of their own; elsewhere X or Wayland must be
    named.
    """
    if platform in {"win32", "darwin"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def choose_headed(wish: bool | None, environ: Mapping[str, str], platform: str = sys.platform) -> bool:  # noqa: FBT001 (an answer, not a switch)
    """Whether the browser gets a window: as wished, else where there is a display. `UsageError` where the wish can't be met."""
    if wish and not has_display(environ, platform):
        raise UsageError(
            _("There is no display to show a browser window on: neither DISPLAY nor WAYLAND_DISPLAY is set."),
            _("Run it without a window (`--headless`), or give it a display of its own: `xvfb-run ai-optout ...`."),
        )
    return has_display(environ, platform) if wish is None else wish
