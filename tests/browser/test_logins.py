"""Log-ins that are remembered on wish: kept for whose they are, private, and forgotten for good."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.browser.conftest import Apart

from ai_optout.browser import FoundBrowser
from ai_optout.browser.logins import OWNER, forget_login, remembered, remembering_browser
from ai_optout.errors import UsageError
from ai_optout.folders import Folders

OWNERS = {"mina": "a" * 64, "leo": "b" * 64, "..": "c" * 64}


def cookies_of(found: FoundBrowser, folders: Folders, whose: str, **set_first: str) -> dict[str, str]:
    """What cookies the browser remembers for somebody, after some were set."""
    with remembering_browser(found, headed=False, folders=folders, owners=OWNERS) as windows:
        context = windows.context_for(whose, "en")
        windows.new_page(context)
        for name, value in set_first.items():
            context.add_cookies(
                [{"name": name, "value": value, "domain": "www.facebook.com", "path": "/", "secure": True, "expires": 2e9}]
            )
        cookies = {str(cookie.get("name")): str(cookie.get("value")) for cookie in context.cookies()}
        context.close()
    return cookies


def test_a_log_in_is_there_at_the_next_run_and_for_nobody_else(apart: Apart, found: FoundBrowser, folders: Folders) -> None:
    apart(lambda: cookies_of(found, folders, "mina", session="minas"))

    assert apart(lambda: cookies_of(found, folders, "mina")) == {"session": "minas"}
    assert apart(lambda: cookies_of(found, folders, "leo")) == {}
    assert apart(lambda: cookies_of(found, folders, "mina.2")) == {}
    assert [login.name for login in remembered(folders)] == ["leo", "mina", "mina.2"]


def test_its_folder_is_private_and_in_the_data_folder_whatever_the_profile_is_called(
    apart: Apart, found: FoundBrowser, folders: Folders
) -> None:
    apart(lambda: cookies_of(found, folders, ".."))

    (login,) = remembered(folders)
    assert (login.name, login.folder.parent) == ("..", folders.data / "logins")
    assert stat.S_IMODE(login.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((login.folder / "browser").stat().st_mode) == 0o700
    assert stat.S_IMODE((login.folder / OWNER).stat().st_mode) == 0o600
    assert [path.name for path in (folders.cache / "browser").iterdir() if path.is_dir()] == []


def test_another_person_whose_profile_has_the_same_name_does_not_find_it(
    apart: Apart, found: FoundBrowser, folders: Folders
) -> None:
    folder = folders.data / "logins" / "mina"
    folder.mkdir(mode=0o700, parents=True)
    (folder / OWNER).write_text("f" * 64)

    with pytest.raises(UsageError) as refused:
        apart(lambda: cookies_of(found, folders, "mina"))

    assert refused.value.message == "The log-in that is remembered for mina is another person's."


def test_what_is_forgotten_is_gone_and_the_others_stay(folders: Folders) -> None:
    for name in ("mina", "leo"):
        (folders.data / "logins" / name / "browser").mkdir(parents=True)

    forget_login(folders, "mina")

    assert [login.name for login in remembered(folders)] == ["leo"]
    with pytest.raises(UsageError) as refused:
        forget_login(folders, "mina")
    assert f"{refused.value.message} {refused.value.hint}" == "No log-in is remembered for mina. Remembered are: leo."


def test_without_the_wish_there_is_nothing(tmp_path: Path) -> None:
    assert remembered(Folders(tmp_path, tmp_path, tmp_path)) == ()
