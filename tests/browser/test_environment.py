"""What children get to know, what is refused, and where a window can be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from ai_optout.browser import choose_headed, has_display, refuse_debugging
from ai_optout.browser.environment import scrubbed
from ai_optout.errors import UsageError

HERE = Path("folder")


def test_children_get_what_they_need() -> None:
    needed = {
        "PATH": "/usr/bin",
        "HOME": "/home/zoe",
        "LANG": "de_CH.UTF-8",
        "LC_ALL": "de_CH.UTF-8",
        "DISPLAY": ":0",
        "XAUTHORITY": "/home/zoe/.Xauthority",
        "XDG_RUNTIME_DIR": "/run/user/1000",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus",
        "SystemRoot": r"C:\Windows",
    }
    assert scrubbed(needed, HERE) == needed | {"TMPDIR": "folder", "TEMP": "folder", "TMP": "folder"}


@pytest.mark.parametrize(
    "name",
    [
        "AI_OPTOUT_HOME",
        "AI_OPTOUT_BROWSER",
        "GITHUB_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "DEBUG",
        "PWDEBUG",
        "NODE_OPTIONS",
        "SSH_AUTH_SOCK",
    ],
)
def test_children_get_nothing_else(name: str) -> None:
    assert name not in scrubbed({name: "secret"}, HERE)


def test_a_proxy_is_passed_on_without_its_password_or_not_at_all() -> None:
    environ = {"https_proxy": "http://zoe:secret@proxy.example:3128", "HTTP_PROXY": "http://proxy.example:3128"}
    assert scrubbed(environ, HERE).keys() & environ.keys() == {"HTTP_PROXY"}


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"DEBUG": "pw:api"}, "DEBUG"),
        ({"DEBUG": "pw:*"}, "DEBUG"),
        ({"DEBUG": "*"}, "DEBUG"),
        ({"DEBUG": "p*"}, "DEBUG"),
        ({"DEBUG": "express:*, pw:protocol"}, "DEBUG"),
        ({"DEBUG": "-pw:api pw:channel"}, "DEBUG"),
        ({"PWDEBUG": "1"}, "PWDEBUG"),
        ({"PWDEBUG": "console"}, "PWDEBUG"),
        ({"npm_config_pwdebug": "1"}, "npm_config_pwdebug"),
        ({"DEBUGP": ""}, "DEBUGP"),
    ],
    ids=lambda value: " ".join(f"{name}={text}" for name, text in value.items()) if isinstance(value, dict) else "",
)
def test_what_prints_every_typed_value_is_refused(environ: dict[str, str], name: str) -> None:
    with pytest.raises(UsageError) as refusal:
        refuse_debugging(environ)
    assert refusal.value.message == f"{name} is set, which has Playwright print everything that is typed into the forms."
    assert refusal.value.hint == f"Unset it and run this again: `unset {name}`."


@pytest.mark.parametrize(
    "environ",
    [{}, {"DEBUG": ""}, {"DEBUG": "express:*"}, {"DEBUG": "-pw:*"}, {"DEBUG": "1"}, {"PWDEBUG": "0"}, {"PWDEBUG": "false"}],
    ids=lambda environ: " ".join(f"{name}={text}" for name, text in environ.items()) or "nothing",
)
def test_what_prints_nothing_of_it_is_let_be(environ: dict[str, str]) -> None:
    refuse_debugging(environ)


@pytest.mark.parametrize(
    ("platform", "environ", "there"),
    [
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {}, False),
        ("freebsd14", {}, False),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_display_is_known(platform: str, environ: dict[str, str], there: bool) -> None:  # noqa: FBT001 (what is expected)
    assert has_display(environ, platform) is there
    assert choose_headed(None, environ, platform) is there


def test_a_wish_for_no_window_is_always_met() -> None:
    assert choose_headed(False, {"DISPLAY": ":0"}, "linux") is False  # noqa: FBT003 (the person's answer)


def test_a_window_without_a_display_is_refused() -> None:
    with pytest.raises(UsageError) as refusal:
        choose_headed(True, {}, "linux")  # noqa: FBT003 (the person's answer)
    assert refusal.value.message == "There is no display to show a browser window on: neither DISPLAY nor WAYLAND_DISPLAY is set."
    assert (
        refusal.value.hint == "Run it without a window (`--headless`), or give it a display of its own: `xvfb-run ai-optout ...`."
    )
